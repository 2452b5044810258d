"""Rules with a velocity: momentum, Nesterov, schedule-free."""

from typing import ClassVar

import numpy as np
from numpy import where

from .. import declared, hyper
from ..facts import GRADIENT, VELOCITY_STEP, Convention, Either, Facts
from ..hyper import Array, Number, rule
from .states import ScheduleFreeState, VelocityState, zeros


@rule
class Momentum:
    """v ← β₁ v + g,  θ ← θ − α v   (classical)
    v ← β₁ v + (1 − β₁) g,  θ ← θ − α v   (`average=True`)
    v ← β₁ v + α g,  θ ← θ − v   (`rate_inside=True`)

    The average form at α is the classical form at α (1 − β₁); α inside and outside v make one path while α is constant.
    With dampening d > 0, (1 − d) g stands for g from the second step on, as in PyTorch. Source: Polyak (1964), USSR
    Computational Mathematics and Mathematical Physics 4(5), 1–17. PyTorch and optax use the classical form, Ng's
    lectures the average. Keras and scikit-learn keep α inside v.
    """

    facts: ClassVar[Facts] = Facts(
        "momentum",
        "Momentum",
        "Step along a decaying sum of past gradients.",
        "Momentum methods",
        (
            GRADIENT,
            r"\tilde g_t = (1 - d)\, g_t, \quad \tilde g_1 = g_1",
            Either("average", r"p_t = \tilde g_t", r"p_t = (1 - \beta_1)\, \tilde g_t"),
            Either("rate_inside", r"v_t = \beta_1 v_{t-1} + p_t", r"v_t = \beta_1 v_{t-1} + \alpha\, p_t"),
            Either("rate_inside", VELOCITY_STEP, r"\theta_t = \theta_{t-1} - v_t"),
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            r"\beta_1",
            ("d", "how much of each gradient is left out, but of the first"),
            (r"\tilde g", "what the dampening d leaves of g"),
            ("p", "what the velocity gets at each step"),
            ("v", "the velocity: a decaying sum of gradients; in the EMA form their average"),
        ),
        "Polyak (1964), Some methods of speeding up the convergence of iteration methods, "
        "USSR Computational Mathematics and Mathematical Physics 4(5), 1–17.",
        (
            "PyTorch and optax use the classical form; Ng's lectures use the average, which at α is the classical form "
            "at α(1 − β₁).",
            "Keras and scikit-learn keep α inside the velocity: the same path at a constant α, "
            "another one under a schedule.",
            "PyTorch's first velocity is g itself, so its dampening = β₁ differs from the average form at step 1.",
        ),
        (
            Convention("lecture", "Lecture", {"average": True, "rate_inside": False, "dampening": 0.0}, {"beta1": 0.9}),
            Convention("paper", "Paper", {"average": False, "rate_inside": True, "dampening": 0.0}, {}),
            Convention(
                "pytorch",
                "PyTorch",
                {"average": False, "rate_inside": False, "dampening": 0.0},
                {"learning_rate": 0.001},
            ),
            Convention(
                "keras", "Keras", {"average": False, "rate_inside": True, "dampening": 0.0}, {"learning_rate": 0.01}
            ),
            Convention("optax", "optax", {"average": False, "rate_inside": False, "dampening": 0.0}, {}),
        ),
        slot=1,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    average: bool = hyper.switch(
        "form", "Average multiplies the gradient by 1 − β₁. The same path at α / (1 − β₁).", "classical", "average"
    )
    dampening: Number = declared.dampening()
    rate_inside: bool = declared.rate_inside()

    @property
    def edge(self) -> Number:
        """The largest α λ that is stable along an eigenvector of curvature λ: Polyak (1964)."""
        return 2 * (1 + self.beta1) / (((1 - self.beta1) if self.average else 1.0) * (1 - self.dampening))

    def init(self, params: Array) -> VelocityState:
        return zeros(VelocityState, params)

    def update(self, g: Array, params: Array, state: VelocityState, t: int) -> VelocityState:
        damped = where(t > 1, 1 - self.dampening, 1.0) * g
        push = (1 - self.beta1) * damped if self.average else damped
        fed = self.learning_rate * push if self.rate_inside else push
        v = self.beta1 * state.v + fed
        step = -v if self.rate_inside else -self.learning_rate * v
        return VelocityState(v, self.learning_rate, step)


@rule
class Nesterov:
    """v ← β₁ v + g(θ),  θ ← θ − α (g + β₁ v)   (shifted)
    v ← β₁ v + g(θ − α β₁ v),  θ ← θ − α v   (`look_ahead=True`)

    One method seen from two points: the shifted form records the look-ahead point θ − α β₁ v of the other. With
    `rate_inside=True`, v holds α g in place of g, and no α stands before it. Source: Nesterov (1983), Soviet
    Mathematics Doklady 27(2), 372–376; look-ahead form Sutskever, Martens, Dahl, Hinton (2013), section 2; shifted form
    Bengio, Boulanger-Lewandowski, Pascanu (2013), section 3.5. PyTorch, Keras and optax use the shifted form, Keras
    with α inside v.
    """

    facts: ClassVar[Facts] = Facts(
        "nesterov",
        "Nesterov",
        "Momentum with the gradient taken at the look-ahead point.",
        "Momentum methods",
        (
            Either("look_ahead", GRADIENT, r"g_t = \nabla f(\theta_{t-1} - \bar\alpha\, \beta_1 v_{t-1})"),
            Either("rate_inside", r"p_t = g_t, \quad \bar\alpha = \alpha", r"p_t = \alpha\, g_t, \quad \bar\alpha = 1"),
            r"v_t = \beta_1 v_{t-1} + p_t",
            Either(
                "look_ahead",
                r"\theta_t = \theta_{t-1} - \bar\alpha\,(p_t + \beta_1 v_t)",
                r"\theta_t = \theta_{t-1} - \bar\alpha\, v_t",
            ),
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            (r"\bar\alpha", "α where it stands before the velocity, 1 where it stands inside"),
            r"\beta_1",
            ("p", "what the velocity gets at each step"),
            ("v", "the velocity: a decaying sum of gradients"),
        ),
        "Nesterov (1983), A method for solving the convex programming problem with convergence rate O(1/k²), "
        "Soviet Mathematics Doklady 27(2), 372–376; as momentum: Sutskever, Martens, Dahl, Hinton (2013), "
        "On the importance of initialization and momentum in deep learning, section 2.",
        (
            "PyTorch, Keras and optax use the shifted form, whose points are the look-ahead points of the other.",
            "In Nesterov's paper the coefficient is not a constant β₁: it grows from step to step towards 1.",
            "Keras keeps α inside the velocity: the same path at a constant α, another one under a schedule.",
        ),
        (
            Convention("lecture", "Lecture", {"look_ahead": True, "rate_inside": True}, {}),
            Convention("pytorch", "PyTorch", {"look_ahead": False, "rate_inside": False}, {"learning_rate": 0.001}),
            Convention("keras", "Keras", {"look_ahead": False, "rate_inside": True}, {"learning_rate": 0.01}),
            Convention("optax", "optax", {"look_ahead": False, "rate_inside": False}, {}),
        ),
        slot=6,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    look_ahead: bool = hyper.switch(
        "form",
        "Look-ahead draws θ and takes the gradient where v is about to carry it. Shifted draws that point itself.",
        "shifted",
        "look-ahead",
    )
    rate_inside: bool = declared.rate_inside()

    @property
    def edge(self) -> Number:
        """The largest α λ that is stable along an eigenvector of curvature λ, in either form."""
        return 2 * (1 + self.beta1) / (1 + 2 * self.beta1)

    def init(self, params: Array) -> VelocityState:
        return zeros(VelocityState, params)

    def gradient_at(self, params: Array, state: VelocityState) -> Array:
        return (
            params - self.beta1 * state.v
            if self.look_ahead and self.rate_inside
            else params - self.learning_rate * self.beta1 * state.v
            if self.look_ahead
            else params
        )

    def update(self, g: Array, params: Array, state: VelocityState, t: int) -> VelocityState:
        push = self.learning_rate * g if self.rate_inside else g
        v = self.beta1 * state.v + push
        ahead = v if self.look_ahead else push + self.beta1 * v
        step = -ahead if self.rate_inside else -self.learning_rate * ahead
        return VelocityState(v, self.learning_rate, step)


@rule
class ScheduleFree:
    """y = (1 − β₁) z + β₁ θ,  z ← z − α g(y),  c = α² / Σ α²,  θ ← θ + c (z − θ),  z = θ at first

    θ is the average of the points z that gradient descent visits, the newest weighing as much as the others at a
    constant α: c is 1/t then. θ is what is evaluated and drawn. `rate` is α, the step size of z. Source: Defazio, Yang,
    Khaled, Mishchenko, Mehta, Cutkosky (2024), The road less scheduled, arXiv:2405.15682, algorithm 1, whose x is θ
    here, with the weights γ² that it takes under warm-up. optax's `schedule_free_sgd` keeps y and takes the largest α
    so far for α in c, which is the same while α never falls. PyTorch and Keras have none.
    """

    facts: ClassVar[Facts] = Facts(
        "schedule_free",
        "Schedule-free SGD",
        "Gradients between the SGD iterate and its average; no schedule.",
        "Momentum methods",
        (
            r"y_t = (1 - \beta_1)\, z_{t-1} + \beta_1 \theta_{t-1}",
            r"g_t = \nabla f(y_t)",
            r"z_t = z_{t-1} - \alpha\, g_t, \quad z_0 = \theta_0",
            r"c_t = \frac{\alpha^2}{\sum_{i \le t} \alpha^2}",
            r"\theta_t = (1 - c_t)\, \theta_{t-1} + c_t z_t",
        ),
        (
            (r"\theta", "the average of all z, which is what is drawn"),
            "g",
            r"\alpha",
            (r"\beta_1", "how near to θ the gradient is taken, between z and θ"),
            ("y", "where the gradient is taken"),
            ("z", "the point that runs ahead"),
            ("c", "the weight of the newest z in the average: 1/t at a constant α"),
        ),
        "Defazio, Yang, Khaled, Mishchenko, Mehta, Cutkosky (2024), The road less scheduled, NeurIPS, "
        "arXiv:2405.15682, algorithm 1.",
        (
            "optax (contrib.schedule_free_sgd) keeps y; what is drawn here is what it evaluates.",
            "optax weighs by the largest α so far: the same while α never falls. PyTorch and Keras have none.",
        ),
        (
            Convention("paper", "Paper", {}, {"beta1": 0.9}),
            Convention("optax", "optax", {}, {"learning_rate": 1.0, "beta1": 0.9}),
        ),
        slot=7,
    )
    learning_rate: Number = hyper.learning_rate(0.01)
    beta1: Number = hyper.beta1(
        words="Where the gradient is taken: 0 at z, the point that runs ahead; near 1 at the average θ."
    )

    def init(self, params: Array) -> ScheduleFreeState:
        none = np.zeros(params.shape[1:])
        return zeros(ScheduleFreeState, params, z=params, total=none, c=none)

    def gradient_at(self, params: Array, state: ScheduleFreeState) -> Array:
        return (1 - self.beta1) * state.z + self.beta1 * params

    def update(self, g: Array, params: Array, state: ScheduleFreeState, t: int) -> ScheduleFreeState:
        z = state.z - self.learning_rate * g
        total = state.total + self.learning_rate * self.learning_rate
        c = where(total > 0, self.learning_rate * self.learning_rate / total, 1.0)
        return ScheduleFreeState(z, total, c, self.learning_rate, step=c * (z - params))
