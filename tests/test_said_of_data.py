"""What pages say of the points that a net is trained on: every figure and every statement is computed here."""

from itertools import combinations

import numpy as np
import pytest

from experiments.datasets import DATASETS
from tests.claims import assert_claim, figures


def points(key, noise=None, seed=0):
    made = DATASETS[key]
    return made.make(made.points, made.noise if noise is None else noise, seed)


def right(key, features=lambda x: x, **given):
    """The share that the best logistic regression on these features puts in the right one of two classes."""
    data = points(key, **given)
    inputs = np.column_stack([np.ones(len(data.targets)), features(data.inputs)])
    w = np.zeros(inputs.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(inputs @ w, -30, 30)))
        hessian = (inputs.T * (p * (1 - p))) @ inputs + 1e-6 * np.eye(len(w))
        w -= np.linalg.solve(hessian, inputs.T @ (p - data.targets) + 1e-6 * w)
    return float(((inputs @ w > 0) == data.targets).mean())


def nearest(key, knots):
    """Root mean square of what is left of a curve without noise after the best fit by that many ReLUs."""
    data = points(key, noise=0.0)
    x, left = data.inputs[:, 0], []
    for bends in combinations(np.linspace(-0.6, 0.6, 17), knots):
        fit = np.column_stack([np.ones_like(x), *(np.maximum(x - bend, 0) for bend in bends)])
        left.append(np.linalg.lstsq(fit, data.targets, rcond=None)[1].sum() / len(x))
    return float(np.sqrt(min(left)))


def road():
    """The gap between the classes across the line that parts them."""
    data = points("separable")
    across = data.inputs @ np.array([0.6, 0.8])
    return float(across[data.targets == 1].min() - across[data.targets == 0].max())


def lengths():
    """How many spreads the mean of each length is from 0."""
    data = points("penguins")
    return np.nanmean(data.inputs, axis=0) / np.nanstd(data.inputs, axis=0)


def turns_of(key):
    slopes = np.sign(np.diff(points(key, noise=0.0).targets))
    return int((slopes[1:] != slopes[:-1]).sum())


CLAIMS = {
    "moons": [
        ("Two half circles", len(set(points("moons").targets)) == 2),
        (
            "At noise 0.2 a straight line gets about 87 %",
            (0.2, np.mean([100 * right("moons", seed=s) for s in range(8)])),
        ),
        ("more needs a bend", right("moons", lambda x: np.column_stack([x, x**2, x**3, x.prod(axis=1)])) > 0.93),
    ],
    "circles": [("No line parts a ring", right("circles") < 0.65)],
    "blobs": [("Three classes", len(set(points("blobs").targets)))],
    "xor": [("no single line will do", right("xor") < 0.7)],
    "spirals": [("Hard for a small net", right("spirals") < 0.75)],
    "separable": [
        ("A road of width 0.2", road() >= 0.2),
        ("width 0.2", round(road(), 1)),
        ("the perceptron is sure to find a line", right("separable") == 1),
    ],
    "penguins": [
        ("three species", len(set(points("penguins").targets))),
        ("both lengths are far from 0", bool((lengths() > 5).all())),
    ],
    "sine": [("Two waves", turns_of("sine") == 4)],
    "step": [("A jump", set(points("step", noise=0.0).targets) == {0, 1})],
    "bump": [("three ReLUs come within 0.03", (0.03 if nearest("bump", 3) < 0.03 < nearest("bump", 2) else None))],
}


@pytest.mark.parametrize("key", DATASETS)
def test_what_is_said_of_the_points(key):
    for said, found in CLAIMS[key]:
        assert_claim(DATASETS[key].note, said, found)


@pytest.mark.parametrize("key", DATASETS)
def test_every_figure_is_computed(key):
    left = DATASETS[key].note
    for said, _ in CLAIMS[key]:
        left = left.replace(said, "…")
    assert not figures(left)


def test_separable_points_stay_so_whatever_the_noise():
    assert np.array_equal(points("separable", noise=1.0).inputs, points("separable").inputs)
