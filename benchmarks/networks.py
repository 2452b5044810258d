"""64 small nets trained side by side, beside PyTorch: stacked in torch.bmm with autograd, and one after the other."""

import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from networks import MLP, Data
from networks.batches import order
from optimizers import OPTIMIZERS, run

from .report import Row, median

SIZES, NETS, POINTS, BATCH, STEPS, RATE = (2, 16, 16, 1), 64, 1000, 64, 300, 0.01
AGREEMENT = 1e-9  # of the losses at the end: they are the same training
LIMITS = BMM, LOOP = 1.2, 20


def rows(repeats: int = 7, nets: int = NETS, steps: int = STEPS) -> list[Row]:
    shape = "-".join(map(str, SIZES))
    names = [f"{nets} nets {shape}, {steps} Adam steps, loss each epoch, {how}" for how in ("stacked", "in a loop")]
    if not find_spec("torch"):
        missing = "PyTorch is not installed"
        return [
            Row(name, None, "nets/s", "ratio ≥", limit, about=missing)
            for name, limit in zip(names, LIMITS, strict=True)
        ]
    import torch

    torch.set_num_threads(1)
    threadpool_limits(1, "blas")  # as the server has it
    net = MLP(SIZES, spots(), "tanh", batch_size=BATCH)
    start = np.stack([net.initial(seed) for seed in range(nets)], axis=1)
    few = max(nets // 16, 1)  # of the loop only some nets are timed: they cost the same
    same(net, start[:, :few], steps)
    ours, stacked, loop = interleaved(
        repeats,
        lambda: ours_trained(net, start, steps),
        lambda: torch_trained(net, start, steps),
        lambda: [torch_trained(net, start[:, [i]], steps, alone=True) for i in range(few)],
    )
    return [
        Row(names[0], nets / ours, "nets/s", "ratio ≥", BMM, nets / stacked, "torch.bmm, autograd"),
        Row(names[1], nets / ours, "nets/s", "ratio ≥", LOOP, few / loop, "torch.nn.Linear, one by one"),
    ]


def spots() -> Data:
    """Points in two classes, opposite quarters alike."""
    inputs = np.random.RandomState(0).standard_normal((POINTS, 2))
    return Data(inputs, (inputs[:, 0] * inputs[:, 1] > 0).astype(int), ("no", "yes"))


def interleaved(repeats: int, *actions: Callable[[], object]) -> list[float]:
    """The median seconds of each, taken in turn, so that a busy moment meets all of them."""
    return [median(times) for times in zip(*([seconds(a) for a in actions] for _ in range(repeats)), strict=True)]


def seconds(action: Callable[[], object]) -> float:
    """Seconds of the processor, of all threads together: all have one, and other programs do not count."""
    begin = time.process_time()
    action()
    return time.process_time() - begin


def same(net: MLP, start: np.ndarray, steps: int) -> None:
    """Refuses to compare times of trainings that do different things."""
    ours = ours_trained(net, start, steps)
    for alone in (False, True):
        theirs = [torch_trained(net, start[:, [i]], steps, alone)[-1] for i in range(start.shape[1])]
        apart = abs(ours - np.ravel(theirs)).max()
        if not apart <= AGREEMENT:
            raise AssertionError(f"{apart:.1e} apart from PyTorch after {steps} steps")


def ours_trained(net: MLP, start: np.ndarray, steps: int) -> np.ndarray:
    """The last loss of each net; the loss is taken each epoch."""
    adam = OPTIMIZERS["adam"](learning_rate=RATE)
    path: Any = run(net, adam, start, steps, record="loss", value_every=net.steps_per_epoch)
    return path.loss[-1]


def torch_trained(net: MLP, start: np.ndarray, steps: int, alone: bool = False) -> list[np.ndarray]:
    """The same in PyTorch: the losses of each epoch."""
    import torch

    layers, forward = linear(net, start) if alone else stacked_layers(net, start)
    inputs, targets = torch.tensor(net.data.inputs), torch.tensor(net.data.targets, dtype=torch.float64)
    orders = [
        torch.tensor(order(net.seed, epoch, POINTS)).split(net.batch)
        for epoch in range(-(-steps // net.steps_per_epoch))
    ]
    optimizer, losses = torch.optim.Adam(layers, lr=RATE), []

    def loss(x: Any, y: Any) -> Any:
        scores = forward(x)
        each = torch.nn.functional.binary_cross_entropy_with_logits
        return each(scores, y.expand_as(scores), reduction="none").mean(-1)

    for t in range(1, steps + 1):
        epoch, at = divmod(t - 1, net.steps_per_epoch)
        chosen = orders[epoch][at]
        optimizer.zero_grad()
        loss(inputs[chosen], targets[chosen]).sum().backward()
        optimizer.step()
        if t % net.steps_per_epoch == 0 or t == steps:
            with torch.no_grad():
                losses.append(loss(inputs, targets).numpy())
    return losses


def weights_of(net: MLP, start: np.ndarray) -> Iterator[tuple[Any, Any]]:
    """Weights (nets, fan_in, fan_out) and biases (nets, 1, fan_out) of each layer."""
    import torch

    for layer in net.layers:
        w = torch.tensor(start[layer.weights].T.reshape(-1, layer.fan_out, layer.fan_in + 1))
        yield w[..., :-1].transpose(1, 2).contiguous(), w[..., -1].unsqueeze(1).contiguous()


def stacked_layers(net: MLP, start: np.ndarray) -> tuple[list[Any], Callable[[Any], Any]]:
    """All nets at once: parameters, and x (points, 2) → scores (nets, points)."""
    import torch

    pairs = [(w.requires_grad_(), b.requires_grad_()) for w, b in weights_of(net, start)]

    def forward(x: Any) -> Any:
        a = x.expand(start.shape[1], -1, -1)
        for w, b in pairs[:-1]:
            a = torch.tanh(torch.baddbmm(b, a, w))
        return torch.baddbmm(pairs[-1][1], a, pairs[-1][0])[..., 0]

    return [part for pair in pairs for part in pair], forward


def linear(net: MLP, start: np.ndarray) -> tuple[list[Any], Callable[[Any], Any]]:
    """One net of nn.Linear, as in the tutorials."""
    import torch

    modules: list[Any] = []
    for w, b in weights_of(net, start):
        modules += [torch.nn.Linear(*w.shape[1:], dtype=torch.float64), torch.nn.Tanh()]
        with torch.no_grad():
            modules[-2].weight.copy_(w[0].T)
            modules[-2].bias.copy_(b[0, 0])
    model = torch.nn.Sequential(*modules[:-1])
    return list(model.parameters()), lambda x: model(x)[:, 0]
