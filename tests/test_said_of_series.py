"""What pages say of series, of days and of gradients: every figure and every statement is computed here.

A claim is (words of the text, what is computed): see tests/claims.py. The texts are those of the registries, so that a
new entry whose sentences nobody computes fails.
"""

from functools import cache
from math import sqrt

import numpy as np
import pytest

from experiments.gradients import GRADIENTS, answer_of
from experiments.race import Runner
from experiments.series import SERIES
from optimizers import OPTIMIZERS, specs
from optimizers.averages import exponential_average, moving_average
from tests.claims import assert_claim, assert_covered


# ---- series of days
def peak(values):
    return int(np.argmax(values))


def lags(key):
    """How many days the average over 50 days has its summer after the smooth week's."""
    values = SERIES[key].values[:366]
    return peak(exponential_average(values, 0.98, True)) - peak(moving_average(values, 7))


def after_window(beta):
    days = round(1 / (1 - beta))
    return float(exponential_average(SERIES["step"].values, beta)[49 + days - 1])


def uncorrected_spike(correction=False):
    return exponential_average(SERIES["spike"].values, 0.98, correction)[49:].round(6).tolist()


def corrected_spike():
    return uncorrected_spike(True)


def test_the_note_of_a_temperature_is_in_its_unit():
    """Day 1, and the average at β = 0.98 there with and without correction."""
    celsius = SERIES["london"].in_unit("°C")
    first, raw = celsius.values[0], float(exponential_average(celsius.values, 0.98)[0])
    for said, found in [
        ("Day 1 is 4.44", first),
        ("β = 0.98 starts at 0.089", (0.98, raw)),
        ("brings it to 4.44", first),
    ]:
        assert_claim(celsius.note, said, found)
    for series in SERIES.values():
        assert "°F" not in series.in_unit("°C").note if series.is_temperature else True


def rough(beta):
    average = exponential_average(SERIES["sine"].values, beta, True)[60:]
    return float(np.abs(np.diff(average)).mean())


def sine_peak(beta):
    wave = np.sin(2 * np.pi * np.arange(1, 366) / 120)
    average = exponential_average(wave, beta, True)[130:250]
    return 130 + peak(average), float(average.max())


@cache
def series_claims():
    return {
        "seattle": [
            ("smooth and late: its summer comes weeks", 14 <= lags("seattle") <= 60),
            ("over 50 days", 1 / (1 - 0.98)),
        ],
        "seattle_four_years": [
            ("summer comes weeks", 14 <= lags("seattle_four_years") <= 60),
            ("over 50 days", 1 / (1 - 0.98)),
        ],
        "london": [
            ("Day 1 is 40", SERIES["london"].values[0]),
            ("β = 0.98 starts at 0.8", (0.98, float(exponential_average(SERIES["london"].values, 0.98)[0]))),
            ("brings it to 40", float(exponential_average(SERIES["london"].values, 0.98, True)[0])),
        ],
        "step": [
            ("0 until day 49, then 1", SERIES["step"].values[48] == 0 and SERIES["step"].values[49] == 1),
            (
                "Without correction and with β of 0.5 or more, an average has made 63 to 75 %",
                all(0.63 <= after_window(b) <= 0.75 for b in (0.5, 0.8, 0.9, 0.98, 0.99)),
            ),
            ("window of 1/(1 − β)", after_window(0.2) > 0.75),
        ],
        "spike": [
            ("Without correction, what follows is the weights themselves", corrected_spike() != uncorrected_spike()),
            ("A single 1 on day 50", SERIES["spike"].values.sum() == 1 == SERIES["spike"].values[49]),
            (
                "(1 − β) βᵏ",
                bool(np.allclose(exponential_average(SERIES["spike"].values, 0.9)[49:], 0.1 * 0.9 ** np.arange(151))),
            ),
            ("forgets all at once", bool((moving_average(SERIES["spike"].values, 10)[58:60] == [0.1, 0]).all())),
        ],
        "sine": [
            ("One wave takes 120", 120),
            ("removes more of the noise", rough(0.98) < rough(0.9) < rough(0.5)),
            (
                "comes later and lower",
                sine_peak(0.98)[0] > sine_peak(0.9)[0] and sine_peak(0.98)[1] < sine_peak(0.9)[1],
            ),
        ],
        "constant": [
            ("1 every day", bool((SERIES["constant"].values == 1).all())),
            ("1 − βᵗ", bool(np.allclose(exponential_average(np.ones(9), 0.9), 1 - 0.9 ** np.arange(1, 10)))),
            ("with it, 1 from the first day", bool(np.allclose(exponential_average(np.ones(9), 0.9, True), 1))),
        ],
    }


@pytest.mark.parametrize("key", SERIES)
def test_what_is_said_of_a_series(key):
    for said, found in series_claims()[key]:
        assert_claim(SERIES[key].note, said, found)
    assert_covered(SERIES[key].note, [said for said, _ in series_claims()[key]])


# ---- series of gradients
def steps_of(series, optimizer, **values):
    """Its steps in units of α."""
    made = (
        {name: spec.default for name, spec in specs(OPTIMIZERS[optimizer]).items()} | {"learning_rate": 0.01} | values
    )
    return answer_of(GRADIENTS[series], Runner(optimizer, tuple(made.items()))).step / 0.01


def speed(beta1):
    ones = np.ones(5000)
    v = 0.0
    for g in ones:
        v = beta1 * v + g
    return v


def speed_of_ema():
    return bool(0.999 < abs(steps_of("constant", "momentum", average=True)).max() <= 1)


def nine(optimizer, **values):
    return steps_of("nine_and_one", optimizer, **values).reshape(10, 10).sum(axis=1)


def end_of_counterexample(optimizer, **values):
    """θ after 99 steps, in units of α."""
    return float(steps_of("counterexample", optimizer, **values)[:99].sum())


def forgets_one_step_later():
    """At −1 the step is more than half of α again, and at 3 it is not three times as long: √s has shortened it."""
    steps = abs(steps_of("counterexample", "adam", beta1=0.0, beta2=0.1))[30:60].reshape(-1, 3)
    return bool((steps[:, 1:] > 0.5).all() and (steps[:, 0] < 1.5).all() and (steps[:, 2] > 0.8).all())


@cache
def gradient_claims():
    return {
        "constant": [
            ("up to 1/(1 − β₁) times that of gradient descent", abs(steps_of("constant", "momentum")).max() < 10),
            ("In the EMA form it comes up to the same speed", speed_of_ema()),
            ("whose v is a sum", bool(abs(steps_of("constant", "momentum")).max() > 9)),
            ("A tilted plane", len(set(GRADIENTS["constant"].values)) == 1),
            ("10 times at 0.9", (speed(0.9), 0.9)),
            ("100 times at 0.99", (speed(0.99), 0.99)),
        ],
        "alternating": [
            (
                "Up and down by turns",
                bool((GRADIENTS["alternating"].values[1:] == -GRADIENTS["alternating"].values[:-1]).all()),
            ),
            ("to and fro by α", set(abs(steps_of("alternating", "gradient_descent"))) == {1.0}),
            ("α/(1 + β₁)", bool(np.isclose(abs(steps_of("alternating", "momentum")[-1]), 1 / 1.9, rtol=1e-3))),
            (
                "in the EMA form 1/19",
                (1, 19)
                if np.isclose(abs(steps_of("alternating", "momentum", average=True)[-1]), 1 / 19, rtol=1e-3)
                else None,
            ),
            (
                "about half as long at β₁ = 0.9",
                0.9 if 0.45 < abs(steps_of("alternating", "momentum")[-1]) < 0.55 else None,
            ),
        ],
        "sparse": [
            ("A 1 at every tenth step", set(np.flatnonzero(GRADIENTS["sparse"].values) % 10) == {9}),
            ("spreads it", bool((steps_of("sparse", "momentum")[9:] != 0).all())),
            ("one jump and a rest", set(np.flatnonzero(steps_of("sparse", "gradient_descent")) % 10) == {9}),
        ],
        "spike": [
            (
                "0.1 at every step, but 10 at step 30",
                bool(sorted(set(GRADIENTS["spike"].values)) == [0.1, 10]) and GRADIENTS["spike"].values[29] == 10,
            ),
            ("by a hundred others", bool(np.isclose(abs(steps_of("spike", "gradient_descent"))[29], 100 * 0.1))),
            ("at most α/√(1 − β₂)", bool(abs(steps_of("spike", "rmsprop")).max() <= 1 / sqrt(1 - 0.9) + 1e-9)),
            (
                "small ones until the spike is forgotten",
                bool(abs(steps_of("spike", "rmsprop")[30]) < 0.05 and abs(steps_of("spike", "rmsprop")[-1]) > 0.7),
            ),
        ],
        "counterexample": [
            ("Their mean is 1/3", bool(np.isclose(GRADIENTS["counterexample"].values[:99].mean(), 1 / 3))),
            ("Adam with β₁ = 0 and β₂ = 0.1 rises", end_of_counterexample("adam", beta1=0.0, beta2=0.1) > 10),
            ("has forgotten it one step later", forgets_one_step_later()),
            ("AMSGrad, which keeps the largest s, falls", end_of_counterexample("amsgrad", beta1=0.0, beta2=0.1) < -5),
            ("so does Adam with β₂ = 0.999", end_of_counterexample("adam", beta1=0.0, beta2=0.999) < -10),
        ],
        "nine_and_one": [
            ("sum to 0", bool(abs(GRADIENTS["nine_and_one"].values.sum()) < 1e-12)),
            ("gradient descent comes back", bool(abs(nine("gradient_descent")).max() < 1e-9)),
            ("drift 8 α in ten", bool(np.allclose(nine("sign_descent"), -8)) and 8),
            ("Rprop with η⁺ = 1.2 drifts more", bool((nine("rprop", grow=1.2) < -8).all())),
            ("its steps grow", bool(abs(steps_of("nine_and_one", "rprop")).max() > 100)),
            (
                "RMSprop with β₂ = 0.9, once its average has settled, drifts far less",
                bool((abs(nine("rmsprop", beta2=0.9)[5:]) < 1).all()),
            ),
        ],
    }


@pytest.mark.parametrize("key", GRADIENTS)
def test_what_is_said_of_a_series_of_gradients(key):
    if key not in gradient_claims():
        pytest.fail(f"nobody computes what is said of {key}: add it to gradient_claims()")
    for said, found in gradient_claims()[key]:
        assert_claim(GRADIENTS[key].notice, said, found)
    assert_covered(GRADIENTS[key].notice, [said for said, _ in gradient_claims()[key]])
