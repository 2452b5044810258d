"""The schedule that waits for the loss to stop falling."""

from typing import ClassVar, NamedTuple

import numpy as np

from .hyper import Array, Hyper, Number, declared
from .scheduling import Rate, ScheduleFacts, schedule, whole


class PlateauMemory(NamedTuple):
    """What was seen of the losses, each (runs,)."""

    best: Array  # the lowest loss that counted as better
    bad: Array  # how many looks in a row brought nothing better
    resting: Array  # how many looks are left of the rest after a cut
    factor: Array  # α / α₀


@schedule
class OnPlateau(Rate):
    """α ← max(α · factor, least · α₀) once more than `patience` looks in a row at the loss have brought nothing better

    It looks after every `every`-th step, at the whole objective (of a net: the mean loss of all train points with its
    penalty), not at a mini-batch or through noise. Better is a loss under (1 − threshold) times the best. After a cut
    `rest` looks do not count. Follows PyTorch's ReduceLROnPlateau in its mode "min" with threshold_mode "rel" (patience
    10, cooldown = rest, min_lr = least · α₀), which leaves out cuts under eps = 1e-8 as well. Keras' `min_delta` is a
    difference and no part of the best; optax's reduce_on_plateau cuts one look earlier. Source: He et al. (2016), Deep
    residual learning, arXiv:1512.03385, section 3.4: α divided by 10 when the error plateaus.
    """

    facts: ClassVar[ScheduleFacts] = ScheduleFacts(
        "on_plateau",
        "Reduce on plateau",
        "Cut once the loss has stopped falling for a while.",
        r"\alpha \leftarrow \gamma\, \alpha \text{ after } P + 1 \text{ looks with }"
        r"f \ge (1 - \tau)\, f_{\text{best}}",
        "He, Zhang, Ren, Sun (2016), Deep residual learning for image recognition, CVPR, arXiv:1512.03385, section "
        "3.4.",
    )
    watches: ClassVar[bool] = True
    factor: float = declared(
        Hyper(0.1, "γ", r"\gamma", "factor", "What α is multiplied by at each cut.", 0.05, 0.95, "linear", 0.0, 1.0)
    )
    patience: int = declared(
        Hyper(2, "P", "P", "patience", "How many looks without progress are borne before a cut.", 0, 50, "integer")
    )
    every: int = whole(10, "E", "looks every", "After how many steps the loss is looked at.", 200)
    threshold: float = declared(
        Hyper(1e-4, "τ", r"\tau", "threshold", "By which part a loss must beat the best to count.", 1e-6, 0.5, "log")
        ._replace(highest=1.0)
    )  # fmt: skip
    rest: int = declared(Hyper(0, "R", "R", "rest", "How many looks do not count after a cut.", 0, 50, "integer"))
    least: float = declared(Hyper(0.0, "e", "e", "least", "Which part of α₀ is left at least.", 0.0, 1.0, "linear"))

    def alpha(self, alpha_0: Number, t: int) -> Number:
        """Before anything was seen."""
        return alpha_0

    def begin(self, runs: int) -> PlateauMemory:
        none = np.zeros(runs)
        return PlateauMemory(none + np.inf, none, none, none + 1.0)

    def looks(self, t: int) -> bool:
        return t % self.every == 0

    def seen(self, memory: PlateauMemory, loss: Array, t: int) -> PlateauMemory:
        """PyTorch's ReduceLROnPlateau.step, run by run."""
        better = loss < memory.best * (1 - self.threshold)
        bad = np.where(better | (memory.resting > 0), 0.0, memory.bad + 1)
        cut = bad > self.patience
        factor = np.where(cut, np.maximum(memory.factor * self.factor, self.least), memory.factor)
        resting = np.where(cut, self.rest, np.maximum(memory.resting - 1, 0.0))
        return PlateauMemory(
            np.where(better, loss, memory.best), np.where(cut, 0.0, bad), resting, np.minimum(factor, memory.factor)
        )

    def calm(self, memory: PlateauMemory, t: int) -> int:
        looks = self.patience + 1 - int(memory.bad.max())
        return (t // self.every + looks) * self.every - t

    def bound(self, memory: PlateauMemory) -> "Scaled":
        factor = memory.factor
        return Scaled(float(factor[0]) if factor.size == 1 else factor)


class Scaled(Rate):
    """α = factor · α₀, where the factor may differ from run to run."""

    def __init__(self, factor: Number) -> None:
        self.factor = factor

    def alpha(self, alpha_0: Number, t: int) -> Number:
        return alpha_0 * np.reshape(self.factor, np.shape(alpha_0)) if np.ndim(alpha_0) > 1 else alpha_0 * self.factor
