"""A surface as plain formulas of a script: NumPy has the very source that runs here, frameworks the value alone."""

import ast
from typing import NamedTuple

from surfaces import Surface
from surfaces.code import SIGN, guarded, numeral
from surfaces.expression import COMPARISONS, UFUNCS, Node, ordered

PRECEDENCE = {**dict.fromkeys(COMPARISONS, 0), "+": 1, "-": 1, "*": 2, "/": 2}
POWER, WHOLE = SIGN + 1, SIGN + 2

# The same in PyTorch, in keras.ops and in jax.numpy. The smaller of two is a choice: so its slope is ours.
CALLS = {op: op for op in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sinh", "cosh", "sign", "where")}
CALLS |= {"atan": "arctan", "min": "where", "max": "where"}


class Formulas(NamedTuple):
    """The functions of a surface as text, and the names that they need from NumPy or a framework."""

    text: str
    functions: tuple[str, ...]


def numpy_formulas(surface: Surface, hessian: bool = False) -> Formulas:
    """Value and gradient, and the Hessian where the rule asks for it: to the bits of the run."""
    source = surface.numpy_source
    wanted = ("value", "gradient", "hessian") if hessian else ("value", "gradient")
    parts = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name in wanted]
    words = {part.id for node in parts for part in ast.walk(node) if isinstance(part, ast.Name)}
    functions = {ufunc.__name__ for ufunc in UFUNCS.values()} & words
    texts = [ast.get_source_segment(source, node) or "" for node in parts]
    return Formulas("\n\n\n".join(texts), tuple(sorted(functions)))


def framework_formulas(surface: Surface, n: int) -> Formulas:
    """The value as people write it; the framework differentiates it."""
    ops = {node.op for node in ordered((surface.expression,))}
    text, _ = written(surface.expression)
    functions = {name for op, name in CALLS.items() if op in ops and op != "abs"}
    return Formulas(f"def value({', '.join('xy'[:n])}):\n    return {text}", tuple(sorted(functions)))


def written(node: Node) -> tuple[str, int]:
    """The text of an expression, and how tightly it binds."""
    if node.value is not None:
        return numeral(node.value), WHOLE if node.value >= 0 else SIGN
    parts = [written(part) for part in node.parts]
    texts = [text for text, _ in parts]
    match node.op:
        case "x" | "y":
            return node.op, WHOLE
        case "^":
            return f"{guarded(parts[0], WHOLE)}**{guarded(parts[1], SIGN)}", POWER
        case "*" if node.parts[0].value == -1:
            return f"-{guarded(parts[1], POWER)}", SIGN
        case "min" | "max":
            sign = "<=" if node.op == "min" else ">="
            return f"where({texts[0]} {sign} {texts[1]}, {texts[0]}, {texts[1]})", WHOLE
        case op if op in PRECEDENCE:
            level = PRECEDENCE[op]
            return f"{guarded(parts[0], level)} {op} {guarded(parts[1], level + 1)}", level
    return f"{CALLS[node.op]}({', '.join(texts)})", WHOLE
