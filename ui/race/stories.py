"""Races to begin with: each is a whole page, chosen by name, and a sentence or two on what to notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from experiments.steering import Change, Noise, Steering
from figures.slots import allotted
from optimizers import SCHEDULES, specs
from ui.race.state import Race, Racer, opening, preset_values
from ui.race.steering import in_form

PLAIN = Steering()


class Story(NamedTuple):
    group: str
    title: str
    note: str
    make: Callable[[], Race]


def race(surface: str, *racers: Racer, **fields: Any) -> Callable[[], Race]:
    """A page as it opens on a surface, but for its racers and some fields."""

    slots = allotted(each.optimizer for each in racers)
    slotted = tuple(replace(each, slot=slot) for slot, each in zip(slots, racers, strict=True))
    return lambda: replace(opening(surface), racers=slotted, **fields)


def racer(surface: str, optimizer: str, form: str = "", steering: Steering = PLAIN, **values: Any) -> Racer:
    """With the surface's own rate, but for some values; `form` is a convention."""
    made = Racer(1, optimizer, tuple((dict(preset_values(surface, optimizer)) | values).items()), steering=steering)
    return in_form(made, form) if form else made


def planned(schedule: str, **timing: float) -> Steering:
    declared = {name: spec.default for name, spec in specs(SCHEDULES[schedule]).items()}
    return Steering(schedule, tuple((declared | timing).items()))


def by_hand(*changes: tuple[int, str, float]) -> Steering:
    return Steering(changes=tuple(Change(*change) for change in changes))


def on(surface: str, *optimizers: str) -> list[Racer]:
    return [racer(surface, optimizer) for optimizer in optimizers]


BOWL, PLATEAU, VALLEY = "elongated_bowl", "plateau", "rosenbrock"
FRAMEWORKS, RATES, FIELD, ONE = "One name, several rules", "The learning rate in time", "The field", "One parameter"
STEPS = 160
NOISY = {"start": (-5.0, 2.0), "steps": STEPS, "noise": Noise(16.0, 1, 4)}
RATE = {"learning_rate": 0.015}

STORIES: dict[str, Story] = {
    "epsilon": Story(
        FRAMEWORKS,
        "ε inside the root, or outside",
        "Three times RMSprop with one α. Far out the slope is under √ε: where ε stands decides who moves at all.",
        race(
            PLATEAU,
            *(racer(PLATEAU, "rmsprop", form, learning_rate=0.06) for form in ("pytorch", "optax", "keras")),
            start=(-4.5, 2.5),
            steps=STEPS,
        ),
    ),
    "nadam": Story(
        FRAMEWORKS,
        "Nadam, three times",
        "PyTorch, Keras and optax warm β₁ up slowly, quickly, not at all. The name is the same, the paths are not.",
        race(BOWL, *(racer(BOWL, "nadam", form, learning_rate=0.3) for form in ("pytorch", "keras", "optax"))),
    ),
    "inside": Story(
        FRAMEWORKS,
        "α inside the velocity",
        "Both cut α to a tenth every 20 steps. With α outside v the cut is felt at once; inside, old steps roll on.",
        race(
            BOWL,
            *(
                racer(BOWL, "momentum", form, planned("staircase", factor=0.1, every=20.0), learning_rate=0.004)
                for form in ("pytorch", "keras")
            ),
            curve="alpha",
        ),
    ),
    "decay": Story(
        RATES,
        "Five ways to slow down",
        "Noisy gradients never let a constant α settle. Each of the others gives up speed for calm in its own way.",
        race(
            "himmelblau",
            racer("himmelblau", "gradient_descent", learning_rate=0.01),
            *(
                racer("himmelblau", "gradient_descent", "", plan, learning_rate=0.01)
                for plan in (
                    planned("inverse_time", decay=0.5),
                    planned("exponential", rate=0.8),
                    planned("staircase", every=30.0),
                    planned("cosine", steps=100.0),
                )
            ),
            curve="alpha",
            noise=Noise(30.0, 1, 0),
        ),
    ),
    "gain": Story(
        RATES,
        "A quick gain that costs later",
        "One turns α down at step 30: the noise is gone at once, and so is the progress. Another waits until step 120.",
        race(
            BOWL,
            racer(BOWL, "gradient_descent", **RATE),
            racer(BOWL, "gradient_descent", "", by_hand((30, "learning_rate", 0.001)), **RATE),
            racer(BOWL, "gradient_descent", "", by_hand((120, "learning_rate", 0.001)), **RATE),
            **NOISY,
        ),
    ),
    "panda": Story(
        RATES,
        "Watch one run, steer by hand",
        "One is left alone. The other was watched: a larger α at step 15 to leave the plateau, the old one back at 40. "
        "Drag the marks on the time line.",
        race(
            PLATEAU,
            racer(PLATEAU, "gradient_descent"),
            racer(PLATEAU, "gradient_descent", "", by_hand((15, "learning_rate", 6.0), (40, "learning_rate", 0.8))),
            curve="alpha",
        ),
    ),
    "momentum": Story(
        RATES,
        "Little momentum first",
        "With β₁ = .95 from the start the ball overshoots for long. With .5 for the first 20 steps it does not.",
        race(
            BOWL,
            racer(BOWL, "momentum", learning_rate=0.01, beta1=0.95),
            racer(BOWL, "momentum", "", planned("momentum_warm_up", steps=20.0), learning_rate=0.01, beta1=0.95),
            curve="beta1",
            steps=150,
        ),
    ),
    "curvature": Story(
        FIELD,
        "Those who know the curvature",
        "Newton divides by the curvature, conjugate gradient and L-BFGS learn it. Count what a step costs them: the "
        "table does.",
        race(VALLEY, *on(VALLEY, "gradient_descent", "adam", "conjugate_gradient", "lbfgs", "newton"), steps=60),
    ),
    "saddle": Story(
        FIELD,
        "Who leaves the saddle",
        "On the ridge the slope across is tiny. Newton divides it by |λ| and leaves at once; the others wait.",
        race(
            "bounded_saddle",
            *on("bounded_saddle", "gradient_descent", "momentum", "adam", "newton"),
            start=(4.0, 0.001),
        ),
    ),
    "gains": Story(
        FIELD,
        "Gains for each axis",
        "Each coordinate has a gain that grows while its slope keeps its sign. Now turn the bowl: the valley is no "
        "longer along an axis.",
        race(
            BOWL,
            racer(BOWL, "gradient_descent", learning_rate=0.009),
            racer(BOWL, "separate_gains", learning_rate=0.009),
            racer(BOWL, "momentum"),
        ),
    ),
    "ball": Story(
        ONE,
        "Five, found step by step",
        "J(w) = w² − 10w + 25 from w = 0: w is .1 after one step of α = .01, 4.9999 after 1000. Drag a, b and c.",
        race("quadratic_cost", racer("quadratic_cost", "gradient_descent", learning_rate=0.01), steps=1000),
    ),
    "wells": Story(
        ONE,
        "Two wells",
        "Momentum carries the ball over the hill, plain descent stays where it fell in.",
        race("double_well", *on("double_well", "gradient_descent", "momentum", "adam")),
    ),
}
