"""Gradients made by hand, in place of a surface: what does each optimizer answer to the same series of numbers?

answers_of(GRADIENTS["nine_and_one"], runners) runs several of them side by side from θ = 0.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from optimizers import Outcome, Status, outcome, run

from .inside import Parts, made
from .race import Runner
from .series import fixed

LENGTH = 100
MOST = 1000  # numbers in a series of one's own


class Gradients(NamedTuple):
    """One gradient a step. The values are read-only: every visitor sees the same ones."""

    title: str
    values: np.ndarray  # (steps,) float64
    notice: str
    source: str


class Given:
    """An objective of one parameter whose gradient at step t is the t-th number, wherever the parameter is.

    After the last number comes the first again. There is no surface behind it. As its value stands the mean of the
    numbers times θ: what they amount to over one round. Its exact gradient (t = None) is that mean.
    """

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self.mean = values.mean()

    def value(self, params: np.ndarray) -> np.ndarray:
        """(1, *batch) → (*batch,)."""
        return self.mean * params[0]

    def gradient(self, params: np.ndarray, t: int | None = None) -> np.ndarray:
        """(1, *batch) → (1, *batch)."""
        g = self.mean if t is None else self.values[(t - 1) % len(self.values)]
        return np.full(params.shape, g)


class Answer(NamedTuple):
    """What one optimizer made of a series, in float64. From the step at which it diverged on, rows repeat."""

    theta: np.ndarray  # (steps + 1,), from 0
    step: np.ndarray  # (steps,)
    rate: np.ndarray  # (steps,)  effective learning rate
    last: int  # the last step that was made in good health
    outcome: Outcome


def answers_of(series: Gradients, runners: Iterable[Runner | Parts]) -> tuple[Answer, ...]:
    """Each of the optimizers on the same numbers, one step a number."""
    return tuple(answer_of(series, runner) for runner in runners)


def answer_of(series: Gradients, runner: Runner | Parts) -> Answer:
    """One optimizer's answer."""
    objective, steps = Given(series.values), len(series.values)
    path: Any = run(objective, made(runner), start=(0.0,), steps=steps)
    return Answer(
        theta=path.params[:, 0],
        step=path.state.step[:, 0],
        rate=path.state.rate[:, 0],
        last=max(path.stopped_at - 1, 0) if path.status is Status.DIVERGED else steps,
        outcome=outcome(path, objective),
    )


def given(values: Sequence[float] | np.ndarray) -> Gradients:
    """A series of one's own: 1 to 1000 finite numbers. ValueError otherwise, with the number and the domain."""
    numbers = np.asarray(values, float)
    if numbers.ndim != 1 or not 1 <= len(numbers) <= MOST:
        raise ValueError(f"values of shape {numbers.shape} are outside their domain: a row of 1 to {MOST} numbers")
    strange = np.flatnonzero(~np.isfinite(numbers))
    if len(strange):
        at = strange[0]
        raise ValueError(f"values[{at}] = {float(numbers[at])!r} is outside its domain: finite numbers")
    return Gradients("Your own", fixed(numbers), "One step for each number.", "Your own numbers.")


# ---- the table
HINTON = "Hinton, Neural Networks for Machine Learning, lecture"
STEPS = np.arange(1, LENGTH + 1)

GRADIENTS: dict[str, Gradients] = {
    "constant": Gradients(
        "Constant",
        fixed(np.ones(LENGTH)),
        "A tilted plane. Momentum, whose v is a sum, gains speed up to 1/(1 − β₁) times that of gradient descent: "
        "10 times at 0.9, 100 times at 0.99. In the EMA form it comes up to the same speed.",
        f"{HINTON} 6c.",
    ),
    "alternating": Gradients(
        "Alternating",
        fixed(np.where(STEPS % 2, 1, -1)),
        "Up and down by turns. Gradient descent goes to and fro by α. Momentum's steps settle at α/(1 + β₁): about "
        "half as long at β₁ = 0.9, and in the EMA form 1/19 as long.",
        f"{HINTON} 6c: momentum damps what changes its sign.",
    ),
    "sparse": Gradients(
        "Sparse",
        fixed(np.where(STEPS % 10, 0, 1)),
        "A 1 at every tenth step, nothing between. Momentum spreads it over the steps that follow; "
        "without memory there is one jump and a rest.",
        "Duchi, Hazan, Singer (2011), Journal of Machine Learning Research 12, section 1.3: features that are seldom "
        "seen.",
    ),
    "spike": Gradients(
        "A spike",
        fixed(np.where(STEPS == 30, 10, 0.1)),
        "0.1 at every step, but 10 at step 30. Gradient descent is thrown as far as by a hundred others. RMSprop, "
        "not centered, makes a step of at most α/√(1 − β₂), and small ones until the spike is forgotten.",
        "Made up for this page.",
    ),
    "nine_and_one": Gradients(
        "Nine of +0.1, one of −0.9",
        fixed(np.where(STEPS % 10, 0.1, -0.9)),
        "They sum to 0, and gradient descent comes back. Steps by sign drift 8 α in ten, Rprop with η⁺ = 1.2 drifts "
        "more, for its steps grow. RMSprop with β₂ = 0.9, once its average has settled, drifts far less.",
        f"{HINTON} 6e: why Rprop fails with mini-batches.",
    ),
    "counterexample": Gradients(
        "3, −1, −1 in turn",
        fixed(np.where(STEPS % 3 == 1, 3, -1)),
        "Their mean is 1/3, so θ should fall. Adam with β₁ = 0 and β₂ = 0.1 rises: √s shortens the rare large step and "
        "has forgotten it one step later. AMSGrad, which keeps the largest s, falls; so does Adam with β₂ = 0.999.",
        "Reddi, Kale, Kumar (2018), On the convergence of Adam and beyond, ICLR, arXiv:1904.09237, theorem 1 "
        "(C = 3, β₂ = 1/(1 + C²)); there θ is kept in [−1, 1], here it is free.",
    ),
}
