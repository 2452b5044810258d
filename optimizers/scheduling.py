"""What a schedule is made of: its facts, its declarations, and what all schedules of the learning rate share."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple, TypeVar, dataclass_transform

import numpy as np

from .hyper import Hyper, Number, changed, check, declared, numbers

Schedule = Callable[[Any, int], Any]
Kind = TypeVar("Kind")


LECTURE = "Ng, deep learning specialization, course 2, week 2: learning rate decay."


class ScheduleFacts(NamedTuple):
    """One schedule in words."""

    key: str
    title: str
    idea: str
    latex: str
    source: str
    parts: tuple[tuple[str, int], ...] = ()  # numbers that a page proposes as one n-th of the steps of a run: (name, n)
    falls: bool = True  # whether it begins with α₀, so that a warm-up before it makes sense


class Rate(ABC):
    """A schedule of the learning rate."""

    @abstractmethod
    def alpha(self, alpha_0: Number, t: int) -> Number:
        """α of step t, in the units of α₀ and in its shape."""

    def __call__(self, optimizer: Any, t: int) -> Any:
        """The optimizer as it makes step t; where it asks for the multiplier η_t = α_t / α₀, with that as well."""
        rate = self._alpha(optimizer.learning_rate, t)
        if hasattr(optimizer, "multiplier"):
            return changed(optimizer, learning_rate=rate, multiplier=self._alpha(optimizer.multiplier, t))
        return changed(optimizer, learning_rate=rate)

    def _alpha(self, alpha_0: Number, t: int) -> Number:
        """α, infinite where it is larger than any float: powers of Python's floats raise then."""
        try:
            return self.alpha(alpha_0, t)
        except OverflowError:
            return alpha_0 + inf


@dataclass_transform(frozen_default=True)
def schedule(kind: type[Kind]) -> type[Kind]:
    """A frozen dataclass whose numbers are checked when it is made, each a number for all runs."""
    kind.__post_init__ = one_for_all  # type: ignore[attr-defined]
    return dataclass(frozen=True)(kind)


def one_for_all(made: Any) -> None:
    """Hold every number to its declaration; arrays are refused."""
    check(made)
    for name, value in numbers(made).items():
        if isinstance(value, np.ndarray):
            raise ValueError(f"{name} = {value!r} is an array, but a schedule is the same for all runs")


def passed(t: int, every: int) -> int:
    """How many whole epochs of `every` steps are over before step t."""
    return (t - 1) // every


# ---- declarations
def whole(default: int, symbol: str, label: str, words: str, high: int = 1000) -> Any:
    return declared(Hyper(default, symbol, symbol, label, words, 1, high, "integer", lowest=1))


def an_epoch(default: int = 10) -> Any:
    return whole(default, "E", "steps of an epoch", "How many steps an epoch has. α changes when one is over.", 200)


def of_root() -> Any:
    words = "What α₀ is multiplied by before it is divided by the root."
    return declared(Hyper(1.0, "k", "k", "factor", words, 0.1, 10.0, "log"))
