"""The core alone: six optimizers on Rosenbrock beside the same loops in PyTorch, and what a changed racer costs."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import numpy as np

from experiments import race
from experiments.race import Ground, Runner
from optimizers import OPTIMIZERS, outcome, run
from surfaces import SURFACES

from .report import Row, median

SURFACE, START, STEPS = SURFACES["rosenbrock"], (-1.2, 1.0), 300
AGREEMENT = 1e-9  # of the first steps: they are the same loops
FASTER = 10


def rows(repeats: int = 9) -> list[Row]:
    return [torch_row(repeats), *changed_rows()]


def torch_row(repeats: int) -> Row:
    """Races a second: six runs, each recorded and labelled."""
    name = f"6 optimizers × {STEPS} steps, recorded and labelled"
    if not find_spec("torch"):
        return Row(name, None, "races/s", "ratio ≥", FASTER, about="PyTorch is not installed")
    from . import torch_loops

    paths = torch_loops.race(START, STEPS, SURFACE.rates)
    for key, path in paths.items():
        same(key, path)
    pairs = [
        (seconds(lambda: race_ours(paths)), seconds(lambda: torch_loops.race(START, STEPS, SURFACE.rates)))
        for _ in range(repeats)
    ]
    ours, theirs = (1 / median(times) for times in zip(*pairs, strict=True))
    return Row(name, ours, "races/s", "ratio ≥", FASTER, theirs, "torch.optim")


def race_ours(keys: Iterable[str]) -> None:
    for key in keys:
        outcome(run(SURFACE, OPTIMIZERS[key](learning_rate=SURFACE.rates[key]), start=START, steps=STEPS), SURFACE)


def same(key: str, theirs: np.ndarray) -> None:
    """Refuses to compare times of loops that do different things."""
    ours = run(SURFACE, OPTIMIZERS[key](learning_rate=SURFACE.rates[key]), start=START, steps=STEPS).params
    apart = abs(ours[:30] - theirs[:30]).max()
    if not apart <= AGREEMENT:
        raise AssertionError(f"{key}: {apart:.1e} apart from PyTorch after 30 steps")


def seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def changed_rows() -> list[Row]:
    """Through the page's own caches and its message: how many runs a first view and a moved slider make."""
    if not find_spec("streamlit"):
        return []
    from dataclasses import replace

    from ui.race.state import opening
    from ui.race.wire import wire_packet
    from ui.racers.racer import Racer, preset_values
    from ui.visit import Visit

    racers = tuple(Racer(slot, name, preset_values("beale", name)) for slot, name in enumerate(OPTIMIZERS, 1))
    shown = replace(opening("beale"), racers=racers, steps=50, start=(1.0, 1.0 + 1e-9))
    with counted() as first:
        wire_packet(shown, Visit())
    with counted() as second:
        wire_packet(shown.with_racer(shown.racers[0].with_value("learning_rate", 1.234e-3)), Visit())
    return [Row("runs made when one racer changes", len(second), "runs", "≤", 1, len(first), "at first")]


@contextmanager
def counted() -> Iterator[list[Runner]]:
    """The runners that really run."""
    from ui import runs

    ran: list[Runner] = []
    real = runs.Making

    def making(ground: Ground, start: tuple[float, float], steps: int, runner: Runner) -> race.Making:
        ran.append(runner)
        return real(ground, start, steps, runner)

    runs.Making = making
    try:
        yield ran
    finally:
        runs.Making = real
