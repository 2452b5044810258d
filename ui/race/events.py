"""What the browser may ask of a race, beside what may be done to any card."""

from dataclasses import replace
from math import isfinite
from typing import Any

from experiments.race import GROUNDS, surface_of
from experiments.steering import Steering, options_of
from figures.curves import curves_of
from optimizers import OPTIMIZERS, OPTIONS
from ui.events import Answer, Handler, Refused, answered, outside
from ui.race.state import MAX_STEPS, Race, on_surface, opening_racers
from ui.race.stories import STORIES, is_changed, number_of, opened_part
from ui.racers import steering
from ui.racers.events import EVENTS_OF_A_MAP, EVENTS_OF_RACERS
from ui.racers.racer import Racer, preset_values
from ui.racers.steering import DECK


def answer(race: Race, event: dict[str, Any]) -> Answer[Race]:
    """Never raises for an event, however odd."""
    return answered(EVENTS, race, event)


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
    EVENTS_OF_RACERS
    | EVENTS_OF_A_MAP
    | {
        "noise": _noise,
        "story": _story,
        "steps": _steps,
        "tolerance": _tolerance,
        "curve": _curve,
        "add": _add,
        "reset": _reset,
        "restore": _restore,
        "surface": _surface,
    }
)
