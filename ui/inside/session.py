"""The page's story, and what this visitor has made of it."""

from typing import Any

from ui.inside.events import answer
from ui.inside.link import parameters_of, read_link
from ui.inside.state import Scene, opening
from ui.inside.view import LOOKS
from ui.session import Session, Story

OTHER_FORMULAS = {"undo", "tab", "surface", "optimizer", "switch", "add", "duplicate", "remove", "restore"}


def _afresh(event: dict[str, Any], unfolded: bool) -> bool:
    """What only the whole page can show: a dialog, and other formulas while they are open."""
    kind = event.get("kind")
    return kind == "rule" or (unfolded and (kind in OTHER_FORMULAS or isinstance(event.get("value"), bool)))


session: Session[Scene] = Session(
    Story("inside", opening, answer, parameters_of, read_link, LOOKS, asides=("rule",), afresh=_afresh)
)
