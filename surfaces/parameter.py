"""What a family of surfaces can be asked for, declared once: sliders, links, tables and tests read it."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal


@dataclass(frozen=True)
class Parameter:
    """One parameter of a family of surfaces.

    least, most: the valid domain, both ends in it; any finite number where they are infinite.
    low, high, scale: a slider's range, a narrower thing.
    """

    name: str
    symbol: str
    latex: str
    label: str
    help: str
    default: float
    low: float
    high: float
    scale: Literal["linear", "log"]
    unit: str = ""
    least: float = float("-inf")
    most: float = float("inf")

    @property
    def domain(self) -> str:
        if isfinite(self.least) and isfinite(self.most):
            return f"{self.least:g} ≤ {self.name} ≤ {self.most:g}"
        return f"{self.name} finite"

    def checked(self, value: Any) -> float:
        """The value as a float. Raises ValueError with name, value and domain outside the domain."""
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = float("nan")
        if not (isfinite(number) and self.least <= number <= self.most):
            raise ValueError(f"{self.name} = {value!r} is outside its domain {self.domain}")
        return number
