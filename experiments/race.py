"""A race: several optimizers from one start on one surface. Specs are frozen and hashable: runs can be cached."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, Outcome, Status, outcome, run
from surfaces import SURFACES, Surface

Values = tuple[tuple[str, float | bool], ...]
Point = tuple[float, float]


class Ground(NamedTuple):
    """A surface by name, with the values of its parameters."""

    surface: str
    parameters: tuple[tuple[str, float], ...] = ()


class Runner(NamedTuple):
    """An optimizer by name, with every hyperparameter."""

    optimizer: str
    values: Values


class Run(NamedTuple):
    """What one runner did, float64. From the step at which it diverged on, rows repeat the one before."""

    path: np.ndarray  # (steps + 1, 2)
    loss: np.ndarray  # (steps + 1,)
    slope: np.ndarray  # (steps + 1,)    norm of the exact gradient
    rate: np.ndarray  # (steps + 1, 2)  effective step size of each coordinate for the step that follows
    gradient: np.ndarray  # (steps, 2)      what the optimizer saw
    velocity: np.ndarray | None  # (steps, 2)      the optimizer's v after each step
    last: int  # the last step that was made in good health
    outcome: Outcome


@lru_cache(maxsize=64)
def surface_of(ground: Ground) -> Surface:
    """ValueError where a parameter is outside its domain."""
    return SURFACES[ground.surface].with_parameters(**dict(ground.parameters))


def optimizer_of(runner: Runner) -> Any:
    """ValueError, with the name, the value and the domain, where a hyperparameter is outside its domain."""
    return OPTIMIZERS[runner.optimizer](**dict(runner.values))


def run_of(ground: Ground, start: Point, steps: int, runner: Runner) -> Run:
    """One runner's whole run, with what the pictures ask of it."""
    surface, optimizer = surface_of(ground), optimizer_of(runner)
    trajectory = run(surface, optimizer, start=start, steps=steps)
    with np.errstate(all="ignore"):
        slope = np.sqrt((surface.gradient(trajectory.params.T) ** 2).sum(axis=0))
    return Run(
        path=trajectory.params,
        loss=trajectory.loss,
        slope=slope,
        rate=_for_each_point(trajectory.state.rate, steps),
        gradient=trajectory.gradient,
        velocity=getattr(trajectory.state, "v", None),
        last=max(trajectory.stopped_at - 1, 0) if trajectory.status is Status.DIVERGED else steps,
        outcome=outcome(trajectory, surface),
    )


def _for_each_point(rate: np.ndarray, steps: int) -> np.ndarray:
    """(steps, …) → (steps + 1, 2): the last point is shown with the rate that led to it."""
    rate = np.broadcast_to(rate.reshape(steps, -1), (steps, 2))
    return np.concatenate([rate, rate[-1:]])
