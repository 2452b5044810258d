"""The Averages page's story, and what this visitor has made of it."""

from typing import Any

from ui.averages.events import answer
from ui.averages.formulas import formulas_of
from ui.averages.link import parameters_of, read_link
from ui.averages.shown import plans_of
from ui.averages.state import Averages, opening
from ui.averages.view import LOOKS
from ui.events import Answer
from ui.links import Asked, Query
from ui.race.session import session as race_session
from ui.race.state import Race
from ui.race.state import opening as opening_race
from ui.session import Session, Story


def race() -> Race:
    """This visitor's, or the one that the Race page opens with."""
    return race_session.newest or opening_race()


def _answer(state: Averages, event: dict[str, Any]) -> Answer[Averages]:
    return answer(state, event, race())


def _read_link(query: Query) -> Asked[Averages]:
    """A link has none of the visitor's own numbers, and takes none away."""
    newest = session.newest
    return read_link(query, newest.own if newest else None)


session: Session[Averages] = Session(
    Story("averages", opening, _answer, parameters_of, _read_link, LOOKS, formulas_of, plans=plans_of)
)
