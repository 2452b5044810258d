"""A block of steps: made without looking, then looked at.

What a run did after it diverged is thrown away, so that the result has the bits of a loop that looks at every step.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .batches import norm
from .hyper import Array
from .points import walked
from .trajectory import End


class Block(NamedTuple):
    """Some steps of some runs, a row a step."""

    params: Array  # (rows, n, runs)
    loss: Array  # (rows, runs)
    gradient: Array  # (rows, n, runs)
    state: Any  # each field (rows, …, runs)


@dataclass(frozen=True)
class Walk:
    """What stays the same from block to block."""

    objective: Any
    rule: Any
    shapes: Any  # of each field of the state: (n, runs), or (runs,) for the weights of averages
    limit: float  # |θ| beyond it has diverged
    last: int  # the step with which the walk ends
    value_every: int
    slopes: bool  # whether the largest gradient is wanted
    alone: bool  # whether this is a single run that floats can make

    def block(self, here: End, loss: Array, rows: int) -> tuple[Block, End]:
        """The next steps, and where they end. From where a run diverged on, its rows repeat the row before."""
        if not here.alive.any():
            return self.rest(here, loss, rows), here._replace(t=here.t + rows)
        points, slopes, state, last = self.in_floats(here, rows) or self.in_arrays(here, rows)
        block = Block(points, self.heights(here.t, points, loss), slopes, state)
        after = here._replace(t=here.t + rows, params=points[-1], gradient=slopes[-1], state=last)
        after = after._replace(steepest=np.fmax(here.steepest, norm(slopes, 1).max(axis=0))) if self.slopes else after
        found = trouble(block, here, self.limit)
        return stopped(block, self.rest(here, loss, 1), after, *found) if found else (block, after)

    def rest(self, here: End, loss: Array, rows: int) -> Block:
        """Where the runs are, row after row."""
        block = Block(here.params, loss, here.gradient, whole(here.state, self.shapes))
        return mapped(lambda part: np.broadcast_to(part, (rows, *part.shape)), block)

    def in_floats(self, here: End, rows: int) -> tuple[Array, Array, Any, Any] | None:
        """The next steps of a single run, where that is possible."""
        if not self.alone:
            return None
        found = walked(self.objective, self.rule, here, self.shapes, range(here.t + 1, here.t + rows + 1))
        return found and (*found, type(here.state)(*(field[-1] for field in found[2])))

    def in_arrays(self, here: End, rows: int) -> tuple[Array, Array, Any, Any]:
        """Points, gradients and states of the next steps, and the last state as the rule gave it."""
        params, gradients, states = self.steps(here, rows)
        state = type(states[0])(*map(stacked, zip(*states, strict=True), self.shapes))
        return stacked(params, here.params.shape), stacked(gradients, here.params.shape), state, states[-1]

    def steps(self, here: End, rows: int) -> tuple[list[Array], list[Array], list[Any]]:
        """The hot loop: parameters, gradients and states of the next steps."""
        gradient, update = self.objective.gradient, self.rule.update
        gradient_at = getattr(self.rule, "gradient_at", None)
        params, state = here.params, here.state
        points, gradients, states = [], [], []
        for t in range(here.t + 1, here.t + rows + 1):
            g = gradient(gradient_at(params, state) if gradient_at else params, t)
            state = update(g, params, state, t)
            params = params + state.step
            points.append(params)
            gradients.append(g)
            states.append(state)
        return points, gradients, states

    def heights(self, t: int, points: Array, loss: Array) -> Array:
        """The full objective after each step; where it is not evaluated, the last value before."""
        if self.value_every == 1:
            return values(self.objective, points)
        ts = np.arange(t + 1, t + len(points) + 1)
        due = (ts % self.value_every == 0) | (ts == self.last)
        known = np.concatenate((loss[None], values(self.objective, points[due])))
        return known[np.cumsum(due)]


def values(objective: Any, points: Array) -> Array:
    """(rows, n, runs) → (rows, runs), asked in one call."""
    rows, n, runs = points.shape
    flat = np.ascontiguousarray(points.transpose(1, 0, 2)).reshape(n, rows * runs)
    return filled(np.asarray(objective.value(flat), dtype=float), (rows * runs,)).reshape(rows, runs)


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
    return block, End(after.t, last.params, last.gradient, last.state, after.steepest, broke, stopped_at)


# ---- arrays of a state
def whole(state: Any, shapes: Any) -> Any:
    """A state whose fields have their full shapes; what all runs share is given to each."""
    return type(state)(*map(filled, state, shapes))


def filled(array: Any, shape: tuple[int, ...]) -> Array:
    """The array itself where it has the shape, else broadcast to it."""
    return array if np.shape(array) == shape else np.broadcast_to(array, shape)


def stacked(values: Any, shape: tuple[int, ...]) -> Array:
    """Arrays or numbers that broadcast to a shape, one a row: (rows, *shape)."""
    if np.shape(values[0]) == shape:
        return np.concatenate(values).reshape(len(values), *shape)
    rows = np.array(values)
    lead = [1] * (len(shape) + 1 - rows.ndim)
    return filled(rows.reshape(len(rows), *lead, *rows.shape[1:]), (len(rows), *shape))


def mapped(function: Any, block: Block, *others: Block) -> Block:
    """A function on every array of a block, the state's fields included."""
    params, loss, gradient = map(function, block[:3], *(other[:3] for other in others))
    return Block(params, loss, gradient, type(block.state)(*map(function, block.state, *(o.state for o in others))))
