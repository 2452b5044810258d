"""How presets are made: pages with a data set, some optimizers and some fields."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from experiments.steering import Change
from figures.slots import allotted
from ui.claims import Claim
from ui.networks.state import Networks, fitting, fresh, on_data, preset_racer
from ui.racers.racer import Racer


class Preset(NamedTuple):
    """`make` takes the state before: the visitor's own points stay, and nothing else."""

    group: str
    title: str
    note: str
    make: Callable[[Networks], Networks]
    claims: tuple[Claim, ...] = ()
    units: bool = False  # whether a slider for the units of the one hidden layer stands beside the text


def page(data: str, racers: tuple[Racer, ...], **fields: Any) -> Callable[[Networks], Networks]:
    """A page as it opens with a data set, but for some fields."""

    def make(state: Networks) -> Networks:
        begun = replace(fresh(data), own=state.own)
        return fitting(replace(on_data(begun, data), racers=racers, **fields))

    return make


def each(*racers: tuple[str, float]) -> tuple[Racer, ...]:
    """Optimizers with their learning rates."""
    slots = allotted(name for name, _ in racers)
    return tuple(preset_racer(slot, name, learning_rate=rate) for slot, (name, rate) in zip(slots, racers, strict=True))


def in_batches(rate: float, *sizes: int) -> tuple[Racer, ...]:
    """Gradient descent with several sizes of batches."""
    racers = each(*[("gradient_descent", rate) for _ in sizes])
    return tuple(
        replace(racer, steering=racer.steering._replace(batch=size)) for racer, size in zip(racers, sizes, strict=True)
    )


def too_large_first(large: float, rate: float, steps: int) -> tuple[Racer, ...]:
    """Gradient descent with a large α for some steps, and without."""
    first, plain = each(("gradient_descent", large), ("gradient_descent", rate))
    changes = (Change(steps, "learning_rate", rate),)
    return replace(first, steering=first.steering._replace(changes=changes)), plain


TWO = each(("gradient_descent", 0.3), ("adam", 0.03))
THREE = each(("momentum", 0.1), ("rmsprop", 0.03), ("adam", 0.03))

SIZES, SCALES, DEPTH, BENDS = "Batch size", "Input scaling", "Initialization and depth", "Capacity"
LINES, RATE, MANY, FIT = "Linear classifiers", "Learning rate", "Hyperparameter search", "Train and dev"


def penguins(inputs: str, title: str, note: str, *claims: Claim) -> Preset:
    return Preset(SCALES, title, note, page("penguins", TWO, inputs=inputs, epochs=30), claims)


def deep(initial: str, activation: str, title: str, note: str, *claims: Claim) -> Preset:
    fields = {"hidden": (2,) * 8 if "times" in initial else (16,) * 8, "tab": "inside", "epochs": 10}
    make = page("moons", TWO, initial=initial, activation=activation, **fields)
    return Preset(DEPTH, title, note, make, claims)


def few(title: str, note: str, *claims: Claim, **fields: Any) -> Preset:
    """A large net and few noisy points."""
    given = {"points": 160, "noise": 0.3, "data_seed": 2, "dev": 0.5, "hidden": (32, 32), "epochs": 200}
    make = page("moons", each(("adam", 0.01)), **given | {"batch_size": 80} | fields)
    return Preset(FIT, title, note, make, claims)
