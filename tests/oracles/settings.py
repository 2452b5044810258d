"""Other settings than the usual ones, changes in mid-run, and options of a run: what `cases` adds to its surfaces."""

from typing import Any

BOWL, VALLEY, BEND = ("elongated_bowl", (-4.0, 2.0)), ("rosenbrock", (-0.6, 2.0)), ("beale", (1.0, 1.2))
HILL, EDGE, FAR = ("himmelblau", (0.0, 0.0)), ("plateau", (4.0, 3.0)), ("plateau", (5.0, 4.0))
ALL = (BOWL, EDGE, VALLEY, BEND, HILL)


def at(learning_rate: float, **others: Any) -> dict[str, Any]:
    return {"learning_rate": learning_rate, **others}


def adam(learning_rate: float, epsilon: float = 1e-8, beta1: float = 0.9, beta2: float = 0.999, **others: Any) -> Any:
    return at(learning_rate, beta1=beta1, beta2=beta2, epsilon=epsilon, **others)


# ε = 0 (where inside and outside the root are one rule), large ε, ε against gradients of 1e-8, other β, the frameworks'
# defaults, a learning rate beyond 2/λmax. A row: where it runs (surface, start), optimizer, hyperparameters, steps.
# Fewer than 300 steps where rounding grows along the path: short memories of squares, a large ε in Adadelta, signs on a
# plateau of gradients near 0; and where a run diverges.
SETTINGS = [
    ((BOWL,), "gradient_descent", at(0.021), 50),
    ((EDGE, VALLEY), "gradient_descent", at(0.002), 300),
    ((BOWL, BEND), "momentum", at(0.01, beta1=0.0), 200),
    ((VALLEY, HILL), "momentum", at(0.001, beta1=0.5), 300),
    ((BOWL, EDGE), "momentum", at(0.001, beta1=0.99), 300),
    ((VALLEY, HILL), "momentum", at(0.002, beta1=0.5, average=True), 300),
    ((BOWL, EDGE), "momentum", at(0.1, beta1=0.99, average=True), 300),
    ((BOWL, EDGE, VALLEY), "momentum", at(0.002, beta1=0.9, dampening=0.9), 300),
    ((VALLEY, HILL), "momentum", at(0.001, beta1=0.5, dampening=0.1), 300),
    ((VALLEY, HILL), "nesterov", at(0.001, beta1=0.5), 300),
    ((BOWL, EDGE), "nesterov", at(0.001, beta1=0.99), 300),
    ((VALLEY, HILL), "nesterov", at(0.001, beta1=0.5, look_ahead=True), 300),
    ((BOWL, EDGE), "nesterov", at(0.001, beta1=0.99, look_ahead=True), 300),
    (ALL, "adagrad", at(0.5, epsilon=0.0), 300),
    ((BOWL, HILL), "adagrad", at(0.01, epsilon=1e-10), 300),
    ((VALLEY, EDGE), "adagrad", at(0.5, epsilon=1e-2), 300),
    ((FAR,), "adagrad", at(0.1, epsilon=1e-8), 50),
    ((BOWL, EDGE), "adagrad", at(0.5, epsilon=1e-10, initial_s=0.1), 300),
    ((VALLEY, EDGE), "adagrad", at(0.5, epsilon=1e-2, epsilon_inside=True), 300),
    ((FAR, HILL), "adagrad", at(0.1, epsilon=1e-7, epsilon_inside=True, initial_s=0.1), 300),
    ((BOWL, HILL), "adadelta", at(0.001, beta2=0.95, epsilon=1e-7), 300),
    ((EDGE, VALLEY), "adadelta", at(0.1, beta2=0.9, epsilon=1e-3), 50),
    ((FAR,), "adadelta", at(1.0, beta2=0.9, epsilon=1e-6), 300),
    (ALL, "rmsprop", at(0.02, beta2=0.9, epsilon=0.0), 30),
    ((BOWL, VALLEY), "rmsprop", at(0.01, beta2=0.99, epsilon=1e-8), 100),
    ((EDGE, VALLEY), "rmsprop", at(0.02, beta2=0.5, epsilon=1e-2), 30),
    ((FAR,), "rmsprop", at(0.05, beta2=0.9, epsilon=1e-8), 50),
    ((FAR, EDGE), "rmsprop", at(0.05, beta2=0.9, epsilon=1e-8, epsilon_inside=True), 50),
    ((VALLEY, EDGE), "rmsprop", at(0.02, beta2=0.9, epsilon=1e-2, epsilon_inside=True), 30),
    ((BOWL, EDGE), "rmsprop", at(0.01, beta2=0.99, epsilon=1e-8, centered=True), 300),
    ((BOWL, EDGE), "rmsprop_momentum", at(0.001, beta1=0.5, beta2=0.99, epsilon=1e-8), 300),
    ((FAR, EDGE), "rmsprop_momentum", at(0.005, beta1=0.9, beta2=0.9, epsilon=1e-7, epsilon_inside=True), 50),
    (
        (BOWL, VALLEY),  # Graves's own
        "rmsprop_momentum",
        at(0.0001, beta1=0.9, beta2=0.95, epsilon=1e-4, epsilon_inside=True, rate_inside=True, centered=True),
        300,
    ),
    (
        (FAR, EDGE),  # optax's own
        "rmsprop_momentum",
        at(0.005, beta1=0.9, beta2=0.9, epsilon=1e-8, epsilon_inside=True, rate_inside=True),
        50,
    ),
    (ALL, "rmsprop_momentum", at(0.002, beta1=0.9, beta2=0.9, epsilon=0.0, nesterov=True), 30),
    (ALL, "adam", adam(0.1, 0.0), 300),
    ((BOWL, HILL), "adam", adam(0.001), 300),
    ((EDGE, VALLEY), "adam", adam(0.1, 1e-2), 300),
    ((FAR,), "adam", adam(0.05), 50),
    ((BOWL, BEND), "adam", adam(0.05, beta1=0.5, beta2=0.9), 100),
    ((BOWL, VALLEY), "adam", adam(0.05, beta1=0.99, beta2=0.9999), 200),
    ((VALLEY, HILL), "adam", adam(0.02, beta1=0.0, beta2=0.99), 30),
    ((FAR, EDGE), "adam", adam(0.02, 1e-7, 0.8, 0.99, bias_correction=False), 50),
    ((FAR, EDGE), "adam", adam(0.05, 1e-7, fold_correction=True), 50),
    ((EDGE, VALLEY), "adam", adam(0.1, 1e-2, fold_correction=True), 300),
    (ALL, "amsgrad", adam(0.1, 0.0), 300),
    ((EDGE, VALLEY), "amsgrad", adam(0.1, 1e-2, 0.8, 0.9), 300),
    ((EDGE, VALLEY), "amsgrad", adam(0.1, 1e-2, 0.8, 0.9, of_corrected=True), 300),
    ((FAR,), "amsgrad", adam(0.05, 1e-7, fold_correction=True), 50),
    ((EDGE, VALLEY), "adamax", adam(0.1, 1e-2, 0.8, 0.9), 50),
    ((EDGE, FAR), "adamax", adam(0.1, 1e-2, epsilon_added=True), 300),
    ((BOWL, HILL), "adamax", adam(0.002), 300),
    (ALL, "adamax", adam(0.1, 0.0), 300),
    (ALL, "nadam", adam(0.1, 0.0, fade=0.96), 300),
    ((EDGE, VALLEY), "nadam", adam(0.1, 1e-2, 0.8, 0.99, fade=0.5), 300),
    ((BOWL, HILL), "nadam", adam(0.002, fade=0.96**0.004), 300),
    ((BOWL, HILL), "adamw", adam(0.001, weight_decay=0.01), 300),
    ((BOWL, VALLEY), "adamw", adam(0.1, 0.0, weight_decay=0.004), 300),
    ((BOWL, HILL, EDGE), "adamw", adam(0.05, weight_decay=1.0), 300),
    ((BOWL, VALLEY), "radam", adam(0.002, 0.0), 300),
    ((EDGE, VALLEY), "radam", adam(0.002, 1e-2, 0.8, 0.99), 300),
    ((EDGE, VALLEY), "radam", adam(0.002, 1e-2, 0.8, 0.99, fold_correction=False), 300),
    ((EDGE, VALLEY), "adabelief", adam(0.1, 1e-2), 300),
    ((BOWL, HILL), "adabelief", adam(0.001, 1e-16), 300),
    ((EDGE, VALLEY), "yogi", adam(0.1, 1e-3, 0.8, 0.99, initial_s=0.1, bias_correction=True), 300),
    ((BOWL, HILL), "yogi", adam(0.01, 1e-3, initial_s=1e-6, bias_correction=True), 300),
    ((EDGE, VALLEY), "lion", at(0.0137, beta1=0.5, beta2=0.5), 50),
    ((BOWL, HILL), "lion", at(1e-4, beta1=0.9, beta2=0.99), 300),
    ((VALLEY, HILL), "schedule_free", at(0.001, beta1=0.5), 300),
    ((BOWL, EDGE), "schedule_free", at(0.018, beta1=0.98), 300),
    ((EDGE, VALLEY), "sign_descent", at(0.137), 50),
    ((BOWL, BEND), "rprop", at(0.731, shrink=0.5, grow=1.2), 100),
    ((HILL, EDGE, VALLEY), "rprop", at(0.013, shrink=0.3, grow=1.5), 300),
    ((FAR,), "rprop", at(1e-7, shrink=0.5, grow=1.2), 50),  # it begins at the smallest step
]


def steps_down(learning_rate: float) -> tuple[tuple[int, str, float], ...]:
    """α halves after steps 50, 100 and 200."""
    return tuple((step, "learning_rate", learning_rate / 2**n) for n, step in enumerate((50, 100, 200), start=1))


# α changed in mid-run, where it matters whether α stands inside the velocity or outside; β1 too.
ROLLING = {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8}
INSIDE = {"rate_inside": True}
CHANGES = [
    ((BOWL, EDGE, VALLEY), "gradient_descent", at(0.002), steps_down(0.002)),
    ((BOWL, EDGE, VALLEY), "momentum", at(0.001, beta1=0.9), steps_down(0.001)),
    ((BOWL, EDGE, VALLEY), "momentum", at(0.001, beta1=0.9, **INSIDE), steps_down(0.001)),
    ((BOWL, EDGE), "momentum", at(0.01, beta1=0.9, average=True), steps_down(0.01)),
    ((BOWL, EDGE), "momentum", at(0.01, beta1=0.9, average=True, **INSIDE), steps_down(0.01)),
    ((BOWL, EDGE), "momentum", at(0.001, beta1=0.5), ((20, "beta1", 0.99), (150, "beta1", 0.9))),
    ((BOWL, EDGE), "nesterov", at(0.001, beta1=0.9), steps_down(0.001)),
    ((BOWL, EDGE), "nesterov", at(0.001, beta1=0.9, **INSIDE), steps_down(0.001)),
    ((BOWL, EDGE), "nesterov", at(0.001, beta1=0.9, look_ahead=True), steps_down(0.001)),
    ((BOWL, EDGE), "nesterov", at(0.001, beta1=0.9, look_ahead=True, **INSIDE), steps_down(0.001)),
    ((BOWL, EDGE), "rmsprop_momentum", at(0.0005, **ROLLING), steps_down(0.0005)),
    ((BOWL, EDGE), "rmsprop_momentum", at(0.0005, **ROLLING, **INSIDE), steps_down(0.0005)),
    ((BOWL, EDGE, VALLEY), "adam", adam(0.1), steps_down(0.1)),
    ((BOWL, EDGE), "adamw", adam(0.1, weight_decay=0.1), steps_down(0.1)),
    ((BOWL, EDGE), "nadam", adam(0.1, fade=0.96), steps_down(0.1)),
    ((BOWL, EDGE), "lion", at(0.0371, beta1=0.9, beta2=0.99, weight_decay=0.1), steps_down(0.0371)),
    ((BOWL, EDGE), "adadelta", at(1.0, beta2=0.9, epsilon=1e-6), steps_down(1.0)),
]

# Weight decay joins the gradient after it was clipped.
OPTIONS = [
    ((BOWL, HILL), "gradient_descent", at(0.005), {"weight_decay": 0.5}),
    ((BOWL, HILL), "momentum", at(0.001, beta1=0.9), {"weight_decay": 0.5}),
    ((BOWL, HILL), "adam", adam(0.1), {"weight_decay": 0.5}),
    ((BOWL, VALLEY), "gradient_descent", at(0.002), {"clip": 2.0}),
    ((BOWL, VALLEY), "momentum", at(0.002, beta1=0.9), {"clip": 2.0}),
    ((BOWL, HILL), "adam", adam(0.1), {"clip": 2.0}),
    ((BOWL, HILL), "momentum", at(0.002, beta1=0.9), {"clip": 2.0, "weight_decay": 0.5}),
]
