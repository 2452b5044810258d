"""What the browser may ask of a race, beside what may be done to any card."""

from dataclasses import replace
from math import cos, isfinite, radians, sin
from typing import Any

from experiments.race import GROUNDS, surface_of
from experiments.steering import Steering, options_of
from figures.curves import curves_of
from optimizers import OPTIMIZERS, OPTIONS, specs
from ui.events import Answer, Handler, Refused, answered, outside
from ui.race import steering
from ui.race.state import (
    MAX_STEPS,
    Race,
    Racer,
    far,
    on_surface,
    opening_racers,
    placed,
    preset_values,
)
from ui.race.steering import DECK
from ui.race.stories import STORIES, is_changed, number_of, opened_part


def answer(race: Race, event: dict[str, Any]) -> Answer[Race]:
    """Never raises for an event, however odd."""
    return answered(EVENTS, race, event)


def _hyper(race: Race, event: dict) -> Race:
    racer, name = DECK.card(race, event), event["name"]
    declared, old = specs(OPTIMIZERS[racer.optimizer])[name], dict(racer.values)[name]
    value = bool(event["value"]) if isinstance(old, bool) else float(event["value"])
    try:
        at = event.get("at")
        changed = steering.by_hand(racer, at, name, value) if at else racer.with_value(name, value)
        return replace(race.with_racer(changed), touched=racer.slot)
    except Refused:
        raise
    except ValueError as error:
        raise outside(declared, value, old) from error


def _start(race: Race, event: dict) -> Race:
    start = placed((float(event["x"]), float(event["y"]))[: surface_of(race.ground).n])
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
    x, y = turned(race.start, value - old[name]) if name == "rotation" else race.start
    return _start(changed, {"x": x, "y": y})


def turned(point: tuple[float, float], degrees: float) -> tuple[float, float]:
    """About the origin, the bowl's minimum: turning the bowl turns the start with it."""
    x, y = point
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c * x - s * y, s * x + c * y)


def _steps(race: Race, event: dict) -> Race:
    value = event["value"]
    if not (isfinite(value) and 1 <= value <= MAX_STEPS and value == round(value)):
        raise Refused(f"A race has a whole number of steps, 1 to {MAX_STEPS}. Kept {race.steps}.")
    return steering.in_pace(race, replace(race, steps=round(value)))


def _noise(race: Race, event: dict) -> Race:
    name, value = event["name"], float(event["value"])
    old = race.noise._asdict()[name]
    noise = race.noise._replace(**{name: value if name == "noise" else round(value)})
    try:
        options_of(Steering(noise=noise))
    except ValueError as error:
        raise outside(OPTIONS[name], value, old) from error
    return replace(race, noise=noise)


def _tolerance(race: Race, event: dict) -> Race:
    value = float(event["value"])
    if not 0 < value < 1:
        raise Refused(f"The tolerance is a part between 0 and 1 of the loss at the start. Kept {race.tolerance:g}.")
    return replace(race, tolerance=value)


def _curve(race: Race, event: dict) -> Race:
    if event["value"] not in curves_of(surface_of(race.ground)):
        raise Refused("No minimum is known here, so distance and ‘steps to’ are left out.")
    return replace(race, curve=event["value"])


def _add(race: Race, event: dict) -> Race:
    if event["optimizer"] not in OPTIMIZERS:
        raise Refused("That optimizer is not known here.")
    name = event["optimizer"]
    return DECK.added(race, Racer(DECK.free(race, name), name, preset_values(race.surface, name)))


def _reset(race: Race, event: dict) -> Race:
    racer = DECK.card(race, event)
    fresh = Racer(racer.slot, racer.optimizer, preset_values(race.surface, racer.optimizer), racer.hidden)
    return race.with_racer(fresh)


def _remove(race: Race, event: dict) -> Answer[Race]:
    racer = DECK.card(race, event)
    return Answer(DECK.without(race, racer), f"{OPTIMIZERS[racer.optimizer].facts.name} was removed.", undo=True)


def _restore(race: Race, event: dict) -> Race:
    return replace(race, racers=opening_racers(race.surface), touched=None)


def _surface(race: Race, event: dict) -> Answer[Race]:
    if event["value"] == race.surface:
        return Answer(race)
    words = f"Loaded {GROUNDS[event['value']].title} with its own start and rates."
    return Answer(steering.in_pace(race, on_surface(race, event["value"])), words, undo=True)


def _story(race: Race, event: dict) -> Answer[Race]:
    """A part of a story, or none of them. What was seen before is offered back, unless it was a part of the story."""
    key = event["value"]
    if key is None:
        return Answer(replace(race, story=None, part=1))
    number = number_of(key, event.get("part", 1))
    within = race.story == key and not is_changed(race)
    words = "" if within else f"Opened the story ‘{STORIES[key].title}’."
    return Answer(opened_part(key, number), words, undo=not within)


EVENTS: dict[str, Handler] = (
    DECK.events
    | steering.EVENTS
    | {
        "noise": _noise,
        "story": _story,
        "hyper": _hyper,
        "start": _start,
        "parameter": _parameter,
        "steps": _steps,
        "tolerance": _tolerance,
        "curve": _curve,
        "add": _add,
        "reset": _reset,
        "remove": _remove,
        "restore": _restore,
        "surface": _surface,
    }
)
