"""A race: several optimizers from one start on one surface. Specs are frozen and hashable: runs can be cached."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, Outcome, Status, outcome, run
from optimizers.facts import Convention
from optimizers.schedules import rates
from surfaces import COSTS, SURFACES, Surface

from .steering import Steering, Values, options_of, schedule_of

Point = tuple[float, float]
GROUNDS: dict[str, Surface] = SURFACES | COSTS  # what a race can run on


NAMED_FIRST = ("pytorch", "keras", "optax", "lecture", "paper")


class Ground(NamedTuple):
    """A surface by name, with the values of its parameters."""

    surface: str
    parameters: tuple[tuple[str, float], ...] = ()


class Runner(NamedTuple):
    """An optimizer by name, with every hyperparameter, and what is done to its run beside them."""

    optimizer: str
    values: Values
    steering: Steering = Steering()


class Evaluations(NamedTuple):
    """How often a run asked for f, its gradient and its Hessian, all steps together."""

    values: int
    gradients: int
    hessians: int


class Run(NamedTuple):
    """What one runner did, float64, n = 2 or 1. From the step at which it diverged on, rows repeat the one before."""

    path: np.ndarray  # (steps + 1, 2)  as in the picture: with one parameter, x and f(x)
    loss: np.ndarray  # (steps + 1,)
    slope: np.ndarray  # (steps + 1,)    norm of the exact gradient
    rate: np.ndarray  # (steps + 1, n)  effective step size of each coordinate for the step that follows
    gradient: np.ndarray  # (steps, n)      what the optimizer saw
    velocity: np.ndarray | None  # (steps, n)      the optimizer's v after each step
    alpha: np.ndarray  # (steps,)        the learning rate of each step
    beta1: np.ndarray | None  # (steps,)        its β₁, where the optimizer has one
    last: int  # the last step that was made in good health
    outcome: Outcome
    evaluations: Evaluations | None  # None: one gradient a step


@lru_cache(maxsize=64)
def surface_of(ground: Ground) -> Surface:
    """ValueError where a parameter is outside its domain."""
    return GROUNDS[ground.surface].with_parameters(**dict(ground.parameters))


def optimizer_of(runner: Runner) -> Any:
    """ValueError, with the name, the value and the domain, where a hyperparameter is outside its domain."""
    return OPTIMIZERS[runner.optimizer](**dict(runner.values))


def by_name(conventions: Iterable[Convention]) -> list[Convention]:
    """In the order in which they give a form its name."""
    return sorted(conventions, key=lambda each: NAMED_FIRST.index(each.key))


def convention_of(runner: Runner) -> Convention | None:
    """Whose form of the rule the runner has; a framework's name before a paper's, for that is where code is."""
    values = dict(runner.values)
    for found in by_name(OPTIMIZERS[runner.optimizer].facts.conventions):
        if all(values[name] == value for name, value in found.values.items()):
            return found
    return None


def run_of(ground: Ground, start: Point, steps: int, runner: Runner) -> Run:
    """One runner's whole run, with what the pictures ask of it. With one parameter only x of the start counts."""
    surface, optimizer = surface_of(ground), optimizer_of(runner)
    schedule, options = schedule_of(runner.steering), options_of(runner.steering)
    trajectory = run(surface, optimizer, start[: surface.n], steps, schedule=schedule, options=options)
    with np.errstate(all="ignore"):
        slope = np.sqrt((surface.gradient(trajectory.params.T) ** 2).sum(axis=0))
    return Run(
        path=trajectory.params if surface.n == 2 else np.column_stack([trajectory.params, trajectory.loss]),
        loss=trajectory.loss,
        slope=slope,
        rate=_for_each_point(trajectory.state.rate, steps, surface.n),
        gradient=trajectory.gradient,
        velocity=getattr(trajectory.state, "v", None),
        **_in_force(optimizer, schedule, steps),
        last=max(trajectory.stopped_at - 1, 0) if trajectory.status is Status.DIVERGED else steps,
        outcome=outcome(trajectory, surface),
        evaluations=_evaluations(trajectory.state),
    )


def _in_force(optimizer: Any, schedule: Any, steps: int) -> dict[str, np.ndarray | None]:
    """α and β₁ of every step."""
    changed = rates(optimizer, schedule, steps) if schedule else {}
    own = {"alpha": "learning_rate", "beta1": "beta1"}
    return {
        key: changed.get(name, np.full(steps, getattr(optimizer, name))) if hasattr(optimizer, name) else None
        for key, name in own.items()
    }


def _evaluations(state: Any) -> Evaluations | None:
    if not hasattr(state, "hessians") or not len(state.hessians):
        return None
    return Evaluations(*(int(np.ravel(getattr(state, name)[-1])[0]) for name in Evaluations._fields))


def _for_each_point(rate: np.ndarray, steps: int, n: int) -> np.ndarray:
    """(steps, …) → (steps + 1, n): the last point is shown with the rate that led to it."""
    rate = np.broadcast_to(rate.reshape(steps, -1), (steps, n))
    return np.concatenate([rate, rate[-1:]])
