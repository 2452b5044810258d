"""Which height a picture shows in place of f, so that 60 % of the colours go to the lower half of the view by area.

Read on a grid of the view, finite values only: lo the minimum of f, R its 98 % quantile above lo, m the median so.

- a deep bowl with high walls, m < .6 R:  u = ln(1 + (f − lo)/c) / ln(1 + R/c), with c such that u(m) = .6;
- a plateau, m > .6 R: the same upside down, u = 1 − ln(1 + (lo + R − f)/c) / ln(1 + R/c), again u(m) = .6;
- otherwise linear. u is clipped to [0, 1]; the value that a reader is told is always f.
"""

from typing import Literal, NamedTuple

import numpy as np

from figures.palette import BANDS

SHARE = 0.6  # of the colours, for the lower half of the view
BISECTIONS = 60


class Scale(NamedTuple):
    """u is `side` of lo, R and c: the numbers in the rule above. static/lab/wire/height.js applies the same rule."""

    side: Literal["below", "above", "linear"]
    lo: float
    R: float
    c: float


def scale_of(f: np.ndarray) -> Scale:
    """The rule's numbers for values f on a grid, of any shape; NaN and infinities are left out."""
    finite = f[np.isfinite(f)]
    if not finite.size:
        return Scale("linear", 0.0, 0.0, 1.0)
    lo = float(finite.min())
    R, m = (float(np.quantile(finite, q)) - lo for q in (0.98, 0.5))
    if R <= 0 or m <= 0 or abs(m - SHARE * R) <= 1e-12 * R:
        return Scale("linear", lo, max(R, 0.0), 1.0)
    if m < SHARE * R:
        return Scale("below", lo, R, _softness(m, R, SHARE))
    if m >= R:
        return Scale("linear", lo, R, 1.0)
    return Scale("above", lo, R, _softness(R - m, R, 1 - SHARE))


def _softness(height: float, R: float, share: float) -> float:
    """The c for which ln(1 + height/c) / ln(1 + R/c) = share, by bisection on ln c."""
    low, high = np.log(R) - 40.0, np.log(R) + 40.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        c = np.exp(middle)
        low, high = (middle, high) if np.log1p(height / c) / np.log1p(R / c) > share else (low, middle)
    return float(np.exp((low + high) / 2))


def height(f: np.ndarray, scale: Scale) -> np.ndarray:
    """u in [0, 1] for values f; NaN stays NaN."""
    side, lo, R, c = scale
    if side == "linear":
        u = (f - lo) / R if R > 0 else 0.5 + 0 * f
    else:
        above = np.maximum(f - lo if side == "below" else lo + R - f, 0)
        u = np.log1p(above / c) / np.log1p(R / c)
        u = u if side == "below" else 1 - u
    return np.clip(u, 0, 1)


def levels(scale: Scale) -> np.ndarray:
    """The values of f on the 13 level lines u = 1/14 … 13/14."""
    side, lo, R, c = scale
    u = np.arange(1, BANDS) / BANDS
    if side == "linear":
        return lo + R * u
    if side == "below":
        return lo + c * np.expm1(u * np.log1p(R / c))
    return lo + R - c * np.expm1((1 - u) * np.log1p(R / c))
