"""How the page can be looked at: what every stage has, and the zoom of a map."""

from ui.race.view import LOOKS as RACE
from ui.view import TRANSPORT, Looks

SPEEDS = (1, 2, 5, 10, 20)  # steps a second
LOOKS = Looks(
    {"step": None, "speed": 5, "loop": False, "zoom": None},
    TRANSPORT | {"zoom": RACE.readers["zoom"]},
)
