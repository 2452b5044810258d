"""The whole race in a link, and back. Every value is written, defaults included, so that links outlive a change of presets.

v=1&surface=elongated_bowl&condition=50.0&rotation=0.0&start=-4.0~2.0&steps=100&tolerance=0.001&curve=distance
&r1=momentum~learning_rate~0.002~beta1~0.9~average~0&…   a racer by its slot, name~value pairs; hidden~1 where it is hidden
&step=36&speed=20&loop=1&axis=linear&view=3d&zoom=x0~x1~y0~y1&camera=x~y~z&touched=1   the view, which the browser writes

What cannot be used is left out and named: a link always opens.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from math import isfinite
from typing import Any, NamedTuple
from urllib.parse import urlencode

from optimizers import OPTIMIZERS, specs
from surfaces import SURFACES
from ui.race.events import answer
from ui.race.state import MAX_RACERS, Race, Racer, opening, preset_values

VERSION = "1"
VIEW = ("step", "speed", "loop", "axis", "view", "zoom", "camera", "touched")  # the browser's keys
NOT_OURS = ("embed", "embed_options")  # Streamlit's own
SHOWN = 3  # complaints told one by one
LONGEST = 40  # characters of a link repeated in a complaint


class Asked(NamedTuple):
    race: Race
    view: dict[str, Any]  # step None: play once from the start
    words: str  # what could not be used, or ""


# ---- out
def parameters_of(race: Race) -> dict[str, str]:
    """The link of a race as key → text, in a fixed order; floats with every digit."""
    fixed = {"v": VERSION, "surface": race.surface} | {name: repr(value) for name, value in race.parameters}
    fixed |= {"start": f"{race.start[0]!r}~{race.start[1]!r}", "steps": str(race.steps)}
    fixed |= {"tolerance": repr(race.tolerance), "curve": race.curve}
    if not race.racers:
        fixed["nobody"] = "1"
    return fixed | {f"r{racer.slot}": _racer_text(racer) for racer in race.racers}


def link_of(race: Race) -> str:
    return urlencode(parameters_of(race))


def _racer_text(racer: Racer) -> str:
    pairs = [f"{name}~{int(value) if isinstance(value, bool) else repr(value)}" for name, value in racer.values]
    return "~".join([racer.optimizer, *pairs, *(["hidden~1"] if racer.hidden else [])])


# ---- in
def race_part(query: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """A query without the browser's keys: what decides whether somebody navigated."""
    return {key: values for key, values in query.items() if key not in (*VIEW, *NOT_OURS)}


def read_link(query: Mapping[str, Sequence[str]]) -> Asked:
    """`query` maps each key to all its values. Reads what it can and says what it could not."""
    complaints: list[str] = []
    single = {key: _last(key, values, complaints) for key, values in query.items() if key not in NOT_OURS}
    version = single.pop("v", VERSION)
    if version != VERSION:
        complaints.append(f"{_quoted('v', version)} (this is version {VERSION})")
    race = opening(_surface(single.pop("surface", None), complaints))
    race = _with_racers(race, single, complaints)
    race = _with_the_rest(race, single, complaints)
    view = {key: single.pop(key) for key in VIEW if key in single}  # touched is already gone
    complaints += [_quoted(key, value) for key, value in single.items()]
    return Asked(race, _view(race, view, complaints), _told(complaints))


def _last(key: str, values: Sequence[str], complaints: list[str]) -> str:
    if len(values) > 1:
        complaints.append(f"{_code(key)} {len(values)} times (the last one counts)")
    return values[-1]


def _surface(name: str | None, complaints: list[str]) -> str:
    if name in SURFACES or name is None:
        return name or next(iter(SURFACES))
    near = get_close_matches(name[:LONGEST], SURFACES, n=1)
    meant = f" (did you mean {SURFACES[near[0]].title}?)" if near else ""
    complaints.append(_quoted("surface", name) + meant)
    return near[0] if near else next(iter(SURFACES))


def _with_racers(race: Race, single: dict[str, str], complaints: list[str]) -> Race:
    keys = [key for key in single if re.fullmatch(r"r[0-9]{1,9}", key)]
    texts = {int(key[1:]): single.pop(key) for key in keys}
    beyond = [slot for slot in texts if not 1 <= slot <= MAX_RACERS]
    if beyond:
        complaints.append(f"{len(beyond)} racers beyond the eighth" if len(beyond) > 1 else f"racer {_code(f'r{beyond[0]}')}")
    racers = [_racer(slot, text, race, complaints) for slot, text in texts.items() if 1 <= slot <= MAX_RACERS]
    named = tuple(racer for racer in racers if racer)
    nobody = single.pop("nobody", None)
    return replace(race, racers=named) if named or nobody else race


def _racer(slot: int, text: str, race: Race, complaints: list[str]) -> Racer | None:
    name, *rest = text.split("~")
    if name not in OPTIMIZERS:
        near = get_close_matches(name[:LONGEST], OPTIMIZERS, n=1)
        complaints.append(_quoted(f"r{slot}", name) + (f" (did you mean {OPTIMIZERS[near[0]].facts.name}?)" if near else ""))
        return None
    racer = Racer(slot, name, preset_values(race.surface, name))
    for key, value in zip(rest[::2], [*rest[1::2], ""], strict=False):
        racer = _with_setting(racer, key, value, complaints)
    return racer


def _with_setting(racer: Racer, key: str, text: str, complaints: list[str]) -> Racer:
    if key == "hidden" and text in ("0", "1"):
        return replace(racer, hidden=text == "1")
    try:
        switch = isinstance(specs(OPTIMIZERS[racer.optimizer])[key].default, bool)
        return racer.with_value(key, {"0": False, "1": True}[text] if switch else _number(text))
    except (KeyError, ValueError):
        complaints.append(f"{_quoted(key, text)} of {OPTIMIZERS[racer.optimizer].facts.name}")
        return racer


def _with_the_rest(race: Race, single: dict[str, str], complaints: list[str]) -> Race:
    """Everything else goes through the same events as a finger's, so that one set of rules decides."""
    for name, _ in race.parameters:
        race = _through(race, single, name, complaints, lambda text, name=name: {"kind": "parameter", "name": name, "value": _number(text)})
    race = _through(race, single, "start", complaints, lambda text: dict(zip("xy", _numbers(text, 2), strict=True)) | {"kind": "start"})
    race = _through(race, single, "steps", complaints, lambda text: {"kind": "steps", "value": int(text)})
    race = _through(race, single, "tolerance", complaints, lambda text: {"kind": "tolerance", "value": _number(text)})
    race = _through(race, single, "curve", complaints, lambda text: {"kind": "curve", "value": text})
    return _through(race, single, "touched", complaints, lambda text: {"kind": "touch", "slot": int(text)})


def _through(race: Race, single: dict[str, str], key: str, complaints: list[str], event_of: Callable[[str], dict]) -> Race:
    if key not in single:
        return race
    text = single.pop(key)
    try:
        answered = answer(race, event_of(text))
    except ValueError:
        answered = None
    if answered is None or answered.words:
        complaints.append(_quoted(key, text))
        return race
    return answered.race


# ---- the view
SWITCHES = {
    "loop": ({"0": False, "1": True}, "loop"),
    "axis": ({"log": "log", "linear": "linear"}, "axis"),
    "view": ({"map": False, "3d": True}, "space"),
}


def _view(race: Race, asked: dict[str, str], complaints: list[str]) -> dict[str, Any]:
    view: dict[str, Any] = {"step": None, "speed": 20, "loop": False, "axis": "log", "space": False, "zoom": None, "camera": None}
    for key, text in asked.items():
        try:
            name, value = _view_value(race, key, text)
            view[name] = value
        except (KeyError, ValueError):
            complaints.append(_quoted(key, text))
    return view


def _view_value(race: Race, key: str, text: str) -> tuple[str, Any]:
    if key in SWITCHES:
        values, name = SWITCHES[key]
        return name, values[text]
    if key == "step":
        return key, _within(int(text), 0, race.steps)
    if key == "speed":
        return key, _within(int(text), 1, 1000)
    if key == "zoom":
        x0, x1, y0, y1 = _numbers(text, 4)
        if not (1e-9 < x1 - x0 < 1e9 and 1e-9 < y1 - y0 < 1e9):
            raise ValueError(text)
        return key, [x0, x1, y0, y1]
    eye = [_within(x, -10, 10) for x in _numbers(text, 3)]
    return key, {"eye": dict(zip("xyz", eye, strict=True))}


def _within(value: float, low: float, high: float) -> Any:
    if not low <= value <= high:
        raise ValueError(value)
    return value


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value) or len(text) > LONGEST:
        raise ValueError(text)
    return value


def _numbers(text: str, count: int) -> list[float]:
    parts = text.split("~")
    if len(parts) != count:
        raise ValueError(text)
    return [_number(part) for part in parts]


# ---- words
def _code(text: str) -> str:
    return f"‘{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}’"


def _quoted(key: str, value: str) -> str:
    return _code(f"{key}={value}")


def _told(complaints: list[str]) -> str:
    if not complaints:
        return ""
    things = "1 thing" if len(complaints) == 1 else f"{len(complaints)} things"
    more = [f"{len(complaints) - SHOWN} more"] if len(complaints) > SHOWN else []
    return f"This link asked for {things} we could not use: {', '.join(complaints[:SHOWN] + more)}. The rest is as asked."
