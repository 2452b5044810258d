"""The Networks page's story, and what this visitor has made of it."""

from typing import Any

from ui.events import Answer
from ui.links import Asked, Query
from ui.networks.events import answer
from ui.networks.formulas import formulas_of
from ui.networks.link import parameters_of, read_link
from ui.networks.state import Networks, opening, plans_of
from ui.networks.sweeper import SWEEPS, sweeps_of
from ui.networks.trainer import PIECE, TRAININGS
from ui.networks.view import LOOKS
from ui.session import Session, Story

AT_ONCE = 0.03  # s of training in the answer to anything else than "go": a small net is done by then


def _answer(state: Networks, event: dict[str, Any]) -> Answer[Networks]:
    """What the browser asks for, and a piece of training: nothing is trained that nobody pulls."""
    answered = answer(state, event)
    if not answered.state.stopped and event.get("kind") not in ("touch", "preview"):
        _work(answered.state, PIECE if event.get("kind") == "go" else AT_ONCE)
    return answered


def _work(state: Networks, seconds: float) -> None:
    """What is seen of the racers first, then the nets that only the open tab asks for: a piece of one or the other."""
    if TRAININGS.unfinished(plans_of(state)):
        TRAININGS.work(plans_of(state), seconds)
    else:
        SWEEPS.work(sweeps_of(state), seconds)


def _read_link(query: Query) -> Asked[Networks]:
    """A link has none of the visitor's own points, and takes none away."""
    newest = session.newest
    return read_link(query, newest.own if newest else None)


session: Session[Networks] = Session(
    Story("networks", opening, _answer, parameters_of, _read_link, LOOKS, formulas_of, ("rule",), ("go",))
)
