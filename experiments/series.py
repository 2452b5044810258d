"""The series that the Averages page opens with: days of temperatures, and shapes that show one thing each.

`SERIES["seattle"]` is a Series; a new one is listed, drawn and tested by adding it to the table at the end.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

FAHRENHEIT, CELSIUS = "°F", "°C"
DATA = Path(__file__).parent / "data"


class Series(NamedTuple):
    """One number a day. The values are read-only: every visitor sees the same ones."""

    title: str
    values: np.ndarray  # (t,) float64
    unit: str  # °F or °C for temperatures, which can be converted; empty for plain numbers
    first_day: date | None  # None where days are only counted
    source: str  # where it comes from, and its licence
    note: str  # what to notice
    note_in_celsius: str = ""  # where the note has temperatures in it

    @property
    def is_temperature(self) -> bool:
        return self.unit in (FAHRENHEIT, CELSIUS)

    def in_unit(self, unit: str) -> "Series":
        """The same days in °F or °C, °F = 1.8 °C + 32, not rounded. ValueError where that has no meaning."""
        if unit == self.unit:
            return self
        if not self.is_temperature or unit not in (FAHRENHEIT, CELSIUS):
            raise ValueError(f"unit = {unit!r} is outside its domain: {FAHRENHEIT} or {CELSIUS}, for temperatures only")
        values = fahrenheit(self.values) if unit == FAHRENHEIT else celsius(self.values)
        note = self.note_in_celsius if unit == CELSIUS and self.note_in_celsius else self.note
        return self._replace(values=fixed(values), unit=unit, note=note)


def fahrenheit(celsius: np.ndarray) -> np.ndarray:
    """°C → °F."""
    return 1.8 * celsius + 32


def celsius(fahrenheit: np.ndarray) -> np.ndarray:
    """°F → °C."""
    return (fahrenheit - 32) / 1.8


def fixed(values: np.ndarray) -> np.ndarray:
    """A copy as float64 that nobody can change."""
    values = np.array(values, dtype=float)
    values.setflags(write=False)
    return values


# ---- temperatures
def seattle(year: int | None = None) -> Series:
    """Daily maxima in Seattle, 2012 to 2015, or one year of them."""
    lines = (DATA / "seattle.csv").read_text(encoding="utf-8").splitlines()
    days = [line.split(",") for line in lines if line[0].isdigit() and line.startswith(str(year or ""))]
    return Series(
        title=f"Temperatures, {'one real year' if year else 'four real years'}",
        values=fixed(fahrenheit(np.array([float(value) for _, value in days]))),
        unit=FAHRENHEIT,
        first_day=date.fromisoformat(days[0][0]),
        source="Daily maximum temperature in Seattle, NOAA National Climatic Data Center, by way of vega-datasets. A "
        "work of the U.S. Government, in the public domain. Published in tenths of °C; °F = 1.8 °C + 32, not rounded.",
        note="The average over 50 days is smooth and late: its summer comes weeks after the warmest days.",
    )


def london() -> Series:
    """A made-up year like London's, in whole °F. The days that the lecture names are the lecture's."""
    t = np.arange(1, 366)
    values = np.round(52 - 12.5 * np.cos(2 * np.pi * (t - 20) / 365) + weather(365, seed=2017))
    for day, value in {1: 40, 2: 49, 3: 45, 180: 60, 181: 56}.items():
        values[day - 1] = value
    return Series(
        title="A year like London's",
        values=fixed(values),
        unit=FAHRENHEIT,
        first_day=date(2017, 1, 1),
        source="Made up, from a fixed seed: a cosine over the year and weather that lingers. Days 1, 2, 3, 180 and 181 "
        "are those of Ng, Improving Deep Neural Networks, week 2.",
        note="Day 1 is 40 °F, yet the average at β = 0.98 starts at 0.8. Bias correction brings it to 40.",
        note_in_celsius="Day 1 is 4.44 °C, yet the average at β = 0.98 starts at 0.089. Bias correction brings it to "
        "4.44.",
    )


def weather(days: int, seed: int, spread: float = 4.5, linger: float = 0.7) -> np.ndarray:
    """What each day is off its season: w_t = linger · w_{t−1} + a random push, as wide as `spread`."""
    pushes = normals(days, seed) * spread * np.sqrt(1 - linger**2)
    off = [0.0]
    for push in pushes:
        off.append(linger * off[-1] + push)
    return np.array(off[1:])


def normals(count: int, seed: int) -> np.ndarray:
    """Standard normal numbers. RandomState's stream is frozen, so that a link shows the same days under every NumPy."""
    return np.random.RandomState(seed).standard_normal(count)


# ---- shapes
MADE_UP = "Made up for this page."


def plain(title: str, values: np.ndarray, note: str, source: str = MADE_UP) -> Series:
    """Plain numbers on counted days."""
    return Series(title, fixed(values), unit="", first_day=None, source=source, note=note)


def step() -> Series:
    return plain(
        "A step",
        np.where(np.arange(1, 201) < 50, 0, 1),
        "0 until day 49, then 1. Without correction and with β of 0.5 or more, an average has made 63 to 75 % of the "
        "step after its window of 1/(1 − β) days.",
    )


def spike() -> Series:
    return plain(
        "A spike",
        np.where(np.arange(1, 201) == 50, 1, 0),
        "A single 1 on day 50. Without correction, what follows is the weights themselves, (1 − β) βᵏ; a plain window "
        "forgets all at once.",
    )


def sine() -> Series:
    t = np.arange(1, 366)
    return plain(
        "A sine with noise",
        np.sin(2 * np.pi * t / 120) + 0.3 * normals(len(t), seed=6),
        "One wave takes 120 days. A larger β removes more of the noise, and comes later and lower.",
        source="Made up, from a fixed seed: a sine of height 1 and normal noise of 0.3.",
    )


def constant() -> Series:
    return plain(
        "A constant",
        np.ones(200),
        "1 every day. Without correction the average is 1 − βᵗ, the sum of its weights; with it, 1 from the first day.",
    )


SERIES: dict[str, Series] = {
    "seattle": seattle(2015),
    "seattle_four_years": seattle(),
    "london": london(),
    "step": step(),
    "spike": spike(),
    "sine": sine(),
    "constant": constant(),
}
