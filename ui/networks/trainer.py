"""Trainings under way and done, shared by all visitors: one piece at a time, the newest kept, bounded in bytes.

A training is found by its plan, so that Back, links and hiding cost nothing. One that differs in its epochs alone goes
on from there, or is cut.
"""

from collections.abc import Iterable
from threading import Lock
from time import perf_counter, sleep, thread_time
from typing import NamedTuple

from cachetools import LRUCache

from experiments.training import Plan, Record, Training, advanced, begun, keeps_every, measures_every, total
from figures.networks import columns_of, smoothed
from ui.cached import MEGABYTE, weight
from ui.heavy import ONE_AT_A_TIME, PATIENCE, REST, take_turns
from ui.packets import Block

KEPT = 128  # MB of trainings
SMOOTH = 16  # MB of their averages
PIECE = 0.06  # s of training between two answers
BREATH = 0.006  # s, about, between two looks at the clock
FIRST_STEPS = 16
MOST_PIECES = 64  # of one training: then two and two become one, so that messages stay short


class Piece(NamedTuple):
    """The steps after `begin`, up to `end`; the first begins at −1: it has the start, too."""

    begin: int
    end: int
    block: Block


class Entry(NamedTuple):
    training: Training
    pieces: tuple[Piece, ...]
    pace: int = FIRST_STEPS  # steps between two looks at the clock
    seconds: float = 0.0  # of computing that went into it; no training differs from another by them


class Trainings:
    """All trainings of a server."""

    def __init__(self, megabytes: float = KEPT) -> None:
        self.kept: LRUCache = LRUCache(megabytes * MEGABYTE, getsizeof=weight)
        self.table, self.turn = Lock(), ONE_AT_A_TIME

    def seen(self, plan: Plan) -> Entry:
        """As far as it went; before the first step where nobody has asked before."""
        with self.table:
            found: Entry | None = self.kept.get(plan)
        return found or self.put(plan, self.taken_up(plan) or Entry(begun(plan), ()))

    def put(self, plan: Plan, entry: Entry) -> Entry:
        """With all its steps in pieces. Of two who begin the same training, the one who has gone farther is kept."""
        entry = entry._replace(pieces=cut(plan, entry))
        with self.table:
            other: Entry | None = self.kept.get(plan)
            if other and how_far(other) >= how_far(entry):
                return other
            self.kept[plan] = entry
        return entry

    def taken_up(self, plan: Plan) -> Entry | None:
        """A training of more or fewer epochs, if that serves."""
        family = plan._replace(epochs=0)
        with self.table:
            others = {p: e for p, e in self.kept.items() if p.epochs != plan.epochs and p._replace(epochs=0) == family}
        found = [again for other, entry in others.items() if (again := taken_over(plan, other, entry))]
        return max(found, key=lambda entry: entry.training.steps, default=None)

    def unfinished(self, plans: Iterable[Plan]) -> list[Plan]:
        return [plan for plan in dict.fromkeys(plans) if not is_done(plan, self.seen(plan).training)]

    def work(self, plans: Iterable[Plan], seconds: float = PIECE, patience: float = PATIENCE) -> None:
        """Some of these trainings a little farther, side by side. One piece is trained at a time in the whole server:
        who has waited for another's long enough goes away with what is there.
        """
        todo = self.unfinished(plans)
        if not todo or not self.turn.acquire(timeout=patience):
            return
        try:
            take_turns()
            for plan, entry in gone_on({plan: self.seen(plan) for plan in todo}, seconds).items():
                self.put(plan, entry)
        finally:
            self.turn.release()


def how_far(entry: Entry) -> tuple[int, bool]:
    """To have diverged is farther than not to know it yet."""
    return entry.training.steps, entry.training.diverged_at is not None


def is_done(plan: Plan, training: Training) -> bool:
    return training.diverged_at is not None or training.steps >= total(plan)


# ---- a piece
def gone_on(entries: dict[Plan, Entry], seconds: float) -> dict[Plan, Entry]:
    """Whoever has made the fewest steps is next. Some steps are made in each piece, however busy the machine is."""
    end, todo = perf_counter() + seconds, set(entries)
    while todo:
        plan = min((p for p in entries if p in todo), key=lambda p: entries[p].training.steps)
        entries[plan] = breath(plan, entries[plan])
        if is_done(plan, entries[plan].training):
            todo.remove(plan)
        sleep(REST)
        if perf_counter() >= end:
            break
    return entries


def breath(plan: Plan, entry: Entry) -> Entry:
    begin, computed = perf_counter(), thread_time()
    training = advanced(plan, entry.training, entry.pace)
    pace, seconds = next_pace(entry.pace, perf_counter() - begin), entry.seconds + thread_time() - computed
    return entry._replace(training=training, pace=pace, seconds=seconds)


def next_pace(pace: int, passed: float, wanted: float = BREATH) -> int:
    """As many steps as fit into the wanted seconds, after so many took `passed`."""
    times = min(max(wanted / max(passed, 1e-6), 0.25), 4.0)
    return max(round(pace * times), 1)


def cut(plan: Plan, entry: Entry) -> tuple[Piece, ...]:
    """What was made since the last piece is a new one."""
    pieces, end = entry.pieces, entry.training.steps
    if not pieces or pieces[-1].end < end:
        pieces = (*pieces, made(plan, entry.training.record, pieces[-1].end if pieces else -1, end))
    if len(pieces) > MOST_PIECES:
        pairs = zip(pieces[::2], [*pieces[1::2], pieces[-1]], strict=False)
        pieces = tuple(made(plan, entry.training.record, first.begin, second.end) for first, second in pairs)
    return pieces


def made(plan: Plan, record: Record, begin: int, end: int) -> Piece:
    columns = columns_of(plan, record, begin, end)
    return Piece(begin, end, Block(**{"from": max(begin, 0), "to": end}, **columns))


# ---- other epochs
def taken_over(plan: Plan, other: Plan, entry: Entry) -> Entry | None:
    """The training of another plan as this one's, or None where that recorded other steps."""
    if (keeps_every(plan), measures_every(plan)) != (keeps_every(other), measures_every(other)):
        return None
    training, steps = entry.training, total(plan)
    if training.steps > steps:
        return shortened(plan, entry, steps)
    goes_on = training.diverged_at is not None or training.steps == int(training.path.end.t)
    if training.diverged_at is not None:
        return entry
    in_step = not training.record.kept_at[-1] % keeps_every(plan) and not training.record.at[-1] % measures_every(plan)
    return entry if goes_on and in_step else None


def shortened(plan: Plan, entry: Entry, steps: int) -> Entry | None:
    record = entry.training.record
    if steps not in record.at or steps not in record.kept_at:
        return None
    measured, kept = (int(list(at).index(steps)) + 1 for at in (record.at, record.kept_at))
    ends = {"batch_loss": steps, "kept_at": kept, "weights": kept, "statistics": kept, "alpha": kept}
    record = Record(**{name: values[: ends.get(name, measured)] for name, values in record._asdict().items()})
    whole = tuple(piece for piece in entry.pieces if piece.end <= steps)
    seconds = entry.seconds * steps / entry.training.steps
    return Entry(entry.training._replace(steps=steps, record=record, diverged_at=None), whole, entry.pace, seconds)


# ---- averages of the batch losses
_smooth: LRUCache = LRUCache(SMOOTH * MEGABYTE, getsizeof=weight)
_smooth_lock = Lock()


def smooth_blocks(entry: Entry, beta: float) -> list[Block]:
    """The average beside each piece, in blocks of their own: another β sends no weights again."""
    keys = [(piece.block.serial, beta) for piece in entry.pieces]
    with _smooth_lock:
        found = [_smooth.get(key) for key in keys]
        if None in found:
            average = smoothed(entry.training.record.batch_loss, beta)
            for at, (key, piece) in enumerate(zip(keys, entry.pieces, strict=True)):
                if found[at] is None:
                    found[at] = _smooth[key] = Block(smoothed=average[max(piece.begin, 0) : piece.end].astype("f4"))
    return found


TRAININGS = Trainings()
