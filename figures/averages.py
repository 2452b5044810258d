"""What the average of a series looks like: columns at the stops, an axis, and what is said of a β."""

from typing import NamedTuple

import numpy as np

from figures.curves import rounded
from figures.decimation import at, spread, stride_of
from optimizers.averages import exponential_average, lag, moving_average, window_of

Columns = dict[str, np.ndarray]


def columns_of(theta: np.ndarray, beta: float, stops: np.ndarray, window: bool = False) -> Columns:
    """v and v̂ of a series, computed over every day in float64; (S + 1,) each, at the stops.

    v starts at 0, v̂ has no value before the first day (NaN). With a stride there are also `before`, v on the day before
    each stop, and the extremes since the stop before. With `window`, the mean of the last 1 / (1 − β) days.
    """
    with np.errstate(over="ignore"):
        v = exponential_average(theta, beta)
        v_hat = v / exponential_average(np.ones(len(theta)), beta)  # what its weights sum to, 1 − βᵗ
    columns = _at("v", "v", stops, v, 0.0) | _at("v_hat", "hat", stops, v_hat, np.nan)
    if stride_of(len(theta)) > 1:
        columns["before"] = np.concatenate([[0.0], np.concatenate([[0.0], v])[stops[1:] - 1]])
    if window:
        columns |= _at("moving", "moving", stops, moving_average(theta, remembered(beta)), np.nan)
    return columns


def _at(name: str, band: str, stops: np.ndarray, values: np.ndarray, first: float) -> Columns:
    columns = {name: at(stops, values, first)}
    if stride_of(len(values)) > 1:
        columns[f"{band}_low"], columns[f"{band}_high"] = spread(stops, values, first)
    return columns


def axis_of(low: float, high: float, with_zero: bool) -> tuple[float, float]:
    """Around a series that reaches from low to high, whatever β is: averages lie between its days.

    A plain average lies between them and 0, where it starts.
    """
    return rounded(min(low, 0.0), max(high, 0.0)) if with_zero else rounded(low, high)


class Memory(NamedTuple):
    """What a β remembers."""

    title: str  # about 10 days
    window: float  # 1 / (1 − β)
    keep: int  # numbers that a plain window of that length must remember; the average remembers one
    lag: float  # β / (1 − β)


def memory_of(beta: float, one: str = "day") -> Memory:
    window = float(window_of(beta))
    return Memory(f"about {_count(window, one)}", window, remembered(beta), float(lag(beta)))


def remembered(beta: float) -> int:
    return round(float(window_of(beta)))


def _count(number: float, one: str) -> str:
    """10 days; 6.7 days; 1 day."""
    text = f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{round(number):,}"
    return f"{text} {one}" if text == "1" else f"{text} {one}s"
