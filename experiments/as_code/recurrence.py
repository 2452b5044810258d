"""An update as the lines of a script: the very source of a rule, its switches folded and its helpers gone.

`self.beta1` becomes `beta1`, `state.v` becomes `v`, a choice between two forms becomes the one that is in force, and
the step is added to the parameters. The operations and their order stay, and so do the bits.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from copy import deepcopy
from textwrap import dedent
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from optimizers import Hyper, specs

from ..updates import FUNCTIONS, constants
from .folding import Folded, absent
from .syntax import Renamed, fields_in, is_docstring, is_name, is_state, names
from .timeline import Timeline

BEFORE = "_before"  # what a field is called where its new value is already there


class Line(NamedTuple):
    """name ← expression, with the comment of the source."""

    name: str
    expression: ast.expr
    comment: str = ""


class Recurrence(NamedTuple):
    """What a script has of a rule."""

    lines: tuple[str, ...]  # of each step, once g is known; the last one moves the parameters
    numbers: tuple[str, ...]  # the hyperparameters that stand anywhere in it
    begin: tuple[str, ...] = ()  # the state before the first step
    ahead: str | None = None  # where the gradient is taken, unless at the parameters
    constants: Mapping[str, float] = MappingProxyType({})  # of the rule's module
    functions: tuple[str, ...] = ()  # of NumPy
    helpers: str = ""  # functions that the lines call
    looks: bool = False  # whether it asks for value and gradient itself, by `look`
    asks: frozenset[str] = frozenset()  # what it wants of the surface beside value and gradient


def recurrence(optimizer: Any, start: tuple[float, ...], timeline: Timeline) -> Recurrence:
    """The lines of this optimizer as its switches stand, and the state with which they begin."""
    folded = Folded(optimizer, absent(optimizer, timeline.changing), bool(timeline.multiplier))
    states = beginnings(optimizer, start)
    fields = states[0]._fields
    plain = frozenset(name for name in fields if np.ndim(getattr(states[0], name)) < 2)
    lines = in_use(unaliased(assignments(type(optimizer).update, folded, fields)))
    lines = [line._replace(expression=Choices(plain).visit(line.expression)) for line in lines]
    look = ahead(optimizer, folded)
    used = [line.expression for line in lines] + ([look] if look else [])
    kept = [name for name in fields if any(name in fields_in(node) for node in used)]
    begin = [f"{name} = {first(optimizer, *(getattr(state, name) for state in states))}" for name in kept]
    words = names([ast.parse(line) for line in begin])
    words |= names([Plain(frozenset()).visit(deepcopy(node)) for node in used])
    return Recurrence(
        lines=tuple(written(lines, kept)),
        numbers=tuple(name for name in specs(optimizer) if {name, timeline.base(name)} & words),
        begin=tuple(begin),
        ahead=None if look is None else text(look, frozenset()),
        constants={name: value for name, value in constants(type(optimizer).update).items() if name in words},
        functions=tuple(name for name in FUNCTIONS if name in words and name != "abs"),
    )


# ---- from the source
def assignments(method: Callable[..., Any], folded: Folded, fields: tuple[str, ...]) -> list[Line]:
    """The lines of an update, then each field that its `return` makes itself."""
    source = dedent(inspect.getsource(method))
    *body, end = [node for node in ast.parse(source).body[0].body if not is_docstring(node)]  # type: ignore[attr-defined]
    comments = [line.partition("  # ")[2] for line in source.splitlines()]
    found = [Line(line.targets[0].id, line.value, comments[line.end_lineno - 1]) for line in body]
    given = dict(zip(fields, end.value.args, strict=False)) | {word.arg: word.value for word in end.value.keywords}
    found += [Line(name, node) for name, node in given.items() if not is_name(node, name)]
    return [line._replace(expression=folded.visit(deepcopy(line.expression))) for line in found]


def ahead(optimizer: Any, folded: Folded) -> ast.expr | None:
    """Where the rule looks at the gradient, unless that is where it stands."""
    if not hasattr(optimizer, "gradient_at"):
        return None
    source = ast.parse(dedent(inspect.getsource(type(optimizer).gradient_at))).body[0]
    node = folded.visit(source.body[-1].value)  # type: ignore[attr-defined]
    return None if is_name(node, "params") else node


def unaliased(lines: list[Line]) -> list[Line]:
    """Without lines that only give another name to something: v̂ = v, where nothing is corrected. What the next step
    reads keeps its name."""
    read = {name for line in lines for name in fields_in(line.expression)}
    free = {line.name for line in lines} - read  # what may have another name
    for line in lines:
        other = line.expression.id if isinstance(line.expression, ast.Name) else "step"
        if "step" in (line.name, other) or not free & {line.name, other}:
            continue
        old, new = (line.name, other) if line.name in free else (other, line.name)
        return unaliased([renamed(rest, old, new) for rest in lines if rest is not line])
    return lines


def renamed(line: Line, old: str, new: str) -> Line:
    """The line with another name in the place of an old one."""
    return line._replace(
        name=new if line.name == old else line.name, expression=Renamed(old, new).visit(line.expression)
    )


def in_use(lines: list[Line]) -> list[Line]:
    """The lines on which the step depends, through the state of the step before as well."""
    needed, size = {"step"}, 0
    while len(needed) > size:
        size = len(needed)
        for line in lines:
            if line.name in needed:
                needed |= names([line.expression]) | fields_in(line.expression)
    return [line for line in lines if line.name in needed]


# ---- into the script
class Choices(ast.NodeTransformer):
    """where(…) between plain numbers as Python chooses: the other side, which may be 0/0, is not computed."""

    def __init__(self, plain: frozenset[str]) -> None:
        self.plain = plain

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_choice = isinstance(node.func, ast.Name) and node.func.id == "where"
        if not is_choice or not names([node.args[0]]) | fields_in(node.args[0]) <= self.plain | {"state"}:
            return node
        return ast.IfExp(*node.args)


class Plain(ast.NodeTransformer):
    """self.x and state.x → x; state.x → x_before where the step has already made the new x."""

    def __init__(self, made: frozenset[str]) -> None:
        self.made = made

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        old = is_state(node) and node.attr in self.made
        return ast.Name(node.attr + BEFORE * old, ast.Load())


def text(node: ast.expr, made: frozenset[str]) -> str:
    """An expression as it stands in the script."""
    return ast.unparse(Plain(made).visit(deepcopy(node))).replace(" ** ", "**")


def written(lines: list[Line], kept: list[str]) -> list[str]:
    """The lines in order. The step is added to the parameters at the end, by its own name where others need it."""
    apart = "step" in kept or any("step" in names([line.expression]) for line in lines)
    rows, made, moved = [], frozenset[str](), ["params = params + step"]
    for line in lines:
        row = text(line.expression, made)
        if line.name == "step" and not apart:
            moved = [move(line.expression, made)]
        else:
            rows.append(f"{line.name} = {row}" + f"  # {line.comment}" * bool(line.comment))
        made |= {line.name}
    before = [name for name in kept if any(name + BEFORE in row for row in rows + moved)]
    return [f"{name}{BEFORE} = {name}" for name in before] + rows + moved


def move(step: ast.expr, made: frozenset[str]) -> str:
    """params = params − rate * v, for a step of −rate * v: to the same bits."""
    step = deepcopy(step)
    factor: ast.expr = step
    parent: ast.BinOp | None = None
    while isinstance(factor, ast.BinOp) and isinstance(factor.op, ast.Mult | ast.Div):
        parent, factor = factor, factor.left
    if not (isinstance(factor, ast.UnaryOp) and isinstance(factor.op, ast.USub)):
        return f"params = params + {bracketed(step, made)}"
    if parent is None:
        step = factor.operand
    else:
        parent.left = factor.operand
    return f"params = params - {bracketed(step, made)}"


def bracketed(node: ast.expr, made: frozenset[str]) -> str:
    """A sum after a sign needs brackets."""
    is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
    return f"({text(node, made)})" if is_sum else text(node, made)


def beginnings(optimizer: Any, start: tuple[float, ...]) -> tuple[Any, Any]:
    """The state before the first step, here and 1 farther: so it shows what depends on the start."""
    here = np.array(start)[:, None]
    return optimizer.init(here), optimizer.init(here + 1)


def first(optimizer: Any, value: Any, farther: Any) -> str:
    """What a field of the state is before the first step."""
    column = np.asarray(value, dtype=float)
    if (column != farther).any():
        return "params"
    one = float(column.flat[0])
    if column.ndim < 2:
        return number(optimizer, one)
    return f"np.full_like(params, {number(optimizer, one)})" if one else "np.zeros_like(params)"


def number(optimizer: Any, value: float) -> str:
    """A number by the name of the hyperparameter that `init` takes it from, or as it is."""
    source = inspect.getsource(type(optimizer).init)
    own = [name for name, spec in specs(optimizer).items() if isinstance(spec, Hyper) and f"self.{name}" in source]
    return next((name for name in own if value and getattr(optimizer, name) == value), repr(value))
