"""Fewer points to draw: every day is at a stop or in the band before one."""

import numpy as np
import pytest

from figures.decimation import MOST, at, spread, stops_of, stride_of

DAYS = [2, 3, 365, MOST - 1, MOST, MOST + 1, 2 * MOST, 2 * MOST + 1, 99_999, 100_000]


@pytest.mark.parametrize("days", DAYS)
def test_stops_run_from_before_the_first_day_to_the_last(days):
    stops = stops_of(days)
    assert stops[0] == 0 and stops[-1] == days and len(stops) - 1 <= MOST
    assert set(np.diff(stops)[:-1]) <= {stride_of(days)} and 1 <= stops[-1] - stops[-2] <= stride_of(days)


@pytest.mark.parametrize("days", [day for day in DAYS if day <= MOST])
def test_a_short_series_is_drawn_day_by_day(days):
    assert stride_of(days) == 1 and stops_of(days).tolist() == list(range(days + 1))


@pytest.mark.parametrize("days", DAYS)
def test_values_and_bands(days):
    values = np.random.default_rng(days).normal(size=days)
    stops = stops_of(days)
    drawn, (low, high) = at(stops, values, 7.0), spread(stops, values, np.nan)
    assert drawn[0] == 7.0 and np.isnan([low[0], high[0]]).all()
    for s in range(1, len(stops)):
        since = values[stops[s - 1] : stops[s]]
        assert (drawn[s], low[s], high[s]) == (since[-1], since.min(), since.max())


def test_a_spike_of_one_day_is_never_lost():
    values = np.zeros(100_000)
    values[77_777] = 5.0
    _, high = spread(stops_of(len(values)), values, 0.0)
    assert high.max() == 5.0 and (high > 0).sum() == 1
