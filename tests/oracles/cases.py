"""What the oracles are made of: surfaces written down once more from their sources, and the runs on them.

A case names an optimizer of the registry, its hyperparameters, a surface, a start and a number of steps; where need be,
what changes in mid-run and what the gradient goes through. Nothing here knows a framework, and nothing here is shared
with the code under test: the formulas take `x`, `y` and the `exp` of whichever framework walks on them.
"""

from collections.abc import Iterator
from math import cos, radians, sin
from typing import Any, NamedTuple

from tests.oracles.settings import CHANGES, OPTIONS, SETTINGS

AT = (0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300)  # the steps that are stored, and the last one


class Case(NamedTuple):
    optimizer: str
    hyper: dict[str, Any]
    surface: str
    parameters: dict[str, float]  # of the surface
    start: tuple[float, float]
    steps: int
    changes: tuple[tuple[int, str, float], ...] = ()  # (step, name, value): the value of the steps after this one
    options: dict[str, float] = {}  # of the run: weight_decay, clip


def elongated_bowl(x, y, exp, condition=50.0, rotation=0.0):
    """Axes turned counter-clockwise by `rotation` degrees; the second one is steep."""
    c, s = cos(radians(rotation)), sin(radians(rotation))
    return (c * x + s * y) ** 2 + condition * (c * y - s * x) ** 2


def beale(x, y, exp):
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


SURFACES = {
    "elongated_bowl": elongated_bowl,
    "saddle": lambda x, y, exp: x**2 - y**2,
    "bounded_saddle": lambda x, y, exp: x**2 - y**2 + 0.05 * y**4,
    "plateau": lambda x, y, exp: 1 - exp(-(x**2 + y**2) / 2),
    "rosenbrock": lambda x, y, exp: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "beale": beale,
    "himmelblau": lambda x, y, exp: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
}

PYTORCH_FADE = 0.96**0.004  # of NAdam's β1: PyTorch's momentum_decay is the exponent
ADAM = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ADAM_KERAS = {**ADAM, "epsilon": 1e-7}
ROLLING = {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8}
INSIDE = {"epsilon": 1e-7, "epsilon_inside": True}

# Every rule and every convention on every surface: which of RATES it takes, how much of it, optimizer, the rest, steps.
# RMSprop at a constant rate ends in a chaotic limit cycle: 30 steps are short of it, and so are 300 small ones with a
# long memory. Adadelta's steps grow until they are as long: half of each stays below. PyTorch's Nadam begins with half
# of β₁: at Adam's rate it jumps from side to side of a valley, farther each time. RAdam begins as plain descent. Adam's
# first uncorrected steps are long, 3 α, so its rate is smaller. Steps by sign go from one point of a grid to the next:
# at these odd rates no point lies where a gradient is exactly 0.
RULES = [
    ("plain", 1, "gradient_descent", {}, 300),
    ("velocity", 1, "momentum", {"beta1": 0.9}, 300),
    ("plain", 1, "momentum", {"beta1": 0.9, "average": True}, 300),
    ("velocity", 1, "momentum", {"beta1": 0.9, "dampening": 0.5}, 300),
    ("velocity", 1, "momentum", {"beta1": 0.9, "rate_inside": True}, 300),
    ("plain", 1, "momentum", {"beta1": 0.9, "rate_inside": True, "average": True}, 300),
    ("velocity", 1, "nesterov", {"beta1": 0.9}, 300),
    ("velocity", 1, "nesterov", {"beta1": 0.9, "look_ahead": True}, 300),
    ("velocity", 1, "nesterov", {"beta1": 0.9, "rate_inside": True}, 300),
    ("velocity", 1, "nesterov", {"beta1": 0.9, "look_ahead": True, "rate_inside": True}, 300),
    ("adagrad", 1, "adagrad", {"epsilon": 1e-10}, 300),
    ("adagrad", 1, "adagrad", {**INSIDE, "initial_s": 0.1}, 300),
    ("adadelta", 0.5, "adadelta", {"beta2": 0.9, "epsilon": 1e-6}, 300),
    ("adadelta", 1, "adadelta", {"beta2": 0.95, "epsilon": 1e-7}, 300),
    ("rmsprop", 1, "rmsprop", {"beta2": 0.9, "epsilon": 1e-8}, 30),
    ("rmsprop", 0.1, "rmsprop", {"beta2": 0.99, "epsilon": 1e-8}, 300),
    ("rmsprop", 0.1, "rmsprop", {"beta2": 0.99, **INSIDE}, 300),
    ("rmsprop", 0.1, "rmsprop", {"beta2": 0.99, "epsilon": 1e-8, "centered": True}, 300),
    ("rmsprop", 0.1, "rmsprop", {"beta2": 0.99, **INSIDE, "centered": True}, 300),
    ("rmsprop", 0.01, "rmsprop_momentum", ROLLING, 300),
    ("rmsprop", 0.01, "rmsprop_momentum", {**ROLLING, "centered": True}, 300),
    ("rmsprop", 0.01, "rmsprop_momentum", {**ROLLING, **INSIDE, "rate_inside": True}, 300),
    ("rmsprop", 0.01, "rmsprop_momentum", {**ROLLING, **INSIDE, "rate_inside": True, "centered": True}, 300),
    ("rmsprop", 0.01, "rmsprop_momentum", {**ROLLING, **INSIDE, "rate_inside": True, "nesterov": True}, 300),
    ("rmsprop", 0.01, "rmsprop_momentum", {**ROLLING, "nesterov": True, "centered": True}, 300),
    ("adam", 1, "adam", ADAM, 300),
    ("uncorrected", 1, "adam", {**ADAM, "bias_correction": False}, 300),
    ("adam", 1, "adam", {**ADAM_KERAS, "fold_correction": True}, 300),
    ("adam", 1, "amsgrad", ADAM, 300),
    ("adam", 1, "amsgrad", {**ADAM_KERAS, "fold_correction": True}, 300),
    ("adam", 1, "amsgrad", {**ADAM, "of_corrected": True}, 300),
    ("adam", 1, "adamax", ADAM, 300),
    ("adam", 1, "adamax", {**ADAM_KERAS, "epsilon_added": True}, 300),
    ("adam", 0.1, "nadam", {**ADAM, "fade": PYTORCH_FADE}, 300),
    ("adam", 1, "nadam", {**ADAM_KERAS, "fade": 0.96}, 300),
    ("adam", 1, "nadam", {**ADAM, "fade": 0.0}, 300),
    ("adam", 1, "adamw", {**ADAM, "weight_decay": 0.01}, 300),
    ("adam", 1, "adamw", {**ADAM, "weight_decay": 0.01, "decay_by_schedule": True}, 300),
    ("adam", 1, "adamw", {**ADAM_KERAS, "weight_decay": 0.004, "fold_correction": True}, 300),
    ("plain", 1, "radam", ADAM, 300),
    ("plain", 1, "radam", {**ADAM, "fold_correction": False}, 300),
    ("adam", 1, "adabelief", ADAM, 300),
    ("adam", 1, "adabelief", {**ADAM, "epsilon": 1e-16}, 300),
    ("adam", 1, "adabelief", {**ADAM, "epsilon": 0.0, "epsilon_in_average": False}, 300),
    ("adam", 1, "yogi", {**ADAM, "epsilon": 1e-3, "initial_s": 1e-6, "initial_v": 1e-6, "bias_correction": True}, 300),
    ("uncorrected", 1, "yogi", {**ADAM, "epsilon": 1e-3, "initial_s": 0.0, "bias_correction": False}, 300),
    ("sign", 1, "lion", {"beta1": 0.9, "beta2": 0.99}, 300),
    ("sign", 1, "lion", {"beta1": 0.95, "beta2": 0.98, "weight_decay": 0.1}, 300),
    ("plain", 0.5, "schedule_free", {"beta1": 0.9}, 300),
    ("sign", 1, "sign_descent", {}, 300),
    ("sign", 1, "rprop", {"shrink": 0.5, "grow": 1.2}, 100),
]
RATES = ("adadelta", "plain", "velocity", "adagrad", "rmsprop", "adam", "uncorrected", "sign")
TURNED = {"condition": 20.0, "rotation": 30.0}
GROUND = [  # surface, its parameters, start, a learning rate for each of RATES
    ("elongated_bowl", {}, (-4.0, 2.0), (1.0, 0.018, 0.002, 0.5, 0.04, 0.2, 0.05, 0.0371)),
    ("elongated_bowl", TURNED, (-4.0, 2.0), (1.0, 0.045, 0.005, 0.5, 0.04, 0.2, 0.05, 0.0371)),
    ("saddle", {}, (1.5, 0.001), (0.02, 0.01, 0.001, 0.05, 0.05, 0.005, 0.00125, 0.0047)),
    ("bounded_saddle", {}, (4.0, 0.05), (1.0, 0.04, 0.004, 0.5, 0.04, 0.2, 0.05, 0.0371)),
    ("plateau", {}, (-3.2, 1.6), (1.0, 0.8, 0.15, 0.3, 0.04, 0.2, 0.05, 0.0371)),
    ("rosenbrock", {}, (-1.2, 1.0), (1.0, 0.001, 0.0003, 0.3, 0.02, 0.1, 0.025, 0.0193)),
    ("beale", {}, (1.0, 1.5), (1.0, 0.02, 0.003, 0.5, 0.03, 0.3, 0.075, 0.0293)),
    ("himmelblau", {}, (-0.15, 0.67), (1.0, 0.005, 0.005, 0.5, 0.05, 0.2, 0.05, 0.0471)),
]


def cases() -> Iterator[Case]:
    for surface, parameters, start, rates in GROUND:
        for rate, part, optimizer, hyper, steps in RULES:
            hyper = {"learning_rate": round(part * rates[RATES.index(rate)], 9), **hyper}
            yield Case(optimizer, hyper, surface, parameters, start, steps)
    for grounds, optimizer, hyper, steps in SETTINGS:
        for surface, start in grounds:
            yield Case(optimizer, hyper, surface, {}, start, steps)
    for grounds, optimizer, hyper, changes in CHANGES:
        for surface, start in grounds:
            yield Case(optimizer, hyper, surface, {}, start, 300, changes)
    for grounds, optimizer, hyper, options in OPTIONS:
        for surface, start in grounds:
            yield Case(optimizer, hyper, surface, {}, start, 300, options=options)
