"""How the trainings can be looked at: axis=linear beside what every stage has. A position is a step."""

from ui.view import TRANSPORT, Looks

SPEEDS = (5, 10, 20, 50, 100, 200, 500, 1000)  # steps a second
LOOKS = Looks(
    {"step": None, "speed": 50, "loop": False, "axis": "log"},
    TRANSPORT | {"axis": ("axis", {"log": "log", "linear": "linear"}.__getitem__)},
)
