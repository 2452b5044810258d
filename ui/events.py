"""What the browser asks of a page. Each event is answered by a new state, and by a sentence where one is due."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from optimizers import Hyper

State = TypeVar("State")


class Answer(NamedTuple, Generic[State]):
    state: State
    words: str = ""
    undo: bool = False  # whether the words offer a way back


class Refused(ValueError):
    """The event asks for what cannot be; the message says what can."""


Handler = Callable[[Any, dict], Any]  # (state, event) → the new state, or an Answer with words; may raise Refused


def answered(events: Mapping[str, Handler], state: State, event: dict[str, Any]) -> Answer[State]:
    """Never raises for an event, however odd: a browser of another version, or a hand-made message, may send it."""
    try:
        result = events[event["kind"]](state, event)
        return result if isinstance(result, Answer) else Answer(result)
    except Refused as refusal:
        return Answer(state, str(refusal))
    except (KeyError, TypeError, ValueError, OverflowError):
        return Answer(state, "This could not be used; everything stays as it was.")


def optional_text(event: dict[str, Any], key: str) -> str | None:
    """TypeError for what is there and is no text."""
    value = event.get(key)
    if not (value is None or isinstance(value, str)):
        raise TypeError(value)
    return value


def outside(declared: Hyper, value: float, kept: float) -> Refused:
    """β: it must stay under 1, for at 1 nothing is ever forgotten. Kept 0.9."""
    words = f"{value:g} is outside {declared.domain(declared.symbol)}."
    if value == declared.highest == 1:
        words = "it must stay under 1, for at 1 nothing is ever forgotten."
    return Refused(f"{declared.symbol}: {words} Kept {kept:g}.")
