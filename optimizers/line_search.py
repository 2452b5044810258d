"""How far to go along a direction: each run searches by itself, side by side with the others.

Source: Nocedal, Wright (2006), Numerical Optimization, algorithms 3.5 (bracketing) and 3.6 (zoom).
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .batches import dot, norm
from .hyper import Array
from .status import limit, unit

DECREASE = 1e-4  # c₁: the share of the promised fall that a step has to bring
TRIALS = 30  # places at which one search looks, at most
GROWTH = 10.0  # how much farther a search looks while nothing has stopped it
ROUNDING = 2.0**-50  # by how much a value may be off, as a share of itself


class Place(NamedTuple):
    """A place on each run's line."""

    length: Array  # (runs,), how far along the direction
    value: Array  # (runs,)
    slope: Array  # (runs,), along the direction
    gradient: Array  # (n, runs)


class Found(NamedTuple):
    """Where a search ended, and how often each run asked for a value and a gradient."""

    place: Place
    asked: Array  # (runs,)


@dataclass(frozen=True)
class Line:
    """The objective at θ − a p as a function of a, in each run."""

    objective: Any
    params: Array
    p: Array
    t: int

    def look(self, length: Array, looks: Array, low: Place) -> Place:
        """The place at `length` of the runs that look. Only these are computed; the others keep their low place."""
        runs = np.flatnonzero(looks)
        p = self.p[:, runs]
        value, gradient = ask(self.objective, self.params[:, runs] - length[runs] * p, self.t)
        new = Place(length, *(np.array(part) for part in low[1:]))
        new.value[runs], new.slope[runs], new.gradient[:, runs] = value, -dot(gradient, p), gradient
        return new


def ask(objective: Any, points: Array, t: int) -> tuple[Array, Array]:
    """Value (runs,) and gradient (n, runs)."""
    value = objective.value_at(points, t) if hasattr(objective, "value_at") else objective.value(points)
    return np.asarray(value, float), np.asarray(objective.gradient(points, t), float)


def search(line: Line, value: Array, g: Array, first: Array, curvature: float, *, exact: bool = False) -> Found:
    """A length a that fulfils the strong Wolfe conditions; φ(a) is the value at θ − a p, `value` and g are those at θ:

    φ(a) ≤ φ(0) + c₁ a φ′(0)   and   |φ′(a)| ≤ c₂ |φ′(0)|,   with c₁ = 1e-4 and c₂ = `curvature`

    up to the rounding of φ. `first` is looked at first. The next length is where the slope would be 0 if it went on as
    a straight line, so that on a quadratic the second look is the minimum of the line; with `exact` only such a length
    is taken. Where nothing fulfils both within 30 looks it is the lowest place seen that fulfils the first, and else 0;
    it is 0 too where the direction does not lead down, where `first` is 0, and where only rounding tells the values
    apart and the gradient is not halved. No search looks farther than the widest side of the objective's bounds, for a
    surface may fall for ever; what is not finite is too far as well.
    """
    start = Place(np.zeros(len(value)), value, -dot(g, line.p), g)
    beyond = start._replace(length=np.full(len(value), np.inf))
    low, high, before, end = start, beyond, start, farthest(line.objective) / norm(line.p)
    length = np.minimum(first, end)
    looks = (start.slope < 0) & np.isfinite(start.slope) & (length > 0) & np.isfinite(length)
    sharp, width, asked = np.zeros_like(looks), beyond.length, np.zeros(looks.shape)
    for _ in range(TRIALS):
        if not looks.any():
            break
        asked += looks
        new = line.look(length, looks, low)
        worse, done = judged(new, low, start, curvature, sharp | (not exact))
        turned = looks & ~worse & ~done & (new.slope * np.sign(high.length - low.length) >= 0)
        high = either(looks & worse, new, either(turned, low, high))
        before, low = either(looks & ~worse, low, before), either(looks & ~worse, new, low)
        length, sharp = following(low, high, before, abs(high.length - low.length) > 0.5 * width)
        sharp, length = sharp & (length <= end), np.minimum(length, end)
        width = abs(high.length - low.length)
        looks = looks & ~done & (length != low.length) & (length != high.length)
    useless = (low.value >= start.value - slack(start)) & (norm(low.gradient) > 0.5 * norm(start.gradient))
    return Found(either(useless, start, low), asked)


def farthest(objective: Any) -> float:
    """How long a step may be."""
    return limit(objective) if getattr(objective, "bounds", None) is None else unit(objective)


def slack(start: Place) -> Array:
    """By how much rounding may change a value."""
    return ROUNDING * abs(start.value)


def judged(new: Place, low: Place, start: Place, curvature: float, sharp: Array) -> tuple[Array, Array]:
    """Which runs went too far, and which have found their length."""
    promised = start.value + DECREASE * new.length * start.slope
    fine = new.value <= np.minimum(promised, low.value) + slack(start)
    fine = fine & np.isfinite(new.value) & np.isfinite(new.slope)
    flat = abs(new.slope) <= np.where(sharp, curvature, 1e-10) * abs(start.slope)
    return ~fine, fine & flat


def following(low: Place, high: Place, before: Place, slow: Array) -> tuple[Array, Array]:
    """Where to look next, and whether the slope should be 0 there. Halfway where the last look helped little."""
    free = np.isinf(high.length)
    other = either(free, before, high)
    room = np.where(free, GROWTH * (low.length - before.length), high.length - low.length)
    share = low.slope * (low.length - other.length) / (other.slope - low.slope) / room
    sharp = (share > 0) & (share < 1) & (free | ~slow)
    parabola = low.slope * room / (low.slope * room + low.value - high.value) / 2
    halfway = np.where(slow, 0.5, np.fmin(np.fmax(parabola, 0.1), 0.9))  # 0.1 where the parabola is not finite
    return low.length + np.where(sharp, share, np.where(free, 1.0, halfway)) * room, sharp


def either(mask: Array, one: Place, other: Place) -> Place:
    """One place where the mask holds, the other elsewhere."""
    return Place(*(np.where(mask, a, b) for a, b in zip(one, other, strict=True)))
