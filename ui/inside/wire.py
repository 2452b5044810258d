"""The two messages of the page: the ground is the Race's, the wire has what belongs to the open tab."""

from math import isfinite
from typing import Any

import numpy as np

from experiments.gradient_check import best
from experiments.groups import groups_of
from experiments.inside import Parts, first_step, made, terminal_speed
from experiments.race import Runner
from experiments.templates import templates
from figures.inside import Chart, check_axis, common_range, exactly, in_rates
from optimizers import OPTIMIZERS
from optimizers.parts import VARIANTS
from ui.ground import ground_packet_of, picture_of
from ui.inside import opened
from ui.inside.state import ADAM, COORDINATES, CUBE, OWN, Scene
from ui.packets import packet
from ui.racers.racer import Racer
from ui.racers.titles import titles
from ui.visit import Visit
from ui.words import explained

PAGE = "inside"
TEN = 10


# ---- the ground
def ground_packet(state: Scene) -> bytes:
    """Constant for a surface, and the very one of a race."""
    return ground_packet_of(state.ground, PAGE)


# ---- the wire
def wire_packet(state: Scene, visit: Visit, held: set[int] | None = None) -> bytes:
    """What is opened, and all that bar, deck and table show of the open tab."""
    header = {
        "name": PAGE,
        **visit._asdict(),
        "tab": state.tab,
        "picture": picture_of(state.ground),
        "surface": state.surface,
        "steps": state.steps_on_stage,
        "start": state.start,
        "optimizer": state.optimizer,
        "title": title_of(state),
        "hypers": dict(state.values),
        "limit": _number(opened.limit(state.ground, state.shown)),
        "switchable": state.optimizer == ADAM,
        **{name: getattr(state, name) for name in CHOICES},
    }
    return packet(header | TABS[state.tab](state), held)


CHOICES = ("memory", "scaling", "bias_correction", "ghosts", "same", "coordinate", "what", "epsilon", "at", "touched")


def title_of(state: Scene) -> str:
    """What the switches make of it."""
    shown = state.shown
    return shown.variant.title if isinstance(shown, Parts) else OPTIMIZERS[state.optimizer].facts.name


def _number(value: float | None) -> float | None:
    """JSON has no word for infinity."""
    return value if value is not None and isfinite(value) else None


def _point(values: np.ndarray | None) -> list[float | None] | None:
    return None if values is None else [_number(float(value)) for value in values]


# ---- on a surface
def _surface(state: Scene) -> dict[str, Any]:
    found = opened.opened(state.ground, state.start, state.steps, state.shown)
    ghosts = _ghosts(state)
    return {
        "path": {"...": found.path},
        "ghostPaths": [
            {"key": ghost.key, "title": ghost.title, "rate": ghost.parts.learning_rate, "...": block}
            for ghost, block in ghosts
        ],
        "lines": lines_of(state),
        "groups": [group._asdict() for group in groups_of(made(state.shown))],
        "values": found.values,
        "arrows": found.arrows,
        "charts": [_chart(chart) for chart in found.charts],
        "variants": variants(state),
    }


def _ghosts(state: Scene) -> tuple:
    if not (state.ghosts_seen and isinstance(state.shown, Parts)):
        return ()
    return opened.ghosts(state.ground, state.start, state.steps, state.shown, not state.same)


def lines_of(state: Scene) -> list[dict[str, Any]]:
    """The arithmetic with blanks, which the browser fills with the numbers of its step."""
    return [
        line._asdict()
        | {
            "parts": [part if isinstance(part, str) else part._asdict() for part in line.parts],
            "result": line.result._asdict(),
        }
        for line in templates(made(state.shown))
    ]


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": chart.title,
        "log": chart.log,
        "range": chart.range,
        "logRange": chart.decades,
        "lines": [line._asdict() for line in chart.lines],
    }


def variants(state: Scene) -> list[dict[str, Any]]:
    """The table: what is shown and its ghosts, in the order of `VARIANTS`. `terminal` is a step's length in x and y, if
    the slope stayed as it is at the start."""
    found = opened.opened(state.ground, state.start, state.steps, state.shown).inside
    g, rate = opened.slope(state.ground, state.start), dict(state.values)["learning_rate"]
    rows = {"": _variant(title_of(state), rate, first_step(found, rate), state.shown, g)}
    for ghost, _ in _ghosts(state):
        rows[ghost.key] = _variant(ghost.title, ghost.parts.learning_rate, ghost.first, ghost.parts, g)
    order = VARIANTS if len(rows) > 1 else ("",)
    return [rows[key if key in rows else ""] | {"here": key if key in rows else ""} for key in order]


def _variant(title: str, rate: float, first: np.ndarray | None, what: Runner | Parts, g: np.ndarray) -> dict[str, Any]:
    with np.errstate(all="ignore"):
        terminal = terminal_speed(made(what), g)
    return {"title": title, "rate": rate, "first": _point(first), "terminal": _point(terminal)}


# ---- a series
def _series(state: Scene) -> dict[str, Any]:
    source = state.given if state.series == OWN else state.series
    series, block = opened.gradients_of(source), opened.series_block(source)
    shown = {r.slot: opened.answered(source, r.runner) for r in state.racers if not r.hidden}
    answers = [found.answer for found in shown.values()]
    axes = {"g": [series.values], "theta": [a.theta for a in answers], "step": [a.step for a in answers]}
    named = zip(state.racers, titles(state.racers), strict=True)
    return {
        "series": {
            "key": state.series,
            "title": series.title,
            "notice": [piece._asdict() for piece in explained(series.notice)],
            "source": series.source,
            "n": len(series.values),
            "...": block,
        },
        "own": bool(state.given),
        "racers": [_racer(racer, title, shown.get(racer.slot)) for racer, title in named],
        "axes": {name: common_range(rows) for name, rows in axes.items()},
        "sums": [_sum(r, shown[r.slot].answer.theta) for r in state.racers if r.slot in shown],
    }


def _racer(racer: Racer, title: str, found: opened.Answered | None) -> dict[str, Any]:
    told = {
        "slot": racer.slot,
        "optimizer": racer.optimizer,
        "title": title,
        "hidden": racer.hidden,
        "values": dict(racer.values),
        "limit": None,
    }
    return told | {"...": found.block} if found else told


def _sum(racer: Racer, theta: np.ndarray) -> dict[str, Any]:
    """Where a racer stands after ten steps, and in the end."""
    rate = dict(racer.values)["learning_rate"]
    first_ten = in_rates(theta[TEN], rate) if len(theta) > TEN else "–"
    return {"slot": racer.slot, "first_ten": first_ten, "final": in_rates(theta[-1], rate)}


# ---- a gradient check
def _check(state: Scene) -> dict[str, Any]:
    if state.what == CUBE:
        ground, point, coordinate = None, (1.0,), 0
        curve, block = opened.cube_checked()
    else:
        path = opened.opened(state.ground, state.start, state.steps, state.shown).inside.path
        ground, coordinate = state.ground, COORDINATES.index(state.coordinate)
        point = tuple(map(float, path[state.at]))
        curve, block = opened.checked(ground, point, coordinate)
    here = opened.check_at(ground, point, coordinate, state.epsilon)
    x, y = check_axis(curve)
    return {
        "check": {
            "what": state.what,
            "coordinate": state.coordinate,
            "point": point,
            "exact": _number(here.exact),
            "epsilon": state.epsilon,
            "exact_text": exactly(here.exact),
            "two_text": exactly(here.two_sided[0]),
            "one_text": exactly(here.one_sided[0]),
            "two_error": _number(float(here.two_sided_error[0])),
            "one_error": _number(float(here.one_sided_error[0])),
            "best_epsilon": best(curve.epsilons, curve.two_sided_error),
            "axis": {"x": x, "y": y},
            "...": block,
        }
    }


TABS = {"surface": _surface, "series": _series, "check": _check}
