"""The Race page's story, and this visitor's race."""

from typing import Any

from ui.race.events import answer
from ui.race.link import parameters_of, read_link
from ui.race.plans import plans_of
from ui.race.state import opening
from ui.race.view import LOOKS
from ui.session import Session, Story

ASIDES = ("rule", "code")
ROSTER = ("add", "duplicate", "remove", "restore", "overlay", "convention")  # what changes the formulas


def _afresh(event: dict[str, Any], unfolded: bool) -> bool:
    """What only the whole page can show: a dialog, a surface, the formulas while they are open."""
    kind = event.get("kind")
    roster = kind in ROSTER or isinstance(event.get("value"), bool)
    return kind in (*ASIDES, "undo", "surface", "story") or (roster and unfolded)


session = Session(
    Story("race", opening, answer, parameters_of, read_link, LOOKS, asides=ASIDES, plans=plans_of, afresh=_afresh)
)
