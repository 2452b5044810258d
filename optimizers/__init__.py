"""Optimizers: update rules and the driver that runs them. NumPy only.

from optimizers import OPTIMIZERS, run
adam = OPTIMIZERS["adam"](learning_rate=0.05)
path = run(objective, adam, start=(-1.2, 1.0), steps=300)
"""

from typing import Any

from .changes import by_hand
from .compound import chain, sequence
from .driver import run
from .facts import Facts, latex, source
from .hyper import Hyper, Switch, specs
from .options import OPTIONS, Options
from .outcome import Outcome, outcome
from .resumable import ResumableRun
from .rules import RULES
from .schedules import SCHEDULES
from .status import Status
from .trajectory import Objective, Trajectory

OPTIMIZERS: dict[str, Any] = {rule.facts.key: rule for rule in RULES}

__all__ = [
    "OPTIMIZERS",
    "OPTIONS",
    "SCHEDULES",
    "Facts",
    "Hyper",
    "Objective",
    "Options",
    "Outcome",
    "ResumableRun",
    "Status",
    "Switch",
    "Trajectory",
    "by_hand",
    "chain",
    "latex",
    "outcome",
    "run",
    "sequence",
    "source",
    "specs",
]
