"""What no net can be, in words: ValueError with the name, the value and the domain."""

from collections.abc import Collection
from typing import Any

import numpy as np

DEEPEST, WIDEST = 8, 64


def hold_sizes(sizes: tuple[int, ...]) -> None:
    """Not too deep, not too wide, and with at least one layer."""
    if not 2 <= len(sizes) <= DEEPEST + 2:
        hidden = f"0 to {DEEPEST} hidden layers between inputs and outputs"
        raise ValueError(f"sizes = {sizes!r} of {len(sizes)} layers is outside its domain: {hidden}")
    if not all(isinstance(size, int | np.integer) and 1 <= size <= WIDEST for size in sizes):
        raise ValueError(f"sizes = {sizes!r} is outside its domain: whole numbers from 1 to {WIDEST}")


def hold_name(name: str, value: Any, known: Collection[str]) -> None:
    """One of the known names."""
    if value not in known:
        raise ValueError(f"{name} = {value!r} is none of {', '.join(known)}")


def hold_number(name: str, value: Any, least: float, beyond: float) -> None:
    """least ≤ value < beyond."""
    if not least <= value < beyond:
        raise ValueError(f"{name} = {value!r} is outside its domain {least} ≤ {name} < {beyond}")


def hold_data(data: Any, sizes: tuple[int, ...], loss: str) -> None:
    """Points that fit the inputs, and classes that fit the outputs and the loss."""
    shape = np.shape(data.inputs)
    if not len(data.targets) or shape != (len(data.targets), sizes[0]):
        raise ValueError(f"inputs of shape {shape} are not at least 1 point of {sizes[0]} features, (points, features)")
    if loss in ("logistic", "perceptron") and len(data.classes) != 2:
        raise ValueError(f"loss = {loss!r} tells 2 classes apart; there are {len(data.classes)}: take softmax")
    several = len(data.classes) if loss == "softmax" else 1
    if sizes[-1] != several:
        raise ValueError(f"sizes = {sizes!r} ends with {sizes[-1]} outputs; {loss} loss on these data has {several}")
