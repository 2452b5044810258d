"""Stories of the course about noisy gradients: decay, batches."""

from experiments.steering import ALL_DATA, Noise, Steering
from optimizers import Status
from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.making import BOWL, on_bowl, planned, racer


def _late(seen: Seen, k: int) -> float:
    """The mean loss over the last 50 steps."""
    return float(seen.loss(k)[-50:].mean())


NOISY = {"noise": Noise(16.0, 1, 2), "steps": 200}
DECAY_STORY = Story(
    "Decay under noise",
    (
        Part(
            "The gradients are noisy, σ = 16 in each coordinate. At a constant α = 0.015 gradient descent never "
            "settles: over the last 50 steps its loss is 4.7 on average. Halved every 40 steps, α lets the same noise "
            "move it less and less: 0.15.",
            on_bowl(
                racer(BOWL, "gradient_descent", learning_rate=0.015),
                racer(BOWL, "gradient_descent", "", planned("staircase", factor=0.5, every=40.0), learning_rate=0.015),
                **NOISY,
            ),
            (
                Claim("σ = 16", lambda seen: seen.sigma(0)),
                Claim("constant α = 0.015", lambda seen: seen.rate(0)),
                Claim("never settles", lambda seen: seen.runs[0].outcome.status is not Status.CONVERGED),
                Claim("last 50 steps its loss is 4.7", lambda seen: (50, _late(seen, 0))),
                Claim("every 40 steps", lambda seen: float((seen.runs[1].alpha == 0.015).sum())),
                Claim("less and less: 0.15", lambda seen: _late(seen, 1)),
            ),
        ),
        Part(
            "Not too early: the third rate is halved every 10 steps. Its noise is gone at once, and so is its speed: "
            "at step 200 it has come to x = −3.0, and it goes no further.",
            on_bowl(
                racer(BOWL, "gradient_descent", learning_rate=0.015),
                racer(BOWL, "gradient_descent", "", planned("staircase", factor=0.5, every=40.0), learning_rate=0.015),
                racer(BOWL, "gradient_descent", "", planned("staircase", factor=0.5, every=10.0), learning_rate=0.015),
                **NOISY,
            ),
            (
                Claim("every 10 steps", lambda seen: float((seen.runs[2].alpha == 0.015).sum())),
                Claim("step 200 it has come to x = −3.0", lambda seen: (seen.race.steps, seen.x(2)[-1])),
                Claim("goes no further", lambda seen: bool(abs(seen.x(2)[-1] - seen.x(2)[100]) < 0.01)),
            ),
            change="Another one, halved every 10 steps",
        ),
    ),
)


SIZES = (ALL_DATA, 64, 1)


def _off(seen: Seen, k: int) -> float:
    """How far each coordinate of a racer's gradients is off: the spread of what was added to the exact gradient."""
    path, gradient = seen.runs[k].path, seen.runs[k].gradient
    return float((gradient - seen.surface.gradient(path[:-1].T).T).std())


BATCHES_STORY = Story(
    "Batch, mini-batch, stochastic",
    (
        Part(
            "Three times gradient descent with α = 0.015. Batch sees the gradient of all the data; a mini-batch of 64 "
            "is off by σ/√64 = 2 in each coordinate; stochastic, one example a step, is off by σ = 16. Over the last "
            "50 steps their losses are 0.0005, 0.07 and 4.7 on average.",
            on_bowl(
                *(racer(BOWL, "gradient_descent", "", Steering(batch=size), learning_rate=0.015) for size in SIZES),
                **NOISY,
            ),
            (
                Claim(
                    "Three times gradient descent with α = 0.015",
                    lambda seen: len({seen.rate(k) for k in range(3)}) == 1 and seen.rate(2),
                ),
                Claim("all the data", lambda seen: _off(seen, 0) == 0),
                Claim(
                    "a mini-batch of 64 is off by σ/√64 = 2",
                    lambda seen: (64, 64, 64**-0.5 * seen.sigma(1)) if abs(_off(seen, 1) - 2) < 0.2 else None,
                ),
                Claim(
                    "one example a step, is off by σ = 16",
                    lambda seen: seen.sigma(2) if abs(_off(seen, 2) - 16) < 1.6 else None,
                ),
                Claim("last 50 steps", lambda seen: 50),
                Claim("0.0005, 0.07 and 4.7", lambda seen: tuple(_late(seen, k) for k in range(3))),
            ),
        ),
    ),
)


NOISE: dict[str, Story] = {"decay": DECAY_STORY, "batches": BATCHES_STORY}
