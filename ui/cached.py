"""Bounded caches around pure functions, shared by all visitors and keyed on specs.

Bounded in bytes, for a run of 5000 steps weighs 500 kB and one of 100 steps 10 kB.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from math import inf
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import numpy as np
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from experiments import race, stability
from experiments.race import Ground, Run, Runner, surface_of
from experiments.steering import schedule_of
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


class Plan(NamedTuple):
    """What a run depends on."""

    ground: Ground
    start: tuple[float, float]
    steps: int
    runner: Runner


class Shown(NamedTuple):
    """A run as far as it is made: `made` of the steps that are planned."""

    run: Run
    made: int
    done: bool


def _key(plan: Plan, shown: Shown, curve: str) -> Hashable:
    return plan, shown.made, curve


@bounded(48, key=_key)
def track(plan: Plan, shown: Shown, curve: str) -> Track:
    """One entry a racer: moving one racer makes none of the others' anew."""
    surface = surface_of(plan.ground)
    return track_of(shown.run, surface, curves_of(surface)[curve])


@bounded(48, key=_key)
def block(plan: Plan, shown: Shown, curve: str) -> Block:
    """What the browser is told of a track, once. A run that is not finished has no status of its own yet."""
    found = track(plan, shown, curve)
    x, y, loss, *third = found.columns
    asked = found.evaluations and found.evaluations._asdict()
    facts = settings(plan.runner) | {"last": found.last, "evaluations": asked}
    if found.status:
        facts["status"] = found.status._asdict()
    return Block(x=x, y=y, loss=loss, third=third, **facts)


def settings(runner: Runner) -> dict[str, Any]:
    """What a card shows of a racer."""
    return {"values": dict(runner.values), "steering": steering_told(runner)}


@bounded(16)
def grid(ground: Ground) -> Grid:
    return grid_of(surface_of(ground))


@lru_cache(maxsize=512)
def limit(ground: Ground, runner: Runner) -> float | None:
    """The exact bound on α; None where there is none, also while clipping or a change of hyperparameters lifts it."""
    how = runner.steering
    if schedule_of(how) or how.clip < inf:
        return None
    return stability.largest_rate(surface_of(ground), race.optimizer_of(runner), how.weight_decay)


@lru_cache(maxsize=512)
def spread(ground: Ground) -> tuple[float, float]:
    """The lowest and the highest f of the view."""
    f = grid(ground).f
    finite = f[np.isfinite(f)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
