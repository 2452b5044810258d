"""optax. Of ε it has both places in RMSprop, and only the inner one in Adagrad, where ε = 0 is one rule with ours. It
puts α inside the velocity of RMSprop, outside the one of SGD. A step counter so high that β^t is 0 turns bias
correction off, as in Yogi's paper. Its AdaBelief keeps ε (`eps_root`) in s, as the paper does.

Its Yogi starts v, not only s, at `initial_accumulator_value`; here v begins as the case says, 0 in the paper. Its Rprop
makes each step one gradient late and is not asked (`faults`). Its schedule-free SGD keeps y, and the x that belongs to
it is `schedule_free_eval_params`; x is lost at β1 = 0. Its weights are of the largest α so far, and read a schedule one
step ahead, so that only runs at a constant α are ours.
"""

import jax
import jax.numpy as jnp
import optax

from tests.oracles.frameworks.walks import ENDLESS, Call, compared, decay, surface

PACKAGES = ("optax", "jax")
ADAM = {"v": "mu", "s": "nu"}
NAMES = {  # what it calls our averages; a minus where its velocity points downhill
    "momentum": {"v": "trace"},
    "nesterov": {"v": "trace"},
    "adagrad": {"s": "sum_of_squares"},
    "adadelta": {"s": "e_g", "d": "e_x"},
    "rmsprop": {"a": "mu", "s": "nu"},
    "rmsprop_momentum": {"v": "-trace", "s": "nu", "a": "mu"},
    "amsgrad": {**ADAM, "s_max": "nu_max"},
    "adamax": {"v": "mu", "u": "nu"},
    **dict.fromkeys(("adam", "adamw", "nadam", "radam", "adabelief", "yogi"), ADAM),
    "lion": {"v": "mu"},
    "schedule_free": {"z": "z"},
}
OUTSIDE = ("momentum", "nesterov")  # where α stands, of those with a velocity
jax.config.update("jax_enable_x64", True)  # Keras may have brought JAX in, too late for the environment
MAKERS = {
    "ema": lambda learning_rate, decay: optax.chain(optax.ema(decay, debias=False), optax.scale(-learning_rate)),
    "yogi": lambda learning_rate, **others: optax.chain(
        optax.scale_by_yogi(**others), optax.scale_by_learning_rate(learning_rate)
    ),
    "contrib.schedule_free_sgd": optax.contrib.schedule_free_sgd,
}


def walk(case, called):
    """Yields (params, loss, averages) before each step, the start first."""
    f, params, optimizer = surface(case, jnp.exp), jnp.array(case.start), made(case, called)
    state = optimizer.init(params)
    for name, value in called.begun.items():
        state = optax.tree.set(state, **{name: jnp.full_like(optax.tree.get(state, name), value)})

    @jax.jit
    def step(params, state):
        updates, state = optimizer.update(jax.grad(f)(params), state, params)
        return optax.apply_updates(params, updates), state

    names = {"v": "ema"} if called.name == "ema" else NAMES.get(case.optimizer, {})
    if "rate_inside" in case.hyper or case.optimizer == "rmsprop_momentum":
        inside = case.optimizer not in OUTSIDE
        names = names if inside == case.hyper.get("rate_inside", False) else {}
    free = case.optimizer == "schedule_free"
    while True:
        point = optax.contrib.schedule_free_eval_params(state, params) if free else params
        yield point, f(point), {ours: kept(state, names[ours]) for ours in names}
        params, state = step(params, state)


def kept(state, name):
    """One of its averages, with the sign of ours; None where this rule keeps none."""
    found = optax.tree.get(state, name.removeprefix("-"), None)
    return found if found is None or not name.startswith("-") else -found


def made(case, called):
    """The transformation, behind what the case does to its gradients; a rate that changes becomes a schedule."""
    arguments = dict(called.arguments)
    if case.changes:
        first, later = arguments["learning_rate"], [(step, value) for step, _, value in case.changes]

        def rate(count):
            steps, values = zip((0, first), *later, strict=True)
            return jnp.array(values)[jnp.searchsorted(jnp.array(steps), count, side="right") - 1]

        arguments["learning_rate"] = rate
    maker = MAKERS.get(called.name) or getattr(optax, called.name)
    before = {"clip": optax.clip_by_global_norm, "weight_decay": optax.add_decayed_weights}
    chain = [make(case.options[name]) for name, make in before.items() if name in case.options]
    return optax.chain(*chain, maker(**arguments)) if chain else maker(**arguments)


def call(case):
    """What walks this case; None where no choice of arguments makes the rule ours."""
    if any(name != "learning_rate" for _, name, _ in case.changes):
        return None
    called = of(case.optimizer, not case.changes, **case.hyper)
    if called is None:
        return None
    documented = optax.scale_by_yogi if called.name == "yogi" else MAKERS.get(called.name)
    return compared(called, documented or getattr(optax, called.name))


def of(name, constant, learning_rate, beta1=0.0, beta2=0.0, epsilon=0.0, **others):
    rate, switched = {"learning_rate": learning_rate}, others.get
    adam = {**rate, "b1": beta1, "b2": beta2, "eps": epsilon}
    uncorrected = {} if switched("bias_correction", True) else {"count": ENDLESS}
    inside = switched("epsilon_inside", False)
    unfolded = epsilon == 0 or not switched("fold_correction")
    outside = constant or not (switched("rate_inside") or switched("look_ahead"))
    match name:
        case "gradient_descent":
            return Call("sgd", rate)
        case "momentum" if switched("average"):
            return Call("ema", {**rate, "decay": beta1}) if constant else None
        case "momentum" if outside and not switched("dampening"):
            return Call("sgd", {**rate, "momentum": beta1})
        case "nesterov" if outside and not switched("look_ahead"):
            return Call("sgd", {**rate, "momentum": beta1, "nesterov": True})
        case "adagrad" if epsilon == 0 or inside:
            return Call("adagrad", {**rate, "initial_accumulator_value": switched("initial_s", 0.0), "eps": epsilon})
        case "adadelta":
            return Call("adadelta", {**rate, "rho": beta2, "eps": epsilon})
        case "rmsprop":
            return Call("rmsprop", rmsprop(rate, beta2, epsilon, inside, switched("centered", False)))
        case "rmsprop_momentum" if constant or switched("rate_inside"):
            own = rmsprop(rate, beta2, epsilon, inside, switched("centered", False))
            return Call("rmsprop", {**own, "momentum": beta1, "nesterov": switched("nesterov", False)})
        case "adam" if unfolded:
            return Call("adam", adam, uncorrected)
        case "amsgrad" if unfolded and switched("of_corrected"):
            return Call("amsgrad", adam)
        case "adamax" if not switched("epsilon_added"):
            return Call("adamax", adam)
        case "nadam" if others["fade"] == 0:
            return Call("nadam", adam)
        case "adamw" if unfolded and (constant or not switched("decay_by_schedule")):
            return Call("adamw", {**adam, "weight_decay": decay(learning_rate, **others)})
        case "radam" if epsilon == 0 or not switched("fold_correction", True):
            return Call("radam", adam)
        case "adabelief":
            return Call("adabelief", {**adam, "eps_root": epsilon})
        case "yogi":
            return Call(
                "yogi",
                {**adam, "initial_accumulator_value": others["initial_s"]},
                {"mu": others.get("initial_v", 0.0), **uncorrected},
            )
        case "lion":
            return Call("lion", {**rate, "b1": beta1, "b2": beta2, "weight_decay": switched("weight_decay", 0.0)})
        case "schedule_free":
            return Call("contrib.schedule_free_sgd", {**rate, "b1": beta1})
        case "sign_descent":
            return Call("sign_sgd", rate)
    return None


def rmsprop(rate, decay, epsilon, inside, centered):
    return {**rate, "decay": decay, "eps": epsilon, "eps_in_sqrt": inside, "centered": centered}
