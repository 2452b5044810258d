"""The first stories of the course: momentum, and a learning rate too large."""

from experiments.measures import crossings
from experiments.stability import largest_rate
from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.making import BOWL, NEAR, on_bowl, racer

DESCENT = racer(BOWL, "gradient_descent", learning_rate=0.018)
MOMENTUM = racer(BOWL, "momentum", learning_rate=0.002)


def factor_of_y(seen: Seen, k: int) -> float:
    """What each step of gradient descent multiplies y by; NaN where that is not one number."""
    y = seen.y(k)[:20]
    factors = y[1:] / y[:-1]
    return float(factors[0]) if abs(factors - factors[0]).max() < 1e-9 else float("nan")


MOMENTUM_STORY = Story(
    "Gradient descent and momentum",
    (
        Part(
            "Across the steep valley gradient descent steps to and fro; along the valley it creeps. Momentum adds up "
            "the gradients that agree: it stays within 0.2 of the minimum from step 55 on, gradient descent from step "
            "82 on. Drag β₁.",
            on_bowl(DESCENT, MOMENTUM),
            (
                Claim("to and fro", lambda seen: crossings(seen.y(0)[:21]) == 20),
                Claim("it creeps", lambda seen: 0 < (seen.x(0)[1:] / seen.x(0)[:-1]).min() > 0.95),
                Claim("adds up the gradients that agree", lambda seen: _speeds_up(seen, 1) and not _speeds_up(seen, 0)),
                Claim("within 0.2", lambda seen: NEAR),
                Claim("step 55", lambda seen: seen.there(1, NEAR)),
                Claim("step 82", lambda seen: seen.there(0, NEAR)),
            ),
        ),
        Part(
            "Too much momentum: with β₁ = 0.99 old gradients count for about 100 steps. The path overshoots to x = "
            "3.1, comes back, and is not at the minimum after 100 steps; with β₁ = 0.9 it is.",
            on_bowl(MOMENTUM, racer(BOWL, "momentum", learning_rate=0.002, beta1=0.99)),
            (
                Claim("β₁ = 0.99", lambda seen: seen.set(1, "beta1")),
                Claim("about 100 steps", lambda seen: 1 / (1 - seen.set(1, "beta1"))),
                Claim("overshoots to x = 3.1", lambda seen: seen.overshoot(1)),
                Claim("not at the minimum after 100", lambda seen: seen.there(1, NEAR) is None and seen.race.steps),
                Claim("with β₁ = 0.9 it is", lambda seen: seen.there(0, NEAR) and seen.set(0, "beta1")),
            ),
            change="β₁ = 0.99 in place of gradient descent",
        ),
    ),
)


def _speeds_up(seen: Seen, k: int) -> bool:
    """Whether steps along the valley are ten times as long later on as the first, or at least five times."""
    steps = abs(seen.x(k)[1:] - seen.x(k)[:-1])
    return bool(steps[:60].max() > 5 * steps[0])


RATE_STORY = Story(
    "A learning rate too large",
    (
        Part(
            "Gradient descent with three learning rates. Each step multiplies y by 1 − 100α: by 0.8 at α = 0.002, by "
            "−0.8 at 0.018, by −1.05 at 0.0205. There every step is longer than the one before: it diverges. The red "
            "part of each slider begins at the limit, α = 0.02.",
            on_bowl(
                *(racer(BOWL, "gradient_descent", learning_rate=rate) for rate in (0.002, 0.018, 0.0205)), steps=60
            ),
            (
                Claim("three", lambda seen: len(seen.race.racers)),
                Claim(
                    "1 − 100α",
                    lambda seen: all(abs(factor_of_y(seen, k) - (1 - 100 * seen.rate(k))) < 1e-9 for k in range(3)),
                ),
                Claim("by 0.8 at α = 0.002", lambda seen: (factor_of_y(seen, 0), seen.rate(0))),
                Claim("−0.8 at 0.018", lambda seen: (factor_of_y(seen, 1), seen.rate(1))),
                Claim("−1.05 at 0.0205", lambda seen: (factor_of_y(seen, 2), seen.rate(2))),
                Claim("every step is longer", lambda seen: bool((abs(seen.y(2)[1:]) > abs(seen.y(2)[:-1])).all())),
                Claim("the limit, α = 0.02", lambda seen: largest_rate(seen.surface, seen.optimizer(2))),
            ),
        ),
        Part(
            "The limit is 1/κ. On a rounder bowl, κ = 10, it is 0.1, and the same three learning rates all converge: "
            "the largest is the fastest. Drag κ above the picture.",
            on_bowl(
                *(racer(BOWL, "gradient_descent", learning_rate=rate) for rate in (0.002, 0.018, 0.0205)),
                condition=10.0,
                steps=60,
            ),
            (
                Claim(
                    "1/κ",
                    lambda seen: (
                        largest_rate(seen.surface, seen.optimizer(0)) == 1 / seen.surface.arguments["condition"]
                    ),
                ),
                Claim(
                    "κ = 10, it is 0.1",
                    lambda seen: (seen.surface.arguments["condition"], largest_rate(seen.surface, seen.optimizer(0))),
                ),
                Claim("all converge", lambda seen: all((seen.loss(k)[1:] < seen.loss(k)[:-1]).all() for k in range(3))),
                Claim(
                    "the largest is the fastest", lambda seen: seen.loss(2)[-1] < seen.loss(1)[-1] < seen.loss(0)[-1]
                ),
            ),
            change="κ = 10",
        ),
    ),
)


FIRST: dict[str, Story] = {"momentum": MOMENTUM_STORY, "rate": RATE_STORY}
