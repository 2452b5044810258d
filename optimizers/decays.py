"""Schedules of the lectures that slow down: by epochs or by steps, smoothly or by stairs."""

from math import sqrt
from typing import ClassVar

from .hyper import Hyper, Number, declared
from .scheduling import LECTURE, Rate, ScheduleFacts, an_epoch, of_root, passed, schedule


@schedule
class InverseTime(Rate):
    """α = α₀ / (1 + decay · epoch), where the first epoch is number 1

    At α₀ = 0.2 and decay = 1 the epochs have 0.1, 0.067, 0.05, 0.04. Source: Ng's lecture on learning rate decay.
    Keras' InverseTimeDecay and optax count from 0, so that their first epoch has α₀; PyTorch has it as a LambdaLR.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "inverse_time",
        "Inverse time",
        "Half of it in the first epoch, a third in the second.",
        r"\alpha_t = \frac{\alpha_0}{1 + d \cdot \text{epoch}}, \quad \text{epoch} = 1 + \lfloor (t - 1) / E \rfloor",
        LECTURE,
    )
    decay: float = declared(Hyper(1.0, "d", "d", "decay", "How much of 1/α₀ each epoch adds to 1/α.", 1e-3, 10, "log"))
    every: int = an_epoch()

    def alpha(self, alpha_0: Number, t: int) -> Number:
        epoch = 1 + passed(t, self.every)
        return alpha_0 / (1 + self.decay * epoch)


@schedule
class Exponential(Rate):
    """α = rate^epoch · α₀, where the first epoch is number 0 and has α₀

    Source: Ng's lecture on learning rate decay, 0.95^epoch α₀. PyTorch's ExponentialLR, stepped once an epoch.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "exponential",
        "Exponential",
        "The same factor every epoch.",
        r"\alpha_t = q^{\text{epoch}} \alpha_0, \quad \text{epoch} = \lfloor (t - 1) / E \rfloor",
        LECTURE,
    )
    rate: float = declared(
        Hyper(0.95, "q", "q", "factor", "What α is multiplied by when an epoch is over.", 0.5, 0.999, "one_minus")
        ._replace(highest=1.0)
    )  # fmt: skip
    every: int = an_epoch()

    def alpha(self, alpha_0: Number, t: int) -> Number:
        epoch = passed(t, self.every)
        return self.rate**epoch * alpha_0


@schedule
class InverseRootEpoch(Rate):
    """α = k / √epoch · α₀, where the first epoch is number 1

    Source: Ng's lecture on learning rate decay.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "inverse_root_epoch",
        "One over the root of the epoch",
        "Half after four epochs, a third after nine.",
        r"\alpha_t = \frac{k}{\sqrt{\text{epoch}}}\, \alpha_0, \quad \text{epoch} = 1 + \lfloor (t - 1) / E \rfloor",
        LECTURE,
    )
    k: float = of_root()
    every: int = an_epoch()

    def alpha(self, alpha_0: Number, t: int) -> Number:
        epoch = 1 + passed(t, self.every)
        return self.k / sqrt(epoch) * alpha_0


@schedule
class InverseRootStep(Rate):
    """α = k / √t · α₀

    Source: Ng's lecture on learning rate decay; the rate of Zinkevich (2003), ICML, 928–936, section 2.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "inverse_root_step",
        "One over the root of the step",
        "Falls fast at first, then ever more slowly.",
        r"\alpha_t = \frac{k}{\sqrt{t}}\, \alpha_0",
        LECTURE,
    )
    k: float = of_root()

    def alpha(self, alpha_0: Number, t: int) -> Number:
        return self.k / sqrt(t) * alpha_0


@schedule
class Staircase(Rate):
    """α = factor^⌊(t − 1) / every⌋ · α₀

    Source: Ng's lecture on learning rate decay, halved every so often. PyTorch's StepLR.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "staircase",
        "Staircase",
        "Halved every so often.",
        r"\alpha_t = \gamma^{\lfloor (t - 1) / E \rfloor} \alpha_0",
        LECTURE,
    )
    factor: float = declared(
        Hyper(0.5, "γ", r"\gamma", "factor", "What α is multiplied by at each stair.", 0.05, 0.95, "linear")
        ._replace(highest=1.0)
    )  # fmt: skip
    every: int = an_epoch(50)

    def alpha(self, alpha_0: Number, t: int) -> Number:
        return self.factor ** passed(t, self.every) * alpha_0
