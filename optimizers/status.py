"""What a run did: six labels, and the rules that give them."""

from enum import IntEnum
from typing import Any

import numpy as np

from .hyper import Array

ARRIVED = 2e-3  # units from a minimum: two pixels on a projector
SETTLED = 2e-2  # units of path in the last eighth
STILL = 2e-4  # units of path in the last quarter
CIRCLING = 1e-2  # units of a coordinate's path in the last quarter
TURNS = 3  # changes of direction in the last quarter
SHORT = 1e-3  # units: what never made a longer step makes none that leaves a minimum
RESTING = 1e-12  # units of path in the last eighth: what moves less shows nothing of its stability
STEADY = 1 + 1e-9  # times: an effective rate that has grown by less has not grown
EARLY = 8  # steps: with fewer only what has not moved at all has stalled
AHEAD = 10.0  # times as many steps: how far the labels look
FAR = 1000.0  # units from the origin
NO_BOUNDS = 1e6  # what is far for an objective that does not say where it lives
FEW = 8  # parameters for which differences of the gradient give a Hessian, and each coordinate is looked at alone


class Status(IntEnum):
    """What a run did over the last two eighths of its steps; lengths are in units (`unit`).

    STILL_MOVING   nothing below applies: the steps are spent
    STALLED        path in the last quarter ≤ 2e-4, and an eighth's path stays ≤ 1e-4 for ten times as many steps if it
                   goes on growing as it has grown, or ≤ as much less as they have more eighths than 80; no effective
                   rate is larger than its least in the last quarter; with fewer than 8 steps no path at all
    OSCILLATING    a coordinate turned 3 times or more, its path > 5 × its net displacement, > .01, and in the last
                   eighth > half of the one before; and that path did not shrink by 1 %, or the mean loss fell by
                   ≤ 10 % of (mean − best)
    CONVERGED      within 2e-3 of a minimum in the whole last eighth, whose path is ≤ .02, and held there by its
                   effective rates for ten times as many steps (`Watch.held`). A minimum is a listed one, or where the
                   Hessian is positive definite and Newton's step leads
    LEFT_DOMAIN    the last point is outside the bounds, and one before was inside
    DIVERGED       a parameter, value, gradient or state not finite, or a parameter past 1000

    The last that applies, in this order, wins. Two of them are promises: in ten times as many steps a run that has
    converged stays within .02 of its minimum, and one that has stalled within .01 of its place; of random runs over
    six decades of the learning rate at least 99.9 % do. The others are about the past alone. Without bounds the unit
    is 1, and a parameter diverges past 1e6. Without a Hessian, differences of the gradient stand for it up to 8
    parameters. Beyond, a minimum is a gradient ≤ 1e-5 of the largest seen, the last point alone is near it, all
    coordinates are looked at together, and no rate is looked at; nor is it for rules that search along a line.
    """

    STILL_MOVING, CONVERGED, OSCILLATING, STALLED, LEFT_DOMAIN, DIVERGED = range(6)

    @property
    def label(self) -> str:
        """The status in words."""
        return "left the domain" if self is Status.LEFT_DOMAIN else self.name.lower().replace("_", " ")


def unit(objective: Any) -> float:
    """The objective's own `width`, or the widest side of its bounds; 1 where it has neither."""
    width, bounds = getattr(objective, "width", None), getattr(objective, "bounds", None)
    if width is None:
        return 1.0 if bounds is None else float(np.ptp(bounds, axis=1).max())
    return float(width)


def limit(objective: Any) -> float:
    """How far from 0 a parameter may go: 1000 units, or 1e6 for an objective without bounds."""
    return NO_BOUNDS if getattr(objective, "bounds", None) is None else FAR * unit(objective)


def add_up(total: Array, rows: Array) -> Array:
    """total + rows[0] + rows[1] + …, in this order whatever the batch and however the rows come."""
    return np.add.accumulate(np.concatenate((total[None], rows)))[-1]


def outside(objective: Any, params: Array) -> Array:
    """Which points (n, *batch) lie outside the objective's bounds."""
    bounds = getattr(objective, "bounds", None)
    if bounds is None:
        return np.zeros(params.shape[1:], bool)
    low, high = np.transpose(bounds).reshape(2, len(params), *[1] * (params.ndim - 1))
    return ((params < low) | (params > high)).any(axis=0)
