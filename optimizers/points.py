"""One run in Python's floats: the same arithmetic to the same bits, without the cost of arrays of one number.

An elementwise rule does in each coordinate what it would do alone. So the very source of its `update` is made once more
for floats: `g**2` becomes `g * g`, as NumPy computes it, and NumPy's functions become those below. What floats refuse,
such as 1/0 or the root of −1, raises, and the driver computes these steps on arrays.
"""

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from .hyper import Array, Switch, numbers, specs
from .trajectory import End


def _minimum(a: float, b: float) -> float:
    return a if a < b or a != a else b


def _maximum(a: float, b: float) -> float:
    return a if a > b or a != a else b


def _sign(a: float) -> float:
    return (a > 0.0) - (a < 0.0) if a == a else a


FLOATS: dict[str, Any] = {
    "sqrt": math.sqrt,
    "minimum": _minimum,
    "maximum": _maximum,
    "sign": _sign,
    "where": lambda condition, a, b: a if condition else b,
}


class Floats(ast.NodeTransformer):
    """a**2 → a * a, for names and for parts that a name stands for. A switch becomes the constant that it is, so that
    Python compiles only the branch it chooses."""

    def __init__(self, switches: Iterable[tuple[str, bool]]) -> None:
        self.switches = dict(switches)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return ast.Constant(self.switches[node.attr]) if own and node.attr in self.switches else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Pow):
            if not (isinstance(node.right, ast.Constant) and node.right.value == 2):
                raise ValueError(f"an update has squares and no other powers: {ast.unparse(node)}")
            return ast.BinOp(node.left, ast.Mult(), node.left)
        return node


@lru_cache(maxsize=1024)
def in_floats(function: Callable[..., Any], switches: tuple[tuple[str, bool], ...] = ()) -> Callable[..., Any]:
    """A method of a rule, for floats, where the switches stand as they are given."""
    tree = Floats(switches).visit(ast.parse(textwrap.dedent(inspect.getsource(function))))
    scope = function.__globals__ | FLOATS
    exec(compile(ast.fix_missing_locations(tree), f"<{function.__qualname__} in floats>", "exec"), scope)
    return scope[function.__name__]


@lru_cache(maxsize=256)
def switch_names(kind: Any) -> tuple[str, ...]:
    """The switches of a rule."""
    return tuple(name for name, spec in specs(kind).items() if isinstance(spec, Switch))


def methods(rule: Any) -> tuple[Callable[..., Any], Callable[..., Any] | None]:
    """`update` and, where there is one, `gradient_at`, for floats."""
    kind: Any = type(rule)
    switches = tuple((name, getattr(rule, name)) for name in switch_names(kind))
    look = in_floats(kind.gradient_at, switches) if hasattr(kind, "gradient_at") else None
    return in_floats(kind.update, switches), look


def possible(objective: Any, rule: Any, params: Array) -> bool:
    """One run in the plane of an elementwise rule, on an objective that has a gradient in floats."""
    alone = params.shape == (2, 1) and all(isinstance(value, float) for value in numbers(rule).values())
    return alone and hasattr(objective, "gradient_in_floats") and getattr(rule, "elementwise", True)


def walked(
    objective: Any, rule: Any, schedule: Any, here: End, shapes: Any, ts: range
) -> tuple[Array, Array, Any] | None:
    """Points (rows, 2, 1), gradients (rows, 2, 1) and state, each field (rows, …, 1), of the steps `ts`.

    None where arrays have to decide: what is not finite, and what floats refuse.
    """
    try:
        points, slopes, states = steps(objective, rule, schedule, here, ts)
    except (ArithmeticError, ValueError):
        return None
    path, gradients = (numbers_of(pairs, (len(ts), 2, 1)) for pairs in (points, slopes))
    table = numbers_of(states, (len(ts), 2, len(shapes)))
    fields = (table[..., [k]] if len(shape) == 2 else table[:, 0, [k]] for k, shape in enumerate(shapes))
    return (path, gradients, type(here.state)(*fields)) if np.isfinite(table).all() else None


def steps(objective: Any, rule: Any, schedule: Any, here: End, ts: range) -> tuple[list[Any], list[Any], list[Any]]:
    """The hot loop. A state stands once for each coordinate, also where the coordinates share a field."""
    own, (update, look), gradient = rule, methods(rule), slopes_of(objective, ts)
    (x, y), (at_x, at_y) = here.params[:, 0].tolist(), coordinates(here.state)
    points, slopes, states = [], [], []
    for t in ts:
        if schedule:
            rule = schedule(own, t)
            update, look = methods(rule)
        g = dx, dy = gradient(look(rule, x, at_x), look(rule, y, at_y)) if look else gradient(x, y)
        at_x, at_y = update(rule, dx, x, at_x, t), update(rule, dy, y, at_y, t)
        x, y = x + at_x.step, y + at_y.step
        points.append((x, y))
        slopes.append(g)
        states.append(at_x + at_y)
    return points, slopes, states


def slopes_of(objective: Any, ts: range) -> Callable[[float, float], tuple[float, float]]:
    """The gradient in floats, called once for each of `ts`."""
    if hasattr(objective, "gradients_in_floats"):
        return objective.gradients_in_floats(ts)
    return objective.gradient_in_floats


def coordinates(state: Any) -> list[Any]:
    """The state of each of two coordinates, in floats."""
    columns = [np.broadcast_to(np.reshape(field, -1), 2).tolist() for field in state]
    return [type(state)(*values) for values in zip(*columns, strict=True)]


def numbers_of(rows: Iterable[tuple[float, ...]], shape: tuple[int, ...]) -> Array:
    """An array from rows of numbers, one by one, which is quicker than from a list of tuples."""
    return np.fromiter(chain.from_iterable(rows), float, math.prod(shape)).reshape(shape)
