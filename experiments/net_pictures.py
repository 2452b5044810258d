"""What is drawn of a net in training: its boundary or curve, and what goes on inside."""

from typing import NamedTuple

import numpy as np

from networks import Histogram, Signals, histogram, signals

from .plans import Plan, mlp_of, problem_of


def surface(plan: Plan, weights: np.ndarray, statistics: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """What nets make of points as they were given, unscaled: (…, outputs, points) float32.

    weights (…, n) and statistics (…, 2 × normalised units) as in a record, inputs (points, features). Probabilities of
    class 1, or of each class, or fitted values.
    """
    known = np.moveaxis(statistics, -1, 0) if statistics.shape[-1] else None
    inputs = problem_of(plan.source).scaling(np.asarray(inputs, float))
    return mlp_of(plan).outputs(np.moveaxis(weights, -1, 0), inputs, known).astype(np.float32)


def boundary(plan: Plan, weights: np.ndarray, statistics: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """`surface` over the grid of x and y: (…, outputs, len(y), len(x)) float32."""
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    found = surface(plan, weights, statistics, grid)
    return found.reshape(*found.shape[:-1], len(y), len(x))


class Inside(NamedTuple):
    """For the tab of that name, layer by layer; the last layer is the scores."""

    signals: Signals  # (layers,) each
    histogram: Histogram


def inside_of(plan: Plan, weights: np.ndarray) -> Inside:
    """How large signals are in a net of these weights (n,), and how its weights are spread."""
    net, weights = mlp_of(plan), np.asarray(weights, float)
    return Inside(signals(net, weights), histogram(net, weights))
