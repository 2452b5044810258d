"""What the browser may ask on every page with optimizers on cards, and on every page with a map."""

from dataclasses import replace
from math import cos, radians, sin
from typing import Any

from experiments.race import surface_of
from optimizers import OPTIMIZERS, specs
from ui.events import Answer, Handler, Refused, outside
from ui.racers import steering
from ui.racers.start import far, placed
from ui.racers.steering import DECK


def hyper(state: Any, event: dict) -> Any:
    racer, name = DECK.card(state, event), event["name"]
    declared, old = specs(OPTIMIZERS[racer.optimizer])[name], dict(racer.values)[name]
    value = bool(event["value"]) if isinstance(old, bool) else float(event["value"])
    try:
        at = event.get("at")
        changed = steering.by_hand(racer, at, name, value) if at else racer.with_value(name, value)
        return replace(state.with_racer(changed), touched=racer.slot)
    except Refused:
        raise
    except ValueError as error:
        raise outside(declared, value, old) from error


def start(state: Any, event: dict) -> Any:
    point = placed((float(event["x"]), float(event["y"]))[: surface_of(state.ground).n])
    if far(state, point):
        raise Refused("That start is more than 1000 times the surface's width away. The start stays where it was.")
    return replace(state, start=point)


def parameter(state: Any, event: dict) -> Any:
    name, value = event["name"], float(event["value"])
    old = dict(state.parameters)
    changed = replace(state, parameters=tuple((n, value if n == name else v) for n, v in state.parameters))
    try:
        surface_of(changed.ground)
    except ValueError as error:
        raise Refused(f"{error}. Kept {old[name]:g}.") from error
    x, y = turned(state.start, value - old[name]) if name == "rotation" else state.start
    return start(changed, {"x": x, "y": y})


def turned(point: tuple[float, float], degrees: float) -> tuple[float, float]:
    """About the origin, the bowl's minimum: turning the bowl turns the start with it."""
    x, y = point
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return (c * x - s * y, s * x + c * y)


def remove(state: Any, event: dict) -> Answer[Any]:
    racer = DECK.card(state, event)
    return Answer(DECK.without(state, racer), f"{OPTIMIZERS[racer.optimizer].facts.name} was removed.", undo=True)


EVENTS_OF_RACERS: dict[str, Handler] = DECK.events | steering.EVENTS | {"hyper": hyper, "remove": remove}
EVENTS_OF_A_MAP: dict[str, Handler] = {"start": start, "parameter": parameter}
