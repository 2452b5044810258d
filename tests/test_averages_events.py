"""Each event of the Averages page, what is refused, and that nothing at all can break it."""

from base64 import b64encode
from dataclasses import replace
from math import inf, nan
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.race import run_of
from experiments.series import SERIES
from tests.averages import assert_valid
from ui.averages.events import EVENTS, answer
from ui.averages.link import link_of, read_link
from ui.averages.shown import shown_of
from ui.averages.state import CORRECTIONS, PRESETS, Averages, Curve, opening
from ui.brought import STAYS
from ui.deck import MOST
from ui.race.events import answer as race_answer
from ui.race.state import opening as opening_race

OPENED = opening()
CSV = "day,temperature\n2015-01-01,41.5\n2015-01-02,\n2015-01-03,39\n2015-01-04,40.25\n"


def after(state, *events, race=None):
    """The state after events that must all be accepted without complaint."""
    for event in events:
        answered = answer(state, event, race)
        assert answered.undo or answered.words in ("", STAYS), answered.words
        state = answered.state
    return state


def refused(state, **event):
    answered = answer(state, event)
    assert answered.state == state and not answered.undo
    assert answered.words.endswith(".") and "!" not in answered.words
    return answered.words


def upload(data, name="days.csv", **more):
    return {"kind": "upload", "name": name, "data": b64encode(data).decode(), **more}


def test_the_page_opens_with_the_real_year():
    shown = shown_of(OPENED)
    assert (OPENED.series, shown.unit, shown.steps) == ("seattle", "°F", 365)
    assert [curve.beta for curve in OPENED.curves] == [0.9, 0.98, 0.5]
    assert (OPENED.correction, OPENED.window, OPENED.touched) == ("both", False, None)


# ---- curves
def test_a_beta_changes_one_curve_and_touches_it():
    state = after(OPENED, {"kind": "beta", "slot": 2, "value": 0.95})
    assert [curve.beta for curve in state.curves] == [0.9, 0.95, 0.5] and state.touched == 2


@pytest.mark.parametrize("value", [0, 0.0, 0.9999999, 1 - 2**-53])
def test_a_beta_may_leave_the_slider_but_not_its_domain(value):
    assert after(OPENED, {"kind": "beta", "slot": 1, "value": value}).curves[0].beta == value


@pytest.mark.parametrize("value", [-1e-9, inf, nan, 1.5])
def test_a_beta_outside_its_domain_is_refused(value):
    words = refused(OPENED, kind="beta", slot=1, value=value)
    assert "0 ≤ β < 1" in words and words.endswith("Kept 0.9.")


def test_why_beta_stays_under_one():
    words = refused(OPENED, kind="beta", slot=1, value=1.0)
    assert words == "β: it must stay under 1, for at 1 nothing is ever forgotten. Kept 0.9."


def test_slots_are_the_lowest_free_and_bring_their_preset():
    state = after(OPENED, {"kind": "add"}, {"kind": "duplicate", "slot": 1})
    assert [(c.slot, c.beta) for c in state.curves] == [(1, 0.9), (5, 0.9), (2, 0.98), (3, 0.5), (4, 0.99)]
    state = after(state, {"kind": "remove", "slot": 2}, {"kind": "add"})
    assert state.curves[-1] == Curve(2, 0.98) and state.touched == 2
    assert after(state, {"kind": "reset", "slot": 5}).curves[1].beta == PRESETS[4]


def test_the_ninth_curve_is_refused():
    state = after(OPENED, *[{"kind": "add"}] * (MOST - 3))
    assert refused(state, kind="add") == "At most 8 can be shown. Remove one first."
    assert refused(state, kind="duplicate", slot=1) == "At most 8 can be shown. Remove one first."
    assert len({curve.beta for curve in state.curves}) == MOST


def test_hide_show_remove_restore():
    hidden = after(OPENED, {"kind": "hide", "slot": 2})
    assert [curve.hidden for curve in hidden.curves] == [False, True, False]
    assert after(hidden, {"kind": "show", "slot": 2}) == OPENED
    gone = answer(OPENED, {"kind": "remove", "slot": 1})
    assert gone.undo and gone.words == "The average over about 10 days was removed."
    assert after(gone.state, {"kind": "restore"}).curves == OPENED.curves


@pytest.mark.parametrize("kind", ["hide", "show", "reset", "remove", "duplicate", "beta"])
def test_a_curve_that_is_gone(kind):
    assert refused(OPENED, kind=kind, slot=7, value=0.5) == "That average is no longer here."


def test_touching_a_curve_that_is_gone_says_nothing():
    assert answer(OPENED, {"kind": "touch", "slot": 7}) == (OPENED, "", False)
    assert after(OPENED, {"kind": "touch", "slot": 3}).touched == 3


# ---- what is shown
@pytest.mark.parametrize("name", SERIES)
def test_every_series_can_be_chosen(name):
    state = after(OPENED, {"kind": "series", "value": name}, {"kind": "unit", "value": "°C"})
    shown = shown_of(state)
    assert shown.title == SERIES[name].title and bool(shown.units) == SERIES[name].is_temperature
    expected = SERIES[name].in_unit("°C") if SERIES[name].is_temperature else SERIES[name]
    assert np.array_equal(shown.values, expected.values)


def test_a_unit_waits_for_the_next_temperatures():
    away = after(OPENED, {"kind": "unit", "value": "°C"}, {"kind": "series", "value": "step"})
    assert shown_of(away).unit == ""
    assert shown_of(after(away, {"kind": "series", "value": "london"})).unit == "°C"


def test_correction_and_window():
    for value in CORRECTIONS:
        assert after(OPENED, {"kind": "correction", "value": value}).correction == value
    assert after(OPENED, {"kind": "window", "value": True}).window is True
    assert refused(OPENED, kind="correction", value="some") and refused(OPENED, kind="window", value="yes")


def test_series_that_are_not_there():
    assert refused(OPENED, kind="series", value="own") == "Paste numbers or upload a CSV first."
    assert refused(OPENED, kind="series", value="race") == "Choose an optimizer of your race first."
    assert refused(OPENED, kind="series", value="paris") == "That series is not known here."


# ---- a run of the Race page
@pytest.mark.parametrize("slot, coordinate", [(1, "x"), (3, "y")])
def test_the_gradient_of_a_run(slot, coordinate):
    race = opening_race("beale")
    state = after(OPENED, {"kind": "run", "slot": slot, "coordinate": coordinate}, race=race)
    run = run_of(race.ground, race.start, race.steps, race.racer(slot).runner)
    assert np.array_equal(shown_of(state).values, run.gradient[:, "xy".index(coordinate)])
    assert after(state, {"kind": "series", "value": "step"}).gradient is None


def test_a_gradient_belongs_to_one_race():
    one, other = opening_race("beale"), opening_race("himmelblau")
    asked = {"kind": "run", "slot": 1, "coordinate": "x"}
    assert shown_of(after(OPENED, asked, race=one)).key != shown_of(after(OPENED, asked, race=other)).key


def diverging(rate):
    return race_answer(opening_race(), {"kind": "hyper", "slot": 1, "name": "learning_rate", "value": rate}).state


def test_a_diverged_run_is_shown_as_far_as_it_went():
    race = diverging(0.5)
    run = run_of(race.ground, race.start, race.steps, race.racer(1).runner)
    state = after(OPENED, {"kind": "run", "slot": 1, "coordinate": "y"}, race=race)
    assert len(shown_of(state).values) == run.last < race.steps


def test_a_run_without_steps_is_refused():
    answered = answer(OPENED, {"kind": "run", "slot": 1, "coordinate": "y"}, diverging(1e300))
    assert answered.state == OPENED and "fewer than 2 finite steps" in answered.words
    assert refused(OPENED, kind="run", slot=8, coordinate="x") == "That optimizer is no longer in your race."


# ---- own numbers
def test_a_preview_comes_before_use():
    state = after(OPENED, upload(CSV.encode()))
    assert state.series == "seattle" and state.own is None
    assert state.preview.words == "Read 3 of 4 rows; 1 had no number (line 3)."
    used = answer(state, {"kind": "use"})
    assert used.words == STAYS and used.state.series == "own" and used.state.preview is None
    assert shown_of(used.state).values.tolist() == [41.5, 39, 40.25]
    assert shown_of(used.state).own == {
        "words": "Read 3 of 4 rows; 1 had no number (line 3).",
        "dropped": [[3, "had no number"]],
        "total_dropped": 1,
    }


def test_a_preview_can_be_put_away():
    assert after(OPENED, {"kind": "paste", "text": "1 2 3"}, {"kind": "discard"}) == OPENED
    assert refused(OPENED, kind="use") == "There is nothing to use yet."


def test_another_column():
    table = b"a,b\n3,10\n2,20\n"
    first, second = (after(OPENED, upload(table, column=column), {"kind": "use"}) for column in (None, "b"))
    assert shown_of(first).values.tolist() == [3, 2] and shown_of(second).values.tolist() == [10, 20]
    assert shown_of(first).key != shown_of(second).key


def test_own_numbers_wait_while_something_else_is_shown():
    used = after(OPENED, {"kind": "paste", "text": "1 2 3"}, {"kind": "use"}, {"kind": "series", "value": "step"})
    assert shown_of(after(used, {"kind": "series", "value": "own"})).values.tolist() == [1, 2, 3]


REFUSED = {
    b"\x89PNG\r\n": "This looks like a picture, not a table. Please save it as CSV.",
    b"": "There is nothing in it. An average needs at least 2 numbers.",
    b"a\n1\n": "An average needs at least 2 numbers in a column; there is only 1.",
}


@pytest.mark.parametrize("data", REFUSED)
def test_a_refused_file_is_told_in_the_preview_and_changes_nothing(data):
    state = after(OPENED, upload(data))
    assert state.preview.words == REFUSED[data] and state.preview.own is None
    assert refused(state, kind="use") == "There is nothing to use yet."
    assert replace(state, preview=None) == OPENED


@pytest.mark.parametrize("data", ["%%%", "MQ=", "MSAy\n", "ä"])
def test_a_file_that_did_not_arrive(data):
    words = after(OPENED, {"kind": "upload", "name": "x", "data": data}).preview.words
    assert words == "The file did not arrive whole. Please choose it again."


def test_a_file_beyond_2_mb_is_refused_before_it_is_decoded():
    words = after(OPENED, {"kind": "upload", "name": "x", "data": "%" * (4 * 2**20)}).preview.words  # not base64 at all
    assert words == "3 MB is more than 2 MB: take fewer rows or columns."


def test_2_mb_are_not_more_than_2_mb():
    rows = b"1234567\n" * 50_000
    assert after(OPENED, upload(rows + b" " * (2**21 - len(rows)))).preview.own
    assert "more than 2 MB" in after(OPENED, upload(b"1\n" * 2**20 + b"1")).preview.words


def test_equal_bytes_read_in_two_ways_have_two_keys():
    one = after(OPENED, {"kind": "paste", "text": "1,5 2,5"}, {"kind": "use"})
    other = after(OPENED, upload(b"1,5 2,5"), {"kind": "use"})
    assert shown_of(one).key != shown_of(other).key


# ---- anything at all
ODD = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)
)
ODD |= st.dictionaries(st.text(max_size=3), st.integers(), max_size=2) | st.sampled_from([10**400, 5e-324, 1e308])
CHOICES = st.sampled_from([*SERIES, "own", "race", *CORRECTIONS, "°F", "°C", True, False])
FIELDS = {
    "kind": st.sampled_from(sorted(EVENTS)) | ODD,
    "slot": st.integers(0, 9) | ODD,
    "value": st.floats(0, 1) | CHOICES | ODD,
    "coordinate": st.sampled_from("xy") | ODD,
    "text": st.sampled_from(["1 2 3", CSV, "1,5; 2,5"]) | ODD,
    "data": st.sampled_from(["MSAyIDM=", "%"]) | ODD,
    "name": ODD,
    "column": st.sampled_from(["temperature", None]) | ODD,
    "race": ODD,
}


@given(st.lists(st.fixed_dictionaries({}, optional=FIELDS), min_size=10, max_size=20))
@settings(max_examples=200)
def test_no_event_breaks_the_page(events):
    """Whatever was asked, in whatever order: the state is whole, and its link opens it."""
    state = OPENED
    for event in events:
        state, words, undo = answer(state, event)
        assert isinstance(state, Averages) and isinstance(words, str) and isinstance(undo, bool)
    assert_valid(state)
    asked = read_link(parse_qs(link_of(state), keep_blank_values=True), state.own)
    assert (asked.words, asked.state) == ("", replace(state, touched=None, preview=None))
