"""Mini-batches: every epoch all points in a new order, from a seed; and which hidden units are silent at a step.

RandomState's streams are frozen, so that a link trains on the same batches under every NumPy.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .data import Array


class Batch(NamedTuple):
    """What nets are shown at once. With a leading axis of nets, each net has its own."""

    inputs: Array  # ([nets,] features + 1, points), the last row ones
    targets: Array  # ([nets,] outputs, points), as the loss wants them
    kept: tuple[Array, ...] = ()  # for each hidden layer ([nets,] units, points): 0, or 1 / (1 − dropout)

    @property
    def points(self) -> int:
        return int(self.inputs.shape[-1])


def of_points(inputs: Array, targets: Array | None = None) -> Batch:
    """Points (points, features) as a batch."""
    ones = np.ones((1, len(inputs)))
    return Batch(np.concatenate((np.asarray(inputs, float).T, ones)), ones if targets is None else targets)


@lru_cache(maxsize=32)
def order(seed: int, epoch: int, points: int) -> Array:
    """The order of the points in an epoch, the first epoch is 0."""
    found: Array = np.random.RandomState([seed, epoch]).permutation(points)
    found.setflags(write=False)
    return found


def silenced(seed: int, t: int, units: Sequence[int], points: int, dropout: float) -> tuple[Array, ...]:
    """Inverted dropout of step t: what multiplies the activations of each hidden layer, (units, points).

    A unit is silent for a point with the chance `dropout`; the others are made larger by 1 / (1 − dropout), so that
    nothing needs to change at test time. Source: Srivastava et al. (2014), JMLR 15, section 10, inverted as in Ng's
    lectures, PyTorch and Keras.
    """
    random = np.random.RandomState([seed, t, 1])
    return tuple((random.random_sample((count, points)) >= dropout) / (1 - dropout) for count in units)


def stacked(batches: Sequence[Batch]) -> Batch:
    """Batches of one size side by side, one a net."""
    inputs, targets = (np.stack(part) for part in zip(*(batch[:2] for batch in batches), strict=True))
    return Batch(
        inputs, targets, tuple(np.stack(part) for part in zip(*(batch.kept for batch in batches), strict=True))
    )
