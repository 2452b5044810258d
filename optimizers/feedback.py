"""Schedules that look at the loss: what they remember of it, and how a run hands it to them.

Such a schedule says `watches = True`. It is pure: `begin(runs)` is its memory before the first step, `looks(t)` whether
it wants the loss f(θ_t) after step t, `seen(memory, loss, t)` the memory after it, and `bound(memory)` the schedule
(optimizer, t) → optimizer until it has seen more. `calm(memory, t)` is a number of steps after t that are surely made
before anything it sees changes what it does, at least 1. A memory is a named tuple of arrays (runs,), so that each run
of a batch has its own, and a run that is taken up where it ended goes on with it (`End.memory`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from .hyper import Array

LONG = 2**31  # more steps than any run has


class Memories(tuple[Any, ...]):
    """What the parts of a compound schedule remember; None for a part that does not look."""

    def __new__(cls, *parts: Any) -> "Memories":
        return super().__new__(cls, parts)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


def watches(schedule: Any) -> bool:
    """Whether a schedule looks at the loss."""
    return bool(getattr(schedule, "watches", False))


def begun(schedule: Any, runs: int, before: Any = None) -> Any:
    """The memory with which a run begins: the one before, where it is that of such a schedule; else a new one."""
    if not watches(schedule):
        return None
    new = schedule.begin(runs)
    return before if alike(new, before) else new


def alike(one: Any, other: Any) -> bool:
    """Whether two memories are of one kind."""
    if type(one) is not type(other):
        return False
    return not isinstance(one, tuple) or (len(one) == len(other) and all(map(alike, one, other)))


def bound(schedule: Any, memory: Any) -> Any:
    """The schedule as its memory stands; one that does not look is what it is."""
    return schedule.bound(memory) if watches(schedule) else schedule


def until_change(schedule: Any, memory: Any, t: int, rows: int) -> int:
    """How many of the next steps can be made at once."""
    return min(rows, schedule.calm(memory, t)) if watches(schedule) else rows


def remembered(schedule: Any, memory: Any, losses: Array, t: int) -> Any:
    """The memory after steps t + 1, t + 2, …, whose losses are (steps, runs)."""
    for at, loss in enumerate(losses, t + 1) if watches(schedule) else ():
        memory = schedule.seen(memory, loss, at) if schedule.looks(at) else memory
    return memory


def replayed(optimizer: Any, schedule: Any, ts: Iterable[int], losses: Array | None, memory: Any) -> Iterator[Any]:
    """The optimizer as it makes each of the steps `ts`, whose losses are (steps, *batch). ValueError without them."""
    if losses is None:
        raise ValueError(f"{schedule!r} looks at the loss: give the losses of the run")
    rows = losses.reshape(len(losses), -1)
    memory, t = begun(schedule, rows.shape[1], each_row(memory)), None
    for t, loss in zip(ts, rows, strict=True):
        yield schedule.bound(memory)(optimizer, t)
        memory = remembered(schedule, memory, loss[None], t - 1)


def each_row(memory: Any) -> Any:
    """A memory (*batch) as (runs,)."""
    if isinstance(memory, tuple):
        return type(memory)(*map(each_row, memory))
    return None if memory is None else memory.reshape(-1)
