"""Points made up from a seed: each shape takes a number of points, a noise (standard deviation) and a seed.

RandomState's streams are frozen, so that a link shows the same points under every NumPy.
"""

import numpy as np

from .data import Array, Data

TWO = ("orange", "blue")


def labelled(inputs: Array, targets: Array, noise: float, random: np.random.RandomState, count: int = 2) -> Data:
    """Points, pushed off their places, in the first `count` classes."""
    pushed = inputs + noise * random.standard_normal(inputs.shape)
    return Data(pushed, np.asarray(targets, int), (*TWO, "green", "purple")[:count])


def moons(points: int, noise: float, seed: int) -> Data:
    """Two half circles that reach into each other."""
    upper = np.arange(points) % 2 == 0
    angle = np.pi * np.random.RandomState(seed).random_sample(points)
    x, y = np.cos(angle), np.sin(angle)
    inputs = np.where(upper, (x, y), (1 - x, 0.5 - y)).T
    return labelled(inputs, ~upper, noise, np.random.RandomState([seed, 1]))


def circles(points: int, noise: float, seed: int) -> Data:
    """A circle of radius 0.5 inside one of radius 1."""
    random, inner = np.random.RandomState(seed), np.arange(points) % 2
    angle = 2 * np.pi * random.random_sample(points)
    inputs = np.stack((np.cos(angle), np.sin(angle)), axis=1) * np.where(inner, 0.5, 1.0)[:, None]
    return labelled(inputs, inner, noise, random)


def blobs(points: int, noise: float, seed: int) -> Data:
    """Three clouds at the corners of a triangle, 1 from its centre."""
    which, random = np.arange(points) % 3, np.random.RandomState(seed)
    angle = np.pi / 2 + 2 * np.pi * which / 3
    return labelled(np.stack((np.cos(angle), np.sin(angle)), axis=1), which, noise, random, count=3)


def xor(points: int, noise: float, seed: int) -> Data:
    """A square in four quarters, the opposite ones alike."""
    random = np.random.RandomState(seed)
    inputs = 2 * random.random_sample((points, 2)) - 1
    return labelled(inputs, inputs[:, 0] * inputs[:, 1] > 0, noise, random)


def spirals(points: int, noise: float, seed: int) -> Data:
    """Two arms of one and a half turns."""
    random, arm = np.random.RandomState(seed), np.arange(points) % 2
    far = 0.1 + 0.9 * np.sqrt(random.random_sample(points))
    angle = 3 * np.pi * far + np.pi * arm
    return labelled(np.stack((far * np.cos(angle), far * np.sin(angle)), axis=1), arm, noise, random)


def separable(points: int, noise: float, seed: int) -> Data:
    """Two classes with an empty road of width 0.2 between them, along a slanted line; noise is not used."""
    random, across = np.random.RandomState(seed), np.array([0.6, 0.8])
    inputs = 2 * random.random_sample((points, 2)) - 1
    side = inputs @ across > 0.1
    inputs += 0.1 * np.where(side, 1.0, -1.0)[:, None] * across
    return labelled(inputs, side, 0.0, random)


# ---- curves: y over x from −1 to 1
def curve(x: Array, y: Array, noise: float, random: np.random.RandomState) -> Data:
    return Data(x[:, None], y + noise * random.standard_normal(len(x)))


def sine(points: int, noise: float, seed: int) -> Data:
    """sin 2πx."""
    x, random = np.linspace(-1, 1, points), np.random.RandomState(seed)
    return curve(x, np.sin(2 * np.pi * x), noise, random)


def step(points: int, noise: float, seed: int) -> Data:
    """0 left of 0, 1 from there on."""
    x, random = np.linspace(-1, 1, points), np.random.RandomState(seed)
    return curve(x, np.where(x < 0, 0.0, 1.0), noise, random)


def bump(points: int, noise: float, seed: int) -> Data:
    """e^(−x²/0.08)."""
    x, random = np.linspace(-1, 1, points), np.random.RandomState(seed)
    return curve(x, np.exp(-(x**2) / 0.08), noise, random)
