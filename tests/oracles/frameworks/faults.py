"""What frameworks do wrong, or in a way of their own, walked as they do it; tests/test_oracles.py proves each.

- PyTorch's NAdam keeps the product of its μ in the default dtype, float32 unless told otherwise.
- optax's Rprop makes each step one gradient late: its first does not move.
- Keras clips by a norm rounded to float32, on PyTorch's arrays.
- PyTorch clips by ‖g‖ + 1e-6.
"""

import torch

from tests.oracles.cases import ADAM, PYTORCH_FADE, TURNED, Case
from tests.oracles.frameworks import by_keras, by_optax, by_torch
from tests.oracles.frameworks.walks import Call, surface

PACKAGES = ("torch", "keras", "optax", "jax")
NADAM = Case("nadam", {"learning_rate": 0.05, **ADAM, "fade": PYTORCH_FADE}, "elongated_bowl", TURNED, (-4.0, 2.0), 300)
RPROP = Case("rprop", {"learning_rate": 0.0371, "shrink": 0.5, "grow": 1.2}, "himmelblau", {}, (-0.15, 0.67), 100)
CLIPPED = Case("gradient_descent", {"learning_rate": 0.018}, "elongated_bowl", {}, (-4.0, 2.0), 50, (), {"clip": 2.0})


def walks():
    """(case, call, walk) of each fault."""
    called = by_torch.call(NADAM)
    yield NADAM, called, in_float32(by_torch.walk(NADAM, called))
    called = Call("rprop", {"learning_rate": 0.0371, "eta_minus": 0.5, "eta_plus": 1.2})
    yield RPROP, called, by_optax.walk(RPROP, called)
    called = Call("SGD", {"learning_rate": 0.018, "clipnorm": 2.0})
    yield CLIPPED, called, by_keras.walk(CLIPPED, called)
    yield CLIPPED, Call("clip_grad_norm_", {"max_norm": 2.0}), clipped_by_torch(CLIPPED)


def in_float32(walk):
    """A walk of PyTorch whose default dtype is the usual one; points and gradients are float64 all the same."""
    torch.set_default_dtype(torch.float32)
    try:
        yield from walk
    finally:
        torch.set_default_dtype(torch.float64)


def clipped_by_torch(case):
    f = surface(case, torch.exp)
    params = torch.tensor(case.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([params], case.hyper["learning_rate"])
    while True:
        yield params.detach(), f(params.detach()), {}
        optimizer.zero_grad()
        f(params).backward()
        torch.nn.utils.clip_grad_norm_([params], case.options["clip"])
        optimizer.step()
