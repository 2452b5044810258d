"""One optimizer opened up: every quantity of every step, and the paths of Adam's other variants beside it.

Specs are frozen and hashable, as in a race: what is computed here can be cached.
"""

from typing import Any, NamedTuple

import numpy as np

from optimizers import OPTIMIZERS, Outcome, Status, outcome, run
from optimizers.parts import VARIANTS, AdamParts, Variant, variant_of
from optimizers.rules import (
    LARGEST,
    SMALLEST,
    AdaBelief,
    Adadelta,
    Adagrad,
    Adam,
    Adamax,
    AdamW,
    AMSGrad,
    GradientDescent,
    Lion,
    Momentum,
    Nadam,
    Nesterov,
    RAdam,
    RMSprop,
    RMSpropMomentum,
    Rprop,
    ScheduleFree,
    SeparateGains,
    SignDescent,
    Yogi,
)

from .arithmetic import Line, lines
from .race import Ground, Point, Runner, optimizer_of, surface_of

OPENABLE: dict[str, Any] = {  # the rules whose arithmetic can be shown: what each coordinate does, it does alone
    key: kind for key, kind in OPTIMIZERS.items() if not getattr(kind, "wants_objective", False)
}


class Parts(NamedTuple):
    """Adam with some of its parts."""

    learning_rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    memory: bool = True
    scaling: bool = True
    bias_correction: bool = True
    fold_correction: bool = False

    @property
    def variant(self) -> Variant:
        """What the switches make of it."""
        return variant_of(self.memory, self.scaling, self.bias_correction)


class Inside(NamedTuple):
    """A run with all that is worth looking at, float64 and finite. None where the rule has no such thing.

    A row of a step holds what it had once the step was made; `look_ahead` is where its gradient was taken. From the
    step at which a run diverged on, rows repeat the one before.
    """

    path: np.ndarray  # (steps + 1, 2)
    loss: np.ndarray  # (steps + 1,)
    gradient: np.ndarray  # (steps, 2)
    v: np.ndarray | None  # (steps, 2)
    v_hat: np.ndarray | None  # (steps, 2)
    s: np.ndarray | None  # (steps, 2)
    s_hat: np.ndarray | None  # (steps, 2)
    rate: np.ndarray  # (steps, 2)  effective learning rate of each coordinate
    step: np.ndarray  # (steps, 2)
    length: np.ndarray  # (steps,)  of the step
    look_ahead: np.ndarray | None  # (steps, 2)
    state: Any  # the optimizer's state, each field (steps, …)
    last: int  # the last step that was made in good health
    outcome: Outcome


class Ghost(NamedTuple):
    """Another variant from the same start."""

    key: str
    title: str
    parts: Parts
    path: np.ndarray  # (steps + 1, 2)
    loss: np.ndarray  # (steps + 1,)
    first: np.ndarray | None  # (2,) as `first_step`
    last: int
    outcome: Outcome


def made(what: Runner | Parts) -> Any:
    """The optimizer. ValueError, with the name, the value and the domain, where a hyperparameter is outside it."""
    return AdamParts(**what._asdict()) if isinstance(what, Parts) else optimizer_of(what)


def inside_of(ground: Ground, start: Point, steps: int, what: Runner | Parts) -> Inside:
    """One run, opened up."""
    surface, optimizer = surface_of(ground), made(what)
    path = run(surface, optimizer, start=start, steps=steps)
    params, loss, gradient, state = path.recorded()
    return Inside(
        path=params,
        loss=loss,
        gradient=gradient,
        **{name: getattr(state, name, None) for name in ("v", "v_hat", "s", "s_hat")},
        rate=state.rate,
        step=state.step,
        length=np.hypot(*state.step.T),
        look_ahead=_look_ahead(optimizer, path),
        state=state,
        last=max(path.stopped_at - 1, 0) if path.status is Status.DIVERGED else steps,
        outcome=outcome(path, surface),
    )


def _look_ahead(optimizer: Any, path: Any) -> np.ndarray | None:
    """Where each gradient was taken; None where that is where the optimizer stood."""
    if not hasattr(optimizer, "gradient_at"):
        return None
    first, points = optimizer.init(path.params[0]), path.params[:-1]
    fields = (np.concatenate([[begin], field[:-1]]) for begin, field in zip(first, path.state, strict=True))
    with np.errstate(all="ignore"):
        at = optimizer.gradient_at(points, type(first)(*fields))
    return None if at is points else at


def lines_of(ground: Ground, what: Runner | Parts, inside: Inside, t: int) -> tuple[Line, ...]:
    """The arithmetic of step t = 1 … last; one more where the run diverged, to see it happen. ValueError beyond."""
    diverged = inside.outcome.status is Status.DIVERGED
    end = min(inside.last + diverged, len(inside.step))
    if not 1 <= t <= end:
        raise ValueError(f"t = {t} is outside its domain 1 ≤ t ≤ {end}")
    surface, optimizer, params = surface_of(ground), made(what), inside.path[t - 1]
    before = optimizer.init(params) if t == 1 else type(inside.state)(*(field[t - 2] for field in inside.state))
    with np.errstate(all="ignore"):
        at = optimizer.gradient_at(params, before) if hasattr(optimizer, "gradient_at") else params
        return lines(optimizer, surface.gradient(at, t), params, before, t)


# ---- the other variants
def ghosts(ground: Ground, start: Point, steps: int, parts: Parts, own: bool) -> tuple[Ghost, ...]:
    """Every other variant of Adam: with `own` at its preset for this surface, else at the values of `parts`."""
    others = (variant for variant in VARIANTS.values() if variant != parts.variant)
    return tuple(_ghost(ground, start, steps, variant, parts, own) for variant in others)


def _ghost(ground: Ground, start: Point, steps: int, variant: Variant, parts: Parts, own: bool) -> Ghost:
    given: dict[str, Any] = variant.preset(surface_of(ground).rates) if own else {}
    ghost = parts._replace(**given, **variant.switches)
    inside = inside_of(ground, start, steps, ghost)
    first = first_step(inside, ghost.learning_rate)
    return Ghost(variant.key, variant.title, ghost, inside.path, inside.loss, first, inside.last, inside.outcome)


# ---- sizes of steps
def first_step(inside: Inside, learning_rate: float) -> np.ndarray | None:
    """How far the first step went in each coordinate, in units of α; None where none was made or α is 0."""
    if not inside.last or not learning_rate:
        return None
    with np.errstate(all="ignore"):
        return abs(inside.step[0]) / learning_rate


def terminal_speed(optimizer: Any, g: Any) -> np.ndarray | None:
    """What the length of a step tends to in each coordinate if the gradient stays g (n,), in the units of θ.

    The limit of each recurrence, a decay of its own left out: α |g| for gradient descent and for averages of gradients,
    1/(1 − β₁) of that for velocities (Hinton, lecture 6c), half of it for the average of all points, α where each
    coordinate is divided by its size and ε is small, α |g| for Adadelta, whose own unit becomes |g|, 0 for Adagrad, the
    longest step for Rprop and the largest gain for separate gains. Yogi goes to and fro around its limit, by the part
    (1 − β₂)/2. Where g is 0, nothing moves. None for a rule whose limit nobody has written here.
    """
    g = abs(np.asarray(g, float))
    with np.errstate(all="ignore"):
        speed = _speed(optimizer, g, optimizer.learning_rate)
    return None if speed is None else np.where(g > 0, speed, 0.0)


def _speed(optimizer: Any, g: np.ndarray, rate: float) -> Any:
    match optimizer:
        case Momentum(beta1=beta1, dampening=d):
            return rate * (1 - d) * g / (1 if optimizer.average else 1 - beta1)
        case Nesterov():
            return rate * g / (1 - optimizer.beta1)
        case ScheduleFree():
            return rate * g / 2
        case Adagrad():
            return 0.0
        case SignDescent() | Lion():
            return rate
        case Rprop():
            return LARGEST if optimizer.grow > 1 else min(max(rate, SMALLEST), LARGEST)
        case SeparateGains():
            return rate * g * ((100 if optimizer.wide else 10) if optimizer.increase else 1)
    measure = _measure(optimizer, g)
    with np.errstate(all="ignore"):
        return None if measure is None else rate * g / measure


def _measure(optimizer: Any, g: np.ndarray) -> Any:
    """What a rule divides a gradient by that stays |g|; 1 where it does not, None for a rule that is not listed."""
    epsilon = getattr(optimizer, "epsilon", 0.0)
    match optimizer:
        case GradientDescent() | Adadelta() | AdamParts(scaling=False):
            return 1.0
        case RMSprop() | RMSpropMomentum():
            size = 0 * g if optimizer.centered else g
            root = np.sqrt(size**2 + epsilon) if optimizer.epsilon_inside else size + epsilon
            return root * (1 - getattr(optimizer, "beta1", 0.0))
        case AdaBelief(beta2=beta2):
            return np.sqrt(epsilon / (1 - beta2 if optimizer.epsilon_in_average else 1)) + epsilon
        case RAdam(beta2=beta2) if 2 / (1 - beta2) - 1 <= 5:
            return 1.0
        case AdamParts(scaling=True) | Adam() | AMSGrad() | Adamax() | Nadam() | AdamW() | RAdam() | Yogi():
            return g + epsilon
    return None
