"""A block of steps: made without looking, then looked at.

What a run did after it diverged is thrown away, so that the result has the bits of a loop that looks at every step.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import compress
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from .batches import norm
from .feedback import watches
from .hyper import Array
from .points import walked
from .rows import Block, Rows, mapped, stacked, values, whole
from .trajectory import End

LARGE = 2**13  # numbers in a row from which on copying it costs more than looking at it


class Made(NamedTuple):
    """Steps as they were made."""

    points: Rows  # (rows, n, runs)
    slopes: Rows  # (rows, n, runs)
    state: Any  # each field (rows, …, runs), or None where nobody wants it
    last: Any  # the last state, as the rule gave it


@dataclass(frozen=True)
class Walk:
    """What stays the same from block to block."""

    objective: Any
    seen: Any  # the objective as the rule sees it: with the options of the run
    rule: Any
    schedule: Any  # None, or (rule, t) → rule; one that looks at the loss as its memory stands
    shapes: Any  # of each field of the state: (n, runs), or (runs,) for the weights of averages
    limit: float  # |θ| beyond it has diverged
    last: int  # the step with which the walk ends
    value_every: int
    slopes: bool  # whether the largest gradient is wanted
    alone: bool  # whether this is a single run that floats can make
    kept: Collection[str]  # what is recorded of params, gradient and the fields of the state
    watching: Any  # the schedule as it is given: where it looks at the loss, that is evaluated
    looks_from: int  # the step after which these fields of the state are wanted too
    looks_at: Collection[str]
    bell: list[object] = field(default_factory=list)  # what rang once: from then on everything is looked at

    def block(self, here: End, loss: Array, rows: int) -> tuple[Block, End]:
        """The next steps, and where they end. From where a run diverged on, its rows repeat the row before."""
        if not here.alive.any():
            return self.rest(here, loss, rows), here._replace(t=here.t + rows)
        made = self.in_floats(here, rows)
        quiet = made or (None if self.alone else self.quietly(here, rows))
        if quiet and fine(quiet, self.limit):
            block, after = self.joined(quiet, here, loss)
            if np.isfinite(block.loss).all():
                return block, after
        block, after = self.joined(made or self.in_arrays(here, rows), here, loss)
        found = trouble(block, here, self.limit)
        return stopped(block, self.rest(here, loss, 1), after, *found) if found else (block, after)

    def joined(self, made: Made, here: End, loss: Array) -> tuple[Block, End]:
        """A block of what was made, and where it ends."""
        rows = len(made.points)
        block = Block(made.points, self.heights(here.t, made.points, loss), made.slopes, made.state)
        after = here._replace(t=here.t + rows, params=made.points[-1], gradient=made.slopes[-1], state=made.last)
        return block, after._replace(steepest=steepest(made.slopes, here.steepest)) if self.slopes else after

    def rest(self, here: End, loss: Array, rows: int) -> Block:
        """Where the runs are, row after row."""
        block = Block(here.params, loss, here.gradient, whole(here.state, self.shapes))
        return mapped(lambda part: np.broadcast_to(part, (rows, *part.shape)), block)

    def in_floats(self, here: End, rows: int) -> Made | None:
        """The next steps of a single run, where that is possible."""
        if not self.alone:
            return None
        ts = range(here.t + 1, here.t + rows + 1)
        found = walked(self.seen, self.rule, self.schedule, here, self.shapes, ts)
        if not found:
            return None
        points, slopes, state = found
        return Made(points, slopes, state, type(state)(*(field[-1] for field in state)))

    def quietly(self, here: End, rows: int) -> Made | None:
        """The next steps with what is wanted of them; None where somebody has to look at everything.

        Elementwise arithmetic on fine numbers that rings none of NumPy's error flags makes fine numbers. Python's own
        numbers ring nothing, and are looked at; a field that is no longer finite without any arithmetic stays so.
        """
        if self.bell or not here.alive.all() or not getattr(self.rule, "elementwise", True):
            return None
        names = {*self.kept, *self.looks_at} if here.t + rows > self.looks_from else self.kept
        wanted = [name in names for name in here.state._fields]

        def keep(state: Any) -> Any:
            self.bell.extend(number for number in state if type(number) is float and not isfinite(number))
            return tuple(compress(state, wanted))

        with np.errstate(divide="call", over="call", invalid="call", call=lambda *flags: self.bell.append(flags)):
            points, slopes, states, last = self.steps(here, rows, keep)
        if self.bell or not all(np.isfinite(part).all() for part in last):
            return None
        columns = iter(map(stacked, zip(*states, strict=True), compress(self.shapes, wanted)))
        state = type(last)(*(next(columns) if want else None for want in wanted))
        return Made(self.together("params", points), self.together("gradient", slopes), state, last)

    def together(self, name: str, rows: list[Array]) -> Rows:
        """Rows stacked where they are recorded, or where they are small."""
        return stacked(rows, rows[0].shape) if name in self.kept or rows[0].size < LARGE else rows

    def in_arrays(self, here: End, rows: int) -> Made:
        """The next steps, whatever happens."""
        points, slopes, states, last = self.steps(here, rows, tuple)
        state = type(last)(*map(stacked, zip(*states, strict=True), self.shapes))
        return Made(stacked(points, here.params.shape), stacked(slopes, here.params.shape), state, last)

    def steps(
        self, here: End, rows: int, keep: Callable[[Any], Any]
    ) -> tuple[list[Array], list[Array], list[Any], Any]:
        """The hot loop: points and gradients of the next steps, what is kept of each state, and the last state."""
        step, params, state = self.stepper(self.rule), here.params, here.state
        points, slopes, states = [], [], []
        for t in range(here.t + 1, here.t + rows + 1):
            if self.schedule:
                step = self.stepper(self.schedule(self.rule, t))
            g, state = step(params, state, t)
            params = params + state.step
            points.append(params)
            slopes.append(g)
            states.append(keep(state))
        return points, slopes, states, state

    def stepper(self, rule: Any) -> Callable[[Array, Any, int], tuple[Array, Any]]:
        """What a step is to this rule: (params, state, t) → the gradient seen and the new state."""
        seen, gradient, update = self.seen, self.seen.gradient, rule.update
        gradient_at = getattr(rule, "gradient_at", None)

        def by_gradient(params: Array, state: Any, t: int) -> tuple[Array, Any]:
            g = gradient(gradient_at(params, state) if gradient_at else params, t)
            return g, update(g, params, state, t)

        def by_objective(params: Array, state: Any, t: int) -> tuple[Array, Any]:
            state = update(seen, params, state, t)
            return state.g, state

        return by_objective if getattr(rule, "wants_objective", False) else by_gradient

    def heights(self, t: int, points: Rows, loss: Array) -> Array:
        """The full objective after each step; where it is not evaluated, the last value before."""
        if self.value_every == 1:
            return values(self.objective, points)
        ts = np.arange(t + 1, t + len(points) + 1)
        due = (ts % self.value_every == 0) | (ts == self.last)
        if watches(self.watching):
            due |= [self.watching.looks(int(at)) for at in ts]
        if not due.any():
            return np.broadcast_to(loss, (len(points), *loss.shape))
        some = points[due] if isinstance(points, np.ndarray) else [points[row] for row in np.flatnonzero(due)]
        known = np.concatenate((loss[None], values(self.objective, some)))
        return known[np.cumsum(due)]


def fine(made: Made, limit: float) -> bool:
    """Whether all gradients and positions are fine. NaN is neither above nor below the limit."""
    points, slopes = ([part] if isinstance(part, np.ndarray) else part for part in made[:2])
    near = all(rows.max() <= limit and rows.min() >= -limit for rows in points)
    return near and all(np.isfinite(rows).all() for rows in slopes)


def steepest(slopes: Rows, so_far: Array) -> Array:
    """The largest norm of each run. Where rows are large, only what a quick sum finds to be near it is added up."""
    if isinstance(slopes, np.ndarray):
        return np.fmax(so_far, norm(slopes, 1).max(axis=0))
    so_far = so_far.copy()
    for g in slopes:
        near = np.flatnonzero(np.einsum("nr,nr->r", g, g) >= so_far**2 * (1 - 1e-9))
        so_far[near] = np.fmax(so_far[near], norm(g[:, near]))
    return so_far


def trouble(block: Block, here: End, limit: float) -> tuple[Array, Array] | None:
    """The row at which each run stopped being fine, or the number of rows, and what of it; None if all is well."""
    fields = block.state._asdict()
    watched = (block.gradient, *(fields[name] for name in fields if name != "step"))
    fine = [*map(np.isfinite, watched), abs(block.params) <= limit, np.isfinite(block.loss)]
    if here.alive.all() and all(part.all() for part in fine):
        return None
    rows, runs = block.loss.shape
    bad = np.array([~part.reshape(rows, -1, runs).all(axis=1) for part in fine])  # (parts, rows, runs)
    ever = bad.any(axis=(0, 1))
    row = np.where(here.alive, np.where(ever, bad.any(axis=0).argmax(axis=0), rows), 0)
    part = bad[:, np.minimum(row, rows - 1), np.arange(runs)].argmax(axis=0) + 1
    return row, np.where(here.alive, np.where(ever, part, 0), here.broke).astype(np.int8)


def stopped(block: Block, before: Block, after: End, row: Array, broke: Array) -> tuple[Block, End]:
    """The block with each run held from its row on, and where it ends."""

    def held(rows: Array, first: Array) -> Array:
        keep = np.minimum(np.arange(1, len(rows) + 1)[:, None], row)
        keep = keep.reshape(len(rows), *[1] * (rows.ndim - 2), -1)
        return np.take_along_axis(np.concatenate((first, rows)), keep, axis=0)

    rows = len(block.loss)
    block = mapped(held, block, before)
    stopped_at = np.where(after.alive & (broke > 0), after.t - rows + row + 1, after.stopped_at)
    last = mapped(lambda part: part[-1], block)
    ended = after._replace(params=last.params, gradient=last.gradient, state=last.state, broke=broke)
    return block, ended._replace(stopped_at=stopped_at)
