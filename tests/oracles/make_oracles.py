"""Makes the oracles: trajectories walked by PyTorch, Keras and optax, in float64, with their own gradients.

    pip install torch==2.13.0 keras==3.15.1 optax==0.2.8 jax==0.10.2     # in an environment of its own
    python tests/oracles/make_oracles.py                                  # all of them
    python tests/oracles/make_oracles.py by_torch by_optax                # some

Each function `by_…` walks a case and fills `data/<its name>.json`: the versions that made it, then one entry a line,
with points, losses and, where the framework keeps them in our meaning, the averages v and s at the last step. A
framework takes a case where some choice of its arguments makes its rule ours, and returns None where none does:

- PyTorch has every rule but three. Its own state gives two of them: zeros as the first momentum buffer make dampening
  = β1 the average form from step 1 on, and a step counter so high that β^t is 0 turns Adam's bias correction off;
  neither PyTorch, Keras nor optax has a switch for it.
- Steps by sign are PyTorch's Adam without memory of either kind and without ε, which divides g by |g|; optax has them.
- optax's Rprop makes each step one gradient late, and Keras has none.
- PyTorch's Nesterov records the look-ahead point. That point + α β1 v is the textbook's θ. `by_hand` walks the textbook
  form itself, with PyTorch's gradient at θ − α β1 v.
- Keras and optax keep Adagrad's ε inside the root, Keras RMSprop's too: only ε = 0 is one rule. Keras folds Adam's
  correction into α: the rule is ours for ε = 0, and without the correction for every ε.
- Keras puts α into the velocity. At a constant α the path is the same, and the average form is the classical one at
  α (1 − β1).
"""

import json
import os
import platform
import sys
from importlib.metadata import version
from itertools import islice
from math import isfinite
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import jax.numpy as jnp
import keras
import optax
import torch
from cases import AT, SURFACES, cases

DATA = Path(__file__).parent / "data"
ENDLESS = 2**30  # steps after which β^t is 0
keras.config.set_floatx("float64")


def surface(case, exp):
    return lambda params: SURFACES[case.surface](params[0], params[1], exp, **case.parameters)


# ---- PyTorch
TORCH_NAMES = {  # what it calls our v and s
    "gradient_descent": {},
    "momentum": {"v": "momentum_buffer"},
    "nesterov": {"v": "momentum_buffer"},
    "adagrad": {"s": "sum"},
    "rmsprop": {"s": "square_avg"},
    "adam": {"v": "exp_avg", "s": "exp_avg_sq"},
    "sign_descent": {},
    "rprop": {"rate": "step_size"},
}


def by_torch(case):
    """Yields (params, loss, averages) before each step, the start first."""
    f = surface(case, torch.exp)
    params = torch.tensor(case.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch_optimizer(params, case.optimizer, **case.hyper)
    state, names = optimizer.state[params], TORCH_NAMES[case.optimizer]
    ahead = case.hyper["learning_rate"] * case.hyper["beta1"] if case.hyper.get("look_ahead") else 0.0
    while True:
        point = params.detach() + ahead * state.get("momentum_buffer", 0.0)
        yield point, f(point), {ours: state.get(theirs) for ours, theirs in names.items()}
        optimizer.zero_grad()
        f(params).backward()
        optimizer.step()


def torch_optimizer(params, name, learning_rate, beta1=0.0, beta2=0.0, epsilon=0.0, **switches):
    match name:
        case "gradient_descent":
            return torch.optim.SGD([params], learning_rate)
        case "momentum" if switches.get("average"):
            optimizer = torch.optim.SGD([params], learning_rate, momentum=beta1, dampening=beta1)
            return begun(optimizer, params, momentum_buffer=torch.zeros_like(params))
        case "momentum":
            return torch.optim.SGD([params], learning_rate, momentum=beta1)
        case "nesterov":
            return torch.optim.SGD([params], learning_rate, momentum=beta1, nesterov=True)
        case "adagrad":
            return torch.optim.Adagrad([params], learning_rate, eps=epsilon)
        case "rmsprop":
            return torch.optim.RMSprop([params], learning_rate, alpha=beta2, eps=epsilon)
        case "adam":
            optimizer = torch.optim.Adam([params], learning_rate, betas=(beta1, beta2), eps=epsilon)
            if switches.get("bias_correction", True):
                return optimizer
            step = torch.tensor(float(ENDLESS), dtype=torch.float64)
            v, s = torch.zeros_like(params), torch.zeros_like(params)
            return begun(optimizer, params, step=step, exp_avg=v, exp_avg_sq=s)
        case "sign_descent":
            return torch.optim.Adam([params], learning_rate, betas=(0.0, 0.0), eps=0.0)
        case "rprop":
            return torch.optim.Rprop([params], learning_rate, etas=(switches["shrink"], switches["grow"]))


def begun(optimizer, params, **state):
    """As if it had already walked: PyTorch fills its state at the first step, unless there is one."""
    optimizer.state[params].update(state)
    return optimizer


def by_hand(case):
    """Nesterov (1983) in the form of Sutskever et al. (2013): the gradient at the look-ahead point, θ recorded."""
    if not case.hyper.get("look_ahead"):
        return None
    return textbook_nesterov(surface(case, torch.exp), case.start, case.hyper["learning_rate"], case.hyper["beta1"])


def textbook_nesterov(f, start, rate, beta1):
    params = torch.tensor(start, dtype=torch.float64)
    v = torch.zeros_like(params)
    while True:
        yield params, f(params), {"v": v}
        ahead = (params - rate * beta1 * v).requires_grad_()
        (g,) = torch.autograd.grad(f(ahead), ahead)
        v = beta1 * v + g
        params = params - rate * v


# ---- Keras
def by_keras(case):
    optimizer = keras_optimizer(case.optimizer, **case.hyper)
    return optimizer and keras_walk(surface(case, keras.ops.exp), case, optimizer)


def keras_walk(f, case, optimizer):
    params = keras.Variable(case.start, dtype="float64")
    optimizer.build([params])
    if not case.hyper.get("bias_correction", True):
        optimizer.iterations.assign(ENDLESS)
    while True:
        yield params.value.detach(), f(params.value).detach(), {}
        (g,) = torch.autograd.grad(f(params.value), params.value)
        optimizer.apply([g], [params])


def keras_optimizer(name, learning_rate, beta1=0.0, beta2=0.0, epsilon=0.0, **switches):
    bias_correction = switches.get("bias_correction", True)
    match name:
        case "gradient_descent":
            return keras.optimizers.SGD(learning_rate)
        case "momentum":
            rate = learning_rate * (1 - beta1) if switches.get("average") else learning_rate
            return keras.optimizers.SGD(rate, momentum=beta1)
        case "nesterov" if not switches.get("look_ahead"):
            return keras.optimizers.SGD(learning_rate, momentum=beta1, nesterov=True)
        case "adagrad" if epsilon == 0:
            return keras.optimizers.Adagrad(learning_rate, initial_accumulator_value=0.0, epsilon=0.0)
        case "rmsprop" if epsilon == 0:
            return keras.optimizers.RMSprop(learning_rate, rho=beta2, epsilon=0.0)
        case "adam" if epsilon == 0 or not bias_correction:
            return keras.optimizers.Adam(learning_rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon)
    return None


# ---- optax
def by_optax(case):
    found = optax_optimizer(case.optimizer, **case.hyper)
    return found and optax_walk(surface(case, jnp.exp), case, *found)


def optax_walk(f, case, optimizer, names):
    params = jnp.array(case.start)
    state = optimizer.init(params)
    if not case.hyper.get("bias_correction", True):
        state = optax.tree.set(state, count=jnp.int32(ENDLESS))

    @jax.jit
    def step(params, state):
        updates, state = optimizer.update(jax.grad(f)(params), state, params)
        return optax.apply_updates(params, updates), state

    while True:
        yield params, f(params), {ours: optax.tree.get(state, theirs) for ours, theirs in names.items()}
        params, state = step(params, state)


def optax_optimizer(name, learning_rate, beta1=0.0, beta2=0.0, epsilon=0.0, **switches):
    """The transformation, and what its state calls our v and s."""
    match name:
        case "gradient_descent":
            return optax.sgd(learning_rate), {}
        case "momentum" if switches.get("average"):
            return optax.chain(optax.ema(beta1, debias=False), optax.scale(-learning_rate)), {"v": "ema"}
        case "momentum":
            return optax.sgd(learning_rate, momentum=beta1), {"v": "trace"}
        case "nesterov" if not switches.get("look_ahead"):
            return optax.sgd(learning_rate, momentum=beta1, nesterov=True), {"v": "trace"}
        case "adagrad" if epsilon == 0:
            return optax.adagrad(learning_rate, initial_accumulator_value=0.0, eps=0.0), {"s": "sum_of_squares"}
        case "rmsprop":
            return optax.rmsprop(learning_rate, decay=beta2, eps=epsilon, eps_in_sqrt=False), {"s": "nu"}
        case "adam":
            return optax.adam(learning_rate, b1=beta1, b2=beta2, eps=epsilon), {"v": "mu", "s": "nu"}
        case "sign_descent":
            return optax.sign_sgd(learning_rate), {}
    return None


# ---- files
def entry(case, walk):
    """The stored rows of a walk. Each is copied as it comes: frameworks go on writing into the same arrays."""
    rows = [(params.tolist(), loss.item(), state) for params, loss, state in islice(walk, case.steps + 1)]
    if not all(isfinite(loss) and all(map(isfinite, params)) for params, loss, _ in rows):
        raise ValueError(f"this case has no answer: {case}")
    at = [t for t in AT if t < case.steps] + [case.steps]
    return {
        **case._asdict(),
        "at": at,
        "params": [rows[t][0] for t in at],
        "loss": [rows[t][1] for t in at],
        "state": {name: average.tolist() for name, average in rows[-1][2].items() if average is not None},
    }


def write(by, packages):
    """One entry a line, shortest decimals that read back as the same float64."""
    walks = [(case, by(case)) for case in cases()]
    entries = [json.dumps(entry(case, walk)) for case, walk in walks if walk]
    made_by = {"python": platform.python_version(), **{package: version(package) for package in packages}}
    head = f'"made_by": {json.dumps(made_by)},\n"dtype": "float64",\n"entries": [\n'
    (DATA / f"{by.__name__}.json").write_text("{" + head + ",\n".join(entries) + "\n]}\n")
    print(f"{by.__name__}: {len(entries)} entries")


MAKERS = {
    by_torch: ("torch",),
    by_hand: ("torch",),
    by_keras: ("keras", "torch"),
    by_optax: ("optax", "jax"),
}

if __name__ == "__main__":
    for by, packages in MAKERS.items():
        if by.__name__ in (sys.argv[1:] or [by.__name__]):
            write(by, packages)
