"""What one run did, in numbers: the facts behind its label."""

from typing import Any, NamedTuple

import numpy as np

from .batches import norm
from .hyper import Array
from .minima import minimum_near
from .status import ARRIVED, NO_BOUNDS, Status, limit, outside, unit
from .trajectory import Trajectory
from .watch import Watch


class Outcome(NamedTuple):
    """The label of a run and its facts; None where a fact does not belong to the label.

    Steps are counted as in `stopped_at`, from the first start on. `window` is the last quarter of the steps.
    """

    status: Status
    step: int | None = None  # near a minimum: from when on; left the domain: the last leaving; diverged: when
    point: Array | None = None  # (n,), the minimum; where it left; the centre of the oscillation; where it stalled
    fall: float | None = None  # how much of the loss above a known minimum went in a step of the window, in %
    amplitude: float | None = None  # half the widest side of the window, of what circles where anything does
    gradient_norm: float | None = None  # stalled: of the objective's own gradient, at the last point
    part: str | None = None  # diverged: position, value, gradient, or the name of a state's field
    circling: tuple[int, ...] = ()  # the coordinates that go to and fro and do not come to rest, whatever the label
    moved: bool = True  # False where no step changed a parameter
    out: tuple[int, int] | None = None  # first and last step at which it was outside the bounds
    outside: int = 0  # at how many steps it was
    steps: int = 0  # since the first start
    window: int = 0  # steps in the last quarter
    loss: tuple[float, float] | None = None  # where the window begins, and at the end
    path: float | None = None  # how long the path in the window is
    reach: float | None = None  # near a minimum: how far from it at most, from `step` on
    growth: float | None = None  # near a minimum and not held there: times which its effective rate grew in the window
    local: bool = False  # the minimum is none of the listed ones
    near: bool = False  # whether the last point is near a minimum
    minimum: float | None = None  # of the objective, where it is known
    limit: float = NO_BOUNDS  # how far from 0 a parameter may go


def outcome(path: Trajectory, objective: Any) -> Outcome:
    """The label of one run with its facts. Needs params, loss and step recorded, of one run; ValueError otherwise."""
    if path.params is None or path.loss is None or getattr(path.state, "step", None) is None:
        raise ValueError("an outcome needs params, loss and step recorded")
    if path.params.ndim != 2:
        raise ValueError(f"an outcome is that of one run, not of a batch of shape {path.params.shape[2:]}")
    with np.errstate(all="ignore"):
        found = Outcome(
            path.status,
            moved=bool((path.params != path.final).any()),
            steps=int(path.end.t),
            minimum=getattr(objective, "minimum", None),
            limit=limit(objective),
            **excursion(path, objective),
        )
        if path.status is Status.DIVERGED:
            return found._replace(step=path.stopped_at, part=path.end.parts[path.end.broke - 1])
        watch = watched(path)
        centre, found = to_and_fro(found, path, watch, unit(objective))
        found = lately(found, path)
        return found._replace(**detail(found, path, objective, watch, centre))


def detail(found: Outcome, path: Any, objective: Any, watch: Watch, centre: Array) -> dict[str, Any]:
    """What belongs to the label alone."""
    match found.status:
        case Status.CONVERGED:
            return arrival(path, objective)
        case Status.OSCILLATING:
            return {"point": centre}
        case Status.STALLED:
            return rest(path, objective)
        case Status.LEFT_DOMAIN:
            return leaving(path)
    return not_held(path, objective, watch) or {"fall": fall(found)}


def begun(path: Any) -> int:
    """The step of the first row: 0, or where the trajectory was taken up."""
    return int(path.end.t) - len(path.params) + 1


def last_quarter(path: Any) -> slice:
    """The rows from where the last quarter began."""
    steps = len(path.params) - 1
    return slice(max(steps - 2 * max(steps // 8, 1), 0), None)


def excursion(path: Any, objective: Any) -> dict[str, Any]:
    """When the run was outside the bounds."""
    rows = np.flatnonzero(outside(objective, path.params.T)) + begun(path)
    return {"out": (int(rows[0]), int(rows[-1])), "outside": len(rows)} if len(rows) else {}


def leaving(path: Any) -> dict[str, Any]:
    """The step after which the run was outside to the end, and the point to which it led where that is recorded."""
    step = int(path.end.inside_at) + 1
    row = step - begun(path)
    return {"step": step, "point": path.params[row] if row >= 0 else None}


def watched(path: Any) -> Watch:
    """What was watched for the label, from the records; without rates where they were not kept."""
    rates = getattr(path.state, "rate", None) is not None
    watch = Watch(path.params[0][:, None], 0, len(path.params) - 1, rates)
    state = path.state._replace(
        step=path.state.step[..., None], **({"rate": path.state.rate[..., None]} if rates else {})
    )
    watch.see(0, path.params[1:, :, None], state, path.loss[1:, None]) if len(path.params) > 1 else None
    return watch


def to_and_fro(found: Outcome, path: Any, watch: Watch, scale: float) -> tuple[Array, Outcome]:
    """The centre of the last quarter, which coordinates circle there, and half the widest side of what does."""
    points = path.params[last_quarter(path)]
    low, high = points.min(axis=0), points.max(axis=0)
    turning = np.broadcast_to(watch.circling(path.final[:, None], scale)[:, 0], low.shape)
    sides = (high - low)[turning] if turning.any() else high - low
    circling = tuple(np.flatnonzero(turning).tolist())
    return (low + high) / 2, found._replace(amplitude=float(sides.max() / 2), circling=circling)


def lately(found: Outcome, path: Any) -> Outcome:
    """The path and the loss of the last quarter."""
    rows = last_quarter(path)
    points, loss = path.params[rows], path.loss[rows]
    moves = np.diff(points, axis=0)
    length, ends = float(norm(moves, axis=1).sum()), (float(loss[0]), float(loss[-1]))
    return found._replace(window=len(moves), path=length, loss=ends)


def rest(path: Any, objective: Any) -> dict[str, Any]:
    """Where a run stalled, how steep it is there, and whether a minimum is near."""
    point = path.final[:, None]
    near = bool(minimum_near(objective, point, np.atleast_1d(path.end.steepest)).near[0])
    slope, reach = float(norm(objective.gradient(point))[0]), ARRIVED * unit(objective)
    return {"point": path.final, "gradient_norm": slope, "near": near, "reach": reach}


def arrival(path: Any, objective: Any) -> dict[str, Any]:
    """The minimum, and the first step from which the run stayed within 2e-3 units of it."""
    _, there, _ = minimum_near(objective, path.final[:, None], np.atleast_1d(path.end.steepest))
    away = norm(path.params.T - there)
    reach = max(ARRIVED * unit(objective), float(away[-1]))
    far = np.flatnonzero(away > reach)
    step = begun(path) + (int(far[-1]) + 1 if len(far) else 0)
    listed = [np.asarray(minimum, float) for minimum in getattr(objective, "minima", None) or ()]
    local = bool(listed) and bool(min(norm(there[:, 0] - minimum) for minimum in listed) > 2 * reach)
    return {"point": there[:, 0], "step": step, "reach": reach, "local": local, "near": True}


def not_held(path: Any, objective: Any, watch: Watch) -> dict[str, Any] | None:
    """Of a run that is near a minimum and whose effective rate grows: the minimum, since when, and by how much."""
    scale, alone = unit(objective), np.array([0])
    near = minimum_near(objective, path.final[:, None], np.atleast_1d(path.end.steepest))
    if not (near.near[0] and watch.calm(scale)[0] and watch.stays(near.point, alone, scale)[0]):
        return None
    return arrival(path, objective) | {"growth": float(watch.growth().max())}


def fall(found: Outcome) -> float | None:
    """How much of the loss above a known minimum went in a step of the last quarter, in % and in the geometric mean;
    None where no minimum is known, or where it did not fall."""
    if found.minimum is None or found.loss is None or not found.window:
        return None
    first, last = (value - found.minimum for value in found.loss)
    return 100 * (1 - (last / first) ** (1 / found.window)) if 0 < last < first else None
