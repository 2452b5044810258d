"""Rows, one a step: stacked, filled to their full shapes, and evaluated."""

from typing import Any, NamedTuple

import numpy as np

from .hyper import Array

Rows = Array | list[Array]  # (rows, …, runs)


class Block(NamedTuple):
    """Some steps of some runs, a row a step. Large rows that nobody records stay in a list."""

    params: Any  # Rows: (rows, n, runs)
    loss: Array  # (rows, runs)
    gradient: Any  # Rows: (rows, n, runs)
    state: Any  # each field (rows, …, runs), or None where nobody wants it


def values(objective: Any, points: Rows) -> Array:
    """(rows, n, runs) → (rows, runs), asked in one call."""
    rows, (n, runs) = len(points), points[0].shape
    flat = points.transpose(1, 0, 2) if isinstance(points, np.ndarray) else np.concatenate(points, axis=1)
    flat = np.ascontiguousarray(flat).reshape(n, rows * runs)
    return filled(np.asarray(objective.value(flat), dtype=float), (rows * runs,)).reshape(rows, runs)


def whole(state: Any, shapes: Any) -> Any:
    """A state whose fields have their full shapes; what all runs share is given to each."""
    return type(state)(*map(filled, state, shapes))


def filled(array: Any, shape: tuple[int, ...]) -> Array:
    """The array itself where it has the shape, else broadcast to it."""
    return array if np.shape(array) == shape else np.broadcast_to(array, shape)


def stacked(values: Any, shape: tuple[int, ...]) -> Array:
    """Arrays or numbers that broadcast to a shape, one a row: (rows, *shape)."""
    try:
        if np.shape(values[0]) == np.shape(values[-1]) == shape:
            return np.concatenate(values).reshape(len(values), *shape)
        rows = np.array(values)
    except ValueError:  # a schedule gave a hyperparameter another shape in mid-run
        return np.array([filled(value, shape) for value in values])
    lead = [1] * (len(shape) + 1 - rows.ndim)
    return filled(rows.reshape(len(rows), *lead, *rows.shape[1:]), (len(rows), *shape))


def mapped(function: Any, block: Block, *others: Block) -> Block:
    """A function on every array of a block, the state's fields included."""
    params, loss, gradient = map(function, block[:3], *(other[:3] for other in others))
    return Block(params, loss, gradient, type(block.state)(*map(function, block.state, *(o.state for o in others))))


def picked(rows: Rows, row: Array) -> Array:
    """(rows, n, runs) and each run's row (1, runs) → (n, runs)."""
    if isinstance(rows, np.ndarray):
        return np.take_along_axis(rows, row[None], axis=0)[0]
    found = rows[0]
    for at in np.unique(row):
        found = np.where(row == at, rows[at], found)
    return found
