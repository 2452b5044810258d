"""What rules remember and show, by name. Every state has `rate` and `step`."""

from typing import Any, NamedTuple

import numpy as np

from ..hyper import Array, Number


class StepState(NamedTuple):
    rate: Number
    step: Array


class VelocityState(NamedTuple):
    v: Array
    rate: Number
    step: Array


class ScheduleFreeState(NamedTuple):
    z: Array
    total: Number
    c: Number
    rate: Number
    step: Array


class SquaresState(NamedTuple):
    s: Array
    rate: Array
    step: Array


class AdadeltaState(NamedTuple):
    s: Array
    d: Array
    rate: Array
    step: Array


class RMSpropState(NamedTuple):
    a: Array
    s: Array
    rate: Array
    step: Array


class BufferState(NamedTuple):
    v: Array
    a: Array
    s: Array
    rate: Array
    step: Array


class AdamState(NamedTuple):
    v: Array
    s: Array
    v_weight: Number
    s_weight: Number
    v_hat: Array
    s_hat: Array
    rate: Number
    step: Array


class AMSGradState(NamedTuple):
    v: Array
    s: Array
    s_max: Array
    v_weight: Number
    s_weight: Number
    v_hat: Array
    s_hat: Array
    rate: Array
    step: Array


class AdamaxState(NamedTuple):
    v: Array
    u: Array
    v_weight: Number
    v_hat: Array
    rate: Array
    step: Array


class NadamState(NamedTuple):
    v: Array
    s: Array
    faded: Number
    mu_weight: Number
    s_weight: Number
    v_hat: Array
    s_hat: Array
    rate: Array
    step: Array


class RpropState(NamedTuple):
    direction: Array
    rate: Array
    step: Array


class GainState(NamedTuple):
    direction: Array
    gain: Array
    rate: Array
    step: Array


def zeros(kind: Any, params: Array, **given: Any) -> Any:
    """A state of zeros, each field shaped like the parameters but those that are given."""
    return kind(**{name: given.get(name, np.zeros_like(params)) for name in kind._fields})
