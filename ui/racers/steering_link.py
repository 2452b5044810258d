"""How a racer is steered, in a link, which says it only where there is something to say:

s1=cosine~steps~100.0~end~0.0   the schedule of racer 1, with its own numbers; ~warm_up~10 after a warm-up of 10 steps
h1=30~learning_rate~0.01~60~beta1~0.99   by hand: from which step on, which hyperparameter, which value
o1=weight_decay~0.01~clip~1.0~batch~16   how its gradients are changed; a batch of 0 is all the data
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from experiments.steering import CONSTANT
from ui.links import Complaints, quoted, slots
from ui.numbers import number, whole
from ui.racers.racer import Racer
from ui.racers.steering import DECK, OFF, by_hand, option, schedule, timing

State = TypeVar("State")


def texts(racer: Racer, everything: bool = False) -> dict[str, str]:
    """Key → text of all that is not as it would be without, or of everything."""
    steering, found = racer.steering, {}
    if steering.schedule != CONSTANT or steering.warm_up or everything:
        warm_up = [("warm_up", steering.warm_up)] * (everything or steering.warm_up > 0)
        found[f"s{racer.slot}"] = "~".join([steering.schedule, *_flat([*warm_up, *steering.timing])])
    if steering.changes:
        found[f"h{racer.slot}"] = "~".join(_flat(steering.changes))
    on = [(name, getattr(steering, name)) for name in OFF if everything or getattr(steering, name) != OFF[name]]
    return found | ({f"o{racer.slot}": "~".join(_flat(on))} if on else {})


def _flat(rows: Any) -> list[str]:
    return [part if isinstance(part, str) else repr(part) for row in rows for part in row]


def with_steering(state: State, single: dict[str, str], complaints: Complaints) -> State:
    """A state whose racers are steered as a link says. Nobody is touched by that."""
    touched = state.touched
    for letter, one, read in READERS:
        for slot, text in slots(letter, one, single, complaints).items():
            try:
                state = read(state, slot, text.split("~"))
            except (KeyError, ValueError, OverflowError):
                complaints.append(quoted(f"{letter}{slot}", text))
    return replace(state, touched=touched)


def _read_schedule(state: Any, slot: int, parts: list[str]) -> Any:
    state = schedule(state, {"slot": slot, "value": parts[0]})
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        state = timing(state, {"slot": slot, "name": name, "value": number(text)})
    return state


def _read_changes(state: Any, slot: int, parts: list[str]) -> Any:
    for at, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        state = state.with_racer(by_hand(DECK.card(state, {"slot": slot}), whole(at), name, number(text)))
    return state


def _read_options(state: Any, slot: int, parts: list[str]) -> Any:
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        state = option(state, {"slot": slot, "name": name, "value": number(text)})
    return state


READERS: tuple[tuple[str, str, Callable[[Any, int, list[str]], Any]], ...] = (
    ("s", "schedule", _read_schedule),
    ("h", "row of change", _read_changes),
    ("o", "row of option", _read_options),
)
