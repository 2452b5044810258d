"""A small net as an objective: a flat vector of parameters in, a loss and its gradient out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, inf
from operator import index
from threading import local
from typing import Any

import numpy as np

from .activations import ACTIVATIONS
from .batches import Batch, of_points, order, silenced, stacked
from .checks import hold_data, hold_name, hold_number, hold_sizes
from .data import Array, Data
from .layout import Layer, initial, is_weight, layers_of
from .losses import LOSSES, Loss
from .passes import Pass

ROOM = 2**21  # bytes of activations, about: nets in one piece stay in the cache
POINTS = 1024  # points in one piece where only scores are wanted


@dataclass(frozen=True, eq=False)
class MLP:
    """Dense layers, a^l = f(W^l a^(l−1) + b^l), on a flat vector of parameters, (n, *batch): nets side by side.

    `value` is the mean loss over all points of `data` plus ½ λ Σ w². `gradient` is that of step t's mini-batch.

    sizes: inputs, hidden units of each of 0 to 8 layers, outputs; each is 1 … 64. activation: relu, tanh, sigmoid or
    linear, of the hidden layers; the last is linear. loss: logistic (2 classes, 1 output), softmax (an output a class),
    squared (1 output), perceptron; by default what the data and the outputs ask for. batch_size: points of a
    mini-batch, all of them by default and where it is larger. Each epoch meets all points in a new order from `seed`;
    its last batch may be short. l2: λ ≥ 0, on weights only: biases, β and γ are left alone. dropout: the share
    0 ≤ p < 1 of silent hidden units, also from `seed`: all nets of one seed lose the same units. batch_norm: before the
    activation of each hidden layer, with γ and β and the batch's own mean and variance (over its number of points).

    The vector holds, layer by layer and unit by unit, the weights and then the bias; after each normalised layer its γ,
    and its biases are β. Each net has the bits that it has alone. ValueError, with the name, the value and the domain.
    Source: Rumelhart, Hinton, Williams (1986), Nature 323, 533–536; Ioffe, Szegedy (2015), arXiv:1502.03167; Srivastava
    et al. (2014), JMLR 15, 1929–1958. PyTorch's `weight_decay` is λ, but on biases too.
    """

    sizes: tuple[int, ...]
    data: Data
    activation: str = "tanh"
    loss: str = ""
    batch_size: int | None = None
    seed: int = 0
    l2: float = 0.0
    dropout: float = 0.0
    batch_norm: bool = False

    def __post_init__(self) -> None:
        hold_sizes(self.sizes)
        object.__setattr__(self, "loss", self.loss or loss_for(self.data, self.sizes[-1]))
        hold_name("activation", self.activation, ACTIVATIONS)
        hold_name("loss", self.loss, LOSSES)
        hold_data(self.data, self.sizes, self.loss)
        for name, least, beyond in (("l2", 0, inf), ("dropout", 0, 1), ("seed", 0, 2**32)):
            hold_number(name, getattr(self, name), least, beyond)
        hold_number("batch_size", self.points if self.batch_size is None else self.batch_size, 1, inf)

    # ---- what it is
    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Where each layer's numbers stand in the vector."""
        return layers_of(self.sizes, self.batch_norm)

    @cached_property
    def whole(self) -> Batch:
        """All points."""
        return of_points(self.data.inputs, self.rule.targets(self.data, self.sizes[-1]))

    @cached_property
    def passes(self) -> local:
        """Each thread's arrays."""
        return local()

    @cached_property
    def rule(self) -> Loss:
        """The loss, with its derivative."""
        return LOSSES[self.loss]

    @cached_property
    def n(self) -> int:
        """How many parameters there are."""
        return self.layers[-1].gamma.stop

    @cached_property
    def points(self) -> int:
        """How many points there are to learn from."""
        return len(self.data.targets)

    @cached_property
    def batch(self) -> int:
        """Points of a mini-batch; the last of an epoch may have fewer."""
        return min(self.batch_size or self.points, self.points)

    @cached_property
    def steps_per_epoch(self) -> int:
        """Mini-batches of an epoch."""
        return ceil(self.points / self.batch)

    def initial(self, seed: int = 0, scheme: str = "xavier") -> Array:
        """Parameters (n,) to begin with: zeros, small, large, xavier, he … (`INITIALS`)."""
        return initial(self.layers, scheme, seed)

    # ---- the objective
    def value(self, params: Array, t: int | None = None) -> Array:
        """(n, *batch) → (*batch,): over all points, or over step t's mini-batch with its dropped units.

        With batch normalisation the mean and variance are those of the points at hand.
        """
        rows, batch = rows_of(params), self.whole if t is None else self.mini_batch(t)
        with np.errstate(over="ignore", invalid="ignore"):
            return (self.losses(rows, batch) + self.penalty(rows)).reshape(params.shape[1:])[()]

    def gradient(self, params: Array, t: int | None = None) -> Array:
        """(n, *batch) → (n, *batch): the gradient of `value(params, t)`; t = 1 is the first step."""
        rows, batch = rows_of(params), self.whole if t is None else self.mini_batch(t)
        found = np.empty((self.n, len(rows)))
        with np.errstate(over="ignore", invalid="ignore"):
            for part in self.pieces(len(rows), batch.points):
                found[:, part] = self.descent(rows[part], batch).T
        return found.reshape(params.shape)

    def descent(self, rows: Array, batch: Batch) -> Array:
        """The gradient of some nets, (nets, n)."""
        room = self.arrays(len(rows), batch.points)
        slope = self.rule.slope(room.forward(rows, batch), batch.targets)
        slope /= batch.points
        found = room.backward(batch, slope)
        return found + np.where(is_weight(self.layers), self.l2 * rows, 0.0) if self.l2 else found

    def losses(self, rows: Array, batch: Batch) -> Array:
        """The mean loss of each net, (nets,): of so many nets at a time that scores are met again in the cache."""
        found = np.empty(len(rows))
        for part in self.pieces(len(rows), min(batch.points, POINTS)):
            found[part] = self.rule.each(self.scores(rows[part], batch), batch.targets).mean(axis=-1)
        return found

    def penalty(self, rows: Array) -> Array | float:
        """½ λ Σ w² of each net."""
        if not self.l2:
            return 0.0
        return self.l2 / 2 * np.square(np.where(is_weight(self.layers), rows, 0.0)).sum(axis=-1)

    # ---- what it makes of points
    def outputs(self, params: Array, inputs: Array, statistics: Array | None = None) -> Array:
        """(n, *batch), inputs (points, features) → (*batch, outputs, points): probabilities, or fitted values.

        No unit is silent. statistics (2 × hidden units, *batch): the means and variances with which batch
        normalisation works at test time; None for those of these points.
        """
        known = None if statistics is None else rows_of(statistics)
        with np.errstate(over="ignore", invalid="ignore"):
            found = self.rule.outputs(self.scores(rows_of(params), of_points(inputs), known))
        return found.reshape(*params.shape[1:], self.sizes[-1], len(inputs))

    def measured(self, params: Array, data: Data, statistics: Array | None = None) -> tuple[Array, Array]:
        """(n, *batch) → the mean loss without penalty, and the share of points in the right class, both (*batch,).

        The share is NaN where numbers are fitted, and both are without points. statistics as in `outputs`.
        """
        if not len(data.targets):
            return np.full((2, *params.shape[1:]), np.nan)[0], np.full(params.shape[1:], np.nan)
        known = None if statistics is None else rows_of(statistics)
        targets = self.rule.targets(data, self.sizes[-1])
        with np.errstate(over="ignore", invalid="ignore"):
            scores = self.scores(rows_of(params), of_points(data.inputs), known)
            loss = self.rule.each(scores, targets).mean(axis=-1)
        hits = guesses(scores, self.rule.border) == data.targets if data.classes else np.full((len(scores), 1), np.nan)
        right = hits.mean(axis=-1)
        return loss.reshape(params.shape[1:])[()], right.reshape(params.shape[1:])[()]

    def seen(self, params: Array, ts: Sequence[int] | Array) -> tuple[Array, Array]:
        """What the gradients of the steps `ts` saw: params (n, len(ts)) → J of each mini-batch, and its statistics.

        J (len(ts),) is `value(params[:, i], ts[i])`. Statistics (2 × normalised units, len(ts)) are the means, then the
        variances, of each normalised layer, to be averaged for test time.
        """
        batches, rows = [self.mini_batch(t) for t in ts], rows_of(params)
        losses = np.empty(len(rows))
        statistics = np.empty((2 * sum(layer.fan_out for layer in self.layers if layer.normalised), len(rows)))
        for points in sorted({batch.points for batch in batches}):
            same = np.flatnonzero([batch.points == points for batch in batches])
            for part in self.pieces(len(same), points):
                some, room = same[part], self.arrays(len(same[part]), points)
                together = stacked([batches[i] for i in some])
                with np.errstate(over="ignore", invalid="ignore"):
                    each = self.rule.each(room.forward(rows[some], together), together.targets)
                    losses[some] = each.mean(axis=-1) + self.penalty(rows[some])
                statistics[:, some] = room.statistics().T
        return losses, statistics

    def scores(self, rows: Array, batch: Batch, statistics: Array | None = None) -> Array:
        """(nets, n) → (nets, outputs, points), piece by piece."""
        at_once = batch.points if batch.kept or (self.batch_norm and statistics is None) else POINTS
        scores = np.empty((len(rows), self.sizes[-1], batch.points))
        for start in range(0, batch.points, at_once):
            here = slice(start, start + at_once)
            some = batch._replace(inputs=np.ascontiguousarray(batch.inputs[:, here]))
            for part in self.pieces(len(rows), some.points):
                room = self.arrays(len(rows[part]), some.points)
                scores[part, :, here] = room.forward(rows[part], some, None if statistics is None else statistics[part])
        return scores

    def mini_batch(self, t: int) -> Batch:
        """The points of step t, t = 1 the first, and its dropped units."""
        epoch, at = divmod(index(t) - 1, self.steps_per_epoch)
        batch = self.whole
        if self.batch < self.points:
            rows = order(self.seed, epoch, self.points)[at * self.batch : (at + 1) * self.batch]
            batch = Batch(batch.inputs.take(rows, axis=1), batch.targets.take(rows, axis=1))
        if not self.dropout:
            return batch
        return batch._replace(kept=silenced(self.seed, index(t), self.sizes[1:-1], batch.points, self.dropout))

    # ---- room
    def pieces(self, nets: int, points: int) -> list[slice]:
        """So many nets at a time that their activations stay in the cache."""
        count = ceil(nets * points * 8 * (sum(self.sizes[1:]) + 1) / ROOM)
        size = ceil(nets / max(min(count, nets), 1))
        return [slice(at, at + size) for at in range(0, nets, max(size, 1))]

    def arrays(self, nets: int, points: int) -> Pass:
        """This thread's arrays for so many nets and points; a few sizes are kept."""
        kept: Any = self.passes.__dict__
        if (nets, points) not in kept:
            if len(kept) > 5:
                kept.clear()
            kept[nets, points] = Pass(self.layers, ACTIVATIONS[self.activation], nets, points)
        found: Pass = kept[nets, points]
        return found


def rows_of(params: Array) -> Array:
    """(n, *batch) → (nets, n): each net's numbers side by side, as matmul wants them."""
    return np.ascontiguousarray(np.asarray(params, float).reshape(len(params), -1).T)


def guesses(scores: Array, border: float) -> Array:
    """The class with the highest score, (nets, points); with one output, class 1 above the border."""
    return scores.argmax(axis=1) if scores.shape[1] > 1 else (scores[:, 0] > border).astype(int)


def loss_for(data: Data, outputs: int) -> str:
    """What data and outputs ask for."""
    return "squared" if not data.classes else "logistic" if outputs == 1 else "softmax"
