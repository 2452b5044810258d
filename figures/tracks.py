"""What one racer's run looks like: columns of numbers for the three pictures, their extents, the facts of the table."""

from typing import Any, NamedTuple

import numpy as np

from experiments.race import Run
from figures.curves import Curve, Extent, extent_of, height_above
from figures.labels import Label, label_of
from surfaces import Surface


class Track(NamedTuple):
    """Columns of (steps + 1,) each: x, y, loss, then one or two of the third curve. float32, as they travel."""

    columns: tuple[np.ndarray, ...]
    loss: Extent
    third: Extent
    last: int  # the last step worth drawing
    status: Label | None  # None: the run is not finished
    above: np.ndarray  # loss − minimum, float64: what ‘steps to’ is read from
    evaluations: tuple[int, int, int] | None = None  # of f, ∇f and ∇²f, where that is not one gradient a step

    def steps_to(self, tolerance: float) -> int | None:
        """The first step from which the loss above the minimum stays within that part of what it was at the start. None
        where there is none, and while the run is not finished."""
        if not self.status:
            return None
        outside = np.flatnonzero(~(self.above <= tolerance * self.above[0]))
        first = int(outside[-1]) + 1 if outside.size else 0
        return first if first < len(self.above) and self.last == len(self.above) - 1 else None


def track_of(run: Run, surface: Surface, curve: Curve) -> Track:
    """A run of `experiments.race` on a surface, with the chosen third curve."""
    above = height_above(run.loss, surface)
    third = curve.values(run, surface)
    with np.errstate(over="ignore"):
        columns = tuple(np.asarray(c, "f4") for c in (*run.path.T, above, *np.atleast_2d(third.T)))
    drawn = slice(0, run.last + 1)
    label = label_of(run.outcome, surface.letters) if run.outcome else None
    return Track(columns, extent_of(above[drawn]), extent_of(third[drawn]), run.last, label, above, run.evaluations)


def arrows_of(run: Run, optimizer: Any) -> tuple[np.ndarray, ...]:
    """For each step (steps,), in the units of the map: −α · (weight of g) · g as dx, dy; with memory also −α β₁ v.

    v is what the optimizer remembers before the step. In momentum the two arrows add up to the step. With one parameter
    they lie along the axis: dy is 0.
    """
    alpha = run.alpha[:, None]
    beta1 = 0.0 if run.beta1 is None else run.beta1[:, None]
    weight = 1 - beta1 if getattr(optimizer, "average", False) else 1.0
    kept = np.full((len(run.gradient), 1), 1 - getattr(optimizer, "dampening", 0.0))
    kept[:1] = 1.0
    with np.errstate(all="ignore"):
        downhill = plane(-alpha * weight * kept * run.gradient)
        if run.velocity is None or not hasattr(optimizer, "beta1"):
            return tuple(downhill.T)
        remembered = np.vstack([np.zeros((1, 2)), plane(run.velocity[:-1])]) * beta1
        outside = 1.0 if getattr(optimizer, "rate_inside", False) else alpha
        return (*downhill.T, *(-outside * remembered).T)


def plane(rows: np.ndarray) -> np.ndarray:
    """(steps, n) → (steps, 2)."""
    return rows if rows.shape[1] == 2 else np.column_stack([rows, np.zeros_like(rows)])
