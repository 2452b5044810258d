"""What the browser may ask of the averages, beside what may be done to any card."""

from dataclasses import replace
from typing import Any

from experiments.race import surface_of
from experiments.series import CELSIUS, FAHRENHEIT, SERIES
from figures.averages import memory_of
from optimizers.averages import BETA
from optimizers.hyper import number_inside
from ui.averages.own import pasted, uploaded
from ui.averages.shown import gradient_values
from ui.averages.state import (
    COORDINATES,
    CORRECTIONS,
    OWN,
    RACE,
    Averages,
    Curve,
    Gradient,
    alone,
    curve,
    opening_curves,
)
from ui.brought import STAYS
from ui.deck import Deck
from ui.events import Answer, Handler, Refused, answered, optional_text, outside
from ui.race.state import Race
from ui.race.state import opening as opening_race

DECK = Deck("curves", "average")


def answer(state: Averages, event: dict[str, Any], race: Race | None = None) -> Answer[Averages]:
    """Never raises for an event, however odd. `race`: whose gradients can be asked for, or the opening one's."""
    return answered(EVENTS, state, event | {"race": race or opening_race()})


# ---- what is averaged
def _series(state: Averages, event: dict) -> Averages:
    name = event["value"]
    if name == OWN and not state.own:
        raise Refused("Paste numbers or upload a CSV first.")
    if name == RACE and not state.gradient:
        raise Refused("Choose an optimizer of your race first.")
    if name not in (*SERIES, OWN, RACE):
        raise Refused("That series is not known here.")
    return replace(state, series=name, gradient=state.gradient if name == RACE else None)


def _unit(state: Averages, event: dict) -> Averages:
    return replace(state, unit=_one_of((FAHRENHEIT, CELSIUS), event["value"]))


def _run(state: Averages, event: dict) -> Averages:
    race = alone(event["race"], event["slot"])
    if race is None:
        raise Refused("That optimizer is no longer in your race.")
    return with_gradient(state, Gradient(race, _one_of(COORDINATES, event["coordinate"])))


def with_gradient(state: Averages, gradient: Gradient) -> Averages:
    if gradient.coordinate not in COORDINATES[: surface_of(gradient.race.ground).n]:
        raise Refused("That cost has one parameter: there is no gradient along y.")
    if len(gradient_values(gradient)) < 2:
        raise Refused("That run has fewer than 2 finite steps: there is nothing to average.")
    return replace(state, series=RACE, gradient=gradient)


def _paste(state: Averages, event: dict) -> Averages:
    return replace(
        state, preview=pasted(_text(event["text"]), optional_text(event, "column"), optional_text(event, "commas"))
    )


def _upload(state: Averages, event: dict) -> Averages:
    return replace(
        state,
        preview=uploaded(
            _text(event["name"]), _text(event["data"]), optional_text(event, "column"), optional_text(event, "commas")
        ),
    )


def _use(state: Averages, event: dict) -> Answer[Averages]:
    if not (state.preview and state.preview.own):
        raise Refused("There is nothing to use yet.")
    return Answer(replace(state, series=OWN, gradient=None, own=state.preview.own, preview=None), STAYS)


def _discard(state: Averages, event: dict) -> Averages:
    return replace(state, preview=None)


# ---- how it is averaged
def _beta(state: Averages, event: dict) -> Averages:
    changed, value = DECK.card(state, event), float(event["value"])
    try:
        beta = number_inside("beta", value, BETA)
    except ValueError as error:
        raise outside(BETA, value, changed.beta) from error
    return replace(DECK.changed(state, replace(changed, beta=beta)), touched=changed.slot)


def _correction(state: Averages, event: dict) -> Averages:
    return replace(state, correction=_one_of(CORRECTIONS, event["value"]))


def _window(state: Averages, event: dict) -> Averages:
    return replace(state, window=bool(_one_of((False, True), event["value"])))


def _add(state: Averages, event: dict) -> Averages:
    return DECK.added(state, curve(DECK.free(state)))


def _reset(state: Averages, event: dict) -> Averages:
    card: Curve = DECK.card(state, event)
    return DECK.changed(state, replace(card, beta=curve(card.slot).beta))


def _remove(state: Averages, event: dict) -> Answer[Averages]:
    card = DECK.card(state, event)
    one = "step" if state.series == RACE else "day"
    words = f"The average over {memory_of(card.beta, one).title} was removed."
    return Answer(DECK.without(state, card), words, undo=True)


def _restore(state: Averages, event: dict) -> Averages:
    return replace(state, curves=opening_curves(), touched=None)


# ---- fields of an event
def _one_of(choices: Any, value: Any) -> Any:
    if value not in choices:
        raise ValueError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _asked(event: dict) -> tuple[str | None, str | None]:
    """The column and the reading of commas that were chosen beside a preview."""
    return optional_text(event, "column"), optional_text(event, "commas")


EVENTS: dict[str, Handler] = DECK.events | {
    "series": _series,
    "unit": _unit,
    "run": _run,
    "paste": _paste,
    "upload": _upload,
    "use": _use,
    "discard": _discard,
    "beta": _beta,
    "correction": _correction,
    "window": _window,
    "add": _add,
    "reset": _reset,
    "remove": _remove,
    "restore": _restore,
}
