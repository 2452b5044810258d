"""The whole race in a link, and back. Every value is written, defaults too: links outlive a change of presets.

v=1&surface=elongated_bowl&condition=50.0&rotation=0.0&start=-4.0~2.0&steps=100&tolerance=0.001&curve=distance
&r1=momentum~learning_rate~0.002~beta1~0.9~average~0&…   a racer by its slot, name~value pairs, hidden~1 where it is
and then the view, which the browser writes (ui/race/view.py)

What cannot be used is left out and named: a link always opens.
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from optimizers import OPTIMIZERS, specs
from surfaces import SURFACES
from ui.links import (
    VERSION,
    Asked,
    Complaints,
    Query,
    known,
    meant,
    quoted,
    singles,
    slots,
    the_rest,
    through_events,
    told,
)
from ui.numbers import number, numbers
from ui.race.events import answer
from ui.race.state import Race, Racer, opening, preset_values
from ui.race.view import LOOKS


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
def read_link(query: Query) -> Asked[Race]:
    """Reads what it can and says what it could not."""
    complaints: Complaints = []
    single = singles(query, complaints)
    surfaces = {key: surface.title for key, surface in SURFACES.items()}
    race = opening(known("surface", single.pop("surface", None), surfaces, complaints))
    race = _with_racers(race, single, complaints)
    race = through_events(race, single, _parameters(race) | REST, answer, complaints)
    view = the_rest(single, LOOKS, race.steps, complaints)
    return Asked(race, view, told(complaints))


def _with_racers(race: Race, single: dict[str, str], complaints: Complaints) -> Race:
    texts = slots("r", "racer", single, complaints)
    racers = [_racer(slot, text, race, complaints) for slot, text in texts.items()]
    named = tuple(racer for racer in racers if racer)
    nobody = single.pop("nobody", None)
    return replace(race, racers=named) if named or nobody else race


def _racer(slot: int, text: str, race: Race, complaints: Complaints) -> Racer | None:
    name, *rest = text.split("~")
    if name not in OPTIMIZERS:
        _, question = meant(name, {key: kind.facts.name for key, kind in OPTIMIZERS.items()})
        complaints.append(quoted(f"r{slot}", name) + question)
        return None
    racer = Racer(slot, name, preset_values(race.surface, name))
    for key, value in zip(rest[::2], [*rest[1::2], ""], strict=False):
        racer = _with_setting(racer, key, value, complaints)
    return racer


def _with_setting(racer: Racer, key: str, text: str, complaints: Complaints) -> Racer:
    if key == "hidden" and text in ("0", "1"):
        return replace(racer, hidden=text == "1")
    try:
        switch = isinstance(specs(OPTIMIZERS[racer.optimizer])[key].default, bool)
        return racer.with_value(key, {"0": False, "1": True}[text] if switch else number(text))
    except (KeyError, ValueError):
        complaints.append(f"{quoted(key, text)} of {OPTIMIZERS[racer.optimizer].facts.name}")
        return racer


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
