"""Every optimizer at 10,000 runs side by side: its time over Adam's, beside the ratio of their operation counts."""

import time
from typing import Any

import numpy as np

from optimizers import OPTIMIZERS, Status, run
from surfaces import SURFACES

from .report import Row, median

SURFACE, RUNS, STEPS = SURFACES["rosenbrock"], 10_000, 200
AROUND = 0.3  # starts lie so near to the surface's own that no run diverges: what is held still would cost extra
SEARCHED = 10  # steps of rules that search: they say the same, and take long
WITHIN = 2.0
MEASURE = "adam"


def rows(repeats: int = 5, runs: int = RUNS) -> list[Row]:
    """First-order rules are held to 2× of what their operations ask for; the others are only told."""
    apart = np.random.default_rng(0).uniform(-AROUND, AROUND, (2, runs))
    starts = np.array(SURFACE.start)[:, None] + apart
    measure, found = operations(OPTIMIZERS[MEASURE]()), []
    for name, rule in OPTIMIZERS.items():
        ratio = median([timed(name, starts) / timed(MEASURE, starts) for _ in range(repeats)])
        found.append(row(name, runs, ratio, None if second_order(rule) else operations(rule()) / measure))
    return found


def second_order(rule: Any) -> bool:
    return getattr(rule, "wants_objective", False)


def timed(name: str, starts: np.ndarray) -> float:
    """Seconds that the processor works for all runs, a step: what else it does meanwhile is not counted."""
    optimizer = OPTIMIZERS[name](learning_rate=SURFACE.rates[name])
    steps = SEARCHED if second_order(optimizer) else STEPS
    begin = time.process_time()
    path = run(SURFACE, optimizer, start=starts, steps=steps, record=False)
    spent = time.process_time() - begin
    if not second_order(optimizer) and (path.status == Status.DIVERGED).any():
        raise AssertionError(f"{name}: runs that diverge do other things than the rest")
    return spent / steps


def row(name: str, runs: int, ratio: float, expected: float | None) -> Row:
    title = f"{name}, {runs:,} runs × {STEPS} steps, time over Adam's"
    if expected is None:
        return Row(title, ratio, "× Adam", about="second order: told, not held")
    return Row(title, ratio, "× Adam", "ratio ≤", WITHIN, expected, "operations over Adam's")


# ---- how many operations a step is
class Counted(np.ndarray):
    """Counts the numbers that are computed with it."""

    seen = 0

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return counted(getattr(ufunc, method)(*map(plain, inputs), **kwargs))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return counted(function(*map(plain, args), **kwargs))


def plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Counted) else value


def counted(value: Any) -> Any:
    Counted.seen += np.size(value)
    return value.view(Counted) if isinstance(value, np.ndarray) else value


def operations(optimizer: Any) -> float:
    """On each parameter in one step: of the rule, of gradient and value of the surface, and θ + step."""
    params = np.ones((2, 3))
    theta, state = params.view(Counted), optimizer.init(params)
    state = type(state)(*(np.array(field).view(Counted) if np.ndim(field) else field for field in state))
    surface: dict[str, Any] = {}
    exec(SURFACE.numpy_source, surface)
    Counted.seen = 0
    if hasattr(optimizer, "gradient_at"):
        optimizer.gradient_at(theta, state)
    optimizer.update(theta, theta, state, 1)
    surface["gradient"](*theta), surface["value"](*theta)
    return Counted.seen / params.size + 1
