"""How the page can be looked at: what every stage has, and the zoom of a map."""

from ui.view import TRANSPORT, ZOOM, Looks

SPEEDS = (1, 2, 5, 10, 20)  # steps a second
LOOKS = Looks(
    {"step": None, "speed": 5, "loop": False, "zoom": None},
    TRANSPORT | ZOOM,
)
