"""The series of the Averages page: where they come from, and what each must show."""

from datetime import date

import numpy as np
import pytest

from experiments.readings import read_csv
from experiments.series import CELSIUS, DATA, FAHRENHEIT, SERIES
from optimizers.averages import exponential_average, moving_average, weights, window_of

every_series = pytest.mark.parametrize("name", SERIES)
TEMPERATURES = ["seattle", "seattle_four_years", "london"]


@every_series
def test_a_series_is_ready_to_be_shown(name):
    series = SERIES[name]
    assert series.values.dtype == np.float64 and series.values.ndim == 1 and len(series.values) >= 200
    assert np.isfinite(series.values).all()
    assert series.is_temperature == (series.unit == FAHRENHEIT) == (name in TEMPERATURES)
    assert series.title and series.source.endswith(".") and series.note.endswith(".")
    assert (series.first_day is None) != series.is_temperature
    with pytest.raises(ValueError, match="read-only"):
        series.values[0] = 0


def test_no_two_series_have_one_title():
    assert len({series.title for series in SERIES.values()}) == len(SERIES)


# ---- temperatures
def test_seattle_is_the_file_as_published():
    """Our reader of uploaded files as the oracle, and numbers looked up by hand."""
    reading = read_csv((DATA / "seattle.csv").read_bytes())
    series = SERIES["seattle_four_years"]
    assert reading.dropped == () and reading.labels[0] == "2012-01-01" and reading.labels[-1] == "2015-12-31"
    np.testing.assert_allclose(series.in_unit(CELSIUS).values, reading.values, rtol=0, atol=1e-13)
    days = np.array(reading.labels, dtype="datetime64[D]")
    assert (np.diff(days) == np.timedelta64(1, "D")).all() and len(days) == 3 * 365 + 366
    assert series.values[0] == pytest.approx(55.04)  # 12.8 °C
    assert series.values.max() == pytest.approx(96.08) and series.values.min() == pytest.approx(29.12)


def test_one_real_year_is_2015():
    year, all_years = SERIES["seattle"], SERIES["seattle_four_years"]
    assert year.first_day == date(2015, 1, 1) and all_years.first_day == date(2012, 1, 1) and len(year.values) == 365
    assert np.array_equal(year.values, all_years.values[-365:])
    assert year.values[0] == pytest.approx(42.08)  # 5.6 °C


def test_the_source_and_the_licence_stand_in_the_file():
    head = (DATA / "seattle.csv").read_text(encoding="utf-8").split("date,")[0]
    for fact in ("NOAA", "https://", "public domain", "degrees Celsius"):
        assert fact in head
    assert "NOAA" in SERIES["seattle"].source and "public domain" in SERIES["seattle"].source


def test_london_has_the_days_of_the_lecture():
    values = SERIES["london"].values
    assert len(values) == 365 and values[[0, 1, 2, 179, 180]].tolist() == [40, 49, 45, 60, 56]
    assert np.array_equal(values, np.round(values))
    winter, summer = values[:31].mean(), values[181:212].mean()
    assert 33 < winter < 45 and 60 < summer < 70


def test_london_is_the_same_everywhere():
    """The seed is part of every link: these days may not change with NumPy."""
    assert SERIES["london"].values[3:8].tolist() == [41.0, 39.0, 38.0, 36.0, 34.0]
    assert SERIES["sine"].values[:3] == pytest.approx(
        [-0.04119914580331115, 0.32322964035140467, 0.22178070146303147], rel=1e-12
    )


def test_in_fahrenheit_the_lack_of_correction_is_seen_and_in_celsius_it_is_not():
    """Why the page opens in °F."""
    london = SERIES["london"]
    missing = {}
    for unit in (FAHRENHEIT, CELSIUS):
        values = london.in_unit(unit).values
        missing[unit] = exponential_average(values, 0.98, True)[0] - exponential_average(values, 0.98)[0]
    assert missing[FAHRENHEIT] == pytest.approx(39.2)
    assert missing[CELSIUS] == pytest.approx(4.36, abs=0.01)


# ---- units
@pytest.mark.parametrize("name", TEMPERATURES)
def test_there_and_back(name):
    series = SERIES[name]
    celsius = series.in_unit(CELSIUS)
    assert celsius.unit == CELSIUS and series.in_unit(FAHRENHEIT) is series
    np.testing.assert_allclose(celsius.in_unit(FAHRENHEIT).values, series.values, rtol=1e-14)
    with pytest.raises(ValueError, match="read-only"):
        celsius.values[0] = 0


@pytest.mark.parametrize("degrees_f, degrees_c", [(32, 0), (212, 100), (-40, -40), (40, 4.444444444444445)])
def test_fixed_points_of_the_scales(degrees_f, degrees_c):
    series = SERIES["london"]._replace(values=np.array([degrees_f]))
    assert series.in_unit(CELSIUS).values == pytest.approx([degrees_c])


@pytest.mark.parametrize("name, unit", [("step", CELSIUS), ("constant", FAHRENHEIT), ("london", "K"), ("seattle", "")])
def test_only_temperatures_have_degrees(name, unit):
    with pytest.raises(ValueError, match=rf"unit = '{unit}' is outside its domain: °F or °C, for temperatures only"):
        SERIES[name].in_unit(unit)


# ---- shapes
def test_a_spike_shows_the_weights():
    after = exponential_average(SERIES["spike"].values, 0.9)[49:]
    np.testing.assert_allclose(after, weights(0.9, t=len(after)), rtol=1e-12)
    assert moving_average(SERIES["spike"].values, 10)[58:60].tolist() == [0.1, 0.0]


def test_a_constant_shows_the_sum_of_the_weights():
    values = SERIES["constant"].values
    np.testing.assert_allclose(exponential_average(values, 0.98), 1 - 0.98 ** np.arange(1, 201), rtol=1e-12)
    np.testing.assert_allclose(exponential_average(values, 0.98, bias_correction=True), 1, rtol=1e-13)


@pytest.mark.parametrize("beta, share", [(0.5, 0.75), (0.9, 0.651), (0.98, 0.636)])
def test_after_its_window_an_average_has_made_most_of_a_step(beta, share):
    day = 49 + round(window_of(beta))
    assert exponential_average(SERIES["step"].values, beta)[day - 1] == pytest.approx(share, abs=1e-3)


def test_a_longer_memory_is_smoother_and_later():
    """On the sine: less of the noise, lower and later waves. On the year: the warmest day comes later."""
    noisy = SERIES["sine"].values
    curves = {beta: exponential_average(noisy, beta, bias_correction=True) for beta in (0.5, 0.9, 0.98)}
    rough = [abs(np.diff(curve)).mean() for curve in curves.values()]
    assert rough[0] > 2 * rough[1] > 4 * rough[2]
    assert curves[0.98][100:].max() < curves[0.9][100:].max() < curves[0.5][100:].max()
    year = SERIES["seattle"].values
    assert year.argmax() + 14 < exponential_average(year, 0.98).argmax()
