"""Objectives of any number of parameters, and a slow plain loop that looks at every step: the driver's oracle. And what
it is to be the same to the bit."""

from typing import Any, NamedTuple

import numpy as np

FAR = 1e6  # where a parameter of an objective without bounds has diverged


class Bare:
    """Σ λ_i θ_i² / 2, added up in order: an objective that knows neither Hessian nor bounds nor minima."""

    def __init__(self, *curvatures: float) -> None:
        self.curvatures = np.array(curvatures)

    def along(self, params):
        return self.curvatures.reshape(-1, *[1] * (params.ndim - 1))

    def value(self, params):
        return np.add.accumulate(self.along(params) * params**2 / 2, axis=0)[-1]

    def gradient(self, params, t=None):
        return self.along(params) * params


class Quadratic(Bare):
    """The same with all its facts."""

    minimum = 0.0

    def __init__(self, *curvatures: float, side: float = 10.0) -> None:
        super().__init__(*curvatures)
        self.bounds = ((-side / 2, side / 2),) * len(curvatures)
        self.minima = ((0.0,) * len(curvatures),)

    def hessian(self, params):
        return np.eye(len(params))[(...,) + (None,) * (params.ndim - 1)] * self.along(params)


class Turned:
    """An objective seen through an orthogonal matrix: f(Rᵀ θ)."""

    def __init__(self, objective, turn) -> None:
        self.objective, self.turn, self.bounds = objective, turn, objective.bounds

    def value(self, params):
        return self.objective.value(self.turn.T @ params)

    def gradient(self, params, t=None):
        return self.turn @ self.objective.gradient(self.turn.T @ params)


class Slope:
    """A constant gradient g."""

    def __init__(self, *g: float) -> None:
        self.g = np.array(g)

    def value(self, params):
        return np.add.accumulate((self.gradient(params) * params), axis=0)[-1]

    def gradient(self, params, t=None):
        return np.broadcast_to(self.g.reshape(-1, *[1] * (params.ndim - 1)), params.shape)


class Plain(NamedTuple):
    """A single run, as the plain loop saw it."""

    params: np.ndarray
    loss: np.ndarray
    gradient: np.ndarray
    state: Any
    stopped_at: int
    diverged: bool


def look_at_every_step(objective: Any, optimizer: Any, start: Any, steps: int, limit: float = FAR) -> Plain:
    """One run, checked at every step. From the one at which it diverges on, each row repeats the row before."""
    params, stopped_at = np.array(start, float)[:, None], None
    rows = [(params, objective.value(params), np.zeros_like(params), optimizer.init(params))]
    for t in range(1, steps + 1):
        row = rows[-1] if stopped_at else one_step(objective, optimizer, rows[-1], t)
        if not fine(row, limit):
            stopped_at, row = t, rows[-1]
        rows.append(row)
    params, loss, gradient, states = zip(*rows, strict=True)
    state = type(states[0])(
        *(np.array(field)[..., 0] if np.ndim(field[-1]) else np.array(field) for field in zip(*states[1:], strict=True))
    )
    columns = np.array(params)[..., 0], np.array(loss)[:, 0], np.array(gradient[1:])[..., 0]
    return Plain(*columns, state, stopped_at or steps, stopped_at is not None)


def one_step(objective, optimizer, row, t):
    params, _, _, state = row
    with np.errstate(all="ignore"):
        if getattr(optimizer, "wants_objective", False):
            state = optimizer.update(objective, params, state, t)
            return params + state.step, objective.value(params + state.step), state.g, state
        point = optimizer.gradient_at(params, state) if hasattr(optimizer, "gradient_at") else params
        g = objective.gradient(point, t)
        state = optimizer.update(g, params, state, t)
        params = params + state.step
        return params, objective.value(params), g, state


def fine(row, limit):
    everything = [part for array in (*row[:3], *row[3]) for part in np.ravel(array)]
    return np.isfinite(everything).all() and (abs(row[0]) <= limit).all()


# ---- to the bit
def arrays(part):
    """All arrays inside a trajectory, in order."""
    if isinstance(part, tuple):
        return [array for inner in part for array in arrays(inner)]
    return [] if part is None else [np.asarray(part)]


def same(a, b):
    """Equal to the bit, NaN included."""
    ours, theirs = arrays(a), arrays(b)
    assert len(ours) == len(theirs)
    for left, right in zip(ours, theirs, strict=True):
        assert left.shape == right.shape
        assert left.tobytes() == right.tobytes()


def one_of(part, at):
    """One run of a batch: every array indexed behind its own axes."""
    if isinstance(part, tuple):
        return type(part)(*(one_of(inner, at) for inner in part))
    return part if part is None or isinstance(part, int) else part[(..., *at)]
