"""Exact stability on quadratics: the learning rate from which on a rule no longer comes down."""

from typing import Any

from optimizers.rules import GradientDescent, Momentum, Nesterov
from surfaces import Surface


def largest_rate(surface: Surface, optimizer: Any, weight_decay: float = 0.0) -> float | None:
    """The exact bound on α for a convex quadratic with largest curvature λ = λmax, None where there is no such bound.
    Weight decay is more curvature: λmax is the largest curvature of f and `weight_decay` together.

    Gradient descent 2/λ; momentum 2(1 + β₁)/λ, in the average form that over (1 − β₁), with dampening d over (1 − d);
    Nesterov 2(1 + β₁)/((1 + 2β₁)λ) in either form, for the two record the same run from two points. Source: where both
    roots of the recurrence along an eigenvector lie within the unit circle; for momentum Polyak (1964), Some methods of
    speeding up the convergence.
    Rules that divide by √s have no such bound: their step does not grow with the curvature.
    """
    curvature = surface.largest_curvature
    if curvature is None:
        return None
    curvature += weight_decay
    match optimizer:
        case GradientDescent():
            return 2 / curvature
        case Momentum() | Nesterov():
            return float(optimizer.edge) / curvature
    return None
