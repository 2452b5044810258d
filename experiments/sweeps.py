"""Many nets at once that differ in one hyperparameter alone: caviar, where one run watched by hand is a panda.

A sweep is a value: `advanced` returns a longer one, bit for bit the same however it is cut into pieces.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from networks import MLP
from optimizers import OPTIMIZERS, Status, Trajectory, run
from optimizers.feedback import watches

from .plans import Plan, mlp_of, problem_of, steered, total

NUMBERS = 2**16  # parameters side by side, at most about: 0.5 MB, and as much for each field of a state
WORK = 2**22  # multiplications of a step forward, at most about: some milliseconds
CELLS = 2**20  # parameters of all steps of a piece


class Slopes(NamedTuple):
    """A net's gradients alone: its losses are taken once an epoch, and not at both ends of each piece as well."""

    net: MLP

    def value(self, params: np.ndarray) -> np.ndarray:
        """(n, *batch) → (*batch,): 0. A loss is finite where the parameters are: no divergence is seen by it alone."""
        return np.zeros(params.shape[1:])

    def gradient(self, params: np.ndarray, t: int | None = None) -> np.ndarray:
        """(n, *batch) → (n, *batch): of step t's mini-batch."""
        return self.net.gradient(params, t)


class Sweep(NamedTuple):
    """As far as it went. Small nets are trained all together, large ones group after group."""

    name: str  # of the hyperparameter
    values: np.ndarray  # (nets,)
    group: int  # nets side by side
    losses: np.ndarray  # (k,) mean loss of all train points, without penalty: group by group, in it epoch by epoch
    path: Trajectory | None = None  # of the group under way, where it can be taken up again


def begun(plan: Plan, name: str, values: Sequence[float] | np.ndarray) -> Sweep:
    """Before the first step."""
    net = mlp_of(plan)
    most = min(NUMBERS // net.n, WORK // (net.n * max(net.batch, net.points // 4)))
    return Sweep(name, np.asarray(values, float), min(max(most, 1), len(values)), np.empty(0))


def advanced(plan: Plan, sweep: Sweep, steps: int) -> Sweep:
    """So many more steps of the group whose turn it is, or fewer: as many as it has left, or memory has room for."""
    if is_done(plan, sweep):
        return sweep
    net, numbers = mlp_of(plan), group_of(plan, sweep)
    path = sweep.path or started(plan, sweep.name, numbers)
    begin, room = path.end.t, max(CELLS // (net.n * len(numbers)), 1)
    steps = min(steps, total(plan) - begin, room)
    optimizer = optimizer_of(plan, sweep.name, numbers)
    made: Any = run(
        seen(plan, net), optimizer, path, steps, record="params", value_every=max(steps, 1), **steered(plan)
    )
    ts = np.arange(begin + 1 if sweep.path else 0, begin + steps + 1)
    losses = measured(plan, made, ts[ts % net.steps_per_epoch == 0], begin)
    rest = light(made) if made.end.t < total(plan) else None
    return sweep._replace(losses=np.concatenate((sweep.losses, losses)), path=rest)


def swept(plan: Plan, name: str, values: Sequence[float] | np.ndarray) -> Sweep:
    """The plan trained with several values of one hyperparameter of its optimizer, such as 64 rates, to the end.

    Each net has the bits that it has alone. With batch normalisation its losses are taken with the mean and variance
    of all train points. ValueError for a value outside the domain.
    """
    sweep = begun(plan, name, values)
    while not is_done(plan, sweep):
        sweep = advanced(plan, sweep, total(plan))
    return sweep


def table(plan: Plan, sweep: Sweep) -> np.ndarray:
    """(epochs + 1, nets): the losses; inf from where a net has diverged, NaN where they are not known yet."""
    rows, found = plan.epochs + 1, np.full((plan.epochs + 1, len(sweep.values)), np.nan)
    for first in range(0, len(sweep.values), sweep.group):
        known = sweep.losses[first * rows : (first + sweep.group) * rows]
        columns = found[:, first : first + sweep.group]
        whole = len(known) // columns.shape[1]
        columns[:whole] = known.reshape(whole, columns.shape[1])
    return found


def is_done(plan: Plan, sweep: Sweep) -> bool:
    return sweep.path is None and len(sweep.losses) == (plan.epochs + 1) * len(sweep.values)


# ---- a group
def group_of(plan: Plan, sweep: Sweep) -> np.ndarray:
    """The values of the nets whose turn it is."""
    first = len(sweep.losses) // ((plan.epochs + 1) * sweep.group) * sweep.group
    return sweep.values[first : first + sweep.group]


def seen(plan: Plan, net: MLP) -> MLP | Slopes:
    """What the optimizer is given: rules that search along a line ask for losses, and so do some schedules."""
    asks = getattr(OPTIMIZERS[plan.runner.optimizer], "wants_objective", False) or watches(steered(plan)["schedule"])
    return net if asks else Slopes(net)


def optimizer_of(plan: Plan, name: str, values: np.ndarray) -> Any:
    return OPTIMIZERS[plan.runner.optimizer](**{**dict(plan.runner.values), name: values})


def started(plan: Plan, name: str, values: np.ndarray) -> Any:
    net = mlp_of(plan)
    start = net.initial(plan.net.seed, plan.net.initial)
    return run(seen(plan, net), optimizer_of(plan, name, values), start, 0, record=False, **steered(plan))


def measured(plan: Plan, path: Any, ts: np.ndarray, begin: int) -> np.ndarray:
    """The losses at the steps `ts` of a piece that was recorded from `begin` on, one step after another."""
    if not len(ts):
        return np.empty(0)
    params = np.moveaxis(path.params[ts - begin], 0, 1)
    losses, _ = mlp_of(plan).measured(params, problem_of(plan.source).train)
    gone = np.where(path.status == Status.DIVERGED, path.stopped_at, np.inf)
    return np.where(ts[:, None] < gone, losses, np.inf).ravel()


def light(path: Trajectory) -> Trajectory:
    """What the next step depends on, and nothing else."""
    nothing = path.end.stopped_at
    return path._replace(params=None, final=nothing, best=nothing)
