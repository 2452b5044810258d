"""The series that is shown: its days, its words, and a key that stands for both in every cache."""

from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

import numpy as np

from experiments.race import surface_of
from experiments.series import CELSIUS, FAHRENHEIT, SERIES
from figures.decimation import stops_of
from optimizers import OPTIMIZERS
from ui import cached
from ui.averages.own import Own
from ui.averages.state import OWN, RACE, Averages, Gradient
from ui.brought import STAYS
from ui.race.link import link_of
from ui.race.plans import plan_of as run_plan
from ui.runs import RUNS
from ui.words import Piece, explained

TITLES = {name: series.title for name, series in SERIES.items()} | {OWN: "Your own", RACE: "The gradient of a run"}
MOST_DROPPED = 200  # rows named in the ground


@dataclass(frozen=True)
class Shown:
    """Equal keys are equal in everything else."""

    key: str
    values: np.ndarray = field(compare=False)  # θ, (t,) float64
    title: str = field(compare=False)
    axis: str = field(compare=False)
    notice: list[Piece] = field(compare=False)
    facts: list[Piece] = field(compare=False)
    unit: str = field(compare=False, default="")
    units: tuple[str, ...] = field(compare=False, default=())
    first_day: str | None = field(compare=False, default=None)
    own: dict[str, Any] | None = field(compare=False, default=None)
    each: str = field(compare=False, default="day")

    @property
    def steps(self) -> int:
        return len(stops_of(len(self.values))) - 1


def shown_of(state: Averages) -> Shown:
    if state.series == OWN and state.own:
        return _own(state.own)
    if state.series == RACE and state.gradient:
        return _gradient(state.gradient)
    return _listed(state.series, state.unit)


@lru_cache(maxsize=64)
def _listed(name: str, unit: str) -> Shown:
    series = SERIES[name].in_unit(unit) if SERIES[name].is_temperature else SERIES[name]
    return Shown(
        key=f"{name} {series.unit}",
        values=series.values,
        title=series.title,
        axis=f"temperature, {series.unit}" if series.unit else "value",
        notice=explained(series.note),
        facts=explained(f"Source: {series.source}"),
        unit=series.unit,
        units=(FAHRENHEIT, CELSIUS) if series.is_temperature else (),
        first_day=series.first_day.isoformat() if series.first_day else None,
    )


def _own(own: Own) -> Shown:
    reading = own.reading
    named = reading.column != "numbers"
    return Shown(
        key=f"{OWN} {own.key}",
        values=reading.values,
        title=f"Your own: {reading.column}" if named else "Your own numbers",
        axis=reading.column if named else "value",
        notice=[Piece(reading.words)],
        facts=[Piece(STAYS)],
        own={
            "words": reading.words,
            "dropped": [list(row) for row in reading.dropped[:MOST_DROPPED]],
            "total_dropped": len(reading.dropped),
        },
    )


def _gradient(gradient: Gradient) -> Shown:
    return _gradient_so_far(gradient, RUNS.seen(plan_of(gradient)))


@cached.bounded(16, key=lambda gradient, run: (gradient, run.made))
def _gradient_so_far(gradient: Gradient, run: cached.Shown) -> Shown:
    name = OPTIMIZERS[gradient.racer.optimizer].facts.name
    values, surface = _values(gradient, run), surface_of(gradient.race.ground)
    letter = surface.letters["xy".index(gradient.coordinate)]
    key = sha256(f"{gradient.coordinate} {link_of(gradient.race)}".encode()).hexdigest()
    return Shown(
        key=f"{RACE} {key}" if run.done else f"{RACE} {key} {run.made}",
        values=values,
        title=title_of(gradient),
        axis=f"gradient, ∂{surface.symbol}/∂{letter}",
        notice=explained(f"The gradient as {name} met it, step by step. Averaged, it is what momentum steps along."),
        facts=explained(f"From a race on {surface.title}: {len(values)} steps."),
        each="step",
    )


def title_of(gradient: Gradient) -> str:
    return f"Gradient of {OPTIMIZERS[gradient.racer.optimizer].facts.name}, {gradient.coordinate}"


def plan_of(gradient: Gradient) -> cached.Plan:
    """The run whose gradient it is."""
    return run_plan(gradient.race, gradient.racer)


def plans_of(state: Averages) -> list[cached.Plan]:
    """The run that is shown, if one is."""
    return [plan_of(state.gradient)] if state.series == RACE and state.gradient else []


def gradient_values(gradient: Gradient) -> np.ndarray:
    """(t,) as far as the run is made, was in good health and the numbers finite."""
    return _values(gradient, RUNS.seen(plan_of(gradient)))


def _values(gradient: Gradient, shown: cached.Shown) -> np.ndarray:
    values = shown.run.gradient[: shown.run.last, "xy".index(gradient.coordinate)]
    strange = np.flatnonzero(~np.isfinite(values))
    return values[: strange[0]] if strange.size else values


by_key = partial(cached.bounded, key=lambda shown, *rest: (shown.key, *rest))
