"""RMSprop, with and without momentum: each coordinate is divided by the size of its own recent gradients."""

from typing import ClassVar

from numpy import maximum, sqrt

from .. import declared, hyper
from ..facts import AVERAGE_OF_SQUARES, GRADIENT, Convention, Either, Facts
from ..hyper import Array, Number, rule
from .states import BufferState, RMSpropState, zeros

MEAN = Either(
    "centered", r"\sigma^2_t = s_t", r"a_t = \beta_2 a_{t-1} + (1 - \beta_2)\, g_t, \; \sigma^2_t = s_t - a_t^2"
)
ROOT = Either("epsilon_inside", r"r_t = \sqrt{\sigma^2_t} + \varepsilon", r"r_t = \sqrt{\sigma^2_t + \varepsilon}")
SPREAD = (
    ("a", "the average of gradients, of which the square is taken out of s; used where it is centered"),
    (r"\sigma^2", "what each coordinate is measured by: s, or its spread around a"),
)
MEASURE = ("r", "what each coordinate is divided by")


@rule
class RMSprop:
    """s ← β₂ s + (1 − β₂) g²,  θ ← θ − α g / (√s + ε)
    θ ← θ − α g / √(s + ε)   (`epsilon_inside=True`)
    a ← β₂ a + (1 − β₂) g, and s − a² for s in the root   (`centered=True`)

    s − a² is never below 0 but for rounding, which is put right here; PyTorch, Keras and optax give NaN there. Source:
    Tieleman, Hinton (2012), Neural Networks for Machine Learning, lecture 6e; centered: Graves (2013), arXiv:1308.0850,
    equations 38–41. Follows PyTorch: s starts at 0 and is not corrected, ε = 1e-8 outside the root. The default β₂ is
    the lecture's 0.9; PyTorch's is 0.99. Keras (ε = 1e-7) and optax (1e-8) put ε inside the root.
    """

    facts: ClassVar[Facts] = Facts(
        "rmsprop",
        "RMSprop",
        "Divide by the root of the EMA of squared gradients.",
        "Adaptive learning rates",
        (GRADIENT, AVERAGE_OF_SQUARES, MEAN, ROOT, r"\theta_t = \theta_{t-1} - \frac{\alpha}{r_t}\, g_t"),
        (r"\theta", "g", r"\alpha", r"\beta_2", r"\varepsilon", "s", *SPREAD, MEASURE),
        "Tieleman, Hinton (2012), Neural Networks for Machine Learning, lecture 6e.",
        (
            "PyTorch: β₂ = 0.99, α = 0.01, ε = 1e-8 outside the root. Here β₂ starts at the lecture's 0.9.",
            "Keras: β₂ = 0.9, α = 0.001, ε = 1e-7 inside the root. optax: 0.9 and 1e-8, inside by default.",
            "At g = 1e-4 and β₂ = 0.9 the first step is 3.16 α with ε outside, 0.95 α with 1e-8 inside, "
            "0.31 α with 1e-7 inside.",
        ),
        (
            Convention(
                "lecture", "Lecture", {"epsilon": 1e-8, "epsilon_inside": False, "centered": False}, {"beta2": 0.9}
            ),
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "epsilon_inside": False, "centered": False},
                {"learning_rate": 0.01, "beta2": 0.99},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "epsilon_inside": True, "centered": False},
                {"learning_rate": 0.001, "beta2": 0.9},
            ),
            Convention("optax", "optax", {"epsilon": 1e-8, "epsilon_inside": True, "centered": False}, {"beta2": 0.9}),
        ),
        slot=2,
    )
    learning_rate: Number = hyper.learning_rate(0.01)
    beta2: Number = hyper.beta2(0.9)
    epsilon: Number = hyper.epsilon()
    epsilon_inside: bool = declared.epsilon_inside()
    centered: bool = declared.centered()

    def init(self, params: Array) -> RMSpropState:
        return zeros(RMSpropState, params)

    def update(self, g: Array, params: Array, state: RMSpropState, t: int) -> RMSpropState:
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        a = self.beta2 * state.a + (1 - self.beta2) * g if self.centered else state.a
        spread = maximum(s - a**2, 0.0) if self.centered else s
        root = sqrt(spread + self.epsilon) if self.epsilon_inside else sqrt(spread) + self.epsilon
        rate = self.learning_rate / root
        return RMSpropState(a, s, rate, step=-rate * g)


@rule
class RMSpropMomentum:
    """s ← β₂ s + (1 − β₂) g²,  v ← β₁ v + g / (√s + ε),  θ ← θ − α v
    θ ← θ − α (g / (√s + ε) + β₁ v)   (`nesterov=True`)
    v ← β₁ v + α g / (√s + ε),  θ ← θ − v   (`rate_inside=True`)

    v is momentum's velocity, fed with what RMSprop would follow; `epsilon_inside` and `centered` as in RMSprop. Source:
    Graves (2013), arXiv:1308.0850, equations 38–45, which is centered, with ε and α inside. PyTorch's `momentum` keeps
    α before v; Keras' and optax' have it inside, and ε inside the root. Only optax has the Nesterov form.
    """

    facts: ClassVar[Facts] = Facts(
        "rmsprop_momentum",
        "RMSprop with momentum",
        "RMSprop-scaled gradients fed into momentum.",
        "Adaptive + momentum (Adam family)",
        (
            GRADIENT,
            AVERAGE_OF_SQUARES,
            MEAN,
            ROOT,
            Either(
                "rate_inside",
                r"p_t = g_t / r_t, \; \bar\alpha = \alpha",
                r"p_t = \alpha\, g_t / r_t, \; \bar\alpha = 1",
            ),
            r"v_t = \beta_1 v_{t-1} + p_t",
            Either(
                "nesterov",
                r"\theta_t = \theta_{t-1} - \bar\alpha\, v_t",
                r"\theta_t = \theta_{t-1} - \bar\alpha\,(p_t + \beta_1 v_t)",
            ),
        ),
        (
            r"\theta",
            "g",
            r"\alpha",
            (r"\bar\alpha", "α where it stands before the velocity, 1 where it stands inside"),
            r"\beta_1",
            r"\beta_2",
            r"\varepsilon",
            ("v", "the velocity, fed with gradients that are divided by their size"),
            "s",
            *SPREAD,
            MEASURE,
            ("p", "what the velocity gets at each step"),
        ),
        "Graves (2013), Generating sequences with recurrent neural networks, arXiv:1308.0850, equations 38–45.",
        (
            "PyTorch keeps α before the velocity; Keras and optax inside: the same path at a constant α.",
            "PyTorch's ε stands outside the root, that of Keras (1e-7), optax (1e-8) and Graves (1e-4) inside.",
            "Only optax has the Nesterov form.",
        ),
        (
            Convention(
                "paper",
                "Paper",
                {"epsilon": 1e-4, "nesterov": False, "centered": True, "epsilon_inside": True, "rate_inside": True},
                {"learning_rate": 0.0001, "beta1": 0.9, "beta2": 0.95},
            ),
            Convention(
                "pytorch",
                "PyTorch",
                {"epsilon": 1e-8, "nesterov": False, "centered": False, "epsilon_inside": False, "rate_inside": False},
                {"learning_rate": 0.01, "beta2": 0.99},
            ),
            Convention(
                "keras",
                "Keras",
                {"epsilon": 1e-7, "nesterov": False, "centered": False, "epsilon_inside": True, "rate_inside": True},
                {"learning_rate": 0.001, "beta2": 0.9},
            ),
            Convention(
                "optax",
                "optax",
                {"epsilon": 1e-8, "nesterov": False, "centered": False, "epsilon_inside": True, "rate_inside": True},
                {"beta2": 0.9},
            ),
        ),
        slot=7,
    )
    learning_rate: Number = hyper.learning_rate(0.01)
    beta1: Number = hyper.beta1()
    beta2: Number = hyper.beta2(0.9)
    epsilon: Number = hyper.epsilon()
    nesterov: bool = declared.nesterov()
    centered: bool = declared.centered()
    epsilon_inside: bool = declared.epsilon_inside()
    rate_inside: bool = declared.rate_inside()

    @property
    def edge(self) -> Number:
        """The largest rate × λ that is stable along an eigenvector of curvature λ, with the rate α / √s as it is."""
        return 2 * (1 + self.beta1) / ((1 + 2 * self.beta1) if self.nesterov else 1.0)

    def init(self, params: Array) -> BufferState:
        return zeros(BufferState, params)

    def update(self, g: Array, params: Array, state: BufferState, t: int) -> BufferState:
        s = self.beta2 * state.s + (1 - self.beta2) * g**2
        a = self.beta2 * state.a + (1 - self.beta2) * g if self.centered else state.a
        spread = maximum(s - a**2, 0.0) if self.centered else s
        root = sqrt(spread + self.epsilon) if self.epsilon_inside else sqrt(spread) + self.epsilon
        rate = self.learning_rate / root
        push = rate * g if self.rate_inside else g / root
        v = self.beta1 * state.v + push
        ahead = push + self.beta1 * v if self.nesterov else v
        step = -ahead if self.rate_inside else -self.learning_rate * ahead
        return BufferState(v, a, s, rate, step)
