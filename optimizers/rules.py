"""The update rules. Each is a frozen dataclass of hyperparameters, an `init` and an `update` in the paper's symbols.

Shapes: θ, g and most of a state are (n, runs), the weights of averages (runs,) or a float. A hyperparameter is a
float or an array (runs,). Symbols: α `learning_rate`, β₁ `beta1`, β₂ `beta2`, ε `epsilon`, g the gradient, v an
average of gradients, s an average of squared gradients. `update` gets the g of step t (t = 1 is the first) and
returns the new state. Its `step` is what is added to θ, its `rate` the effective step size: what multiplies a
gradient, its sign, or an average of gradients, in each coordinate. Units: f and θ have the units of the problem; β and
η have none.

Errors: a hyperparameter outside its domain raises ValueError when the optimizer is made. Rules never raise: what
overflows becomes inf or NaN, and the driver sees to it. With ε = 0, a gradient of exactly 0 gives 0/0, as in PyTorch.

Only + − * /, `**2` of arrays, sqrt, where, sign, minimum, maximum and abs stand in an `update`, so that a batch of
runs equals its runs one by one, bit for bit, and so that the same source can be compiled: a single run is made in
Python's floats, coordinate by coordinate (`points.py`). A rule that mixes coordinates says `elementwise = False`.
"""

from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy import maximum, minimum, sign, sqrt, where

from . import hyper
from .facts import FACTS, Facts
from .hyper import Array, Number, rule


class StepState(NamedTuple):
    rate: Number
    step: Array


class VelocityState(NamedTuple):
    v: Array
    rate: Number
    step: Array


class SquaresState(NamedTuple):
    s: Array
    rate: Array
    step: Array


class AdamState(NamedTuple):
    v: Array
    s: Array
    v_weight: Number
    s_weight: Number
    v_hat: Array
    s_hat: Array
    rate: Number
    step: Array


class RpropState(NamedTuple):
    direction: Array
    rate: Array
    step: Array


def zeros(kind: Any, params: Array) -> Any:
    """A state of zeros, each field shaped like the parameters."""
    return kind(*[np.zeros_like(params)] * len(kind._fields))


@rule
class GradientDescent:
    """θ ← θ − α g

    Source: Cauchy (1847), Comptes rendus 25, 536–538.
    """

    facts: ClassVar[Facts] = FACTS["gradient_descent"]
    learning_rate: Number = hyper.learning_rate(0.001)

    def init(self, params: Array) -> StepState:
        return zeros(StepState, params)

    def update(self, g: Array, params: Array, state: StepState, t: int) -> StepState:
        return StepState(self.learning_rate, step=-self.learning_rate * g)


@rule
class Momentum:
    """v ← β₁ v + g,  θ ← θ − α v   (classical)
    v ← β₁ v + (1 − β₁) g,  θ ← θ − α v   (`average=True`)

    The average form at α is the classical form at α (1 − β₁). Source: Polyak (1964), USSR Computational Mathematics
    and Mathematical Physics 4(5), 1–17. PyTorch and optax use the classical form, Ng's lectures the average. Keras
    and scikit-learn keep α inside v: the same path while α is constant.
    """

    facts: ClassVar[Facts] = FACTS["momentum"]
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    average: bool = hyper.switch(
        "form", "Average multiplies the gradient by 1 − β₁. The same path at α / (1 − β₁).", "classical", "average"
    )

    def init(self, params: Array) -> VelocityState:
        return zeros(VelocityState, params)

    def update(self, g: Array, params: Array, state: VelocityState, t: int) -> VelocityState:
        push = (1 - self.beta1) * g if self.average else g
        v = self.beta1 * state.v + push
        return VelocityState(v, self.learning_rate, step=-self.learning_rate * v)


@rule
class Nesterov:
    """v ← β₁ v + g(θ),  θ ← θ − α (g + β₁ v)   (shifted)
    v ← β₁ v + g(θ − α β₁ v),  θ ← θ − α v   (`look_ahead=True`)

    One method seen from two points: the shifted form records the look-ahead point θ − α β₁ v of the other. Source:
    Nesterov (1983), Soviet Mathematics Doklady 27(2), 372–376; look-ahead form Sutskever, Martens, Dahl, Hinton
    (2013), section 2; shifted form Bengio, Boulanger-Lewandowski, Pascanu (2013), section 3.5. PyTorch, Keras and
    optax use the shifted form.
    """

    facts: ClassVar[Facts] = FACTS["nesterov"]
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    look_ahead: bool = hyper.switch(
        "form",
        "Look-ahead draws θ and takes the gradient where v is about to carry it. Shifted draws that point itself.",
        "shifted",
        "look-ahead",
    )

    def init(self, params: Array) -> VelocityState:
        return zeros(VelocityState, params)

    def gradient_at(self, params: Array, state: VelocityState) -> Array:
        return params - self.learning_rate * self.beta1 * state.v if self.look_ahead else params

    def update(self, g: Array, params: Array, state: VelocityState, t: int) -> VelocityState:
        v = self.beta1 * state.v + g
        ahead = v if self.look_ahead else g + self.beta1 * v
        return VelocityState(v, self.learning_rate, step=-self.learning_rate * ahead)


@rule
class Adagrad:
    """s ← s + g²,  θ ← θ − α g / (√s + ε)

    Source: Duchi, Hazan, Singer (2011), JMLR 12, 2121–2159, section 3 (diagonal form). Follows PyTorch: s starts at
    0, ε = 1e-10 outside the root. Keras and optax start s at .1 and put ε = 1e-7 inside the root.
    """

    facts: ClassVar[Facts] = FACTS["adagrad"]
    learning_rate: Number = hyper.learning_rate(0.01)
    epsilon: Number = hyper.epsilon(1e-10)

    def init(self, params: Array) -> SquaresState:
        return zeros(SquaresState, params)

    def update(self, g: Array, params: Array, state: SquaresState, t: int) -> SquaresState:
        s = state.s + g**2
        rate = self.learning_rate / (sqrt(s) + self.epsilon)
        return SquaresState(s, rate, step=-rate * g)


@rule
class RMSprop:
    """s ← β₂ s + (1 − β₂) g²,  θ ← θ − α g / (√s + ε)

    Source: Tieleman, Hinton (2012), Neural Networks for Machine Learning, lecture 6e. Follows PyTorch: s starts at 0
    and is not corrected, ε = 1e-8 outside the root. The default β₂ is the lecture's .9; PyTorch's is .99. Keras (ε =
    1e-7) and optax (1e-8) put ε inside the root.
    """

    facts: ClassVar[Facts] = FACTS["rmsprop"]
    learning_rate: Number = hyper.learning_rate(0.01)
    beta2: Number = hyper.beta2(0.9)
    epsilon: Number = hyper.epsilon()

    def init(self, params: Array) -> SquaresState:
        return zeros(SquaresState, params)

    def update(self, g: Array, params: Array, state: SquaresState, t: int) -> SquaresState:
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        rate = self.learning_rate / (sqrt(s) + self.epsilon)
        return SquaresState(s, rate, step=-rate * g)


@rule
class Adam:
    """v ← β₁ v + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²
    v̂ = v / (1 − β₁ᵗ),  ŝ = s / (1 − β₂ᵗ),  θ ← θ − α v̂ / (√ŝ + ε)

    With `bias_correction=False`, v̂ = v and ŝ = s. `v_weight` is what the weights inside v sum to: 1 − β₁ᵗ at a
    constant β₁, and still right when β₁ changes in mid-run. Source: Kingma, Ba (2015), arXiv:1412.6980, algorithm 1,
    whose m and v are v and s here. PyTorch and optax as here. Keras (ε = 1e-7) and scikit-learn correct α in place of
    the averages, so that their effective ε is ε / √(1 − β₂ᵗ), 31.6 times larger at t = 1.
    """

    facts: ClassVar[Facts] = FACTS["adam"]
    learning_rate: Number = hyper.learning_rate(0.001)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2()
    epsilon: Number = hyper.epsilon()
    bias_correction: bool = hyper.switch(
        "bias correction",
        "Averages start at zero and so too low; this divides by what is missing, 1 − βᵗ.",
        "off",
        "on",
        default=True,
    )

    def init(self, params: Array) -> AdamState:
        return zeros(AdamState, params)._replace(v_weight=0 * self.beta1, s_weight=0 * self.beta2)

    def update(self, g: Array, params: Array, state: AdamState, t: int) -> AdamState:
        v = self.beta1 * state.v + (1 - self.beta1) * g
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        v_weight = self.beta1 * state.v_weight + (1 - self.beta1)  # 1 − β₁ᵗ
        s_weight = self.beta2 * state.s_weight + (1 - self.beta2)  # 1 − β₂ᵗ
        v_hat = v / v_weight if self.bias_correction else v
        s_hat = s / s_weight if self.bias_correction else s
        rate = self.learning_rate / (sqrt(s_hat) + self.epsilon)
        return AdamState(v, s, v_weight, s_weight, v_hat, s_hat, rate, step=-rate * v_hat)


@rule
class SignDescent:
    """θ ← θ − α sign g

    sign 0 is 0. Source: Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), arXiv:1802.04434, algorithm 1. optax's
    `sign_sgd`; PyTorch and Keras have none. α is in the units of θ, for it is how far each coordinate goes.
    """

    facts: ClassVar[Facts] = FACTS["sign_descent"]
    learning_rate: Number = hyper.learning_rate(0.01)

    def init(self, params: Array) -> StepState:
        return zeros(StepState, params)

    def update(self, g: Array, params: Array, state: StepState, t: int) -> StepState:
        return StepState(self.learning_rate, step=-self.learning_rate * sign(g))


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

    facts: ClassVar[Facts] = FACTS["rprop"]
    learning_rate: Number = hyper.learning_rate(0.01)
    shrink: Number = hyper.shrink()
    grow: Number = hyper.grow()

    def init(self, params: Array) -> RpropState:
        return zeros(RpropState, params)._replace(rate=np.zeros_like(params) + self.learning_rate)

    def update(self, g: Array, params: Array, state: RpropState, t: int) -> RpropState:
        kept = g * state.direction
        factor = where(kept > 0, self.grow, where(kept < 0, self.shrink, 1.0))
        rate = minimum(maximum(state.rate * factor, SMALLEST), LARGEST)
        direction = where(kept < 0, 0.0, sign(g))
        return RpropState(direction, rate, step=-rate * direction)
