"""Adam: an average of gradients over the root of an average of their squares; and AdamW."""

from typing import ClassVar

from numpy import sqrt

from .. import declared, hyper
from ..facts import (
    ADAM_LETTERS,
    ADAM_STEPS,
    AVERAGE,
    AVERAGE_OF_SQUARES,
    CORRECTED,
    CORRECTED_SQUARES,
    GRADIENT,
    Convention,
    Either,
    Facts,
)
from ..hyper import Array, Number, rule
from .states import AdamState, zeros

DECAY = r" - d_t\, \theta_{t-1}"


@rule
class Adam:
    """v ← β₁ v + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²
    v̂ = v / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ),  θ ← θ − α v̂ / (√ŝ + ε)

    With `bias_correction=False`, v̂ = v and ŝ = s. `v_weight` is what the weights inside v sum to: 1 − β₁ᵗ at a
    constant β₁, and still right when β₁ changes in mid-run. With `fold_correction=True`, α is corrected in place of the
    averages, θ ← θ − α √(1 − β₂ᵗ) / (1 − β₁ᵗ) · v / (√s + ε), which is ε / √(1 − β₂ᵗ) for ε: 31.6 times larger at
    t = 1. Source: Kingma, Ba (2015), arXiv:1412.6980, algorithm 1, whose m and v are v and s here; folded at the end of
    section 2. PyTorch and optax as in algorithm 1. Keras (ε = 1e-7) and scikit-learn fold.
    """

    facts: ClassVar[Facts] = Facts(
        "adam",
        "Adam",
        "Momentum and RMSprop in one, with bias correction.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            AVERAGE_OF_SQUARES,
            Either("bias_correction", r"\hat v_t = v_t", CORRECTED),
            Either("bias_correction", r"\hat s_t = s_t", CORRECTED_SQUARES),
            ADAM_STEPS._replace(switch="fold_correction and bias_correction"),
        ),
        ADAM_LETTERS,
        "Kingma, Ba (2015), Adam: a method for stochastic optimization, ICLR, arXiv:1412.6980, algorithm 1; "
        "bias correction in section 3.",
        (
            "PyTorch and optax as here, ε = 1e-8 outside the root.",
            "Keras (ε = 1e-7) and scikit-learn correct α in place of the averages, so that their effective ε is "
            "ε/√(1 − β₂ᵗ), 31.6 times larger at t = 1.",
        ),
        (
            Convention(
                "lecture",
                "Lecture",
                {"epsilon": 1e-8, "bias_correction": True, "fold_correction": False},
                {"beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "paper",
                "Paper",
                {"epsilon": 1e-8, "bias_correction": True, "fold_correction": False},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "bias_correction": True, "fold_correction": False},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "bias_correction": True, "fold_correction": True},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "optax",
                "optax",
                {"epsilon": 1e-8, "bias_correction": True, "fold_correction": False},
                {"beta1": 0.9, "beta2": 0.999},
            ),
        ),
        slot=3,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    epsilon: Number = hyper.epsilon()
    bias_correction: bool = declared.bias_correction(default=True)
    fold_correction: bool = declared.fold_correction()

    def init(self, params: Array) -> AdamState:
        return zeros(AdamState, params, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight if self.bias_correction else v
        s_hat = s / s_weight if self.bias_correction else s
        floor = self.epsilon / sqrt(s_weight) if self.fold_correction and self.bias_correction else self.epsilon
        rate = self.learning_rate / (sqrt(s_hat) + floor)
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)


@rule
class AdamW:
    """Adam, and θ shrinks by the part α λ at each step:  θ ← θ − α v̂ / (√ŝ + ε) − α λ θ

    The decay stands apart from the gradient, so that √ŝ does not divide it. With `decay_by_schedule=True` the part is
    η λ,  θ ← θ − η (α₀ v̂ / (√ŝ + ε) + λ θ),  where η = α / α₀ is what a schedule makes of 1 (`multiplier`), and 1
    without one; a change of α by hand is another α₀. Source: Loshchilov, Hutter (2019), Decoupled weight decay
    regularization, ICLR, arXiv:1711.05101, algorithm 2, which has η λ; PyTorch (λ = 0.01), Keras (0.004) and optax
    (1e-4) have α λ. Keras corrects α in place of the averages, as in its Adam (`fold_correction=True`).
    """

    facts: ClassVar[Facts] = Facts(
        "adamw",
        "AdamW",
        "Adam with decoupled weight decay.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE,
            AVERAGE_OF_SQUARES,
            CORRECTED,
            CORRECTED_SQUARES,
            Either("decay_by_schedule", r"d_t = \alpha \lambda", r"d_t = \eta_t \lambda"),
            ADAM_STEPS._replace(off=ADAM_STEPS.off + DECAY, on=ADAM_STEPS.on + DECAY),
        ),
        (
            *ADAM_LETTERS,
            (r"\lambda", "the decay: how much θ shrinks at each step, in units of α or of η"),
            (r"\eta", "the multiplier of the schedule, α by what it was at first"),
            ("d", "the part by which θ shrinks at a step"),
        ),
        "Loshchilov, Hutter (2019), Decoupled weight decay regularization, ICLR, arXiv:1711.05101, algorithm 2.",
        (
            "The decay of PyTorch is 0.01 by default, that of Keras 0.004, that of optax 1e-4.",
            "The paper multiplies the decay by the schedule's η alone; the frameworks multiply it by α, which is η α₀.",
            "Keras puts the correction in α, with ε = 1e-7.",
        ),
        (
            Convention(
                "paper",
                "Paper",
                {"epsilon": 1e-8, "fold_correction": False, "decay_by_schedule": True},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
            ),
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "fold_correction": False, "decay_by_schedule": False},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "weight_decay": 0.01},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "fold_correction": True, "decay_by_schedule": False},
                {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "weight_decay": 0.004},
            ),
            Convention(
                "optax",
                "optax",
                {"epsilon": 1e-8, "fold_correction": False, "decay_by_schedule": False},
                {"beta1": 0.9, "beta2": 0.999, "weight_decay": 0.0001},
            ),
        ),
        slot=4,
    )
    multiplier: ClassVar[float] = 1.0  # η, which a schedule sets
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    weight_decay: Number = declared.weight_decay(0.01)
    epsilon: Number = hyper.epsilon()
    fold_correction: bool = declared.fold_correction()
    decay_by_schedule: bool = declared.decay_by_schedule()

    def init(self, params: Array) -> AdamState:
        return zeros(AdamState, params, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight
        s_hat = s / s_weight
        floor = self.epsilon / sqrt(s_weight) if self.fold_correction else self.epsilon
        rate = self.learning_rate / (sqrt(s_hat) + floor)
        share = self.multiplier if self.decay_by_schedule else self.learning_rate
        decay = share * self.weight_decay * params
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat - decay)
