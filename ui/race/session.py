"""The Race page's story, and this visitor's race."""

from ui.race.events import answer
from ui.race.formulas import formulas_of
from ui.race.link import parameters_of, read_link
from ui.race.plans import plans_of
from ui.race.state import opening
from ui.race.view import LOOKS
from ui.session import Session, Story

ASIDES = ("rule", "code")

session = Session(
    Story("race", opening, answer, parameters_of, read_link, LOOKS, formulas_of, asides=ASIDES, plans=plans_of)
)
