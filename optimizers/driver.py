"""The driver: time, chunks and recording. It knows no optimizer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import index
from typing import Any

import numpy as np

from .batches import batch_of, flattened, joined, norm, piece, spread
from .blocks import Walk
from .feedback import begun, bound, remembered, until_change, watches
from .hyper import Array
from .options import Options
from .points import possible
from .rows import Block, picked, values, whole
from .scheduling import Schedule
from .status import AHEAD, FEW, Status, limit, outside
from .trajectory import End, Objective, Optimizer, Trajectory
from .watch import Watch, edge_of

CHUNK = 8192  # runs at a time: the temporaries of a step stay in the cache
BLOCK = 256  # steps at a time, at most
CELLS = 2**17  # numbers in one array of a block, about


def run(
    objective: Objective,
    optimizer: Optimizer,
    start: Any,
    steps: int,
    *,
    record: bool | str | Sequence[str] = True,
    value_every: int = 1,
    chunk: int = CHUNK,
    schedule: Schedule | None = None,
    options: Options | None = None,
) -> Trajectory:
    """θ_t = θ_{t−1} + step_t for t = 1 … steps, for one run or for a whole batch of them.

    `start` is a point (n,), an array (n, *batch), or a Trajectory, which is taken up where it ended, bit for bit,
    also with other hyperparameters or another objective. The batch is the start's broadcast with every
    hyperparameter's; each of its runs is what it would be alone, bit for bit.

    `record` names what to keep: True for everything, False for nothing, else some of params, loss, gradient and the
    state's fields. `value_every=k` evaluates the full objective at every k-th step and the last; records and the best
    point know only those. `chunk` runs are made side by side.

    `schedule` is a callable (optimizer, t) → optimizer that says with which hyperparameters step t is made, with arrays
    as (runs,) in the shapes in which it gets them; see `SCHEDULES`, `by_hand`, `chain` and `sequence`. One that looks
    at the loss (`feedback`) has the objective evaluated after the steps at which it looks, for each run by itself.
    `options` change the gradient that the optimizer sees: weight decay, clipping, noise. Loss and label are those of
    the objective itself.

    A run diverges when its parameters, value, gradient or state are no longer finite, or a parameter is farther from
    0 than 1000 times the widest side of the objective's bounds (1e6 without bounds). It keeps its last fine point. A
    start whose own value is not finite has diverged at step 0. Labels are decided over the last quarter of these
    steps (`Status`).

    Raises ValueError for a start that is not finite, a negative number of steps, an unknown name in `record`, a
    trajectory of another kind of optimizer, and a gradient of another shape than the parameters.
    """
    for name, number, least in (("steps", steps, 0), ("value_every", value_every, 1), ("chunk", chunk, 1)):
        if index(number) < least:
            raise ValueError(f"{name} = {number} is outside its domain {name} ≥ {least}")
    begin = start.end if isinstance(start, Trajectory) else beginning(start)
    batch = batch_of(begin.params, optimizer)
    own, rule, parts = begin.params.ndim - 1, flattened(optimizer, batch), []
    seen = options.seen(objective) if options else objective
    begin = each(lambda array: spread(array, own, batch), begin)
    with np.errstate(all="ignore"):
        for cut in cuts(begin.params.shape[1], chunk):
            here = each(lambda array, cut=cut: array[..., cut], begin)
            chunk_of_runs = Chunk(objective, seen, piece(rule, cut), schedule, here, steps, record, value_every)
            chunk_of_runs.advance(steps)
            parts.append(chunk_of_runs.so_far())
    path: Trajectory = joined(parts, batch)
    return path if batch else path._replace(status=Status(path.status), stopped_at=int(path.stopped_at))


class Chunk:
    """Runs side by side, all arrays (…, runs), made piece by piece. Whatever the pieces, the bits are the same."""

    def __init__(
        self, objective: Any, seen: Any, rule: Any, schedule: Any, begin: End, steps: int, record: Any, value_every: int
    ) -> None:
        begin = begin._replace(memory=begun(schedule, begin.params.shape[1], begin.memory))
        now = bound(schedule, begin.memory)
        begin, self.shapes = with_state(now(rule, begin.t + 1) if now else rule, seen, begin)
        here, loss = admitted(objective, begin)
        slopes = not hasattr(objective, "hessian") and len(here.params) > FEW
        if slopes and seen is not objective:  # what noise and clipping make of a gradient is no measure of its size
            slopes, here = False, here._replace(steepest=np.fmax(here.steepest, norm(objective.gradient(here.params))))
        here = seen_inside(objective, here, here.t, here.params[None])
        self.objective, self.here, self.loss, self.left = objective, here, loss, steps
        rates = not getattr(rule, "wants_objective", False)  # a search's length is no rate
        self.best, self.watch = (here.params, loss), Watch(here.params, here.t, steps, rates, edge_of(rule, here.state))
        self.log = Log(record, here, loss, self.shapes)
        self.walk = Walk(
            objective=objective,
            seen=seen,
            rule=rule,
            schedule=now,
            watching=schedule,
            shapes=self.shapes,
            limit=limit(objective),
            last=here.t + steps,
            value_every=value_every,
            slopes=slopes,
            alone=possible(objective, rule, here.params),
            kept={*self.log.own, *self.log.fields},
            looks_from=self.watch.edges[0],
            looks_at=("step", "rate") if self.watch.rates else ("step",),
        )

    def advance(self, steps: int) -> None:
        """The next steps, as many as are left at most."""
        for rows in self.lengths(min(steps, self.left)):
            t = self.here.t
            block, self.here = self.walk.block(self.here, self.loss, rows)
            self.loss, self.best, self.left = block.loss[-1], improved(*self.best, block), self.left - rows
            self.watch.see(t, block.params, block.state, block.loss)
            self.here = seen_inside(self.objective, self.here, t + 1, block.params)
            self.log.add(block)
            self.look(block.loss, t)

    def lengths(self, steps: int) -> Iterator[int]:
        """How many steps to make before looking."""
        most, schedule = min(max(CELLS // self.here.params.size, 1), BLOCK), self.walk.watching
        while steps:
            rows = until_change(schedule, self.here.memory, self.here.t, min(most, steps))
            yield rows
            steps -= rows

    def look(self, losses: Array, t: int) -> None:
        """Show a schedule the losses after step t that it wants to see, and let it act on them."""
        schedule = self.walk.watching
        if watches(schedule):
            self.here = self.here._replace(memory=remembered(schedule, self.here.memory, losses, t))
            self.walk = replace(self.walk, schedule=schedule.bound(self.here.memory))

    def rises(self) -> Any:
        """Whether the schedule makes α larger again within ten times as many steps, for all runs or (runs,)."""
        schedule, t = self.walk.schedule, self.here.t
        if not schedule or not hasattr(self.walk.rule, "learning_rate"):
            return False
        now = schedule(self.walk.rule, max(t, 1)).learning_rate
        later = np.unique(np.concatenate((np.arange(1, 33), np.geomspace(1, AHEAD * max(t, 1), 96)))).astype(int)
        highest = reduce(np.maximum, (schedule(self.walk.rule, t + int(k)).learning_rate for k in later))
        return highest > 1.001 * now

    def so_far(self) -> Trajectory:
        """The steps that are made. The status is decided with the last step; before, it is None."""
        here = self.here
        status = None if self.left else self.watch.label(self.objective, here, self.best[1], self.rises)
        here = here._replace(
            state=whole(here.state, self.shapes), stopped_at=np.where(here.alive, here.t, here.stopped_at)
        )
        return Trajectory(*self.log.records(), here.params, self.loss, *self.best, status, here.stopped_at, here)


def improved(best: Array, best_loss: Array, block: Block) -> tuple[Array, Array]:
    """The lowest point so far, the first of equals."""
    row = block.loss.argmin(axis=0)[None]
    loss = np.take_along_axis(block.loss, row, axis=0)[0]
    better = loss < best_loss
    if not better.any():
        return best, best_loss
    point = picked(block.params, row)
    return np.where(better, point, best), np.where(better, loss, best_loss)


def seen_inside(objective: Any, here: End, t: int, points: Any) -> End:
    """With the last step inside the bounds, after the rows of the steps t, t + 1, …

    The rows are searched only of those runs that end outside.
    """
    last = t + len(points) - 1
    out = np.flatnonzero(outside(objective, points[-1]))
    inside_at = np.full_like(here.inside_at, last)
    if len(out):
        rows = points[..., out].swapaxes(0, 1) if isinstance(points, np.ndarray) else None
        away = outside(objective, np.stack([row[:, out] for row in points], axis=1) if rows is None else rows)
        inside_at[out] = np.where(away.all(axis=0), here.inside_at[out], last - (~away[::-1]).argmax(axis=0))
    return here._replace(inside_at=inside_at)


# ---- where a run begins
def beginning(start: Any) -> End:
    """An end at t = 0, whose state is not made yet."""
    params = np.asarray(start, dtype=float)
    if not params.ndim or not len(params) or not np.isfinite(params).all():
        raise ValueError(f"start = {start!r} must hold finite parameters, (n,) or (n, *batch)")
    none = np.zeros(params.shape[1:])
    step = none.astype(int)
    return End(0, params, np.zeros_like(params), None, none, none.astype(np.int8), step, step - 1)


def each(function: Any, part: Any) -> Any:
    """A function on every array of an end, the state's fields included."""
    if isinstance(part, tuple):
        return type(part)(*(each(function, inner) for inner in part))
    return part if part is None or isinstance(part, int) else function(part)


def cuts(runs: int, chunk: int) -> list[slice]:
    """The chunks of a batch."""
    return [slice(at, at + chunk) for at in range(0, runs, chunk)]


def with_state(rule: Any, seen: Any, begin: End) -> tuple[End, list[tuple[int, ...]]]:
    """The state to begin with, new or as a trajectory left it, and the full shape of each of its fields."""
    new, runs = rule.init(begin.params), begin.params.shape[1]
    shapes = [(*np.shape(field)[:-1], runs) for field in new]
    if begin.state is None:
        return begin._replace(state=new), shapes
    if type(begin.state) is not type(new):
        ended, goes_on = type(begin.state).__name__, type(new).__name__
        raise ValueError(f"the trajectory ended with a {ended}; {type(rule).__name__} goes on from a {goes_on}")
    if hasattr(rule, "taken_up"):  # what it knows of this point was perhaps said by another objective
        return begin._replace(state=rule.taken_up(seen, begin.params, begin.state, begin.t)), shapes
    return begin, shapes


def admitted(objective: Any, here: End) -> tuple[End, Array]:
    """The loss at the start. A run that is not fine there has diverged before its first step."""
    shape = np.shape(objective.gradient(here.params, here.t + 1))
    if shape != here.params.shape:
        raise ValueError(f"the gradient has the shape {shape}, the parameters have {here.params.shape}")
    loss = values(objective, here.params[None])[0]
    near = (abs(here.params) <= limit(objective)).all(axis=0)
    broken = here.alive & ~(near & np.isfinite(loss))
    if broken.any():
        part = np.where(near, len(here.parts), len(here.parts) - 1)
        broke, stopped_at = np.where(broken, part, here.broke), np.where(broken, here.t, here.stopped_at)
        here = here._replace(broke=broke.astype(np.int8), stopped_at=stopped_at)
    return here, loss


# ---- what is kept
class Log:
    """The records that were asked for, a list of blocks each."""

    def __init__(self, record: Any, here: End, loss: Array, shapes: list[tuple[int, ...]]) -> None:
        self.kind = type(here.state)
        own = {"params": here.params[None], "loss": loss[None], "gradient": np.empty((0, *here.params.shape))}
        fields = {name: np.empty((0, *shape)) for name, shape in zip(self.kind._fields, shapes, strict=True)}
        names = chosen(record, tuple(own | fields))
        self.own, self.fields = ({name: [rows[name]] for name in rows if name in names} for rows in (own, fields))

    def add(self, block: Block) -> None:
        """Keep what was asked for of a block."""
        for kept, source in ((self.own, block), (self.fields, block.state)):
            for name, rows in kept.items():
                rows.append(getattr(source, name))

    def records(self) -> tuple[Array | None, Array | None, Array | None, Any]:
        """Parameters, loss, gradient and state; None for what was not asked for."""
        params, loss, gradient = (glued(self.own.get(name)) for name in ("params", "loss", "gradient"))
        state = self.kind(*(glued(self.fields.get(name)) for name in self.kind._fields)) if self.fields else None
        return params, loss, gradient, state


def glued(rows: list[Array] | None) -> Array | None:
    """Blocks one after the other."""
    return None if rows is None else np.concatenate(rows)


def chosen(record: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names to keep."""
    if isinstance(record, bool):
        return names if record else ()
    wanted = (record,) if isinstance(record, str) else tuple(record)
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise ValueError(f"record = {unknown[0]!r} is none of {', '.join(names)}")
    return wanted
