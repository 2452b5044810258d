"""Numbers out of a link's text. ValueError for whatever is not a plain finite number."""

from math import isfinite

LONGEST = 40  # characters: a float with every digit has at most 24


def number(text: str) -> float:
    value = float(text)
    if not isfinite(value) or len(text) > LONGEST:
        raise ValueError(text)
    return value


def numbers(text: str, count: int) -> list[float]:
    """x~y~…, exactly so many."""
    parts = text.split("~")
    if len(parts) != count:
        raise ValueError(text)
    return [number(part) for part in parts]


def within(value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise ValueError(value)
    return value
