"""What a run did: six labels, and the rules that give them."""

from enum import IntEnum
from typing import Any

import numpy as np

from .batches import dot, norm
from .hyper import Array
from .trajectory import End, Objective

ARRIVED = 2e-3  # units from a minimum: two pixels on a projector
SETTLED = 2e-2  # units of path in the last eighth
STILL = 3e-4  # units of path in the last quarter
CIRCLING = 1e-2  # units of path in the last quarter
FAR = 1000.0  # units from the origin
NO_BOUNDS = 1e6  # what is far for an objective that does not say where it lives
FEW = 8  # parameters for which differences of the gradient give a Hessian


class Status(IntEnum):
    """What a run did over the last two eighths of its steps; lengths are in the widest side of the objective's bounds.

    STILL_MOVING   nothing below applies: the steps are spent
    STALLED        path in the last quarter ≤ 3e-4
    OSCILLATING    path > 5 × net displacement and > .01, the last eighth's path > half of the one before, and the mean
                   loss fell by ≤ 10 % of (mean − best)
    CONVERGED      last eighth's path ≤ .02, and the Hessian positive definite with a Newton step ≤ 2e-3, or a listed
                   minimum that near
    LEFT_DOMAIN    the last point is outside the bounds
    DIVERGED       a parameter, value, gradient or state not finite, or a parameter past 1000

    The last that applies, in this order, wins. Without bounds the unit is 1, and a parameter diverges past 1e6.
    Without a Hessian, differences of the gradient stand for it up to 8 parameters; beyond, a gradient ≤ 1e-5 of the
    largest seen.
    """

    STILL_MOVING, CONVERGED, OSCILLATING, STALLED, LEFT_DOMAIN, DIVERGED = range(6)

    @property
    def label(self) -> str:
        """The status in words."""
        return "left the domain" if self is Status.LEFT_DOMAIN else self.name.lower().replace("_", " ")


def unit(objective: Any) -> float:
    """The widest side of the objective's bounds; 1 where it has none."""
    bounds = getattr(objective, "bounds", None)
    return 1.0 if bounds is None else float(np.ptp(bounds, axis=1).max())


def limit(objective: Any) -> float:
    """How far from 0 a parameter may go: 1000 units, or 1e6 for an objective without bounds."""
    return NO_BOUNDS if getattr(objective, "bounds", None) is None else FAR * unit(objective)


class Watch:
    """Looks at the last two eighths of a run: how long the path was, how high it lay, and where it began."""

    def __init__(self, home: Array, t: int, steps: int) -> None:
        self.eighth = max(steps // 8, 1)
        self.edges = tuple(max(t + steps - k * self.eighth, t) for k in (2, 1, 0))
        self.home = home  # (n, runs), where the last quarter began
        self.path, self.height = np.zeros((2, 2, home.shape[1]))

    def see(self, t: int, params: Array, step: Array, loss: Array) -> None:
        """Take in the rows of the steps t + 1, t + 2, …"""
        if len(params) and t + len(params) <= self.edges[0]:
            self.home = params[-1]
            return
        if t < self.edges[0]:
            self.home = params[self.edges[0] - t - 1]
        for half in (0, 1):
            rows = slice(max(self.edges[half] - t, 0), max(self.edges[half + 1] - t, 0))
            self.path[half] = add_up(self.path[half], norm(step[rows], axis=1))
            self.height[half] = add_up(self.height[half], loss[rows])

    def circling(self, final: Array, scale: float) -> Array:
        """Which runs go to and fro, and do not come to rest."""
        path = self.path[0] + self.path[1]
        to_and_fro = (path > 5 * norm(final - self.home)) & (path > CIRCLING * scale)
        return to_and_fro & (self.path[1] > 0.5 * self.path[0])

    def label(self, objective: Objective, end: End, best_loss: Array) -> Array:
        """The status of each run, as an array of integers. The last that applies wins."""
        scale = unit(objective)
        before, after = self.height / self.eighth
        status = np.full(end.params.shape[1], Status.STILL_MOVING)
        status[self.path[0] + self.path[1] <= STILL * scale] = Status.STALLED
        level = before - after <= 0.1 * (before - best_loss)
        status[self.circling(end.params, scale) & level] = Status.OSCILLATING
        calm = end.alive & (self.path[1] <= SETTLED * scale)
        if calm.any():
            near, _ = minimum_near(objective, end.params[:, calm], end.steepest[calm])
            status[np.flatnonzero(calm)[near]] = Status.CONVERGED
        status[outside(objective, end.params)] = Status.LEFT_DOMAIN
        status[~end.alive] = Status.DIVERGED
        return status


def add_up(total: Array, rows: Array) -> Array:
    """total + rows[0] + rows[1] + …, in this order whatever the batch and however the rows come."""
    return np.add.accumulate(np.concatenate((total[None], rows)))[-1]


def outside(objective: Any, params: Array) -> Array:
    """Which points (n, runs) lie outside the objective's bounds."""
    bounds = getattr(objective, "bounds", None)
    if bounds is None:
        return np.zeros(params.shape[1:], bool)
    low, high = np.transpose(bounds)[..., None]
    return ((params < low) | (params > high)).any(axis=0)


def minimum_near(objective: Any, params: Array, steepest: Array) -> tuple[Array, Array]:
    """Which points (n, runs) are at a minimum, and that minimum: a listed one, or where Newton's step leads."""
    reach = ARRIVED * unit(objective)
    near, there = newton(objective, params, steepest, reach)
    for minimum in getattr(objective, "minima", None) or ():
        listed = np.asarray(minimum, float)[:, None]
        close = norm(params - listed) <= reach
        near, there = near | close, np.where(close, listed, there)
    return near, there


def newton(objective: Any, params: Array, steepest: Array, reach: float) -> tuple[Array, Array]:
    """Curved up in every direction, with a Newton step within reach. Without a Hessian, and with too many parameters
    for differences: a gradient 1e-5 of the largest seen."""
    g = objective.gradient(params)
    if not hasattr(objective, "hessian") and len(params) > FEW:
        return norm(g) <= 1e-5 * steepest, params
    hessian = objective.hessian(params) if hasattr(objective, "hessian") else differences(objective, params)
    fine = np.isfinite(hessian).all(axis=(0, 1)) & np.isfinite(g).all(axis=0)
    curvature, axes = np.linalg.eigh(np.where(fine, hessian, 0.0).transpose(2, 0, 1))
    bowl = curvature[:, 0] > 1e-8 * curvature[:, -1]
    along = dot(axes, g.T[:, :, None], axis=1) / np.where(bowl[:, None], curvature, 1.0)
    step = dot(axes, along[:, None, :], axis=2).T
    return bowl & (norm(step) <= reach), params - step


def differences(objective: Any, params: Array) -> Array:
    """The Hessian (n, n, runs) from central differences of the gradient."""
    n, runs = params.shape
    h = 1e-5 * np.maximum(abs(params), unit(objective) / 10)
    shift = np.eye(n)[:, :, None] * h[:, None, :]
    points = np.concatenate((params[:, None] + shift, params[:, None] - shift), axis=1)
    g = objective.gradient(points.reshape(n, -1)).reshape(n, 2, n, runs)
    hessian = (g[:, 0] - g[:, 1]) / (2 * h)
    return (hessian + hessian.transpose(1, 0, 2)) / 2
