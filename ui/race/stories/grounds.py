"""Stories of the course about the ground: a saddle point, a plateau, a bowl that is turned."""

from math import hypot

import numpy as np

from experiments.measures import crossings
from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.making import BOWL, NEAR, PLATEAU, SADDLE, on, on_bowl, race, racer

FOUR = ("gradient_descent", "momentum", "rmsprop", "adam")


SADDLE_STORY = Story(
    "Escaping a saddle point",
    (
        Part(
            "All four have α = 0.05 and start 0.001 beside the ridge, where the slope across is tiny. |y| exceeds 1 "
            "after 8 steps of RMSprop, 20 of Adam, 27 of momentum and 73 of gradient descent: dividing by √s makes a "
            "small slope count in full. Drag ◎ nearer to the ridge.",
            race(SADDLE, *on(SADDLE, **dict.fromkeys(FOUR, 0.05)), steps=80),
            (
                Claim("All four have α = 0.05", lambda seen: len({seen.rate(k) for k in range(4)}) == 1 and 0.05),
                Claim("start 0.001 beside", lambda seen: seen.race.start[1]),
                Claim(
                    "slope across is tiny",
                    lambda seen: abs(seen.first_gradient[1]) < abs(seen.first_gradient[0]) / 1000,
                ),
                Claim("exceeds 1 after 8", lambda seen: (1, seen.away(2))),
                Claim("20 of Adam", lambda seen: seen.away(3)),
                Claim("27 of momentum", lambda seen: seen.away(1)),
                Claim("73 of gradient descent", lambda seen: seen.away(0)),
                Claim(
                    "count in full", lambda seen: bool(abs(np.diff(seen.y(2))[0]) > 0.9 * abs(np.diff(seen.x(2))[0]))
                ),
            ),
        ),
    ),
)

PLATEAU_STORY = Story(
    "A plateau",
    (
        Part(
            "At the start the gradient is only 8.8e-5 long. With α = 0.1 gradient descent and momentum move less than "
            "0.02 in 100 steps. RMSprop divides by √s, so a tiny gradient makes a full step: it is within 0.5 of the "
            "minimum from step 14 on, Adam from step 34 on.",
            race(PLATEAU, *on(PLATEAU, **dict.fromkeys(FOUR, 0.1)), start=(-4.0, 2.4)),
            (
                Claim("only 8.8e-5 long", lambda seen: hypot(*seen.first_gradient)),
                Claim("With α = 0.1", lambda seen: seen.rate(0)),
                Claim(
                    "less than 0.02 in 100 steps",
                    lambda seen: all(_moved(seen, k) < 0.02 for k in (0, 1)) and seen.race.steps == 100,
                ),
                Claim("a full step", lambda seen: bool(abs(np.diff(seen.x(2))[0]) > seen.rate(2))),
                Claim("within 0.5", lambda seen: 0.5),
                Claim("step 14", lambda seen: seen.there(2, 0.5)),
                Claim("step 34", lambda seen: seen.there(3, 0.5)),
            ),
        ),
        Part(
            "Gradient descent from a nearer start, (−3.2, 1.6), where the gradient is 0.006 long. With α = 0.1 it "
            "still waits. With 1.5 it is within 0.5 of the minimum from step 42 on. With 3 it leaves the plateau and "
            "then goes to and fro across the minimum: there the limit is 2.",
            race(PLATEAU, *(racer(PLATEAU, "gradient_descent", learning_rate=rate) for rate in (0.1, 1.5, 3.0))),
            (
                Claim("a nearer start, (−3.2, 1.6)", lambda seen: seen.race.start),
                Claim("is 0.006 long", lambda seen: hypot(*seen.first_gradient)),
                Claim("With α = 0.1", lambda seen: seen.rate(0)),
                Claim("waits", lambda seen: _moved(seen, 0) < 0.1),
                Claim("With 1.5", lambda seen: seen.rate(1)),
                Claim("within 0.5", lambda seen: 0.5),
                Claim("step 42", lambda seen: seen.there(1, 0.5)),
                Claim("With 3", lambda seen: seen.rate(2)),
                Claim("to and fro", lambda seen: crossings(seen.x(2)[50:]) > 45 and seen.there(2, 0.5) is None),
                Claim("the limit is 2", lambda seen: 2 / np.linalg.eigvalsh(seen.surface.hessian([0.0, 0.0]))[-1]),
            ),
            change="Nearer, three learning rates",
        ),
    ),
)


def _moved(seen: Seen, k: int) -> float:
    return float(np.hypot(*(seen.runs[k].path[-1] - seen.runs[k].path[0])))


TURNED = {"gradient_descent": 0.018, "momentum": 0.002, "rmsprop": 0.04, "adam": 0.2}
ROTATION_STORY = Story(
    "Turn the bowl",
    (
        Part(
            "The valley lies along x. Adam stays within 0.2 of the minimum from step 49 on, momentum from step 55 on, "
            "gradient descent from step 82 on, RMSprop from step 108 on.",
            on_bowl(*on(BOWL, **TURNED), steps=200),
            (
                Claim("The valley lies along x", lambda seen: seen.surface.arguments["rotation"] == 0),
                Claim("within 0.2", lambda seen: NEAR),
                Claim("step 49", lambda seen: seen.there(3, NEAR)),
                Claim("step 55", lambda seen: seen.there(1, NEAR)),
                Claim("step 82", lambda seen: seen.there(0, NEAR)),
                Claim("step 108", lambda seen: seen.there(2, NEAR)),
            ),
        ),
        Part(
            "The start turns with the bowl. Gradient descent and momentum still take 82 and 55 steps: they do not "
            "depend on the axes. Adam takes 192 and RMSprop 151, for they scale x and y, and the valley lies along "
            "neither. Drag the rotation above the picture.",
            on_bowl(*on(BOWL, **TURNED), steps=200, rotation=45.0),
            (
                Claim("The start turns", lambda seen: bool(abs(np.hypot(*seen.race.start) - np.hypot(4, 2)) < 1e-9)),
                Claim("still take 82 and 55", lambda seen: (seen.there(0, NEAR), seen.there(1, NEAR))),
                Claim("Adam takes 192 and RMSprop 151", lambda seen: (seen.there(3, NEAR), seen.there(2, NEAR))),
            ),
            change="Turned by 45°",
        ),
    ),
)

GROUNDS: dict[str, Story] = {"saddle": SADDLE_STORY, "plateau": PLATEAU_STORY, "rotation": ROTATION_STORY}
