"""A race: several optimizers from one start on one surface. Specs are frozen and hashable: runs can be cached."""

from collections.abc import Iterable
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, Outcome, ResumableRun, outcome
from optimizers.facts import Convention
from optimizers.feedback import watches
from optimizers.schedules import rates
from surfaces import COSTS, SURFACES, Surface

from .steering import Steering, Values, options_of, schedule_of

Point = tuple[float, float]
GROUNDS: dict[str, Surface] = SURFACES | COSTS  # what a race can run on


RECORDED = ("rate", "step", "v")  # fields of a state, where it has them
IN_FLOATS, IN_ARRAYS, SEARCH = 1, 4, 50  # work of a step: of one coordinate after the other, of both, of second order
VALUE = 60  # work of a point that a search along a line looks at
NOISY, SCHEDULED = 5, 6  # work that each step has beside: a gradient's noise, another learning rate
LOOK = 60  # work of a look at the loss, before which no further step can be made
BITE = 1500  # work after which it is looked how much was done

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

    # steps: how many are made
    path: np.ndarray  # (steps + 1, 2)  as in the picture: with one parameter, x and f(x)
    loss: np.ndarray  # (steps + 1,)
    slope: np.ndarray  # (steps + 1,)    norm of the exact gradient
    rate: np.ndarray  # (steps + 1, n)  effective step size of each coordinate for the step that follows
    gradient: np.ndarray  # (steps, n)      what the optimizer saw
    velocity: np.ndarray | None  # (steps, n)      the optimizer's v after each step
    alpha: np.ndarray  # (steps,)        the learning rate of each step
    beta1: np.ndarray | None  # (steps,)        its β₁, where the optimizer has one
    last: int  # the last step that was made in good health
    outcome: Outcome | None  # None: the run is not finished
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
    making = Making(ground, start, steps, runner)
    while not making.done:
        making.advance(inf)
    return making.run()


class Making:
    """A runner's run, made piece by piece: `run()` is what there is of it, and the whole of it when it is `done`.

    Work is counted in steps of gradient descent in Python's floats, some 4 µs each, and never by a clock: the same
    calls make the same pieces on every machine. Not for several threads at once.
    """

    def __init__(self, ground: Ground, start: Point, steps: int, runner: Runner) -> None:
        self.surface, self.optimizer, self.steps = surface_of(ground), optimizer_of(runner), steps
        self.schedule, options = schedule_of(runner.steering), options_of(runner.steering)
        fields = self.optimizer.init(np.zeros((self.surface.n, 1)))._fields
        record = ("params", "loss", "gradient", *(name for name in RECORDED if name in fields))
        begin = start[: self.surface.n]
        self.pieces = ResumableRun(
            self.surface, self.optimizer, begin, steps, record=record, schedule=self.schedule, options=options
        )
        self.each = self._each(runner)  # work of a step, beside what a search along a line asks for
        self.in_force: list[dict[str, np.ndarray | None]] = []

    def _each(self, runner: Runner) -> int:
        searches = getattr(self.optimizer, "wants_objective", False)
        own = SEARCH if searches else IN_FLOATS if self.pieces.in_floats else IN_ARRAYS
        schedule: Any = self.schedule
        looks = sum(map(schedule.looks, range(1, 101))) if watches(schedule) else 0
        own += SCHEDULED * (self.schedule is not None) + LOOK * looks // 100
        return own + NOISY * (runner.steering.noise.noise > 0)

    @property
    def made(self) -> int:
        """Steps."""
        return self.steps - self.pieces.left

    @property
    def done(self) -> bool:
        return not self.pieces.left

    @property
    def work(self) -> int:
        """Of what is left, about: nobody knows yet what searches will ask for."""
        return self.each * self.pieces.left

    def advance(self, work: float) -> int:
        """Some steps more, of at most about so much work. Returns the work, 0 where the run is done."""
        spent = 0
        while not self.done and spent < work:
            spent += self._bite(max(int(min(work - spent, BITE)) // self.each, 1))
        return spent

    def _bite(self, steps: int) -> int:
        first, asked, rest = self.made + 1, self.pieces.values, self.pieces.diverged
        self.pieces.advance(self.pieces.left if rest else steps)
        made = self.made - first + 1
        if not watches(self.schedule):
            self.in_force.append(_in_force(self.optimizer, self.schedule, made, first))
        own = SCHEDULED if self.schedule and rest else 0 if rest else self.each
        return 1 + made * own + VALUE * (self.pieces.values - asked)

    def run(self) -> Run:
        """As far as it is made."""
        path, surface, made = self.pieces.so_far(), self.surface, self.made
        params, loss, gradient, state = path.recorded()
        pieces = self.in_force or [_in_force(self.optimizer, self.schedule, made, 1, loss[1:])]
        alpha, beta1 = (_joined([piece[name] for piece in pieces]) for name in ("alpha", "beta1"))
        assert alpha is not None  # every rule has one
        with np.errstate(all="ignore"):
            slope = np.sqrt((surface.gradient(params.T) ** 2).sum(axis=0))
        return Run(
            path=params if surface.n == 2 else np.column_stack([params, loss]),
            loss=loss,
            slope=slope,
            rate=_for_each_point(state.rate, made, surface.n),
            gradient=gradient,
            velocity=getattr(state, "v", None),
            alpha=alpha,
            beta1=beta1,
            last=max(path.stopped_at - 1, 0) if self.pieces.diverged else made,
            outcome=outcome(path, surface) if self.done else None,
            evaluations=_evaluations(path.end.state),
        )


def _in_force(
    optimizer: Any, schedule: Any, steps: int, first: int, losses: np.ndarray | None = None
) -> dict[str, np.ndarray | None]:
    """α and β₁ of so many steps from step `first` on; `losses` for a schedule that looks at them."""
    changed = rates(optimizer, schedule, steps, first, losses) if schedule else {}
    own = {"alpha": "learning_rate", "beta1": "beta1"}
    return {
        key: changed.get(name, np.full(steps, getattr(optimizer, name))) if hasattr(optimizer, name) else None
        for key, name in own.items()
    }


def _joined(pieces: list[np.ndarray | None]) -> np.ndarray | None:
    """Rows of pieces, one after the other; None where the optimizer has none."""
    rows = [piece for piece in pieces if piece is not None]
    return np.concatenate(rows) if rows else None


def _evaluations(state: Any) -> Evaluations | None:
    """`state`: the last one."""
    if not hasattr(state, "hessians"):
        return None
    return Evaluations(*(int(np.ravel(getattr(state, name))[0]) for name in Evaluations._fields))


def _for_each_point(rate: np.ndarray, steps: int, n: int) -> np.ndarray:
    """(steps, …) → (steps + 1, n): the last point is shown with the rate that led to it."""
    rate = np.broadcast_to(rate.reshape(steps, -1), (steps, n))
    return np.concatenate([rate, rate[-1:]])
