"""What must hold whatever the surface: symmetries, scales, and exact theory on quadratics."""

from math import pi, sqrt

import numpy as np
import pytest
from driver_objectives import Bare, Quadratic, Slope, Turned
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

RATES = {
    "gradient_descent": 0.01,
    "momentum": 0.002,
    "nesterov": 0.002,
    "adagrad": 0.5,
    "rmsprop": 0.02,
    "adam": 0.05,
    "sign_descent": 0.0371,
    "rprop": 0.0371,
    "schedule_free": 0.01,
    "adadelta": 1.0,
    "rmsprop_momentum": 0.002,
    "amsgrad": 0.05,
    "adamax": 0.05,
    "nadam": 0.05,
    "adamw": 0.05,
    "radam": 0.01,
    "adabelief": 0.05,
    "yogi": 0.05,
    "lion": 0.0371,
    "separate_gains": 0.005,
}
every_optimizer = pytest.mark.parametrize("key", list(RATES))
BOWL, START = Quadratic(2.0, 100.0), (-4.0, 2.0)


def made(key, **changes):
    return OPTIMIZERS[key](**({"learning_rate": RATES[key]} | changes))


class Seen:
    """An objective through another's eyes: scale · f(flip · (θ − shift))."""

    def __init__(self, objective, shift=0.0, flip=1.0, scale=1.0):
        self.objective, self.shift, self.flip, self.scale = objective, np.asarray(shift), np.asarray(flip), scale
        self.bounds = objective.bounds  # here only their widths matter

    def inner(self, params):
        return tall(self.flip, params) * (params - tall(self.shift, params))

    def value(self, params):
        return self.scale * self.objective.value(self.inner(params))

    def gradient(self, params, t=None):
        return self.scale * (tall(self.flip, params) * self.objective.gradient(self.inner(params)))


def tall(numbers, params):
    return numbers.reshape(-1, *[1] * (params.ndim - 1))


# ---- symmetries
@every_optimizer
@pytest.mark.parametrize("shift", [(3.0, -5.0), (0.1, 7.3)], ids=str)
def test_moving_the_surface_moves_the_path(key, shift):
    steps, shift = 30 if key == "rmsprop" else 300, np.array(shift)
    given = {"weight_decay": 0.0} if key == "adamw" else {}  # which pulls towards 0, wherever the surface is
    home = run(BOWL, made(key, **given), START, steps).params
    away = run(Seen(BOWL, shift), made(key, **given), START + shift, steps).params - shift
    np.testing.assert_allclose(away, home, rtol=0, atol=1e-13)


def test_every_elementwise_rule_is_here():
    assert set(RATES) == {key for key, kind in OPTIMIZERS.items() if getattr(kind, "elementwise", True)}


@pytest.mark.parametrize("key", ["gradient_descent", "momentum", "nesterov", "schedule_free"])
@pytest.mark.parametrize("switch", [{}, {"average": True}, {"look_ahead": True}], ids=str)
@pytest.mark.parametrize("angle", [pi / 4, 1.0])
def test_turning_the_surface_turns_the_path(key, switch, angle):
    if not switch.keys() <= set(OPTIMIZERS[key].__dataclass_fields__):
        key = "momentum" if "average" in switch else "nesterov"
    home, away, turn = turned_paths(made(key, **switch), angle)
    np.testing.assert_allclose(away @ turn, home, rtol=0, atol=2e-13)


@pytest.mark.parametrize(
    "key",
    [
        key
        for key in RATES
        if OPTIMIZERS[key].facts.group in ("Adaptive learning rates", "Adaptive + momentum (Adam family)")
    ],
)
def test_what_treats_each_coordinate_alone_depends_on_the_axes(key):
    home, away, turn = turned_paths(made(key), pi / 4)
    assert abs(away @ turn - home).max() > 0.1


def turned_paths(optimizer, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    home = run(BOWL, optimizer, START, 200).params
    return home, run(Turned(BOWL, turn), optimizer, turn @ START, 200).params, turn


@every_optimizer
@given(start=st.tuples(*[st.floats(-2, 2)] * 2), flip=st.sampled_from([(-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)]))
@settings(max_examples=10, deadline=None)
def test_a_mirror_is_exact(key, start, flip):
    surface, flip = SURFACES["rosenbrock"], np.array(flip)
    home = run(surface, made(key), start, 150)
    seen = run(Seen(surface, flip=flip), made(key), flip * start, 150)
    assert np.array_equal(seen.params * flip, home.params) and np.array_equal(seen.loss, home.loss)


# ---- scales
@pytest.mark.parametrize(
    "key",
    ["adagrad", "rmsprop", "rmsprop_momentum", "adam", "amsgrad", "adamax", "nadam", "adamw", "adabelief", "yogi"],
)
def test_the_size_of_the_gradient_does_not_matter_without_epsilon(key):
    home = run(SURFACES["beale"], made(key, epsilon=0.0), (1.0, 1.0), 300)
    scaled = run(Seen(SURFACES["beale"], scale=1024.0), made(key, epsilon=0.0), (1.0, 1.0), 300)
    assert np.array_equal(scaled.params, home.params)


@pytest.mark.parametrize("key", ["sign_descent", "rprop", "lion"])
def test_the_size_of_the_gradient_does_not_matter_to_signs(key):
    home = run(SURFACES["beale"], made(key), (1.0, 1.0), 300)
    for scale in (1024.0, 1e-200):
        scaled = run(Seen(SURFACES["beale"], scale=scale), made(key), (1.0, 1.0), 300)
        assert np.array_equal(scaled.params, home.params)


def test_rprop_s_steps_grow_by_a_fifth_up_to_50():
    state = run(Slope(3.0, -1e-4), made("rprop", learning_rate=1.0), (0.0, 0.0), 40).state
    sizes = np.minimum(1.2 ** np.arange(40), 50)[:, None]
    np.testing.assert_allclose(state.step, sizes * [-1, 1], rtol=1e-14)


@given(rate=st.floats(1e-5, 0.01), start=st.tuples(*[st.floats(-2, 2)] * 2))
@settings(max_examples=20, deadline=None)
def test_eight_times_the_surface_at_an_eighth_of_the_rate(rate, start):
    home = run(SURFACES["rosenbrock"], made("gradient_descent", learning_rate=rate), start, 50)
    scaled = run(Seen(SURFACES["rosenbrock"], scale=8.0), made("gradient_descent", learning_rate=rate / 8), start, 50)
    assert np.array_equal(scaled.params, home.params)


@pytest.mark.parametrize(
    "key, switch",
    [("momentum", {}), ("momentum", {"average": True}), ("nesterov", {}), ("nesterov", {"look_ahead": True})],
)
def test_without_memory_it_is_gradient_descent(key, switch):
    plain = run(SURFACES["beale"], made("gradient_descent"), (1.0, 1.0), 300)
    forgetful = run(SURFACES["beale"], made(key, learning_rate=0.01, beta1=0.0, **switch), (1.0, 1.0), 300)
    assert np.array_equal(forgetful.params, plain.params)


@pytest.mark.parametrize("beta1", [0.5, 0.9, 0.99])
def test_the_average_form_is_the_classical_form_at_another_rate(beta1):
    average = run(BOWL, made("momentum", beta1=beta1, average=True, learning_rate=0.02), START, 300)
    classical = run(BOWL, made("momentum", beta1=beta1, learning_rate=0.02 * (1 - beta1)), START, 300)
    np.testing.assert_allclose(average.params, classical.params, rtol=0, atol=1e-12)


def test_adam_without_memory_of_either_kind_follows_signs():
    path = run(BOWL, made("adam", beta1=0.0, beta2=0.0, epsilon=0.0), START, 20)
    np.testing.assert_allclose(path.state.step, -0.05 * np.sign(path.gradient), rtol=1e-15)


# ---- averages
@pytest.mark.parametrize("epsilon", [1e-8, 1e-2, 1.0])
def test_the_first_step_of_adam(epsilon):
    g = np.array([3.0, -1e-4, 250.0])
    path = run(Slope(*g), made("adam", learning_rate=0.1, epsilon=epsilon), (0.0, 0.0, 0.0), 1)
    np.testing.assert_allclose(path.final, -0.1 * g / (abs(g) + epsilon), rtol=1e-14)


def test_a_constant_gradient():
    t, g = np.arange(1, 1001)[:, None], np.array([3.0, -1e-4])
    adam = run(Slope(*g), made("adam", learning_rate=0.1, epsilon=0.0), (0.0, 0.0), 1000)
    np.testing.assert_allclose(adam.params[1:], -0.1 * t * np.sign(g), rtol=1e-13)
    rmsprop = run(Slope(*g), made("rmsprop", learning_rate=0.1, beta2=0.99, epsilon=0.0), (0.0, 0.0), 1000)
    np.testing.assert_allclose(rmsprop.state.step, -0.1 * np.sign(g) / np.sqrt(1 - 0.99**t), rtol=1e-13)
    adagrad = run(Slope(*g), made("adagrad", learning_rate=0.1, epsilon=0.0), (0.0, 0.0), 1000)
    np.testing.assert_allclose(adagrad.state.step, -0.1 * np.sign(g) / np.sqrt(t), rtol=1e-13)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99, 0.999, 0.9999])
def test_the_weights_of_an_average_sum_to_one_minus_beta_to_the_t(beta):
    state = run(Slope(1.0), made("adam", beta1=beta, beta2=beta), (0.0,), 5000).state
    exact = 1 - beta ** np.arange(1, 5001)
    np.testing.assert_allclose(state.v_weight, exact, rtol=0, atol=1e-14 + 2e-16 / (1 - beta))
    np.testing.assert_allclose(state.s_weight, exact, rtol=0, atol=1e-14 + 2e-16 / (1 - beta))


# ---- exact theory on x² + 50y²: curvatures 2 and 100
LIMITS = [
    ("gradient_descent", {}, lambda beta: 2),
    ("momentum", {}, lambda beta: 2 * (1 + beta)),
    ("momentum", {"average": True}, lambda beta: 2 * (1 + beta) / (1 - beta)),
    ("momentum", {"rate_inside": True}, lambda beta: 2 * (1 + beta)),
    ("momentum", {"dampening": 0.75}, lambda beta: 2 * (1 + beta) / 0.25),
    ("nesterov", {"rate_inside": True}, lambda beta: 2 * (1 + beta) / (1 + 2 * beta)),
    ("nesterov", {}, lambda beta: 2 * (1 + beta) / (1 + 2 * beta)),
    ("nesterov", {"look_ahead": True}, lambda beta: 2 * (1 + beta) / (1 + 2 * beta)),
]


@pytest.mark.thorough
@pytest.mark.parametrize("beta", [0.5, 0.9])
@pytest.mark.parametrize("key, switch, limit", LIMITS)
def test_the_largest_stable_learning_rate(key, switch, limit, beta):
    given = switch | ({} if key == "gradient_descent" else {"beta1": beta})
    rates = limit(beta) / 100 * np.array([0.999, 1.001])
    path = run(Bare(2.0, 100.0), made(key, learning_rate=rates, **given), (1e-3, 1e-3), 60_000, record=False)
    below, above = path.final_loss / Bare(2.0, 100.0).value(np.array([1e-3, 1e-3]))
    assert below < 1e-3 and above > 1e3


def test_gradient_descent_on_a_quadratic_is_a_power():
    t = np.arange(101)[:, None]
    path = run(BOWL, made("gradient_descent", learning_rate=0.015), START, 100)
    np.testing.assert_allclose(path.params, START * (1 - 0.015 * np.array([2.0, 100.0])) ** t, rtol=1e-12)


def test_gradient_descent_on_the_saddle():
    path = run(SURFACES["saddle"], made("gradient_descent", learning_rate=0.05), (1.5, 0.001), 73)
    np.testing.assert_allclose(path.params[:, 1], 0.001 * 1.1 ** np.arange(74), rtol=1e-12)


def contraction(path):
    """By how much a step shrinks the distance, seen from step 150 to 300."""
    far = np.linalg.norm(path.params, axis=1)
    return (far[300] / far[150]) ** (1 / 150)


@pytest.mark.parametrize("condition", [10.0, 50.0])
def test_the_best_heavy_ball(condition):
    root = sqrt(condition)
    beta, rate = ((root - 1) / (root + 1)) ** 2, (2 / (1 + root)) ** 2
    path = run(Bare(1.0, condition), made("momentum", learning_rate=rate, beta1=beta), START, 300)
    assert contraction(path) == pytest.approx(sqrt(beta), rel=0.01)


@pytest.mark.parametrize("condition", [10.0, 50.0])
def test_nesterov_with_its_own_settings(condition):
    root = sqrt(condition)
    path = run(
        Bare(1.0, condition), made("nesterov", learning_rate=1 / condition, beta1=(root - 1) / (root + 1)), START, 300
    )
    assert contraction(path) == pytest.approx(1 - 1 / root, rel=0.01)
