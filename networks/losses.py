"""What is made small, from the scores of the last layer: (nets, outputs, points) → (nets, points).

Scores are what the last layer gives, before any squashing, so that no loss over- or underflows on its way. Targets are
written once as each loss wants them, (outputs, points) or (nets, outputs, points).

- logistic: log(1 + e^∓z), PyTorch's BCEWithLogitsLoss.
- softmax: log Σ e^z − z of the right class, PyTorch's CrossEntropyLoss.
- squared: (z − y)², PyTorch's MSELoss; Ng's lectures have half of it.
- perceptron: max(0, ∓z). At a single point its gradient is the perceptron rule: a point on the wrong side, or on the
  border, is added to the weights with its sign. So gradient descent in batches of 1 is Rosenblatt's rule (1958).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .data import Array, Data


class Loss(NamedTuple):
    title: str
    targets: Callable[[Data, int], Array]  # data, number of outputs → (outputs, points)
    each: Callable[[Array, Array], Array]  # scores, targets → (nets, points), the loss at each point
    slope: Callable[[Array, Array], Array]  # scores, targets → (nets, outputs, points), its derivative
    outputs: Callable[[Array], Array]  # scores → (nets, outputs, points): probabilities, or fitted values
    border: float = 0.0  # a single score above it is class 1


# ---- logistic: log(1 + e^−r) where r = ±score, the sign that of the target
def signs(data: Data, outputs: int) -> Array:
    """Class 1 as 1, class 0 as −1."""
    return (2.0 * data.targets - 1.0)[None]


def logistic(scores: Array, targets: Array) -> Array:
    r = scores * targets
    e = np.negative(abs(r))
    np.log1p(np.exp(e, out=e), out=e)
    e -= np.minimum(r, 0.0, out=r)  # log(1 + e^−r) = log(1 + e^−|r|) − min(r, 0)
    return e[:, 0]


def logistic_slope(scores: Array, targets: Array) -> Array:
    """−t / (1 + e^(t z)) at t = ±1."""
    e = scores * targets
    np.exp(e, out=e)
    e += 1.0
    return np.divide(-targets, e, out=e)


def probability(z: Array) -> Array:
    """1 / (1 + e^−z), to full relative precision; where e^−z overflows this is 0, as it should be."""
    return 1.0 / (1.0 + np.exp(-z))


# ---- softmax: log Σ e^z − z of the right class
def one_hot(data: Data, outputs: int) -> Array:
    """A row a class: 1 where the point is in it."""
    return (np.arange(outputs)[:, None] == data.targets).astype(float)


def softmax_loss(scores: Array, targets: Array) -> Array:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(in_order(np.exp(shifted))) - in_order(np.where(targets > 0, shifted, 0.0))


def softmax(scores: Array) -> Array:
    """e^z / Σ e^z over the outputs, axis 1: probabilities that sum to 1."""
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / in_order(e)[:, None]


def in_order(a: Array) -> Array:
    """The sum over axis 1, added up in order."""
    total = a[:, 0]
    for row in range(1, a.shape[1]):
        total = total + a[:, row]
    return total


# ---- numbers, and the perceptron
def numbers(data: Data, outputs: int) -> Array:
    return data.targets.astype(float)[None]


def perceptron(scores: Array, targets: Array) -> Array:
    return np.maximum(-scores * targets, 0.0)[:, 0]


def perceptron_slope(scores: Array, targets: Array) -> Array:
    return np.where(scores * targets <= 0, -targets, 0.0)


LOSSES: dict[str, Loss] = {
    "logistic": Loss("logistic", signs, logistic, logistic_slope, probability),
    "softmax": Loss("softmax", one_hot, softmax_loss, lambda z, y: softmax(z) - y, softmax),
    "squared": Loss(
        "squared", numbers, lambda z, y: ((z - y) ** 2)[:, 0], lambda z, y: 2.0 * (z - y), lambda z: z, 0.5
    ),
    "perceptron": Loss("perceptron", signs, perceptron, perceptron_slope, lambda z: (z > 0).astype(float)),
}
