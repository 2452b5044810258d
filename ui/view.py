"""The part of a link that only the browser knows: where the cursor stands and how the pictures are looked at.

step=36&speed=20&loop=1&…&touched=1   (written by static/lab/stage/view.js)
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ui.numbers import numbers, whole, within

Reader = tuple[str, Callable[[str], Any]]  # the name in the browser's view, and how its text is read

TRANSPORT: dict[str, Reader] = {
    "step": ("step", lambda text: within(whole(text), 0, float("inf"))),
    "speed": ("speed", lambda text: within(whole(text), 1, 1000)),
    "loop": ("loop", {"0": False, "1": True}.__getitem__),
}


NARROWEST, WIDEST = 1e-9, 1e9  # sides of a zoomed map


def _zoom(text: str) -> list[float]:
    x0, x1, y0, y1 = numbers(text, 4)
    within(x1 - x0, NARROWEST, WIDEST)
    within(y1 - y0, NARROWEST, WIDEST)
    return [x0, x1, y0, y1]


ZOOM: dict[str, Reader] = {"zoom": ("zoom", _zoom)}  # of a map: zoom=x0~x1~y0~y1


class Looks(NamedTuple):
    """How a page can be looked at: its view when nothing is asked, and a reader for each key of the link."""

    first: dict[str, Any]
    readers: dict[str, Reader]

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.readers, "touched")

    def read(self, asked: Mapping[str, str], steps: int) -> tuple[dict[str, Any], list[str]]:
        """The view, and the keys whose text could not be used. step None: play once from the start."""
        view, refused = dict(self.first), []
        for key, text in asked.items():
            try:
                name, read = self.readers[key]
                view[name] = read(text)
            except (KeyError, ValueError):
                refused.append(key)
        if view["step"] is not None and view["step"] > steps:
            return view | {"step": None}, [*refused, "step"]
        return view, refused
