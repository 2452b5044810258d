"""Schedules: what a hyperparameter is at each step.

from optimizers import SCHEDULES, by_hand, sequence, run
run(objective, adam, start, 300, schedule=SCHEDULES["cosine"](steps=300))
run(objective, adam, start, 300, schedule=sequence(SCHEDULES["warm_up"](steps=30), SCHEDULES["cosine"](steps=270), 30))
run(objective, adam, start, 300, schedule=by_hand([(100, "learning_rate", 0.01)]))

A schedule is a frozen callable (optimizer, t) → optimizer, where t = 1 is the first step. Those of the registry change
the learning rate α₀ of the optimizer that they are given, or its β₁, and their own numbers are the same for all runs of
a batch. ValueError, with the name, the value and the domain, when one is made with a number outside its domain.
"""

from math import cos, pi
from typing import Any, ClassVar

import numpy as np

from .cycles import Cyclic, OneCycle, Restarts
from .decays import Exponential, InverseRootEpoch, InverseRootStep, InverseTime, Linear, Polynomial, Staircase
from .feedback import replayed, watches
from .hyper import Array, Hyper, Number, changed, declared, numbers
from .plateau import OnPlateau
from .scheduling import LECTURE, Rate, Schedule, ScheduleFacts, schedule, whole

# ---- of the learning rate


@schedule
class Constant(Rate):
    """α = α₀"""

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "constant", "Constant", "The same learning rate to the end.", r"\alpha_t = \alpha_0", LECTURE, falls=False
    )

    def alpha(self, alpha_0: Number, t: int) -> Number:
        return alpha_0


@schedule
class Cosine(Rate):
    """α = α₀ (end + (1 − end) (1 + cos(π (t − 1) / steps)) / 2), and end · α₀ from step `steps` + 1 on

    Source: Loshchilov, Hutter (2017), SGDR, arXiv:1608.03983, equation 5, without restarts. PyTorch's CosineAnnealingLR
    goes up again after `steps`; optax's and Keras' stay down, as here.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "cosine",
        "Cosine",
        "Down along half a cosine: gently at both ends.",
        r"\alpha_t = \alpha_0 \left( e + (1 - e)\, \tfrac{1}{2} \left(1 + \cos \tfrac{\pi (t - 1)}{T} \right) \right)",
        "Loshchilov, Hutter (2017), SGDR: stochastic gradient descent with warm restarts, ICLR, arXiv:1608.03983.",
    )
    steps: int = whole(300, "T", "steps", "How many steps the way down takes.")
    end: float = declared(Hyper(0.0, "e", "e", "end", "Which part of α₀ is left at the end.", 0.0, 1.0, "linear"))

    def alpha(self, alpha_0: Number, t: int) -> Number:
        done = min((t - 1) / self.steps, 1.0)
        return alpha_0 * (self.end + (1 - self.end) * (1 + cos(pi * done)) / 2)


@schedule
class WarmUp(Rate):
    """α = α₀ min(1, t / steps)

    Source: Goyal et al. (2017), arXiv:1706.02677, section 2.2, gradual warm-up. PyTorch's LinearLR from 1/steps on.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "warm_up",
        "Warm-up",
        "Small steps first, while nothing is known yet.",
        r"\alpha_t = \alpha_0 \min(1, t / T)",
        "Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, arXiv:1706.02677, section 2.",
        (("steps", 5),),
        falls=False,
    )
    steps: int = whole(20, "T", "steps", "With which step α is first as large as α₀.")

    def alpha(self, alpha_0: Number, t: int) -> Number:
        return alpha_0 * min(1.0, t / self.steps)


# ---- of the momentum
@schedule
class MomentumWarmUp:
    """β₁ = low for the first `steps` steps, then the optimizer's own β₁; nothing changes where there is no β₁

    Source: Hinton (2012), Neural Networks for Machine Learning, lecture 6c: 0.5 first, 0.9 or 0.99 once the large
    gradients are gone.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "momentum_warm_up",
        "Momentum warm-up",
        "Little momentum first, while gradients are large.",
        r"\beta_{1,t} = \begin{cases} \ell & t \le T \\ \beta_1 & \text{else} \end{cases}",
        "Hinton (2012), Neural Networks for Machine Learning, lecture 6c.",
        (("steps", 5),),
        falls=False,
    )
    low: float = declared(
        Hyper(0.5, "ℓ", r"\ell", "low", "β₁ of the first steps.", 0.0, 0.999, "one_minus")._replace(highest=1.0)
    )
    steps: int = whole(20, "T", "steps", "How many steps have the low β₁.")

    def __call__(self, optimizer: Any, t: int) -> Any:
        """The optimizer as it makes step t."""
        return changed(optimizer, beta1=self.low) if t <= self.steps and hasattr(optimizer, "beta1") else optimizer


KINDS: tuple[Any, ...] = (
    Constant,
    InverseTime,
    Exponential,
    InverseRootEpoch,
    InverseRootStep,
    Staircase,
    Linear,
    Polynomial,
    Cosine,
    Restarts,
    WarmUp,
    OneCycle,
    Cyclic,
    OnPlateau,
    MomentumWarmUp,
)
SCHEDULES: dict[str, Any] = {kind.facts.key: kind for kind in KINDS}


# ---- for pictures
def rates(
    optimizer: Any,
    schedule: Schedule | None,
    steps: int,
    first: int = 1,
    losses: Array | None = None,
    memory: Any = None,
) -> dict[str, Array]:
    """What each step has: α by the name `learning_rate`, and every other hyperparameter that changes, (steps, *batch).

    `[0]` is step `first`. No step is made. A schedule that looks at the loss wants the `losses` of a run, `[i]` that
    after step first + i, and goes on from `memory`, that of the run's `end` before them. ValueError without losses.
    """
    ts = range(first, first + steps)
    if watches(schedule):
        made = [numbers(optimizer) for optimizer in replayed(optimizer, schedule, ts, losses, memory)]
    else:
        made = [numbers(schedule(optimizer, t) if schedule else optimizer) for t in ts]
    own = numbers(optimizer)
    found = {name: np.array([each[name] for each in made]).reshape(steps, *np.shape(own[name])) for name in own}
    return {name: row for name, row in found.items() if name == "learning_rate" or (row != own[name]).any()}
