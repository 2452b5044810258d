"""Schedules of the lectures that slow down: by epochs or by steps, smoothly or by stairs."""

from math import sqrt
from typing import ClassVar

from .hyper import Hyper, Number, declared
from .scheduling import LECTURE, Rate, ScheduleFacts, an_epoch, of_root, passed, schedule, whole


@schedule
class InverseTime(Rate):
    """α = α₀ / (1 + decay · epoch), where the first epoch is number 1

    At α₀ = 0.2 and decay = 1 the epochs have 0.1, 0.067, 0.05, 0.04. Source: Ng's lecture on learning rate decay.
    Keras' InverseTimeDecay counts from 0, so that its first epoch has α₀; PyTorch has it as a LambdaLR, optax has none.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "inverse_time",
        "Inverse time",
        "At d = 1 half in the first epoch, a third in the second.",
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
        "At k = 1 half in the fourth epoch, a third in the ninth.",
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
        "Multiplied by γ at each stair: at γ = 0.5 it is halved.",
        r"\alpha_t = \gamma^{\lfloor (t - 1) / E \rfloor} \alpha_0",
        LECTURE,
        (("every", 4),),
    )
    factor: float = declared(
        Hyper(0.5, "γ", r"\gamma", "factor", "What α is multiplied by at each stair.", 0.05, 0.95, "linear")
        ._replace(highest=1.0)
    )  # fmt: skip
    every: int = an_epoch(50)

    def alpha(self, alpha_0: Number, t: int) -> Number:
        return self.factor ** passed(t, self.every) * alpha_0


@schedule
class Linear(Rate):
    """α = α₀ (first + (last − first) min(1, (t − 1) / steps))

    PyTorch's LinearLR, optax's linear_schedule. Upwards it is a warm-up: timm's begins with warmup_lr_init, so that
    first = warmup_lr_init / α₀. Source: Goyal et al. (2017), arXiv:1706.02677, section 2.2, for the way up.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "linear",
        "Linear",
        "Along a line from one part of α₀ to another.",
        r"\alpha_t = \alpha_0 \left( a + (e - a) \min\left(1, \tfrac{t - 1}{T}\right) \right)",
        "Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, arXiv:1706.02677, section 2.",
    )
    steps: int = whole(300, "T", "steps", "How many steps the line takes.")
    first: float = declared(Hyper(1.0, "a", "a", "first", "Which part of α₀ the first step has.", 0.0, 1.0, "linear"))
    last: float = declared(Hyper(0.0, "e", "e", "last", "Which part of α₀ is there at the end.", 0.0, 1.0, "linear"))

    def alpha(self, alpha_0: Number, t: int) -> Number:
        done = min((t - 1) / self.steps, 1.0)
        return alpha_0 * (self.first + (self.last - self.first) * done)


@schedule
class Polynomial(Rate):
    """α = α₀ (end + (1 − end) (1 − min(1, (t − 1) / steps))^power)

    With power 1 a line. PyTorch's PolynomialLR has end = 0; Keras' PolynomialDecay and optax's polynomial_schedule have
    an end. Source: Chen et al. (2018), DeepLab, arXiv:1606.00915, section 4.1, the "poly" policy with power 0.9.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "polynomial",
        "Polynomial",
        "Down along a power of the time that is left.",
        r"\alpha_t = \alpha_0 \left( e + (1 - e) \left(1 - \min\left(1, \tfrac{t - 1}{T}\right)\right)^p \right)",
        "Chen, Papandreou, Kokkinos, Murphy, Yuille (2018), DeepLab, IEEE PAMI 40, arXiv:1606.00915, section 4.1.",
    )
    steps: int = whole(300, "T", "steps", "How many steps the way down takes.")
    power: float = declared(Hyper(1.0, "p", "p", "power", "1 is a line; above, α falls faster first.", 0.1, 5.0, "log"))
    end: float = declared(Hyper(0.0, "e", "e", "end", "Which part of α₀ is left at the end.", 0.0, 1.0, "linear"))

    def alpha(self, alpha_0: Number, t: int) -> Number:
        left = 1 - min((t - 1) / self.steps, 1.0)
        return alpha_0 * (self.end + (1 - self.end) * left**self.power)
