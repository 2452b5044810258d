"""Small nets on flat parameters, trained side by side. NumPy only; an objective like any other.

from networks import MLP, Data
net = MLP(sizes=(2, 16, 16, 1), activation="tanh", data=data, batch_size=64)
net.gradient(net.initial(seed=0), t=1)          # of the first mini-batch
"""

from .activations import ACTIVATIONS
from .data import SCALINGS, Data, Scaling, condition_number, scaling, split
from .inside import Histogram, Signals, histogram, signals
from .layout import INITIALS
from .losses import LOSSES
from .mlp import MLP

__all__ = [
    "ACTIVATIONS",
    "INITIALS",
    "LOSSES",
    "MLP",
    "SCALINGS",
    "Data",
    "Histogram",
    "Scaling",
    "Signals",
    "condition_number",
    "histogram",
    "scaling",
    "signals",
    "split",
]
