"""The Race page's story, and this visitor's race."""

from typing import Any

from ui.race.events import answer
from ui.race.formulas import formulas_of
from ui.race.link import parameters_of, read_link
from ui.race.plans import plans_of
from ui.race.state import Race, opening
from ui.race.stories import view_of
from ui.race.view import LOOKS
from ui.session import Session, Story

ASIDES = ("rule", "code")


def _opened_view(event: dict[str, Any], race: Race) -> dict[str, Any] | None:
    """A part of a story is looked at as it says, from its first step."""
    return view_of(race.story, race.part) if event.get("kind") == "story" and race.story else None


session = Session(
    Story(
        "race",
        opening,
        answer,
        parameters_of,
        read_link,
        LOOKS,
        formulas_of,
        asides=ASIDES,
        opened_view=_opened_view,
        plans=plans_of,
    )
)
