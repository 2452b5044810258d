"""What one run did, in numbers: the facts behind its label."""

from typing import Any, NamedTuple

import numpy as np

from .batches import norm
from .hyper import Array
from .status import ARRIVED, Status, Watch, minimum_near, outside, unit
from .trajectory import Trajectory


class Outcome(NamedTuple):
    """The label of a run and its detail; None where a fact does not belong to the label.

    Steps are counted as in `stopped_at`, from the first start on.
    """

    status: Status
    step: int | None = None  # converged: from when on; left the domain: first step outside; diverged: when
    point: Array | None = None  # (n,), the minimum; where it left; the centre of the oscillation; where it stalled
    fall: float | None = None  # still moving: how much the loss falls, in % a step; None if it does not
    amplitude: float | None = None  # half the width of the last quarter, for every run that has not diverged
    gradient_norm: float | None = None  # stalled: at the last point
    part: str | None = None  # diverged: position, value, gradient, or the name of a state's field
    circling: bool = False  # goes to and fro and does not come to rest, whatever its label
    moved: bool = True  # False where every step was exactly 0
    out: tuple[int, int] | None = None  # first and last step at which it was outside the bounds


def outcome(path: Trajectory, objective: Any) -> Outcome:
    """The label of one run with its facts. Needs params, loss and step recorded, of one run; ValueError otherwise."""
    if path.params is None or path.loss is None or getattr(path.state, "step", None) is None:
        raise ValueError("an outcome needs params, loss and step recorded")
    if path.params.ndim != 2:
        raise ValueError(f"an outcome is that of one run, not of a batch of shape {path.params.shape[2:]}")
    with np.errstate(all="ignore"):
        found = Outcome(path.status, out=excursion(path, objective), moved=bool((path.params != path.final).any()))
        if path.status is Status.DIVERGED:
            return found._replace(step=path.stopped_at, part=path.end.parts[path.end.broke - 1])
        centre, amplitude, circling = to_and_fro(path, objective)
        found = found._replace(amplitude=amplitude, circling=circling)
        return found._replace(**detail(path, objective, centre, found.out))


def detail(path: Any, objective: Any, centre: Array, out: tuple[int, int] | None) -> dict[str, Any]:
    """What belongs to the label alone."""
    match path.status:
        case Status.CONVERGED:
            return arrival(path, objective)
        case Status.OSCILLATING:
            return {"point": centre}
        case Status.STALLED:
            return {"point": path.final, "gradient_norm": float(norm(objective.gradient(path.final[:, None]))[0])}
        case Status.LEFT_DOMAIN if out:
            return {"step": out[0], "point": path.params[out[0] - begun(path)]}
    return {"fall": fall(path, objective)}


def begun(path: Any) -> int:
    """The step of the first row: 0, or where the trajectory was taken up."""
    return int(path.end.t) - len(path.params) + 1


def last_quarter(path: Any) -> slice:
    """The rows from where the last quarter began."""
    steps = len(path.params) - 1
    return slice(max(steps - 2 * max(steps // 8, 1), 0), None)


def excursion(path: Any, objective: Any) -> tuple[int, int] | None:
    """The first and the last step at which the run was outside the bounds."""
    rows = np.flatnonzero(outside(objective, path.params.T)) + begun(path)
    return (int(rows[0]), int(rows[-1])) if len(rows) else None


def to_and_fro(path: Any, objective: Any) -> tuple[Array, float, bool]:
    """The centre and half the widest side of the last quarter, and whether the run circles there."""
    points = path.params[last_quarter(path)]
    low, high = points.min(axis=0), points.max(axis=0)
    watch = Watch(path.params[0][:, None], 0, len(path.params) - 1)
    watch.see(0, path.params[1:, :, None], path.state.step[:, :, None], path.loss[1:, None])
    circling = watch.circling(path.final[:, None], unit(objective))[0]
    return (low + high) / 2, float((high - low).max() / 2), bool(circling)


def arrival(path: Any, objective: Any) -> dict[str, Any]:
    """The minimum, and the first step from which the run stayed within 2e-3 units of it."""
    _, there = minimum_near(objective, path.final[:, None], np.atleast_1d(path.end.steepest))
    away = np.flatnonzero(norm(path.params.T - there) > ARRIVED * unit(objective))
    return {"point": there[:, 0], "step": begun(path) + (int(away[-1]) + 1 if len(away) else 0)}


def fall(path: Any, objective: Any) -> float | None:
    """How much of the loss above the minimum (of the loss itself where none is known) goes in a step of the last
    quarter, in % and in the geometric mean."""
    heights = path.loss[last_quarter(path)] - (getattr(objective, "minimum", None) or 0.0)
    first, last = float(heights[0]), float(heights[-1])
    if not 0 < last < first:
        return None
    return 100 * (1 - (last / first) ** (1 / (len(heights) - 1)))
