"""The source of a rule, as much of it as this optimizer uses: switches taken, what is 0 by default left out."""

import ast
from typing import Any

from optimizers import Hyper, specs


def absent(optimizer: Any, changing: frozenset[str]) -> frozenset[str]:
    """The hyperparameters that are 0 unless somebody wants them, such as a dampening, and stay 0."""
    known = {name: spec for name, spec in specs(optimizer).items() if isinstance(spec, Hyper) and spec.default == 0}
    return frozenset(name for name in known if getattr(optimizer, name) == 0) - changing


class Folded(ast.NodeTransformer):
    """Of each choice the side that the switches take; terms with a hyperparameter that is absent are worked out.

    What is left has the bits of the whole: a term 0 · x is only ever 0 where x is finite.
    """

    def __init__(self, optimizer: Any, absent: frozenset[str], scheduled: bool = False) -> None:
        self.optimizer, self.absent, self.scheduled = optimizer, absent, scheduled

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        return self.visit(node.body if holds(node.test, self.optimizer) else node.orelse)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        if own and node.attr == "multiplier" and not self.scheduled:
            return ast.Constant(1)
        return ast.Constant(0) if own and node.attr in self.absent else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        is_choice = isinstance(node.func, ast.Name) and node.func.id == "where"
        return node.args[1] if is_choice and number(node.args[1]) == number(node.args[2]) is not None else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        left, right = number(node.left), number(node.right)
        match node.op:
            case ast.Add() if left == 0:
                return node.right
            case ast.Add() | ast.Sub() if right == 0:
                return node.left
            case ast.Mult() if left == 0 or right == 0:
                return ast.Constant(0)
            case ast.Mult() if left == 1:
                return node.right
            case ast.Mult() | ast.Div() if right == 1:
                return node.left
        return node


def holds(test: ast.expr, optimizer: Any) -> bool:
    """What the switches say to a condition."""
    match test:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return bool(getattr(optimizer, name))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not holds(operand, optimizer)
        case ast.BoolOp(op=op, values=values):
            return (all if isinstance(op, ast.And) else any)(holds(value, optimizer) for value in values)
    raise ValueError(f"a choice of an update is made by switches, not by {ast.unparse(test)}")


def number(node: ast.expr) -> float | None:
    """A number as it is written."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int | float) else None
