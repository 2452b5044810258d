"""Hyperparameters, each declared once: sliders, axes, labels, docs and test extremes read the declaration."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple, TypeVar, dataclass_transform

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Number = float | Array
Rule = TypeVar("Rule")
Scale = Literal["linear", "log", "one_minus", "integer"]


class Hyper(NamedTuple):
    """A number. Its valid domain is lowest ≤ value < highest; a slider's range, low … high, is narrower.

    The default is valid wherever it lies: infinity, say, where that stands for none. On the scale "integer" it is a
    whole number, one for all runs of a batch.
    """

    default: float
    symbol: str
    latex: str
    label: str
    help: str
    low: float
    high: float
    scale: Scale
    lowest: float = 0.0
    highest: float = math.inf

    def domain(self, name: str) -> str:
        """The valid domain in words: 0 ≤ beta1 < 1."""
        return f"{self.lowest:g} ≤ {name} < {'∞' if math.isinf(self.highest) else format(self.highest, 'g')}"


class Switch(NamedTuple):
    """A choice between two forms of a rule; `off` and `on` name them."""

    default: bool
    label: str
    help: str
    off: str
    on: str


SCALES = "Scales every step."
SLIDER = "The slider is logarithmic; the tick marks the stability limit where it is known."
DECAY_OF_V = "Decay rate of v: 0.9 averages gradients over about 10 steps, 0.99 over about 100."
SMALL = "Keeps the division away from zero. Matters unless what it is added to is much larger."
DECAY_OF_S = "Decay rate of the average of squared gradients: 0.9 averages over about 10 steps, 0.999 over about 1000."


def declared(spec: Hyper | Switch) -> Any:
    """A dataclass field that carries its declaration."""
    return field(default=spec.default, metadata={"spec": spec})


def learning_rate(default: float, words: str = SCALES) -> Any:
    """α, the step size, unless `words` tell of something else."""
    return declared(Hyper(default, "α", r"\alpha", "learning rate", f"{words} {SLIDER}", 1e-5, 10.0, "log"))


def beta1(default: float = 0.9, words: str = DECAY_OF_V) -> Any:
    """β₁, the decay rate of v, unless `words` tell of something else."""
    label = "momentum coefficient" if words == DECAY_OF_V else "interpolation"
    return declared(Hyper(default, "β₁", r"\beta_1", label, words, 0.0, 0.999, "one_minus", highest=1.0))


def beta2(default: float = 0.999, words: str = DECAY_OF_S) -> Any:
    """β₂, the decay rate of the average of squared gradients s, unless `words` tell of something else."""
    label = "decay rate of squared gradients" if words == DECAY_OF_S else "decay rate"
    return declared(Hyper(default, "β₂", r"\beta_2", label, words, 0.0, 0.9999, "one_minus", highest=1.0))


def epsilon(default: float = 1e-8, words: str = SMALL) -> Any:
    """ε, which keeps the division away from 0, and what `words` tell besides."""
    return declared(Hyper(default, "ε", r"\varepsilon", "numerical stability", words, 1e-12, 1e-2, "log"))


def shrink(default: float = 0.5) -> Any:
    """η⁻, what a step size is multiplied by when the gradient has changed sign."""
    words = "What a step size is multiplied by when the gradient has changed sign: a minimum was jumped over."
    return declared(Hyper(default, "η⁻", r"\eta^-", "shrink", words, 0.1, 0.9, "linear", highest=1.0))


def grow(default: float = 1.2) -> Any:
    """η⁺, what a step size is multiplied by while the gradient keeps its sign."""
    words = "What a step size is multiplied by while the gradient keeps its sign."
    return declared(Hyper(default, "η⁺", r"\eta^+", "grow", words, 1.0, 2.0, "linear", lowest=1.0))


def switch(label: str, help: str, off: str, on: str, *, default: bool = False) -> Any:
    """A bool that chooses between two forms of a rule."""
    return declared(Switch(default, label, help, off, on))


def specs(optimizer: Any) -> Mapping[str, Hyper | Switch]:
    """The declarations of an optimizer, class or instance, by name and in order."""
    return {f.name: f.metadata["spec"] for f in fields(optimizer) if "spec" in f.metadata}


def numbers(optimizer: Any) -> dict[str, Number]:
    """The hyperparameters that may differ from run to run, with their values."""
    return {name: getattr(optimizer, name) for name, spec in specs(optimizer).items() if varies(spec)}


def varies(spec: Hyper | Switch) -> bool:
    """Whether each run of a batch may have its own: so for numbers, not for whole numbers and switches."""
    return isinstance(spec, Hyper) and spec.scale != "integer"


def check(optimizer: Any) -> None:
    """Hold every hyperparameter to its declaration. ValueError with the name, the value and the domain otherwise."""
    for name, spec in specs(optimizer).items():
        object.__setattr__(optimizer, name, inside(name, getattr(optimizer, name), spec))


def inside(name: str, value: Any, spec: Hyper | Switch) -> Any:
    """A value as it is kept, held to its declaration."""
    if isinstance(spec, Switch):
        return bool_inside(name, value, spec)
    return number_inside(name, value, spec) if varies(spec) else whole_inside(name, value, spec)


def number_inside(name: str, value: Any, spec: Hyper) -> Number:
    """A float, or an array of floats, all of them inside the domain."""
    try:
        array = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} = {value!r} is not a number; its domain is {spec.domain(name)}") from None
    fine = ((array >= spec.lowest) & (array < spec.highest)) | (array == spec.default)
    if not fine.all():
        raise ValueError(f"{name} = {float(array[~fine].flat[0])!r} is outside its domain {spec.domain(name)}")
    return array if array.ndim else float(array)


def whole_inside(name: str, value: Any, spec: Hyper) -> int:
    """A whole number inside the domain, one for all runs."""
    number = number_inside(name, value, spec)
    if not isinstance(number, float) or not number.is_integer():
        raise ValueError(f"{name} = {value!r} is outside its domain: whole numbers {spec.domain(name)}")
    return int(number)


def bool_inside(name: str, value: Any, spec: Switch) -> bool:
    """A bool: False for the form named `off`, True for the form named `on`."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} = {value!r} is outside its domain: False ({spec.off}) or True ({spec.on})")
    return bool(value)


def changed(optimizer: Any, **values: Any) -> Any:
    """The optimizer with other values, each already held to its declaration, in the shape of what it replaces.

    It is made as quickly as can be, for schedules change an optimizer at every step: nothing is checked again.
    """
    made = object.__new__(type(optimizer))
    made.__dict__.update(optimizer.__dict__)
    for name, value in values.items():
        old = getattr(optimizer, name)
        made.__dict__[name] = value + 0 * old if isinstance(old, np.ndarray) and not np.ndim(value) else value
    return made


@dataclass_transform(frozen_default=True)
def rule(kind: type[Rule]) -> type[Rule]:
    """An update rule: a frozen dataclass whose hyperparameters are checked when it is made."""
    kind.__post_init__ = check  # type: ignore[attr-defined]
    return dataclass(frozen=True)(kind)
