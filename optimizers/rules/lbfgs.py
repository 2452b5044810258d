"""L-BFGS: the curvature, learnt from the last few steps."""

from typing import Any, ClassVar, NamedTuple

import numpy as np

from .. import hyper
from ..batches import dot, norm
from ..facts import GRADIENT, Convention, Either, Facts
from ..hyper import Array, Hyper, Number, declared, rule
from ..line_search import Line, search
from .searching import asked_again, begun, ended, known, length_first, mixed

LEAST = 1e-10  # product of a move and its change of the gradient, below which the pair is not kept
TINY = np.finfo(float).tiny  # below it a number has no finite inverse


class LBFGSState(NamedTuple):
    g: Array
    p: Array
    moves: Array  # (memory, n, runs), the newest last
    changes: Array  # (memory, n, runs), of the gradient
    pairs: Array  # (runs,), how many of them there are
    scale: Array  # (runs,), the inverse curvature of all directions that no pair knows
    there: Array
    value_there: Array
    gradient_there: Array
    at_rest: Array
    values: Array
    gradients: Array
    hessians: Array
    rate: Array
    step: Array


@rule
class LBFGS:
    """p = H g,  θ ← θ − α p,  H from the last m pairs (θ − θ′, g − g′) by the two-loop recursion

    H begins as γ times the identity, γ = (θ − θ′)·(g − g′) / |g − g′|² of the newest pair. With a line search (on) the
    length of each step fulfils the strong Wolfe conditions with c₂ = 0.9. The search looks at α first, and at
    α min(1, 1/‖g‖₁) where there is no pair. A pair with (θ − θ′)·(g − g′) ≤ 1e-10 |θ − θ′| |g − g′| is not kept. A
    search that finds nothing stays and forgets all pairs; if then it still finds nothing, it rests.
    Source: Nocedal, Wright (2006), Numerical Optimization, algorithms 7.4 and 7.5; Nocedal (1980), Mathematics of
    Computation 35, 773–782; Liu, Nocedal (1989), Mathematical Programming 45, 503–528.

    `line_search=False` is PyTorch's LBFGS(lr=α, max_iter=1, history_size=m), called once a step: each length is α, the
    first α min(1, 1/‖g‖₁); pairs with a product ≤ 1e-10 are not kept; it rests where every |g| ≤ 1e-7 or p·g < 1e-9.
    optax starts H in the same way, and by default looks for the length by zoom.
    """

    facts: ClassVar[Facts] = Facts(
        "lbfgs",
        "L-BFGS",
        "Newton's step, approximated from the last few gradients.",
        "Second-order",
        (
            GRADIENT,
            r"H_t = \text{inverse Hessian as seen in the pairs } "
            r"(\theta_{i-1} - \theta_{i-2},\; g_i - g_{i-1}),\; t - m < i \le t",
            r"p_t = H_t\, g_t",
            Either(
                "line_search",
                r"\theta_t = \theta_{t-1} - \alpha\, p_t",
                r"\theta_t = \theta_{t-1} - a_t\, p_t, \quad a_t \text{ by a line search, } \alpha \text{ first}",
            ),
        ),
        (
            r"\theta",
            "g",
            (r"\alpha", "the learning rate: where a line search looks first, or the length of a step without one"),
            ("H", "how far to go for each unit of gradient, direction by direction"),
            ("p", "the direction, uphill: a step goes against it"),
            ("m", "the memory: how many pairs are kept"),
            ("a", "how far to go along p"),
        ),
        "Nocedal (1980), Updating quasi-Newton matrices with limited storage, Mathematics of Computation 35, 773–782; "
        "Liu, Nocedal (1989), On the limited memory BFGS method for large scale optimization; as in Nocedal, Wright "
        "(2006), Numerical Optimization, algorithms 7.4 and 7.5.",
        (
            "Unless asked for a line search, PyTorch takes α as the length of each step, and first α min(1, 1/‖g‖₁).",
            "PyTorch makes up to 20 such steps in one call of step(); here, as with max_iter=1, each is a step.",
            "optax has it with a line search. Keras has no L-BFGS.",
        ),
        (
            Convention("paper", "Paper", {"line_search": True}, {"learning_rate": 1.0, "memory": 5}),
            Convention("pytorch", "PyTorch", {"line_search": False}, {"learning_rate": 1.0, "memory": 100}),
            Convention("optax", "optax", {"line_search": True}, {"learning_rate": 1.0, "memory": 10}),
        ),
        slot=7,
    )
    elementwise: ClassVar[bool] = False
    wants_objective: ClassVar[bool] = True
    learning_rate: Number = hyper.learning_rate(
        1.0, "Where each line search looks first; without line search it scales every step."
    )
    memory: int = declared(
        Hyper(10, "m", "m", "memory", "How many of the last steps approximate the curvature.", 1, 30, "integer", 1, 201)
    )
    line_search: bool = hyper.switch(
        "line search", "On looks for a good length of each step. Off takes α.", "off", "on", default=True
    )

    @staticmethod
    def why_not(objective: Any, n: int) -> str | None:
        return mixed("L-BFGS", objective)

    def init(self, params: Array) -> LBFGSState:
        pairs = np.zeros((self.memory, *params.shape))
        state = begun(LBFGSState, params, "pairs", "scale")
        return state._replace(moves=pairs, changes=pairs, scale=state.scale + 1)

    def taken_up(self, objective: Any, params: Array, state: LBFGSState, t: int) -> LBFGSState:
        state = fitted(state, self.memory)
        return asked_again(objective, params, state, t) if self.line_search else state

    def update(self, objective: Any, params: Array, state: LBFGSState, t: int) -> LBFGSState:
        if not self.line_search:
            return self.fixed(objective.gradient(params, t), state)
        value, g, state = known(objective, params, state, t)
        state = remembered(state, g, LEAST * norm(g - state.g) * norm(state.step))
        p = two_loops(state, g)
        length = length_first(self.learning_rate, state) * np.where(state.pairs > 0, 1.0, shortened(g))
        found = search(Line(objective, params, p, t), value, g, length, 0.9)
        return forgetful(ended(state._replace(g=g, p=p), params, found, again=state.pairs > 0))

    def fixed(self, g: Array, state: LBFGSState) -> LBFGSState:
        """A step of PyTorch's length."""
        first = state.gradients == 0
        state = remembered(state, g, LEAST)
        p = two_loops(state, g)
        rests = (abs(g).max(axis=0) <= 1e-7) | (dot(p, g) < 1e-9)
        rate = np.where(rests, 0.0, self.learning_rate * np.where(first, shortened(g), 1.0))
        return state._replace(g=g, p=p, gradients=state.gradients + 1, rate=rate, step=-rate * p)


def shortened(g: Array) -> Array:
    """min(1, 1/‖g‖₁), the share of α where nothing is known of the curvature."""
    return np.minimum(1.0, 1 / dot(g, np.sign(g)))


def remembered(state: LBFGSState, g: Array, least: float | Array) -> LBFGSState:
    """The pairs with the last move and what it changed, and γ of the newest."""
    change = g - state.g
    product, square = dot(change, state.step), dot(change, change)
    new = (product > least) & (np.minimum(product, square) > TINY)
    return state._replace(
        moves=np.where(new, np.concatenate((state.moves[1:], state.step[None])), state.moves),
        changes=np.where(new, np.concatenate((state.changes[1:], change[None])), state.changes),
        pairs=np.minimum(state.pairs + new, len(state.moves)),
        scale=np.where(new, product / square, state.scale),
    )


def two_loops(state: LBFGSState, g: Array) -> Array:
    """H g: algorithm 7.4 of Nocedal and Wright. A pair of zeros changes nothing."""
    products = dot(state.changes, state.moves, axis=1)
    rho = np.where(products > 0, 1 / products, 0.0)
    q, along = g, np.zeros_like(rho)
    for i in reversed(range(len(rho))):
        along[i] = rho[i] * dot(state.moves[i], q)
        q = q - along[i] * state.changes[i]
    r = state.scale * q
    for i in range(len(rho)):
        r = r + state.moves[i] * (along[i] - rho[i] * dot(state.changes[i], r))
    return r


def forgetful(state: LBFGSState) -> LBFGSState:
    """Without pairs where the search found nothing."""
    kept = state.rate > 0
    moves, changes, pairs = (np.where(kept, part, 0.0) for part in (state.moves, state.changes, state.pairs))
    return state._replace(moves=moves, changes=changes, pairs=pairs, scale=np.where(kept, state.scale, 1.0))


def fitted(state: LBFGSState, memory: int) -> LBFGSState:
    """With room for `memory` pairs: the newest of those there are."""
    if len(state.moves) == memory:
        return state
    room = np.zeros((memory, *state.moves.shape[1:]))
    moves, changes = (np.concatenate((room, part))[-memory:] for part in (state.moves, state.changes))
    return state._replace(moves=moves, changes=changes, pairs=np.minimum(state.pairs, memory))
