"""What goes on inside a net: how large signals are on their way forward and back, and how weights are spread."""

from typing import NamedTuple

import numpy as np

from .data import Array
from .mlp import MLP, rows_of


class Signals(NamedTuple):
    """Root mean squares over the units of a layer and all points, (layers, *batch); the last layer is the scores."""

    activation: Array  # of what the units give on
    gradient: Array  # of the derivative of a point's loss by the units' input, before the activation


def signals(net: MLP, params: Array) -> Signals:
    """How signals grow or vanish from layer to layer, on all points and with no unit silent. params (n, *batch).

    In a linear net of weights c × identity the activations go as c^l and the gradients as c^(L−l). Source: Glorot,
    Bengio (2010), section 4.2; Ng, Improving Deep Neural Networks, week 1.
    """
    rows, batch, depth = rows_of(params), net.whole, len(net.layers)
    forward, back = np.empty((2, depth, len(rows)))
    with np.errstate(over="ignore", invalid="ignore"):
        for part in net.pieces(len(rows), batch.points):
            forth = net.arrays(len(rows[part]), batch.points)
            scores = forth.forward(rows[part], batch)
            slope = net.rule.slope(scores, batch.targets)
            forward[:, part] = [root_mean_square(a) for a in (*(units[:, :-1] for units in forth.raw), scores)]
            forth.backward(batch, slope)
            back[:, part] = [root_mean_square(d) for d in (*(d[:, :-1] for d in forth.slopes), slope)]
    return Signals(*(a.reshape(depth, *params.shape[1:]) for a in (forward, back)))


def root_mean_square(a: Array) -> Array:
    """(nets, units, points) → (nets,)."""
    return np.sqrt(np.square(a).mean(axis=-1).mean(axis=-1))


class Histogram(NamedTuple):
    """How many weights of a layer, without biases, lie between neighbouring edges."""

    counts: Array  # (layers, bins)
    edges: Array  # (layers, bins + 1), from −largest to largest of each layer


def histogram(net: MLP, params: Array, bins: int = 41) -> Histogram:
    """The weights of one net, params (n,), layer by layer. With an odd number of bins 0 lies in the middle one."""
    counts, edges = [], []
    for layer in net.layers:
        weights = params[layer.weights].reshape(layer.fan_out, -1)[:, :-1]
        largest = float(abs(weights).max()) or 1.0
        found = np.histogram(weights, bins, (-largest, largest))
        counts.append(found[0])
        edges.append(found[1])
    return Histogram(np.array(counts), np.array(edges))
