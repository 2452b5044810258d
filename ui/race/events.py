"""What the browser may ask of a race. Each event is answered by a new race, and by a sentence where one is due."""

from collections.abc import Callable
from dataclasses import replace
from math import cos, isfinite, radians, sin
from typing import Any, NamedTuple

from experiments.race import surface_of
from figures.curves import curves_of
from optimizers import OPTIMIZERS, Hyper, specs
from surfaces import SURFACES
from ui.race.state import (
    MAX_STEPS,
    Race,
    Racer,
    far,
    on_surface,
    opening_racers,
    preset_values,
)


class Answer(NamedTuple):
    race: Race
    words: str = ""
    undo: bool = False  # whether the words offer a way back


class Refused(ValueError):
    """The event asks for what cannot be; the message says what can."""


def answer(race: Race, event: dict[str, Any]) -> Answer:
    """Never raises for an event, however odd: a browser of another version, or a hand-made message, may send it."""
    try:
        result = EVENTS[event["kind"]](race, event)
        return result if isinstance(result, Answer) else Answer(result)
    except Refused as refusal:
        return Answer(race, str(refusal))
    except (KeyError, TypeError, ValueError, OverflowError):
        return Answer(race, "This could not be used; everything stays as it was.")


def _hyper(race: Race, event: dict) -> Race:
    racer, name = _racer(race, event), event["name"]
    declared, old = specs(OPTIMIZERS[racer.optimizer])[name], dict(racer.values)[name]
    value = bool(event["value"]) if isinstance(old, bool) else float(event["value"])
    try:
        return replace(race.with_racer(racer.with_value(name, value)), touched=racer.slot)
    except ValueError as error:
        raise Refused(f"{declared.symbol}: {_domain(declared, value)} Kept {old:g}.") from error


def _domain(declared: Hyper, value: float) -> str:
    if value == declared.highest == 1:
        return "it must stay under 1, for at 1 nothing is ever forgotten."
    return f"{value:g} is outside {declared.domain(declared.symbol)}."


def _start(race: Race, event: dict) -> Race:
    start = (float(event["x"]), float(event["y"]))
    if far(race, start):
        raise Refused("That start is more than 1000 times the surface's width away. The start stays where it was.")
    return replace(race, start=start)


def _parameter(race: Race, event: dict) -> Race:
    name, value = event["name"], float(event["value"])
    old = dict(race.parameters)
    changed = replace(race, parameters=tuple((n, value if n == name else v) for n, v in race.parameters))
    try:
        surface_of(changed.ground)
    except ValueError as error:
        raise Refused(f"{error}. Kept {old[name]:g}.") from error
    if name != "rotation":
        return changed
    x, y = turned(race.start, value - old[name])
    return _start(changed, {"x": x, "y": y})


def turned(point: tuple[float, float], degrees: float) -> tuple[float, float]:
    """About the origin, the bowl's minimum: turning the bowl turns the start with it."""
    x, y = point
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c * x - s * y, s * x + c * y)


def _steps(race: Race, event: dict) -> Race:
    value = event["value"]
    if not (isfinite(value) and 1 <= value <= MAX_STEPS):
        raise Refused(f"A race has between 1 and {MAX_STEPS} steps. Kept {race.steps}.")
    return replace(race, steps=round(value))


def _tolerance(race: Race, event: dict) -> Race:
    value = float(event["value"])
    if not 0 < value < 1:
        raise Refused(f"The tolerance is a part between 0 and 1 of the loss at the start. Kept {race.tolerance:g}.")
    return replace(race, tolerance=value)


def _curve(race: Race, event: dict) -> Race:
    if event["value"] not in curves_of(surface_of(race.ground)):
        raise Refused("No minimum is known here, so distance and ‘steps to’ are left out.")
    return replace(race, curve=event["value"])


def _touch(race: Race, event: dict) -> Race:
    racer = race.racer(event["slot"])  # it may be gone by now: then there is nothing to say
    return replace(race, touched=racer.slot) if racer else race


def _add(race: Race, event: dict) -> Race:
    if event["optimizer"] not in OPTIMIZERS:
        raise Refused("That optimizer is not known here.")
    slot = _free(race)
    racer = Racer(slot, event["optimizer"], preset_values(race.surface, event["optimizer"]))
    return replace(race, racers=(*race.racers, racer), touched=slot)


def _duplicate(race: Race, event: dict) -> Race:
    racer = _racer(race, event)
    twin = replace(racer, slot=_free(race), hidden=False)
    at = race.racers.index(racer) + 1
    return replace(race, racers=(*race.racers[:at], twin, *race.racers[at:]), touched=twin.slot)


def _free(race: Race) -> int:
    slot = race.free_slot()
    if slot is None:
        raise Refused("Eight is all that eyes can follow. Remove one first.")
    return slot


def _hide(race: Race, event: dict) -> Race:
    return race.with_racer(replace(_racer(race, event), hidden=True))


def _show(race: Race, event: dict) -> Race:
    return race.with_racer(replace(_racer(race, event), hidden=False))


def _reset(race: Race, event: dict) -> Race:
    racer = _racer(race, event)
    return race.with_racer(replace(racer, values=preset_values(race.surface, racer.optimizer)))


def _remove(race: Race, event: dict) -> Answer:
    racer = _racer(race, event)
    left = tuple(other for other in race.racers if other is not racer)
    touched = None if race.touched == racer.slot else race.touched
    return Answer(
        replace(race, racers=left, touched=touched), f"{OPTIMIZERS[racer.optimizer].facts.name} is out.", undo=True
    )


def _restore(race: Race, event: dict) -> Race:
    return replace(race, racers=opening_racers(race.surface), touched=None)


def _surface(race: Race, event: dict) -> Answer:
    if event["value"] == race.surface:
        return Answer(race)
    words = f"Loaded {SURFACES[event['value']].title} with its own start and rates."
    return Answer(on_surface(race, event["value"]), words, undo=True)


def _racer(race: Race, event: dict) -> Racer:
    racer = race.racer(event["slot"])
    if racer is None:
        raise Refused("That racer is no longer here.")
    return racer


EVENTS: dict[str, Callable[[Race, dict], Race | Answer]] = {
    "hyper": _hyper,
    "start": _start,
    "parameter": _parameter,
    "steps": _steps,
    "tolerance": _tolerance,
    "curve": _curve,
    "touch": _touch,
    "add": _add,
    "duplicate": _duplicate,
    "hide": _hide,
    "show": _show,
    "reset": _reset,
    "remove": _remove,
    "restore": _restore,
    "surface": _surface,
}
