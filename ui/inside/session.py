"""The page's story, and what this visitor has made of it."""

from ui.inside.events import answer
from ui.inside.formulas import formulas_of
from ui.inside.link import parameters_of, read_link
from ui.inside.state import Scene, opening
from ui.inside.view import LOOKS
from ui.session import Session, Story

session: Session[Scene] = Session(
    Story("inside", opening, answer, parameters_of, read_link, LOOKS, formulas_of, asides=("rule",))
)
