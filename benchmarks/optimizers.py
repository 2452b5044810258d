"""Every optimizer at 10,000 runs side by side: its time over Adam's, beside the ratio of their operation counts."""

from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

from .core import seconds
from .report import Row, median

SURFACE, RUNS, STEPS = SURFACES["rosenbrock"], 10_000, 200
WITHIN = 2.0
MEASURE = "adam"


def rows(repeats: int = 5, runs: int = RUNS) -> list[Row]:
    """First-order rules are held to 2× of what their operations ask for; the others are only told."""
    starts = np.random.default_rng(0).uniform(-2, 2, (2, runs))
    counts = {name: operations(rule()) for name, rule in OPTIMIZERS.items() if not second_order(rule)}
    found = []
    for name in OPTIMIZERS:
        ratio = median([timed(name, starts) / timed(MEASURE, starts) for _ in range(repeats)])
        found.append(row(name, ratio, counts[name] / counts[MEASURE] if name in counts else None))
    return found


def second_order(rule: Any) -> bool:
    return getattr(rule, "wants_objective", False)


def timed(name: str, starts: np.ndarray) -> float:
    """Seconds of all runs."""
    optimizer = OPTIMIZERS[name](learning_rate=SURFACE.rates[name])
    steps = STEPS // 20 if second_order(optimizer) else STEPS
    return seconds(lambda: run(SURFACE, optimizer, start=starts, steps=steps, record=False)) * (STEPS / steps)


def row(name: str, ratio: float, expected: float | None) -> Row:
    title = f"{name}, {RUNS:,} runs × {STEPS} steps, time over Adam's"
    if expected is None:
        return Row(title, ratio, "× Adam", about="second order: told, not held")
    return Row(title, ratio, "× Adam", "ratio ≤", WITHIN, expected, "operations over Adam's")


# ---- how many operations a step is
class Counted(np.ndarray):
    """Counts what is computed with it."""

    seen = 0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        Counted.seen += 1
        return counted(getattr(ufunc, method)(*map(plain, inputs), **kwargs))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        Counted.seen += function is np.where
        return counted(function(*map(plain, args), **kwargs))


def plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Counted) else value


def counted(value: Any) -> Any:
    return value.view(Counted) if isinstance(value, np.ndarray) else value


def operations(optimizer: Any) -> int:
    """On arrays, in one step: of the update, of the point where the gradient is taken, and θ + step."""
    params = np.ones((2, 3))
    state = optimizer.init(params)
    state = type(state)(
        *(counted(np.broadcast_to(field, np.shape(field)).copy()) if np.ndim(field) else field for field in state)
    )
    Counted.seen = 0
    if hasattr(optimizer, "gradient_at"):
        optimizer.gradient_at(counted(params), state)
    optimizer.update(counted(params), counted(params), state, 1)
    return Counted.seen + 1
