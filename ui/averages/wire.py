"""The two messages of the Averages page: the ground changes with the series, the wire with everything."""

from dataclasses import asdict
from typing import Any

import numpy as np

from experiments.race import surface_of
from figures.averages import axis_of, columns_of, memory_of
from figures.decimation import at, spread, stops_of, stride_of
from ui.averages.own import Preview
from ui.averages.shown import Shown, by_key, shown_of, title_of
from ui.averages.state import Averages, Curve, alone
from ui.brought import commas_json
from ui.packets import Block, packet
from ui.race.state import Race
from ui.racers.titles import titles
from ui.visit import Visit

PAGE = "averages"
PREVIEW_ROWS, PREVIEW_DROPPED = 8, 20


# ---- the ground
def ground_packet(state: Averages) -> bytes:
    """Constant for a series in a unit."""
    return _ground_packet(shown_of(state))


@by_key(16)
def _ground_packet(shown: Shown) -> bytes:
    days, stride = len(shown.values), stride_of(len(shown.values))
    stops = stops_of(days)
    low, high = spread(stops, shown.values, np.nan) if stride > 1 else (None, None)
    header = {
        "name": PAGE,
        "id": shown.key,
        "series": shown.key.split(" ")[0],
        "title": shown.title,
        "unit": shown.unit,
        "units": shown.units,
        "axis": shown.axis,
        "n": days,
        "each": shown.each,
        "first_day": shown.first_day,
        "stride": stride,
        "notice": [piece._asdict() for piece in shown.notice],
        "facts": [piece._asdict() for piece in shown.facts],
        "own": shown.own,
        "days": stops,
        "theta": at(stops, shown.values, np.nan),
        "low": low,
        "high": high,
    }
    return packet(header)


# ---- the wire
def wire_packet(state: Averages, race: Race, visit: Visit, held: set[int] | None = None) -> bytes:
    """The averages that are not hidden, and all that bar, deck and table show. `race`: this visitor's."""
    shown = shown_of(state)
    header = {
        "name": PAGE,
        **visit._asdict(),
        "picture": shown.key,
        "steps": shown.steps,
        "series": state.series,
        "correction": state.correction,
        "window": state.window,
        "touched": state.touched,
        "axis": axis_of(*_reach(shown), with_zero=state.correction != "on"),
        "curves": [_curve(shown, curve, state.window) for curve in state.curves],
        "preview": _preview(state.preview) if state.preview else None,
        "own": state.own is not None,
        "runs": _runs(race),
        "run": _run(state, race),
    }
    return packet(header, held)


@by_key(1)
def _reach(shown: Shown) -> tuple[float, float]:
    return float(shown.values.min()), float(shown.values.max())


def _curve(shown: Shown, curve: Curve, window: bool) -> dict[str, Any]:
    track = None if curve.hidden else block(shown, curve.beta, window)
    return asdict(curve) | memory_of(curve.beta, shown.each)._asdict() | {"track": track}


@by_key(48)
def block(shown: Shown, beta: float, window: bool) -> Block:
    """One entry a curve: moving one computes no other."""
    return Block(**columns_of(shown.values, beta, stops_of(len(shown.values)), window))


def _preview(preview: Preview) -> dict[str, Any]:
    told = {"name": preview.name, "words": preview.words, "refused": preview.own is None}
    told |= commas_json(preview.commas)
    if preview.own is None:
        return told | {"columns": [], "column": None, "rows": [], "count": 0, "dropped": []}
    reading = preview.own.reading
    return told | {
        "columns": reading.columns,
        "column": reading.column,
        "rows": [[day, text] for day, text in enumerate(_first_days(reading), 1)],
        "count": len(reading.values),
        "dropped": [list(row) for row in reading.dropped[:PREVIEW_DROPPED]],
    }


def _first_days(reading) -> list[str]:
    """The first numbers as they were read, each with its date where there is one."""
    numbers = [f"{value:.12g}".replace("-", "−") for value in reading.values[:PREVIEW_ROWS]]
    if reading.labels is None:
        return numbers
    return [f"{label}: {text}" for label, text in zip(reading.labels, numbers, strict=False)]


def _runs(race: Race) -> list[dict[str, Any]]:
    """The racers whose gradients can be averaged."""
    if race.steps < 2:
        return []
    named = zip(race.racers, titles(race.racers), strict=True)
    axes = {"axes": ["x"]} if surface_of(race.ground).n == 1 else {}
    return [{"slot": racer.slot, "title": title, **axes} for racer, title in named]


def _run(state: Averages, race: Race) -> dict[str, Any] | None:
    """`current`: whether the visitor's race still is what is shown; it may have moved on, or the link was another's."""
    if state.gradient is None:
        return None
    slot, coordinate = state.gradient.racer.slot, state.gradient.coordinate
    current = state.gradient.race == alone(race, slot)
    return {"slot": slot, "coordinate": coordinate, "title": title_of(state.gradient), "current": current}
