"""Forward and backward through nets side by side, in stacked matmuls.

Activations are (nets, units + 1, points). Their last row is ones, so that a bias is one more weight. What acts on each
number acts on the whole array, that row included: a contiguous array is passed through three times as fast as a view.
Each net's product is a matmul of its own, of shapes that do not depend on how many nets there are: a net in a batch has
the bits that it has alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .activations import Activation
from .batches import Batch
from .data import Array
from .layout import Layer

EPSILON = 1e-5  # inside the root of batch normalisation; PyTorch's


class Normal(NamedTuple):
    """What batch normalisation did to a layer."""

    hat: Array  # (nets, units, points), the normalised input
    scale: Array  # (nets, units, 1), γ / √(σ² + ε)
    mean: Array  # (nets, units, 1)
    variance: Array  # (nets, units, 1)


class Pass:
    """Arrays for so many nets and points, made once and written over at every pass."""

    def __init__(self, layers: Sequence[Layer], activation: Activation, nets: int, points: int) -> None:
        self.layers, self.activation = layers, activation
        hidden = [layer.fan_out for layer in layers[:-1]]
        self.units, self.slopes = ([np.zeros((nets, size + 1, points)) for size in hidden] for _ in range(2))
        self.raw = self.units  # before units are silenced
        self.scores = np.empty((nets, layers[-1].fan_out, points))
        self.gradient = np.empty((nets, layers[-1].gamma.stop))
        self.slots = [weights(self.gradient, layer) for layer in layers]
        self.normal: list[Normal | None] = [None] * len(layers)

    # ---- forward
    def forward(self, rows: Array, batch: Batch, statistics: Array | None = None) -> Array:
        """rows (nets, n) → scores (nets, outputs, points), which the next pass writes over.

        statistics: (nets, 2 × hidden units), each layer's means, then its variances; None for those of the batch.
        """
        self.w = [weights(rows, layer) for layer in self.layers]
        self.raw = list(self.units) if batch.kept else self.units
        a, at = batch.inputs, 0
        for i, units in enumerate(self.units):
            z = units[:, :-1]
            if (layer := self.layers[i]).normalised:
                known = None if statistics is None else statistics[:, at : at + 2 * layer.fan_out]
                self.normal[i] = self.normalise(rows[:, layer.gamma, None], self.w[i], a, z, known)
                at += 2 * layer.fan_out
            else:
                np.matmul(self.w[i], a, out=z)
            self.activation.apply(units)
            units[:, -1] = 1.0
            if batch.kept:
                self.raw[i] = units.copy()
                z *= batch.kept[i]
            a = units
        return np.matmul(self.w[-1], a, out=self.scores)

    def normalise(self, gamma: Array, w: Array, a: Array, z: Array, known: Array | None) -> Normal:
        """z = γ (Wa − μ) / √(σ² + ε) + β. The bias column is β."""
        units = z.shape[1]
        np.matmul(w[..., :-1], a[..., :-1, :], out=z)
        mean = z.mean(axis=-1, keepdims=True) if known is None else known[:, :units, None]
        hat = z - mean
        variance = (hat * hat).mean(axis=-1, keepdims=True) if known is None else known[:, units:, None]
        scale = 1.0 / np.sqrt(variance + EPSILON)
        hat *= scale
        scale = scale * gamma
        np.multiply(gamma, hat, out=z)
        z += w[..., -1:]
        return Normal(hat, scale, mean, variance)

    def statistics(self) -> Array:
        """(nets, 2 × hidden units): each normalised layer's means, then its variances, of the last forward pass."""
        kept = [part[..., 0] for normal in self.normal if normal for part in (normal.mean, normal.variance)]
        return np.concatenate(kept, axis=1) if kept else np.empty((len(self.scores), 0))

    # ---- backward
    def backward(self, batch: Batch, d: Array) -> Array:
        """The gradient (nets, n) where the last forward pass was; activations are lost, and the next pass writes over.

        d (nets, outputs, points): the derivative by the scores.
        """
        for i in range(len(self.layers) - 1, -1, -1):
            a = self.units[i - 1] if i else batch.inputs
            if normal := self.normal[i]:
                d = self.denormalise(i, normal, d)
                np.matmul(d, a[..., :-1, :].swapaxes(-1, -2), out=self.slots[i][..., :-1])
            else:
                np.matmul(d, a.swapaxes(-1, -2), out=self.slots[i])
            if i:
                d = back(self.w[i], d, self.slopes[i - 1][:, :-1])
                if batch.kept:
                    d *= batch.kept[i - 1]
                self.activation.descend(self.slopes[i - 1], self.raw[i - 1])
        return self.gradient

    def denormalise(self, i: int, normal: Normal, d: Array) -> Array:
        """The derivative by Wa; those by β and γ into their places. Source: Ioffe, Szegedy (2015), section 3."""
        beta = d.sum(axis=-1, keepdims=True)
        gamma = (d * normal.hat).sum(axis=-1, keepdims=True)
        self.slots[i][..., -1:], self.gradient[:, self.layers[i].gamma] = beta, gamma[..., 0]
        return normal.scale * (d - (beta + normal.hat * gamma) / d.shape[-1])


def weights(rows: Array, layer: Layer) -> Array:
    """(nets, fan_out, fan_in + 1), a view of rows (nets, n)."""
    return rows[:, layer.weights].reshape(len(rows), layer.fan_out, layer.fan_in + 1)


def back(w: Array, d: Array, out: Array) -> Array:
    """Wᵀ d, without the bias. With a single output these are products of numbers, which einsum makes fastest."""
    if d.shape[1] == 1:
        return np.einsum("nu,np->nup", w[:, 0, :-1], d[:, 0], out=out)
    return np.matmul(w[..., :-1].swapaxes(-1, -2), d, out=out)
