"""The two curves beside the map: the loss, and one chosen from a table. Values, titles and axes that do not tremble."""

from collections.abc import Callable, Iterable
from math import ceil, floor, hypot, isfinite, isnan, log10
from typing import NamedTuple

import numpy as np

from experiments.race import Run
from surfaces import Surface

FLOOR = 1e-12  # a log axis goes no deeper: below this rounding speaks, not the optimizer
ROOF = 1e3  # times the value at the start, on a log axis: what climbs higher leaves the picture

SMALLEST, LARGEST = 1e-300, 1e300  # what an axis can be labelled with


class Curve(NamedTuple):
    """A choice for the third picture. `values(run, surface)` is (steps + 1,), or (steps + 1, n): x solid, y dashed."""

    title: str
    log: bool
    values: Callable[[Run, Surface], np.ndarray]
    needs_minimum: bool = False


class Axis(NamedTuple):
    title: str
    log: bool  # whether a log axis makes sense
    range: tuple[float, float]  # of the linear axis
    decades: tuple[int, int] | None  # of the log axis
    base: float = 0.0  # what was taken off: base + a drawn value is the quantity itself


def distance(run: Run, surface: Surface) -> np.ndarray:
    """To the nearest of the known minima."""
    minima = np.array(surface.minima)
    return np.sqrt(((run.path[:, None, : surface.n] - minima) ** 2).sum(axis=2)).min(axis=1)


def at_each_point(values: np.ndarray | None, points: int = 0) -> np.ndarray:
    """(steps,) → (steps + 1,): the last point is shown with what led to it. NaN, which is not drawn, for None."""
    return np.full(points, np.nan) if values is None else np.append(values, values[-1:])


CURVES = {
    "distance": Curve("distance to the nearest minimum", False, distance, needs_minimum=True),
    "gradient": Curve("gradient norm ‖∇f‖", True, lambda run, surface: run.slope),
    "rate": Curve("effective step size", True, lambda run, surface: run.rate),
    "alpha": Curve("learning rate α", True, lambda run, surface: at_each_point(run.alpha)),
    "beta1": Curve("momentum coefficient β₁", False, lambda run, surface: at_each_point(run.beta1, len(run.loss))),
}


def curves_of(surface: Surface) -> dict[str, Curve]:
    """The choices that make sense on a surface: without a known minimum there is no distance."""
    return {key: curve for key, curve in CURVES.items() if surface.minima or not curve.needs_minimum}


def height_above(loss: np.ndarray, surface: Surface) -> np.ndarray:
    """loss − minimum, or the raw loss where no minimum is known."""
    return loss if surface.minimum is None else loss - surface.minimum


class Extent(NamedTuple):
    """Of one drawn array: at its first point, then its finite values' smallest positive, lowest and highest."""

    first: float
    positive: float
    low: float
    high: float


def extent_of(values: np.ndarray) -> Extent:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return Extent(float("nan"), float("inf"), float("inf"), float("-inf"))
    positive = finite[finite > 0]
    smallest = float(positive.min()) if positive.size else float("inf")
    return Extent(float(np.max(values[0])), smallest, float(finite.min()), float(finite.max()))


def loss_axis(extents: Iterable[Extent], surface: Surface, spread: tuple[float, float]) -> Axis:
    """`spread` is the lowest and highest f of the view, which bounds a linear axis."""
    extents = list(extents)
    if surface.minimum is not None:
        above = axis("loss − minimum", True, extents, reach=spread[1] - surface.minimum)
        return above._replace(base=surface.minimum)
    low, high = spread
    inside = [(max(e.low, low), min(e.high, high)) for e in extents] or [spread]
    return Axis("loss", False, rounded(min(a for a, _ in inside), max(b for _, b in inside)), None)


def third_axis(curve: Curve, extents: Iterable[Extent], surface: Surface) -> Axis:
    """A distance reaches no farther than the view is wide, unless the race began there."""
    sides = [high - low for low, high in surface.view[: surface.n]]
    return axis(curve.title, curve.log, list(extents), reach=hypot(*sides))


def axis(title: str, log: bool, extents: list[Extent], reach: float) -> Axis:
    """From 0 to a round number above all values, or whole decades around them: quantised, so that axes seldom move.

    A run that leaves for infinity does not take the axis along: a linear one ends at `reach` or at the highest start, a
    log one at 1000 times the highest start.
    """
    first = max((e.first for e in extents if isfinite(e.first)), default=1.0)
    high = max((e.high for e in extents), default=1.0)
    bottom = max(min((e.positive for e in extents), default=high), FLOOR)
    linear = rounded(0.0, min(high, max(first, reach)))
    return Axis(title, log, linear, decades(bottom, min(high, ROOF * first if first > 0 else high)) if log else None)


def decades(bottom: float, top: float) -> tuple[int, int]:
    """Whole powers of ten around both, at least two of them."""
    top = min(max(top, FLOOR), LARGEST)
    high = ceil(log10(top) + 1e-9)
    return min(floor(log10(min(bottom, top)) + 1e-9), high - 2), high


def rounded(low: float, high: float) -> tuple[float, float]:
    """A range around both that starts and ends on a round step (1, 2 or 5 times a power of ten)."""
    low, high = (0.0 if isnan(end) else min(max(end, -LARGEST), LARGEST) for end in (low, high))
    if not high - low > SMALLEST:
        return min(low, 0.0), max(high, 0.0) + 1.0
    raw = (high - low) / 5
    power = 10.0 ** floor(log10(raw))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= raw)
    return float(floor(low / step + 1e-9) * step), float(ceil(high / step - 1e-9) * step)
