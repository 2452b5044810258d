"""Expressions of x and y: built and simplified by ordinary arithmetic, differentiated twice by rule.

Equal expressions of one formula are the same object, so a part that occurs a hundred times is simplified,
differentiated and computed once, however large the formula would be if it were written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np

UFUNCS: dict[str, Callable[..., np.ndarray]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.absolute,
    "tanh": np.tanh,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "atan": np.arctan,
    "sign": np.sign,
    "min": np.minimum,
    "max": np.maximum,
    "where": np.where,
}
Known: TypeAlias = "dict[tuple[str, tuple[Node, ...], float | None], Node]"  # the operations of one formula
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


class Node:
    """One operation of a formula. Parts are older than the whole: sorting by age puts parts first."""

    __slots__ = ("age", "known", "op", "parts", "value")

    def __init__(self, known: Known, op: str, parts: tuple[Node, ...], value: float | None):
        self.known, self.op, self.parts, self.value = known, op, parts, value
        self.age = len(known)

    def __add__(self, other: Node) -> Node:
        if both_numbers(self, other):
            return folded("+", self, other)
        if self.value == 0:
            return other
        if other.value == 0:
            return self
        if self is other:
            return 2 * self
        if (positive := negated(other)) is not None:
            return self - positive
        if (positive := negated(self)) is not None:
            return other - positive
        return made("+", self, other)

    def __sub__(self, other: Node) -> Node:
        if both_numbers(self, other):
            return folded("-", self, other)
        if other.value == 0:
            return self
        if self.value == 0:
            return -1 * other
        if (positive := negated(other)) is not None:
            return self + positive
        return made("-", self, other)

    def __mul__(self, other: Node) -> Node:
        if both_numbers(self, other):
            return folded("*", self, other)
        if self.value is not None:
            return scaled(self, other)
        if other.value is not None:
            return scaled(other, self)
        (a, u), (b, v) = factor(self), factor(other)
        if a is not None or b is not None:
            return (a or number(self, 1)) * (b or number(self, 1)) * (u * v)
        return u ** number(self, 2) if u is v else made("*", u, v)

    def __rmul__(self, value: float) -> Node:
        return number(self, value) * self

    def __truediv__(self, other: Node) -> Node:
        if both_numbers(self, other):
            return folded("/", self, other)
        if self.value == 0 or other.value == 1:
            return self
        if other.value and math.isfinite(other.value) and abs(math.frexp(other.value)[0]) == 0.5:
            return number(self, 1 / other.value) * self  # a power of two: exact either way
        return made("/", self, other)

    def __pow__(self, other: Node) -> Node:
        if both_numbers(self, other):
            return folded("^", self, other)
        if other.value == 0:
            return number(self, 1)
        if other.value == 1:
            return self
        return call("sqrt", self) if other.value == 0.5 else made("^", self, other)


def variables() -> tuple[Node, Node]:
    """x and y of a new formula."""
    known: Known = {}
    return intern(known, "x"), intern(known, "y")


def variables_of(f: Node) -> tuple[Node, Node]:
    return intern(f.known, "x"), intern(f.known, "y")


def intern(known: Known, op: str, parts: tuple[Node, ...] = (), value: float | None = None) -> Node:
    key = (op, parts, value)
    if key not in known:
        known[key] = Node(known, op, parts, value)
    return known[key]


def made(op: str, *parts: Node) -> Node:
    return intern(parts[0].known, op, parts)


def number(near: Node, value: float) -> Node:
    """A number in the formula that `near` belongs to. Zero has no sign here."""
    return intern(near.known, "number", (), float(value) + 0.0)


def call(op: str, *parts: Node) -> Node:
    """A function or a comparison."""
    if op == "where" and (parts[1] is parts[2] or parts[0].value is not None):
        return parts[1] if parts[0].value != 0 else parts[2]
    return folded(op, *parts) if both_numbers(*parts) else made(op, *parts)


def folded(op: str, *parts: Node) -> Node:
    """An operation on numbers, by the same NumPy function that arrays would meet."""
    with np.errstate(all="ignore"):
        return number(parts[0], float(UFUNCS[op](*(np.float64(part.value or 0) for part in parts))))


def both_numbers(*parts: Node) -> bool:
    return all(part.value is not None for part in parts)


def factor(a: Node) -> tuple[Node | None, Node]:
    """c and u of a product c·u, None and the whole where there is no such number."""
    return (a.parts[0], a.parts[1]) if a.op == "*" and a.parts[0].value is not None else (None, a)


def negated(a: Node) -> Node | None:
    """−a, where a is a negative number or a product with one in front."""
    if a.value is not None and a.value < 0:
        return number(a, -a.value)
    c, u = factor(a)
    return -c.value * u if c is not None and c.value is not None and c.value < 0 else None


def scaled(c: Node, u: Node) -> Node:
    if c.value == 0 or c.value == 1:
        return u if c.value else c
    if u.op == "-" and c.value == -1:
        return u.parts[1] - u.parts[0]
    inner, rest = factor(u)
    return scaled(c * inner, rest) if inner is not None else made("*", c, u)


def ordered(outputs: Iterable[Node]) -> list[Node]:
    """Everything the outputs consist of, parts first. No recursion, so depth costs nothing."""
    seen: set[Node] = set()
    waiting = list(outputs)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(node.parts)
    return sorted(seen, key=lambda node: node.age)


def derivative(f: Node, variable: Node) -> Node:
    """∂f/∂variable, carried forward from the parts to the whole."""
    d: dict[Node, Node] = {}
    for node in ordered((f,)):
        d[node] = number(f, node is variable) if not node.parts else rule(node, [d[part] for part in node.parts])
    return d[f]


def rule(f: Node, d: list[Node]) -> Node:
    """The derivative of f = op(u, v), given those of its parts. Kinks take one side, a cusp of a root takes 0."""
    if f.op in COMPARISONS or all(part.value == 0 for part in d):
        return number(f, 0)
    u, v = (*f.parts, f.parts[0])[:2]
    du, dv = (*d, d[0])[:2]
    match f.op:
        case "+":
            return du + dv
        case "-":
            return du - dv
        case "*":
            return du * v + u * dv
        case "/":
            return (du - f * dv) / v
        case "^":
            return power_rule(f, u, v, du, dv)
        case "min" | "max":
            return call("where", call("<=" if f.op == "min" else ">=", u, v), du, dv)
        case "where":
            return call("where", u, d[1], d[2])
        case "sqrt":
            return root_rule(f, du)
    return SLOPES[f.op](u, f) * du


def power_rule(f: Node, u: Node, v: Node, du: Node, dv: Node) -> Node:
    if v.value is not None:
        return v * u ** number(f, v.value - 1) * du
    if u.value is not None:
        return f * call("log", u) * dv
    return f * (dv * call("log", u) + v * du / u)


def root_rule(f: Node, du: Node) -> Node:
    """d√u = du / 2√u; where both are 0, as at the tip of √(x² + y²), the mean of all slopes, 0."""
    slope = du / (2 * f)
    if du.value is not None:
        return slope
    zero = number(f, 0)
    return call("where", call("==", f, zero), call("where", call("==", du, zero), zero, slope), slope)


# The derivative of each function in u, its argument, and f, its value.
SLOPES: dict[str, Callable[[Node, Node], Node]] = {
    "sin": lambda u, f: call("cos", u),
    "cos": lambda u, f: -1 * call("sin", u),
    "tan": lambda u, f: number(f, 1) + f * f,
    "exp": lambda u, f: f,
    "log": lambda u, f: number(f, 1) / u,
    "abs": lambda u, f: call("sign", u),
    "tanh": lambda u, f: number(f, 1) - f * f,
    "sinh": lambda u, f: call("cosh", u),
    "cosh": lambda u, f: call("sinh", u),
    "atan": lambda u, f: number(f, 1) / (number(f, 1) + u * u),
    "sign": lambda u, f: number(f, 0),
}
