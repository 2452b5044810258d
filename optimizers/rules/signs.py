"""Rules whose steps have the length α whatever the slope: sign descent and Lion."""

from typing import ClassVar

from numpy import sign

from .. import declared, hyper
from ..facts import GRADIENT, Convention, Facts
from ..hyper import Array, Number, rule
from .states import StepState, VelocityState, zeros


@rule
class SignDescent:
    """θ ← θ − α sign g

    sign 0 is 0. Source: Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), arXiv:1802.04434, algorithm 1. optax's
    `sign_sgd`; PyTorch and Keras have none. α is in the units of θ, for it is how far each coordinate goes.
    """

    facts: ClassVar[Facts] = Facts(
        "sign_descent",
        "Sign descent",
        "Step α along −sign(∇f) in every coordinate.",
        "Adaptive learning rates",
        (GRADIENT, r"\theta_t = \theta_{t-1} - \alpha\, \operatorname{sign} g_t"),
        (r"\theta", "g", r"\alpha"),
        "Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), signSGD: compressed optimisation for non-convex "
        "problems, ICML, arXiv:1802.04434, algorithm 1.",
        (
            "optax has it as sign_sgd; PyTorch and Keras have none.",
            "Where the gradient is exactly 0 nothing moves, as in optax.",
        ),
        (Convention("paper", "Paper", {}, {}), Convention("optax", "optax", {}, {})),
        slot=4,
    )
    learning_rate: Number = hyper.learning_rate(0.01)

    def init(self, params: Array) -> StepState:
        return zeros(StepState, params)

    def update(self, g: Array, params: Array, state: StepState, t: int) -> StepState:
        return StepState(self.learning_rate, step=-self.learning_rate * sign(g))


@rule
class Lion:
    """θ ← θ − α (sign(β₁ v + (1 − β₁) g) + λ θ),  then  v ← β₂ v + (1 − β₂) g

    Every coordinate goes α, in the direction of a mix of memory and gradient; v itself changes more slowly. sign 0 is
    0. β₂ is the decay rate of v here: there is no s. Source: Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong,
    Hsieh, Lu, Le (2023), Symbolic discovery of optimization algorithms, arXiv:2302.06675, algorithm 2. Keras and optax
    as here; Keras decays by nothing, optax by λ = 0.001, unless told. PyTorch has none.
    """

    facts: ClassVar[Facts] = Facts(
        "lion",
        "Lion",
        "Step α along the sign of an average of gradients.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            r"m_t = \beta_1 v_{t-1} + (1 - \beta_1)\, g_t",
            r"v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t",
            r"\theta_t = \theta_{t-1} - \alpha\,(\operatorname{sign} m_t + \lambda\, \theta_{t-1})",
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            (r"\beta_1", "how much of the memory v is in the mix m"),
            (r"\beta_2", "how much of v is kept each step"),
            ("m", "the mix of v and the newest gradient, whose sign is followed"),
            ("v", "the average of gradients"),
            r"\lambda",
        ),
        "Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong, Hsieh, Lu, Le (2023), Symbolic discovery of "
        "optimization algorithms, arXiv:2302.06675, algorithm 2.",
        (
            "Keras and optax as here; the decay of optax is 0.001 by default, Keras has none unless told.",
            "PyTorch has none.",
        ),
        (
            Convention("paper", "Paper", {}, {"learning_rate": 0.0001, "beta1": 0.9, "beta2": 0.99}),
            Convention(
                "keras", "Keras", {}, {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0}
            ),
            Convention("optax", "optax", {}, {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.001}),
        ),
        slot=7,
    )
    learning_rate: Number = hyper.learning_rate(0.0001)
    beta1: Number = hyper.beta1(words="How much of v is in the mix whose sign is followed; the gradient is the rest.")
    beta2: Number = declared.kept()
    weight_decay: Number = declared.weight_decay(0.0)

    def init(self, params: Array) -> VelocityState:
        return zeros(VelocityState, params)

    def update(self, g: Array, params: Array, state: VelocityState, t: int) -> VelocityState:
        mix = self.beta1 * state.v + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g
        decay = self.learning_rate * self.weight_decay * params
        return VelocityState(v, self.learning_rate, step=-self.learning_rate * sign(mix) - decay)
