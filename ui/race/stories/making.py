"""Races for stories: racers with the rates of their surface, but for what is said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from experiments.steering import Change, Steering
from figures.slots import allotted
from optimizers import SCHEDULES, specs
from surfaces import SURFACES
from ui.race.state import Race, opening
from ui.racers.racer import Racer, preset_values
from ui.racers.steering import in_form

PLAIN = Steering()
BOWL, SADDLE, PLATEAU, VALLEY = "elongated_bowl", "saddle", "plateau", "rosenbrock"
NEAR = 0.2  # the distance at which a path counts as near the bowl's minimum


def race(surface: str, *racers: Racer, **fields: Any) -> Callable[[], Race]:
    """The page as it opens on a surface, but for its racers and some fields, and with 100 steps."""

    slots = allotted(each.optimizer for each in racers)
    slotted = tuple(replace(each, slot=slot) for slot, each in zip(slots, racers, strict=True))
    return lambda: replace(opening(surface), racers=slotted, **{"steps": 100} | fields)


def racer(
    surface: str, optimizer: str, form: str = "", steering: Steering = PLAIN, *, learning_rate: float, **values: Any
) -> Racer:
    """The optimizer's defaults but for some values; `form` is a convention. What a text says depends on the rate, so
    that a story has its own, whatever becomes of a surface's."""
    chosen = dict(preset_values(surface, optimizer)) | values | {"learning_rate": learning_rate}
    made = Racer(1, optimizer, tuple(chosen.items()), steering=steering)
    return in_form(made, form) if form else made


def on(surface: str, **rates: float) -> list[Racer]:
    """Several optimizers, each with its learning rate."""
    return [racer(surface, optimizer, learning_rate=rate) for optimizer, rate in rates.items()]


def planned(schedule: str, **timing: float) -> Steering:
    """A schedule, its own numbers as they stand by default but for some."""
    declared = {name: spec.default for name, spec in specs(SCHEDULES[schedule]).items()}
    return Steering(schedule, tuple((declared | timing).items()))


def by_hand(*changes: tuple[int, str, float]) -> Steering:
    return Steering(changes=tuple(Change(*change) for change in changes))


def on_bowl(*racers: Racer, condition: float = 50.0, rotation: float = 0.0, **fields: Any) -> Callable[[], Race]:
    """On an elongated bowl with these parameters; its start turns with it."""
    shape = {"condition": condition, "rotation": rotation}
    start = SURFACES[BOWL].with_parameters(**shape).start
    return race(BOWL, *racers, **{"parameters": tuple(shape.items()), "start": start} | fields)
