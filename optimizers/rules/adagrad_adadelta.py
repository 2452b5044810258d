"""Rules that divide each coordinate by the size of its own gradients: Adagrad, Adadelta."""

from typing import ClassVar

import numpy as np
from numpy import sqrt

from .. import declared, hyper
from ..facts import AVERAGE_OF_SQUARES, GRADIENT, Convention, Either, Facts
from ..hyper import Array, Number, rule
from .states import AdadeltaState, SquaresState, zeros


@rule
class Adagrad:
    """s ← s + g²,  θ ← θ − α g / (√s + ε),  s = s₀ at first
    θ ← θ − α g / √(s + ε)   (`epsilon_inside=True`)

    Source: Duchi, Hazan, Singer (2011), JMLR 12, 2121–2159, section 3 (diagonal form). Follows PyTorch: s starts at
    0, ε = 1e-10 outside the root. Keras and optax start s at 0.1 and put ε = 1e-7 inside the root.
    """

    facts: ClassVar[Facts] = Facts(
        "adagrad",
        "Adagrad",
        "Divide by the root of the sum of squared gradients.",
        "Adaptive learning rates",
        (
            GRADIENT,
            r"s_t = s_{t-1} + g_t^2",
            Either(
                "epsilon_inside",
                r"\theta_t = \theta_{t-1} - \frac{\alpha}{\sqrt{s_t} + \varepsilon}\, g_t",
                r"\theta_t = \theta_{t-1} - \frac{\alpha}{\sqrt{s_t + \varepsilon}}\, g_t",
            ),
        ),
        (r"\theta", "g", r"\alpha", r"\varepsilon", ("s", "the sum of squared gradients, coordinate by coordinate")),
        "Duchi, Hazan, Singer (2011), Adaptive subgradient methods for online learning and stochastic optimization, "
        "Journal of Machine Learning Research 12, 2121–2159, section 3.",
        (
            "PyTorch starts s at 0 with ε = 1e-10 outside the root.",
            "Keras and optax start s at 0.1 with ε = 1e-7 inside the root.",
        ),
        (
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-10, "epsilon_inside": False, "initial_s": 0.0},
                {"learning_rate": 0.01},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "epsilon_inside": True, "initial_s": 0.1},
                {"learning_rate": 0.001},
            ),
            Convention("optax", "optax", {"epsilon": 1e-7, "epsilon_inside": True, "initial_s": 0.1}, {}),
        ),
        slot=5,
    )
    at_first: ClassVar[tuple[str, ...]] = ("initial_s",)  # what counts in the first step alone
    learning_rate: Number = hyper.learning_rate(0.01)
    epsilon: Number = hyper.epsilon(1e-10)
    epsilon_inside: bool = declared.epsilon_inside()
    initial_s: Number = declared.initial_s()

    def init(self, params: Array) -> SquaresState:
        return zeros(SquaresState, params, s=np.zeros_like(params) + self.initial_s)

    def update(self, g: Array, params: Array, state: SquaresState, t: int) -> SquaresState:
        s = state.s + g**2
        root = sqrt(s + self.epsilon) if self.epsilon_inside else sqrt(s) + self.epsilon
        rate = self.learning_rate / root
        return SquaresState(s, rate, step=-rate * g)


@rule
class Adadelta:
    """s ← β₂ s + (1 − β₂) g²,  δ = g √(d + ε) / √(s + ε),  d ← β₂ d + (1 − β₂) δ²
    θ ← θ − α δ

    d, the average of squared steps, is in the units of θ²: the method needs no α, and α = 1 is the paper's. Source:
    Zeiler (2012), arXiv:1212.5701, algorithm 1, whose ρ is β₂ here. ε is inside both roots everywhere. PyTorch and
    optax: ρ = 0.9, ε = 1e-6; the paper's ρ is 0.95; Keras: α = 0.001, ρ = 0.95, ε = 1e-7.
    """

    facts: ClassVar[Facts] = Facts(
        "adadelta",
        "Adadelta",
        "RMSprop with steps scaled by the RMS of past steps.",
        "Adaptive learning rates",
        (
            GRADIENT,
            AVERAGE_OF_SQUARES,
            r"\delta_t = \frac{\sqrt{d_{t-1} + \varepsilon}}{\sqrt{s_t + \varepsilon}}\, g_t",
            r"d_t = \beta_2 d_{t-1} + (1 - \beta_2)\, \delta_t^2",
            r"\theta_t = \theta_{t-1} - \alpha\, \delta_t",
        ),
        (
            r"\theta",
            "g",
            (r"\alpha", "the learning rate: 1 in the paper, which needs none"),
            (r"\beta_2", "how much of s and of d is kept each step"),
            r"\varepsilon",
            "s",
            ("d", "the average of squared steps, coordinate by coordinate"),
            (r"\delta", "the step before α"),
        ),
        "Zeiler (2012), ADADELTA: an adaptive learning rate method, arXiv:1212.5701, algorithm 1.",
        (
            "PyTorch: α = 1, β₂ = 0.9 (its rho), ε = 1e-6; optax the same, and no α of its own.",
            "Keras: α = 0.001, β₂ = 0.95, ε = 1e-7. The paper: β₂ = 0.95, ε = 1e-6 and no α.",
        ),
        (
            Convention("paper", "Paper", {"epsilon": 1e-6}, {"learning_rate": 1.0, "beta2": 0.95}),
            Convention("pytorch", "PyTorch", {"epsilon": 1e-6}, {"learning_rate": 1.0, "beta2": 0.9}),
            Convention("keras", "Keras", {"epsilon": 1e-7}, {"learning_rate": 0.001, "beta2": 0.95}),
            Convention("optax", "optax", {"epsilon": 1e-6}, {"beta2": 0.9}),
        ),
        slot=4,
    )
    learning_rate: Number = hyper.learning_rate(1.0)
    beta2: Number = hyper.beta2(0.9)
    epsilon: Number = hyper.epsilon(
        1e-6, "Keeps the division away from zero, and lets steps begin: the first ones grow with √ε."
    )

    def init(self, params: Array) -> AdadeltaState:
        return zeros(AdadeltaState, params)

    def update(self, g: Array, params: Array, state: AdadeltaState, t: int) -> AdadeltaState:
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        ratio = sqrt(state.d + self.epsilon) / sqrt(s + self.epsilon)
        delta = ratio * g
        d = self.beta2 * state.d + (1 - self.beta2) * delta**2
        return AdadeltaState(s, d, rate=self.learning_rate * ratio, step=-self.learning_rate * delta)
