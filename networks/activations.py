"""What a hidden unit makes of its input, and the slope of that, both written over what was there.

A slope is known from the activation alone. At 0 the slope of relu is 0, as in PyTorch.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .data import Array


class Activation(NamedTuple):
    """`apply(z)` turns z into a. `descend(d, a)` multiplies d by the slope at a, and writes over a."""

    title: str
    apply: Callable[[Array], object]
    descend: Callable[[Array, Array], object]


def _tanh(d: Array, a: Array) -> None:
    np.multiply(a, a, out=a)
    np.subtract(1.0, a, out=a)
    np.multiply(d, a, out=d)


def _sigmoid(d: Array, a: Array) -> None:
    np.multiply(d, a, out=d)
    np.subtract(1.0, a, out=a)
    np.multiply(d, a, out=d)


def _relu(d: Array, a: Array) -> None:
    np.multiply(d, a > 0, out=d)


def _logistic(z: Array) -> None:
    """1 / (1 + e^−z) = ½ + ½ tanh(z/2), which cannot overflow."""
    np.multiply(z, 0.5, out=z)
    np.tanh(z, out=z)
    np.multiply(z, 0.5, out=z)
    np.add(z, 0.5, out=z)


ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation("ReLU", lambda z: np.maximum(z, 0.0, out=z), _relu),
    "tanh": Activation("tanh", lambda z: np.tanh(z, out=z), _tanh),
    "sigmoid": Activation("sigmoid", _logistic, _sigmoid),
    "linear": Activation("linear", lambda z: None, lambda d, a: None),
}
