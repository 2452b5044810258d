"""Racers in a link, as every page that has them writes them: r1=momentum~learning_rate~0.002~beta1~0.9~hidden~1"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from experiments.race import Values
from optimizers import OPTIMIZERS, specs
from ui.links import Complaints, meant, quoted, slots
from ui.numbers import number, numbers, whole
from ui.racers.racer import Racer, preset_values
from ui.racers.steering_link import texts

State = TypeVar("State")
Preset = Callable[[str], Values]  # of an optimizer's name


def preset_of(surface: str) -> Preset:
    return partial(preset_values, surface)


def racer_text(racer: Racer) -> str:
    pairs = [f"{name}~{int(value) if isinstance(value, bool) else repr(value)}" for name, value in racer.values]
    return "~".join([racer.optimizer, *pairs, *(["hidden~1"] if racer.hidden else [])])


def racer_texts(racers: Iterable[Racer]) -> dict[str, str]:
    """Key → text of all racers, each followed by how it is steered."""
    found: dict[str, str] = {}
    for racer in racers:
        found |= {f"r{racer.slot}": racer_text(racer)} | texts(racer)
    return found


def everything(racers: Iterable[Racer]) -> dict[str, str]:
    """The same with all that is as it would be without: what a link may have asked for."""
    found = {"nobody": "0" if racers else "1"}
    for racer in racers:
        found[f"r{racer.slot}"] = racer_text(replace(racer, hidden=False)) + f"~hidden~{int(racer.hidden)}"
        found |= texts(racer, everything=True)
    return found


def with_racers(state: State, single: dict[str, str], preset: Preset, complaints: Complaints) -> State:
    """A state with the racers of a link, where it names any; `nobody` leaves none."""
    texts = slots("r", "racer", single, complaints)
    racers = [read_racer(slot, text, preset, complaints) for slot, text in texts.items()]
    named = tuple(racer for racer in racers if racer)
    nobody = single.pop("nobody", None)
    return replace(state, racers=named) if named or nobody else state


def read_racer(slot: int, text: str, preset: Preset, complaints: Complaints) -> Racer | None:
    """What the text leaves out is the preset's. None for an optimizer that nobody knows."""
    name, *rest = text.split("~")
    if name not in OPTIMIZERS:
        _, question = meant(name, {key: kind.facts.name for key, kind in OPTIMIZERS.items()})
        complaints.append(quoted(f"r{slot}", name) + question)
        return None
    racer = Racer(slot, name, preset(name))
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


def parameters(state: Any) -> dict[str, Callable[[str], dict]]:
    """The surface's own numbers, as events."""
    names = [name for name, _ in state.parameters]
    return {n: lambda text, n=n: {"kind": "parameter", "name": n, "value": number(text)} for n in names}


# What a run depends on beside its optimizer and its surface, and the card last touched, as events.
RUN: dict[str, Callable[[str], dict]] = {
    "start": lambda text: {"kind": "start"} | dict(zip("xy", numbers(text, 2), strict=True)),
    "steps": lambda text: {"kind": "steps", "value": whole(text)},
    "touched": lambda text: {"kind": "touch", "slot": whole(text)},
}
