"""The arithmetic of a rule with blanks for what changes from step to step, and the numbers that fill them.

A page sends the lines of a rule once, and one column a name: whoever has both can open any step without asking again.
filled(template, columns, t) are the very texts of `arithmetic.lines`, step by step.
"""

import ast
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from optimizers import Status, Switch, specs

from .arithmetic import Arrow, Line, lines
from .inside import Inside, Parts, made
from .race import Ground, Runner, surface_of
from .updates import Scope, constants, formulas, formulas_of, in_force, value_of
from .writing import ATOM, Writer, shown

DIMENSIONS = 2
OPEN, CLOSE = "\x03", "\x04"  # around the name in a blank, while a line is written
BEFORE = "_before"


class Blank(NamedTuple):
    """Stands for a number, or for the point (x, y)."""

    of: str  # a column
    before: bool = False  # its row of the step before; 0 at the first step


class Template(NamedTuple):
    """A line of the arithmetic, as in `arithmetic.Line`, for every step at once."""

    name: str
    formula: str
    grey: tuple[tuple[int, int], ...]
    arrow: Arrow | None
    parts: tuple[str | Blank, ...]  # the right side; `result` is the column of the same name

    @property
    def result(self) -> Blank:
        return Blank(self.name)


class Blanks(Writer):
    """Writes the numbers of hyperparameters, and leaves blanks for all others."""

    def leaf(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Attribute(value=ast.Name(id="state"), attr=name):
                return _blank(name if _starts_at_0(self.scope.state, name) else name + BEFORE, before=True), ATOM
            case ast.Name(id=name) if not name.isupper():
                return _blank(name), ATOM
        return Writer.leaf(self, node)


def templates(optimizer: Any) -> tuple[Template, ...]:
    """The lines of a rule in two dimensions, in their order."""
    kind: Any = type(optimizer)
    found = in_letters(kind, switches_of(optimizer))
    writer = Blanks(_nowhere(optimizer), numbers=True)
    at = "look_ahead" if found[0].name == "look_ahead" else "params"
    texts = {"g": f"∇f{_blank(at)}", "theta": f"{_blank('params')} + {_blank('step')}"}
    texts |= {row.name: writer.write(in_force(row.expression, optimizer))[0] for row in rows_of(optimizer)}
    return tuple(Template(line.name, line.formula, line.grey, line.arrow, _parts(texts[line.name])) for line in found)


@lru_cache(maxsize=64)
def in_letters(kind: Any, switches: tuple[tuple[str, bool], ...]) -> tuple[Line, ...]:
    """The lines of a rule as its switches stand. Their letters do not ask for any number: only those are looked at."""
    scope = _nowhere(kind(**dict(switches)))
    zero = np.zeros(DIMENSIONS)
    return lines(scope.optimizer, zero, zero, scope.state, 1)


def switches_of(optimizer: Any) -> tuple[tuple[str, bool], ...]:
    """The forms that an optimizer takes."""
    return tuple(
        (name, getattr(optimizer, name)) for name, spec in specs(optimizer).items() if isinstance(spec, Switch)
    )


def _nowhere(optimizer: Any) -> Scope:
    """Before the first step, anywhere but at the origin."""
    return Scope(optimizer, optimizer.init(np.ones(DIMENSIONS)), constants(type(optimizer).update))


def rows_of(optimizer: Any) -> list[Any]:
    """The formulas of a rule; first where it takes the gradient, if it names a point of its own."""
    rows = formulas_of(optimizer)
    if not hasattr(optimizer, "gradient_at"):
        return list(rows)
    return [*(row._replace(name="look_ahead") for row in formulas(type(optimizer).gradient_at)), *rows]


def _starts_at_0(state: Any, name: str) -> bool:
    return not np.any(getattr(state, name))


def _blank(of: str, before: bool = False) -> str:
    return f"{OPEN}{of}{' before' if before and not of.endswith(BEFORE) else ''}{CLOSE}"


def _parts(text: str) -> tuple[str | Blank, ...]:
    """A text cut at its blanks."""
    first, *rest = text.split(OPEN)
    found: list[str | Blank] = [first]
    for piece in rest:
        name, after = piece.split(CLOSE)
        of, _, before = name.partition(" ")
        found += [Blank(of, bool(before)), after]
    return tuple(part for part in found if part)


# ---- the numbers
def columns_of(ground: Ground, what: Runner | Parts, inside: Inside) -> dict[str, np.ndarray]:
    """Every name of the lines over all steps at once, (1 or 2, steps) float64, with the bits of each step alone.

    `params` is the point before a step, `theta` the one after it. Where a name is not 0 before the first step,
    `name_before` says what it was before each. A run that diverged shows the step at which it did, then that row again
    and again; such a row may hold infinities and NaN.
    """
    optimizer, end = made(what), made_steps(inside)
    params = inside.path[:end].T
    g = _gradients(ground, inside, end)
    state = _states_before(optimizer, inside, end)
    found: dict[str, Any] = {"params": params, "g": g, "t": np.arange(1, end + 1)}
    names = constants(type(optimizer).update) | found
    with np.errstate(all="ignore"):
        for row in rows_of(optimizer):
            found[row.name] = names[row.name] = value_of(row.expression, Scope(optimizer, state, names))
        found["theta"] = params + found["step"]
    begin = _nowhere(optimizer).state
    found |= {name + BEFORE: getattr(state, name) for name in state._fields if not _starts_at_0(begin, name)}
    return {name: _filled_up(value, end, len(inside.step)) for name, value in found.items()}


def made_steps(inside: Inside) -> int:
    """How many steps can be opened: all, or those up to the one that diverged."""
    return min(inside.last + (inside.outcome.status is Status.DIVERGED), len(inside.step))


def _gradients(ground: Ground, inside: Inside, end: int) -> np.ndarray:
    """(2, end) as the optimizer saw them; the run keeps none of the step at which it diverged."""
    g = inside.gradient[:end].T.copy()
    if end > inside.last:
        at = (inside.path if inside.look_ahead is None else inside.look_ahead)[end - 1]
        with np.errstate(all="ignore"):
            g[:, -1] = surface_of(ground).gradient(at, end)
    return g


def _states_before(optimizer: Any, inside: Inside, end: int) -> Any:
    """The state before each step, each field (2, end) or (end,)."""
    first = optimizer.init(inside.path[0])
    fields = (
        np.concatenate([np.reshape(begin, (1, *field.shape[1:])), field[: end - 1]]).T
        for begin, field in zip(first, inside.state, strict=True)
    )
    return type(first)(*fields)


def _filled_up(value: Any, end: int, steps: int) -> np.ndarray:
    """(1 or 2, steps): a row for each coordinate; the last step again, where there is no more."""
    rows = np.broadcast_to(np.atleast_2d(value), (np.atleast_2d(value).shape[0], end))
    return np.concatenate([rows, np.repeat(rows[:, -1:], steps - end, axis=1)], axis=1)


def filled(template: Template, columns: dict[str, np.ndarray], t: int) -> str:
    """The numbers of step t put in, 4 digits each."""
    return "".join(part if isinstance(part, str) else _shown(part, columns, t) for part in template.parts)


def _shown(blank: Blank, columns: dict[str, np.ndarray], t: int) -> str:
    column = columns[blank.of]
    if not blank.before:
        return shown(column[:, t - 1])
    return shown(column[:, t - 2] if t > 1 else np.zeros(len(column)))
