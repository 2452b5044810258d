"""Writes the expressions of an update: in letters, β₁ v + (1 − β₁) g, or with the numbers of a step."""

import ast
from math import isfinite, isnan
from typing import Any, NamedTuple

import numpy as np

from optimizers import Hyper, specs

from .updates import Scope, value_of

SIGNS: dict[str, str] = {
    "params": "θ",
    "theta": "θ",
    "look_ahead": "θ′",
    "v_hat": "v̂",
    "s_hat": "ŝ",
    "v_weight": "(1 − β₁ᵗ)",
    "s_weight": "(1 − β₂ᵗ)",
    "s_max": "s⁺",
    "floor": "ε′",
    "spread": "σ²",
    "delta": "δ",
    "mix": "m",
    "mu": "μ",
    "mu_next": "μ⁺",
    "mu_weight": "w",
    "weight_next": "w⁺",
    "faded": "qᵗ",
    "most": "ρ∞",
    "known": "ρ",
    "end": "ρ∞′",
    "rho": "ρ′",
    "trust": "r",
    "gain": "γ",
    "total": "Σα²",
    "multiplier": "η",
}
BEFORE = {"v_weight": "(1 − β₁ᵗ⁻¹)", "s_weight": "(1 − β₂ᵗ⁻¹)", "faded": "qᵗ⁻¹"}  # what they were a step ago
ON, OFF = "\x01", "\x02"  # around the part of a formula that a switch leaves in

LOOSE, TIGHT, ATOM = 1, 2, 3  # how strongly the parts of a text hold together: a + b, a b, a


def written(node: ast.expr, scope: Scope, numbers: bool = False, keep: ast.AST | None = None) -> str:
    """An expression in letters, or with this step's numbers."""
    return Writer(scope, numbers, keep).write(node)[0]


class Writer(NamedTuple):
    """Writes expressions, each as its text and how strongly it holds together."""

    scope: Scope
    numbers: bool
    keep: ast.AST | None = None

    def write(self, node: ast.expr) -> tuple[str, int]:
        text, strength = self.leaf(node) if self.is_leaf(node) else self.compound(node)
        return (f"{ON}{text}{OFF}" if node is self.keep else text), strength

    def is_leaf(self, node: ast.expr) -> bool:
        """With numbers, all that depends on hyperparameters alone is one number."""
        own = not any(isinstance(part, ast.Name) and part.id != "self" for part in ast.walk(node))
        return isinstance(node, ast.Name | ast.Constant | ast.Attribute) or (self.numbers and own)

    def leaf(self, node: ast.expr) -> tuple[str, int]:
        if self.numbers:
            text = shown(value_of(node, self.scope))
            return text, (LOOSE if text.startswith("−") else ATOM)
        match node:
            case ast.Constant(value=value):
                return shown(value), ATOM
            case ast.Attribute(value=ast.Name(id="state"), attr=name):
                return BEFORE.get(name, sign_of(name, self.scope)), ATOM
            case ast.Name(id=name) if name.isupper():
                return shown(self.scope.names[name]), ATOM
            case ast.Attribute(attr=name) | ast.Name(id=name):
                return sign_of(name, self.scope), ATOM
        raise ValueError(f"no letter for {ast.unparse(node)}")

    def compound(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.UnaryOp(operand=operand):
                return "−" + self.held(operand, TIGHT), TIGHT
            case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
                sign = "+" if isinstance(op, ast.Add) else "−"
                return f"{self.held(left, LOOSE, first=True)} {sign} {self.held(right, TIGHT)}", LOOSE
            case ast.BinOp(op=ast.Mult(), left=left, right=right):
                one, two = self.held(left, TIGHT, first=True), self.held(right, TIGHT)
                return f"{one}{self.times(one, two)}{two}", TIGHT
            case ast.BinOp(op=ast.Div(), left=left, right=right):
                return f"{self.held(left, TIGHT, first=True)} / {self.held(right, ATOM)}", TIGHT
            case ast.BinOp(op=ast.Pow(), left=left):
                return f"{self.held(left, ATOM)}²", ATOM
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                sign = ">" if isinstance(op, ast.Gt) else "<"
                return f"{self.held(left, LOOSE)} {sign} {self.held(right, LOOSE)}", LOOSE
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(name, args)
        raise ValueError(f"no way to write {ast.unparse(node)}")

    def call(self, name: str, args: list[ast.expr]) -> tuple[str, int]:
        match name:
            case "sqrt":
                return f"√{self.held(args[0], ATOM)}", ATOM
            case "sign":
                return f"sign {self.held(args[0], ATOM)}", TIGHT
            case "where":
                condition, yes, no = (self.write(arg)[0] for arg in args)
                no = no if " where " in no else f"else {no}"
                return f"{yes} where {condition}, {no}", LOOSE
            case "abs":
                return f"|{self.write(args[0])[0]}|", ATOM
        return f"{name[:3]}({', '.join(self.write(arg)[0] for arg in args)})", ATOM

    def held(self, node: ast.expr, least: int, first: bool = False) -> str:
        """A part, in brackets where it would fall apart. A number below 0 needs none where it stands first."""
        text, strength = self.write(node)
        is_number = self.numbers and self.is_leaf(node)
        return text if strength >= least or (first and is_number) else f"({text})"

    def times(self, one: str, two: str) -> str:
        """Letters stand side by side, numbers and words have a dot between them."""
        bare = [part.strip("−" + ON + OFF) for part in (one, two)]
        words = any(len(part) > 2 and part.isalpha() for part in bare)
        return " · " if self.numbers or words else " "


def sign_of(name: str, scope: Scope) -> str:
    """The letter of a name; β₁ for beta1. Rprop's rate is the paper's Δ."""
    spec = specs(scope.optimizer).get(name)
    if isinstance(spec, Hyper):
        return spec.symbol
    if name == "rate" and getattr(scope.state, "_fields", ()) == ("direction", "rate", "step"):
        return "Δ"
    return SIGNS.get(name, name)


def shown(value: Any) -> str:
    """A number with 4 digits, or (x, y)."""
    numbers = [digits(float(number)) for number in np.ravel(value)]
    return numbers[0] if len(numbers) == 1 else f"({', '.join(numbers)})"


def digits(number: float) -> str:
    """4 digits, with a typographic minus: −1.2, 0.0001234, 1.234e−5, 4.941e−324. Halfway, the even digit is taken."""
    if not isfinite(number):
        return "no number" if isnan(number) else "∞" if number > 0 else "−∞"
    text = f"{number + 0.0:.3e}"
    mantissa, _, power = text.partition("e")
    plain = -4 <= int(power) < 6
    return (f"{float(text):.10g}" if plain else f"{float(mantissa):g}e{int(power)}").replace("-", "−")
