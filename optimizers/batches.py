"""Batches: (n, *batch) outside, (n, runs) inside, and sums whose order does not depend on the batch."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .hyper import Array, numbers


def dot(a: Array, b: Array, axis: int = 0) -> Array:
    """The inner product along an axis, added up in order: a batch gives the same bits as its runs one by one."""
    return np.add.accumulate(a * b, axis=axis).take(-1, axis)


def norm(a: Array, axis: int = 0) -> Array:
    """The Euclidean length along an axis."""
    return np.sqrt(dot(a, a, axis))


def batch_of(start: Array, optimizer: Any) -> tuple[int, ...]:
    """The batch of a run: the start's with every hyperparameter's."""
    return np.broadcast_shapes(start.shape[1:], *(np.shape(value) for value in numbers(optimizer).values()))


def spread(array: Any, own: int, batch: tuple[int, ...]) -> Array:
    """(…, *own batch) → (…, runs), where the last `own` axes are those of a batch that broadcasts to `batch`."""
    array = np.asarray(array)
    lead, tail = array.shape[: array.ndim - own], array.shape[array.ndim - own :]
    aligned = array.reshape((*lead, *[1] * (len(batch) - own), *tail))
    return np.ascontiguousarray(np.broadcast_to(aligned, (*lead, *batch)).reshape((*lead, -1)))


def flattened(optimizer: Any, batch: tuple[int, ...]) -> Any:
    """The optimizer with each array as (runs,). What all runs share stays a float, which is faster than an array."""
    arrays = {name: value for name, value in numbers(optimizer).items() if isinstance(value, np.ndarray)}
    return replace(optimizer, **{k: spread(v, v.ndim, batch) for k, v in arrays.items()}) if arrays else optimizer


def piece(optimizer: Any, cut: slice) -> Any:
    """The optimizer of some of the runs."""
    arrays = {name: value for name, value in numbers(optimizer).items() if isinstance(value, np.ndarray)}
    return replace(optimizer, **{k: v[cut] for k, v in arrays.items()}) if arrays else optimizer


def joined(parts: Sequence[Any], batch: tuple[int, ...]) -> Any:
    """Chunks side by side again: each array (…, runs) → (…, *batch), inside tuples too."""
    first = parts[0]
    if isinstance(first, tuple):
        return type(first)(*(joined(values, batch) for values in zip(*parts, strict=True)))
    if not isinstance(first, np.ndarray):
        return first
    whole = first if len(parts) == 1 else np.concatenate(parts, axis=-1)
    return whole.reshape((*whole.shape[:-1], *batch))[()]
