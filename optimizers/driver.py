"""The driver: time, divergence, recording and chunks. It knows no optimizer.

Steps are made a block at a time and looked at afterwards: what a run did after it diverged is thrown away, which gives the
same bits as looking at every step, and the objective's value is asked once a block.
"""

from collections.abc import Iterator, Sequence
from operator import index
from typing import Any, NamedTuple

import numpy as np

from .batches import batch_of, flattened, joined, norm, piece, spread
from .hyper import Array
from .status import FEW, Status, Watch, limit
from .trajectory import End, Objective, Optimizer, Trajectory

CHUNK = 8192  # runs at a time: the temporaries of a step stay in the cache
BLOCK = 64  # steps at a time, at most
CELLS = 2**17  # numbers in one array of a block, at most


class Block(NamedTuple):
    """Some steps of a chunk, a row a step."""

    params: Array  # (rows, n, runs)
    loss: Array  # (rows, runs)
    gradient: Array  # (rows, n, runs)
    state: Any  # each field (rows, …, runs)


def run(
    objective: Objective,
    optimizer: Optimizer,
    start: Any,
    steps: int,
    *,
    record: bool | str | Sequence[str] = True,
    value_every: int = 1,
    chunk: int = CHUNK,
) -> Trajectory:
    """θ_t = θ_{t−1} + step_t for t = 1 … steps, for one run or for a whole batch of them.

    `start` is a point (n,), an array (n, *batch), or a Trajectory, which is taken up where it ended, bit for bit, also with
    other hyperparameters or another objective. The batch is the start's broadcast with every hyperparameter's; each of its
    runs is what it would be alone, bit for bit.

    `record` names what to keep: True for everything, False for nothing, else some of params, loss, gradient and the state's
    fields. `value_every=k` evaluates the full objective at every k-th step and the last; records and the best point know
    only those. `chunk` runs are made side by side.

    A run diverges when its parameters, value, gradient or state are no longer finite, or a parameter is farther from 0 than
    1000 times the widest side of the objective's bounds (1e6 without bounds). It keeps its last fine point. A start whose
    own value is not finite has diverged at step 0. Labels are decided over the last quarter of these steps (`Status`).

    Raises ValueError for a start that is not finite, a negative number of steps, an unknown name in `record`, a trajectory
    of another kind of optimizer, and a gradient of another shape than the parameters.
    """
    for name, value, least in (("steps", steps, 0), ("value_every", value_every, 1), ("chunk", chunk, 1)):
        if index(value) < least:
            raise ValueError(f"{name} = {value} is outside its domain {name} ≥ {least}")
    begin = start.end if isinstance(start, Trajectory) else beginning(start)
    batch = batch_of(begin.params, optimizer)
    begin, rule = End(*(flat(part, begin.params.ndim - 1, batch) for part in begin)), flattened(optimizer, batch)
    parts = []
    with np.errstate(all="ignore"):
        for cut in cuts(begin.params.shape[1], chunk):
            here = begin if cut is None else End(*(cropped(part, cut) for part in begin))
            some = rule if cut is None else piece(rule, cut)
            parts.append(run_chunk(objective, some, here, steps, record, value_every))
    path: Trajectory = joined(parts, batch)
    return path if batch else path._replace(status=Status(path.status), stopped_at=int(path.stopped_at))


def run_chunk(objective: Any, rule: Any, begin: End, steps: int, record: Any, value_every: int) -> Trajectory:
    """Runs side by side, all arrays (…, runs)."""
    here = begin._replace(state=taken_up(rule, begin))
    here, loss = admitted(objective, here)
    best, watch = (here.params, loss), Watch(here, steps)
    log = Log(record, here, loss)
    for rows in lengths(steps, here.params.size):
        t = here.t
        block, here = some_steps(objective, rule, here, loss, rows, begin.t + steps, value_every)
        loss = block.loss[-1]
        best = improved(best, block)
        watch.see(t, block.params, block.state.step, block.loss)
        log.add(block)
    status = watch.label(objective, here, best[1])
    stopped_at = np.where(here.alive, here.t, here.stopped_at)
    end = here._replace(state=type(here.state)(*log.whole(here.state)))
    return Trajectory(*log.records(), here.params, loss, *best, status, stopped_at, end)


# ---- where a run begins
def beginning(start: Any) -> End:
    """An end at t = 0, its state not made yet."""
    params = np.asarray(start, dtype=float)
    if not params.ndim or not len(params) or not np.isfinite(params).all():
        raise ValueError(f"start must hold n ≥ 1 finite parameters (n, *batch), not {start!r}")
    none = np.zeros(params.shape[1:])
    return End(0, params, np.zeros_like(params), None, none, none.astype(np.int8), none.astype(int))


def flat(part: Any, own: int, batch: tuple[int, ...]) -> Any:
    """A part of an end, its arrays (…, *own batch) → (…, runs)."""
    if isinstance(part, tuple):
        return type(part)(*(flat(field, own, batch) for field in part))  # type: ignore[misc]
    return part if part is None or isinstance(part, int) else spread(part, own, batch)


def cropped(part: Any, cut: slice) -> Any:
    """A part of an end, some of the runs."""
    if isinstance(part, tuple):
        return type(part)(*(cropped(field, cut) for field in part))  # type: ignore[misc]
    return part if part is None or isinstance(part, int) else np.ascontiguousarray(part[..., cut])


def cuts(runs: int, chunk: int) -> list[slice | None]:
    """The chunks of a batch; None where one chunk holds all."""
    return [None] if runs <= chunk else [slice(at, at + chunk) for at in range(0, runs, chunk)]


def taken_up(rule: Any, begin: End) -> Any:
    """The state to begin with: a new one, or the one a trajectory ended with."""
    new = rule.init(begin.params)
    if begin.state is None or type(begin.state) is type(new):
        return new if begin.state is None else begin.state
    kinds = type(begin.state).__name__, type(new).__name__
    raise ValueError(f"this trajectory ended with a {kinds[0]}, and {type(rule).__name__} goes on from a {kinds[1]}")


def admitted(objective: Any, here: End) -> tuple[End, Array]:
    """The loss at the start, and who can start: a run that is not fine there has diverged before its first step."""
    loss = values(objective, here.params[None])[0]
    shape = np.shape(objective.gradient(here.params, here.t + 1))
    if shape != here.params.shape:
        raise ValueError(f"the gradient has the shape {shape}, the parameters have {here.params.shape}")
    near = (abs(here.params) <= limit(objective)).all(axis=0)
    fine = near & np.isfinite(loss)
    part = np.where(near, len(here.parts), len(here.parts) - 1)
    stopped_at = np.where(here.alive & ~fine, here.t, here.stopped_at)
    return here._replace(broke=np.where(here.alive & ~fine, part, here.broke), stopped_at=stopped_at), loss


# ---- a block of steps
def lengths(steps: int, cells: int) -> Iterator[int]:
    """How many steps to make at a time."""
    rows = min(max(CELLS // cells, 1), BLOCK)
    for at in range(0, steps, rows):
        yield min(rows, steps - at)


def some_steps(
    objective: Any, rule: Any, here: End, loss: Array, rows: int, end: int, value_every: int
) -> tuple[Block, End]:
    """A block of steps, and where it ends. From where a run diverged, its rows repeat the row before."""
    before = Block(here.params, loss, here.gradient, type(here.state)(*Log.whole_state(here)))
    if not here.alive.any():
        return Block(*(repeated(part, rows) for part in before)), here._replace(t=here.t + rows)
    path = list(steps_from(objective, rule, here, rows))
    params, gradient, states = zip(*path, strict=True)
    state = type(before.state)(*map(stacked, zip(*states, strict=True), before.state))
    points = stacked(params, here.params)
    block = Block(points, heights(objective, points, loss, here.t, end, value_every), stacked(gradient, here.gradient), state)
    after = here._replace(t=here.t + rows, steepest=steepest(objective, block.gradient, here.steepest))
    found = trouble(block, here, limit(objective))
    if found is None:
        return block, after._replace(params=params[-1], gradient=gradient[-1], state=states[-1])
    row, broke = found
    block = Block(*(held(part, first, row) for part, first in zip(block, before, strict=True)))
    last = type(state)(*(field[-1] for field in block.state))
    newly = here.alive & (broke > 0)
    stopped_at = np.where(newly, here.t + row + 1, here.stopped_at)
    return block, after._replace(params=block.params[-1], gradient=block.gradient[-1], state=last, broke=broke, stopped_at=stopped_at)
