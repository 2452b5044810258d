"""Further stories, by group; a menu shows them under “More”."""

from experiments.steering import Noise
from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.making import BOWL, PLATEAU, by_hand, on, on_bowl, planned, race, racer

RATES, KINDS = "Learning-rate schedules", "Algorithms"
HIMMELBLAU, BOUNDED = "himmelblau", "bounded_saddle"
PLAN = {"learning_rate": 0.01}
CUT = {"learning_rate": 0.015}


def late_loss(seen: Seen, k: int) -> float:
    """The mean loss over the last 30 steps."""
    return float(seen.loss(k)[-30:].mean())


SCHEDULES_STORY = Story(
    "Learning-rate schedules",
    (
        Part(
            "Noisy gradients, σ = 30, and five plans for one α = 0.01. Over the last 30 steps the constant rate has a "
            "loss of 8.6 on average, every schedule one below 2. The third curve shows α.",
            race(
                HIMMELBLAU,
                racer(HIMMELBLAU, "gradient_descent", **PLAN),
                *(
                    racer(HIMMELBLAU, "gradient_descent", "", plan, **PLAN)
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
            (
                Claim("σ = 30", lambda seen: seen.sigma(0)),
                Claim("one α = 0.01", lambda seen: len({seen.rate(k) for k in range(5)}) == 1 and seen.rate(0)),
                Claim("last 30 steps the constant rate has a loss of 8.6", lambda seen: (30, late_loss(seen, 0))),
                Claim("below 2", lambda seen: all(late_loss(seen, k) < 2 for k in range(1, 5))),
                Claim("The third curve shows α", lambda seen: seen.race.curve == "alpha"),
            ),
        ),
    ),
    RATES,
)

GAIN_STORY = Story(
    "A quick gain that costs later",
    (
        Part(
            "Noise again, σ = 16, and three times the same gradient descent. One turns α down to 0.001 at step 30: "
            "its noise is gone at once, and so is its speed. At step 160 its loss is 4.5; the one that waited until "
            "step 120 has 0.47, the one that never turned α down 6.0.",
            on_bowl(
                racer(BOWL, "gradient_descent", **CUT),
                racer(BOWL, "gradient_descent", "", by_hand((30, "learning_rate", 0.001)), **CUT),
                racer(BOWL, "gradient_descent", "", by_hand((120, "learning_rate", 0.001)), **CUT),
                start=(-5.0, 2.0),
                steps=160,
                noise=Noise(16.0, 1, 4),
            ),
            (
                Claim("σ = 16", lambda seen: seen.sigma(0)),
                Claim("three times", lambda seen: len(seen.race.racers) == 3),
                Claim(
                    "α down to 0.001 at step 30",
                    lambda seen: (seen.runs[1].alpha[30], int((seen.runs[1].alpha == 0.015).sum())),
                ),
                Claim("step 160 its loss is 4.5", lambda seen: (seen.race.steps, seen.loss(1)[-1])),
                Claim("until step 120", lambda seen: int((seen.runs[2].alpha == 0.015).sum())),
                Claim("has 0.47", lambda seen: seen.loss(2)[-1]),
                Claim("down 6.0", lambda seen: seen.loss(0)[-1]),
            ),
        ),
    ),
    RATES,
)

WATCHED = by_hand((15, "learning_rate", 6.0), (40, "learning_rate", 0.8))
PANDA_STORY = Story(
    "Watch one run, change it mid-run",
    (
        Part(
            "One run is left alone with α = 0.8: it is within 0.1 of the minimum from step 78 on. The other was "
            "watched: α = 6 from step 15 on to leave the plateau, 0.8 again from step 40 on, and there from step 42 "
            "on. Drag the marks on the time line.",
            race(
                PLATEAU,
                racer(PLATEAU, "gradient_descent", learning_rate=0.8),
                racer(PLATEAU, "gradient_descent", "", WATCHED, learning_rate=0.8),
                curve="alpha",
            ),
            (
                Claim("α = 0.8", lambda seen: seen.rate(0)),
                Claim("within 0.1", lambda seen: 0.1),
                Claim("step 78", lambda seen: seen.there(0, 0.1)),
                Claim(
                    "α = 6 from step 15",
                    lambda seen: (seen.runs[1].alpha[15], seen.race.racers[1].steering.changes[0].at),
                ),
                Claim(
                    "0.8 again from step 40",
                    lambda seen: (seen.runs[1].alpha[40], seen.race.racers[1].steering.changes[1].at),
                ),
                Claim("there from step 42", lambda seen: seen.there(1, 0.1)),
            ),
        ),
    ),
    RATES,
)

LITTLE_STORY = Story(
    "Little momentum first",
    (
        Part(
            "With β₁ = 0.95 from the start the path overshoots to x = 2.3. With 0.5 for the first 20 steps and 0.95 "
            "then, it overshoots to 1.1. The third curve shows β₁.",
            on_bowl(
                racer(BOWL, "momentum", learning_rate=0.01, beta1=0.95),
                racer(BOWL, "momentum", "", planned("momentum_warm_up", steps=20.0), learning_rate=0.01, beta1=0.95),
                curve="beta1",
                steps=150,
            ),
            (
                Claim("With β₁ = 0.95", lambda seen: seen.runs[0].beta1[0]),
                Claim("to x = 2.3", lambda seen: seen.overshoot(0)),
                Claim(
                    "With 0.5 for the first 20",
                    lambda seen: (seen.runs[1].beta1[0], int((seen.runs[1].beta1 == 0.5).sum())),
                ),
                Claim("0.95 then", lambda seen: seen.runs[1].beta1[-1]),
                Claim("overshoots to 1.1", lambda seen: seen.overshoot(1)),
                Claim("The third curve shows β₁", lambda seen: seen.race.curve == "beta1"),
            ),
        ),
    ),
    RATES,
)

BOUNDED_RATES = {"gradient_descent": 0.04, "momentum": 0.004, "adam": 0.2, "newton": 0.15}
NEWTON_STORY = Story(
    "Newton's method at a saddle point",
    (
        Part(
            "The start is 0.001 beside the ridge of a saddle. Newton divides by |λ|, not by λ, and so leaves it, too; "
            "but with its α = 0.15 |y| exceeds 1 only after 49 steps, Adam's with α = 0.2 after 6, that of gradient "
            "descent after 91, and that of momentum not in 100.",
            race(
                BOUNDED, *on(BOUNDED, gradient_descent=0.04, momentum=0.004, adam=0.2, newton=0.15), start=(4.0, 0.001)
            ),
            (
                Claim("0.001 beside", lambda seen: seen.race.start[1]),
                Claim("leaves it, too", lambda seen: bool(abs(seen.y(3)[-1]) > 3)),
                Claim("α = 0.15 |y| exceeds 1 only after 49", lambda seen: (seen.rate(3), 1, seen.away(3))),
                Claim("α = 0.2 after 6", lambda seen: (seen.rate(2), seen.away(2))),
                Claim("after 91", lambda seen: seen.away(0)),
                Claim("not in 100", lambda seen: seen.away(1) is None and seen.race.steps == 100),
            ),
        ),
    ),
    KINDS,
)

GAINS = (racer(BOWL, "gradient_descent", learning_rate=0.009), racer(BOWL, "separate_gains", learning_rate=0.009))
GAINS_STORY = Story(
    "Adaptive per-weight gains",
    (
        Part(
            "Both have α = 0.009. A gain for each coordinate grows by 0.05 while the gradient keeps its sign: along "
            "the valley it has come to 4.2 at step 64, where the path is within 0.2 of the minimum. Without gains it "
            "is not there in 100 steps.",
            on_bowl(*GAINS),
            (
                Claim("α = 0.009", lambda seen: seen.rate(0) == seen.rate(1) and seen.rate(1)),
                Claim("grows by 0.05", lambda seen: seen.set(1, "increase")),
                Claim("to 4.2 at step 64", lambda seen: (seen.runs[1].rate[63, 0] / 0.009, seen.there(1, 0.2))),
                Claim("within 0.2", lambda seen: 0.2),
                Claim("not there in 100", lambda seen: seen.there(0, 0.2) is None and seen.race.steps == 100),
            ),
        ),
        Part(
            "Turned by 45° the valley lies along neither axis: gains of x and y help less, and the path stays within "
            "0.2 of the minimum from step 91 on.",
            on_bowl(*GAINS, rotation=45.0, steps=200),
            (
                Claim("by 45°", lambda seen: seen.surface.arguments["rotation"]),
                Claim("within 0.2", lambda seen: 0.2),
                Claim("help less", lambda seen: seen.there(1, 0.2) > 64),
                Claim("step 91", lambda seen: seen.there(1, 0.2)),
            ),
            change="Turned by 45°",
        ),
    ),
    KINDS,
)

MORE: dict[str, Story] = {
    "schedules": SCHEDULES_STORY,
    "gain": GAIN_STORY,
    "panda": PANDA_STORY,
    "little": LITTLE_STORY,
    "newton": NEWTON_STORY,
    "gains": GAINS_STORY,
}
