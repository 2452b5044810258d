"""What a net in training looks like: columns of numbers as they travel, their axes, and a word for how it went."""

from collections.abc import Iterable, Sequence
from math import floor, isfinite, log10
from typing import NamedTuple

import numpy as np

from experiments.training import Plan, Record, mlp_of
from figures.curves import FLOOR, Axis, Extent, axis, extent_of, rounded
from networks.layout import Layer
from networks.passes import EPSILON
from optimizers.averages import exponential_average

MARGIN = 0.12  # of the points' spread, around them
AFAR = 2.0  # times the first loss, to which an axis follows nets that nobody has chosen
ALIKE = 3  # times wider at most: then both axes have one scale

FINAL = {"logistic": "logistic", "softmax": "softmax", "squared": "linear", "perceptron": "step"}


class Row(NamedTuple):
    """A layer as the browser computes it: a = activation(W x + b)."""

    fan_in: int
    fan_out: int
    activation: str


def rows_of(plan: Plan) -> list[Row]:
    """The layers from the inputs on; the last makes probabilities, or the fitted value."""
    net = mlp_of(plan)
    rows = [Row(layer.fan_in, layer.fan_out, net.activation) for layer in net.layers]
    return [*rows[:-1], rows[-1]._replace(activation=FINAL[net.loss])]


def folded(layers: Sequence[Layer], weights: np.ndarray, statistics: np.ndarray) -> np.ndarray:
    """(j, n) → (j, n') float32: of each layer W (fan_out × fan_in, row by row), then b (fan_out), nothing else.

    Batch normalisation γ (Wx − μ) / √(σ² + ε) + β at test time is a dense layer again: with s = γ / √(σ² + ε) it has
    the weights s W and the bias β − s μ. statistics (j, 2 × normalised units): each layer's μ, then its σ².
    """
    parts, at = [], 0
    for layer in layers:
        block = weights[:, layer.weights].reshape(len(weights), layer.fan_out, layer.fan_in + 1).astype(float)
        w, b = block[..., :-1], block[..., -1]
        if layer.normalised:
            mean, variance = (statistics[:, at + k * layer.fan_out :][:, : layer.fan_out] for k in (0, 1))
            scale = weights[:, layer.gamma] / np.sqrt(variance.astype(float) + EPSILON)
            w, b = scale[..., None] * w, b - scale * mean
            at += 2 * layer.fan_out
        parts += [w.reshape(len(weights), layer.fan_out * layer.fan_in), b]
    return np.concatenate(parts, axis=1).astype("f4")


# ---- a piece of a training, as it travels
def columns_of(plan: Plan, record: Record, begin: int, end: int) -> dict[str, np.ndarray]:
    """What was recorded after the step `begin`, up to `end`; the first piece begins at −1, and so has the start."""
    measured, kept = _between(record.at, begin, end), _between(record.kept_at, begin, end)
    columns = {name: getattr(record, name)[measured] for name in ("at", "train", "dev")}
    for name in ("train_accuracy", "dev_accuracy"):
        values = getattr(record, name)[measured]
        columns[name] = values if mlp_of(plan).data.classes else values[:0]
    weights = record.weights[kept]
    return columns | {
        "batch_loss": record.batch_loss[max(begin, 0) : end],
        "kept_at": record.kept_at[kept],
        "size": size_of(weights),
        "alpha": record.alpha[kept],
        "weights": folded(mlp_of(plan).layers, weights, record.statistics[kept]).ravel(),
    }


def _between(at: np.ndarray, begin: int, end: int) -> slice:
    return slice(*(int(np.searchsorted(at, step, side="right")) for step in (begin, end)))


def size_of(weights: np.ndarray) -> np.ndarray:
    """(j, n) → (j,): the root mean square of the parameters."""
    return np.sqrt(np.square(weights.astype(float)).mean(axis=1))


def smoothed(losses: np.ndarray, beta: float) -> np.ndarray:
    """The average of the batch losses, corrected; what comes after a loss that is no number is NaN.

    A prefix has the same averages bit for bit, so that a training looks the same however it was cut into pieces.
    """
    strange = np.flatnonzero(~np.isfinite(losses))
    fine = losses[: strange[0]] if strange.size else losses
    average = np.full(len(losses), np.nan)
    with np.errstate(over="ignore"):
        average[: len(fine)] = exponential_average(fine, beta, bias_correction=True)
    return average


# ---- axes
class Reach(NamedTuple):
    """Of a piece of a training, or of several."""

    loss: Extent
    accuracy: float  # the lowest
    size: Extent
    alpha: Extent


def reach_of(columns: dict[str, np.ndarray], average: np.ndarray) -> Reach:
    """`average`: of the batch losses, which are themselves too noisy to be followed."""
    shares = np.concatenate((columns["train_accuracy"], columns["dev_accuracy"]))
    return Reach(
        extent_of(np.concatenate((columns["train"], columns["dev"], average))),
        float(np.nanmin(shares)) if shares.size and not np.isnan(shares).all() else 1.0,
        extent_of(columns["size"]),
        extent_of(columns["alpha"]),
    )


def axes_of(
    trainings: Iterable[Sequence[Reach]], beside: Iterable[Extent] = ()
) -> dict[str, Axis | tuple[float, float]]:
    """Around all pieces of all trainings, and other losses beside; what leaves for infinity takes no axis along."""
    begun = [reaches for reaches in trainings if reaches]
    losses = [joined([r.loss for r in reaches]) for reaches in begun]
    lowest = min((reach.accuracy for reaches in begun for reach in reaches), default=0.5)
    return {
        "loss": fitted(_axis("loss", [*losses, *beside], 2.0), [*losses, *beside]),
        "size": _axis("size of the weights", [joined([r.size for r in reaches]) for reaches in begun], 10.0),
        "alpha": _axis("learning rate α", [joined([r.alpha for r in reaches]) for reaches in begun], 1e6),
        "accuracy": (rounded(min(lowest, 0.9), 1.0)[0], 1.0),
    }


def joined(extents: Sequence[Extent]) -> Extent:
    lows = zip(*(extent[1:3] for extent in extents), strict=True)
    positive, low = map(min, lows)
    return Extent(extents[0].first, positive, low, max(extent.high for extent in extents))


def _axis(title: str, extents: list[Extent], times: float) -> Axis:
    """As high as `times` the highest start, at most."""
    first = max((extent.first for extent in extents if isfinite(extent.first)), default=1.0)
    return axis(title, True, extents, reach=times * first)


def fitted(axis: Axis, extents: Sequence[Extent]) -> Axis:
    """Its log axis from one round number (1, 2 or 5 times a power of ten) to another, one decade or more."""
    if not axis.decades:
        return axis
    highest = max((extent.high for extent in extents), default=1.0)
    top = max(min(highest, 10.0 ** axis.decades[1]), FLOOR)  # losses may be 0 from the first step on
    low = max(min((extent.positive for extent in extents), default=top), FLOOR)
    high = round_log(top, up=True)
    return axis._replace(decades=(min(round_log(min(low, top), up=False), high - 1), high))  # type: ignore[arg-type]


def round_log(value: float, up: bool) -> float:
    """log₁₀ of the nearest 1, 2 or 5 times a power of ten that is not below, or not above, a value."""
    power = floor(log10(value) + 1e-9)
    logs = [power + log10(k) for k in (1, 2, 5, 10)]
    return min(x for x in logs if x >= log10(value) - 1e-9) if up else max(x for x in logs if x <= log10(value) + 1e-9)


def beside_of(losses: np.ndarray) -> Extent:
    """Of many nets' losses, the first ones first: what went astray takes no axis along."""
    found = extent_of(losses)
    return found._replace(high=min(found.high, AFAR * found.first)) if isfinite(found.first) else found


def view_of(inputs: np.ndarray, targets: np.ndarray, classes: bool) -> list[float]:
    """[x0, x1, y0, y1] around the points: of two features, or of x and the target."""
    columns = inputs.T if classes else (inputs[:, 0], targets)
    sides = [(float(column.min()), float(column.max())) for column in columns]
    spans = [(high - low) or 1.0 for low, high in sides]
    if classes and max(spans) <= ALIKE * min(spans):
        spans = [max(spans)] * 2
    halves = [span * (0.5 + MARGIN) for span in spans]
    middles = [(low + high) / 2 for low, high in sides]
    return [end for middle, half in zip(middles, halves, strict=True) for end in (middle - half, middle + half)]
