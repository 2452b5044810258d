"""What the Networks page shows, as one frozen value: the link writes it, events change it, plans are made of it."""

from dataclasses import dataclass, replace

from experiments.datasets import CLASSES, DATASETS, FEWEST, MOST
from experiments.plans import LONGEST, Net, Plan, Source, mlp_of, net_of, problem_of, total
from experiments.race import Values
from experiments.series import DATA
from experiments.steering import ALL_DATA
from figures.slots import allotted
from networks import ACTIVATIONS, INITIALS, LOSSES, SCALINGS
from optimizers import OPTIMIZERS, Hyper, specs
from optimizers.averages import BETA
from surfaces.rates import read
from ui.networks.own import Own, Preview
from ui.racers.racer import Racer

OWN = "own"  # the data set that is not in the table
SEEDS = 2**32
OPENING = ("gradient_descent", "momentum", "rmsprop", "adam")
RATES = read(DATA / "net_rates.csv")["nets"]  # α with which each learns moons and a sine in 20 epochs
TABS = {"boundary": "Boundary", "inside": "Inside", "rates": "64 rates"}
THIRDS = {"accuracy": "accuracy", "size": "size of the weights", "alpha": "learning rate α"}
CHOICES = {  # field → what it can be
    "inputs": {"raw": "as they are", "normalised": "normalised", "decorrelated": "decorrelated"},
    "activation": {key: activation.title for key, activation in ACTIVATIONS.items()},
    "initial": {key: scheme.title for key, scheme in INITIALS.items()},
    "loss": {key: loss.title for key, loss in LOSSES.items()},
    "third": THIRDS,
    "tab": TABS,
}
assert set(CHOICES["inputs"]) == set(SCALINGS)


def _number(
    default: float,
    symbol: str,
    label: str,
    help: str,
    low: float,
    high: float,
    scale: str = "linear",
    lowest: float = 0.0,
    highest: float = float("inf"),
) -> Hyper:
    return Hyper(default, symbol, symbol, label, help, low, high, scale, lowest, highest)  # type: ignore[arg-type]


NUMBERS: dict[str, Hyper] = {  # field → its declaration; whole numbers where the scale is "integer"
    "points": _number(
        500, "m", "points", "How many points there are, dev points included.", 20, 2000, "integer", FEWEST, MOST + 1
    ),
    "noise": _number(0.2, "σ", "noise", "How far points are pushed off their places.", 0, 1, highest=10.000001),
    "data_seed": _number(
        0, "seed", "seed of the points", "Other points of the same shape.", 0, 99, "integer", highest=SEEDS
    ),
    "dev": _number(
        0.2, "dev", "dev split", "The share of points that are kept back to measure the dev loss.", 0, 0.8, highest=1
    ),
    "l2": _number(0.0, "λ", "L2", "L2 regularization: adds ½ λ ‖W‖² to the loss; biases are left out.", 0, 0.3),
    "dropout": _number(
        0.0, "p", "dropout", "The share of hidden units that are dropped at each step.", 0, 0.9, highest=1
    ),
    "net_seed": _number(
        0,
        "seed",
        "seed of the net",
        "Another initialization, other batches and drops.",
        0,
        99,
        "integer",
        highest=SEEDS,
    ),
    "batch_size": _number(
        64, "batch", "batch size", "How many points one step looks at.", 1, MOST, "integer", 1, MOST + 1
    ),
    "epochs": _number(20, "epochs", "epochs", "How often training goes through all points.", 1, 200, "integer", 1, 201),
    "smoothing": BETA._replace(high=0.99, help="Smoothing factor of the average of the batch losses."),
}
WHOLE = tuple(name for name, spec in NUMBERS.items() if spec.scale == "integer")
FLAGS = ("batch_norm", "each_step")


@dataclass(frozen=True)
class Networks:
    """Everything that a link to the page carries, and what it does not: the visitor's own points, and Stop."""

    data: str
    points: int
    noise: float
    racers: tuple[Racer, ...]
    data_seed: int = 0
    dev: float = 0.2
    inputs: str = "raw"
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    initial: str = "xavier"
    loss: str = "logistic"
    l2: float = 0.0
    dropout: float = 0.0
    batch_norm: bool = False
    net_seed: int = 0
    batch_size: int = 64
    epochs: int = 20
    each_step: bool = False
    smoothing: float = 0.9
    third: str = "accuracy"
    tab: str = "boundary"
    touched: int | None = None
    preset: str | None = None  # chosen last
    look: int | None = None  # the step whose nets are opened up; None: the newest
    stopped: bool = False
    own: Own | None = None  # kept while something else is shown
    preview: Preview | None = None

    @property
    def source(self) -> Source:
        if self.data == OWN and self.own:
            return Source(OWN, None, None, self.data_seed, self.dev, self.inputs, self.own.points)
        if not self.makes_points:
            return Source(self.data, None, None, self.data_seed, self.dev, self.inputs)
        return Source(self.data, self.points, self.noise, self.data_seed, self.dev, self.inputs)

    @property
    def makes_points(self) -> bool:
        """Whether their number, noise and seed can be chosen."""
        return self.data != OWN and not DATASETS[self.data].fixed

    @property
    def net(self) -> Net:
        return Net(
            self.hidden,
            self.activation,
            self.initial,
            self.net_seed,
            self.l2,
            self.dropout,
            self.batch_norm,
            self.loss,
        )

    def plan(self, racer: Racer) -> Plan:
        """What the racer's training depends on."""
        return Plan(racer.runner, self.net, self.source, self.batch_of(racer), self.epochs, self.each_step)

    def batch_of(self, racer: Racer) -> int:
        """The racer's own batch size, or that of all."""
        own = racer.steering.batch
        return self.batch_size if own is None else self.train_points if own == ALL_DATA else own

    def steps_per_epoch(self, racer: Racer) -> int:
        return net_of(self.net, self.source, self.batch_of(racer)).steps_per_epoch

    def pace_of(self, racer: Racer) -> tuple[int, int]:
        """How many steps the racer makes, and how many of them are an epoch."""
        per_epoch = self.steps_per_epoch(racer)
        return max(self.epochs * per_epoch, 1), per_epoch

    @property
    def finest(self) -> int:
        """Steps of an epoch as the time line counts them: those of the smallest batch that is trained."""
        common = net_of(self.net, self.source, self.batch_size).steps_per_epoch
        return max((self.steps_per_epoch(racer) for racer in seen(self)), default=common)

    def why_not(self, racer: Racer) -> str | None:
        """Why an optimizer cannot train this net, in words; None where it can."""
        asked = getattr(OPTIMIZERS[racer.optimizer], "why_not", None)
        net = net_of(self.net, self.source, self.batch_size)
        return asked(net, net.n) if asked else None

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes, none where a curve is fitted."""
        return problem_of(self.source).train.classes

    @property
    def train_points(self) -> int:
        return len(problem_of(self.source).train.targets)

    def racer(self, slot: int) -> Racer | None:
        return next((racer for racer in self.racers if racer.slot == slot), None)

    def with_racer(self, changed: Racer) -> "Networks":
        racers = tuple(changed if racer.slot == changed.slot else racer for racer in self.racers)
        return replace(self, racers=racers)


def seen(state: Networks) -> list[Racer]:
    """Who trains and is to be seen."""
    return [racer for racer in state.racers if not racer.hidden and not state.why_not(racer)]


def plans_of(state: Networks) -> list[Plan]:
    """The trainings that are to be seen."""
    return [state.plan(racer) for racer in seen(state)]


def hold(state: Networks) -> Networks:
    """ValueError where the points, the net or the batches of a state have no meaning."""
    for plan in {reference_plan(state), *map(state.plan, state.racers)}:
        total(plan)
    return state


def reference_plan(state: Networks) -> Plan:
    """A plan for what all trainings have in common: the net and the batch size of those that have none of their own."""
    return state.plan(Racer(1, "gradient_descent", preset_values("gradient_descent")))


def most_epochs(state: Networks) -> int:
    """A training has at most 200,000 steps, that of the smallest batch, too."""
    plans = [reference_plan(state), *map(state.plan, state.racers)]
    return min(int(NUMBERS["epochs"].high), LONGEST // max(mlp_of(plan).steps_per_epoch for plan in plans))


def losses_of(state: Networks) -> tuple[str, ...]:
    """What can be made small on these points; the first is what they ask for."""
    classes = len(state.classes)
    return ("squared",) if not classes else ("logistic", "softmax", "perceptron") if classes == 2 else ("softmax",)


def thirds_of(state: Networks) -> tuple[str, ...]:
    return tuple(THIRDS) if state.classes else ("size", "alpha")


def fitting(state: Networks) -> Networks:
    """With a loss and a third curve that the points have."""
    loss = state.loss if state.loss in losses_of(state) else losses_of(state)[0]
    third = state.third if state.third in thirds_of(state) else thirds_of(state)[0]
    return replace(state, loss=loss, third=third)


# ---- as things begin
def preset_values(optimizer: str) -> Values:
    """The optimizer's defaults, and the α with which it trains a small net well."""
    values = {name: declared.default for name, declared in specs(OPTIMIZERS[optimizer]).items()}
    return tuple((values | {"learning_rate": RATES[optimizer]}).items())


def preset_racer(slot: int, optimizer: str, **values: float | bool) -> Racer:
    return Racer(slot, optimizer, tuple((dict(preset_values(optimizer)) | values).items()))


def opening_racers(names: tuple[str, ...] = OPENING) -> tuple[Racer, ...]:
    return tuple(preset_racer(slot, name) for slot, name in zip(allotted(names), names, strict=True))


def fresh(data: str = next(iter(DATASETS))) -> Networks:
    """A page with a data set, everything else as a link has it that does not say."""
    return on_data(Networks(data, 0, 0.0, opening_racers(("momentum", "rmsprop", "adam"))), data)


def opening() -> Networks:
    """The page as it opens without a link: points on which optimizers differ at sight, a net that is able to learn
    them, and a tile in each quarter."""
    return replace(fresh("spirals"), hidden=(16, 16), activation="relu", initial="he", racers=opening_racers())


def on_data(state: Networks, data: str) -> Networks:
    """The same net and racers with other points, as many and as noisy as their set proposes."""
    if data == OWN:
        return fitting(replace(state, data=OWN))
    chosen = DATASETS[data]
    third = "accuracy" if chosen.task == CLASSES else state.third
    return fitting(replace(state, data=data, points=chosen.points, noise=float(chosen.noise), third=third))
