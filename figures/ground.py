"""The ground that racers run on: f on a grid of the view, and its 3-D figure; with one parameter, the curve f(x)."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from figures.heights import Scale, levels, scale_of
from figures.palette import BANDS, DARK, LIGHT, steps_of
from surfaces import Surface

NX, NY = 161, 121  # 4:3, like every view
NODES = 1601  # of a curve: 320 in the view's width
BEYOND = 2  # widths of the view on either side of it, where a curve is drawn too
TICKS_3D = (2, 7, 12)  # level lines that the z axis names


class Grid(NamedTuple):
    """f (ny, nx) on a regular grid of the view ((x0, x1), (y0, y1)), and the scale of heights chosen for it.

    With one parameter f is (nx,): its values across the view."""

    view: tuple[tuple[float, float], ...]
    f: np.ndarray
    scale: Scale
    rings: tuple[float, ...] = ()  # values of f of further level lines


def grid_of(surface: Surface, nx: int = NX, ny: int = NY) -> Grid:
    """The surface's value on its view; NaN where it has none."""
    sides = zip(surface.view, (nx, ny), strict=True)
    axes = [np.linspace(low, high, n) for (low, high), n in sides][: surface.n]
    with np.errstate(all="ignore"):
        f = surface.value(np.array(np.meshgrid(*axes)))
    return Grid(surface.view, f, scale_of(f), surface.rings)


class Graph(NamedTuple):
    """The curve of f(x): f and its slope (NODES,) at even steps of x. A cubic between two of them keeps both."""

    x: tuple[float, float]
    f: np.ndarray
    slope: np.ndarray


def graph_of(surface: Surface) -> Graph:
    """A surface with one parameter, on its view and beside it."""
    x0, x1 = surface.view[0]
    low, high = x0 - BEYOND * (x1 - x0), x1 + BEYOND * (x1 - x0)
    x = np.linspace(low, high, NODES)[None]
    with np.errstate(all="ignore"):
        return Graph((low, high), surface.value(x), surface.gradient(x)[0])


def space_figure(scale: Scale) -> go.Figure:
    """The same bands on the surface z = u; the z axis is labelled with f."""
    surface = go.Surface(
        cmin=0,
        cmax=1,
        colorscale=steps_of(LIGHT),
        showscale=False,
        contours={"z": {"show": True, "start": 1 / BANDS, "end": 1 - 1 / BANDS, "size": 1 / BANDS}},
        lighting={"ambient": 0.85, "diffuse": 0.35, "specular": 0, "roughness": 1},
        hoverinfo="skip",
    )
    figure = go.Figure(surface)
    heights = levels(scale)
    ticks = {"tickvals": [(k + 1) / BANDS for k in TICKS_3D], "ticktext": [_written(heights[k]) for k in TICKS_3D]}
    figure.update_layout(
        template="none",
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        scene={
            "aspectmode": "manual",
            "aspectratio": {"x": 1.33, "y": 1, "z": 0.7},
            "camera": {"eye": {"x": -1.55, "y": -0.95, "z": 1.33}, "center": {"x": 0, "y": 0, "z": -0.15}},
            "xaxis": {"title": {"text": "x"}},
            "yaxis": {"title": {"text": "y"}},
            "zaxis": {"title": {"text": "f"}, "range": [-0.02, 1.05], **ticks},
        },
        meta=themes(),
    )
    return figure


def _written(value: float) -> str:
    """Three digits, plain below a million: 1860."""
    return f"{float(f'{value:.3g}'):g}".replace("-", "−")


def colors() -> dict[str, Any]:
    """Bands and line of both grounds, so that the browser can follow the theme without asking."""
    return {"light": LIGHT._asdict(), "dark": DARK._asdict()}


def facts_of_curve(surface: Surface) -> dict[str, Any]:
    """What the browser needs to draw a curve: f and its slope, and the letters at its axes."""
    return {"graph": graph_of(surface)._asdict(), "letters": surface.letters, "head": surface.head}


def facts_of(grid: Grid) -> dict[str, Any]:
    """What the browser needs beside f to draw it: the grid, the scale of heights, the colours."""
    ny, nx = grid.f.shape
    x, y = grid.view
    return {
        "grid": {"nx": nx, "ny": ny, "x": x, "y": y},
        "scale": grid.scale._asdict(),
        "rings": grid.rings,
        "colors": colors(),
    }


def themes() -> dict[str, Any]:
    """The same for a plotly figure."""
    return {name: {"colorscale": steps_of(g), "line": g.line} for name, g in (("light", LIGHT), ("dark", DARK))}
