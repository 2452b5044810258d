"""Stories of the course about rules: one name in several frameworks, second order, one parameter."""

from math import hypot, sqrt

import numpy as np

from experiments.measures import first
from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.making import BOWL, PLATEAU, VALLEY, on, on_bowl, planned, race, racer

CONVENTIONS_STORY = Story(
    "One name, several rules",
    (
        Part(
            "Nadam three times with α = 0.3. PyTorch warms β₁ up slowly, Keras quickly, optax not at all. The name is "
            "the same, the paths are not: they overshoot to x = 0.20, 0.46 and 0.68.",
            on_bowl(*(racer(BOWL, "nadam", form, learning_rate=0.3) for form in ("pytorch", "keras", "optax"))),
            (
                Claim("three times with α = 0.3", lambda seen: len(seen.race.racers) == 3 and seen.rate(2)),
                Claim(
                    "slowly, Keras quickly, optax not at all",
                    lambda seen: seen.set(0, "fade") > seen.set(1, "fade") > seen.set(2, "fade") == 0,
                ),
                Claim("x = 0.20, 0.46 and 0.68", lambda seen: tuple(seen.overshoot(k) for k in range(3))),
            ),
        ),
        Part(
            "RMSprop three times with α = 0.06. Far out the gradient, 9.1e-6, is smaller than √ε. PyTorch divides by "
            "√s + ε and moves at once; optax and Keras divide by √(s + ε), with ε = 1e-8 and 1e-7, and start late: "
            "they are within 0.5 of the minimum from step 31, 68 and 151 on.",
            race(
                PLATEAU,
                *(racer(PLATEAU, "rmsprop", form, learning_rate=0.06) for form in ("pytorch", "optax", "keras")),
                start=(-4.5, 2.5),
                steps=160,
            ),
            (
                Claim("three times with α = 0.06", lambda seen: seen.rate(2)),
                Claim("gradient, 9.1e-6", lambda seen: hypot(*seen.first_gradient)),
                Claim("smaller than √ε", lambda seen: hypot(*seen.first_gradient) < sqrt(seen.set(1, "epsilon"))),
                Claim("√s + ε", lambda seen: not seen.set(0, "epsilon_inside")),
                Claim("√(s + ε)", lambda seen: seen.set(1, "epsilon_inside") and seen.set(2, "epsilon_inside")),
                Claim("ε = 1e-8 and 1e-7", lambda seen: (seen.set(1, "epsilon"), seen.set(2, "epsilon"))),
                Claim("within 0.5", lambda seen: 0.5),
                Claim("from step 31, 68 and 151", lambda seen: tuple(seen.there(k, 0.5) for k in range(3))),
            ),
            change="Where ε stands",
        ),
        Part(
            "Momentum twice; α falls to a tenth every 20 steps. PyTorch keeps α outside the velocity: the cut is felt "
            "at once, and the next 20 steps move 0.21 along x. Keras keeps it inside: steps made before the cut roll "
            "on, by 1.26.",
            on_bowl(
                *(
                    racer(BOWL, "momentum", form, planned("staircase", factor=0.1, every=20.0), learning_rate=0.004)
                    for form in ("pytorch", "keras")
                ),
                curve="alpha",
            ),
            (
                Claim(
                    "a tenth every 20 steps",
                    lambda seen: (
                        (seen.runs[0].alpha[20] / seen.runs[0].alpha[19] - 0.1 < 1e-9)
                        and first(seen.runs[0].alpha < 0.004)
                    ),
                ),
                Claim("the next 20 steps move 0.21", lambda seen: (20, seen.x(0)[40] - seen.x(0)[20])),
                Claim("roll on, by 1.26", lambda seen: seen.x(1)[40] - seen.x(1)[20]),
            ),
            change="Where α stands",
        ),
    ),
)

VALLEY_RATES = {"gradient_descent": 0.001, "adam": 0.1, "conjugate_gradient": 0.0008, "lbfgs": 1.0, "newton": 0.5}
SECOND_ORDER_STORY = Story(
    "Second-order methods",
    (
        Part(
            "Newton divides by the curvature; conjugate gradient and L-BFGS learn it from gradients. They stay within "
            "0.05 of the minimum from step 29, 18 and 37 on; after 60 steps gradient descent and Adam are still in "
            "the valley. But a step costs more: the table counts what each has asked for.",
            race(VALLEY, *on(VALLEY, **VALLEY_RATES), steps=60),
            (
                Claim("divides by the curvature", lambda seen: seen.runs[4].evaluations.hessians == 60),
                Claim(
                    "from gradients",
                    lambda seen: seen.runs[2].evaluations.hessians == seen.runs[3].evaluations.hessians == 0,
                ),
                Claim("within 0.05", lambda seen: 0.05),
                Claim("step 29, 18 and 37", lambda seen: tuple(seen.there(k, 0.05) for k in (4, 2, 3))),
                Claim(
                    "after 60 steps", lambda seen: seen.there(0, 0.5) is seen.there(1, 0.5) is None and seen.race.steps
                ),
                Claim("costs more", lambda seen: min(seen.runs[k].evaluations.gradients for k in (2, 3)) > 60),
            ),
        ),
    ),
)

COST, WELLS = "quadratic_cost", "double_well"
ONE_STORY = Story(
    "One parameter",
    (
        Part(
            "J(w) = w² − 10w + 25 from w = 0. One step of gradient descent with α = 0.01 leads to 0.1, and 536 steps "
            "to 4.9999.",
            race(COST, racer(COST, "gradient_descent", learning_rate=0.01), steps=600),
            (
                Claim(
                    "J(w) = w² − 10w + 25",
                    lambda seen: f"{seen.surface.head} = {seen.surface.text}" == "J(w) = w² − 10w + 25",
                ),
                Claim("from w = 0", lambda seen: seen.x(0)[0]),
                Claim("α = 0.01 leads to 0.1", lambda seen: (seen.rate(0), seen.x(0)[1])),
                Claim("536 steps to 4.9999", lambda seen: (first(seen.x(0) >= 4.9999), seen.x(0)[536])),
            ),
        ),
        Part(
            "Four learning rates. Each step multiplies the distance to the minimum by 1 − 2α: α = 0.1 walks, 0.5 "
            "arrives in one step, 0.9 jumps to and fro and arrives, 1.02 diverges.",
            race(
                COST, *(racer(COST, "gradient_descent", learning_rate=rate) for rate in (0.1, 0.5, 0.9, 1.02)), steps=30
            ),
            (
                Claim("Four", lambda seen: len(seen.race.racers)),
                Claim(
                    "1 − 2α",
                    lambda seen: all(
                        np.allclose(np.diff(seen.x(k)), -2 * seen.rate(k) * (seen.x(k)[:-1] - 5)) for k in range(4)
                    ),
                ),
                Claim("α = 0.1 walks", lambda seen: bool((np.diff(seen.x(0)) > 0).all()) and seen.rate(0)),
                Claim("0.5 arrives in one step", lambda seen: seen.x(1)[1] == 5 and seen.rate(1) == 0.5),
                Claim(
                    "0.9 jumps to and fro",
                    lambda seen: bool((np.diff(seen.x(2))[1:10] * np.diff(seen.x(2))[:9] < 0).all()) and seen.rate(2),
                ),
                Claim("and arrives", lambda seen: bool(abs(seen.x(2)[-1] - 5) < 0.01)),
                Claim("1.02 diverges", lambda seen: bool((np.diff(abs(seen.x(3) - 5)) > 0).all()) and seen.rate(3)),
            ),
            change="α from 0.1 to 1.02",
        ),
        Part(
            "The coefficients are data: with 1, −20, 100 the same program finds 10. Drag a, b and c above the picture.",
            race(
                COST,
                racer(COST, "gradient_descent", learning_rate=0.01),
                steps=600,
                parameters=(("a", 1.0), ("b", -20.0), ("c", 100.0)),
            ),
            (
                Claim("1, −20, 100", lambda seen: tuple(value for _, value in seen.race.parameters)),
                Claim("finds 10", lambda seen: seen.x(0)[-1]),
            ),
            change="Other coefficients",
        ),
        Part(
            "Two wells, and the ball starts above the shallower one, x = 0.96. Momentum carries it over the hill into "
            "the deeper well, x = −1.04; gradient descent and Adam stay in the first.",
            race(WELLS, *on(WELLS, gradient_descent=0.02, momentum=0.01, adam=0.05)),
            (
                Claim(
                    "shallower one, x = 0.96",
                    lambda seen: (
                        _ends_in(seen, 0, 0.96) and seen.loss(0)[-1] > seen.surface.minimum + 0.5 and seen.x(0)[-1]
                    ),
                ),
                Claim("deeper well, x = −1.04", lambda seen: _ends_in(seen, 1, -1.04) and seen.surface.minima[0][0]),
                Claim("gradient descent and Adam stay", lambda seen: bool(min(seen.x(0).min(), seen.x(2).min()) > 0.5)),
            ),
            change="Another cost",
        ),
    ),
)


def _ends_in(seen: Seen, k: int, x: float) -> bool:
    return bool(abs(seen.x(k)[-1] - x) < 0.02)


RULES: dict[str, Story] = {"conventions": CONVENTIONS_STORY, "curvature": SECOND_ORDER_STORY, "one": ONE_STORY}
