"""Adam in parts: with its switches off it is each of its parents, bit for bit.

from optimizers.parts import VARIANTS, AdamParts, variant_of
rmsprop = AdamParts(learning_rate=0.04, beta2=0.9, memory=False, bias_correction=False)
"""

from collections.abc import Mapping
from typing import NamedTuple

from numpy import sqrt

from . import declared, hyper
from .hyper import Array, Number, rule
from .rules import Adam, AdamState, GradientDescent, Momentum, RMSprop, zeros


@rule
class AdamParts:
    """v ← β₁ v + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²
    v̂ = v / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ),  θ ← θ − α v̂ / (√ŝ + ε)

    `memory=False` is β₁ = 0, so v = g; `scaling=False` leaves the division by √ŝ + ε out; `bias_correction=False` is
    v̂ = v and ŝ = s; `fold_correction` as in `Adam`. Symbols, shapes, units and source too. Frameworks name the corners:
    all on is Adam; no memory and no correction is RMSprop; no scaling and no correction is momentum in the average
    form; no memory and no scaling is gradient descent, with correction or without. A first step without correction is
    (1 − β₁) / √(1 − β₂) α long, 3.16 α at 0.9 and 0.999.
    """

    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    epsilon: Number = hyper.epsilon()
    memory: bool = hyper.switch(
        "momentum", "Steps along the average v of the gradients, not the last one alone.", "off", "on", default=True
    )
    scaling: bool = hyper.switch(
        "RMS scaling",
        "Divides each coordinate by √s, the root of its average squared gradient.",
        "off",
        "on",
        default=True,
    )
    bias_correction: bool = declared.bias_correction(default=True)
    fold_correction: bool = declared.fold_correction()

    def init(self, params: Array) -> AdamState:
        return zeros(AdamState, params, v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g if self.memory else g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1) if self.memory else 1.0  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight if self.bias_correction else v
        s_hat = s / s_weight if self.bias_correction else s
        floor = self.epsilon / sqrt(s_weight) if self.fold_correction and self.bias_correction else self.epsilon
        rate = self.learning_rate / (sqrt(s_hat) + floor) if self.scaling else self.learning_rate
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)


class Variant(NamedTuple):
    """Adam with some of its parts."""

    key: str
    title: str
    memory: bool
    scaling: bool
    bias_correction: bool
    parent: str  # the optimizer of the registry whose learning rate suits it
    slot: int  # of the eight colours and markers of pictures: its optimizer's, where it is one

    @property
    def switches(self) -> dict[str, bool]:
        """As `AdamParts` takes them."""
        return {"memory": self.memory, "scaling": self.scaling, "bias_correction": self.bias_correction}

    def preset(self, rates: Mapping[str, float]) -> dict[str, float]:
        """Its parent's settings, where `rates` are a surface's learning rates by optimizer.

        Momentum's α is that of the classical form; over 1 − β₁ it makes the same path in the average form. RMSprop
        remembers for 10 steps, as it does by itself.
        """
        beta1, beta2 = 0.9, 0.9 if self.parent == "rmsprop" else 0.999
        rate = rates[self.parent] * (10 if self.parent == "momentum" else 1)
        values = {"learning_rate": float(f"{rate:.12g}"), "beta1": beta1, "beta2": beta2, "epsilon": 1e-8}
        return values | {"fold_correction": False}


VARIANTS: dict[str, Variant] = {
    variant.key: variant
    for variant in (
        Variant("adam", "Adam", True, True, True, "adam", Adam.facts.slot),
        Variant("adam_uncorrected", "Adam without correction", True, True, False, "adam", 5),
        Variant("rmsprop_corrected", "RMSprop with correction", False, True, True, "rmsprop", 4),
        Variant("rmsprop", "RMSprop", False, True, False, "rmsprop", RMSprop.facts.slot),
        Variant("momentum_corrected", "Momentum (average form) with correction", True, False, True, "momentum", 6),
        Variant("momentum", "Momentum (average form)", True, False, False, "momentum", Momentum.facts.slot),
        Variant(
            "gradient_descent", "Gradient descent", False, False, False, "gradient_descent", GradientDescent.facts.slot
        ),
    )
}


def variant_of(memory: bool, scaling: bool, bias_correction: bool) -> Variant:
    """The variant that these switches make: seven for eight, for without memory and scaling nothing is to correct."""
    correction = bias_correction and (memory or scaling)
    return next(v for v in VARIANTS.values() if v[2:5] == (memory, scaling, correction))
