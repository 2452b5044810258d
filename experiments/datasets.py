"""What the nets learn from: made-up shapes and penguins.

`DATASETS["moons"]()` is a Data; a new one is listed, drawn and tested by adding it to the table.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from networks import Data, shapes

from .series import DATA

CLASSES, CURVE = "classes", "curve"
FEWEST, MOST = 4, 5000  # points
MADE_UP = "Made up for this page, from a seed."


class Dataset(NamedTuple):
    """Points to learn from, two features and a class, or x and y."""

    title: str
    task: str  # "classes" or "curve"
    make: Callable[[int, float, int], Data]  # points, noise, seed
    points: int
    noise: float  # standard deviation, in the units of the points
    source: str  # where it comes from, and its licence
    note: str  # what to notice
    features: tuple[str, ...] = ("x₁", "x₂")
    fixed: bool = False  # whether points, noise and seed change nothing

    def __call__(self, points: int | None = None, noise: float | None = None, seed: int = 0) -> Data:
        """So many points. ValueError, with the name, the value and the domain, for points, noise or seed outside."""
        points, noise = self.points if points is None else points, self.noise if noise is None else noise
        for name, number, least, most in (("points", points, FEWEST, MOST), ("noise", noise, 0, 10)):
            if not least <= number <= most or (name == "points" and number != int(number)):
                raise ValueError(f"{name} = {number!r} is outside its domain {least} ≤ {name} ≤ {most}")
        if not 0 <= seed < 2**32:
            raise ValueError(f"seed = {seed!r} is outside its domain 0 ≤ seed < 2³²")
        return self.make(int(points), noise, seed)


def penguins(points: int, noise: float, seed: int) -> Data:
    """The 342 birds whose bill and flipper were measured."""
    lines = (DATA / "penguins.csv").read_text(encoding="utf-8").splitlines()
    birds = [line.split(",") for line in lines if not line.startswith("#")][1:]
    species = tuple(sorted({bird[0] for bird in birds}))
    inputs = np.array([[float(length) for length in bird[1:]] for bird in birds])
    return Data(inputs, np.array([species.index(bird[0]) for bird in birds]), species)


made = partial(Dataset, task=CLASSES, points=500, source=MADE_UP)
fitted = partial(Dataset, task=CURVE, points=100, source=MADE_UP, features=("x",))

DATASETS: dict[str, Dataset] = {
    "moons": made(
        "Moons",
        make=shapes.moons,
        noise=0.2,
        note="Two half circles. At noise 0.2 a straight line gets about 87 % of them right; more needs a bend.",
    ),
    "circles": made("Circles", make=shapes.circles, noise=0.1, note="No line parts a ring from what is inside it."),
    "blobs": made(
        "Three blobs",
        make=shapes.blobs,
        noise=0.4,
        note="Three classes: softmax, with a straight border between each two where there is no hidden layer.",
    ),
    "xor": made("XOR", make=shapes.xor, noise=0.05, note="Opposite quarters are alike: no single line will do."),
    "spirals": made("Spirals", make=shapes.spirals, noise=0.03, note="Hard for a small net: give it width and time."),
    "separable": made(
        "Separable",
        make=shapes.separable,
        points=200,
        noise=0.0,
        note="A road of width 0.2 between the classes: the perceptron is sure to find a line, and stops at the first.",
    ),
    "penguins": made(
        "Penguins",
        make=penguins,
        points=342,
        noise=0.0,
        fixed=True,
        features=("bill length, mm", "flipper length, mm"),
        source="Gorman, Williams, Fraser (2014), PLoS ONE 9(3): e90081, by way of palmerpenguins. CC0, public domain.",
        note="Real birds of three species. As measured, both lengths are far from 0: normalise them and compare.",
    ),
    "sine": fitted(
        "Sine", make=shapes.sine, noise=0.1, note="Two waves: each ReLU gives the curve at most one more bend."
    ),
    "step": fitted("Step", make=shapes.step, noise=0.05, note="A jump: the net makes it as steep as its weights grow."),
    "bump": fitted(
        "Bump", make=shapes.bump, noise=0.05, note="Flat, up, down, flat: three ReLUs come within 0.03 of it."
    ),
}
