"""Caviar: each racer with 64 learning rates side by side, trained while the tab is open, one piece at a time.

The racers' own trainings and these have one turn: no visitor's piece is longer for having both.
"""

from collections.abc import Iterable
from threading import Lock
from time import perf_counter, sleep
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache

from experiments.plans import Plan
from experiments.sweeps import Sweep, advanced, begun, is_done
from ui.cached import MEGABYTE, weight
from ui.heavy import PATIENCE, REST, take_turns
from ui.networks.state import Networks, plans_of
from ui.networks.trainer import MOST_PIECES, PIECE, TRAININGS, next_pace
from ui.packets import Block

KEPT = 64  # MB of sweeps; one under way weighs about 4 at most, one that is done .1
DECADES = (-4, 1)
TRIED = tuple(float(f"{rate:.3g}") for rate in np.logspace(*DECADES, 64))  # as short as a slider's
BREATH = 0.02  # s, about, between two looks at the clock: to take 64 nets up again costs some milliseconds
TAB = "rates"


class Entry(NamedTuple):
    sweep: Sweep
    pieces: tuple[Block, ...]  # of its losses, one after another
    pace: int = 1  # steps between two looks at the clock


class Sweeps:
    """All sweeps of a server. `turn` is held while a piece is trained."""

    def __init__(self, turn: Lock, megabytes: float = KEPT) -> None:
        self.kept: LRUCache = LRUCache(megabytes * MEGABYTE, getsizeof=weight)
        self.table, self.turn = Lock(), turn

    def seen(self, plan: Plan) -> Entry:
        """As far as it went; nothing at all where nobody has asked before."""
        with self.table:
            return self.kept.get(plan) or Entry(begun(plan, "learning_rate", TRIED), ())

    def put(self, plan: Plan, entry: Entry) -> None:
        entry = entry._replace(pieces=cut(entry))
        with self.table:
            self.kept[plan] = entry

    def unfinished(self, plans: Iterable[Plan]) -> list[Plan]:
        return [plan for plan in dict.fromkeys(plans) if not is_done(plan, self.seen(plan).sweep)]

    def work(self, plans: Iterable[Plan], seconds: float = PIECE, patience: float = PATIENCE) -> None:
        """One of these sweeps a little farther; who has waited for long enough goes away with what is there."""
        if not (todo := self.unfinished(plans)) or not self.turn.acquire(timeout=patience):
            return
        try:
            take_turns()
            plan = min(todo, key=lambda plan: turn_of(self.seen(plan).sweep))
            self.put(plan, gone_on(plan, self.seen(plan), seconds))
        finally:
            self.turn.release()


def turn_of(sweep: Sweep) -> tuple[bool, int]:
    """A group under way comes first, so that few are in memory; then the sweep of which the least is known."""
    return sweep.path is None, len(sweep.losses)


def gone_on(plan: Plan, entry: Entry, seconds: float) -> Entry:
    """Step after step, and a rest between two breaths for those who have the processor to themselves then. Some steps
    are made in each piece, however busy the machine is.
    """
    end = perf_counter() + seconds
    while not is_done(plan, entry.sweep):
        begin = perf_counter()
        sweep = advanced(plan, entry.sweep, entry.pace)
        entry = entry._replace(sweep=sweep, pace=next_pace(entry.pace, perf_counter() - begin, BREATH))
        sleep(REST)
        if perf_counter() >= end:
            break
    return entry


def cut(entry: Entry) -> tuple[Block, ...]:
    """What is known since the last piece is a new one; many become one."""
    pieces, losses = entry.pieces, entry.sweep.losses
    known = sum(len(piece.arrays["losses"]) for piece in pieces)
    if known < len(losses):
        pieces = (*pieces, Block(losses=losses[known:].astype("f4")))
    return pieces if len(pieces) <= MOST_PIECES else (Block(losses=losses.astype("f4")),)


# ---- of a state
def sweep_of(plan: Plan) -> Plan:
    """What all rates of a racer have in common: moving its α trains none of them again."""
    values = tuple((name, 1.0 if name == "learning_rate" else value) for name, value in plan.runner.values)
    changes = tuple(change for change in plan.runner.steering.changes if change.name != "learning_rate")
    steering = plan.runner.steering._replace(changes=changes)  # an α set by hand would be the same for all
    return plan._replace(runner=plan.runner._replace(values=values, steering=steering), each_step=False)


def sweeps_of(state: Networks) -> list[Plan]:
    """None unless they are looked at."""
    return [sweep_of(plan) for plan in plans_of(state)] if state.tab == TAB else []


SWEEPS = Sweeps(TRAININGS.turn)
