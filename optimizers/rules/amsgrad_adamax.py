"""Adam divided by a maximum: of √s in AMSGrad, of the decayed |g| in Adamax."""

from typing import ClassVar

from numpy import maximum, sqrt

from .. import declared, hyper
from ..facts import (
    ADAM_LETTERS,
    ADAM_STEPS,
    AVERAGE,
    AVERAGE_OF_SQUARES,
    CORRECTED,
    GRADIENT,
    Convention,
    Either,
    Facts,
)
from ..hyper import Array, Number, rule
from .states import AdamaxState, AMSGradState, zeros


@rule
class AMSGrad:
    """Adam with s⁺ ← max(s⁺, s) in place of s:  ŝ = s⁺ / (1 − β₂ᵗ),  θ ← θ − α v̂ / (√ŝ + ε)
    s⁺ ← max(s⁺, s / (1 − β₂ᵗ)),  ŝ = s⁺   (`of_corrected=True`)

    No coordinate's ruler ever shrinks, but for the correction of the raw maximum, which grows towards 1. Source: Reddi,
    Kale, Kumar (2018), On the convergence of Adam and beyond, ICLR, arXiv:1904.09237, algorithm 2, which corrects
    neither average. PyTorch and Keras take the maximum of the raw s, Keras with the correction in α; optax by default
    that of ŝ.
    """

    facts: ClassVar[Facts] = Facts(
        "amsgrad",
        "AMSGrad",
        "Adam with the running maximum of the second-moment estimate.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            AVERAGE_OF_SQUARES,
            CORRECTED,
            Either(
                "of_corrected", r"s^+_t = \max(s^+_{t-1}, s_t)", r"s^+_t = \max(s^+_{t-1}, \frac{s_t}{1 - \beta_2^t})"
            ),
            Either("of_corrected", r"\hat s_t = \frac{s^+_t}{1 - \beta_2^t}", r"\hat s_t = s^+_t"),
            ADAM_STEPS,
        ),
        (*ADAM_LETTERS, (r"s^+", "the largest s so far")),
        "Reddi, Kale, Kumar (2018), On the convergence of Adam and beyond, ICLR, arXiv:1904.09237, algorithm 2.",
        (
            "PyTorch and Keras take the maximum of the raw s and correct it afterwards; optax that of the corrected ŝ.",
            "Keras puts the correction in α, with ε = 1e-7. The paper corrects neither average.",
        ),
        (
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "of_corrected": False, "fold_correction": False},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "of_corrected": False, "fold_correction": True},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "optax",
                "optax",
                {"epsilon": 1e-8, "of_corrected": True, "fold_correction": False},
                {"beta1": 0.9, "beta2": 0.999},
            ),
        ),
        slot=5,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    epsilon: Number = hyper.epsilon()
    of_corrected: bool = hyper.switch(
        "largest of ŝ", "Keeps the largest corrected average, not the largest raw one.", "of s", "of ŝ"
    )
    fold_correction: bool = declared.fold_correction()

    def init(self, params: Array) -> AMSGradState:
        return zeros(AMSGradState, params, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AMSGradState, t: int) -> AMSGradState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        s_max = maximum(state.s_max, s / s_weight) if self.of_corrected else maximum(state.s_max, s)
        v_hat = v / v_weight
        s_hat = s_max if self.of_corrected else s_max / s_weight
        floor = self.epsilon / sqrt(s_weight) if self.fold_correction else self.epsilon
        rate = self.learning_rate / (sqrt(s_hat) + floor)
        return AMSGradState(v, s, s_max, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)


@rule
class Adamax:
    """v ← β₁ v + (1 − β₁) g,  u ← max(β₂ u, |g| + ε),  θ ← θ − α v̂ / u
    u ← max(β₂ u, |g|),  θ ← θ − α v̂ / (u + ε)   (`epsilon_added=True`)

    Adam with the largest gradient of late in place of the root of an average; u needs no correction. Source: Kingma, Ba
    (2015), arXiv:1412.6980, algorithm 2, which has no ε. PyTorch and optax put ε = 1e-8 inside the maximum, Keras
    (1e-7) adds it to u.
    """

    facts: ClassVar[Facts] = Facts(
        "adamax",
        "Adamax",
        "Adam with a decaying maximum of |g| in place of √ŝ.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            CORRECTED,
            Either(
                "epsilon_added",
                r"u_t = \max(\beta_2 u_{t-1}, |g_t| + \varepsilon)",
                r"u_t = \max(\beta_2 u_{t-1}, |g_t|)",
            ),
            Either(
                "epsilon_added",
                r"\theta_t = \theta_{t-1} - \frac{\alpha}{u_t}\, \hat v_t",
                r"\theta_t = \theta_{t-1} - \frac{\alpha}{u_t + \varepsilon}\, \hat v_t",
            ),
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            r"\beta_1",
            (r"\beta_2", "what u shrinks to at each step, unless a larger gradient comes"),
            r"\varepsilon",
            "v",
            r"\hat v",
            ("u", "the largest gradient of late, coordinate by coordinate"),
        ),
        "Kingma, Ba (2015), Adam: a method for stochastic optimization, ICLR, arXiv:1412.6980, algorithm 2.",
        ("PyTorch and optax: ε = 1e-8 inside the maximum. Keras adds its ε = 1e-7 to u. The paper has no ε.",),
        (
            Convention(
                "paper",
                "Paper",
                {"epsilon": 0.0, "epsilon_added": False},
                {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "epsilon_added": False},
                {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "epsilon_added": True},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention("optax", "optax", {"epsilon": 1e-8, "epsilon_added": False}, {"beta1": 0.9, "beta2": 0.999}),
        ),
        slot=6,
    )
    learning_rate: Number = hyper.learning_rate(0.002)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2(
        words="What the largest gradient of late shrinks to at each step, unless a larger one comes."
    )
    epsilon: Number = hyper.epsilon()
    epsilon_added: bool = hyper.switch(
        "ε added to u", "Adds ε to u when it divides, not to |g| when u is made.", "to |g|", "to u"
    )

    def init(self, params: Array) -> AdamaxState:
        return zeros(AdamaxState, params, v_weight=0 * self.beta1)

    def update(self, g: Array, params: Array, state: AdamaxState, t: int) -> AdamaxState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        v_hat = v / v_weight
        size = abs(g) if self.epsilon_added else abs(g) + self.epsilon
        u = maximum(self.beta2 * state.u, size)
        rate = self.learning_rate / (u + self.epsilon) if self.epsilon_added else self.learning_rate / u
        return AdamaxState(v, u, v_weight, v_hat, rate, step=-rate * v_hat)
