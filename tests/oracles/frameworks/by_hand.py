"""Nesterov's textbook form, which no framework has: the gradient at the look-ahead point, θ recorded. PyTorch gives the
gradient. Source: Nesterov (1983) in the form of Sutskever et al. (2013), whose α stands inside the velocity.
"""

from itertools import count

import torch

from tests.oracles.frameworks.walks import Call, changed, surface

PACKAGES = ("torch",)


def call(case):
    """The textbook form, where the case wants it."""
    inside = case.hyper.get("rate_inside", False)
    if case.optimizer != "nesterov" or not case.hyper.get("look_ahead"):
        return None
    return Call("textbook", {"rate": case.hyper["learning_rate"], "beta1": case.hyper["beta1"], "inside": inside})


def walk(case, called):
    """Yields (params, loss, averages) before each step, the start first."""
    f, (rate, beta1, inside) = surface(case, torch.exp), called.arguments.values()
    params = torch.tensor(case.start, dtype=torch.float64)
    v = torch.zeros_like(params)
    for t in count():
        yield params, f(params), {"v": v}
        rate = changed(case, t).get("learning_rate", rate)
        within, without = (rate, 1.0) if inside else (1.0, rate)
        ahead = (params - without * beta1 * v).requires_grad_()
        (g,) = torch.autograd.grad(f(ahead), ahead)
        v = beta1 * v + within * g
        params = params - without * v
