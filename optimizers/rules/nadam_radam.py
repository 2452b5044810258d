"""Adam with a warm-up of β₁ or of its rectified step: Nadam and RAdam."""

from typing import ClassVar

from numpy import maximum, sqrt, where

from .. import declared, hyper
from ..facts import (
    ADAM_LETTERS,
    ADAM_STEP,
    AVERAGE,
    AVERAGE_OF_SQUARES,
    CORRECTED,
    CORRECTED_SQUARES,
    FOLDED,
    GRADIENT,
    Convention,
    Either,
    Facts,
)
from ..hyper import Array, Number, rule
from .states import AdamState, NadamState, zeros


@rule
class Nadam:
    """μ = β₁ (1 − ½ qᵗ),  μ⁺ = β₁ (1 − ½ qᵗ⁺¹),  v ← β₁ v + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²
    v̂ = μ⁺ v / (1 − Π μ μ⁺) + (1 − μ) g / (1 − Π μ),  ŝ = s / (1 − β₂ᵗ),  θ ← θ − α v̂ / (√ŝ + ε)

    `faded` is qᵗ, `mu_weight` is 1 − Π μ. Source: Dozat (2016), Incorporating Nesterov momentum into Adam, ICLR
    workshop, algorithm 2, with q = 0.96^0.004, which also multiplies ŝ by β₂ and has μ for β₁ in v. Three frameworks,
    three paths: PyTorch has the paper's q, Keras q = 0.96, and in optax the memory is β₁ from the start, q = 0.
    """

    facts: ClassVar[Facts] = Facts(
        "nadam",
        "Nadam",
        "Adam with Nesterov momentum.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            r"\mu_t = \beta_1 (1 - \tfrac12 q^t)",
            AVERAGE,
            AVERAGE_OF_SQUARES,
            r"\hat v_t = \frac{\mu_{t+1} v_t}{1 - \prod_{i \le t+1} \mu_i} + \frac{(1 - \mu_t)\, g_t}"
            r"{1 - \prod_{i \le t} \mu_i}",
            CORRECTED_SQUARES,
            ADAM_STEP,
        ),
        (
            *ADAM_LETTERS[:8],
            (r"\hat v", "a mix of v and the newest gradient, divided by what the weights sum to"),
            r"\hat s",
            (r"\mu", "the memory of the mix: it grows from ½ β₁ to β₁"),
            ("q", "how slowly the memory μ grows: at 0 it is β₁ from the start"),
        ),
        "Dozat (2016), Incorporating Nesterov momentum into Adam, ICLR workshop, algorithm 2.",
        (
            "PyTorch: q = 0.96^0.004, the paper's. Keras: q = 0.96. optax: q = 0, which is β₁ from the start.",
            "The paper also multiplies ŝ by β₂ and averages with μ in place of β₁; no framework does.",
        ),
        (
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "fade": declared.DOZAT},
                {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "fade": 0.96},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention("optax", "optax", {"epsilon": 1e-8, "fade": 0.0}, {"beta1": 0.9, "beta2": 0.999}),
        ),
        slot=7,
    )
    learning_rate: Number = hyper.learning_rate(0.002)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    fade: Number = declared.fade()
    epsilon: Number = hyper.epsilon()

    @property
    def edge(self) -> Number:
        """The largest rate × λ that is stable along an eigenvector of curvature λ, with the least memory μ that comes.

        Where θ and g change sign at each step, v is (1 − β₁)/(1 + β₁) g, and a step has μ of it and 1 − μ of g.
        """
        mu = self.beta1 * where(self.fade > 0, 0.5, 1.0)
        return 2 / (1 - mu + mu * (1 - self.beta1) / (1 + self.beta1))

    def init(self, params: Array) -> NadamState:
        return zeros(
            NadamState,
            params,
            faded=1 + 0 * self.fade,
            mu_weight=0 * self.beta1 + 0 * self.fade,
            s_weight=0 * self.beta2,
        )

    def update(self, g: Array, params: Array, state: NadamState, t: int) -> NadamState:
        faded = self.fade * state.faded  # qᵗ
        mu = self.beta1 * (1 - 0.5 * faded)
        mu_next = self.beta1 * (1 - 0.5 * self.fade * faded)
        mu_weight = mu * state.mu_weight + (1 - mu)  # 1 − Π μ
        weight_next = mu_next * mu_weight + (1 - mu_next)
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_hat = mu_next * v / weight_next + (1 - mu) * g / mu_weight
        s_hat = s / s_weight
        rate = self.learning_rate / (sqrt(s_hat) + self.epsilon)
        return NadamState(v, s, faded, mu_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)


TRUSTED = (
    r"\theta_t = \theta_{t-1} - \alpha\, \hat v_t \cdot \begin{cases} r_t / (\sqrt{\hat s_t} + \varepsilon)"
    r" & \rho_t > 5 \\ 1 & \text{else} \end{cases}"
)


@rule
class RAdam:
    """ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
    θ ← θ − α v̂   while ρ ≤ 5, then   θ ← θ − α r v̂ / (√ŝ + ε),  r² = (ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ)

    ρ counts how many gradients s really knows; while they are few, their average is not trusted and the step is that
    of momentum. v, s, v̂ and ŝ as in Adam. With `fold_correction=True`, √s + ε stands under √(1 − β₂ᵗ), as in PyTorch;
    without, √ŝ + ε, as in optax. Source: Liu, Jiang, He, Chen, Liu, Gao, Han (2020), On the variance of the adaptive
    learning rate and beyond, ICLR, arXiv:1908.03265, algorithm 2, which trusts s from ρ > 4 on and has no ε. Keras has
    none.
    """

    facts: ClassVar[Facts] = Facts(
        "radam",
        "RAdam",
        "Adam that starts as momentum, until s has averaged enough.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            AVERAGE_OF_SQUARES,
            CORRECTED,
            CORRECTED_SQUARES,
            r"\rho_\infty = \frac{2}{1 - \beta_2} - 1",
            r"\rho_t = \rho_\infty - \frac{2 t\, \beta_2^t}{1 - \beta_2^t}",
            r"r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}}",
            Either("fold_correction", TRUSTED, TRUSTED.replace(r"\varepsilon", FOLDED)),
        ),
        (
            *ADAM_LETTERS,
            (r"\rho", "how many gradients s really knows; ρ∞ is the most that it can know"),
            ("r", "how far the average of squared gradients is trusted"),
        ),
        "Liu, Jiang, He, Chen, Liu, Gao, Han (2020), On the variance of the adaptive learning rate and beyond, ICLR, "
        "arXiv:1908.03265, algorithm 2.",
        (
            "PyTorch puts the correction in α; optax divides by √ŝ + ε. Both wait for ρ > 5, the paper for ρ > 4.",
            "Keras has none.",
        ),
        (
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "fold_correction": True},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention("optax", "optax", {"epsilon": 1e-8, "fold_correction": False}, {"beta1": 0.9, "beta2": 0.999}),
        ),
        slot=6,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    epsilon: Number = hyper.epsilon()
    fold_correction: bool = declared.fold_correction(default=True)

    def init(self, params: Array) -> AdamState:
        return zeros(AdamState, params, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight
        s_hat = s / s_weight
        most = 2 / (1 - self.beta2) - 1
        known = most - 2 * t * (1 - s_weight) / s_weight
        end = maximum(most, 5.0)  # what is below 5 is not used
        rho = maximum(known, 5.0)
        trust = sqrt((rho - 4) * (rho - 2) * end / ((end - 4) * (end - 2) * rho))
        floor = self.epsilon / sqrt(s_weight) if self.fold_correction else self.epsilon
        rate = where(known > 5, self.learning_rate * trust / (sqrt(s_hat) + floor), self.learning_rate)
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)
