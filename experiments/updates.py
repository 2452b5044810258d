"""The `update` of a rule, read as formulas: which lines it has, and what each of them is worth at a given step.

The source is that of our own rules, taken by `inspect`; nothing that anybody typed is ever read here. An update is a
row of assignments and a `return` of the new state, and only what `optimizers.rules` allows stands in them.
"""

import ast
import inspect
import operator
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import lru_cache
from textwrap import dedent
from typing import Any, NamedTuple

import numpy as np

Number = float | np.ndarray
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
}
FUNCTIONS = {name: getattr(np, name) for name in ("sqrt", "sign", "where", "minimum", "maximum", "abs")}


class Formula(NamedTuple):
    """name ← expression."""

    name: str
    expression: ast.expr


class Scope(NamedTuple):
    """What the names of an update stand for at one step."""

    optimizer: Any
    state: Any  # before the step
    names: Mapping[str, Any]  # g, params, what was assigned so far, and the constants of the rule's module


@lru_cache(maxsize=64)
def formulas(method: Callable[..., Any]) -> tuple[Formula, ...]:
    """The assignments of a method, then what it returns: each field that a name or a hyperparameter does not fill yet;
    or, where it returns no state, the formula `returned`."""
    body = ast.parse(dedent(inspect.getsource(method))).body[0].body  # type: ignore[attr-defined]
    assigned = [Formula(line.targets[0].id, line.value) for line in body[:-1]]
    answer = body[-1].value
    if not (isinstance(answer, ast.Call) and ast.unparse(answer.func).endswith("State")):
        return (*assigned, Formula("returned", answer))
    return (*assigned, *(Formula(keyword.arg or "", keyword.value) for keyword in answer.keywords))


@lru_cache(maxsize=64)
def formulas_of(optimizer: Any) -> tuple[Formula, ...]:
    """Those of an `update`, as the switches stand: a name that is only another one for a hyperparameter is left out,
    unless the state has it."""
    update = type(optimizer).update
    rows, kept = formulas(update), update.__annotations__["return"]._fields
    choices = [row for row in rows if isinstance(row.expression, ast.IfExp) and row.name not in kept]
    chosen = {name: in_force(node, optimizer) for name, node in choices}
    other = {name: node for name, node in chosen.items() if is_hyperparameter(node)}
    write = OtherNames(other)
    return tuple(Formula(name, write.visit(deepcopy(node))) for name, node in rows if name not in other)


def is_hyperparameter(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"


class OtherNames(ast.NodeTransformer):
    """Names → what they stand for."""

    def __init__(self, other: Mapping[str, ast.expr]) -> None:
        self.other = other

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.other.get(node.id, node)


def in_force(node: ast.expr, optimizer: Any) -> ast.expr:
    """The side of a choice that the switches of this optimizer take."""
    while isinstance(node, ast.IfExp):
        node = node.body if value_of(node.test, Scope(optimizer, None, {})) else node.orelse
    return node


def value_of(node: ast.expr, scope: Scope) -> Any:
    """What an expression is worth: the same operations in the same order as in the run, so the same bits."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return scope.names[name]
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return getattr(scope.optimizer, name)
        case ast.Attribute(value=ast.Name(id="state"), attr=name):
            return getattr(scope.state, name)
        case ast.IfExp():
            return value_of(in_force(node, scope.optimizer), scope)
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](value_of(operand, scope))
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](value_of(left, scope), value_of(right, scope))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return OPERATORS[type(op)](value_of(left, scope), value_of(right, scope))
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(value_of(part, scope) for part in parts)
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name](*(value_of(arg, scope) for arg in args))
    raise ValueError(f"an update has no place for {ast.unparse(node)}")


def needed(lines: tuple[Formula, ...], optimizer: Any) -> set[str]:
    """The names on which this step and those to come depend, as the switches stand."""
    found, known = {"step", "rate", "returned"}, 0
    while len(found) > known:
        known = len(found)
        for name, expression in reversed(lines):
            if name in found:
                found |= names_in(expression, optimizer)
    return found


def names_in(node: ast.expr, optimizer: Any) -> set[str]:
    """The names in an expression and those of the state, those on a side that is not taken left out."""
    parts = list(ast.walk(in_force(node, optimizer)))
    remembered = {part.attr for part in parts if isinstance(part, ast.Attribute) and ast.unparse(part.value) == "state"}
    return remembered | {part.id for part in parts if isinstance(part, ast.Name)}


def constants(method: Callable[..., Any]) -> dict[str, float]:
    """The plain numbers of the module in which a method stands."""
    return {name: value for name, value in method.__globals__.items() if isinstance(value, float)}
