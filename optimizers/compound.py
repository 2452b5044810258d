"""Schedules made of others: one on what the other has made, or one after the other."""

from dataclasses import dataclass
from functools import reduce
from operator import index
from typing import Any

from .feedback import LONG, Memories, bound, watches
from .hyper import Array
from .scheduling import Schedule


@dataclass(frozen=True)
class Compound:
    """What compounds share. Each part has its own memory; `times` says when it is asked."""

    @property
    def parts(self) -> tuple[Any, ...]:
        """The schedules."""
        raise NotImplementedError

    def times(self, t: int) -> tuple[int, ...]:
        """Which step each part counts as step t; 0 or less where it is not asked."""
        raise NotImplementedError

    @property
    def watches(self) -> bool:
        """Whether any part looks at the loss."""
        return any(map(watches, self.parts))

    def begin(self, runs: int) -> Memories:
        return Memories(*(part.begin(runs) if watches(part) else None for part in self.parts))

    def looks(self, t: int) -> bool:
        return any(watches(part) and at > 0 and part.looks(at) for part, at in self.each(t))

    def seen(self, memory: Memories, loss: Array, t: int) -> Memories:
        """The memory after step t, of the parts that look then."""
        pairs = zip(self.each(t), memory, strict=True)
        looks = [watches(part) and at > 0 and part.looks(at) for part, at in self.each(t)]
        return Memories(
            *(part.seen(old, loss, at) if look else old for ((part, at), old), look in zip(pairs, looks, strict=True))
        )

    def calm(self, memory: Memories, t: int) -> int:
        """Until the first part may act on what it sees. A part whose time is still to come sees nothing before."""
        found = [
            part.calm(old, at) if at > 0 else 1 - at
            for (part, at), old in zip(self.each(t), memory, strict=True)
            if watches(part)
        ]
        return min(found, default=LONG)

    def each(self, t: int) -> list[tuple[Any, int]]:
        """Every part with its own time."""
        return list(zip(self.parts, self.times(t), strict=True))

    def bound_parts(self, memory: Memories) -> list[Any]:
        return [bound(part, old) for part, old in zip(self.parts, memory, strict=True)]


@dataclass(frozen=True)
class Chain(Compound):
    """Each schedule on what those before have made. Made by `chain`."""

    schedules: tuple[Schedule, ...]

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.schedules

    def times(self, t: int) -> tuple[int, ...]:
        return (t,) * len(self.schedules)

    def bound(self, memory: Memories) -> "Chain":
        return Chain(tuple(self.bound_parts(memory)))

    def __call__(self, optimizer: Any, t: int) -> Any:
        """The optimizer as it makes step t."""
        return reduce(lambda made, schedule: schedule(made, t), self.schedules, optimizer)


def chain(*schedules: Schedule) -> Chain:
    """The first, then the next on what the first has made: `chain(staircase, by_hand(...))`. Two schedules of the
    learning rate multiply, as PyTorch's ChainedScheduler: warm-up and cosine would never reach α₀; see `sequence`."""
    return Chain(schedules)


@dataclass(frozen=True)
class Sequence(Compound):
    """One schedule, then another. Made by `sequence`."""

    first: Schedule
    second: Schedule
    milestone: int
    restarts: bool = True

    @property
    def parts(self) -> tuple[Any, ...]:
        return self.first, self.second

    def times(self, t: int) -> tuple[int, ...]:
        if t <= self.milestone:
            return t, t - self.milestone
        return -LONG, t - self.milestone if self.restarts else t

    def bound(self, memory: Memories) -> "Sequence":
        first, second = self.bound_parts(memory)
        return Sequence(first, second, self.milestone, self.restarts)

    def __call__(self, optimizer: Any, t: int) -> Any:
        """The optimizer as it makes step t."""
        part, at = self.each(t)[t > self.milestone]
        return part(optimizer, at)


def sequence(first: Schedule, second: Schedule, milestone: int, *, restarts: bool = True) -> Sequence:
    """The first for the steps 1 … milestone, then the second, whose first step is number milestone + 1.

    `sequence(warm_up(steps=10), cosine(steps=90), 10)` has α₀ with steps 10 and 11 and falls from there on: PyTorch's
    SequentialLR([LinearLR(o, 1/10, total_iters=9), CosineAnnealingLR(o, 90)], milestones=[10]), and timm's
    CosineLRScheduler with warmup_prefix=True. With `restarts=False` the second counts from the very first step, so that
    it goes on where it would be without the first, as timm does unless it is told otherwise. More than two: a sequence
    of sequences. ValueError for a milestone that is not a whole number from 0 on.
    """
    if isinstance(milestone, bool) or not hasattr(milestone, "__index__") or milestone < 0:
        raise ValueError(f"milestone = {milestone!r} is outside its domain: whole numbers 0 ≤ milestone < ∞")
    return Sequence(first, second, index(milestone), restarts)
