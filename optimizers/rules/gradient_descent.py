"""Gradient descent."""

from typing import ClassVar

from .. import hyper
from ..facts import GRADIENT, Convention, Facts
from ..hyper import Array, Number, rule
from .states import StepState, zeros


@rule
class GradientDescent:
    """θ ← θ − α g

    Source: Cauchy (1847), Comptes rendus 25, 536–538.
    """

    facts: ClassVar[Facts] = Facts(
        "gradient_descent",
        "Gradient descent",
        "Step along −∇f, proportional to its size.",
        "SGD",
        (GRADIENT, r"\theta_t = \theta_{t-1} - \alpha\, g_t"),
        (r"\theta", "g", r"\alpha"),
        "Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées, "
        "Comptes rendus de l'Académie des sciences 25, 536–538.",
        ("All frameworks agree; they call it SGD.",),
        (
            Convention("pytorch", "PyTorch", {}, {"learning_rate": 0.001}),
            Convention("keras", "Keras", {}, {"learning_rate": 0.01}),
            Convention("optax", "optax", {}, {}),
        ),
        slot=8,
    )
    learning_rate: Number = hyper.learning_rate(0.001)

    def init(self, params: Array) -> StepState:
        return zeros(StepState, params)

    def update(self, g: Array, params: Array, state: StepState, t: int) -> StepState:
        return StepState(self.learning_rate, step=-self.learning_rate * g)
