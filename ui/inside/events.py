"""What the browser may ask of the page, beside what may be done to any card and to any race."""

from dataclasses import replace
from math import isfinite
from typing import Any

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE
from optimizers import specs
from optimizers.parts import VARIANTS
from surfaces import SURFACES
from ui.events import Answer, Handler, Refused, answered, outside
from ui.inside.given import numbers_of
from ui.inside.state import (
    ADAM,
    COORDINATES,
    CUBE,
    MAX_STEPS,
    OWN,
    SURFACE,
    SWITCHES,
    TABS,
    WIDTH,
    Scene,
    kind_of,
    lineup,
    on_surface,
    series_racer,
    shown_values,
    stays_closed,
    with_switches,
)
from ui.racers.events import EVENTS_OF_A_MAP, hyper, remove
from ui.racers.steering import DECK

SHOWN = 0  # the slot of the optimizer that is opened up; from 1 on they are those of the racers


def answer(state: Scene, event: dict[str, Any]) -> Answer[Scene]:
    """Never raises for an event, however odd."""
    return answered(EVENTS, state, event)


def _one_of(field: str, *choices: Any) -> Handler:
    def handler(state: Scene, event: dict) -> Scene:
        return replace(state, **{field: _choice(choices, event["value"])})

    return handler


def _choice(choices: Any, value: Any) -> Any:
    if value not in choices:
        raise ValueError(value)
    return next(choice for choice in choices if choice == value)  # 1 is True, and True is what stays


# ---- on a surface
def _surface(state: Scene, event: dict) -> Answer[Scene]:
    if event["value"] == state.surface:
        return Answer(state)
    words = f"Loaded {SURFACES[event['value']].title} with its own start and rate."
    return Answer(on_surface(state, event["value"]), words, undo=True)


def _steps(state: Scene, event: dict) -> Scene:
    value = event["value"]
    if not (isfinite(value) and 1 <= value <= MAX_STEPS and value == round(value)):
        raise Refused(f"A run has a whole number of steps here, 1 to {MAX_STEPS}. Kept {state.steps}.")
    return replace(state, steps=round(value), at=min(state.at, round(value)))


def _optimizer(state: Scene, event: dict) -> Scene:
    name = _opened(event["value"])
    if name == state.optimizer:
        return state
    chosen = replace(state, optimizer=name, values=())
    return replace(chosen, values=shown_values(chosen))


def _opened(name: Any) -> str:
    """A rule that can be opened up."""
    if name not in OPENABLE:
        raise Refused(stays_closed(name) or "That optimizer is not known here.")
    return name


def _switch(state: Scene, event: dict) -> Answer[Scene]:
    name = _choice(SWITCHES, event["name"])
    return _switched(state, {name: _choice((False, True), event["value"])})


def _variant(state: Scene, event: dict) -> Answer[Scene]:
    return _switched(state, VARIANTS[event["value"]].switches)


def _switched(state: Scene, switches: dict[str, bool]) -> Answer[Scene]:
    """The sentence is due where the learning rate changes with the rule."""
    if state.optimizer != ADAM:
        raise Refused("These switches are Adam's. Choose Adam first.")
    changed = with_switches(state, **switches)
    before, now = (dict(scene.values)["learning_rate"] for scene in (state, changed))
    if before == now:
        return Answer(changed)
    whose = "as you left it" if changed.variant.key in dict(state.rates) else "its preset on this surface"
    return Answer(changed, f"{changed.variant.title}: α = {now:.4g}, {whose} (was {before:.4g}).", undo=True)


def _hyper(state: Scene, event: dict) -> Scene:
    if event["slot"] != SHOWN:
        return hyper(state, event | {"at": None})  # nothing is changed in mid-run here
    name = event["name"]
    declared, old = specs(kind_of(state.optimizer))[name], dict(state.values)[name]
    value = bool(event["value"]) if isinstance(old, bool) else float(event["value"])
    try:
        return state.with_value(name, value)
    except ValueError as error:
        raise outside(declared, value, old) from error


def _reset(state: Scene, event: dict) -> Scene:
    if event.get("slot", SHOWN) == SHOWN:
        return replace(state, values=shown_values(state))
    racer = DECK.card(state, event)
    return DECK.changed(state, replace(racer, values=series_racer(racer.slot, racer.optimizer).values))


# ---- a series
def _series(state: Scene, event: dict) -> Scene:
    if event["value"] == OWN and not state.given:
        raise Refused("Type or paste some numbers first.")
    if event["value"] not in (*GRADIENTS, OWN):
        raise Refused("That series is not known here.")
    return replace(state, series=event["value"])


def _given(state: Scene, event: dict) -> Answer[Scene]:
    if not isinstance(event["text"], str):
        raise TypeError(event["text"])
    numbers, words = numbers_of(event["text"])
    return Answer(replace(state, series=OWN, given=numbers), words)


def _add(state: Scene, event: dict) -> Scene:
    name = _opened(event["optimizer"])
    return DECK.added(state, series_racer(DECK.free(state, name), name))


def _restore(state: Scene, event: dict) -> Scene:
    return replace(state, racers=lineup(), touched=None)


# ---- gradient check
def _epsilon(state: Scene, event: dict) -> Scene:
    value = float(event["value"])
    if not WIDTH.low <= value <= WIDTH.high:
        raise Refused(f"ε goes from {WIDTH.low:g} to {WIDTH.high:g} here. Kept {state.epsilon:g}.".replace("-", "−"))
    return replace(state, epsilon=value)


def _at(state: Scene, event: dict) -> Scene:
    value = event["value"]
    if not (isfinite(value) and 0 <= value <= state.steps):
        raise Refused(f"This run has the steps 0 to {state.steps}. Kept {state.at}.")
    return replace(state, at=round(value))


EVENTS: dict[str, Handler] = (
    DECK.events
    | EVENTS_OF_A_MAP
    | {
        "tab": _one_of("tab", *TABS),
        "surface": _surface,
        "steps": _steps,
        "optimizer": _optimizer,
        "hyper": _hyper,
        "switch": _switch,
        "variant": _variant,
        "ghosts": _one_of("ghosts", False, True),
        "same": _one_of("same", False, True),
        "reset": _reset,
        "series": _series,
        "given": _given,
        "add": _add,
        "remove": remove,
        "restore": _restore,
        "coordinate": _one_of("coordinate", *COORDINATES),
        "what": _one_of("what", SURFACE, CUBE),
        "epsilon": _epsilon,
        "at": _at,
    }
)
