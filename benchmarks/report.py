"""One row a figure: what was measured, what it was measured against in the same run, and whether that is enough."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

HEADER = ("figure", "measured", "reference", "ratio", "target", "met")


class Row(NamedTuple):
    """`rule` is "≤", "≥", "ratio ≤" or "ratio ≥", or "" for what is only told; a ratio is measured / reference."""

    name: str
    measured: float | None  # None: left out, `about` says why
    unit: str
    rule: str = ""
    limit: float = 0.0
    reference: float | None = None  # in the same unit
    about: str = ""  # what the reference is, or why there is no figure

    @property
    def ratio(self) -> float | None:
        return self.measured / self.reference if self.measured is not None and self.reference else None

    @property
    def met(self) -> bool | None:
        judged = self.ratio if self.rule.startswith("ratio") else self.measured
        if judged is None or not self.rule:
            return None
        return judged <= self.limit if self.rule.endswith("≤") else judged >= self.limit

    def cells(self) -> tuple[str, ...]:
        """One text a column."""
        unit = "×" if self.rule.startswith("ratio") else f" {self.unit}"
        reference = f"{number(self.reference)} {self.about}".strip() if self.reference is not None else self.about
        ratio = f"{self.ratio:.2f}×" if self.ratio is not None else ""
        met = {True: "yes", False: "NO", None: "left out" if self.rule else ""}[self.met]
        target = f"{self.rule} {self.limit:g}{unit}" if self.rule else ""
        measured = f"{number(self.measured)} {self.unit}" if self.measured is not None else ""
        return self.name, measured, reference, ratio, target, met


def number(value: float | None) -> str:
    """Three digits, and no exponent."""
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def quantile(values: Iterable[float], share: float) -> float:
    """Linear between the two nearest of the sorted values."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def median(values: Iterable[float]) -> float:
    return quantile(values, 0.5)


def table(rows: Sequence[Row]) -> str:
    """Columns as wide as their widest cell."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def machine() -> str:
    """What the figures were measured on, in one line."""
    packages = [f"{name} {installed(name)}" for name in ("streamlit", "plotly", "numpy", "torch", "playwright")]
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} {platform.machine()}"
    return ", ".join(
        filter(None, [system, f"{os.cpu_count()} cores", load, f"Python {platform.python_version()}", *packages])
    )


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
