"""The message of what optimizers run on: the map or the curve of a surface, for any page."""

from typing import Any

from experiments.race import Ground, surface_of
from figures.ground import facts_of, facts_of_curve, space_figure
from surfaces import Surface
from ui import cached
from ui.packets import packet
from ui.words import explained


@cached.bounded(16)
def ground_packet_of(ground: Ground, page: str, notice: bool = True) -> bytes:
    """The ground of any page that has a map; `notice`: with the surface's own sentence, where no other stands below."""
    surface = surface_of(ground)
    (x0, x1), (y0, y1) = surface.view
    values = dict(ground.parameters)
    header = {
        "name": page,
        "id": picture_of(ground),
        "surface": ground.surface,
        "title": surface.title,
        "formula": surface.text,
        **({"notice": [piece._asdict() for piece in explained(surface.notice)]} if notice else {}),
        "facts": [piece._asdict() for piece in explained(f"{surface.about} Source: {surface.source}")],
        "view": [x0, x1, y0, y1],
        "minima": [point_of(surface, point) for point in surface.minima],
        "minimum": surface.minimum,
        "rates": dict(surface.rates),
        "parameters": [
            {key: getattr(p, key) for key in ("name", "symbol", "label", "help", "low", "high", "scale")}
            | {"value": values[p.name], "preset": p.default}
            for p in surface.parameters
        ],
        **(facts_of_curve(surface) if surface.n == 1 else _map(ground)),
    }
    return packet(header)


def _map(ground: Ground) -> dict[str, Any]:
    """The map of a surface, and the surface in space."""
    grid = cached.grid(ground)
    return {"space": space_figure(grid.scale).to_plotly_json(), **facts_of(grid), "f": grid.f}


def point_of(surface: Surface, point: tuple[float, ...]) -> list[float]:
    """Where a point stands in the picture: with one parameter on the curve."""
    height = [float(surface.value(point[:1]))] if surface.n == 1 else []
    return [float(x) for x in (*point[: surface.n], *height)]


def picture_of(ground) -> str:
    # Caches take −0 for 0, so their pictures go by one name.
    return " ".join([ground.surface, *(f"{value + 0.0:.17g}" for _, value in ground.parameters)])
