"""One optimizer opened up: every quantity of every step, and the paths of Adam's other variants beside it.

Specs are frozen and hashable, as in a race: what is computed here can be cached.
"""

from typing import Any, NamedTuple

import numpy as np

from optimizers import Outcome, Status, outcome, run
from optimizers.parts import VARIANTS, AdamParts, Variant, variant_of
from optimizers.rules import LARGEST, SMALLEST, Adagrad, Adam, Momentum, Nesterov, RMSprop, Rprop, SignDescent

from .arithmetic import Line, lines
from .race import Ground, Point, Runner, optimizer_of, surface_of


class Parts(NamedTuple):
    """Adam with some of its parts."""

    learning_rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    memory: bool = True
    scaling: bool = True
    bias_correction: bool = True

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
    state = path.state
    return Inside(
        path=path.params,
        loss=path.loss,
        gradient=path.gradient,
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
    if not getattr(optimizer, "look_ahead", False):
        return None
    before = path.state._replace(v=np.concatenate([np.zeros((1, 2)), path.state.v])[:-1])
    with np.errstate(all="ignore"):
        return optimizer.gradient_at(path.params[:-1], before)


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
    given = variant.preset(surface_of(ground).rates) if own else {}
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


def terminal_speed(optimizer: Any, g: Any) -> np.ndarray:
    """What the length of a step tends to in each coordinate if the gradient stays g (n,), in the units of θ.

    The exact limit of each recurrence: α |g| for gradient descent and for averages of gradients, 1/(1 − β₁) of that for
    classical momentum and Nesterov (Hinton, lecture 6c), α |g|/(|g| + ε) where each coordinate is divided by its size,
    0 for Adagrad, the longest step for Rprop. Where g is 0, nothing moves.
    """
    g = abs(np.asarray(g, float))
    rate = optimizer.learning_rate
    with np.errstate(all="ignore"):
        even = np.where(g > 0, rate * g / (g + getattr(optimizer, "epsilon", 0.0)), 0.0)
    match optimizer:
        case Momentum(average=False) | Nesterov():
            return rate * g / (1 - optimizer.beta1)
        case Adagrad():
            return np.zeros_like(g)
        case RMSprop() | Adam() | SignDescent() | AdamParts(scaling=True):
            return even
        case Rprop():
            longest = LARGEST if optimizer.grow > 1 else min(max(rate, SMALLEST), LARGEST)
            return np.where(g > 0, longest, 0.0)
    return rate * g
