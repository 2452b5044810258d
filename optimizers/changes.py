"""The schedule that somebody makes in mid-run: hyperparameters changed by hand."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import index
from typing import Any, ClassVar

import numpy as np

from .hyper import Hyper, changed, inside, specs, varies
from .scheduling import LECTURE, ScheduleFacts

Change = tuple[int, str, float | bool]  # after which step, what, its new value


@dataclass(frozen=True)
class ByHand:
    """New values, each from a step on. Made by `by_hand`."""

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "by_hand", "By hand", "Changed in mid-run, where you see the need.", "", LECTURE
    )
    changes: tuple[Change, ...]  # in order of their steps

    def __call__(self, optimizer: Any, t: int) -> Any:
        """The optimizer as it makes step t."""
        kind: Any = type(optimizer)
        steps, values = held(kind, self.changes)
        return changed(optimizer, **values[bisect_left(steps, t)])


def by_hand(changes: Iterable[tuple[int, str, float | bool]]) -> ByHand:
    """Each change (step, name, value): the steps made after the point number `step` have that value.

    So a change at 0 is there from the first step on. Later steps win, and of changes at one step the last. ValueError
    for a step that is not a whole number from 0 on; when it runs, for a name that the optimizer does not have, for a
    value outside its domain, and for whole numbers such as the memory of L-BFGS, which shape the state.
    """
    found = tuple((step_inside(step), str(name), value) for step, name, value in changes)
    return ByHand(tuple(sorted(found, key=lambda change: change[0])))


def step_inside(step: Any) -> int:
    """A step after which something changes."""
    if isinstance(step, bool) or not isinstance(step, int | np.integer) or step < 0:
        raise ValueError(f"step = {step!r} is outside its domain: whole numbers 0 ≤ step < ∞")
    return index(step)


@lru_cache(maxsize=1024)
def held(kind: Any, changes: tuple[Change, ...]) -> tuple[list[int], list[Mapping[str, Any]]]:
    """The steps of the changes, and all values in force after none of them, after the first, and so on."""
    known, values = specs(kind), [dict[str, Any]()]
    for _, name, value in changes:
        if name not in known:
            raise ValueError(f"{name} = {value!r}: {kind.__name__} has no {name}, only {', '.join(known)}")
        if isinstance(known[name], Hyper) and not varies(known[name]):
            raise ValueError(f"{name} = {value!r}: the {name} of {kind.__name__} stays what it is at the first step")
        values.append(values[-1] | {name: inside(name, value, known[name])})
    return [step for step, _, _ in changes], list(values)
