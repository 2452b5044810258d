"""The whole race in a link, and back. Every value is written, defaults too: links outlive a change of presets.

v=1&surface=elongated_bowl&condition=50.0&rotation=0.0&start=-4.0~2.0&steps=100&tolerance=0.001&curve=distance
&r1=momentum~learning_rate~0.002~beta1~0.9~average~0&…   a racer by its slot, name~value pairs, hidden~1 where it is
and then the view, which the browser writes (ui/race/view.py)

What cannot be used is left out and named: a link always opens.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, NamedTuple
from urllib.parse import urlencode

from optimizers import OPTIMIZERS, specs
from surfaces import SURFACES
from ui.race.events import answer
from ui.race.numbers import LONGEST, number, numbers
from ui.race.state import MAX_RACERS, Race, Racer, opening, preset_values
from ui.race.view import KEYS as VIEW_KEYS
from ui.race.view import read_view

VERSION = "1"
NOT_OURS = ("embed", "embed_options")  # Streamlit's own
SHOWN = 3  # complaints told one by one


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
    return {key: values for key, values in query.items() if key not in (*VIEW_KEYS, *NOT_OURS)}


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
    view, refused = read_view({key: text for key, text in single.items() if key in VIEW_KEYS}, race.steps)
    unknown = [key for key in single if key not in VIEW_KEYS]
    complaints += [_quoted(key, single[key]) for key in (*refused, *unknown)]
    return Asked(race, view, _told(complaints))


def _last(key: str, values: Sequence[str], complaints: list[str]) -> str:
    if len(values) > 1:
        complaints.append(f"{_code(key)} {len(values)} times (the last one counts)")
    return values[-1]


def _surface(name: str | None, complaints: list[str]) -> str:
    if name in SURFACES or name is None:
        return name or next(iter(SURFACES))
    near, question = _meant(name, {key: surface.title for key, surface in SURFACES.items()})
    complaints.append(_quoted("surface", name) + question)
    return near or next(iter(SURFACES))


def _with_racers(race: Race, single: dict[str, str], complaints: list[str]) -> Race:
    keys = [key for key in single if re.fullmatch(r"r[1-9][0-9]{0,8}", key)]
    texts = {int(key[1:]): single.pop(key) for key in keys}
    beyond = [slot for slot in texts if not 1 <= slot <= MAX_RACERS]
    if beyond:
        complaints.append(
            f"{len(beyond)} racers beyond the eighth" if len(beyond) > 1 else f"racer {_code(f'r{beyond[0]}')}"
        )
    racers = [_racer(slot, text, race, complaints) for slot, text in texts.items() if 1 <= slot <= MAX_RACERS]
    named = tuple(racer for racer in racers if racer)
    nobody = single.pop("nobody", None)
    return replace(race, racers=named) if named or nobody else race


def _racer(slot: int, text: str, race: Race, complaints: list[str]) -> Racer | None:
    name, *rest = text.split("~")
    if name not in OPTIMIZERS:
        _, question = _meant(name, {key: kind.facts.name for key, kind in OPTIMIZERS.items()})
        complaints.append(_quoted(f"r{slot}", name) + question)
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
        return racer.with_value(key, {"0": False, "1": True}[text] if switch else number(text))
    except (KeyError, ValueError):
        complaints.append(f"{_quoted(key, text)} of {OPTIMIZERS[racer.optimizer].facts.name}")
        return racer


def _with_the_rest(race: Race, single: dict[str, str], complaints: list[str]) -> Race:
    """Everything else goes through the same events as a finger's, so that one set of rules decides."""
    for key, event_of in (_parameters(race) | REST).items():
        text = single.pop(key, None)
        if text is None:
            continue
        try:
            answered = answer(race, event_of(text))
        except ValueError:
            answered = None
        if answered is None or answered.words:
            complaints.append(_quoted(key, text))
        else:
            race = answered.race
    return race


def _parameters(race: Race) -> dict[str, Callable[[str], dict]]:
    names = [name for name, _ in race.parameters]
    return {n: lambda text, n=n: {"kind": "parameter", "name": n, "value": number(text)} for n in names}


REST: dict[str, Callable[[str], dict]] = {
    "start": lambda text: {"kind": "start"} | dict(zip("xy", numbers(text, 2), strict=True)),
    "steps": lambda text: {"kind": "steps", "value": int(text)},
    "tolerance": lambda text: {"kind": "tolerance", "value": number(text)},
    "curve": lambda text: {"kind": "curve", "value": text},
    "touched": lambda text: {"kind": "touch", "slot": int(text)},
}


# ---- words
def _code(text: str) -> str:
    return f"‘{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}’"


def _quoted(key: str, value: str) -> str:
    return _code(f"{key}={value}")


def _meant(name: str, known: Mapping[str, str]) -> tuple[str | None, str]:
    """The nearest known name, and the question that asks for it."""
    spellings = {word: key for key in known for word in (*key.split("_"), known[key].lower(), key)}
    near = [spellings[word] for word in get_close_matches(name[:LONGEST].lower(), spellings, n=1)]
    return (near[0], f" (did you mean {known[near[0]]}?)") if near else (None, "")


def _told(complaints: list[str]) -> str:
    if not complaints:
        return ""
    things = "1 thing" if len(complaints) == 1 else f"{len(complaints)} things"
    more = [f"{len(complaints) - SHOWN} more"] if len(complaints) > SHOWN else []
    return (
        f"This link asked for {things} we could not use: {', '.join(complaints[:SHOWN] + more)}. The rest is as asked."
    )
