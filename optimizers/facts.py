"""What a page says of each optimizer: recurrence in LaTeX, symbols, source, and where frameworks differ."""

import inspect
from textwrap import dedent
from typing import Any, Literal, NamedTuple

Group = Literal["plain", "with memory", "per-coordinate", "both"]

SYMBOLS = {
    r"\theta": "the parameters, here the point (x, y)",
    "g": "the gradient of f, as the optimizer sees it",
    r"\alpha": "the learning rate: how long a step is",
    r"\beta_1": "how much of v is kept each step",
    r"\beta_2": "how much of s is kept each step",
    r"\eta^-": "what a step size is multiplied by when g has changed sign",
    r"\eta^+": "what a step size is multiplied by while g keeps its sign",
    r"\varepsilon": "a small number that keeps the division away from 0",
    "v": "the average of gradients (the Adam paper writes m)",
    "s": "the average of squared gradients, coordinate by coordinate (the Adam paper writes v)",
    r"\Delta": "the step size of each coordinate: α at first, kept in 1e-6 … 50",
    r"\hat v": "v divided by what its weights sum to",
    r"\hat s": "s divided by what its weights sum to",
}


class Either(NamedTuple):
    """A line of a recurrence that a switch changes."""

    switch: str
    off: str
    on: str


class Facts(NamedTuple):
    """One optimizer in words; `lines` is its recurrence, top to bottom."""

    key: str
    name: str
    idea: str
    group: Group
    lines: tuple[str | Either, ...]
    letters: tuple[str, ...]
    source: str
    differs: tuple[str, ...]

    @property
    def symbols(self) -> dict[str, str]:
        """What each letter of the recurrence means."""
        return {letter: SYMBOLS[letter] for letter in self.letters}


GRADIENT = r"g_t = \nabla f(\theta_{t-1})"
SQUARES_STEP = r"\theta_t = \theta_{t-1} - \frac{\alpha}{\sqrt{s_t} + \varepsilon}\, g_t"
VELOCITY_STEP = r"\theta_t = \theta_{t-1} - \alpha\, v_t"

ALL = (
    Facts(
        "gradient_descent",
        "Gradient descent",
        "Go downhill, as far as it is steep.",
        "plain",
        (GRADIENT, r"\theta_t = \theta_{t-1} - \alpha\, g_t"),
        (r"\theta", "g", r"\alpha"),
        "Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées, "
        "Comptes rendus de l'Académie des sciences 25, 536–538.",
        ("All frameworks agree; they call it SGD.",),
    ),
    Facts(
        "momentum",
        "Momentum",
        "Keep rolling: each step remembers the ones before.",
        "with memory",
        (
            GRADIENT,
            Either("average", r"v_t = \beta_1 v_{t-1} + g_t", r"v_t = \beta_1 v_{t-1} + (1 - \beta_1)\, g_t"),
            VELOCITY_STEP,
        ),
        (r"\theta", "g", r"\alpha", r"\beta_1", "v"),
        "Polyak (1964), Some methods of speeding up the convergence of iteration methods, "
        "USSR Computational Mathematics and Mathematical Physics 4(5), 1–17.",
        (
            "PyTorch and optax use the classical form; Ng's lectures use the average, which at α is the classical form "
            "at α(1 − β₁).",
            "Keras and scikit-learn keep α inside the velocity: the same path at a constant α, "
            "another one under a schedule.",
            "PyTorch's first velocity is g itself, so its dampening = β₁ differs from the average form at step 1.",
        ),
    ),
    Facts(
        "nesterov",
        "Nesterov",
        "Jump first, then look at the gradient there.",
        "with memory",
        (
            Either("look_ahead", GRADIENT, r"g_t = \nabla f(\theta_{t-1} - \alpha \beta_1 v_{t-1})"),
            r"v_t = \beta_1 v_{t-1} + g_t",
            Either("look_ahead", r"\theta_t = \theta_{t-1} - \alpha\,(g_t + \beta_1 v_t)", VELOCITY_STEP),
        ),
        (r"\theta", "g", r"\alpha", r"\beta_1", "v"),
        "Nesterov (1983), A method for solving the convex programming problem with convergence rate O(1/k²), "
        "Soviet Mathematics Doklady 27(2), 372–376; as momentum: Sutskever, Martens, Dahl, Hinton (2013), "
        "On the importance of initialization and momentum in deep learning, section 2.",
        (
            "PyTorch, Keras and optax use the shifted form, whose points are the look-ahead points of the other.",
            "Keras keeps α inside the velocity: the same path at a constant α, another one under a schedule.",
        ),
    ),
    Facts(
        "adagrad",
        "Adagrad",
        "Divide each coordinate by all that it has ever seen.",
        "per-coordinate",
        (GRADIENT, r"s_t = s_{t-1} + g_t^2", SQUARES_STEP),
        (r"\theta", "g", r"\alpha", r"\varepsilon", "s"),
        "Duchi, Hazan, Singer (2011), Adaptive subgradient methods for online learning and stochastic optimization, "
        "Journal of Machine Learning Research 12, 2121–2159, section 3.",
        (
            "PyTorch starts s at 0 with ε = 1e-10 outside the root.",
            "Keras and optax start s at .1 with ε = 1e-7 inside the root.",
        ),
    ),
    Facts(
        "rmsprop",
        "RMSprop",
        "Divide each coordinate by its own recent size.",
        "per-coordinate",
        (GRADIENT, r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\, g_t^2", SQUARES_STEP),
        (r"\theta", "g", r"\alpha", r"\beta_2", r"\varepsilon", "s"),
        "Tieleman, Hinton (2012), Neural Networks for Machine Learning, lecture 6e.",
        (
            "PyTorch: β₂ = .99, α = .01, ε = 1e-8 outside the root. Here β₂ starts at the lecture's .9.",
            "Keras: β₂ = .9, α = .001, ε = 1e-7 inside the root. optax: .9 and 1e-8, inside by default.",
            "At g = 1e-4 and β₂ = .9 the first step is 3.16 α with ε outside, .95 α with 1e-8 inside, "
            ".31 α with 1e-7 inside.",
        ),
    ),
    Facts(
        "adam",
        "Adam",
        "Momentum and RMSprop in one, both averages put right.",
        "both",
        (
            GRADIENT,
            r"v_t = \beta_1 v_{t-1} + (1 - \beta_1)\, g_t",
            r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\, g_t^2",
            Either("bias_correction", r"\hat v_t = v_t", r"\hat v_t = \frac{v_t}{1 - \beta_1^t}"),
            Either("bias_correction", r"\hat s_t = s_t", r"\hat s_t = \frac{s_t}{1 - \beta_2^t}"),
            r"\theta_t = \theta_{t-1} - \frac{\alpha}{\sqrt{\hat s_t} + \varepsilon}\, \hat v_t",
        ),
        (r"\theta", "g", r"\alpha", r"\beta_1", r"\beta_2", r"\varepsilon", "v", "s", r"\hat v", r"\hat s"),
        "Kingma, Ba (2015), Adam: a method for stochastic optimization, ICLR, arXiv:1412.6980, algorithm 1; "
        "bias correction in section 3.",
        (
            "PyTorch and optax as here, ε = 1e-8 outside the root.",
            "Keras (ε = 1e-7) and scikit-learn correct α in place of the averages, so that their effective ε is "
            "ε/√(1 − β₂ᵗ), 31.6 times larger at t = 1.",
        ),
    ),
    Facts(
        "sign_descent",
        "Sign descent",
        "Go α downhill in each coordinate, however steep.",
        "per-coordinate",
        (GRADIENT, r"\theta_t = \theta_{t-1} - \alpha\, \operatorname{sign} g_t"),
        (r"\theta", "g", r"\alpha"),
        "Bernstein, Wang, Azizzadenesheli, Anandkumar (2018), signSGD: compressed optimisation for non-convex "
        "problems, ICML, arXiv:1802.04434, algorithm 1.",
        (
            "optax has it as sign_sgd; PyTorch and Keras have none.",
            "Where the gradient is exactly 0 nothing moves, as in optax.",
        ),
    ),
    Facts(
        "rprop",
        "Rprop",
        "Longer steps while the sign stays, shorter ones when it flips.",
        "per-coordinate",
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
            "PyTorch starts with steps of .01, as here; the paper with .1.",
            "optax (0.2.8) makes each step one gradient late: its first does not move. Keras has no Rprop.",
        ),
    ),
)
FACTS = {facts.key: facts for facts in ALL}


def latex(optimizer: Any) -> list[str]:
    """The recurrence of this optimizer, as its switches stand, one line of LaTeX after the other."""

    def written(line: str | Either) -> str:
        return line if isinstance(line, str) else (line.on if getattr(optimizer, line.switch) else line.off)

    return [written(line) for line in optimizer.facts.lines]


def source(optimizer: Any) -> str:
    """The very source that runs: `update`, and `gradient_at` where the rule names a point of its own."""
    methods = [getattr(optimizer, name, None) for name in ("gradient_at", "update")]
    return "\n".join(dedent(inspect.getsource(method)) for method in methods if method)
