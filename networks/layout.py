"""Where each layer's numbers stand in the flat vector of parameters, and what they begin as."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .checks import hold_name
from .data import Array


class Layer(NamedTuple):
    """A layer's part of the vector: for each of its units the weights, then the bias; after all of them γ."""

    fan_in: int
    fan_out: int
    start: int
    normalised: bool  # its bias is then the β of batch normalisation

    @property
    def weights(self) -> slice:
        """Weights and biases, (fan_out, fan_in + 1) row by row."""
        return slice(self.start, self.start + self.fan_out * (self.fan_in + 1))

    @property
    def gamma(self) -> slice:
        """γ of batch normalisation, (fan_out,); empty without it."""
        return slice(self.weights.stop, self.weights.stop + self.fan_out * self.normalised)


def layers_of(sizes: Sequence[int], batch_norm: bool) -> tuple[Layer, ...]:
    """The layers of a net: sizes[0] inputs, sizes[-1] outputs, hidden units between. The last is never normalised."""
    layers, start = [], 0
    for at, (fan_in, fan_out) in enumerate(pairwise(sizes), 1):
        layers.append(Layer(fan_in, fan_out, start, batch_norm and at < len(sizes) - 1))
        start = layers[-1].gamma.stop
    return tuple(layers)


@lru_cache(maxsize=64)
def is_weight(layers: tuple[Layer, ...]) -> Array:
    """(n,) True for weights, False for biases, β and γ."""
    mask = np.zeros(layers[-1].gamma.stop, bool)
    for layer in layers:
        mask[layer.weights].reshape(layer.fan_out, -1)[:, :-1] = True
    mask.setflags(write=False)
    return mask


# ---- where training begins
class Initial(NamedTuple):
    """What the weights are drawn from: normal numbers, or a multiple of the identity."""

    title: str
    scale: float  # the standard deviation, times 1/√fan_in where `by_fan_in`; of an identity, its factor
    by_fan_in: bool = False
    identity: bool = False
    biases: bool = False  # whether biases are uniform in ±1/√fan_in, where they are 0 otherwise


INITIALS: dict[str, Initial] = {
    "zeros": Initial("zeros", 0.0),
    "small": Initial("small normal, σ = 0.01", 0.01),
    "large": Initial("large normal, σ = 1", 1.0),
    "xavier": Initial("Xavier, σ² = 1/n", 1.0, by_fan_in=True),
    "he": Initial("He, σ² = 2/n", 2**0.5, by_fan_in=True),
    "spread": Initial("He, with spread biases", 2**0.5, by_fan_in=True, biases=True),
    "times_1.5": Initial("1.5 × identity", 1.5, identity=True),
    "times_0.5": Initial("0.5 × identity", 0.5, identity=True),
}


def initial(layers: Sequence[Layer], scheme: str, seed: int) -> Array:
    """The flat vector (n,) to begin with. Biases and β are 0, γ is 1.

    Xavier and He divide by n, the inputs of a layer. Source: Glorot, Bengio (2010), section 2; He, Zhang, Ren, Sun
    (2015), section 2.2; the 1/n is that of Ng's lectures. PyTorch's `xavier_normal_` has 2/(inputs + outputs) in its
    place. `spread` has biases like PyTorch's nn.Linear: with biases of 0 all ReLUs over a single input bend at x = 0.
    RandomState's stream is frozen, so that a link shows the same net under every NumPy. ValueError for an unknown name.
    """
    hold_name("initial", scheme, INITIALS)
    kind, random = INITIALS[scheme], np.random.RandomState(seed)
    params = np.zeros(layers[-1].gamma.stop)
    for layer in layers:
        scale = kind.scale / np.sqrt(layer.fan_in) if kind.by_fan_in else kind.scale
        shape = (layer.fan_out, layer.fan_in)
        weights = np.eye(*shape) if kind.identity else random.standard_normal(shape)
        block = params[layer.weights].reshape(layer.fan_out, -1)
        block[:, :-1] = scale * weights
        if kind.biases:
            block[:, -1] = (2 * random.random_sample(layer.fan_out) - 1) / np.sqrt(layer.fan_in)
        params[layer.gamma] = 1.0
    return params
