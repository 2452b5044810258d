"""The arithmetic of one step, line by line, in the order of the source that runs.

lines(optimizer, g, params, state, t) gives for Adam: g ← ∇f(θ), v ← β₁ v + (1 − β₁) g, … θ ← θ + step, each with this
step's numbers put in.
"""

import ast
from typing import Any, Literal, NamedTuple

import numpy as np

from .updates import Formula, Number, Scope, constants, formulas, formulas_of, in_force, needed, value_of
from .writing import OFF, ON, SIGNS, shown, sign_of, written

Arrow = Literal["gradient", "velocity", "look_ahead", "ellipse", "step"]
ARROWS: dict[str, Arrow] = {
    "g": "gradient",
    "push": "gradient",
    "v": "velocity",
    "v_hat": "velocity",
    "look_ahead": "look_ahead",
    "s": "ellipse",
    "s_hat": "ellipse",
    "rate": "ellipse",
    "ahead": "step",
    "step": "step",
    "theta": "step",
}


class Line(NamedTuple):
    """One line: v ← β₁ v + (1 − β₁) g."""

    name: str  # as in the source; look_ahead, g and theta for the lines around it
    formula: str
    numbers: str  # the right side with this step's numbers, 4 digits each
    value: Number  # float64, (n,) or a number
    grey: tuple[tuple[int, int], ...]  # from … to in `formula`: what a switch takes out
    arrow: Arrow | None  # what it lights on the map

    @property
    def off(self) -> bool:
        """Whether a switch takes this line or a part of it out."""
        return bool(self.grey)


def lines(optimizer: Any, g: np.ndarray, params: np.ndarray, state: Any, t: int) -> tuple[Line, ...]:
    """The step t from params (n,) with the gradient g (n,) and the state before it, each field (n,) or a number.

    The values are those of the run, bit for bit. Where the rule names a point of its own (`gradient_at`), that comes
    first. A line on which the step does not depend, as the switches stand, is grey as a whole. Numbers that are only
    hyperparameters are put together: (1 − β₁) is 0.1.
    """
    names = constants(type(optimizer).update) | {"g": g, "params": params, "t": t}
    found = [*around(optimizer, Scope(optimizer, state, names))]
    rows = formulas_of(optimizer)
    used = needed(rows, optimizer)
    with np.errstate(all="ignore"):
        for row in rows:
            line = line_of(row, Scope(optimizer, state, names), row.name in used)
            names[row.name] = line.value
            found.append(line)
        theta = params + names["step"]
    return (*found, Line("theta", "θ ← θ + step", f"{shown(params)} + {shown(names['step'])}", theta, (), "step"))


def around(optimizer: Any, scope: Scope) -> list[Line]:
    """Where the gradient is taken, if that is not θ, and the gradient."""
    at, point = scope.names["params"], "θ"
    found = []
    for row in formulas(type(optimizer).gradient_at) if hasattr(optimizer, "gradient_at") else ():
        if not isinstance(in_force(row.expression, optimizer), ast.Name):
            found = [line_of(Formula("look_ahead", in_force(row.expression, optimizer)), scope, True)]
            at, point = found[0].value, SIGNS["look_ahead"]
    numbers = f"∇f{shown(at)}" if np.size(at) > 1 else f"∇f({shown(at)})"
    return [*found, Line("g", f"g ← ∇f({point})", numbers, scope.names["g"], (), "gradient")]


def line_of(row: Formula, scope: Scope, is_used: bool) -> Line:
    """A line with its numbers; the formula is the one with every part in, where a part is out."""
    marked = f"{sign_of(row.name, scope).strip('()')} ← {left_in(row.expression, scope)}"
    formula = marked.replace(ON, "").replace(OFF, "")
    grey = grey_parts(marked) if is_used else ((0, len(formula)),)
    node = in_force(row.expression, scope.optimizer)
    arrow = ARROWS.get(row.name)
    if arrow == "ellipse" and "s" not in getattr(scope.state, "_fields", ()):
        arrow = None
    return Line(row.name, formula, written(node, scope, numbers=True), value_of(node, scope), grey, arrow)


def grey_parts(marked: str) -> tuple[tuple[int, int], ...]:
    """What lies outside ON … OFF on the right side of a formula, counted without these marks."""
    if ON not in marked:
        return ()
    begin, start, end = marked.index("← ") + 2, marked.index(ON), marked.index(OFF) - 1
    return tuple(part for part in ((begin, start), (end, len(marked) - 2)) if part[0] < part[1])


def left_in(node: ast.expr, scope: Scope) -> str:
    """The formula. Where a switch that is off takes parts out of it, what it leaves in stands between ON and OFF."""
    chosen = in_force(node, scope.optimizer)
    if isinstance(node, ast.IfExp) and chosen is not node.body:
        kept = next((part for part in ast.walk(node.body) if ast.dump(part) == ast.dump(chosen)), None)
        if kept is not None:
            return written(node.body, scope, keep=kept)
    return written(chosen, scope)
