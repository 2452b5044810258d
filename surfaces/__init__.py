"""Surfaces: a formula and its facts. Value, gradient, Hessian, NumPy source and LaTeX come from one compiler."""

from .bowl import elongated_bowl
from .one_parameter import COSTS
from .parameter import Parameter
from .registry import SURFACES
from .surface import Surface, parse_formula
from .tokens import FormulaError

__all__ = ["COSTS", "SURFACES", "FormulaError", "Parameter", "Surface", "elongated_bowl", "parse_formula"]
