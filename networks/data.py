"""Points to learn from: how they are held, split, and brought to one scale."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .checks import hold_name, hold_number

Array = NDArray[Any]
SCALINGS = ("raw", "normalised", "decorrelated")


class Data(NamedTuple):
    """Points. Classes are numbered 0, 1, …; without names of classes the targets are numbers to be fitted."""

    inputs: Array  # (points, features) float64
    targets: Array  # (points,) whole numbers of classes, or float64
    classes: tuple[str, ...] = ()

    def rows(self, chosen: Any) -> "Data":
        """Some of the points."""
        return self._replace(inputs=self.inputs[chosen], targets=self.targets[chosen])


def split(data: Data, dev: float, seed: int) -> tuple[Data, Data]:
    """Train and dev points, drawn from a seed; each keeps the order in which the points came.

    dev: the dev split, 0 ≤ dev < 1, rounded to whole points; at least one point is trained on, and with
    dev > 0 and two points or more at least one is kept back. ValueError otherwise.
    """
    hold_number("dev", dev, 0, 1)
    points = len(data.targets)
    count = min(max(round(dev * points), int(dev > 0)), points - 1)
    order = np.random.RandomState(seed).permutation(points)
    return data.rows(np.sort(order[count:])), data.rows(np.sort(order[:count]))


class Scaling(NamedTuple):
    """x → (x − centre) @ turn, learned from the train points and used for all others."""

    centre: Array  # (features,)
    turn: Array  # (features, features)

    def __call__(self, inputs: Array) -> Array:
        """(points, features) → (points, features)."""
        return (inputs - self.centre) @ self.turn


def scaling(inputs: Array, how: str) -> Scaling:
    """How inputs (points, features) are brought to one scale.

    raw: not at all. normalised: mean 0 and variance 1 for each feature. decorrelated: then also turned to the principal
    axes, the widest first, with variance 1 along each (PCA whitening). What has no spread is only centred. Variances
    divide by the number of points. Source: Ng, Improving Deep Neural Networks, week 1; Hinton, Neural Networks for
    Machine Learning, lecture 6b. ValueError for another name.
    """
    hold_name("inputs", how, SCALINGS)
    features = inputs.shape[1]
    if how == "raw":
        return Scaling(np.zeros(features), np.eye(features))
    centre = inputs.mean(axis=0)
    normal = np.diag(1 / deviation((inputs - centre).var(axis=0), 1e-28 * np.square(inputs).mean(axis=0)))
    if how == "normalised":
        return Scaling(centre, normal)
    scaled = (inputs - centre) @ normal
    variance, axes = np.linalg.eigh(scaled.T @ scaled / len(scaled))
    variance, axes = variance[::-1], axes[:, ::-1]
    axes = axes * np.where(axes[abs(axes).argmax(axis=0), np.arange(features)] < 0, -1.0, 1.0)  # one sign of two
    return Scaling(centre, normal @ axes / deviation(variance, 1e-12))


def deviation(variance: Array, rounding: Any) -> Array:
    """Standard deviations; 1 where there is nothing but rounding."""
    return np.sqrt(np.where(variance > rounding, variance, 1.0))


def condition_number(inputs: Array, bias: bool = True) -> float:
    """Largest over least eigenvalue of the mean of x xᵀ, with a 1 for the bias in x: how long the bowl is.

    inputs (points, features). This is the Hessian of half the squared error of a linear unit, so the bowl that gradient
    descent meets in a first layer. ∞ where a direction has no spread. Without the bias Hinton's inputs (101, 101) and
    (101, 99) give 40,006, and (1, 1) and (1, −1) give 1 (lecture 6b).
    """
    x = np.column_stack((inputs, np.ones(len(inputs)))) if bias else np.asarray(inputs, float)
    lengths = np.linalg.svd(x, compute_uv=False)
    flat = len(x) < x.shape[1] or lengths[-1] <= 1e-15 * lengths[0]
    return float("inf") if flat else float((lengths[0] / lengths[-1]) ** 2)
