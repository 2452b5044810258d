"""What a page says of each optimizer: recurrence in LaTeX, symbols, source, where frameworks differ, and in what."""

import inspect
from collections.abc import Mapping
from textwrap import dedent
from typing import Any, Literal, NamedTuple, get_args

Group = Literal[
    "SGD", "Momentum methods", "Adaptive learning rates", "Adaptive + momentum (Adam family)", "Second-order"
]
GROUPS: tuple[Group, ...] = get_args(Group)  # as a menu shows them

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
    r"\kappa": "what a gain grows by while g keeps its sign",
    r"\varphi": "what a gain is multiplied by when g has changed sign",
    r"\gamma": "the gain of each coordinate",
    r"\lambda": "the decay: how much θ shrinks at each step, in units of α",
    r"\hat v": "v divided by what its weights sum to",
    r"\hat s": "s divided by what its weights sum to",
}


class Either(NamedTuple):
    """A line of a recurrence that a switch changes, or two of them where both must be on: `this and that`."""

    switch: str
    off: str
    on: str


class Convention(NamedTuple):
    """What makes a rule that of a lecture, a paper or a framework."""

    key: Literal["lecture", "paper", "pytorch", "keras", "optax"]
    title: str
    values: Mapping[str, float | bool]  # switches and numbers of the recurrence; never learning_rate, beta1 and beta2
    defaults: Mapping[str, float]  # what it proposes for these three, and for what is nobody's recurrence


class Facts(NamedTuple):
    """One optimizer in words; `lines` is its recurrence, top to bottom."""

    key: str
    name: str
    idea: str
    group: Group
    lines: tuple[str | Either, ...]
    letters: tuple[str | tuple[str, str], ...]  # of SYMBOLS, or with words of their own
    source: str
    differs: tuple[str, ...]
    conventions: tuple[Convention, ...] = ()
    slot: int = 0  # of the eight colours and markers of pictures, 1 to 8: the one it has wherever that is free

    @property
    def symbols(self) -> dict[str, str]:
        """What each letter of the recurrence means."""
        return dict((letter, SYMBOLS[letter]) if isinstance(letter, str) else letter for letter in self.letters)


GRADIENT = r"g_t = \nabla f(\theta_{t-1})"
AVERAGE = r"v_t = \beta_1 v_{t-1} + (1 - \beta_1)\, g_t"
AVERAGE_OF_SQUARES = r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\, g_t^2"
CORRECTED = r"\hat v_t = \frac{v_t}{1 - \beta_1^t}"
CORRECTED_SQUARES = r"\hat s_t = \frac{s_t}{1 - \beta_2^t}"
VELOCITY_STEP = r"\theta_t = \theta_{t-1} - \alpha\, v_t"
ADAM_STEP = r"\theta_t = \theta_{t-1} - \frac{\alpha}{\sqrt{\hat s_t} + \varepsilon}\, \hat v_t"
ADAM_LETTERS = (r"\theta", "g", r"\alpha", r"\beta_1", r"\beta_2", r"\varepsilon", "v", "s", r"\hat v", r"\hat s")
FOLDED = r"\varepsilon / \sqrt{1 - \beta_2^t}"  # the ε that counts with the correction in α
ADAM_STEPS = Either("fold_correction", ADAM_STEP, ADAM_STEP.replace(r"\varepsilon", FOLDED))


def latex(optimizer: Any) -> list[str]:
    """The recurrence of this optimizer, as its switches stand, one line of LaTeX after the other."""

    def written(line: str | Either) -> str:
        if isinstance(line, str):
            return line
        return line.on if all(getattr(optimizer, switch) for switch in line.switch.split(" and ")) else line.off

    return [written(line) for line in optimizer.facts.lines]


def source(optimizer: Any) -> str:
    """The very source that runs: `update`, and `gradient_at` where the rule names a point of its own."""
    methods = [getattr(optimizer, name, None) for name in ("gradient_at", "update")]
    return "\n".join(dedent(inspect.getsource(method)) for method in methods if method)
