"""A page with its trainings, as the claims of presets look at it."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from experiments.training import (
    Inside,
    Plan,
    Training,
    best_dev,
    inside_of,
    mlp_of,
    problem_of,
    surface,
    trained,
)
from ui.networks.state import Networks, plans_of


class SeenNets:
    """A page with its trainings, as claims look at it. Racers are counted from 0."""

    def __init__(self, state: Networks) -> None:
        self.state = state

    @cached_property
    def plans(self) -> list[Plan]:
        return plans_of(self.state)

    @cached_property
    def trainings(self) -> list[Training]:
        return [trained(plan) for plan in self.plans]

    @property
    def condition(self) -> tuple[float, float]:
        """Condition numbers of the inputs, as measured and as the net gets them."""
        return problem_of(self.state.source).condition

    def train(self, k: int) -> np.ndarray:
        """(measurements,) mean loss of the train points."""
        return self.trainings[k].record.train

    def dev(self, k: int) -> np.ndarray:
        return self.trainings[k].record.dev

    def accuracy(self, k: int) -> float:
        """On the dev points at the end."""
        return float(self.trainings[k].record.dev_accuracy[-1])

    def batch_loss(self, k: int) -> np.ndarray:
        return self.trainings[k].record.batch_loss

    def steps_per_epoch(self, k: int) -> int:
        return mlp_of(self.plans[k]).steps_per_epoch

    def best_epoch(self, k: int) -> float:
        """With the lowest dev loss."""
        return (best_dev(self.trainings[k].record) or 0) / self.steps_per_epoch(k)

    def rising(self, k: int, since: float = 0.0) -> float:
        """The part of the steps, after the part `since`, at which the loss of the batch rises."""
        losses = self.batch_loss(k)
        return float((np.diff(losses[int(since * len(losses)) :]) > 0).mean())

    def first(self, k: int) -> Inside:
        """The signals of the net before training."""
        return inside_of(self.plans[k], self.trainings[k].record.weights[0])

    def growth(self, k: int = 0) -> float:
        """How many times larger activations are in the last hidden layer than in the first, before training."""
        sizes = [size for size in self.first(k).signals.activation]
        return float(sizes[-2] / sizes[0])


def moments(seen: SeenNets) -> tuple[float, float]:
    """Mean and variance of the inputs as the net gets them, the farthest from 0 and 1 of all features."""
    inputs = problem_of(seen.state.source).train.inputs
    means, variances = inputs.mean(axis=0), inputs.var(axis=0)
    return float(means[abs(means).argmax()]), float(variances[abs(variances - 1).argmax()])


def saturated(seen: SeenNets, k: int) -> float:
    """The part of the first layer's tanh units beyond ±0.9 on the train points, after training."""
    weights, inputs = seen.trainings[k].record.weights[-1], problem_of(seen.state.source).train.inputs
    layer = mlp_of(seen.plans[k]).layers[0]
    block = weights[layer.weights].reshape(layer.fan_out, layer.fan_in + 1)
    return float((abs(np.tanh(inputs @ block[:, :-1].T + block[:, -1])) > 0.9).mean())


def bends(seen: SeenNets) -> int:
    """Corners of the fitted curve: places where its slope changes."""
    x = np.linspace(-3, 3, 6001)
    kept = seen.trainings[0].record
    y = surface(seen.plans[0], kept.weights[-1], kept.statistics[-1], x[:, None])[0].astype(float)
    bent = abs(np.diff(y, 2)) > 1e-4
    return int((np.diff(np.flatnonzero(bent)) > 2).sum()) + 1


def weights(seen: SeenNets) -> float:
    """The root mean square of the weights at the end."""
    return float(np.sqrt(np.square(seen.trainings[0].record.weights[-1]).mean()))


def overfitting(seen: SeenNets) -> Networks:
    """The same without L2 and dropout."""
    return replace(seen.state, l2=0.0, dropout=0.0)


def ends(seen: SeenNets) -> tuple[float, float]:
    """The dev loss at the end, and what it is without L2 and dropout."""
    return float(seen.dev(0)[-1]), float(SeenNets(overfitting(seen)).dev(0)[-1])


def rests(seen: SeenNets) -> bool:
    """Whether the weights are the same over the last quarter."""
    kept = seen.trainings[0].record.weights
    return bool((kept[-len(kept) // 4 :] == kept[-1]).all())
