"""Bounded caches around pure functions, shared by all visitors and keyed on specs.

Bounded in bytes, for a run of 5000 steps weighs 500 kB and one of 100 steps 10 kB.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from experiments import race, stability
from experiments.race import Ground, Run, Runner, surface_of
from figures.curves import curves_of
from figures.ground import Grid, grid_of
from figures.tracks import Track, track_of
from ui.controls import steering_told
from ui.packets import Block, Exact

MEGABYTE = 2**20
Function = TypeVar("Function", bound=Callable)


def bounded(megabytes: int, key: Callable[..., Hashable] = hashkey) -> Callable[[Function], Function]:
    """Keeps the newest results, up to so many megabytes of arrays and bytes, each under the key of its arguments."""
    return lambda function: cached(LRUCache(megabytes * MEGABYTE, getsizeof=weight), key=key, lock=Lock())(function)


def weight(value) -> int:
    """Roughly the bytes that a result holds."""
    if isinstance(value, tuple | list):
        return sum(map(weight, value))
    if isinstance(value, dict):
        return weight(tuple(value.values()))
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Block | Exact):
        return weight(value.arrays if isinstance(value, Block) else value.numbers)
    return len(value) if isinstance(value, bytes) else 64


@bounded(48)
def run(ground: Ground, start: tuple[float, float], steps: int, runner: Runner) -> Run:
    """One entry a racer: moving one racer does not run the others."""
    return race.run_of(ground, start, steps, runner)


@bounded(48)
def track(ground: Ground, start: tuple[float, float], steps: int, runner: Runner, curve: str) -> Track:
    surface = surface_of(ground)
    return track_of(run(ground, start, steps, runner), surface, curves_of(surface)[curve])


@bounded(48)
def block(ground: Ground, start: tuple[float, float], steps: int, runner: Runner, curve: str) -> Block:
    """What the browser is told of a track, once."""
    shown = track(ground, start, steps, runner, curve)
    x, y, loss, *third = shown.columns
    asked = shown.evaluations and shown.evaluations._asdict()
    facts = settings(runner) | {"last": shown.last, "status": shown.status._asdict(), "evaluations": asked}
    return Block(x=x, y=y, loss=loss, third=third, **facts)


def settings(runner: Runner) -> dict[str, Any]:
    """What a card shows of a racer."""
    return {"values": dict(runner.values), "steering": steering_told(runner)}


@bounded(16)
def grid(ground: Ground) -> Grid:
    return grid_of(surface_of(ground))


@lru_cache(maxsize=512)
def limit(ground: Ground, runner: Runner) -> float | None:
    decay = runner.steering.weight_decay
    return stability.largest_rate(surface_of(ground), race.optimizer_of(runner), decay)


@lru_cache(maxsize=512)
def spread(ground: Ground) -> tuple[float, float]:
    """The lowest and the highest f of the view."""
    f = grid(ground).f
    finite = f[np.isfinite(f)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
