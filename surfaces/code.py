"""NumPy source of expressions, each common part computed once, and the functions made from it.

Only + − * / and NumPy's own functions are written, whole powers as products. Every one of them works element by
element and rounds the same way whatever the length of an array, so a batch equals its runs one by one, bit for bit.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .expression import COMPARISONS, UFUNCS, Node, made, number, ordered

PRECEDENCE = {**dict.fromkeys(COMPARISONS, 0), "+": 1, "-": 1, "*": 2, "/": 2}
ATOM, SIGN = 4, 3
WIDEST = 60  # characters; a longer part gets a line and a name of its own

ARRAYS: dict[str, Any] = {f.__name__: f for f in UFUNCS.values()} | {"inf": np.inf, "nan": np.nan}


def power(u: float, v: float) -> float:
    """NumPy's power takes short cuts for a lone exponent of 2 or −1 that differ in the last bit: never a lone one."""
    return float(np.power(np.array([u]), np.array([v]))[0])


# One run has one x and one y: Python's floats do the same arithmetic to the same bits, without the cost of an array.
# What they refuse, such as 1/0 or the root of −1, raises and is computed again on arrays.
FLOATS: dict[str, Any] = ARRAYS | {
    "sqrt": math.sqrt,
    "absolute": abs,
    "power": power,
    "where": lambda condition, a, b: a if condition else b,
}


def whole_power(u: Node, n: int) -> Node:
    """uⁿ by repeated squaring."""
    if n < 0:
        return made("/", number(u, 1), whole_power(u, -n))
    if n == 1:
        return u
    half = whole_power(u, n // 2)
    square = made("*", half, half)
    return made("*", square, u) if n % 2 else square


def lowered(outputs: Sequence[Node]) -> list[Node]:
    """The same expressions with whole powers as products."""
    low: dict[Node, Node] = {}
    for node in ordered(outputs):
        parts = [low[part] for part in node.parts]
        if node.op == "^" and (n := parts[1].value) is not None and n.is_integer() and abs(n) <= 64:
            low[node] = whole_power(parts[0], int(n))
        else:
            low[node] = made(node.op, *parts) if parts else node
    return [low[node] for node in outputs]


def source(name: str, outputs: Sequence[Node], variables: Sequence[str] = ("x", "y")) -> str:
    """A Python function of the variables that returns the outputs, one or a tuple."""
    outputs = lowered(outputs)
    nodes = ordered(outputs)
    uses = Counter(part for node in nodes for part in node.parts) + Counter(outputs)
    lines: list[str] = []
    texts: dict[Node, tuple[str, int]] = {}
    for node in nodes:
        text, level = written(node, texts)
        if node.parts and (uses[node] > 1 or len(text) > WIDEST) and not (node in outputs and uses[node] == 1):
            lines.append(f"    t{len(lines) + 1} = {text}")
            text, level = f"t{len(lines)}", ATOM
        texts[node] = text, level
    result = ", ".join(texts[node][0] for node in outputs)
    return "\n".join([f"def {name}({', '.join(variables)}):", *lines, f"    return {result}", ""])


def written(node: Node, texts: dict[Node, tuple[str, int]]) -> tuple[str, int]:
    """The text of one operation and how tightly it binds."""
    if node.value is not None:
        return numeral(node.value), ATOM if node.value >= 0 else SIGN
    if not node.parts:
        return node.op, ATOM
    if node.op not in PRECEDENCE:
        # 2.0, not 2: where(c, 2, 3) would be an array of integers, which overflow.
        parts = [texts[part][0] if part.value is None else repr(part.value) for part in node.parts]
        return f"{UFUNCS[node.op].__name__}({', '.join(parts)})", ATOM
    left, right = node.parts
    level = PRECEDENCE[node.op]
    if node.op == "*" and left.value == -1:
        return f"-{guarded(texts[right], SIGN + 1)}", SIGN
    return f"{guarded(texts[left], level)} {node.op} {guarded(texts[right], level + 1)}", level


def guarded(part: tuple[str, int], level: int) -> str:
    text, own = part
    return text if own >= level else f"({text})"


def numeral(value: float) -> str:
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def compiled(
    name: str, outputs: Sequence[Node], variables: Sequence[str] = ("x", "y")
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The function for arrays, and the one for floats."""
    code = compile(source(name, outputs, variables), f"<{name}>", "exec")
    made_of: list[Callable[..., Any]] = []
    for names in (ARRAYS, FLOATS):
        scope = dict(names)
        exec(code, scope)
        made_of.append(scope[name])
    return made_of[0], made_of[1]


def module(variables: Sequence[str] = ("x", "y"), /, **functions: Sequence[Node]) -> str:
    """Source that runs on its own: the functions, and what they need from NumPy."""
    texts = [source(name, outputs, variables) for name, outputs in functions.items()]
    ops = {node.op for outputs in functions.values() for node in ordered(lowered(outputs))}
    needed = sorted({UFUNCS[op].__name__ for op in ops & UFUNCS.keys() if op not in PRECEDENCE})
    heading = [f"from numpy import {', '.join(needed)}\n"] if needed else []
    return "\n\n".join([*heading, *texts])
