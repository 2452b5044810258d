"""How a race can be looked at: axis=linear&view=3d&zoom=x0~x1~y0~y1&camera=x~y~z beside what every stage has."""

from ui.numbers import numbers, within
from ui.view import TRANSPORT, ZOOM, Looks


def _camera(text: str) -> dict[str, dict[str, float]]:
    return {"eye": dict(zip("xyz", (within(x, -10, 10) for x in numbers(text, 3)), strict=True))}


LOOKS = Looks(
    {"step": None, "speed": 20, "loop": False, "axis": "log", "space": False, "zoom": None, "camera": None},
    TRANSPORT
    | ZOOM
    | {
        "axis": ("axis", {"log": "log", "linear": "linear"}.__getitem__),
        "view": ("space", {"map": False, "3d": True}.__getitem__),
        "camera": ("camera", _camera),
    },
)
