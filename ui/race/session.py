"""The Race page's story, and this visitor's race."""

from typing import Any

from ui.race.events import answer
from ui.race.link import parameters_of, read_link
from ui.race.state import opening
from ui.race.view import LOOKS
from ui.session import Session, Story


def _afresh(event: dict[str, Any], unfolded: bool) -> bool:
    """What only the whole page can show: a dialog, a surface, the formulas while they are open."""
    kind = event.get("kind")
    roster = kind in ("add", "duplicate", "remove", "restore") or isinstance(event.get("value"), bool)
    return kind in ("rule", "undo", "surface") or (roster and unfolded)


session = Session(Story("race", opening, answer, parameters_of, read_link, LOOKS, asides=("rule",), afresh=_afresh))
