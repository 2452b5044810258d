"""A small net in training, piece by piece: a plan in, losses, accuracy and weights out.

A training is a value: `advanced` returns a longer one, bit for bit the same however it is cut into pieces.
"""

from typing import Any, NamedTuple

import numpy as np

from optimizers import Status, Trajectory, run
from optimizers.schedules import rates

from .net_pictures import Inside, boundary, inside_of, surface
from .plans import (
    Net,
    Plan,
    Problem,
    Source,
    keeps_every,
    measures_every,
    mlp_of,
    net_of,
    problem_of,
    regime,
    steered,
    total,
    values_of,
)
from .race import optimizer_of

CELLS = 2**20  # weights that stand in memory at once while training goes on
MEMORY = 0.9  # β of the averages with which batch normalisation works at test time
EMPTY = np.empty(0)
__all__ = [
    "Inside",
    "Net",
    "Plan",
    "Problem",
    "Record",
    "Source",
    "Training",
    "advanced",
    "begun",
    "best_dev",
    "boundary",
    "inside_of",
    "keeps_every",
    "measures_every",
    "mlp_of",
    "net_of",
    "problem_of",
    "regime",
    "surface",
    "total",
    "trained",
    "values_of",
]


class Record(NamedTuple):
    """What a training left behind so far; up to its last fine step where it diverged."""

    batch_loss: np.ndarray = EMPTY  # (steps,) J{t} of each mini-batch, before step t, penalty included
    at: np.ndarray = EMPTY  # (k,) the steps at which the following were taken
    train: np.ndarray = EMPTY  # (k,) mean loss of all train points, without penalty
    dev: np.ndarray = EMPTY  # (k,)
    train_accuracy: np.ndarray = EMPTY  # (k,) shares of points in the right class
    dev_accuracy: np.ndarray = EMPTY  # (k,)
    kept_at: np.ndarray = EMPTY  # (j,) the steps whose weights are kept: every k-th, and the last
    weights: np.ndarray = EMPTY  # (j, n) float32
    statistics: np.ndarray = EMPTY  # (j, 2 × normalised units) float32, with which batch normalisation works then
    alpha: np.ndarray = EMPTY  # (j,) the learning rate of these steps; at step 0 that of the first


class Training(NamedTuple):
    """As far as it went."""

    steps: int  # made in good health
    record: Record
    path: Trajectory  # where it can be taken up again
    average: np.ndarray  # (1 + 2 × normalised units,) sum of the weights, then the averages, not corrected
    diverged_at: int | None = None


# ---- training
def begun(plan: Plan) -> Training:
    """Before the first step."""
    net = mlp_of(plan)
    start = net.initial(plan.net.seed, plan.net.initial)
    path = run(net, optimizer_of(plan.runner), start, 0, record=False, **steered(plan))
    _, statistics = net.seen(start[:, None], [1])
    record = measured(plan, np.array([0]), start[:, None], statistics, rates_of(plan, 1, np.zeros(1), None))
    return Training(0, record, path, np.zeros(1 + len(statistics)), 0 if path.status == Status.DIVERGED else None)


def advanced(plan: Plan, training: Training, steps: int) -> Training:
    """So many more steps, or as many as the plan has left. One that has diverged stays as it is."""
    last = min(training.steps + steps, total(plan))
    room = max(CELLS // mlp_of(plan).n, 1)
    while training.steps < last and training.diverged_at is None:
        training = piece(plan, training, min(room, last - training.steps))
    return training


def trained(plan: Plan) -> Training:
    """The whole of it."""
    return advanced(plan, begun(plan), total(plan))


def piece(plan: Plan, training: Training, steps: int) -> Training:
    """Some steps at once, and what is to be recorded of them."""
    net, begin = mlp_of(plan), training.steps
    optimizer = optimizer_of(plan.runner)
    kept = ("params", "loss")
    path: Any = run(net, optimizer, training.path, steps, record=kept, value_every=steps, **steered(plan))
    diverged = path.status == Status.DIVERGED
    fine = path.stopped_at - begin - 1 if diverged else steps
    params = path.params[: fine + 1].T  # (n, fine + 1)
    ts = np.arange(begin + 1, begin + fine + 1)
    losses, statistics = net.seen(params[:, :-1], ts)
    sums, corrected = averaged(training.average, statistics)
    end = begin + fine
    alpha = rates_of(plan, begin + 1, path.loss[1:], training.path.end.memory)[:fine]
    found = measured(plan, ts, params[:, 1:], corrected, alpha)._replace(batch_loss=losses)
    record = Record(*map(joined, training.record, found))
    if diverged:
        last = alpha[-1:] if fine else training.record.alpha[-1:]
        record = with_end(record, measured(plan, np.array([end]), params[:, -1:], seen_so_far(sums), last, end))
    path = path._replace(params=None, loss=None)
    return Training(begin + fine, record, path, sums, path.stopped_at if diverged else None)


def averaged(before: np.ndarray, statistics: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """v_t = β v_{t−1} + (1 − β) θ_t of the means and variances that each step saw, (units, steps), corrected.

    Returns where the sums stand now, and v_t / (1 − βᵗ), (units, steps): what batch normalisation uses at test time.
    Source: Ng, Improving Deep Neural Networks, week 3. PyTorch starts at 0 and 1, does not correct, and keeps the
    variance over one point less.
    """
    rows = np.concatenate((np.ones((1, statistics.shape[1])), statistics))
    sums = [before]
    for row in rows.T if len(statistics) else ():
        sums.append(MEMORY * sums[-1] + (1 - MEMORY) * row)
    v = np.array(sums[1:]).reshape(-1, len(rows)).T
    return sums[-1], (v[1:] / v[:1] if len(statistics) else statistics)


def with_end(record: Record, found: Record) -> Record:
    """A record with its last fine step, which a piece before may have left out."""
    if record.kept_at[-1] == found.kept_at[0]:
        rest: tuple[str, ...] = ("kept_at", "weights", "statistics", "alpha")
        found = found._replace(**{name: getattr(found, name)[:0] for name in rest})
    if record.at[-1] == found.at[0]:
        rest = ("at", "train", "dev", "train_accuracy", "dev_accuracy")
        found = found._replace(**{name: getattr(found, name)[:0] for name in rest})
    return Record(*map(joined, record, found))


def seen_so_far(sums: np.ndarray) -> np.ndarray:
    """(2 × normalised units, 1): what batch normalisation uses at test time after these sums."""
    return sums[1:, None] / sums[0] if len(sums) > 1 and sums[0] else sums[1:, None]


def rates_of(plan: Plan, first: int, losses: np.ndarray, memory: Any) -> np.ndarray:
    """The learning rate of every step from step `first` on, whose losses these are. `memory`: of a schedule before."""
    optimizer, schedule = optimizer_of(plan.runner), steered(plan)["schedule"]
    return rates(optimizer, schedule, len(losses), first, losses, memory)["learning_rate"]


def measured(
    plan: Plan, ts: np.ndarray, params: np.ndarray, statistics: np.ndarray, alpha: np.ndarray, end: int | None = None
) -> Record:
    """What is recorded of the steps `ts`: params (n, steps), statistics (2 × normalised units, steps), α (steps,).

    `end`: the last fine step of a training that has diverged, which is recorded like the last of any other.
    """
    net, problem, last = mlp_of(plan), problem_of(plan.source), total(plan) if end is None else end
    due = (ts % measures_every(plan) == 0) | (ts == last)
    kept = (ts % keeps_every(plan) == 0) | (ts == last)
    known = statistics[:, due] if len(statistics) else None
    (train, right), (dev, dev_right) = (net.measured(params[:, due], part, known) for part in problem[:2])
    weights, folded = (a[:, kept].T.astype(np.float32) for a in (params, statistics))
    return Record(EMPTY, ts[due], train, dev, right, dev_right, ts[kept], weights, folded, alpha[kept])


def joined(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """One after the other."""
    return np.concatenate((before, after)) if len(before) else after


def best_dev(record: Record) -> int | None:
    """The step at which early stopping would have ended: that of the least dev loss, the first of equals."""
    return None if np.isnan(record.dev).all() else int(record.at[np.nanargmin(record.dev)])
