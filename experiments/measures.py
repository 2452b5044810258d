"""What can be read off a path: when it has arrived, how far it goes, how often it crosses a line."""

from collections.abc import Sequence

import numpy as np

Array = np.ndarray


def first(true: Array) -> int | None:
    """The first step at which something holds, None where it never does."""
    steps = np.flatnonzero(true)
    return int(steps[0]) if len(steps) else None


def stays_within(path: Array, point: Sequence[float], radius: float) -> int | None:
    """The first step from which every point of a path (steps + 1, n) is nearer to `point` than `radius`."""
    away = np.flatnonzero(~(distance(path, point) < radius))
    step = int(away[-1]) + 1 if len(away) else 0
    return step if step < len(path) else None


def distance(path: Array, point: Sequence[float]) -> Array:
    """Of each point of a path (steps + 1, n) from one point, (steps + 1,)."""
    return np.sqrt(((path - np.asarray(point, float)) ** 2).sum(axis=1))


def crossings(values: Array) -> int:
    """How often a row of numbers changes sign; a 0 has the sign of what came before."""
    signs = np.sign(values[np.nonzero(values)])
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def overshoot(values: Array) -> float:
    """How far a row of numbers goes beyond 0, to the side where it did not begin."""
    return float(max(0.0, -(values * np.sign(values[0])).min()))
