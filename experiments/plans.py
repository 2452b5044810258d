"""What a training depends on, as frozen specs, and the points and nets that they stand for.

ValueError, in words, where one of them has no meaning.
"""

from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from networks import MLP, Data, Scaling, condition_number, scaling, split

from .datasets import DATASETS
from .own_points import Own
from .race import Runner
from .steering import options_of, schedule_of

KEPT = 2**20  # recorded weights, at most about: 4 MB as float32
MEASURED = 1000  # times at which losses of all points are taken, at most about, where not each epoch
LONGEST = 200_000  # steps of a training


class Source(NamedTuple):
    """Points: a data set by name, or somebody's own; how they are split and scaled."""

    name: str = "moons"
    points: int | None = None  # None: what the data set proposes
    noise: float | None = None
    seed: int = 0
    dev: float = 0.2  # the share that is kept back
    inputs: str = "raw"  # or normalised, decorrelated
    own: Own | None = None


class Net(NamedTuple):
    """A net without its ends, which the points decide."""

    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    initial: str = "xavier"
    seed: int = 0  # of the first weights, the batches and the dropped units
    l2: float = 0.0
    dropout: float = 0.0
    batch_norm: bool = False
    loss: str = ""  # what the points ask for


class Plan(NamedTuple):
    """All that a training depends on."""

    runner: Runner
    net: Net = Net()
    source: Source = Source()
    batch_size: int = 64
    epochs: int = 20
    each_step: bool = False  # whether losses of all points are taken at each step, not only each epoch


class Problem(NamedTuple):
    """Points ready to be learned."""

    train: Data  # scaled
    dev: Data  # scaled as the train points
    scaling: Scaling
    condition: tuple[float, float]  # condition numbers of the train points, with a bias, before and after


# ---- specs → things
@lru_cache(maxsize=16)
def problem_of(source: Source) -> Problem:
    """Points, split and scaled by what the train points say."""
    if source.own is None and source.name not in DATASETS:
        raise ValueError(f"name = {source.name!r} is none of {', '.join(DATASETS)}")
    data = source.own.data if source.own else DATASETS[source.name](source.points, source.noise, source.seed)
    train, dev = split(data, source.dev, source.seed)
    scale = scaling(train.inputs, source.inputs)
    ready = train._replace(inputs=scale(train.inputs))
    condition = condition_number(train.inputs), condition_number(ready.inputs)
    dev = dev._replace(inputs=scale(dev.inputs))
    for part in (*ready[:2], *dev[:2], *scale):
        part.setflags(write=False)  # every visitor has the same ones
    return Problem(ready, dev, scale, condition)


@lru_cache(maxsize=32)
def net_of(net: Net, source: Source, batch_size: int) -> MLP:
    """The net between these points and their targets. A batch larger than all points is all points."""
    data = problem_of(source).train
    binary = len(data.classes) in (0, 2) and net.loss != "softmax"
    sizes = (data.inputs.shape[1], *net.hidden, 1 if binary else len(data.classes))
    return MLP(sizes, data, net.activation, net.loss, batch_size, net.seed, net.l2, net.dropout, net.batch_norm)


def mlp_of(plan: Plan) -> MLP:
    return net_of(plan.net, plan.source, plan.batch_size)


def steered(plan: Plan) -> dict[str, Any]:
    """The schedule and the options of a plan, as `run` takes them."""
    steering = plan.runner.steering
    return {"schedule": schedule_of(steering), "options": options_of(steering)}


def total(plan: Plan) -> int:
    """Steps of the whole training: 0 to 200,000."""
    net = mlp_of(plan)
    most = LONGEST // net.steps_per_epoch
    if not 0 <= plan.epochs <= most:
        domain = f"0 ≤ epochs ≤ {most} for batches of {net.batch}"
        raise ValueError(f"epochs = {plan.epochs!r} is outside its domain {domain}")
    return plan.epochs * net.steps_per_epoch


def keeps_every(plan: Plan) -> int:
    """Weights are kept every so many steps: as often as about 4 MB allow."""
    return ceil((total(plan) + 1) * mlp_of(plan).n / KEPT)


def measures_every(plan: Plan) -> int:
    """Losses of all points are taken every so many steps, and at the last: each epoch, or about 1000 times."""
    return ceil(total(plan) / MEASURED) if plan.each_step else mlp_of(plan).steps_per_epoch


def regime(batch_size: int, points: int) -> str:
    """What a size of batch is called."""
    return "full" if batch_size >= points else "stochastic" if batch_size == 1 else "mini-batch"


def values_of(plan: Plan) -> dict[str, Any]:
    """What the page says of a plan: sizes, steps, and how often things are kept."""
    net = mlp_of(plan)
    return {
        "sizes": net.sizes,
        "parameters": net.n,
        "points": net.points,
        "batch": net.batch,
        "regime": regime(net.batch, net.points),
        "steps_per_epoch": net.steps_per_epoch,
        "steps": total(plan),
        "keeps_every": keeps_every(plan),
        "measures_every": measures_every(plan),
    }
