"""Newton and conjugate gradient: rules that get the objective in place of a gradient, as L-BFGS does (`lbfgs`).

Their states count how often each run asked the objective: `values`, `gradients`, `hessians`. `why_not` says in a
sentence why a rule cannot serve an objective of n parameters, and is None where it can.
"""

from typing import Any, ClassVar, NamedTuple

import numpy as np

from .. import hyper
from ..batches import dot
from ..facts import GRADIENT, Either, Facts
from ..hyper import Array, Hyper, Number, declared, rule
from ..line_search import Line, search
from .searching import asked_again, begun, ended, known, length_first, mixed
from .states import zeros

MOST = 100  # parameters for which Newton takes a Hessian apart


class NewtonState(NamedTuple):
    g: Array
    curvature: Array  # (n, runs), the eigenvalues λ of the Hessian, rising
    values: Array
    gradients: Array
    hessians: Array
    rate: Number
    step: Array


class ConjugateState(NamedTuple):
    g: Array
    p: Array
    beta: Array  # (runs,)
    there: Array  # (n, runs), where the last search ended; what it saw there is not asked again
    value_there: Array
    gradient_there: Array
    at_rest: Array  # (runs,), 1 where no search finds a way down any more
    values: Array
    gradients: Array
    hessians: Array
    rate: Array  # (runs,), the length that the search found
    step: Array


@rule
class Newton:
    """∇²f = Q Λ Qᵀ,  θ ← θ − α Q (|Λ| + δ)⁻¹ Qᵀ g

    To the minimum of a quadratic in one step (α = 1, δ = 0). Because of |Λ| it leaves saddles, which Newton's own step
    seeks; δ shortens steps where the surface is nearly flat. Where |λ| + δ = 0 nothing moves along that axis. Q and Λ
    are those of each run's Hessian; n ≤ 100. Source: Dauphin et al. (2014), arXiv:1406.2572, algorithm 1; damping:
    Levenberg (1944), Quarterly of Applied Mathematics 2, 164–168. PyTorch, Keras and optax have none.

    Errors: for an objective without a Hessian, and for n > 100, `update` raises ValueError with the words of `why_not`.
    """

    facts: ClassVar[Facts] = Facts(
        "newton",
        "Newton",
        "Divide by the curvature along each Hessian eigenvector.",
        "Second-order",
        (
            GRADIENT,
            r"\nabla^2 f(\theta_{t-1}) = Q_t\, \Lambda_t\, Q_t^\top",
            r"\theta_t = \theta_{t-1} - \alpha\, Q_t\, (|\Lambda_t| + \delta)^{-1}\, Q_t^\top g_t",
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            ("Q", "the axes along which the surface curves by itself: the eigenvectors of the Hessian"),
            (r"\Lambda", "the curvature along each axis: the eigenvalues of the Hessian"),
            (r"\delta", "the damping, added to each curvature"),
        ),
        "Dauphin, Pascanu, Gulcehre, Cho, Ganguli, Bengio (2014), Identifying and attacking the saddle point problem "
        "in high-dimensional non-convex optimization, NeurIPS, arXiv:1406.2572, algorithm 1; damping: Levenberg "
        "(1944), A method for the solution of certain non-linear problems in least squares.",
        (
            "PyTorch, Keras and optax have no Newton: the Hessian of a net of n weights has n² numbers.",
            "Newton's own step divides by λ and not by |λ|: it goes to saddles and tops as gladly as to minima.",
        ),
        slot=4,
    )
    elementwise: ClassVar[bool] = False
    wants_objective: ClassVar[bool] = True
    learning_rate: Number = hyper.learning_rate(1.0)
    damping: Number = declared(
        Hyper(
            1e-3, "δ", r"\delta", "damping", "Added to each curvature, so that flat directions give no huge steps.",
            1e-6, 1e2, "log",
        )
    )  # fmt: skip

    @staticmethod
    def why_not(objective: Any, n: int) -> str | None:
        if not hasattr(objective, "hessian"):
            what = f"a net of {n} weights" if hasattr(objective, "sizes") else f"this objective of {n} parameters"
            return f"Newton needs the Hessian: {what} has none here."
        return None if n <= MOST else f"Newton takes a Hessian apart up to n = {MOST}, and here n = {n}."

    def init(self, params: Array) -> NewtonState:
        none = np.zeros(params.shape[1])
        return zeros(NewtonState, params)._replace(values=none, gradients=none, hessians=none)

    def update(self, objective: Any, params: Array, state: NewtonState, t: int) -> NewtonState:
        g, (curvature, Q) = objective.gradient(params, t), decomposed(objective, params)
        size = abs(curvature) + self.damping
        along = np.where(size > 0, dot(Q, g[:, None]) / size, 0.0)
        asked, rate = (state.gradients + 1, state.hessians + 1), self.learning_rate
        step = -rate * dot(Q, along, axis=1)
        return NewtonState(g, curvature, state.values, *asked, rate, step)


def decomposed(objective: Any, params: Array) -> tuple[Array, Array]:
    """Λ (n, runs), rising, and Q (n, n, runs), in columns, of the Hessian. Λ is NaN where that is not finite."""
    if refused := Newton.why_not(objective, len(params)):
        raise ValueError(refused)
    hessian = objective.hessian(params)
    fine = np.isfinite(hessian).all(axis=(0, 1))
    curvature, axes = np.linalg.eigh(np.where(fine, hessian, 0.0).transpose(2, 0, 1))
    return np.where(fine, curvature.T, np.nan), axes.transpose(1, 2, 0)


@rule
class ConjugateGradient:
    """β = max(0, g·(g − g′) / g′·g′),  p ← g + β p,  θ ← θ − α p   (Polak–Ribière)
    β = g·g / g′·g′,  p ← g + β p,  θ ← θ − α p   (`fletcher_reeves=True`)

    Momentum that finds its own β and its own α. g′ is the gradient before. The length of each step comes from a line
    search that looks at α first: the minimum of the line where the surface is a quadratic, which is reached in n steps,
    and elsewhere a length that fulfils the strong Wolfe conditions with c₂ = 0.1. Where p does not lead down, β = 0. A
    search that finds nothing stays, and the next begins with β = 0; if it still finds nothing, it rests.
    Source: Fletcher, Reeves (1964), Computer Journal 7, 149–154; Polak, Ribière (1969), Revue française d'informatique
    et de recherche opérationnelle 3(16), 35–43; with max(0, ·): Gilbert, Nocedal (1992), SIAM Journal on Optimization
    2, 21–42. PyTorch, Keras and optax have none; SciPy's "CG" is Polak–Ribière with c₂ = 0.4.
    """

    facts: ClassVar[Facts] = Facts(
        "conjugate_gradient",
        "Conjugate gradient",
        "Line searches along conjugate directions.",
        "Second-order",
        (
            GRADIENT,
            Either(
                "fletcher_reeves",
                r"b_t = \max\left(0, \frac{g_t \cdot (g_t - g_{t-1})}{g_{t-1} \cdot g_{t-1}}\right)",
                r"b_t = \frac{g_t \cdot g_t}{g_{t-1} \cdot g_{t-1}}",
            ),
            r"p_t = g_t + b_t\, p_{t-1}",
            r"\theta_t = \theta_{t-1} - a_t\, p_t, \quad a_t \text{ by a line search, } \alpha \text{ first}",
        ),
        (
            r"\theta",
            "g",
            (r"\alpha", "the learning rate: where each line search looks first"),
            ("a", "how far to go along p"),
            ("b", "how much of the last direction is kept; momentum's β, found anew at each step"),
            ("p", "the direction, uphill: a step goes against it"),
        ),
        "Polak, Ribière (1969), Note sur la convergence de méthodes de directions conjuguées, Revue française "
        "d'informatique et de recherche opérationnelle 3(16), 35–43; Fletcher, Reeves (1964), Function minimization by "
        "conjugate gradients, Computer Journal 7, 149–154; never below 0: Gilbert, Nocedal (1992), Global convergence "
        "properties of conjugate gradient methods for optimization.",
        (
            "PyTorch, Keras and optax have no conjugate gradient. SciPy has: Polak–Ribière with a search less exact.",
            "α is only where each line search looks first: a good one saves evaluations.",
        ),
        slot=5,
    )
    elementwise: ClassVar[bool] = False
    wants_objective: ClassVar[bool] = True
    learning_rate: Number = hyper.learning_rate(0.01, "Where a line search looks first.")
    fletcher_reeves: bool = hyper.switch(
        "form", "How much of the last direction is kept.", "Polak–Ribière", "Fletcher–Reeves"
    )

    @staticmethod
    def why_not(objective: Any, n: int) -> str | None:
        return mixed("Conjugate gradient", objective)

    def init(self, params: Array) -> ConjugateState:
        return begun(ConjugateState, params, "beta")

    def taken_up(self, objective: Any, params: Array, state: ConjugateState, t: int) -> ConjugateState:
        return asked_again(objective, params, state, t)

    def update(self, objective: Any, params: Array, state: ConjugateState, t: int) -> ConjugateState:
        value, g, state = known(objective, params, state, t)
        turn = g if self.fletcher_reeves else g - state.g
        beta = downhill(dot(g, turn) / dot(state.g, state.g), g, state)
        p, first = g + beta * state.p, length_first(self.learning_rate, state)
        found = search(Line(objective, params, p, t), value, g, first, 0.1, exact=True)
        return ended(state._replace(g=g, p=p, beta=beta), params, found, again=beta > 0)


def downhill(beta: Array, g: Array, state: ConjugateState) -> Array:
    """β, or 0 where it is below, where there was no step, and where p would not lead down."""
    beta = np.where((beta > 0) & np.isfinite(beta) & state.step.any(axis=0), beta, 0.0)
    return np.where(dot(g, g + beta * state.p) > 0, beta, 0.0)
