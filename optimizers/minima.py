"""Whether a point is at a minimum of an objective, and at which."""

from typing import Any, NamedTuple

import numpy as np

from .batches import dot, norm
from .hyper import Array
from .status import ARRIVED, FEW, unit


class Near(NamedTuple):
    """Of points (n, runs): which are at a minimum, that minimum, and the Hessian there."""

    near: Array  # (runs,)
    point: Array  # (n, runs)
    hessian: Array  # (runs, n, n); 0 where it is not finite, empty where none is known


def minimum_near(objective: Any, params: Array, steepest: Array) -> Near:
    """Whether points are at a minimum: a listed one, or where Newton's step leads."""
    reach = ARRIVED * unit(objective)
    near, there, hessian = newton(objective, params, steepest, reach)
    for minimum in getattr(objective, "minima", None) or ():
        listed = np.asarray(minimum, float)[:, None]
        close = norm(params - listed) <= reach
        near, there = near | close, np.where(close, listed, there)
    return Near(near, there, hessian)


def newton(objective: Any, params: Array, steepest: Array, reach: float) -> Near:
    """Curved up in every direction, with a Newton step within reach. Without a Hessian, and with too many parameters
    for differences: a gradient 1e-5 of the largest seen."""
    g = objective.gradient(params)
    if not hasattr(objective, "hessian") and len(params) > FEW:
        return Near(norm(g) <= 1e-5 * steepest, params, np.zeros((0, 0, 0)))
    hessian = objective.hessian(params) if hasattr(objective, "hessian") else differences(objective, params)
    fine = np.isfinite(hessian).all(axis=(0, 1)) & np.isfinite(g).all(axis=0)
    hessian = np.where(fine, hessian, 0.0).transpose(2, 0, 1)
    curvature, axes = np.linalg.eigh(hessian)
    bowl = curvature[:, 0] > 1e-8 * curvature[:, -1]
    along = dot(axes, g.T[:, :, None], axis=1) / np.where(bowl[:, None], curvature, 1.0)
    step = dot(axes, along[:, None, :], axis=2).T
    return Near(bowl & (norm(step) <= reach), params - step, hessian)


def differences(objective: Any, params: Array) -> Array:
    """The Hessian (n, n, runs) from central differences of the gradient."""
    n, runs = params.shape
    h = 1e-5 * np.maximum(abs(params), unit(objective) / 10)
    shift = np.eye(n)[:, :, None] * h[:, None, :]
    points = np.concatenate((params[:, None] + shift, params[:, None] - shift), axis=1)
    g = objective.gradient(points.reshape(n, -1)).reshape(n, 2, n, runs)
    hessian = (g[:, 0] - g[:, 1]) / (2 * h)
    return (hessian + hessian.transpose(1, 0, 2)) / 2
