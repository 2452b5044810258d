"""Gradient check: differences against the exact gradient, over the width ε of the difference."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

EPSILONS = np.logspace(-12, -1, 111)  # ten to a decade
EPSILONS.setflags(write=False)


class Check(NamedTuple):
    """A derivative along one direction, by differences of each width. NaN where f has no value."""

    epsilons: np.ndarray  # (k,)
    exact: float
    two_sided: np.ndarray  # (k,)
    one_sided: np.ndarray  # (k,)
    two_sided_error: np.ndarray  # (k,) relative, 0 … 1
    one_sided_error: np.ndarray  # (k,)


def check(
    f: Callable[[Any], Any],
    gradient: Callable[[Any], Any],
    point: Any,
    direction: Any,
    epsilons: Any = EPSILONS,
) -> Check:
    """(f(θ + εd) − f(θ − εd)) / 2ε and (f(θ + εd) − f(θ)) / ε beside ∇f(θ)·d.

    f, gradient: (n, *batch) → (*batch,) and (n, *batch); point (n,); direction: a coordinate's number, or d (n,) as it
    is, not made unit length. The error is |approximate − exact| / (|approximate| + |exact|), 0 where both are 0: the
    relative error of Ng, Improving Deep Neural Networks, week 1, for one derivative. Below 1e-7 all is well, above 1e-3
    it is not. Wide differences miss the curvature: the error falls as ε² from two sides, as ε from one. Narrow ones
    lose digits: it grows as 1/ε. ValueError for a width that is not above 0.
    """
    theta, epsilons = np.asarray(point, float), np.asarray(epsilons, float)
    if not (epsilons > 0).all():
        raise ValueError(f"epsilons = {epsilons!r} is outside its domain: numbers above 0")
    d = np.eye(len(theta))[direction] if np.ndim(direction) == 0 else np.asarray(direction, float)
    away = d[:, None] * epsilons
    with np.errstate(all="ignore"):
        here, ahead, behind = f(theta[:, None])[0], f(theta[:, None] + away), f(theta[:, None] - away)
        exact = float(np.dot(gradient(theta[:, None])[:, 0], d))
        two_sided, one_sided = (ahead - behind) / (2 * epsilons), (ahead - here) / epsilons
        errors = (relative_error(approximate, exact) for approximate in (two_sided, one_sided))
        return Check(epsilons, exact, two_sided, one_sided, *errors)


def relative_error(approximate: np.ndarray, exact: float) -> np.ndarray:
    """|approximate − exact| / (|approximate| + |exact|), and 0 where both are 0."""
    size = abs(approximate) + abs(exact)
    return abs(approximate - exact) / np.where(size == 0, 1.0, size)


def best(epsilons: np.ndarray, errors: np.ndarray) -> float:
    """The width with the least error, the widest of equals."""
    errors = np.where(np.isnan(errors), np.inf, errors)
    return float(epsilons[np.flatnonzero(errors == errors.min())[-1]])


class Cube:
    """θ³, the lecture's example in one dimension. Its derivative at 1 is 3."""

    def value(self, params: Any) -> np.ndarray:
        """(1, *batch) → (*batch,)."""
        return np.asarray(params, float)[0] ** 3

    def gradient(self, params: Any) -> np.ndarray:
        """(1, *batch) → (1, *batch)."""
        return 3 * np.asarray(params, float) ** 2


CUBE = Cube()
