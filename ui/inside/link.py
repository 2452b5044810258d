"""The whole page in a link, and back. Every value is written, defaults too: links outlive a change of presets.

v=1&tab=surface&surface=elongated_bowl&condition=50.0&rotation=0.0&start=-4.0~2.0&steps=60
&optimizer=adam~learning_rate~0.3~beta1~0.9~…&memory=1&scaling=1&correction=1&ghosts=1&same=0   what is opened up
&series=own&given=1.0~-1.0~0.5&r1=rprop~learning_rate~0.01~…   the racers of a series, as Race writes them
&coordinate=x&what=surface&epsilon=0.01&at=0   the gradient check
and then the view, which the browser writes (ui/inside/view.py)
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from experiments.inside import OPENABLE
from surfaces import SURFACES
from ui.inside.events import SHOWN, answer
from ui.inside.state import ADAM, MOST_GIVEN, SWITCHES, Scene, opening, series_values, stays_closed
from ui.inside.view import LOOKS
from ui.links import (
    VERSION,
    Asked,
    Complaints,
    Query,
    known,
    name_what_differs,
    quoted,
    singles,
    the_rest,
    through_events,
    told,
)
from ui.numbers import number, whole
from ui.racers.link import RUN, parameters, preset_of, racer_text, read_racer, with_racers
from ui.racers.link import everything as racers_whole
from ui.racers.racer import Racer

KEYS = {"memory": "memory", "scaling": "scaling", "bias_correction": "correction"}  # a switch → its key in the link
TITLES = {ADAM: OPENABLE[ADAM].facts.name} | {key: kind.facts.name for key, kind in OPENABLE.items()}


# ---- out
def parameters_of(state: Scene) -> dict[str, str]:
    """The link as key → text, in a fixed order; floats with every digit."""
    fixed = {"v": VERSION, "tab": state.tab, "surface": state.surface}
    fixed |= {name: repr(value) for name, value in state.parameters}
    fixed |= {"start": f"{state.start[0]!r}~{state.start[1]!r}", "steps": str(state.steps)}
    fixed["optimizer"] = racer_text(Racer(SHOWN, state.optimizer, state.values))
    fixed |= {KEYS[name]: _text(getattr(state, name)) for name in SWITCHES}
    fixed |= {"ghosts": _text(state.ghosts), "same": _text(state.same)}
    if state.given:
        fixed["given"] = "~".join(map(repr, state.given))
    fixed["series"] = state.series
    if not state.racers:
        fixed["nobody"] = "1"
    fixed |= {f"r{racer.slot}": racer_text(racer) for racer in state.racers}
    return fixed | {name: str(getattr(state, name)) for name in ("coordinate", "what", "epsilon", "at")}


def _text(on: bool) -> str:
    return str(int(on))


def link_of(state: Scene) -> str:
    return urlencode(parameters_of(state))


def everything(state: Scene) -> dict[str, str]:
    """The same with all that is as it would be without: what a link may have asked for."""
    found = parameters_of(state) | racers_whole(state.racers)
    if state.optimizer == ADAM:
        found["optimizer"] += "".join(f"~{name}~{_text(getattr(state, name))}" for name in SWITCHES)
    return found | ({} if state.touched is None else {"touched": str(state.touched)})


# ---- in
def read_link(query: Query) -> Asked[Scene]:
    """Reads what it can and says what it could not."""
    complaints: Complaints = []
    single = singles(query, complaints)
    closed = _closed(single)
    asked = dict(single)
    surfaces = {key: surface.title for key, surface in SURFACES.items()}
    state = opening(known("surface", single.pop("surface", None), surfaces, complaints))
    state = _with_optimizer(state, single, complaints)
    state = _with_given(state, single, complaints)
    state = with_racers(state, single, series_values, complaints)
    state = through_events(state, single, parameters(state) | REST, answer, complaints)
    view = the_rest(single, LOOKS, state.steps_on_stage, complaints)
    name_what_differs(asked, everything(state), LOOKS, complaints)
    return Asked(state, view, " ".join(filter(None, [*closed, told(complaints)])))


def _closed(single: dict[str, str]) -> list[str]:
    """Why rules that a link asks for stay closed, a sentence each; they leave `single`."""
    asked = {key: text.partition("~")[0] for key, text in single.items() if re.fullmatch(r"optimizer|r\d+", key)}
    closed = {key: words for key, name in asked.items() if (words := stays_closed(name))}
    for key in closed:
        del single[key]
    return list(dict.fromkeys(closed.values()))


def _with_optimizer(state: Scene, single: dict[str, str], complaints: Complaints) -> Scene:
    """What is opened up, and Adam's switches, which a link carries whatever is opened."""
    asked, _, settings = single.pop("optimizer", ADAM).partition("~")
    name = known("optimizer", asked, TITLES, complaints)
    found = read_racer(SHOWN, f"{name}~{settings}" if settings else name, preset_of(state.surface), complaints)
    values = dict(found.values) if settings or name != ADAM else dict(state.values)
    switches = {field: values.pop(field, True) for field in SWITCHES if name == ADAM}
    for field, key in KEYS.items():
        switches[field] = _on(key, single.pop(key, _text(switches.get(field, True))), complaints)
    return replace(state, optimizer=name, values=tuple(values.items()), **switches)


def _on(key: str, text: str, complaints: Complaints) -> bool:
    if text not in ("0", "1"):
        complaints.append(quoted(key, text))
    return text != "0"


def _with_given(state: Scene, single: dict[str, str], complaints: Complaints) -> Scene:
    text = single.pop("given", None)
    if text is None:
        return state
    try:
        numbers = tuple(map(number, text.split("~", MOST_GIVEN)))
        if not 2 <= len(numbers) <= MOST_GIVEN:
            raise ValueError(text)
    except ValueError:
        complaints.append(quoted("given", text))
        return state
    return replace(state, given=numbers)


def _valued(kind: str, read: Callable[[str], Any]) -> Callable[[str], dict]:
    return lambda text: {"kind": kind, "value": read(text)}


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


REST: dict[str, Callable[[str], dict]] = RUN | {
    "tab": _valued("tab", str),
    "ghosts": _valued("ghosts", _switch),
    "same": _valued("same", _switch),
    "series": _valued("series", str),
    "coordinate": _valued("coordinate", str),
    "what": _valued("what", str),
    "epsilon": _valued("epsilon", number),
    "at": _valued("at", whole),
}
