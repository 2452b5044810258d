"""What is done to a run beside its optimizer's hyperparameters: a schedule, changes by hand, decay, clipping, noise.

Specs are frozen and hashable; what they stand for is made here.
"""

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from optimizers import OPTIONS, SCHEDULES, Hyper, Options, by_hand, chain, sequence
from optimizers.hyper import inside

Values = tuple[tuple[str, float | bool], ...]
CONSTANT = next(iter(SCHEDULES))
ALL_DATA = 0  # a batch of all the data
BATCHES = {1: "1 (stochastic)", 4: "4", 16: "16", 64: "64", 256: "256", ALL_DATA: "all data (batch)"}


WARM_UP = Hyper(
    0, "W", "W", "warm-up", "Steps in which α rises to α₀ along a line. Then the schedule begins. 0: none.",
    0, 200, "integer",
)  # fmt: skip


class Change(NamedTuple):
    """By hand: from the point numbered `at` on, a hyperparameter has another value."""

    at: int
    name: str
    value: float


class Noise(NamedTuple):
    """Of the gradients that a rule is given: σ/√batch in each coordinate, drawn from the seed and the step."""

    noise: float = 0.0
    batch: int = 1
    seed: int = 0


class Steering(NamedTuple):
    """All of it for one racer; as it stands here, it changes nothing."""

    schedule: str = CONSTANT
    timing: Values = ()  # the schedule's own numbers
    changes: tuple[Change, ...] = ()  # by step
    weight_decay: float = OPTIONS["weight_decay"].default
    clip: float = inf
    noise: Noise = Noise()
    batch: int | None = None  # of its mini-batches; None: as for all optimizers; ALL_DATA: the exact gradient
    warm_up: int = int(WARM_UP.default)  # steps before the schedule begins


def schedule_of(steering: Steering) -> Callable[[Any, int], Any] | None:
    """None where nothing changes with time. What was changed by hand stays so, whatever the schedule says.

    ValueError, with the name, the value and the domain, where a number of the schedule is outside its domain.
    """
    planned = [SCHEDULES[steering.schedule](**dict(steering.timing))] if steering.schedule != CONSTANT else []
    if warm_up := inside("warm_up", steering.warm_up, WARM_UP):
        then = planned[0] if planned else SCHEDULES[CONSTANT]()
        planned = [sequence(SCHEDULES["warm_up"](steps=warm_up), then, warm_up)]
    steered = [by_hand(steering.changes)] if steering.changes else []
    return chain(*planned, *steered) if planned or steered else None


def options_of(steering: Steering) -> Options | None:
    """None where the rule is given the gradient as it is. ValueError as above.

    A batch of all the data has no noise.
    """
    noise, batch = steering.noise, steering.batch
    if batch == ALL_DATA:
        noise = noise._replace(noise=0.0)
    elif batch is not None:
        noise = noise._replace(batch=batch)
    options = Options(weight_decay=steering.weight_decay, clip=steering.clip, **noise._asdict())
    return options if options.any_on else None
