"""The part of a link that only the browser knows: where the cursor stands and how the pictures are looked at.

step=36&speed=20&loop=1&axis=linear&view=3d&zoom=x0~x1~y0~y1&camera=x~y~z&touched=1   (written by static/lab/view.js)
"""

from collections.abc import Callable, Mapping
from typing import Any

from ui.race.numbers import numbers, within

FIRST = {"step": None, "speed": 20, "loop": False, "axis": "log", "space": False, "zoom": None, "camera": None}
NARROWEST, WIDEST = 1e-9, 1e9  # sides of a zoomed map


def read_view(asked: Mapping[str, str], steps: int) -> tuple[dict[str, Any], list[str]]:
    """The view, and the keys whose text could not be used. step None: play once from the start."""
    view, refused = dict(FIRST), []
    for key, text in asked.items():
        try:
            name, read = READERS[key]
            view[name] = read(text)
        except (KeyError, ValueError):
            refused.append(key)
    if view["step"] is not None and view["step"] > steps:
        return view | {"step": None}, [*refused, "step"]
    return view, refused


def _zoom(text: str) -> list[float]:
    x0, x1, y0, y1 = numbers(text, 4)
    within(x1 - x0, NARROWEST, WIDEST)
    within(y1 - y0, NARROWEST, WIDEST)
    return [x0, x1, y0, y1]


def _camera(text: str) -> dict[str, dict[str, float]]:
    return {"eye": dict(zip("xyz", (within(x, -10, 10) for x in numbers(text, 3)), strict=True))}


# The link's key → the name in the browser's view, and how its text is read.
READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "step": ("step", lambda text: within(int(text), 0, float("inf"))),
    "speed": ("speed", lambda text: within(int(text), 1, 1000)),
    "loop": ("loop", {"0": False, "1": True}.__getitem__),
    "axis": ("axis", {"log": "log", "linear": "linear"}.__getitem__),
    "view": ("space", {"map": False, "3d": True}.__getitem__),
    "zoom": ("zoom", _zoom),
    "camera": ("camera", _camera),
}
KEYS = (*READERS, "touched")
