"""Optimizers: update rules and the driver that runs them. NumPy only.

from optimizers import OPTIMIZERS, run
adam = OPTIMIZERS["adam"](learning_rate=0.05)
path = run(objective, adam, start=(-1.2, 1.0), steps=300)
"""

from typing import Any

from .driver import run
from .facts import Facts, latex, source
from .hyper import Hyper, Switch, specs
from .outcome import Outcome, outcome
from .rules import Adagrad, Adam, GradientDescent, Momentum, Nesterov, RMSprop, Rprop, SignDescent
from .status import Status
from .trajectory import Objective, Trajectory

RULES: tuple[Any, ...] = (GradientDescent, Momentum, Nesterov, Adagrad, RMSprop, Adam, SignDescent, Rprop)
OPTIMIZERS: dict[str, Any] = {rule.facts.key: rule for rule in RULES}

__all__ = [
    "OPTIMIZERS",
    "Facts",
    "Hyper",
    "Objective",
    "Outcome",
    "Status",
    "Switch",
    "Trajectory",
    "latex",
    "outcome",
    "run",
    "source",
    "specs",
]
