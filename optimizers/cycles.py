"""Schedules that go up again: restarts, one cycle, and many."""

from math import cos, pi
from typing import ClassVar

from .hyper import Hyper, Number, declared
from .scheduling import Rate, ScheduleFacts, schedule, whole


@schedule
class Restarts(Rate):
    """α = α₀ (end + (1 − end) (1 + cos(π k / T)) / 2), where k counts the steps since the last restart

    The first way down takes T = `steps`, each later one `times` as many as the one before. Source: Loshchilov, Hutter
    (2017), SGDR, arXiv:1608.03983, equation 5. PyTorch's CosineAnnealingWarmRestarts (T_0, T_mult, eta_min = end · α₀).
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "restarts",
        "Cosine with restarts",
        "Down along half a cosine, then up at once, again and again.",
        r"\alpha_t = \alpha_0 \left( e + (1 - e)\, \tfrac{1}{2} \left(1 + \cos \tfrac{\pi k_t}{T_i} \right) \right),"
        r"\quad T_{i+1} = m T_i",
        "Loshchilov, Hutter (2017), SGDR: stochastic gradient descent with warm restarts, ICLR, arXiv:1608.03983.",
        (("steps", 5),),
    )
    steps: int = whole(50, "T", "steps", "How many steps the first way down takes.")
    times: int = declared(
        Hyper(1, "m", "m", "times", "How many times as long each way down is as the one before.", 1, 4, "integer", 1)
    )
    end: float = declared(Hyper(0.0, "e", "e", "end", "Which part of α₀ is left at the end.", 0.0, 1.0, "linear"))

    def alpha(self, alpha_0: Number, t: int) -> Number:
        k, length = t - 1, self.steps
        while k >= length:
            k, length = (k % length, length) if self.times == 1 else (k - length, length * self.times)
        return alpha_0 * (self.end + (1 - self.end) * (1 + cos(pi * k / length)) / 2)


@schedule
class OneCycle(Rate):
    """α from α₀ / begin up to α₀ with step warm · steps, then down to α₀ / (begin · finish), both along half a cosine

    Here α₀ is the top. The last value stays after `steps`. Source: Smith, Topin (2018), Super-convergence,
    arXiv:1708.07120. Follows PyTorch's OneCycleLR, which moves β₁ the other way too unless cycle_momentum=False, as
    here.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "one_cycle",
        "One cycle",
        "Up to the learning rate, then down.",
        r"\tfrac{\alpha_0}{b} \nearrow \alpha_0 \text{ until } t = wT, \quad"
        r"\alpha_0 \searrow \tfrac{\alpha_0}{b f} \text{ until } t = T",
        "Smith, Topin (2018), Super-convergence: very fast training of neural networks using large learning rates, "
        "arXiv:1708.07120.",
        falls=False,
    )
    steps: int = whole(300, "T", "steps", "How many steps the cycle takes.")
    warm: float = declared(
        Hyper(0.3, "w", "w", "way up", "Which part of the steps goes up.", 0.05, 0.95, "linear")._replace(highest=1.0)
    )
    begin: float = declared(
        Hyper(25.0, "b", "b", "begin", "By what α₀ is divided at first.", 1.0, 100.0, "log")._replace(lowest=1.0)
    )
    finish: float = declared(
        Hyper(1e4, "f", "f", "finish", "By what the first α is divided at last.", 1.0, 1e5, "log")._replace(lowest=1.0)
    )

    def alpha(self, alpha_0: Number, t: int) -> Number:
        now, top, last = min(t, self.steps) - 1, self.warm * self.steps - 1, self.steps - 1
        first = alpha_0 / self.begin
        if top > 0 and now <= top:
            return along_cosine(first, alpha_0, now / top)
        return along_cosine(alpha_0, first / self.finish, (now - top) / (last - top))


def along_cosine(a: Number, b: Number, part: float) -> Number:
    """From a at 0 to b at 1, along half a cosine."""
    return b + (a - b) / 2 * (1 + cos(pi * part))


@schedule
class Cyclic(Rate):
    """α from α₀ / begin up to the top in `up` steps, down again in `down` steps, and so on; the first top is α₀

    After each cycle the height above α₀ / begin is multiplied by `factor`: with 1 PyTorch's CyclicLR in its mode
    "triangular", with 0.5 "triangular2" (base_lr = α₀ / begin, max_lr = α₀, cycle_momentum=False). Source: Smith
    (2017), Cyclical learning rates for training neural networks, WACV, arXiv:1506.01186, section 3.1.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "cyclic",
        "Cyclic",
        "Up and down along lines, again and again.",
        r"\alpha_t = \tfrac{\alpha_0}{b} + \left(\alpha_0 - \tfrac{\alpha_0}{b}\right) \gamma^{\text{cycle} - 1} \cdot"
        r"\text{triangle}(t)",
        "Smith (2017), Cyclical learning rates for training neural networks, WACV, arXiv:1506.01186.",
        (("up", 8), ("down", 8)),
        falls=False,
    )
    up: int = whole(20, "U", "steps up", "How many steps each way up takes.")
    down: int = whole(20, "D", "steps down", "How many steps each way down takes.")
    begin: float = declared(
        Hyper(10.0, "b", "b", "begin", "By what α₀ is divided at first.", 1.0, 100.0, "log")._replace(lowest=1.0)
    )
    factor: float = declared(
        Hyper(1.0, "γ", r"\gamma", "factor", "What the height is multiplied by after each cycle.", 0.1, 1.0, "linear")
    )

    def alpha(self, alpha_0: Number, t: int) -> Number:
        cycle, k = divmod(t - 1, self.up + self.down)
        height = k / self.up if k <= self.up else (self.up + self.down - k) / self.down
        base = alpha_0 / self.begin
        return base + (alpha_0 - base) * height * self.factor**cycle
