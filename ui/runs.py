"""Runs of races, shared by all visitors: one that is too long for one answer is made piece by piece.

A run is known by its plan, so that Back, links and hiding cost nothing. No message holds the server for longer than
`MOST` work (`experiments.race.Making`), and of all that is more than `LIGHT` one piece is made at a time.
"""

from collections.abc import Sequence
from threading import Lock
from time import sleep

from cachetools import LRUCache

from experiments.race import Making
from ui.cached import MEGABYTE, Plan, Shown, weight
from ui.heavy import ONE_AT_A_TIME, REST, take_turns

DONE, UNDER_WAY = 48, 64  # MB of runs
LIGHT = 5_000  # work in one answer that need not wait for anybody, 20 ms or so: a drag over thousands of steps
MOST = 20_000  # work in one answer, 80 ms or so
SLICE = 1_000  # work between two rests, in which others have the processor to themselves
GROWTH = 1.2  # how much longer a run must be before it is shown again: a few messages carry all of it
FIRST = 10  # work with which a run begins: two steps at least, enough to be drawn
AT_ONCE = 30_000  # work with which a run begins of which nothing was asked before it is to be seen


class UnderWay:
    """A run that is being made. `lock` is held while it goes on."""

    def __init__(self, plan: Plan, work: float) -> None:
        self.lock, self.making = Lock(), Making(*plan)
        self.making.advance(max(work, 2 * self.making.each))
        self.shown = self.look()

    def look(self) -> Shown:
        return Shown(self.making.run(), self.making.made, self.making.done)

    def advance(self, work: float) -> int:
        """Somewhat farther. Returns the work, 0 where another visitor is at it or nothing is left."""
        if not self.lock.acquire(blocking=False):
            return 0
        try:
            spent = self.making.advance(work)
            if self.making.done or self.making.made >= GROWTH * self.shown.made:
                self.shown = self.look()
            return spent
        finally:
            self.lock.release()


class Runs:
    """All runs of a server, the newest kept."""

    def __init__(self) -> None:
        self.done: LRUCache = LRUCache(DONE * MEGABYTE, getsizeof=weight)
        self.under_way: LRUCache = LRUCache(UNDER_WAY * MEGABYTE, getsizeof=lambda run: 200 * run.making.steps)
        self.table = Lock()

    def look(self, plans: Sequence[Plan]) -> None:
        """From now on these runs are shown as far as they are made."""
        for run in map(self.found, plans):
            if isinstance(run, UnderWay):
                with run.lock:
                    run.shown = run.look()

    def seen(self, plan: Plan) -> Shown:
        """As far as it is made, some steps at least."""
        found = self.found(plan, AT_ONCE)
        return found if isinstance(found, Shown) else found.shown

    def made(self, plan: Plan) -> int:
        """Steps, also those that are not shown yet."""
        found = self.found(plan)
        return found.made if isinstance(found, Shown) else found.making.made

    def found(self, plan: Plan, work: float = FIRST) -> Shown | UnderWay:
        with self.table:
            if found := self.done.get(plan) or self.under_way.get(plan):
                return found
        new = UnderWay(plan, work)
        with self.table:
            return self.keep(plan, self.under_way.get(plan) or new)

    def keep(self, plan: Plan, run: UnderWay) -> Shown | UnderWay:
        """A run that is done is one that nobody works at any more."""
        if not run.shown.done:
            self.under_way[plan] = run
            return run
        self.under_way.pop(plan, None)
        self.done[plan] = run.shown
        return run.shown

    def unfinished(self, plans: Sequence[Plan]) -> list[Plan]:
        """The quickest first, one after another: so that few runs are in memory half made."""
        todo = {plan: found for plan in plans if isinstance(found := self.found(plan), UnderWay)}
        return sorted(todo, key=lambda plan: todo[plan].making.work)

    def advance(self, plan: Plan, work: float) -> int:
        found = self.found(plan)
        if isinstance(found, Shown):
            return 0
        spent = found.advance(work)
        with self.table:
            self.keep(plan, found)
        return spent

    def work(self, plans: Sequence[Plan], patience: float, light: float = LIGHT, most: float = MOST) -> None:
        """A piece of what is left to do: a little at once, and more when it is this visitor's turn, for which it waits
        `patience` seconds."""
        todo = self.unfinished(plans)
        for plan in todo:
            light -= self.advance(plan, light) if light > 0 else 0
        if not (todo := self.unfinished(plans)) or not ONE_AT_A_TIME.acquire(timeout=patience):
            return
        try:
            take_turns()
            self.slices(todo, most)
        finally:
            ONE_AT_A_TIME.release()

    def slices(self, todo: Sequence[Plan], most: float) -> None:
        for plan in todo:
            while most > 0 and (spent := self.advance(plan, min(most, SLICE))):
                most -= spent
                sleep(REST)


RUNS = Runs()
