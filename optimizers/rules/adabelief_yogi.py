"""Adam with another average than that of squares: AdaBelief and Yogi."""

from typing import ClassVar

import numpy as np
from numpy import sign, sqrt

from .. import declared, hyper
from ..facts import ADAM_LETTERS, ADAM_STEP, AVERAGE, CORRECTED, CORRECTED_SQUARES, GRADIENT, Convention, Either, Facts
from ..hyper import Array, Number, rule
from .states import AdamState, zeros


@rule
class AdaBelief:
    """v ← β₁ v + (1 − β₁) g,  s ← β₂ s + (1 − β₂) (g − v)² + ε
    v̂ = v / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ),  θ ← θ − α v̂ / (√ŝ + ε)

    Adam that is measured by how far a gradient is from what was expected, v, and not from 0. ε is added to s at every
    step, and so sums to ε / (1 − β₂) in it; with `epsilon_in_average=False` it is added once, √(ŝ + ε) + ε. Source:
    Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan (2020), AdaBelief optimizer, NeurIPS, arXiv:2010.07468,
    algorithm 2. optax is the paper's with ε = 1e-16. PyTorch and Keras have none.
    """

    facts: ClassVar[Facts] = Facts(
        "adabelief",
        "AdaBelief",
        "Scales by the variance around the EMA of the gradient.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            Either(
                "epsilon_in_average",
                r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\,(g_t - v_t)^2",
                r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\,(g_t - v_t)^2 + \varepsilon",
            ),
            CORRECTED,
            CORRECTED_SQUARES,
            Either(
                "epsilon_in_average",
                r"\theta_t = \theta_{t-1} - \frac{\alpha}{\sqrt{\hat s_t + \varepsilon} + \varepsilon}\, \hat v_t",
                ADAM_STEP,
            ),
        ),
        (
            *ADAM_LETTERS[:7],
            ("s", "the average of squared surprises, g − v, coordinate by coordinate"),
            *ADAM_LETTERS[8:],
        ),
        "Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan (2020), AdaBelief optimizer: adapting stepsizes "
        "by the belief in observed gradients, NeurIPS, arXiv:2010.07468, algorithm 2.",
        (
            "optax (0.2.8) adds ε = 1e-16 to s at every step, as the paper does; added once, it stands under the root.",
            "PyTorch and Keras have none.",
        ),
        (
            Convention(
                "paper",
                "Paper",
                {"epsilon": 1e-8, "epsilon_in_average": True},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "optax", "optax", {"epsilon": 1e-16, "epsilon_in_average": True}, {"beta1": 0.9, "beta2": 0.999}
            ),
        ),
        slot=4,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2(
        words="Decay rate of the average of squared differences g − v: 0.999 averages over about 1000 steps."
    )
    epsilon: Number = hyper.epsilon()
    epsilon_in_average: bool = hyper.switch(
        "ε in the average", "Adds ε to s at every step, not once under the root.", "once", "at every step", default=True
    )

    def init(self, params: Array) -> AdamState:
        return zeros(AdamState, params, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        average = self.beta2 * state.s + (1 - self.beta2) * (g - v) ** 2
        s = average + self.epsilon if self.epsilon_in_average else average
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight
        s_hat = s / s_weight
        root = sqrt(s_hat) if self.epsilon_in_average else sqrt(s_hat + self.epsilon)
        rate = self.learning_rate / (root + self.epsilon)
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)


@rule
class Yogi:
    """v ← β₁ v + (1 − β₁) g,  s ← s − (1 − β₂) sign(s − g²) g²,  θ ← θ − α v / (√s + ε)
    θ ← θ − α v̂ / (√ŝ + ε),  v̂ and ŝ as in Adam   (`bias_correction=True`)

    s comes nearer to g² by steps in the size of g² and not of the distance, so that it does not forget fast when
    gradients turn small. v = v₀ and s = s₀ at first. Source: Zaheer, Reddi, Sachan, Kale, Kumar (2018), Adaptive
    methods for nonconvex optimization, NeurIPS, algorithm 2, which corrects nothing. optax corrects both averages and
    starts both at 1e-6. PyTorch and Keras have none.
    """

    facts: ClassVar[Facts] = Facts(
        "yogi",
        "Yogi",
        "Adam with an additive update of s, so that s changes slowly.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            r"s_t = s_{t-1} - (1 - \beta_2)\, \operatorname{sign}(s_{t-1} - g_t^2)\, g_t^2",
            Either("bias_correction", r"\hat v_t = v_t", CORRECTED),
            Either("bias_correction", r"\hat s_t = s_t", CORRECTED_SQUARES),
            ADAM_STEP,
        ),
        (
            *ADAM_LETTERS[:4],
            (r"\beta_2", "1 − β₂ is the part of g² by which s changes"),
            *ADAM_LETTERS[5:7],
            ("s", "what follows the squared gradients, coordinate by coordinate"),
            *ADAM_LETTERS[8:],
        ),
        "Zaheer, Reddi, Sachan, Kale, Kumar (2018), Adaptive methods for nonconvex optimization, NeurIPS, algorithm 2.",
        (
            "The paper corrects neither average; optax corrects both, and starts both at 1e-6.",
            "PyTorch and Keras have none.",
        ),
        (
            Convention(
                "paper",
                "Paper",
                {"epsilon": 1e-3, "bias_correction": False, "initial_s": 0.0, "initial_v": 0.0},
                {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "optax",
                "optax",
                {"epsilon": 1e-3, "bias_correction": True, "initial_s": 1e-6, "initial_v": 1e-6},
                {"beta1": 0.9, "beta2": 0.999},
            ),
        ),
        slot=5,
    )
    at_first: ClassVar[tuple[str, ...]] = ("initial_s", "initial_v")  # what counts in the first step alone
    learning_rate: Number = hyper.learning_rate(0.01)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2(words="1 − β₂ is the part of g² by which s rises or falls at each step.")
    epsilon: Number = hyper.epsilon(1e-3)
    bias_correction: bool = declared.bias_correction(default=False)
    initial_s: Number = declared.initial_s()
    initial_v: Number = declared.initial_v()

    def init(self, params: Array) -> AdamState:
        v, s = np.zeros_like(params) + self.initial_v, np.zeros_like(params) + self.initial_s
        return zeros(AdamState, params, v=v, s=s, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = state.s - (1 - self.beta2) * sign(state.s - g**2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight if self.bias_correction else v
        s_hat = s / s_weight if self.bias_correction else s
        rate = self.learning_rate / (sqrt(s_hat) + self.epsilon)
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)
