"""Averages: pandas as the oracle, the lectures' figures, and what rounding may not do."""

import re

import numpy as np
import pandas as pd
import pytest

from optimizers.averages import BETA, exponential_average, lag, moving_average, weights, window_of

BETAS = np.array([0.0, 0.05, 0.5, 0.9, 0.98, 0.999, 0.9999])
LENGTHS = [1, 2, 255, 256, 257, 512, 1000, 100_000]


def readings(*shape, seed=1):
    return np.random.default_rng(seed).normal(50, 10, shape)


def pandas_average(series, beta, bias_correction):
    """pandas corrects with adjust=True; with adjust=False it starts at the first value: here a leading zero."""
    if bias_correction:
        return pd.Series(series).ewm(alpha=1 - beta, adjust=True).mean().to_numpy()
    return pd.Series(np.concatenate(([0.0], series))).ewm(alpha=1 - beta, adjust=False).mean().to_numpy()[1:]


# ---- the exponential average against pandas
@pytest.mark.parametrize("bias_correction", [False, True])
@pytest.mark.parametrize("t", LENGTHS)
def test_it_agrees_with_pandas(t, bias_correction):
    series = readings(t)
    ours = exponential_average(series, BETAS, bias_correction)
    assert ours.shape == (t, len(BETAS))
    for beta, column in zip(BETAS, ours.T, strict=True):
        theirs = pandas_average(series, beta, bias_correction)
        np.testing.assert_allclose(column, theirs, rtol=0, atol=1e-12 * abs(series).max())


@pytest.mark.parametrize("bias_correction", [False, True])
@pytest.mark.parametrize(
    "batch, beta, shape",
    [
        ((), 0.9, ()),
        ((), (3,), (3,)),
        ((), (2, 3), (2, 3)),
        ((3,), 0.9, (3,)),
        ((3,), (3,), (3,)),
        ((3,), (2, 3), (2, 3)),
        ((2, 3), (3,), (2, 3)),
        ((2, 1), (1, 3), (2, 3)),
        ((2, 3), (1,), (2, 3)),
    ],
)
def test_a_batch_is_its_series_one_by_one(batch, beta, shape, bias_correction):
    series = readings(300, *batch)
    beta = np.linspace(0.3, 0.99, np.prod(beta, dtype=int)).reshape(beta) if isinstance(beta, tuple) else beta
    together = exponential_average(series, beta, bias_correction)
    assert together.shape == (300, *shape)
    wide = np.broadcast_to(series.reshape(300, *[1] * (len(shape) - len(batch)), *batch), together.shape)
    betas = np.broadcast_to(beta, shape)
    for at in np.ndindex(shape):
        alone = exponential_average(wide[:, *at], float(betas[at]), bias_correction)
        assert np.array_equal(together[:, *at], alone)
        theirs = pandas_average(wide[:, *at], betas[at], bias_correction)
        np.testing.assert_allclose(alone, theirs, rtol=0, atol=1e-12 * abs(series).max())


@pytest.mark.parametrize("bias_correction", [False, True])
def test_a_day_more_changes_no_day_before(bias_correction):
    series = readings(1000)
    whole = exponential_average(series, BETAS, bias_correction)
    for t in (1, 2, 255, 256, 257, 600):
        assert np.array_equal(exponential_average(series[:t], BETAS, bias_correction), whole[:t])


def test_without_memory_the_average_is_the_day():
    series = readings(300)
    assert np.array_equal(exponential_average(series, 0.0), series)
    assert np.array_equal(exponential_average(series, 0.0, bias_correction=True), series)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.98, 0.999, 0.9999])
def test_a_constant_comes_back(beta):
    ours = exponential_average(np.full(100_000, 41.3), beta, bias_correction=True)
    np.testing.assert_allclose(ours, 41.3, rtol=8 * 2.3e-16 / (1 - beta))


def test_numbers_of_any_size():
    huge = np.array([1e308, -1e308, 1.7e308, 0.0] * 100)
    assert np.isfinite(exponential_average(huge, BETAS)).all()
    assert np.isfinite(exponential_average(huge, BETAS, bias_correction=True)).all()
    assert np.isfinite(moving_average(huge, 30)).all()
    np.testing.assert_allclose(moving_average(np.full(100, 1.5e308), 30), 1.5e308)
    assert np.array_equal(exponential_average([0, 0, 0], 0.9, bias_correction=True), np.zeros(3))


def test_integers_lists_and_single_precision_become_float64():
    for series in ([1, 2, 3], np.array([1, 2, 3]), np.array([1, 2, 3], dtype=np.float32)):
        ours = exponential_average(series, 0.5)
        assert ours.dtype == np.float64 and ours.tolist() == [0.5, 1.25, 2.125]
        assert moving_average(series, 2).tolist() == [1.0, 1.5, 2.5]


def test_no_days_no_averages():
    assert exponential_average(np.zeros((0, 2)), 0.9).shape == (0, 2)
    assert exponential_average(np.zeros((3, 0)), 0.9).shape == moving_average(np.zeros((3, 0)), 2).shape == (3, 0)
    assert exponential_average([], BETAS, bias_correction=True).shape == (0, len(BETAS))
    assert moving_average(np.zeros((0, 2)), 5).shape == (0, 2)


def test_what_is_given_stays_as_it_was():
    series = readings(300, 2)
    copy = series.copy()
    for average in (exponential_average(series, 0.0), moving_average(series, 1), moving_average(series, 7)):
        average[:] = 0
        assert np.array_equal(series, copy)


# ---- the lectures' figures
def test_the_first_two_days_of_the_lecture():
    v = exponential_average([40, 49], 0.98)
    corrected = exponential_average([40, 49], 0.98, bias_correction=True)
    assert v[0] == pytest.approx(0.8) and corrected[0] == pytest.approx(40)
    assert v[1] == pytest.approx(0.0196 * 40 + 0.02 * 49)
    assert v[1] / corrected[1] == pytest.approx(0.0396)
    assert weights(0.98, t=2).tolist() == pytest.approx([0.02, 0.0196])


def test_windows_and_lags():
    assert window_of([0.9, 0.98, 0.5]) == pytest.approx([10, 50, 2])
    assert lag([0.9, 0.98, 0.5]) == pytest.approx([9, 49, 1])
    assert isinstance(window_of(0.9), float) and isinstance(lag(0.9), float)
    assert window_of(0.0) == 1 and lag(0.0) == 0


def test_a_weight_one_window_ago_is_about_1_over_e():
    assert weights(0.9, t=100)[10] / 0.1 == pytest.approx(0.3487, abs=1e-4)
    assert weights(0.98, t=100)[50] / 0.02 == pytest.approx(0.3642, abs=1e-4)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.98, 0.999])
def test_a_straight_line_is_followed_one_lag_late(beta):
    line = np.arange(1, 40_001)
    assert line[-1] - exponential_average(line, beta)[-1] == pytest.approx(lag(beta), rel=1e-6)


# ---- weights
@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("t", [1, 2, 119, 1461])
def test_the_average_is_the_weights_times_the_days_summed(t, beta):
    series = readings(t)
    assert weights(beta, t).sum() == pytest.approx(1 - beta**t, abs=1e-14)
    assert weights(beta, t) @ series[::-1] == pytest.approx(exponential_average(series, beta)[-1], rel=1e-12)


def test_only_the_newest_weights():
    assert weights(0.5, t=10, count=3).tolist() == [0.5, 0.25, 0.125]
    assert weights(0.5, t=2, count=3).tolist() == [0.5, 0.25]
    assert weights([0.5, 0.9], t=4).shape == (4, 2)
    assert weights(0.9, t=0).shape == weights(0.9, t=5, count=0).shape == (0,)


# ---- the moving window
@pytest.mark.parametrize("window", [1, 2, 7, 10, 50, 999, 1000, 1001, 10**9])
def test_a_moving_window_is_the_mean_of_its_days(window):
    series = readings(1000, 2)
    ours = moving_average(series, window)
    slow = [series[max(t - window + 1, 0) : t + 1].mean(axis=0) for t in range(1000)]
    np.testing.assert_allclose(ours, slow, rtol=0, atol=1e-12 * abs(series).max())


@pytest.mark.parametrize("window", [10, 1000, 50_000])
def test_a_long_series_loses_nothing(window):
    series = readings(100_000) + 1e6
    theirs = pd.Series(series).rolling(window, min_periods=1).mean().to_numpy()
    np.testing.assert_allclose(moving_average(series, window), theirs, rtol=0, atol=1e-12 * abs(series).max())


def test_a_spike_that_has_left_leaves_no_trace():
    series = np.full(100, 0.1)
    series[20] = 1e16
    after = moving_average(series, 10)[30:]
    np.testing.assert_allclose(after, 0.1, rtol=1e-15)


def test_a_window_of_one_series_is_that_of_a_batch():
    series = readings(300, 2, 3)
    together = moving_average(series, 20)
    for at in np.ndindex(2, 3):
        assert np.array_equal(together[:, *at], moving_average(series[:, *at], 20))
    assert np.array_equal(moving_average(series[:150], 20), together[:150])


# ---- outside the domain
@pytest.mark.parametrize("beta", [1.0, -0.1, 1.5, np.nan, np.inf, [0.5, 1.0]])
@pytest.mark.parametrize(
    "call", [lambda beta: exponential_average([1.0], beta), window_of, lag, lambda beta: weights(beta, 3)]
)
def test_a_beta_outside_its_domain_is_refused(call, beta):
    with pytest.raises(ValueError, match=r"beta = .* is outside its domain 0 ≤ beta < 1"):
        call(beta)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: exponential_average([1, np.nan], 0.9), "series[1] = nan is outside its domain: finite numbers"),
        (lambda: exponential_average([[1, 2], [3, -np.inf]], 0.9), "series[1, 1] = -inf is outside its domain"),
        (lambda: moving_average([np.inf], 3), "series[0] = inf is outside its domain: finite numbers"),
        (lambda: exponential_average(3.0, 0.9), "series = 3.0 has no days; its shape is (t, *batch)"),
        (lambda: exponential_average(["mild"], 0.9), "series is not an array of numbers"),
        (lambda: exponential_average([[1], [2, 3]], 0.9), "series is not an array of numbers"),
        (
            lambda: exponential_average(np.ones((5, 2)), [0.1, 0.2, 0.3]),
            "beta of shape (3,) does not broadcast against the series' batch (2,)",
        ),
        (lambda: moving_average([1, 2], 0), "window = 0 is outside its domain: whole numbers from 1"),
        (lambda: moving_average([1, 2], 2.5), "window = 2.5 is outside its domain: whole numbers from 1"),
        (lambda: weights(0.9, -1), "t = -1 is outside its domain: whole numbers from 0"),
        (lambda: weights(0.9, 3, count=-2), "count = -2 is outside its domain: whole numbers from 0"),
    ],
)
def test_what_is_no_series_is_refused_with_name_value_and_domain(call, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        call()


def test_the_slider_of_beta():
    assert BETA.lowest <= BETA.low < BETA.default < BETA.high < BETA.highest == 1 and BETA.scale == "one_minus"
