"""A race: several optimizers from one start on one surface. Specs are frozen and hashable, so that runs can be cached."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES, Surface

Values = tuple[tuple[str, float | bool], ...]


class Ground(NamedTuple):
    """A surface by name, with the values of its parameters."""

    surface: str
    parameters: tuple[tuple[str, float], ...] = ()


class Runner(NamedTuple):
    """An optimizer by name, with every hyperparameter."""

    optimizer: str
    values: Values


class Run(NamedTuple):
    """What one runner did in `steps` steps: float64, parameters last; `last` is the last step at which all was finite."""

    path: np.ndarray  # (steps + 1, 2)
    loss: np.ndarray  # (steps + 1,)
    slope: np.ndarray  # (steps + 1,)      norm of the exact gradient
    rate: np.ndarray  # (steps + 1, 2)    effective step size of each coordinate for the step that follows
    gradient: np.ndarray  # (steps, 2)        what the optimizer saw
    velocity: np.ndarray | None  # (steps, 2) the optimizer's v after each step
    last: int
    outcome: "Outcome"


@lru_cache(maxsize=64)
def surface_of(ground: Ground) -> Surface:
    surface = SURFACES[ground.surface]
    return surface.with_parameters(**dict(ground.parameters)) if ground.parameters else surface


def optimizer_of(runner: Runner):
    """ValueError, with the name, the value and the domain, where a hyperparameter is outside its domain."""
    return OPTIMIZERS[runner.optimizer](**dict(runner.values))


def run_of(ground: Ground, start: tuple[float, float], steps: int, runner: Runner) -> Run:
    """One runner's whole run, with what the pictures ask of it."""
    surface = surface_of(ground)
    trajectory = run(surface, optimizer_of(runner), start=start, steps=steps, record=("params", "loss", "gradient", "v", "rate"))
    state, path = trajectory.state, trajectory.params
    with np.errstate(all="ignore"):
        slope = np.sqrt((surface.gradient(path.T) ** 2).sum(axis=0))
    return Run(
        path=path,
        loss=trajectory.loss,
        slope=slope,
        rate=_for_each_point(state.rate),
        gradient=trajectory.gradient,
        velocity=getattr(state, "v", None),
        last=last_drawn(trajectory, steps),
        outcome=outcome(trajectory, surface),
    )
