"""Watching a run for its label: what the last quarter of its steps was like."""

from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np

from .batches import norm
from .hyper import Array, Number
from .minima import minimum_near
from .rows import Rows
from .status import (
    AHEAD,
    ARRIVED,
    CIRCLING,
    EARLY,
    FEW,
    RESTING,
    SETTLED,
    SHORT,
    STEADY,
    STILL,
    TURNS,
    Status,
    add_up,
    outside,
    unit,
)
from .trajectory import End, Objective


class Watch:
    """Looks at the last two eighths of a run: its path, its turns, how high it lay, and where it began.

    With few parameters each coordinate has a path and turns of its own, (n, runs); otherwise all have one, (1, runs).
    """

    def __init__(self, start: Array, t: int, steps: int, rates: bool = True, edge: Number = 2.0) -> None:
        n, runs = start.shape
        self.eighth = max(steps // 8, 1)
        self.to_come = (AHEAD - 1) * steps / self.eighth  # eighths: 72, and more where 8 does not divide the steps
        self.edges = tuple(max(t + steps - k * self.eighth, t) for k in (2, 1, 0))
        self.each = n <= FEW
        self.rates, self.edge = rates and self.each, edge  # whether rates are looked at; the largest rate × λ at rest
        self.home = self.last = start  # where the last quarter began; the last point seen
        self.path, self.height = np.zeros((2, 2, runs))
        self.paths, self.turns = (
            np.zeros((2, n if self.each else 1, runs)),
            np.zeros((n if self.each else 1, runs), int),
        )
        self.low, self.high = np.full_like(start, np.inf), np.full_like(start, -np.inf)  # of the last eighth
        self.longest = np.zeros(runs)  # the longest step along a coordinate
        self.step: Array | None = None  # the last one
        self.rate: Array | None = None  # effective rates of the last step, and the least in the last quarter
        self.least: Array | None = None

    def see(self, t: int, params: Rows, state: Any, loss: Array) -> None:
        """Take in the rows of the steps t + 1, t + 2, …"""
        if self.each and self.rates:
            self.longest = np.maximum(self.longest, longest(self.last, params))
        self.last = params[-1]
        if t + len(params) <= self.edges[0]:
            self.home = params[-1]
            return
        if t < self.edges[0]:
            self.home = params[self.edges[0] - t - 1]
        first = max(self.edges[0] - t, 0)
        if self.rates:
            lowest = np.min(state.rate[first:], axis=0)
            self.least = lowest if self.least is None else np.minimum(self.least, lowest)
            self.rate = state.rate[-1]
        for half in (0, 1):
            rows = slice(max(self.edges[half] - t, 0), max(self.edges[half + 1] - t, 0))
            self.look(half, state.step[rows], loss[rows])
        if self.each and len(box := params[max(self.edges[1] - t - 1, 0) :]) and t + len(params) >= self.edges[1]:
            self.low, self.high = np.minimum(self.low, np.min(box, axis=0)), np.maximum(self.high, np.max(box, axis=0))

    def look(self, half: int, step: Array, loss: Array) -> None:
        """The rows of one eighth."""
        if not len(step):
            return
        lengths = norm(step, axis=1)
        self.path[half] = add_up(self.path[half], lengths)
        self.height[half] = add_up(self.height[half], loss)
        if not self.each:
            self.paths[half], self.turns[:] = self.path[half], TURNS
            return
        self.paths[half] = add_up(self.paths[half], abs(step))
        before = step[:1] if self.step is None else self.step[None]
        self.turns += (np.sign(np.concatenate((before, step[:-1]))) * np.sign(step) < 0).sum(axis=0)
        self.step = step[-1]

    def circling(self, final: Array, scale: float) -> Array:
        """Which coordinates go to and fro, and do not come to rest, (n or 1, runs)."""
        path, net = self.paths[0] + self.paths[1], final - self.home
        net = abs(net) if self.each else norm(net)[None]
        to_and_fro = (self.turns >= TURNS) & (path > 5 * net) & (path > CIRCLING * scale)
        return to_and_fro & (self.paths[1] > 0.5 * self.paths[0])

    def growth(self) -> Array:
        """How many times its least in the last quarter each effective rate is, (n, runs); 1 where that is not known."""
        if self.rate is None or self.least is None:
            return np.ones_like(self.home)
        before, after = (np.broadcast_to(rate, self.home.shape) for rate in (self.least, self.rate))
        return np.where(after == before, 1.0, after / before)

    def held(self, hessian: Array, runs: Array, scale: float) -> Array:
        """Which of these runs, at a minimum with this Hessian, have no rate that would carry them away.

        Those that go on moving there with rates that do not grow, those that never made a longer step than 1e-3, and
        those that stay stable for ten times as many steps. With the rates as a diagonal D, gradient descent leaves a
        minimum once an eigenvalue of D^½ H D^½ is above 2, and a rule with a memory of its gradients once it is above
        its `edge`, with an average 2 (1 + β₁)/(1 − β₁): Cohen et al. (2022), Adaptive gradient methods at the edge of
        stability, arXiv:2207.14484.
        Where rates grow, half of the first and a sixth of the second are trusted, for look-ahead and schedules lower
        them; and they are taken to go on as t^(3p/2) where they grew as t^p: what forgets grows faster than a power.
        """
        if self.rate is None:
            return np.ones(len(runs), bool)
        grown, rate = self.growth()[:, runs], np.broadcast_to(self.rate, self.home.shape)[:, runs]
        steady = (grown <= STEADY).all(axis=0)
        since = np.log(self.edges[2] / (self.edges[0] + 1))
        power = 1.5 * np.log(AHEAD) / since if since > 0 else np.inf
        root = np.sqrt(rate * np.maximum(grown, 1.0) ** power).T
        scaled = root[:, :, None] * hessian * root[:, None, :]
        fine = np.isfinite(scaled).all(axis=(1, 2))
        sharpness = np.linalg.eigvalsh(np.where(fine[:, None, None], scaled, 0.0))[:, -1]
        bound = np.broadcast_to(self.edge, self.home.shape[1])[runs]
        stable = fine & (sharpness < np.where(steady, bound, np.maximum(1.0, bound / 6)))
        moving = steady & (self.path[1][runs] > RESTING * scale)
        return moving | stable | (self.longest[runs] <= SHORT * scale)

    def label(self, objective: Objective, end: End, best_loss: Array, rises: Callable[[], Any] = bool) -> Array:
        """The status of each run, as an array of integers. The last that applies wins.

        `rises` tells whether a schedule makes α larger again later, (runs,) or for all: then nobody has come to rest.
        """
        scale = unit(objective)
        status = np.full(end.params.shape[1], Status.STILL_MOVING)
        still = self.still(scale) & (self.growth() <= STEADY).all(axis=0)
        status[still] = Status.STALLED
        before, after = self.height / self.eighth
        level = before - after <= 0.1 * (before - best_loss)
        wide = self.paths[1] >= 0.99 * self.paths[0]
        status[(self.circling(end.params, scale) & (level | wide)).any(axis=0)] = Status.OSCILLATING
        calm = np.flatnonzero(end.alive & self.calm(scale))
        if len(calm):
            near = minimum_near(objective, end.params[:, calm], end.steepest[calm])
            there = near.near & self.stays(near.point, calm, scale) & self.held(near.hessian, calm, scale)
            status[calm[there]] = Status.CONVERGED
        rests = np.isin(status, (Status.STALLED, Status.CONVERGED))
        if rests.any():
            status[rests & rises()] = Status.STILL_MOVING
        status[outside(objective, end.params) & (end.inside_at >= 0)] = Status.LEFT_DOMAIN
        status[~end.alive] = Status.DIVERGED
        return status

    def still(self, scale: float) -> Array:
        """Which runs hardly move, also if the path of an eighth goes on growing as it has grown."""
        before, after = self.path / scale
        faster = np.maximum(np.maximum(after, RESTING) / np.maximum(before, RESTING), 1.0)
        most = STILL / 2 * min(8 * (AHEAD - 1) / self.to_come, 1.0) if self.to_come else STILL / 2
        begun = (self.edges[2] >= EARLY) | (before + after == 0)  # RAdam's first five steps tell nothing of its others
        return begun & (before + after <= STILL) & (after * faster**self.to_come <= most)

    def calm(self, scale: float) -> Array:
        """Whose path in the last eighth is short."""
        return self.path[1] <= SETTLED * scale

    def stays(self, point: Array, runs: Array, scale: float) -> Array:
        """Which of these runs were near this point in the whole last eighth."""
        if not self.each:
            return np.ones(len(runs), bool)
        far = np.maximum(self.high[:, runs] - point, point - self.low[:, runs])
        return norm(far) <= ARRIVED * scale


def edge_of(rule: Any, state: Any) -> Number:
    """The largest rate × curvature with which a rule rests at a minimum: its own `edge`, or that of its average v."""
    beta1 = rule.beta1 if hasattr(state, "v") and hasattr(rule, "beta1") else 0.0
    with np.errstate(divide="ignore"):
        return getattr(rule, "edge", 2 * (1 + beta1) / np.subtract(1, beta1))


def longest(start: Array, rows: Rows) -> Array:
    """The longest step along a coordinate, (runs,)."""
    if isinstance(rows, np.ndarray):
        return abs(np.diff(rows, axis=0, prepend=start[None])).max(axis=(0, 1))
    steps = (abs(after - before).max(axis=0) for before, after in pairwise([start, *rows]))
    return reduce(np.maximum, steps)
