"""The nets that PyTorch trains as well: what they are, and the weights and points that both sides are given."""

from typing import Any, NamedTuple

import numpy as np

POINTS, STEPS = 30, 100


class Case(NamedTuple):
    sizes: tuple[int, ...]
    activation: str
    loss: str
    optimizer: str
    rate: float
    batch_size: int
    l2: float = 0.0
    dropout: float = 0.0
    batch_norm: bool = False

    @property
    def title(self) -> str:
        options = [f"{name}={value}" for name, value in self._asdict().items() if name in OPTIONS and value]
        return " ".join(["-".join(map(str, self.sizes)), *map(str, self[1:6]), *options])


OPTIONS = ("l2", "dropout", "batch_norm")
ACTIVATIONS, OUTPUTS = ("relu", "tanh", "sigmoid", "linear"), {"logistic": 1, "softmax": 3, "squared": 1}
ADAM, MOMENTUM, PLAIN = ("adam", 0.01), ("momentum", 0.02), ("gradient_descent", 0.05)
CASES = [
    *(Case((2, 5, 4, OUTPUTS[loss]), act, loss, *ADAM, 8) for act in ACTIVATIONS for loss in OUTPUTS),
    Case((2, 1), "tanh", "logistic", *PLAIN, 1),
    Case((2, 3), "tanh", "softmax", *MOMENTUM, 30),
    Case((2, 6, 1), "relu", "squared", *MOMENTUM, 7),
    Case((2, 4, 4, 4, 4, 4, 4, 4, 4, 1), "tanh", "logistic", *ADAM, 16),
    Case((2, 5, 4, 1), "tanh", "logistic", *ADAM, 8, l2=0.1),
    Case((2, 5, 4, 3), "relu", "softmax", *MOMENTUM, 8, dropout=0.3),
    Case((2, 5, 4, 1), "tanh", "squared", *MOMENTUM, 8, batch_norm=True),
    Case((2, 5, 4, 3), "sigmoid", "softmax", *MOMENTUM, 8, l2=0.01, dropout=0.2, batch_norm=True),
]
BETA1 = 0.9  # of momentum; Adam's are PyTorch's own


def drawn(case: Case) -> dict[str, Any]:
    """The first weights and biases of a case, layer by layer, and its points."""
    random = np.random.RandomState(7)
    fans = list(zip(case.sizes[:-1], case.sizes[1:], strict=True))
    inputs = random.standard_normal((POINTS, 2))
    classes = np.arange(POINTS) % max(case.sizes[-1], 2)
    return {
        "weights": [random.standard_normal((b, a)) / np.sqrt(a) for a, b in fans],
        "biases": [0.1 * random.standard_normal(b) for _, b in fans],
        "inputs": inputs,
        "targets": np.sin(3 * inputs[:, 0]) + inputs[:, 1] if case.loss == "squared" else classes,
    }


def walked(params: np.ndarray) -> np.ndarray:
    """What is stored of parameters (n,): enough to tell two paths apart, few enough to keep."""
    return np.array([*params[:4], *params[-4:], np.square(params).sum()])
