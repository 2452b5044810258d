"""Small questions to the syntax of an update, and other names in it."""

import ast
from collections.abc import Iterable


def is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and is_name(node.value, "state")


def fields_in(node: ast.AST) -> set[str]:
    """The fields of the state that an expression reads."""
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute) and is_state(part)}


def is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def names(nodes: Iterable[ast.AST]) -> set[str]:
    """The plain names in expressions."""
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)}


class Renamed(ast.NodeTransformer):
    """Another name in the place of an old one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self.new, ast.Load()) if node.id == self.old else node
