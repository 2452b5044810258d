"""Numbers out of a link's text. ValueError for what is no plain finite number, or would be read as another one."""

import re
from math import isfinite

LONGEST = 40  # characters: a float with every digit has at most 24
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


def number(text: str) -> float:
    if len(text) > LONGEST or not PLAIN.fullmatch(text):
        raise ValueError(text)
    value = float(text)
    vanished = value == 0 and re.search("[1-9]", re.split("[eE]", text)[0])  # 1e-400
    if not isfinite(value) or vanished:
        raise ValueError(text)
    return value


def whole(text: str) -> int:
    if len(text) > LONGEST or not WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


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
