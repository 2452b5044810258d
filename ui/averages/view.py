"""How the averages can be looked at: what every stage has."""

from ui.view import TRANSPORT, Looks

SPEEDS = (5, 10, 30, 60, 120, 365, 1000)  # days a second
LOOKS = Looks({"step": None, "speed": 30, "loop": False}, TRANSPORT)
