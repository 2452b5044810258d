"""What one optimizer opened up looks like: small charts of every quantity, arrows, axes, digits. Plain data."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import ceil, floor, inf, isfinite, log10
from typing import Any, NamedTuple

import numpy as np

from experiments.gradient_check import Check
from experiments.inside import Inside
from experiments.templates import switches_of
from experiments.updates import formulas, needed
from experiments.writing import digits
from figures.curves import decades, rounded

Columns = Mapping[str, np.ndarray]  # name → (1 or 2, steps)
ALONE = 50  # what goes so many times farther than anybody else leaves the picture
ROUNDING = 1e-9


class Trace(NamedTuple):
    """One line of a chart: a coordinate of a column."""

    of: str
    coordinate: int
    name: str
    tone: str  # main, soft or muted
    dashed: bool


class Chart(NamedTuple):
    title: str
    log: bool
    range: tuple[float, float]
    decades: tuple[int, int] | None
    lines: tuple[Trace, ...]


class Kind(NamedTuple):
    """What a chart may show, each quantity under its letter; the last is the one that matters."""

    title: str  # empty: the letters
    log: bool
    quantities: dict[str, str]


KINDS = (
    Kind("", False, {"g": "g", "v": "v", "v_hat": "v̂"}),
    Kind("", True, {"s": "s", "s_hat": "ŝ"}),
    Kind("effective learning rate", True, {"rate": "rate"}),
    Kind("size of the step", True, {"size": "|step|"}),
)
TONES = {1: ("main",), 2: ("soft", "main"), 3: ("muted", "soft", "main")}


def columns_of(inside: Inside) -> dict[str, np.ndarray]:
    """What charts and arrows show of a run, each (2, steps), by the names in `Kind.quantities`. They are the run's own
    quantities: what a rule calls its intermediate results has no say here."""
    found = {"g": inside.gradient, "rate": inside.rate, "size": abs(inside.step)}
    found |= {name: getattr(inside, name) for name in ("v", "v_hat", "s", "s_hat", "look_ahead")}
    return {name: rows.T for name, rows in found.items() if rows is not None}


# ---- charts
def charts(optimizer: Any, columns: Columns, last: int) -> tuple[Chart, ...]:
    """Those that make sense for a rule, as its switches stand; around the steps made in good health."""
    found = (_chart(kind, _alive(kind, optimizer, columns), columns, last) for kind in KINDS)
    return tuple(chart for chart in found if chart.lines)


def _alive(kind: Kind, optimizer: Any, columns: Columns) -> list[str]:
    """The quantities on which the step depends, but for those that repeat the one before: v̂ without correction."""
    rule: Any = type(optimizer)
    used = _used(rule, switches_of(optimizer))
    found: list[str] = []
    for name in kind.quantities:
        if name in columns and name in used and not (found and np.array_equal(columns[name], columns[found[-1]])):
            found.append(name)
    return found


@lru_cache(maxsize=64)
def _used(kind: Any, switches: tuple[tuple[str, bool], ...]) -> frozenset[str]:
    return frozenset(needed(formulas(kind.update), kind(**dict(switches)))) | {"g", "rate", "size"}


def _chart(kind: Kind, names: list[str], columns: Columns, last: int) -> Chart:
    lines = [
        Trace(name, i, f"{kind.quantities[name]}, {'xy'[i]}", tone, i == 1)
        for name, tone in zip(names, TONES.get(len(names), ()), strict=True)
        for i in range(len(columns[name]))
    ]
    values = np.concatenate([np.ravel(columns[name][:, :last]) for name in names]) if names else np.empty(0)
    title = kind.title or ", ".join(kind.quantities[name] for name in names)
    return Chart(title, kind.log, linear_range(values), log_range(values) if kind.log else None, tuple(lines))


def linear_range(values: np.ndarray) -> tuple[float, float]:
    """Around all that is finite, and 0."""
    finite = values[np.isfinite(values)]
    return rounded(min(finite.min(initial=0.0), 0.0), max(finite.max(initial=0.0), 0.0))


def log_range(values: np.ndarray) -> tuple[int, int]:
    """Whole powers of ten around all that is finite and not 0."""
    positive = values[np.isfinite(values) & (values > 0)]
    return decades(float(positive.min()), float(positive.max())) if positive.size else (-1, 1)


# ---- arrows
def arrows(optimizer: Any, columns: Columns) -> dict[str, str | None]:
    """Which columns the arrows of a map show, and the ellipse; None where the rule has no such thing."""
    velocity = [name for name in _alive(KINDS[0], optimizer, columns) if name != "g"]
    squares = _alive(KINDS[1], optimizer, columns)
    return {
        "gradient": "g",
        "velocity": velocity[-1] if velocity else None,
        "look_ahead": "look_ahead" if "look_ahead" in columns else None,
        "ellipse": squares[-1] if squares else None,
    }


# ---- a series
def common_range(rows: Iterable[np.ndarray]) -> tuple[float, float]:
    """Around several racers and 0. What goes 50 times farther than all others leaves the picture."""
    rows = list(rows)
    reach = sorted(float(abs(row[np.isfinite(row)]).max(initial=0.0)) for row in rows)
    while len(reach) > 1 and reach[-1] > ALONE * reach[-2] > 0:
        reach.pop()
    inside = [row[abs(row) <= reach[-1]] for row in rows]
    return linear_range(np.concatenate([*inside, np.zeros(1)]))


def in_rates(theta: float, rate: float) -> str:
    """How far, in units of α: −8 α; as it is where α is too small for that. What rounding leaves over is 0."""
    number = float(theta) / rate if rate else inf
    if not isfinite(number):
        return digits(float(theta))
    return "0" if abs(number) < ROUNDING else f"{digits(number)} α"


# ---- a gradient check
def check_axis(check: Check) -> tuple[tuple[int, int], tuple[int, int]]:
    """Decades of ε and of both errors; an error of exactly 0 lies below the picture."""
    errors = np.concatenate([check.two_sided_error, check.one_sided_error])
    positive = errors[np.isfinite(errors) & (errors > 0)]
    if not positive.size:
        return _decades(check.epsilons), (-16, 0)
    return _decades(check.epsilons), _decades(positive)


def _decades(values: np.ndarray) -> tuple[int, int]:
    low, high = floor(log10(values.min()) + 1e-9), ceil(log10(values.max()) - 1e-9)
    return low, max(high, low + 1)


def exactly(value: float) -> str:
    """Ten digits: 3.0001. What is not a number has no value."""
    if not isfinite(value):
        return "no value"
    mantissa, mark, exponent = f"{value + 0.0:.10g}".partition("e")
    return (mantissa + (f"e{int(exponent)}" if mark else "")).replace("-", "−")
