"""How the page can be looked at: what every stage has, the zoom of a map, and whether that follows the step."""

from ui.view import TRANSPORT, ZOOM, Looks

SPEEDS = (1, 2, 5, 10, 20)  # steps a second
LOOKS = Looks(
    {"step": None, "speed": 5, "loop": False, "zoom": None, "follow": False},
    TRANSPORT | ZOOM | {"follow": ("follow", {"0": False, "1": True}.__getitem__)},
)
