"""Experiments to begin with: each is a whole page, chosen by name, and a sentence on what to notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from figures.slots import allotted
from ui.networks.state import Networks, fitting, on_data, opening, preset_racer
from ui.race.state import Racer


class Preset(NamedTuple):
    """`make` takes the state before: the visitor's own points, the open tab and the smoothing stay."""

    group: str
    title: str
    note: str
    make: Callable[[Networks], Networks]


def page(data: str, racers: tuple[Racer, ...], **fields: Any) -> Callable[[Networks], Networks]:
    """A page as it opens with a data set, but for some fields."""

    def make(state: Networks) -> Networks:
        fresh = replace(opening(), own=state.own, tab=state.tab, smoothing=state.smoothing)
        return fitting(replace(on_data(fresh, data), racers=racers, **fields))

    return make


def each(*racers: tuple[str, float]) -> tuple[Racer, ...]:
    """Optimizers with their learning rates."""
    slots = allotted(name for name, _ in racers)
    return tuple(preset_racer(slot, name, learning_rate=rate) for slot, (name, rate) in zip(slots, racers, strict=True))


PLAIN = each(("gradient_descent", 0.3))
TWO = each(("gradient_descent", 0.3), ("adam", 0.03))
THREE = each(("momentum", 0.1), ("rmsprop", 0.03), ("adam", 0.03))

SIZES, SCALES, DEPTH, UNITS = "How many points a step sees", "Inputs", "Depth", "How much a net can bend"
LINES, RATE, MANY = "One line, three lines", "Learning rate", "Pandas and caviar"


def batches(size: int, title: str, note: str) -> Preset:
    return Preset(SIZES, title, note, page("moons", PLAIN, batch_size=size, each_step=True, epochs=20))


def penguins(inputs: str, title: str, note: str) -> Preset:
    return Preset(SCALES, title, note, page("penguins", TWO, inputs=inputs, epochs=30))


def deep(initial: str, activation: str, title: str, note: str) -> Preset:
    fields = {"hidden": (2,) * 8 if "times" in initial else (16,) * 8, "tab": "inside", "epochs": 10}
    make = page("moons", TWO, initial=initial, activation=activation, **fields)
    return Preset(DEPTH, title, note, make)


def relus(units: int) -> Preset:
    many = "unit" if units == 1 else "units"
    bends = "one bend" if units == 1 else f"at most {units} bends"
    note = f"{units} {many}: the fitted curve is made of straight pieces with {bends}. More units usually fit better."
    fields = {"hidden": (units,), "activation": "relu", "initial": "spread", "epochs": 200, "batch_size": 20}
    fields["net_seed"] = 7  # among many seeds, one whose small nets find good bends
    return Preset(UNITS, f"ReLU, {units} {many}", note, page("sine", each(("adam", 0.03)), **fields))


def few(title: str, note: str, **fields: Any) -> Preset:
    """A large net and few noisy points."""
    fields = {"points": 120, "noise": 0.35, "dev": 0.5, "hidden": (32, 32), "epochs": 200, "batch_size": 60} | fields
    return Preset("Train and dev", title, note, page("moons", each(("adam", 0.01)), **fields))


PRESETS: dict[str, Preset] = {
    "batch": batches(
        400, "Batch: all points", "Each step sees all points: the loss falls smoothly, one step an epoch."
    ),
    "mini_batch": batches(
        64, "Mini-batch: 64 points", "Seven steps an epoch: much faster, and the loss of the batches goes to and fro."
    ),
    "stochastic": batches(
        1, "Stochastic: one point", "Four hundred steps an epoch: fast at first, and it never settles."
    ),
    "raw": penguins("raw", "As measured", "Lengths far from 0 make a bowl so long that hardly anything moves."),
    "normalised": penguins("normalised", "Normalised", "The same birds with mean 0 and variance 1: the bowl is round."),
    "decorrelated": penguins(
        "decorrelated", "Decorrelated", "Turned to their principal axes, too: the condition number is 1."
    ),
    "grow": deep(
        "times_1.5",
        "linear",
        "1.5 to the power of L",
        "Each of eight layers makes signals half as large again: 1.5⁸ is about 26, forward and back.",
    ),
    "shrink": deep(
        "times_0.5",
        "linear",
        ".5 to the power of L",
        "Each of eight layers halves what comes in: .5⁸ is about .004, and the first layers hardly learn.",
    ),
    "small_start": deep(
        "small", "relu", "Small first weights", "Signals are gone after a few layers: nothing is learned at all."
    ),
    "he_start": deep(
        "he", "relu", "He's first weights", "With variance 2/n signals keep their size through eight layers of ReLUs."
    ),
    "plateau": Preset(
        RATE,
        "A first rate that is too large",
        "One large step drives the hidden units to their flat ends, and then there is hardly a slope to come back on.",
        page("moons", each(("gradient_descent", 10.0), ("gradient_descent", 1.0)), epochs=40),
    ),
    "caviar": Preset(
        MANY,
        "Caviar: 64 nets at once",
        "A panda is one run, watched and steered by hand; caviar is many runs at once, of which the best is kept. "
        "Here each racer trains 64 nets, from a rate that hardly moves to one that is far too large: click the best.",
        page("moons", each(("gradient_descent", 0.3), ("momentum", 0.1), ("adam", 0.03)), tab="rates"),
    ),
    **{f"relu_{units}": relus(units) for units in (1, 2, 4, 8, 16)},
    "underfit": few("Underfitting", "No hidden layer: a straight border is not enough, on either curve.", hidden=()),
    "overfit": few(
        "Overfitting, and early stopping",
        "The train loss goes on falling while the dev loss climbs; its lowest point is marked.",
    ),
    "l2": few("The same with L2", "Smaller weights, a smoother border: the dev loss stays down.", l2=0.03),
    "dropout": few("The same with dropout", "Units that may be silent cannot rely on one another.", dropout=0.5),
    "perceptron": Preset(
        LINES,
        "The perceptron rule",
        "Each mistake is added to the weights. Once there is none, it stops: at the first line that will do.",
        page(
            "separable",
            each(("gradient_descent", 1.0)),
            hidden=(),
            net_seed=1,
            loss="perceptron",
            batch_size=1,
            epochs=6,
        ),
    ),
    "logistic": Preset(
        LINES,
        "Gradient descent on the same points",
        "The logistic loss is never satisfied: the line goes on moving to the middle of the road.",
        page("separable", each(("gradient_descent", 1.0)), hidden=(), net_seed=1, batch_size=1, epochs=6),
    ),
    "softmax": Preset(
        LINES,
        "Softmax: three classes",
        "Three scores and no hidden layer: the borders are straight lines that meet in a point.",
        page("blobs", THREE, hidden=()),
    ),
}
