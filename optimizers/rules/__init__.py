"""The update rules. Each is a frozen dataclass of hyperparameters, an `init` and an `update` in the paper's symbols.

Shapes: θ, g and most of a state are (n, runs), the weights of averages (runs,) or a float. A hyperparameter is a
float or an array (runs,). Symbols: α `learning_rate`, β₁ `beta1`, β₂ `beta2`, ε `epsilon`, g the gradient, v an
average of gradients, s an average of squared gradients. `update` gets the g of step t (t = 1 is the first) and
returns the new state. Its `step` is what is added to θ, its `rate` the effective step size: what multiplies a
gradient, its sign, or an average of gradients, in each coordinate. Units: f and θ have the units of the problem; β and
η have none.

Errors: a hyperparameter outside its domain raises ValueError when the optimizer is made. Rules never raise: what
overflows becomes inf or NaN, and the driver sees to it. With ε = 0, a gradient of exactly 0 gives 0/0, as in PyTorch.

Only + − * /, `**2` of arrays, sqrt, where, sign, minimum, maximum and abs stand in an `update`, so that a batch of
runs equals its runs one by one, bit for bit, and so that the same source can be compiled: a single run is made in
Python's floats, coordinate by coordinate (`points.py`). A rule that mixes coordinates says `elementwise = False`.
"""

from typing import Any

from .adabelief_yogi import AdaBelief, Yogi
from .adagrad_adadelta import Adadelta, Adagrad
from .adam import Adam, AdamW
from .amsgrad_adamax import Adamax, AMSGrad
from .gradient_descent import GradientDescent
from .lbfgs import LBFGS
from .momentum import Momentum, Nesterov, ScheduleFree
from .nadam_radam import Nadam, RAdam
from .rmsprop import RMSprop, RMSpropMomentum
from .rprop_gains import LARGEST, SMALLEST, Rprop, SeparateGains
from .second_order import ConjugateGradient, Newton
from .signs import Lion, SignDescent
from .states import AdamState, zeros

RULES: tuple[Any, ...] = (  # in the order of menus and of the Guide
    GradientDescent,
    Momentum,
    Nesterov,
    ScheduleFree,
    Adagrad,
    Adadelta,
    RMSprop,
    RMSpropMomentum,
    Adam,
    AMSGrad,
    Adamax,
    Nadam,
    AdamW,
    RAdam,
    AdaBelief,
    Yogi,
    Lion,
    SignDescent,
    Rprop,
    SeparateGains,
    Newton,
    ConjugateGradient,
    LBFGS,
)

__all__ = [
    "RULES",
    "AMSGrad",
    "AdaBelief",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamState",
    "AdamW",
    "Adamax",
    "ConjugateGradient",
    "GradientDescent",
    "LARGEST",
    "LBFGS",
    "Lion",
    "Momentum",
    "Nadam",
    "Nesterov",
    "Newton",
    "RAdam",
    "RMSprop",
    "RMSpropMomentum",
    "Rprop",
    "SMALLEST",
    "ScheduleFree",
    "SeparateGains",
    "SignDescent",
    "Yogi",
    "zeros",
]
