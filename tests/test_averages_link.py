"""A link to the averages opens exactly what it was copied from, but for the numbers that stay with their owner."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.series import SERIES
from tests.averages import assert_valid, gradients, states
from ui.averages.events import answer
from ui.averages.link import NOT_HERE, link_of, parameters_of, read_link
from ui.averages.state import Curve, opening
from ui.race import link as race_link
from ui.race.state import opening as opening_race

OPENED = opening()
OWN = answer(answer(OPENED, {"kind": "paste", "text": "1 2 3"}).state, {"kind": "use"}).state
TEXT = st.text(max_size=60) | st.sampled_from(
    ["nan", "inf", "1e999", "", "~", "0", "-1", "1_0", "٣", "9" * 5000, "own"]
)
KEYS = ["v", "series", "unit", "correction", "window", "none", "touched", "step", "speed", "loop", "zoom", "run", "of"]
KEYS += ["c1", "c01", "c8", "c9", "c0", "c999999999", "r1", "embed"]
VALUES = (
    TEXT
    | st.sampled_from([*SERIES, "race", "°F", "°C", "both", "off", "0.9", "0.98~hidden", "x"])
    | st.floats().map(repr)
    | gradients().map(lambda gradient: race_link.link_of(gradient.race))
)
QUERIES = st.dictionaries(st.sampled_from(KEYS) | TEXT, st.lists(VALUES, min_size=1, max_size=3), max_size=12)


def opened(link, own=None):
    return read_link(parse_qs(link, keep_blank_values=True), own)


@given(states())
@settings(max_examples=300)
def test_round_trip(state):
    """Every digit of every β: the two links are the same text."""
    touched = "" if state.touched is None else f"&touched={state.touched}"
    asked = opened(link_of(state) + touched)
    assert (asked.words, asked.state) == ("", state)
    assert link_of(asked.state) == link_of(state)


@given(QUERIES)
@settings(max_examples=300)
def test_any_query_opens(query):
    asked = read_link(query)
    assert_valid(asked.state)
    assert len(asked.words) < 2500
    assert opened(link_of(asked.state)) == (replace(asked.state, touched=None), opened("").view, "")
    assert asked.view["step"] is None or asked.view["step"] >= 0
    assert 1 <= asked.view["speed"] <= 1000


def test_every_value_is_in_the_link():
    """Defaults included, so that links outlive a change of presets."""
    assert parameters_of(OPENED) == {
        "v": "1",
        "series": "seattle",
        "unit": "°F",
        "correction": "both",
        "window": "0",
        "c1": "0.9",
        "c2": "0.98",
        "c3": "0.5",
    }


def test_the_view_is_read():
    assert opened("").view == {"step": None, "speed": 30, "loop": False}
    assert opened("step=365&speed=60&loop=1").view == {"step": 365, "speed": 60, "loop": True}


BAD = {  # link: (what the sentence names, what is opened)
    "series=seatle": ("did you mean Temperatures, one real year?", OPENED),
    "series=" + "x" * 10_000: ("‘series=xxxxxxx", OPENED),
    "series=race": ("‘run=’", OPENED),
    "series=race&run=r1%3Dadam%26r2%3Dadam": ("‘run=r1=adam&r2=adam’", OPENED),
    "series=race&run=r1%3Dadm": ("‘run=r1=adm’", OPENED),
    "series=race&run=r1%3Dadam&of=z": ("‘of=z’", OPENED),
    "series=race&run=r1%3Dadam%26steps%3D1": ("‘run=r1=adam&steps=1’", OPENED),
    "run=r1%3Dadam": ("‘run=r1=adam’", OPENED),
    "unit=K": ("‘unit=K’", OPENED),
    "correction=some": ("‘correction=some’", OPENED),
    "window=yes": ("‘window=yes’", OPENED),
    "c1=1": ("‘c1=1’", OPENED),
    "c1=nan": ("‘c1=nan’", OPENED),
    "c1=-0.1": ("‘c1=-0.1’", OPENED),
    "c1=0.9~gone": ("‘c1=0.9~gone’", OPENED),
    "c9=0.9": ("curve ‘c9’", OPENED),
    "&".join(f"c{slot}=0.9" for slot in range(9, 100)): ("91 curves beyond the eighth", OPENED),
    "touched=blue": ("‘touched=blue’", OPENED),
    "step=366": ("‘step=366’", OPENED),
    "speed=0": ("‘speed=0’", OPENED),
    "zoom=0~1~0~1": ("‘zoom=0~1~0~1’", OPENED),
    "axis=log": ("‘axis=log’", OPENED),
    "v=2&window=1": ("‘v=2’ (this is version 1)", replace(OPENED, window=True)),
    "unit=°C&unit=°F": ("‘unit’ 2 times (the last one counts)", OPENED),
}


@pytest.mark.parametrize("link", BAD, ids=lambda link: link[:40])
def test_a_bad_link_opens_with_a_sentence(link):
    words, state = BAD[link]
    asked = opened(link)
    assert words in asked.words and asked.state == state
    assert re.match(r"This link asked for \d things? we could not use: ", asked.words)
    assert asked.words.endswith(". The rest is as asked.") and len(asked.words) < 200


def test_what_could_be_used_is_used():
    asked = opened("series=london&c3=0.7~hidden&c2=1&unit=°C&window=2")
    assert (asked.state.series, asked.state.unit, asked.state.curves) == ("london", "°C", (Curve(3, 0.7, True),))
    assert asked.words.startswith("This link asked for 2 things we could not use: ‘c2=1’, ‘window=2’")


def test_no_curve_is_a_page_too():
    empty = replace(OPENED, curves=())
    assert opened(link_of(empty)).state == empty


def test_a_gradient_s_link_is_a_race_s_link():
    state = answer(OPENED, {"kind": "run", "slot": 3, "coordinate": "y"}, opening_race("beale")).state
    race, _, words = race_link.read_link(parse_qs(parameters_of(state)["run"], keep_blank_values=True))
    assert (words, race.surface, [racer.optimizer for racer in race.racers]) == ("", "beale", ["adam"])
    assert parameters_of(state)["of"] == "y" and opened(link_of(state)).state == state


# ---- the visitor's own numbers
def test_own_numbers_are_not_in_the_link():
    link = link_of(OWN)
    assert link == urlencode(parameters_of(OPENED) | {"series": "own"})


def test_somebody_else_s_own_numbers_open_the_real_year_with_a_sentence():
    asked = opened(link_of(replace(OWN, window=True)))
    assert asked.state == replace(OPENED, window=True) and asked.words == NOT_HERE
    assert asked.words.endswith(".") and "!" not in asked.words


def test_one_s_own_numbers_come_back():
    assert opened(link_of(OWN), OWN.own) == (OWN, opened("").view, "")
    assert opened(link_of(OPENED), OWN.own).state.own == OWN.own
