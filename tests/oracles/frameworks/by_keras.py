"""Keras, on PyTorch's arrays. It keeps ε of Adagrad and RMSprop inside the root, as one rule with ours for ε = 0 and
where ours is inside. It folds Adam's correction into α, AdamW's too: ours for ε = 0, where ours is folded, and without
the correction for every ε. Its Adamax adds ε to u; its Nadam fades β1 by .96.

It puts α into the velocity. At a constant α the path is the same, and the average form is the classical one at
α (1 − β1). Its weight decay is decoupled, of every rule: it decays runs of ours with AdamW and Lion only. On PyTorch's
arrays it clips by a norm rounded to float32, so that clipped runs are not its (`faults`).
"""

import os
from itertools import count

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

from tests.oracles.frameworks.walks import ENDLESS, Call, changed, compared, surface

PACKAGES = ("keras", "torch")
ADAM = {"v": "_momentums", "s": "_velocities"}
NAMES = {  # what it calls our averages; a minus where its velocity points downhill
    "momentum": {"v": "-momentums"},
    "nesterov": {"v": "-momentums"},
    "adagrad": {"s": "_accumulators"},
    "adadelta": {"s": "_accumulated_grads", "d": "_accumulated_delta_vars"},
    "rmsprop": {"a": "_average_gradients", "s": "_velocities"},
    "rmsprop_momentum": {"v": "_momentums", "s": "_velocities", "a": "_average_gradients"},
    "amsgrad": {**ADAM, "s_max": "_velocity_hats"},
    "adamax": {"v": "_m", "u": "_u"},
    **dict.fromkeys(("adam", "adamw", "nadam"), ADAM),
    "lion": {"v": "_momentums"},
}
keras.config.set_floatx("float64")


def walk(case, called):
    """Yields (params, loss, averages) before each step, the start first."""
    f = surface(case, torch.exp)
    params = keras.Variable(case.start, dtype="float64")
    optimizer = getattr(keras.optimizers, called.name)(**called.arguments)
    optimizer.build([params])
    optimizer.iterations.assign(called.begun.get("iterations", 0))
    elsewhere = case.optimizer in ("momentum", "nesterov", "rmsprop_momentum") and not case.hyper.get("rate_inside")
    names = {} if elsewhere else NAMES.get(case.optimizer, {})
    for t in count():
        yield params.value.detach(), f(params.value).detach(), {ours: kept(optimizer, names[ours]) for ours in names}
        for value in changed(case, t).values():
            optimizer.learning_rate = value * (1 - case.hyper["beta1"]) if case.hyper.get("average") else value
        (g,) = torch.autograd.grad(f(params.value), params.value)
        optimizer.apply([g], [params])


def kept(optimizer, name):
    """One of its averages, with the sign of ours."""
    found = getattr(optimizer, name.removeprefix("-"), None)
    return (-found[0].value if name.startswith("-") else found[0].value).detach() if found else None


def call(case):
    """What walks this case; None where no choice of arguments makes the rule ours."""
    if case.options or any(name != "learning_rate" for _, name, _ in case.changes):
        return None
    called = of(case.optimizer, not case.changes, **case.hyper)
    return called and compared(called, getattr(keras.optimizers, called.name))


def of(name, constant, learning_rate, beta1=0.0, beta2=0.0, epsilon=0.0, **others):
    rate, switched = {"learning_rate": learning_rate}, others.get
    moving = {**rate, "momentum": beta1}
    adam = {**rate, "beta_1": beta1, "beta_2": beta2, "epsilon": epsilon}
    squares = {**rate, "rho": beta2, "epsilon": epsilon}
    centered = {"centered": switched("centered", False)}
    inside = epsilon == 0 or switched("epsilon_inside")
    folded = epsilon == 0 or switched("fold_correction")
    in_order = constant or switched("rate_inside")
    match name:
        case "gradient_descent":
            return Call("SGD", rate)
        case "momentum" if in_order and switched("average"):
            return Call("SGD", {**moving, "learning_rate": learning_rate * (1 - beta1)})
        case "momentum" if in_order and not switched("average") and not switched("dampening"):
            return Call("SGD", moving)
        case "nesterov" if in_order and not switched("look_ahead"):
            return Call("SGD", {**moving, "nesterov": True})
        case "adagrad" if inside:
            s = switched("initial_s", 0.0)
            return Call("Adagrad", {**rate, "initial_accumulator_value": s, "epsilon": epsilon})
        case "adadelta":
            return Call("Adadelta", squares)
        case "rmsprop" if inside:
            return Call("RMSprop", {**squares, **centered})
        case "rmsprop_momentum" if inside and in_order and not switched("nesterov"):
            return Call("RMSprop", {**squares, **centered, "momentum": beta1})
        case "adam" if not switched("bias_correction", True):
            return Call("Adam", adam, {"iterations": ENDLESS})
        case "adam" if folded:
            return Call("Adam", adam)
        case "amsgrad" if folded and not switched("of_corrected"):
            return Call("Adam", {**adam, "amsgrad": True})
        case "adamax" if switched("epsilon_added"):
            return Call("Adamax", adam)
        case "nadam" if others["fade"] == 0.96:
            return Call("Nadam", adam)
        case "adamw" if folded:
            return Call("AdamW", {**adam, "weight_decay": others["weight_decay"]})
        case "lion":
            decay = {"weight_decay": others["weight_decay"]} if switched("weight_decay") else {}
            return Call("Lion", {**rate, "beta_1": beta1, "beta_2": beta2, **decay})
    return None
