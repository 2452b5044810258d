"""PyTorch. Its own state gives two rules that it has no switch for: zeros as the first momentum buffer make dampening =
β1 the average form from step 1 on, and a step counter so high that β^t is 0 turns Adam's bias correction off.

Steps by sign are its Adam without memory of either kind and without ε, which divides g by |g|. Its Nesterov records the
look-ahead point; that point + α β1 v is the textbook's θ. Its α stands outside the velocity: at a constant α that is
one path with α inside. Its ε stands outside the root: with ε = 0 that is one rule with ε inside, and so is Adam's ε
when the correction is folded into α. NAdam's momentum_decay ψ is fade = .96^ψ. It clips by ‖g‖ + 1e-6, as no other
does, so that clipped runs are not its.

NAdam keeps the product of its μ in the default dtype; in float32 its paths are off by 1e-9. Hence the default here is
float64 (`faults`).
"""

from itertools import count
from math import log

import torch

from tests.oracles.frameworks.walks import ENDLESS, Call, changed, compared, decay, surface

PACKAGES = ("torch",)
ADAM = {"v": "exp_avg", "s": "exp_avg_sq"}
NAMES = {  # what it calls our averages
    "momentum": {"v": "momentum_buffer"},
    "nesterov": {"v": "momentum_buffer"},
    "adagrad": {"s": "sum"},
    "adadelta": {"s": "square_avg", "d": "acc_delta"},
    "rmsprop": {"a": "grad_avg", "s": "square_avg"},
    "rmsprop_momentum": {"v": "momentum_buffer", "s": "square_avg", "a": "grad_avg"},
    "amsgrad": {**ADAM, "s_max": "max_exp_avg_sq"},
    "adamax": {"v": "exp_avg", "u": "exp_inf"},
    **dict.fromkeys(("adam", "adamw", "nadam", "radam"), ADAM),
    "rprop": {"rate": "step_size"},
}
IN_GROUP = {"learning_rate": "lr", "beta1": "momentum"}  # of SGD, where β1 changes
torch.set_default_dtype(torch.float64)


def walk(case, called):
    """Yields (params, loss, averages) before each step, the start first."""
    f = surface(case, torch.exp)
    params = torch.tensor(case.start, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, called.name)([params], **called.arguments)
    if called.begun:  # it fills its state at the first step, unless there is one
        state = {name: torch.full_like(params, value) for name, value in called.begun.items() if name != "step"}
        optimizer.state[params].update(state, step=torch.tensor(float(called.begun.get("step", 0))))
    names = {} if case.hyper.get("rate_inside") else NAMES.get(case.optimizer, {})
    ahead = case.hyper["learning_rate"] * case.hyper["beta1"] if case.hyper.get("look_ahead") else 0.0
    for t in count():
        state = optimizer.state[params]
        point = params.detach() + ahead * state.get("momentum_buffer", 0.0)
        yield point, f(point), {ours: state.get(theirs) for ours, theirs in names.items()}
        optimizer.param_groups[0].update({IN_GROUP[name]: value for name, value in changed(case, t).items()})
        optimizer.zero_grad()
        f(params).backward()
        optimizer.step()


def call(case):
    """What walks this case; None where no choice of arguments makes the rule ours."""
    called = None if "clip" in case.options else of(case.optimizer, not case.changes, **case.hyper)
    if called is None:
        return None
    called = compared(called, getattr(torch.optim, called.name))
    return called._replace(arguments={**called.arguments, **case.options})


def of(name, constant, learning_rate, beta1=0.0, beta2=0.0, epsilon=0.0, **others):
    lr, switched, given = {"lr": learning_rate}, others.get, {"lr": learning_rate, "eps": epsilon}
    adam = {"lr": learning_rate, "betas": (beta1, beta2), "eps": epsilon}
    outside = epsilon == 0 or not switched("epsilon_inside")
    unfolded = epsilon == 0 or not switched("fold_correction")
    in_order = constant or not (switched("rate_inside") or switched("look_ahead"))
    match name:
        case "gradient_descent":
            return Call("SGD", lr)
        case "momentum" if in_order and switched("average"):
            return Call("SGD", {**lr, "momentum": beta1, "dampening": beta1}, {"momentum_buffer": 0.0})
        case "momentum" if in_order and not switched("average"):
            return Call("SGD", {**lr, "momentum": beta1, "dampening": switched("dampening", 0.0)})
        case "nesterov" if in_order:
            return Call("SGD", {**lr, "momentum": beta1, "nesterov": True})
        case "adagrad" if outside:
            return Call("Adagrad", {**given, "initial_accumulator_value": switched("initial_s", 0.0)})
        case "adadelta":
            return Call("Adadelta", {**given, "rho": beta2})
        case "rmsprop" if outside:
            return Call("RMSprop", {**given, "alpha": beta2, "centered": switched("centered", False)})
        case "rmsprop_momentum" if outside and in_order and not switched("nesterov"):
            centered = switched("centered", False)
            return Call("RMSprop", {**given, "alpha": beta2, "centered": centered, "momentum": beta1})
        case "adam" if not switched("bias_correction", True):
            return Call("Adam", adam, {"step": ENDLESS, "exp_avg": 0.0, "exp_avg_sq": 0.0})
        case "adam" if unfolded:
            return Call("Adam", adam)
        case "amsgrad" if unfolded and not switched("of_corrected"):
            return Call("Adam", {**adam, "amsgrad": True})
        case "adamax" if not switched("epsilon_added"):
            return Call("Adamax", adam)
        case "nadam":
            return Call("NAdam", {**adam, "momentum_decay": momentum_decay(others["fade"])})
        case "adamw" if unfolded and (constant or not switched("decay_by_schedule")):
            return Call("AdamW", {**adam, "weight_decay": decay(learning_rate, **others)})
        case "radam" if epsilon == 0 or switched("fold_correction", True):
            return Call("RAdam", adam)
        case "sign_descent":
            return Call("Adam", {**lr, "betas": (0.0, 0.0), "eps": 0.0})
        case "rprop":
            return Call("Rprop", {**lr, "etas": (others["shrink"], others["grow"])})
    return None


def momentum_decay(fade):
    """ψ of .96^ψ = fade."""
    return round(log(fade) / log(0.96), 12) if fade else float(ENDLESS)
