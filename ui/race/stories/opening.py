"""A race opened with a part of a story, and whether it still shows that part."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from ui.race.state import Race
from ui.race.stories.registry import STORIES
from ui.race.view import LOOKS


def number_of(key: str, asked: Any) -> int:
    """A part's number, counted from 1. ValueError where the story has no such part."""
    number = int(asked)
    if not 1 <= number <= len(STORIES[key].parts):
        raise ValueError(f"part = {number} is outside its domain: 1 to {len(STORIES[key].parts)}")
    return number


@lru_cache(maxsize=128)
def opened_part(key: str, number: int = 1) -> Race:
    """The race of a part; its text stands beside it."""
    return replace(STORIES[key].parts[number - 1].make(), story=key, part=number)


def view_of(key: str, number: int) -> dict[str, Any]:
    """How a part is looked at: the page's own view, played once from the start, but for what the part says."""
    first = {name: LOOKS.first[name] for name in ("axis", "space", "zoom", "camera", "step")}
    return first | dict(STORIES[key].parts[number - 1].view)


def is_changed(race: Race) -> bool:
    """Whether something was changed that the text is about. The open card, the tolerance and the curve are not."""
    if race.story is None:
        return False
    part = opened_part(race.story, race.part)
    return replace(race, touched=None, tolerance=part.tolerance, curve=part.curve) != replace(part, touched=None)
