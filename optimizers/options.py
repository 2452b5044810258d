"""Options of a run: what an optimizer is given in place of the gradient.

from optimizers import Options, run
run(objective, adam, start, 300, options=Options(clip=1.0, noise=0.5, batch=16, seed=3))
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import index
from typing import Any

import numpy as np

from .batches import dot, norm
from .hyper import Array, Hyper, check, declared, numbers, specs

Floats = Callable[[float, float], tuple[float, float]]
MANY = 1e9  # what whole numbers stay under


@dataclass(frozen=True)
class Options:
    """g = ∇f + σ/√b · z,  z ~ N(0, 1) in each coordinate
    g ← g · min(1, c / ‖g‖)
    g ← g + λ θ

    weight_decay λ ≥ 0, clip c ≥ 0 or infinity, noise σ ≥ 0, batch b ≥ 1 and seed whole numbers under 1e9; each is one
    for all runs. z is drawn from (seed, t): all runs of a batch meet the same noise at step t. A gradient that is asked
    for without a step has no noise. ‖g‖ is over all parameters of a run. The loss that a run records, and its label,
    are those of the objective itself.

    ValueError, with the name, the value and the domain. Sources: weight decay as in PyTorch's SGD and Adam, coupled: it
    is the gradient of ½ λ ‖θ‖² (AdamW has the decoupled one); clipping by the norm, Pascanu, Mikolov, Bengio (2013),
    arXiv:1211.5063, section 3.2; noise, Neelakantan et al. (2015), arXiv:1511.06807. PyTorch's clip_grad_norm_ divides
    by ‖g‖ + 1e-6.
    """

    weight_decay: float = declared(
        Hyper(0.0, "λ", r"\lambda", "weight decay", "Pulls each parameter to 0, by λ θ.", 0.0, 1.0, "linear")
    )
    clip: float = declared(
        Hyper(math.inf, "c", "c", "clipping", "The gradient is made this long where it is longer.", 1e-2, 1e3, "log")
    )
    noise: float = declared(
        Hyper(0.0, "σ", r"\sigma", "noise", "How far each gradient is off, in each coordinate.", 0.0, 30.0, "linear")
    )
    batch: int = declared(
        Hyper(1, "b", "b", "batch", "Noise as from a mini-batch of this size: σ/√b.", 1, 1024, "integer", 1, MANY)
    )
    seed: int = declared(Hyper(0, "seed", r"\text{seed}", "seed", "Seed of the noise.", 0, 99, "integer", highest=MANY))

    def __post_init__(self) -> None:
        check(self)
        for name, value in numbers(self).items():
            if isinstance(value, np.ndarray):
                raise ValueError(f"{name} = {value!r} is an array, but an option is the same for all runs")

    def seen(self, objective: Any) -> Any:
        """The objective as the optimizer sees it; the objective itself where no option is on."""
        return Seen(objective, self) if self.any_on else objective

    @property
    def any_on(self) -> bool:
        """Whether the optimizer sees anything but the objective's own gradient."""
        return self.weight_decay != 0 or self.noise != 0 or self.clip != math.inf

    @property
    def sigma(self) -> float:
        """σ/√b, how far a gradient is off."""
        return self.noise / math.sqrt(self.batch)


OPTIONS: dict[str, Any] = dict(specs(Options))


@lru_cache(maxsize=4096)
def few_drawn(seed: int, t: int, n: int) -> tuple[float, ...]:
    """The same as `drawn`, kept: a run in the plane that is made again and again meets the same noise."""
    return tuple(drawn(seed, t, n).tolist())


def drawn(seed: int, t: int, n: int) -> Array:
    """z of step t, (n,)."""
    return np.random.default_rng((seed, index(t))).standard_normal(n)


@dataclass(frozen=True)
class Seen:
    """An objective with options. For rules that search along a line, value and Hessian belong to this gradient where
    clipping is off: they have ½ λ ‖θ‖² and λ more, and `value_at` the tilt σ/√b · z·θ of step t. All else is the
    objective's own."""

    objective: Any
    options: Options

    def value(self, params: Array) -> Array:
        """(n, *batch) → (*batch,)."""
        decay = self.options.weight_decay
        own: Array = self.objective.value(params)
        return own + decay / 2 * dot(params, params) if decay else own

    def value_at(self, params: Array, t: int) -> Array:
        """(n, *batch) → (*batch,): as step t sees it."""
        own = self.value(params)
        return own + dot(self.tilt(params, t), params) if self.options.noise else own

    def tilt(self, params: Array, t: int) -> Array:
        """σ/√b · z of step t, (n, 1, …)."""
        z = drawn(self.options.seed, t, len(params))
        return self.options.sigma * z.reshape(-1, *[1] * (params.ndim - 1))

    def gradient(self, params: Array, t: int | None = None) -> Array:
        """(n, *batch) → (n, *batch); without noise where t is None."""
        options, g = self.options, self.objective.gradient(params, t)
        if options.noise and t is not None:
            g = g + self.tilt(params, t)
        if options.clip < math.inf:
            length = norm(g)
            with np.errstate(divide="ignore", invalid="ignore"):
                factor = np.where(length <= options.clip, 1.0, options.clip / length)
            g = g * np.where(np.isinf(length), np.nan, factor)  # too long to be measured: the run has diverged
        return g + options.weight_decay * params if options.weight_decay else g

    def gradients_in_floats(self, ts: range) -> Floats:
        """∇f as seen at step after step: to be called once for each of `ts`, in Python's floats, to the same bits."""
        gradient, decay, clip = self.objective.gradient_in_floats, self.options.weight_decay, self.options.clip
        sigma, seed, steps = self.options.sigma, self.options.seed, iter(ts)

        def seen(x: float, y: float) -> tuple[float, float]:
            dx, dy = gradient(x, y)
            if sigma:
                z = few_drawn(seed, next(steps), 2)
                dx, dy = dx + sigma * z[0], dy + sigma * z[1]
            if clip < math.inf and not (length := math.sqrt(dx * dx + dy * dy)) <= clip:
                if length == math.inf:
                    raise OverflowError("a gradient too long to be measured")
                dx, dy = dx * (clip / length), dy * (clip / length)
            return (dx + decay * x, dy + decay * y) if decay else (dx, dy)

        return seen

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # copies ask before there is an objective
            raise AttributeError(name)
        own = getattr(self.objective, name)
        return self.bent(own) if name == "hessian" and self.options.weight_decay else own

    def bent(self, hessian: Callable[[Array], Array]) -> Callable[[Array], Array]:
        """The Hessian with λ on its diagonal."""

        def with_decay(params: Array) -> Array:
            diagonal = np.eye(len(params)).reshape(len(params), len(params), *[1] * (params.ndim - 1))
            return hessian(params) + self.options.weight_decay * diagonal

        return with_decay
