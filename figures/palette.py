"""Every colour, once. tests/test_palette.py recomputes the distances and contrasts they were chosen for."""

from typing import NamedTuple


class Slot(NamedTuple):
    """A racer's colour and marker, for life: hiding or removing others never repaints it."""

    slot: int
    name: str
    marker: str
    light: str
    dark: str


SLOTS = (
    Slot(1, "blue", "circle", "#2753e2", "#7391ff"),
    Slot(2, "orange", "square", "#a55911", "#d98a3e"),
    Slot(3, "green", "diamond", "#006453", "#a6f7bd"),
    Slot(4, "pink", "triangle-up", "#e91470", "#ff3f95"),
    Slot(5, "gold", "triangle-down", "#52360d", "#f4e12f"),
    Slot(6, "cyan", "plus", "#2583a0", "#00b0a6"),
    Slot(7, "violet", "cross", "#4f287b", "#e6a7e6"),
    Slot(8, "grey", "ring", "#787a7b", "#f0ebee"),
)


class Class(NamedTuple):
    """How points of a class are drawn, and in which softer colour of the same hue its region."""

    marker: str
    light: str
    dark: str
    light_region: str
    dark_region: str


HUES = (  # points and regions in light and dark; orange, blue, green and purple, as the made-up classes are called
    ("#d27e18", "#b44200", "#fccc90", "#5a2a00"),
    ("#3690fc", "#2a60f6", "#b4d2fc", "#003c7e"),
    ("#547248", "#12845a", "#e4fcde", "#062418"),
    ("#310046", "#b412a2", "#fceafc", "#300c36"),
    ("#8c93a1", "#5a6666", "#ccd2cc", "#30363c"),
)
MARKERS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "plus", "cross", "ring")
CLASSES = tuple(Class(marker, *HUES[k % len(HUES)]) for k, marker in enumerate(MARKERS))  # a sixth shares a hue


class Sign(NamedTuple):
    """Of a weight. No colour of a sign is that of an optimizer or of a class."""

    name: str
    light: str
    dark: str


SIGNS = (Sign("negative", "#410a0f", "#b9a078"), Sign("positive", "#0f1ec3", "#828cbe"))


class Ground(NamedTuple):
    """Contour bands from the lowest to the highest, straight between two ends in CIELab, the line between them, and the
    line round a minimum."""

    bands: tuple[str, ...]
    line: str
    ring: str


LIGHT = Ground(
    tuple(
        "#d0dbe7 #d3dee9 #d6e0ea #d9e2ec #dce5ee #e0e7ef #e3eaf1 "
        "#e6ecf3 #e9eff5 #ecf1f6 #f0f3f8 #f3f6fa #f6f8fb #f9fbfd".split()
    ),
    "#9cb1c4",
    "#5f7890",
)
DARK = Ground(
    tuple(
        "#10161d #121920 #151b23 #171e27 #1a212a #1c242e #1f2731 "
        "#212a35 #242d38 #27313c #293440 #2c3744 #2f3a47 #323d4b".split()
    ),
    "#5a6b80",
    "#9fb2c6",
)
BANDS = len(LIGHT.bands)


def steps_of(ground: Ground) -> list[list[float | str]]:
    """A plotly colour scale of flat bands."""
    return [[edge / BANDS, color] for k, color in enumerate(ground.bands) for edge in (k, k + 1)]
