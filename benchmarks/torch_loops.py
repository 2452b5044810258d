"""The same race in PyTorch: the loop of its tutorials, with point, loss and gradient kept."""

from collections.abc import Callable, Mapping

import numpy as np
import torch

from optimizers import OPTIMIZERS, specs

Make = Callable[[torch.Tensor, dict], torch.optim.Optimizer]

# Our names → PyTorch's.
LOOPS: dict[str, Make] = {
    "gradient_descent": lambda θ, h: torch.optim.SGD([θ], lr=h["learning_rate"]),
    "momentum": lambda θ, h: torch.optim.SGD([θ], lr=h["learning_rate"], momentum=h["beta1"]),
    "nesterov": lambda θ, h: torch.optim.SGD([θ], lr=h["learning_rate"], momentum=h["beta1"], nesterov=True),
    "adagrad": lambda θ, h: torch.optim.Adagrad([θ], lr=h["learning_rate"], eps=h["epsilon"]),
    "rmsprop": lambda θ, h: torch.optim.RMSprop([θ], lr=h["learning_rate"], alpha=h["beta2"], eps=h["epsilon"]),
    "adam": lambda θ, h: torch.optim.Adam([θ], lr=h["learning_rate"], betas=(h["beta1"], h["beta2"]), eps=h["epsilon"]),
}


def race(start: tuple[float, float], steps: int, rates: Mapping[str, float]) -> dict[str, np.ndarray]:
    """The path of each, (steps + 1, 2)."""
    torch.set_num_threads(1)  # two numbers are too few to share
    defaults = {key: {name: spec.default for name, spec in specs(OPTIMIZERS[key]).items()} for key in LOOPS}
    return {key: path(make, start, steps, defaults[key] | {"learning_rate": rates[key]}) for key, make in LOOPS.items()}


def path(make: Make, start: tuple[float, float], steps: int, hypers: dict) -> np.ndarray:
    θ = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make(θ, hypers)
    points, losses, gradients = [θ.detach().numpy().copy()], [], []
    for _ in range(steps):
        optimizer.zero_grad()
        x, y = θ
        loss = (1 - x) ** 2 + 100 * (y - x**2) ** 2
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        gradients.append(θ.grad.numpy().copy())
        points.append(θ.detach().numpy().copy())
    return np.array(points)
