"""Gradients made by hand, and what the lectures say comes of them."""

import numpy as np
import pytest

from experiments.gradients import GRADIENTS, Given, answer_of, answers_of, given
from experiments.inside import OPENABLE, Parts
from experiments.race import Runner
from optimizers import OPTIMIZERS, Status, run, specs


def runner(key, **values):
    defaults = {name: spec.default for name, spec in specs(OPTIMIZERS[key]).items()}
    return Runner(key, tuple((defaults | {"learning_rate": 1.0} | values).items()))


def of(series, key, **values):
    return answer_of(GRADIENTS[series], runner(key, **values))


@pytest.mark.parametrize("key", GRADIENTS)
def test_a_series_is_told_whole_and_nobody_can_change_it(key):
    series = GRADIENTS[key]
    assert series.values.shape == (100,) and np.isfinite(series.values).all() and series.title
    assert series.notice.endswith(".") and series.source.endswith(".")
    with pytest.raises(ValueError, match="read-only"):
        series.values[0] = 7


@pytest.mark.parametrize("key", OPENABLE)
def test_every_optimizer_answers_each_number(key):
    series = GRADIENTS["spike"]
    path = run(Given(series.values), OPTIMIZERS[key](learning_rate=0.1), (0.0,), 100)
    answer = of("spike", key, learning_rate=0.1)
    assert np.array_equal(path.gradient[:, 0], series.values)
    assert np.array_equal(answer.theta, np.concatenate([[0], np.cumsum(answer.step)]))
    assert answer.last == 100 and answer.rate.shape == (100,)


def test_the_objective_is_what_it_says():
    objective = Given(np.array([1.0, 2.0, 6.0]))
    params = np.array([[2.0, -1.0]])
    assert [objective.gradient(params, t)[0, 0] for t in (1, 2, 3, 4)] == [1, 2, 6, 1]
    assert objective.gradient(params).tolist() == [[3, 3]] and objective.value(params).tolist() == [6, -3]


# ---- constant
@pytest.mark.parametrize("beta, times", [(0.9, 10), (0.99, 100)])
def test_terminal_velocity(beta, times):
    """v_t = (1 − βᵗ)/(1 − β): the exact recurrence, whose limit is 10 at .9 and 100 at .99."""
    slow, fast = answers_of(GRADIENTS["constant"], [runner("gradient_descent"), runner("momentum", beta1=beta)])
    t = np.arange(1, 101)
    assert fast.step / slow.step == pytest.approx(times * (1 - beta**t), rel=1e-12)
    long = answer_of(given(np.ones(1000)), runner("momentum", beta1=0.9))
    assert long.step[-1] == pytest.approx(-10, rel=1e-12)


# ---- alternating
def test_what_alternates_cancels():
    plain, average = of("alternating", "gradient_descent"), of("alternating", "momentum", beta1=0.9, average=True)
    assert set(plain.theta) == {0.0, -1.0}
    assert np.ptp(average.theta[50:]) < 0.06  # (1 − β)/(1 + β) = 1/19
    assert average.step[-2:] == pytest.approx([-1 / 19, 1 / 19], rel=1e-3)


def test_rprop_s_steps_halve_at_each_flip():
    answer = of("alternating", "rprop")
    assert answer.step[:6].tolist() == [-1, 0, -0.5, 0, -0.25, 0]
    assert answer.theta[-1] == pytest.approx(-2, abs=1e-4)


# ---- sparse and spike
def test_what_is_seldom_seen():
    plain, momentum = of("sparse", "gradient_descent"), of("sparse", "momentum")
    assert np.flatnonzero(plain.step).tolist() == list(range(9, 100, 10))
    assert (momentum.step[9:] < 0).all() and (momentum.step[:9] == 0).all()


def test_a_spike_throws_gradient_descent_and_quietens_rmsprop():
    plain, rmsprop = of("spike", "gradient_descent"), of("spike", "rmsprop")
    assert plain.step[29] / plain.step[28] == pytest.approx(100)
    assert abs(rmsprop.step[29] / rmsprop.step[28]) < 4  # 1/√(1 − β₂) at most
    assert abs(rmsprop.step[30]) < 0.05 * abs(rmsprop.step[28])
    assert rmsprop.step[-1] == pytest.approx(rmsprop.step[28], rel=0.4)


# ---- nine of +.1, one of −.9 (Hinton, lecture 6e)
def drifts(key, **values):
    """How far each ten steps lead down, in units of α."""
    return -np.diff(of("nine_and_one", key, **values).theta[::10])


def test_gradient_descent_comes_back_and_steps_by_sign_drift_eight_alpha_in_ten():
    assert drifts("gradient_descent") == pytest.approx(np.zeros(10), abs=1e-14)
    assert drifts("sign_descent").tolist() == [8.0] * 10
    assert drifts("sign_descent", learning_rate=0.25).tolist() == [2.0] * 10


def test_rprop_drifts_more_for_its_steps_grow():
    drift = drifts("rprop")
    assert drift[0] == pytest.approx((1.2**9 - 1) / 0.2)  # 1 + 1.2 + … + 1.2⁸ = 20.8, and no step at the −.9
    assert drift[1] == pytest.approx(drift[0] * 1.2**8 / 2) and (drift > 8).all()


def test_rmsprop_drifts_far_less_once_its_average_has_settled():
    drift = drifts("rmsprop", epsilon=0.0)
    assert drift[0] > 8  # s starts at 0 and is too low, so the first steps are too long
    assert (abs(drift[5:]) < 1).all() and drift[9] == pytest.approx(settled_drift(0.9), rel=1e-3)
    assert abs(settled_drift(0.99)) < 0.1


def settled_drift(beta):
    """The sum of ten steps of RMSprop with s on its limit cycle, where sₜ is the sum of all weights before."""
    squares = np.array([0.01] * 9 + [0.81])
    total = 0.0
    for t in range(10):
        weights = (1 - beta) * beta ** np.arange(10) / (1 - beta**10)
        s = weights @ squares[(t - np.arange(10)) % 10]
        total += (0.1 if t < 9 else -0.9) / np.sqrt(s)
    return total


def test_adam_and_its_parts_answer_too():
    rmsprop = answer_of(GRADIENTS["nine_and_one"], Parts(1.0, beta2=0.9, memory=False, bias_correction=False))
    assert np.array_equal(rmsprop.theta, of("nine_and_one", "rmsprop").theta)


# ---- one's own
def test_numbers_of_one_s_own():
    series = given([1, -2.5, 0])
    answer = answer_of(series, runner("gradient_descent"))
    assert answer.theta.tolist() == [0, -1, 1.5, 1.5] and series.title == "Your own"


@pytest.mark.parametrize(
    "values, words",
    [
        ([], r"of shape \(0,\)"),
        ([[1.0]], r"of shape \(1, 1\)"),
        (np.ones(1001), "a row of 1 to 1000 numbers"),
        ([1.0, np.nan], r"values\[1\] = nan"),
        ([np.inf], r"values\[0\] = inf"),
    ],
)
def test_what_is_no_series_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        given(values)


def test_huge_numbers_diverge_in_words_not_in_exceptions():
    answer = answer_of(given([1.0, 1e300, 1.0]), runner("gradient_descent"))
    assert answer.outcome.status is Status.DIVERGED and answer.last == 1 and np.isfinite(answer.theta).all()


# ---- Adam's counterexample
FORGETS = {"beta1": 0.0, "beta2": 0.1}


def test_adam_rises_where_theta_should_fall():
    """Reddi et al. (2018), theorem 1: C = 3, β₁ = 0, β₂ = 1/(1 + C²). The three that the sentence names, at α = 0.1."""
    series = GRADIENTS["counterexample"].values
    assert series[:99].mean() == pytest.approx(1 / 3) and FORGETS["beta2"] == 1 / (1 + 3**2)
    adam = of("counterexample", "adam", learning_rate=0.1, **FORGETS).theta[:100:3]
    assert (np.diff(adam) > 0).all() and adam[-1] > 2
    others = [("amsgrad", FORGETS), ("adam", {"beta1": 0.0}), ("gradient_descent", {})]
    for key, values in others:
        assert of("counterexample", key, learning_rate=0.1, **values).theta[99] < -1


@pytest.mark.parametrize(("key", "end"), [("adam", 1.0), ("amsgrad", -1.0)])
def test_in_its_domain_adam_ends_at_the_worst_point(key, end):
    """The online problem itself: θ is put back into [−1, 1] after each step of α/√t. The best point is −1."""
    rule, theta = OPTIMIZERS[key](learning_rate=0.5, **FORGETS), np.array([[0.0]])
    state, regret = rule.init(theta), 0.0
    for t in range(1, 10_001):
        g = np.array([[3.0 if t % 3 == 1 else -1.0]])
        regret += float((g * (theta + 1)).item())
        state = type(rule)(learning_rate=0.5 / np.sqrt(t), **FORGETS).update(g, theta, state, t)
        theta = np.clip(theta + state.step, -1.0, 1.0)
    assert theta.item() == pytest.approx(end, abs=0.02)
    assert (regret / 10_000 > 0.5) == (key == "adam")  # per step: it never learns
