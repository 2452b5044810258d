"""Stories of the course about Adam: its two ideas, and the correction of their averages."""

from math import atan2, degrees, sqrt

from experiments.measures import crossings
from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.making import BOWL, NEAR, on, on_bowl, racer

MOMENTUM, RMSPROP, ADAM = on(BOWL, momentum=0.002, rmsprop=0.04, adam=0.2)

ADAM_STORY = Story(
    "Momentum + RMSprop = Adam",
    (
        Part(
            "Two ideas: momentum adds up the gradients that agree and goes to and fro across the valley. RMSprop "
            "divides each coordinate by the size of its recent gradients: at the start the slope along y is 25 times "
            "that along x, and yet the path leaves at 45°.",
            on_bowl(MOMENTUM, RMSPROP, steps=120),
            (
                Claim("goes to and fro", lambda seen: crossings(seen.y(0)) >= 5),
                Claim("25 times", lambda seen: abs(seen.runs[1].gradient[0, 1] / seen.runs[1].gradient[0, 0])),
                Claim("leaves at 45°", lambda seen: _angle(seen, 1)),
            ),
        ),
        Part(
            "Adam does both, and corrects the bias of both averages. From step 49 on it stays within 0.2 of the "
            "minimum, momentum from step 55 on, RMSprop from step 108 on. Like RMSprop it leaves at 45°, like "
            "momentum it overshoots: to x = 0.52.",
            on_bowl(MOMENTUM, RMSPROP, ADAM, steps=120),
            (
                Claim("does both", lambda seen: seen.set(2, "beta1") == 0.9 and seen.set(2, "bias_correction")),
                Claim("step 49", lambda seen: seen.there(2, NEAR)),
                Claim("within 0.2", lambda seen: NEAR),
                Claim("step 55", lambda seen: seen.there(0, NEAR)),
                Claim("step 108", lambda seen: seen.there(1, NEAR)),
                Claim("leaves at 45°", lambda seen: _angle(seen, 2)),
                Claim("overshoots: to x = 0.52", lambda seen: seen.overshoot(2)),
                Claim("like momentum", lambda seen: seen.overshoot(0) > 0),
            ),
            change="Adam joins",
        ),
        Part(
            "Adam without momentum, β₁ = 0, is RMSprop with bias correction: it does not overshoot, and stays within "
            "0.2 of the minimum from step 38 on. Switch off the other parts under Inside a step.",
            on_bowl(ADAM, racer(BOWL, "adam", learning_rate=0.2, beta1=0.0), steps=120),
            (
                Claim("β₁ = 0", lambda seen: seen.set(1, "beta1")),
                Claim("RMSprop with bias correction", lambda seen: _is_corrected_rmsprop(seen, 1)),
                Claim("does not overshoot", lambda seen: seen.overshoot(1) < 1e-3 < seen.overshoot(0)),
                Claim("within 0.2", lambda seen: NEAR),
                Claim("step 38", lambda seen: seen.there(1, NEAR)),
            ),
            change="β₁ = 0",
        ),
    ),
)


def _angle(seen: Seen, k: int) -> float:
    """Of the first step against the x axis, in degrees."""
    dx, dy = abs(seen.runs[k].path[1] - seen.runs[k].path[0])
    return degrees(atan2(dy, dx))


def _is_corrected_rmsprop(seen: Seen, k: int) -> bool:
    """Its first steps by hand: g over the root of the corrected average of squares."""
    s, point = 0.0, seen.runs[k].path[0]
    beta2, rate, epsilon = (seen.set(k, name) for name in ("beta2", "learning_rate", "epsilon"))
    for t in range(1, 21):
        g = seen.surface.gradient(point)
        s = beta2 * s + (1 - beta2) * g**2
        point = point - rate * g / ((s / (1 - beta2**t)) ** 0.5 + epsilon)
    return bool(abs(point - seen.runs[k].path[20]).max() < 1e-9)


SHORT = {"learning_rate": 0.2, "beta2": 0.99}
BIAS_STORY = Story(
    "Bias correction on and off",
    (
        Part(
            "Adam twice with α = 0.2. Both averages start at 0, and s grows more slowly than v: without correction "
            "the first step is 0.63 long in each coordinate in place of 0.2. The path overshoots to x = 2.2, with "
            "correction to 0.52.",
            on_bowl(ADAM, racer(BOWL, "adam", learning_rate=0.2, bias_correction=False)),
            (
                Claim("twice with α = 0.2", lambda seen: seen.rate(0) == seen.rate(1) and seen.rate(0)),
                Claim("start at 0", lambda seen: 0.0),
                Claim("s grows more slowly than v", lambda seen: seen.set(0, "beta2") > seen.set(0, "beta1")),
                Claim("0.63 long in each", lambda seen: _first(seen, 1)),
                Claim("in place of 0.2", lambda seen: _first(seen, 0)),
                Claim("overshoots to x = 2.2", lambda seen: seen.overshoot(1)),
                Claim("with correction to 0.52", lambda seen: seen.overshoot(0)),
            ),
        ),
        Part(
            "Without correction the first step is (1 − β₁)/√(1 − β₂) times as long: 3.16 times at β₂ = 0.999, and "
            "just α at β₂ = 0.99. So with β₂ = 0.99 the two paths leave side by side. Drag β₂ of either one.",
            on_bowl(
                racer(BOWL, "adam", learning_rate=0.2, beta2=0.99),
                racer(BOWL, "adam", learning_rate=0.2, beta2=0.99, bias_correction=False),
            ),
            (
                Claim(
                    "(1 − β₁)/√(1 − β₂)",
                    lambda seen: abs(_first(seen, 1) / _first(seen, 0) - _ratio(seen, 0.99)) < 1e-6,
                ),
                Claim("3.16 times at β₂ = 0.999", lambda seen: (_ratio(seen, 0.999), 0.999)),
                Claim("just α at β₂ = 0.99", lambda seen: abs(_ratio(seen, 0.99) - 1) < 1e-9),
                Claim(
                    "with β₂ = 0.99 the two paths leave side by side",
                    lambda seen: abs(_first(seen, 0) - _first(seen, 1)) < 1e-6,
                ),
            ),
            change="β₂ = 0.99",
        ),
    ),
)


def _first(seen: Seen, k: int) -> float:
    """How long the first step is in each coordinate; NaN where they differ."""
    step = abs(seen.runs[k].path[1] - seen.runs[k].path[0])
    return float(step[0]) if abs(step[0] - step[1]) < 1e-6 else float("nan")


def _ratio(seen: Seen, beta2: float) -> float:
    return (1 - seen.set(0, "beta1")) / sqrt(1 - beta2)


ADAMS: dict[str, Story] = {"adam": ADAM_STORY, "bias": BIAS_STORY}
