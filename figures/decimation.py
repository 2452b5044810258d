"""Fewer points for the eye, never for the numbers: a long series is computed whole and drawn at its stops.

A stop is a day on which the cursor can stand: 0, before the first day, then every `stride` days, then the last.
"""

import numpy as np

MOST = 2000  # stops in a picture: more than it has columns of pixels


def stride_of(days: int) -> int:
    return -(-days // MOST)


def stops_of(days: int) -> np.ndarray:
    """(S + 1,) the number of each stop's day: every day up to 2000 of them, every `stride` days beyond."""
    stride = stride_of(days)
    return np.append(np.arange(0, days, stride), days)


def at(stops: np.ndarray, values: np.ndarray, first: float) -> np.ndarray:
    """(S + 1,) a daily series, `values[0]` being day 1, on its stops; `first` before the first day."""
    return np.concatenate([[first], values[stops[1:] - 1]])


def spread(stops: np.ndarray, values: np.ndarray, first: float) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest of the days after the stop before, up to this one; (S + 1,) each."""
    low, high = (extreme.reduceat(values, stops[:-1]) for extreme in (np.minimum, np.maximum))
    return np.concatenate([[first], low]), np.concatenate([[first], high])
