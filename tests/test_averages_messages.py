"""The two messages of the Averages page: the lectures' figures, few bytes, and only what moved."""

from dataclasses import replace
from math import isfinite
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from experiments.race import optimizer_of, surface_of
from experiments.series import SERIES
from experiments.steering import Noise
from optimizers import OPTIMIZERS, Options, run
from optimizers.averages import weights
from tests.averages import BETAS, states
from tests.pages import said
from ui.averages.events import answer
from ui.averages.link import link_of, read_link
from ui.averages.shown import shown_of
from ui.averages.state import Averages, Curve, opening
from ui.averages.wire import block, ground_packet, wire_packet
from ui.packets import unpacked
from ui.race.state import opening as opening_race
from ui.racers.racer import Racer, preset_values
from ui.visit import Visit

OPENED, RACE, VISIT = opening(), opening_race(), Visit()
EXTRA = 6 * 1024  # bytes of a message beside its numbers
LONG = np.random.default_rng(3).normal(50, 10, 100_000).cumsum() / 100


def wire(state, held=None):
    return unpacked(wire_packet(state, RACE, VISIT, held))


def ground(state):
    return unpacked(ground_packet(state))


def after(state, *events):
    for event in events:
        state = answer(state, event).state
    return state


def brought(values):
    return after(OPENED, {"kind": "paste", "text": " ".join(map(repr, values))}, {"kind": "use"})


@pytest.fixture(scope="module")
def long():
    return brought(LONG.tolist())


# ---- messages
@given(states())
@settings(max_examples=150)
def test_no_state_breaks_a_message(state):
    data = wire_packet(state, RACE, VISIT)
    header, ground_header = unpacked(data), ground(state)
    stops = header["steps"] + 1
    assert header["picture"] == ground_header["id"] and len(ground_header["days"]) == stops
    tracks = [curve["track"] for curve in header["curves"]]
    assert [track is None for track in tracks] == [curve.hidden for curve in state.curves]
    columns = [column for track in tracks if track for column in track.values()]
    assert all(len(column) == stops for column in columns)
    assert len(data) <= 4 * sum(map(len, columns)) + EXTRA
    low, high = header["axis"]
    assert isfinite(low) and isfinite(high) and low < high
    for track in filter(None, tracks):
        assert track["v"][0] == 0 and np.isnan(track["v_hat"][0])
        assert (low <= np.array(track["v_hat"][1:])).all() and (track["v_hat"][1:] <= high).all()
        if state.correction != "on":
            assert (low <= track["v"]).all() and (track["v"] <= high).all()


@pytest.mark.parametrize("numbers", ["1.7e308 -1.7e308 0", "5e-324 0 0", "7 7 7", "0 0", "-1e-300 1e300"])
@pytest.mark.parametrize("correction", ["off", "on", "both"])
def test_no_numbers_break_a_message(numbers, correction):
    state = after(OPENED, {"kind": "paste", "text": numbers}, {"kind": "use"}, {"kind": "window", "value": True})
    low, high = wire(replace(state, correction=correction))["axis"]
    assert isfinite(low) and isfinite(high) and low < high
    assert ground(state)["n"] == len(numbers.split())


def test_only_the_curve_that_moved_is_computed_and_sent():
    held = set()
    wire(OPENED, held)
    before = [block(shown_of(OPENED), curve.beta, False) for curve in OPENED.curves]
    moved = after(OPENED, {"kind": "beta", "slot": 2, "value": 0.9712})
    tracks = [curve["track"] for curve in wire(moved, held)["curves"]]
    assert [bool(track) for track in tracks] == [False, True, False]
    now = [block(shown_of(moved), curve.beta, False) for curve in moved.curves]
    assert [a is b for a, b in zip(before, now, strict=True)] == [True, False, True]


def test_a_toggle_of_the_correction_sends_no_numbers():
    held = set()
    wire(OPENED, held)
    assert not any(curve["track"] for curve in wire(replace(OPENED, correction="off"), held)["curves"])


def test_axes_do_not_tremble():
    """They follow the series and the correction, never a β."""
    axes = {tuple(wire(after(OPENED, {"kind": "beta", "slot": 1, "value": b}))["axis"]) for b in (0, 0.5, 0.99)}
    assert axes == {(0.0, 100.0)}
    assert wire(replace(OPENED, correction="on"))["axis"] == [20.0, 100.0]


def test_the_ground_is_constant_for_a_series():
    data = ground_packet(OPENED)
    assert ground_packet(after(OPENED, {"kind": "beta", "slot": 1, "value": 0.2}, {"kind": "hide", "slot": 2})) is data
    assert ground_packet(replace(OPENED, unit="°C")) != data


@pytest.mark.parametrize("name", SERIES)
def test_the_ground_of_every_series(name):
    series, header = SERIES[name], ground(replace(OPENED, series=name))
    assert (header["title"], header["n"], header["stride"]) == (series.title, len(series.values), 1)
    assert (header["low"], header["own"]) == (None, None)
    assert np.isnan(header["theta"][0]) and np.array_equal(header["theta"][1:], series.values.astype("f4"))
    assert said(header["notice"]) == series.note and series.source in said(header["facts"])
    assert header["first_day"] == (series.first_day and series.first_day.isoformat())
    assert header["axis"] == ("temperature, °F" if series.is_temperature else "value")


def test_words_of_a_curve():
    curves = [Curve(k, beta) for k, beta in enumerate([0.9, 0.98, 0.5, 0.0, 0.85, 0.999], 1)]
    told = wire(replace(OPENED, curves=tuple(curves)))["curves"]
    titles = ["about 10 days", "about 50 days", "about 2 days", "about 1 day", "about 6.7 days", "about 1,000 days"]
    assert [curve["title"] for curve in told] == titles
    assert [curve["keep"] for curve in told] == [10, 50, 2, 1, 7, 1000]
    assert [curve["lag"] for curve in told] == pytest.approx([9, 49, 1, 0, 0.85 / 0.15, 999])


# ---- 100,000 days
def test_a_long_series_is_computed_whole_and_drawn_at_its_stops(long):
    state = after(long, {"kind": "window", "value": True})
    header, told = wire(state), ground(state)
    days = told["days"].astype(int)
    assert told["stride"] == 50 and header["steps"] == 2000 and days[-1] == 100_000
    for curve in header["curves"]:
        track, beta = curve["track"], curve["beta"]
        plain = pd.Series(np.concatenate([[0], LONG])).ewm(alpha=1 - beta, adjust=False).mean().to_numpy()
        hat = pd.Series(LONG).ewm(alpha=1 - beta, adjust=True).mean().to_numpy()
        moving = pd.Series(LONG).rolling(curve["keep"], min_periods=1).mean().to_numpy()
        assert track["v"] == pytest.approx(plain[days], rel=1e-6)
        assert track["before"][1:] == pytest.approx(plain[days[1:] - 1], rel=1e-6)
        for name, band, values in (("v_hat", "hat", hat), ("moving", "moving", moving)):
            assert track[name][1:] == pytest.approx(values[days[1:] - 1], rel=1e-6)
            for s in (1, 700, 2000):
                since = values[days[s - 1] : days[s]]
                assert track[f"{band}_low"][s] == pytest.approx(since.min(), rel=1e-6)
                assert track[f"{band}_high"][s] == pytest.approx(since.max(), rel=1e-6)


def test_a_long_series_travels_light(long):
    held = set()
    wire_packet(long, RACE, VISIT, held)
    moved = after(long, {"kind": "beta", "slot": 1, "value": 0.93})
    assert len(wire_packet(moved, RACE, VISIT, held)) < 4 * 2001 * 7 + EXTRA
    assert len(ground_packet(long)) < 4 * 2001 * 4 + EXTRA


# ---- the lectures' figures
def averages(series, *betas, **more):
    curves = tuple(Curve(slot, beta) for slot, beta in enumerate(betas, 1))
    header = wire(Averages(series=series, curves=curves, **more))
    return header["curves"]


def test_windows_of_the_lecture():
    told = averages("london", 0.9, 0.98, 0.5)
    assert [curve["window"] for curve in told] == pytest.approx([10, 50, 2])
    assert [curve["title"] for curve in told] == ["about 10 days", "about 50 days", "about 2 days"]


def test_day_1_of_the_lecture():
    """The transcript says 8; .02 × 40 is .8."""
    (curve,) = averages("london", 0.98)
    assert ground(Averages(series="london"))["theta"][1:3].tolist() == [40, 49]
    assert curve["track"]["v"][1] == pytest.approx(0.8, rel=1e-6)
    assert curve["track"]["v_hat"][1] == pytest.approx(40, rel=1e-6)


def test_day_2_of_the_lecture():
    (curve,) = averages("london", 0.98)
    v, v_hat = (curve["track"][name][2] for name in ("v", "v_hat"))
    assert v / v_hat == pytest.approx(0.0396, rel=1e-5)
    assert v == pytest.approx(0.0196 * 40 + 0.02 * 49, rel=1e-6)
    assert weights(curve["beta"], 2).tolist() == pytest.approx([0.02, 0.0196])


def test_the_weights_of_the_spike_are_what_is_drawn():
    """A single 1 on day 50: from then on the average is the weight of that day."""
    for curve, at_window, about in zip(averages("spike", 0.9, 0.98), (10, 50), (0.35, 0.36), strict=True):
        v, beta = curve["track"]["v"][50:], curve["beta"]
        assert v == pytest.approx(weights(beta, len(v)), rel=1e-5)
        assert v[at_window] / v[0] == pytest.approx(about, abs=0.005)


def test_the_weights_sum_to_1_minus_beta_to_the_t():
    """A constant 1: the plain average is the sum of its weights."""
    for curve in averages("constant", 0.9, 0.98, 0.5):
        assert curve["track"]["v"] == pytest.approx(1 - curve["beta"] ** np.arange(201), rel=1e-6, abs=1e-7)
        assert curve["track"]["v_hat"][1:] == pytest.approx(1, rel=1e-6)


def test_the_two_curves_merge_and_larger_beta_is_smoother():
    told = averages("london", 0.98, 0.9, 0.5)
    gaps = [abs(curve["track"]["v_hat"][1:] - curve["track"]["v"][1:]) for curve in told]
    assert gaps[0][0] == pytest.approx(39.2, rel=1e-5) and gaps[0][-1] < 0.05
    rough = [np.abs(np.diff(curve["track"]["v_hat"][100:])).mean() for curve in told]
    assert rough[0] < rough[1] < rough[2]


def test_in_celsius_the_gap_cannot_be_seen():
    """Why the page opens in °F: near 0 an average that starts at 0 starts right."""
    gap = {unit: np.nanmax(_gap(averages("london", 0.98, unit=unit)[0])) for unit in ("°F", "°C")}
    assert gap["°F"] > 39 and gap["°C"] < gap["°F"] / 6


def _gap(curve):
    return abs(curve["track"]["v_hat"] - curve["track"]["v"])


@given(BETAS)
@settings(max_examples=50)
def test_any_beta_has_words(beta):
    (curve,) = averages("step", beta, window=True)
    assert curve["title"].startswith("about ") and curve["keep"] >= 1 and "moving" in curve["track"]


# ---- previews
def test_a_preview_in_the_message():
    text = "day,a,b\n" + "\n".join(f"2015-01-{d:02},{d / 2},{'' if d % 3 else d}" for d in range(1, 31))
    told = wire(after(OPENED, {"kind": "paste", "text": text}))["preview"]
    assert (told["columns"], told["column"], told["count"], told["refused"]) == (["a", "b"], "a", 30, False)
    assert told["rows"][:2] == [[1, "2015-01-01: 0.5"], [2, "2015-01-02: 1"]] and len(told["rows"]) == 8
    told = wire(after(OPENED, {"kind": "paste", "text": text, "column": "b"}))["preview"]
    assert told["count"] == 10 and told["dropped"][0] == [2, "had no number"] and len(told["dropped"]) == 20
    told = wire(after(OPENED, {"kind": "paste", "text": "nothing"}))["preview"]
    assert told["refused"] and "No number was found" in told["words"]


def test_the_runs_of_a_race():
    header = wire(OPENED)
    assert [run["title"] for run in header["runs"]] == ["Momentum", "RMSprop", "Adam"] and header["run"] is None
    state = after(OPENED, {"kind": "run", "slot": 3, "coordinate": "y"})
    told = {"slot": 3, "coordinate": "y", "title": "Gradient of Adam, y"}
    assert wire(state)["run"] == told | {"current": True}
    assert unpacked(wire_packet(state, replace(RACE, steps=99), VISIT))["run"] == told | {"current": False}
    assert wire(state)["curves"][0]["title"] == "about 10 steps"
    told = ground(state)
    assert (told["n"], told["each"], told["axis"]) == (100, "step", "gradient, ∂f/∂y")


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_optimizer_s_gradient_can_be_averaged(key):
    race = replace(RACE, racers=(Racer(1, key, preset_values(RACE.surface, key)),), noise=Noise(0.5, 1, 7), story="x")
    answered = answer(OPENED, {"kind": "run", "slot": 1, "coordinate": "x"}, race)
    path = run(
        surface_of(RACE.ground),
        optimizer_of(race.racers[0].runner),
        start=RACE.start,
        steps=RACE.steps,
        options=Options(noise=0.5, seed=7),
    )
    told = unpacked(ground_packet(answered.state))
    assert told["theta"][1:] == pytest.approx(path.gradient[:, 0], rel=1e-5, abs=1e-6)  # as the optimizer met it
    assert unpacked(wire_packet(answered.state, race, VISIT))["run"]["current"]
    again = read_link(parse_qs(link_of(answered.state)))
    assert (again.words, again.state) == ("", answered.state)


def test_the_average_of_a_gradient_is_adam_s_v():
    """That is all momentum is."""
    racer = RACE.racer(3)
    state = after(OPENED, {"kind": "run", "slot": 3, "coordinate": "y"})
    path = run(surface_of(RACE.ground), optimizer_of(racer.runner), start=RACE.start, steps=RACE.steps)
    track = wire(state)["curves"][0]["track"]
    assert track["v"][1:] == pytest.approx(path.state.v[:, 1], rel=1e-5, abs=1e-6)
    assert track["v_hat"][1:] == pytest.approx(path.state.v_hat[:, 1], rel=1e-5, abs=1e-6)
