"""What the oracles are made of: surfaces written down once more from their sources, and the runs on them.

A case names an optimizer of the registry, its hyperparameters, a surface, a start and a number of steps. Nothing here
knows a framework, and nothing here is shared with the code under test: the formulas take `x`, `y` and the `exp` of
whichever framework walks on them.
"""

from collections.abc import Iterator
from math import cos, radians, sin
from typing import Any, NamedTuple

AT = (0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300)  # the steps that are stored, and the last one


class Case(NamedTuple):
    optimizer: str
    hyper: dict[str, Any]  # a switch is named only where it is turned from its default
    surface: str
    parameters: dict[str, float]  # of the surface
    start: tuple[float, float]
    steps: int


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

# Every rule on every surface: which of RATES it takes, optimizer, the rest, steps. RMSprop at a constant rate ends in a
# chaotic limit cycle: 30 steps are short of it. Adam's first uncorrected steps are long, 3 α, so its rate is smaller.
# Steps by sign go from one point of a grid to the next: at these odd rates no point lies where a gradient is exactly 0.
RULES = [
    ("plain", "gradient_descent", {}, 300),
    ("velocity", "momentum", {"beta1": 0.9}, 300),
    ("plain", "momentum", {"beta1": 0.9, "average": True}, 300),
    ("velocity", "nesterov", {"beta1": 0.9}, 300),
    ("velocity", "nesterov", {"beta1": 0.9, "look_ahead": True}, 300),
    ("adagrad", "adagrad", {"epsilon": 1e-10}, 300),
    ("rmsprop", "rmsprop", {"beta2": 0.9, "epsilon": 1e-8}, 30),
    ("adam", "adam", {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, 300),
    ("uncorrected", "adam", {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "bias_correction": False}, 300),
    ("sign", "sign_descent", {}, 300),
    ("sign", "rprop", {"shrink": 0.5, "grow": 1.2}, 100),
]
RATES = ("plain", "velocity", "adagrad", "rmsprop", "adam", "uncorrected", "sign")
TURNED = {"condition": 20.0, "rotation": 30.0}
GROUND = [  # surface, its parameters, start, a learning rate for each of RATES
    ("elongated_bowl", {}, (-4.0, 2.0), (0.018, 0.002, 0.5, 0.04, 0.2, 0.05, 0.0371)),
    ("elongated_bowl", TURNED, (-4.0, 2.0), (0.045, 0.005, 0.5, 0.04, 0.2, 0.05, 0.0371)),
    ("saddle", {}, (1.5, 0.001), (0.01, 0.001, 0.05, 0.05, 0.005, 0.00125, 0.0047)),
    ("bounded_saddle", {}, (4.0, 0.05), (0.04, 0.004, 0.5, 0.04, 0.2, 0.05, 0.0371)),
    ("plateau", {}, (-3.2, 1.6), (0.8, 0.15, 0.3, 0.04, 0.2, 0.05, 0.0371)),
    ("rosenbrock", {}, (-1.2, 1.0), (0.001, 0.0003, 0.3, 0.02, 0.1, 0.025, 0.0193)),
    ("beale", {}, (1.0, 1.5), (0.02, 0.003, 0.5, 0.03, 0.3, 0.075, 0.0293)),
    ("himmelblau", {}, (-0.15, 0.67), (0.005, 0.005, 0.5, 0.05, 0.2, 0.05, 0.0471)),
]

# Other settings: ε = 0 (where inside and outside the root are one rule), large ε, ε against gradients of 1e-8, other β,
# PyTorch's defaults, a learning rate beyond 2/λmax. A row: where it runs (surface, start), optimizer, the rest, steps.
BOWL, VALLEY, BEND = ("elongated_bowl", (-4.0, 2.0)), ("rosenbrock", (-0.6, 2.0)), ("beale", (1.0, 1.2))
HILL, EDGE, FAR = ("himmelblau", (0.0, 0.0)), ("plateau", (4.0, 3.0)), ("plateau", (5.0, 4.0))
SETTINGS = [
    ((BOWL,), "gradient_descent", {"learning_rate": 0.021}, 50),
    ((EDGE, VALLEY), "gradient_descent", {"learning_rate": 0.002}, 300),
    ((BOWL, BEND), "momentum", {"learning_rate": 0.01, "beta1": 0.0}, 200),
    ((VALLEY, HILL), "momentum", {"learning_rate": 0.001, "beta1": 0.5}, 300),
    ((BOWL, EDGE), "momentum", {"learning_rate": 0.001, "beta1": 0.99}, 300),
    ((VALLEY, HILL), "momentum", {"learning_rate": 0.002, "beta1": 0.5, "average": True}, 300),
    ((BOWL, EDGE), "momentum", {"learning_rate": 0.1, "beta1": 0.99, "average": True}, 300),
    ((VALLEY, HILL), "nesterov", {"learning_rate": 0.001, "beta1": 0.5}, 300),
    ((BOWL, EDGE), "nesterov", {"learning_rate": 0.001, "beta1": 0.99}, 300),
    ((VALLEY, HILL), "nesterov", {"learning_rate": 0.001, "beta1": 0.5, "look_ahead": True}, 300),
    ((BOWL, EDGE), "nesterov", {"learning_rate": 0.001, "beta1": 0.99, "look_ahead": True}, 300),
    ((BOWL, EDGE, VALLEY, BEND, HILL), "adagrad", {"learning_rate": 0.5, "epsilon": 0.0}, 300),
    ((BOWL, HILL), "adagrad", {"learning_rate": 0.01, "epsilon": 1e-10}, 300),
    ((VALLEY, EDGE), "adagrad", {"learning_rate": 0.5, "epsilon": 1e-2}, 300),
    ((FAR,), "adagrad", {"learning_rate": 0.1, "epsilon": 1e-8}, 50),
    ((BOWL, EDGE, VALLEY, BEND, HILL), "rmsprop", {"learning_rate": 0.02, "beta2": 0.9, "epsilon": 0.0}, 30),
    ((BOWL, VALLEY), "rmsprop", {"learning_rate": 0.01, "beta2": 0.99, "epsilon": 1e-8}, 100),
    ((EDGE, VALLEY), "rmsprop", {"learning_rate": 0.02, "beta2": 0.5, "epsilon": 1e-2}, 30),
    ((FAR,), "rmsprop", {"learning_rate": 0.05, "beta2": 0.9, "epsilon": 1e-8}, 50),
    (
        (BOWL, EDGE, VALLEY, BEND, HILL),
        "adam",
        {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 0.0},
        300,
    ),
    ((BOWL, HILL), "adam", {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, 300),
    ((EDGE, VALLEY), "adam", {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-2}, 300),
    ((FAR,), "adam", {"learning_rate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, 50),
    ((BOWL, BEND), "adam", {"learning_rate": 0.05, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-8}, 100),
    ((BOWL, VALLEY), "adam", {"learning_rate": 0.05, "beta1": 0.99, "beta2": 0.9999, "epsilon": 1e-8}, 200),
    ((VALLEY, HILL), "adam", {"learning_rate": 0.02, "beta1": 0.0, "beta2": 0.99, "epsilon": 1e-8}, 30),
    (
        (FAR, EDGE),
        "adam",
        {"learning_rate": 0.02, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-7, "bias_correction": False},
        50,
    ),
    ((EDGE, VALLEY), "sign_descent", {"learning_rate": 0.137}, 50),
    ((BOWL, BEND), "rprop", {"learning_rate": 0.731, "shrink": 0.5, "grow": 1.2}, 100),
    ((HILL, EDGE, VALLEY), "rprop", {"learning_rate": 0.013, "shrink": 0.3, "grow": 1.5}, 300),
    ((FAR,), "rprop", {"learning_rate": 1e-7, "shrink": 0.5, "grow": 1.2}, 50),  # it begins at the smallest step
]


def cases() -> Iterator[Case]:
    for surface, parameters, start, rates in GROUND:
        for rate, optimizer, hyper, steps in RULES:
            hyper = {"learning_rate": rates[RATES.index(rate)], **hyper}
            yield Case(optimizer, hyper, surface, parameters, start, steps)
    for grounds, optimizer, hyper, steps in SETTINGS:
        for surface, start in grounds:
            yield Case(optimizer, hyper, surface, {}, start, steps)
