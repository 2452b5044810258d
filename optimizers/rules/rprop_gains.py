"""Rules with a step size of its own for each coordinate, which signs of gradients change: Rprop, separate gains."""

from typing import ClassVar

import numpy as np
from numpy import maximum, minimum, sign, where

from .. import declared, hyper
from ..facts import GRADIENT, Convention, Either, Facts
from ..hyper import Array, Number, rule
from .states import GainState, RpropState, zeros

SMALLEST, LARGEST = 1e-6, 50.0  # steps of Rprop, in the units of θ


@rule
class Rprop:
    """Δ ← η⁺ Δ where g keeps its sign, η⁻ Δ where it has changed, kept in 1e-6 … 50; Δ = α at first
    θ ← θ − Δ sign g, but no move where the sign has changed; in the first step that is θ ← θ − α sign g

    `rate` is Δ, in the units of θ. `direction` is the sign that was followed: 0 after a change, so that Δ then stays
    for a step. At α = 0 a step is still 1e-6. Source: Riedmiller, Braun (1993), IEEE International Conference on Neural
    Networks, 586–591, who take the last step back at a change (Rprop+); Riedmiller (1994) goes on with the shorter step
    (Rprop−). Follows PyTorch, which stays: iRprop− of Igel, Hüsken (2000). PyTorch multiplies two gradients to compare
    their signs, which fails where the product is below 5e-324.
    """

    facts: ClassVar[Facts] = Facts(
        "rprop",
        "Rprop",
        "Steps grow while the gradient keeps its sign, else shrink.",
        "Adaptive learning rates",
        (
            GRADIENT,
            r"\Delta_0 = \alpha",
            r"\Delta_t = \Delta_{t-1} \cdot \begin{cases} \eta^+ & g_t\, g_{t-1} > 0 \\ \eta^- & g_t\, g_{t-1} < 0 \\"
            r" 1 & \text{else} \end{cases}",
            r"g_t = 0 \text{ where } g_t\, g_{t-1} < 0",
            r"\theta_t = \theta_{t-1} - \Delta_t\, \operatorname{sign} g_t",
        ),
        (r"\theta", "g", r"\alpha", r"\eta^-", r"\eta^+", r"\Delta"),
        "Riedmiller, Braun (1993), A direct adaptive method for faster backpropagation learning: the RPROP algorithm, "
        "IEEE International Conference on Neural Networks, 586–591.",
        (
            "At a change of sign PyTorch stays where it is for one step, as here; "
            "Igel, Hüsken (2000) call this iRprop−.",
            "Riedmiller and Braun take the last step back there (Rprop+); "
            "Riedmiller (1994) goes on at once with the shorter step (Rprop−).",
            "PyTorch starts with steps of 0.01, as here; the paper with 0.1.",
            "optax (0.2.8) makes each step one gradient late: its first does not move. Keras has no Rprop.",
        ),
        (Convention("pytorch", "PyTorch", {"shrink": 0.5, "grow": 1.2}, {"learning_rate": 0.01}),),
        slot=5,
    )
    at_first: ClassVar[tuple[str, ...]] = ("learning_rate",)  # what counts in the first step alone
    learning_rate: Number = hyper.learning_rate(0.01, "How long the first step along each coordinate is.")
    shrink: Number = hyper.shrink()
    grow: Number = hyper.grow()

    def init(self, params: Array) -> RpropState:
        return zeros(RpropState, params, rate=np.zeros_like(params) + self.learning_rate)

    def update(self, g: Array, params: Array, state: RpropState, t: int) -> RpropState:
        kept = g * state.direction
        factor = where(kept > 0, self.grow, where(kept < 0, self.shrink, 1.0))
        rate = minimum(maximum(state.rate * factor, SMALLEST), LARGEST)
        direction = where(kept < 0, 0.0, sign(g))
        return RpropState(direction, rate, step=-rate * direction)


@rule
class SeparateGains:
    """γ ← γ + κ where g keeps its sign, φ γ where it has changed, kept in 0.1 … 10; γ = 1 at first
    θ ← θ − α γ g

    A gain of its own for each coordinate: small agreements add up, one disagreement takes a part of all away. Where g
    is exactly 0 a gain stays, for the step and the next. `wide=True` keeps gains in 0.01 … 100. Source: Hinton (2012),
    Neural Networks for Machine Learning, lecture 6d, after Jacobs (1988), Neural Networks 1(4), 295–307, whose κ it is
    and whose φ is 1 − φ here. No framework has it.
    """

    facts: ClassVar[Facts] = Facts(
        "separate_gains",
        "Separate gains",
        "Gains grow while the gradient keeps its sign, else are cut.",
        "Adaptive learning rates",
        (
            GRADIENT,
            r"\tilde\gamma_t = \begin{cases} \gamma_{t-1} + \kappa & g_t\, g_{t-1} > 0 \\"
            r" \varphi\, \gamma_{t-1} & g_t\, g_{t-1} < 0 \\ \gamma_{t-1} & \text{else} \end{cases},"
            r" \quad \gamma_0 = 1",
            Either(
                "wide",
                r"\gamma_t = \min(\max(\tilde\gamma_t, 0.1), 10)",
                r"\gamma_t = \min(\max(\tilde\gamma_t, 0.01), 100)",
            ),
            r"\theta_t = \theta_{t-1} - \alpha\, \gamma_t\, g_t",
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            r"\kappa",
            r"\varphi",
            r"\gamma",
            (r"\tilde\gamma", "γ before it is kept in its range"),
        ),
        "Hinton (2012), Neural Networks for Machine Learning, lecture 6d; Jacobs (1988), Increased rates of "
        "convergence through learning rate adaptation, Neural Networks 1(4), 295–307.",
        (
            "The lecture multiplies by 0.95 at the first step too, where nothing can agree yet; here a gain stays 1.",
            "Hinton keeps gains in 0.1 … 10 or 0.01 … 100. PyTorch, Keras and optax have none.",
        ),
        (Convention("lecture", "Lecture", {"increase": 0.05, "decrease": 0.95, "wide": False}, {}),),
        slot=6,
    )
    learning_rate: Number = hyper.learning_rate(0.001)
    increase: Number = declared.increase()
    decrease: Number = declared.decrease()
    wide: bool = hyper.switch("wide range", "Keeps gains in 0.01 … 100, not in 0.1 … 10.", "0.1 … 10", "0.01 … 100")

    def init(self, params: Array) -> GainState:
        return zeros(GainState, params, gain=np.zeros_like(params) + 1.0)

    def update(self, g: Array, params: Array, state: GainState, t: int) -> GainState:
        kept = g * state.direction
        cut = where(kept < 0, self.decrease * state.gain, state.gain)
        grown = where(kept > 0, state.gain + self.increase, cut)
        gain = minimum(maximum(grown, 0.01), 100.0) if self.wide else minimum(maximum(grown, 0.1), 10.0)
        rate = self.learning_rate * gain
        direction = sign(g)
        return GainState(direction, gain, rate, step=-rate * g)
