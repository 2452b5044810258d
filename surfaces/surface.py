"""A surface: one formula of x and y, or of x alone, and the facts about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from math import hypot, isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import notation
from .code import compiled, module
from .expression import Node, derivative, variables_of
from .formula import Term, expression, of_one, read
from .parameter import Parameter

Array = NDArray[np.float64]
Point = tuple[float, ...]
Span = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Surface:
    """f(x, y) from a formula string, or f(x) with one letter; gradient and Hessian are derived from it.

    Arrays are parameters first, in float64, n = 2 or 1: params is (n, *batch), a value (*batch,), a gradient
    (n, *batch), a Hessian (n, n, *batch). Every element is computed alone: a batch equals its points one by one, bit
    for bit. Where f has no value it is NaN, and NumPy's error flags ring as usual: wrap calls in np.errstate to keep
    them quiet.

    letters, symbol: what people call the parameters and f. A single one is x in the formula, whatever it is called.
    bounds: the domain that the literature gives, and all of the view, n pairs (low, high); view: what the page shows,
    ((x low, x high), (y low, y high)), 4:3 for two parameters; for one y is the height f.
    width: the length in which labels, line searches and divergence are measured; None: the widest side of the bounds.
    minima: the global minimisers; minimum: f there, None where there is none.
    rings: values of f of further level lines, round a minimum that no other line of the picture encloses.
    start, rates, steps: where a race begins, with which learning rate by optimizer, and after how many steps what there
    is to be seen has been seen.
    parameters, arguments: of a family of surfaces, what it can be asked for and what it was asked for.

    Raises FormulaError, a ValueError, where the formula cannot be read.
    """

    formula: str
    name: str = "formula"
    title: str = "Formula"
    letters: tuple[str, ...] = ("x", "y")
    symbol: str = "f"
    bounds: Span = ((-5.0, 5.0), (-5.0, 5.0))
    view: Span = ((-5.0, 5.0), (-3.75, 3.75))
    width: float | None = None
    start: Point = (-4.0, 2.0)
    minima: tuple[Point, ...] = ()
    minimum: float | None = None
    rings: tuple[float, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)
    steps: int = 100
    notice: str = ""
    about: str = ""
    source: str = ""
    parameters: tuple[Parameter, ...] = ()
    arguments: Mapping[str, float] = field(default_factory=dict)
    family: Callable[..., Surface] | None = None
    written: tuple[str, str] | None = None  # text and LaTeX, where they say more than the formula itself

    def __post_init__(self) -> None:
        self.expression  # noqa: B018  a formula that cannot be read is refused here

    @property
    def n(self) -> int:
        """How many parameters f has."""
        return len(self.letters)

    def value(self, params: ArrayLike) -> Array:
        """f at params, (n, *batch) → (*batch,)."""
        params = np.ascontiguousarray(params, float)
        if params.ndim == 1:
            return self.value(params[:, None])[0]
        z = np.empty(params.shape[1:])
        z[...] = self._value(*self._each(params))
        return z

    def gradient(self, params: ArrayLike, t: int | None = None) -> Array:
        """∇f at params, (n, *batch) → (n, *batch). A surface has no noise: every step t sees the same."""
        params = np.ascontiguousarray(params, float)
        if params.shape == (self.n, 1) and (slope := self._gradient_of_one(params)) is not None:
            return slope
        if params.ndim == 1:
            return self.gradient(params[:, None])[:, 0]
        slope = np.empty(params.shape)
        slopes = self._gradient[0](*self._each(params))
        if self.n == 1:
            slope[0] = slopes
        else:
            slope[0], slope[1] = slopes
        return slope

    def gradient_in_floats(self, x: float, y: float | None = None) -> tuple[float, ...]:
        """∇f at one point in Python's floats, to the same bits. What they refuse, such as 1/0, raises."""
        if y is None:
            return (float(self._gradient[1](x)),)
        dx, dy = self._gradient[1](x, y)
        return float(dx), float(dy)

    def hessian(self, params: ArrayLike) -> Array:
        """∇²f at params, (n, *batch) → (n, n, *batch)."""
        params = np.ascontiguousarray(params, float)
        if params.ndim == 1:
            return self.hessian(params[:, None])[..., 0]
        h = np.empty((self.n, *params.shape))
        curvatures = self._hessian(*self._each(params))
        if self.n == 1:
            h[0, 0] = curvatures
        else:
            h[0, 0], h[0, 1], h[1, 1] = curvatures
            h[1, 0] = h[0, 1]
        return h

    def _each(self, params: Array) -> Array:
        """The rows x and y, or x alone. Raises ValueError for another number of them."""
        if len(params) != self.n:
            raise ValueError(f"{len(params)} parameters to unpack, {self.title} has {self.n}")
        return params

    def _gradient_of_one(self, params: Array) -> Array | None:
        """The gradient of a single run in floats; None where arrays have to decide what infinity or NaN it is."""
        try:
            slopes = self.gradient_in_floats(*params.ravel().tolist())
        except (ArithmeticError, ValueError):
            return None
        if not all(map(isfinite, slopes)):
            return None
        slope = np.empty(params.shape)
        for k, value in enumerate(slopes):
            slope[k, 0] = value
        return slope

    def with_parameters(self, **values: float) -> Surface:
        """The same family with other parameters. Raises ValueError for unknown names and values outside the domain."""
        for name in values.keys() - {parameter.name for parameter in self.parameters}:
            raise ValueError(f"{self.name} has no parameter {name}")
        return self.family(**{**self.arguments, **values}) if self.family and values else self

    @property
    def head(self) -> str:
        """What the formula is of: f(x, y), or J(w)."""
        return f"{self.symbol}({', '.join(self.letters)})"

    @property
    def text(self) -> str:
        """The formula in one line of Unicode: x² + 50y²."""
        return self.written[0] if self.written else notation.pretty(self._term)

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return self.written[1] if self.written else notation.latex(self._term)

    @cached_property
    def numpy_source(self) -> str:
        """Value, gradient and Hessian as NumPy functions that run on their own: the very source that runs here."""
        return module(self._names, value=(self.expression,), gradient=self._slopes, hessian=self._curvatures)

    @cached_property
    def eigenvalues(self) -> tuple[float, ...] | None:
        """The curvatures of a quadratic, the smaller first; None for any other surface."""
        if self.n == 1:
            curvature = self._curvatures[0].value
            return None if curvature is None else (curvature,)
        a, b, c = (curvature.value for curvature in self._curvatures)
        if a is None or b is None or c is None:
            return None
        mean, radius = (a + c) / 2, hypot((a - c) / 2, b)
        return mean - radius, mean + radius

    @property
    def largest_curvature(self) -> float | None:
        """λmax of a quadratic with one minimum: gradient descent diverges exactly above 2/λmax. None elsewhere."""
        return self.eigenvalues[-1] if self.eigenvalues and self.eigenvalues[0] > 0 else None

    @property
    def _names(self) -> tuple[str, ...]:
        """Of the parameters in the formula and in the code."""
        return ("x", "y")[: self.n]

    @cached_property
    def _term(self) -> Term:
        term = read(self.formula)
        return of_one(term) if self.n == 1 else term

    @cached_property
    def expression(self) -> Node:
        """The simplified formula."""
        return expression(self._term)

    @cached_property
    def _slopes(self) -> tuple[Node, ...]:
        return tuple(derivative(self.expression, x) for x in variables_of(self.expression)[: self.n])

    @cached_property
    def _curvatures(self) -> tuple[Node, ...]:
        """The Hessian's upper triangle, row by row."""
        variables = variables_of(self.expression)[: self.n]
        return tuple(derivative(slope, x) for k, slope in enumerate(self._slopes) for x in variables[k:])

    @cached_property
    def _value(self) -> Callable[..., Any]:
        return compiled("value", (self.expression,), self._names)[0]

    @cached_property
    def _gradient(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        return compiled("gradient", self._slopes, self._names)

    @cached_property
    def _hessian(self) -> Callable[..., Any]:
        return compiled("hessian", self._curvatures, self._names)[0]

    def __getstate__(self) -> dict[str, Any]:
        """Only the facts travel to another process; code is made again there."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def parse_formula(text: str) -> Surface:
    """A surface from a formula of x and y, such as "x^2 + 50*y^2", "sin(x)*exp(-y^2)" or "where(x < 0, -x, 2*x)".

    Numbers up to 1e12, + − * / ^ (or **), pi, e, and the functions sin cos tan exp log ln sqrt abs tanh sinh cosh atan
    min max where; at most 300 characters, 200 parts, 60 inside one another, constant exponents up to 50.
    Raises FormulaError, a ValueError whose text says what to write instead and whose `position` says where.
    """
    return Surface(text)
