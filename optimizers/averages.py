"""Averages of a series, day by day: exponential, moving, and the weights they give to each day.

from optimizers.averages import exponential_average
smooth = exponential_average(series, beta=0.98, bias_correction=True)

A series is `(t, *batch)`, days first. A day that is not a finite number is refused, for it would stay in every average
after it.
"""

import operator

import numpy as np
from numpy.typing import ArrayLike

from .hyper import Array, Hyper, Number, number_inside

BETA = Hyper(
    default=0.9,
    symbol="β",
    latex=r"\beta",
    label="memory",
    help="How much of yesterday's average is kept: 0.9 averages over about 10 days, 0.99 over about 100.",
    low=0.0,
    high=0.999,
    scale="one_minus",
    highest=1.0,
)
ROWS = 256  # days in a block: any number gives the same average but for rounding; this one is fast


def exponential_average(series: ArrayLike, beta: ArrayLike, bias_correction: bool = False) -> Array:
    """v_t = β v_{t−1} + (1 − β) θ_t,  v_0 = 0;  with `bias_correction`, v_t / (1 − βᵗ)

    series: θ, (t, *batch), finite numbers; beta: β, a number or an array that broadcasts against batch, 0 ≤ β < 1.
    Returns v, (t, *the broadcast of batch and β's shape), in the units of the series: `[0]` is day 1. A prefix of the
    series has the same averages bit for bit, and so has a batch and its series one by one. The divisor 1 − βᵗ is
    carried as what the weights sum to; a constant comes back exact to about 8 · 2.2e-16 / (1 − β).

    ValueError, with the name, the value and the domain, for a β outside 0 ≤ β < 1, a series without days, a day that
    is not finite, and shapes that do not broadcast. Source: Kingma, Ba (2015), arXiv:1412.6980, section 3, for the
    correction. pandas' `ewm(alpha=1-beta, adjust=True)` is the corrected average. Its `adjust=False` starts at
    v_1 = θ_1, and so is the plain one after a leading zero. pandas passes over a NaN; here it is refused.
    """
    theta, beta = _days(series), number_inside("beta", beta, BETA)
    theta = _aligned(theta, np.shape(beta))
    v = _running(theta, beta)
    if not bias_correction:
        return v
    v_weight = _running(np.ones((len(theta), *[1] * (theta.ndim - 1))), beta)  # 1 − βᵗ
    return v / v_weight


def moving_average(series: ArrayLike, window: int) -> Array:
    """The plain mean of the last `window` days, of all days so far while there are fewer.

    series: (t, *batch), finite numbers; window: a whole number, 1 or more. Returns (t, *batch) in the units of the
    series. Sums only ever grow within a window, so nothing cancels as it does in differences of one long sum: a spike
    leaves no trace once it is out. ValueError, with the name, the value and the domain. pandas:
    `rolling(window, min_periods=1).mean()`.
    """
    theta, window = _days(series), _whole("window", window)
    span = max(min(window, len(theta)), 1)
    room = int(np.frexp(span)[1])  # a power of two above the window keeps the sum of huge numbers finite, exactly
    blocks = _blocks(np.ldexp(theta, -room), span)
    since_start = blocks.cumsum(axis=1)
    until_end = blocks[:, ::-1].cumsum(axis=1)[:, ::-1]
    total = since_start
    total[1:, :-1] += until_end[:-1, 1:]
    days = np.minimum(np.arange(1, len(theta) + 1), span).reshape(-1, *[1] * (theta.ndim - 1))
    return np.ldexp(_unblocked(total, len(theta)) / days, room)


def window_of(beta: ArrayLike) -> Number:
    """1 / (1 − β), about how many days the average remembers: β^window ≈ 1/e. ValueError for β outside 0 ≤ β < 1."""
    return 1 / (1 - number_inside("beta", beta, BETA))


def lag(beta: ArrayLike) -> Number:
    """β / (1 − β), the mean age in days of what the average holds, once t is far beyond the window.

    A straight line is followed that many days late. ValueError for β outside 0 ≤ β < 1.
    """
    return number_inside("beta", beta, BETA) * window_of(beta)


def weights(beta: ArrayLike, t: int, count: int | None = None) -> Array:
    """(1 − β) βᵏ for k = 0, 1, …: how much each day counts in v_t, today first.

    t: the day, 0 or more; count: how many weights at most, all t of them by default. Returns (min(t, count), *β's
    shape). All t of them sum to 1 − βᵗ. ValueError, with the name, the value and the domain.
    """
    beta, t = number_inside("beta", beta, BETA), _whole("t", t, lowest=0)
    count = t if count is None else min(t, _whole("count", count, lowest=0))
    k = np.arange(count).reshape(-1, *[1] * np.ndim(beta))
    return (1 - beta) * beta**k


# ---- the recurrence, fast
def _running(theta: Array, beta: Number) -> Array:
    """v_t = β v_{t−1} + (1 − β) θ_t. Blocks of days run side by side from 0, then each takes on what the last left."""
    v = _blocks((1 - beta) * theta, min(ROWS, max(len(theta), 1)))
    left = np.ones((v.shape[1], *np.shape(beta))) * beta  # of what was there before the block, on each of its days
    for day in range(1, v.shape[1]):
        v[:, day] += beta * v[:, day - 1]
        left[day] = beta * left[day - 1]
    left = _aligned(left, v.shape[2:])
    for block in range(1, len(v)):
        v[block] += left * v[block - 1, -1]
    return _unblocked(v, len(theta))


def _blocks(theta: Array, rows: int) -> Array:
    """(t, *batch) → (blocks, rows, *batch), filled up with days of 0."""
    blocks = -(-len(theta) // rows)
    filled = np.zeros((blocks * rows, *theta.shape[1:]))
    filled[: len(theta)] = theta
    return filled.reshape(blocks, rows, *theta.shape[1:])


def _unblocked(blocks: Array, t: int) -> Array:
    """(blocks, rows, *batch) → (t, *batch)."""
    return blocks.reshape(blocks.shape[0] * blocks.shape[1], *blocks.shape[2:])[:t]


# ---- what is given
def _days(series: ArrayLike) -> Array:
    """The series as floats, held to its shape and domain."""
    try:
        theta = np.asarray(series, dtype=float)
    except (TypeError, ValueError):
        raise ValueError("series is not an array of numbers; its shape is (t, *batch)") from None
    if theta.ndim == 0:
        raise ValueError(f"series = {float(theta)!r} has no days; its shape is (t, *batch)")
    strange = ~np.isfinite(theta)
    if strange.any():
        at = tuple(int(i) for i in np.argwhere(strange)[0])
        raise ValueError(
            f"series[{', '.join(map(str, at))}] = {float(theta[at])!r} is outside its domain: finite numbers"
        )
    return theta


def _aligned(series: Array, shape: tuple[int, ...]) -> Array:
    """(t, *batch) with axes put in, so that batch broadcasts against β's shape and the days stay first."""
    batch = series.shape[1:]
    try:
        np.broadcast_shapes(batch, shape)
    except ValueError:
        raise ValueError(f"beta of shape {shape} does not broadcast against the series' batch {batch}") from None
    return series.reshape(len(series), *[1] * (len(shape) - len(batch)), *batch)


def _whole(name: str, value: int, lowest: int = 1) -> int:
    try:
        whole = operator.index(value)
    except TypeError:
        whole = lowest - 1
    if whole < lowest:
        raise ValueError(f"{name} = {value!r} is outside its domain: whole numbers from {lowest}")
    return whole
