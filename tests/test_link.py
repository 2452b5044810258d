"""A link opens exactly what it was copied from, and any other link opens something, with a word about the rest."""

from dataclasses import replace
from math import isfinite
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.races import assert_valid, races
from ui.links import state_part
from ui.race.link import link_of, parameters_of, read_link
from ui.race.state import opening
from ui.race.view import LOOKS

OPENED = opening()
TEXT = st.text(max_size=60) | st.sampled_from(
    ["nan", "inf", "-inf", "1e999", "", "~", "~~~", "0", "-1", "1_0", "٣", "9" * 5000]
)
KEYS = ["v", "surface", "condition", "rotation", "start", "steps", "tolerance", "curve", "nobody", "touched", "hidden"]
KEYS += [
    "step",
    "speed",
    "loop",
    "axis",
    "view",
    "zoom",
    "camera",
    "r1",
    "r01",
    "r8",
    "r9",
    "r0",
    "r999999999",
    "s1",
    "h1",
    "o1",
    "s9",
    "noise",
    "embed",
]
SETTINGS = [
    "schedule",
    "cosine",
    "clip",
    "weight_decay",
    "learning_rate",
    "beta1",
    "beta2",
    "epsilon",
    "average",
    "look_ahead",
    "bias_correction",
    "hidden",
    "slot",
]


@st.composite
def racer_texts(draw):
    pairs = draw(st.lists(st.tuples(st.sampled_from(SETTINGS) | TEXT, TEXT), max_size=4))
    return "~".join([draw(st.sampled_from(sorted(OPTIMIZERS)) | TEXT), *(part for pair in pairs for part in pair)])


def number_lists(count):
    return st.lists(st.floats().map(repr), min_size=count, max_size=count).map("~".join)


VALUES = (
    TEXT
    | racer_texts()
    | st.sampled_from([*SURFACES, "1", "log", "3d"])
    | number_lists(2)
    | number_lists(3)
    | number_lists(4)
)
QUERIES = st.dictionaries(st.sampled_from(KEYS) | TEXT, st.lists(VALUES, min_size=1, max_size=3), max_size=12)


def opened(link):
    return read_link(parse_qs(link, keep_blank_values=True))


@pytest.mark.thorough
@given(races())
@settings(max_examples=1000)
def test_round_trip(race):
    """Every digit of every number: the two links are the same text."""
    touched = "" if race.touched is None else f"&touched={race.touched}"
    asked = opened(link_of(race) + touched)
    assert asked.words == ""
    assert asked.state == race
    assert link_of(asked.state) == link_of(race)


@given(QUERIES)
@settings(max_examples=500)
@example({"r1": ["adam"], "r01": ["momentum"]})
@example({"steps": ["9" * 4000]})
@example({"noise": ["0~1" + "0" * 40 + "~0"]})
@example({"start": ["1e999~0"], "rotation": ["1e308"]})
def test_any_query_opens(query):
    asked = read_link(query)
    assert_valid(asked.state)
    assert len(asked.words) < 2500
    assert opened(link_of(asked.state)) == (replace(asked.state, touched=None), opened("").view, "")
    view = asked.view
    assert view["step"] is None or 0 <= view["step"] <= asked.state.steps
    assert 1 <= view["speed"] <= 1000
    numbers = [*(view["zoom"] or ()), *(view["camera"]["eye"].values() if view["camera"] else ())]
    assert all(map(isfinite, numbers))


@given(
    races(),
    st.integers(0, 5000),
    st.sampled_from(["&speed=50&loop=1", "&axis=linear&view=3d", "&zoom=-1.0~2.0~0.5~3.5"]),
)
@settings(max_examples=200)
def test_the_view_is_read(race, step, rest):
    asked = opened(f"{link_of(race)}&step={min(step, race.steps)}{rest}")
    assert asked.words == "" and asked.state == replace(race, touched=None)
    assert asked.view["step"] == min(step, race.steps)
    expected = {
        "&speed=50&loop=1": {"speed": 50, "loop": True},
        "&axis=linear&view=3d": {"axis": "linear", "space": True},
        "&zoom=-1.0~2.0~0.5~3.5": {"zoom": [-1.0, 2.0, 0.5, 3.5]},
    }[rest]
    assert asked.view | expected == asked.view


MANY = "&".join(f"r{slot}=adam" for slot in range(1, 1001))
BAD = {  # link: (what the sentence names, what is opened)
    "start=nan~0": ("‘start=nan~0’", OPENED),
    "start=1~2~3": ("‘start=1~2~3’", OPENED),
    "start=inf~inf": ("‘start=inf~inf’", OPENED),
    "start=1e999~0": ("‘start=1e999~0’", OPENED),
    "start=1e9~0": ("‘start=1e9~0’", OPENED),
    "steps=0": ("‘steps=0’", OPENED),
    "steps=5001": ("‘steps=5001’", OPENED),
    "steps=1.5": ("‘steps=1.5’", OPENED),
    "tolerance=-1": ("‘tolerance=-1’", OPENED),
    "curve=money": ("‘curve=money’", OPENED),
    "condition=0": ("‘condition=0’", OPENED),
    "rotation=1e999": ("‘rotation=1e999’", OPENED),
    "touched=blue": ("‘touched=blue’", OPENED),
    "step=-1": ("‘step=-1’", OPENED),
    "step=101": ("‘step=101’", OPENED),
    "speed=0": ("‘speed=0’", OPENED),
    "axis=sideways": ("‘axis=sideways’", OPENED),
    "view=4d": ("‘view=4d’", OPENED),
    "zoom=1~1~1~1": ("‘zoom=1~1~1~1’", OPENED),
    "camera=nan~0~0": ("‘camera=nan~0~0’", OPENED),
    "surface=bowll": ("‘surface=bowll’", OPENED),
    "surface=himelblau": ("did you mean Himmelblau?", opening("himmelblau")),
    "v=2": ("‘v=2’ (this is version 1)", OPENED),
    "v=2&steps=300": ("‘v=2’", replace(OPENED, steps=300)),
    "lr=1": ("‘lr=1’", OPENED),
    "steps=300&steps=200": ("‘steps’ 2 times (the last one counts)", replace(OPENED, steps=200)),
    "r1=adam~learning_rate~nan": ("‘learning_rate=nan’ of Adam", None),
    "r1=adam~learning_rate~-1": ("‘learning_rate=-1’ of Adam", None),
    "r1=adam~beta1~1": ("‘beta1=1’ of Adam", None),
    "r1=adam~bias_correction~2": ("‘bias_correction=2’ of Adam", None),
    "r1=adam~learning_rate": ("‘learning_rate=’ of Adam", None),
    "r1=adm": ("did you mean Adam?", OPENED),
    "r1=<script>alert(1)</script>": ("‘r1=<script>alert(1)</script>’", OPENED),
    "surface=" + "x" * 10_000: ("‘surface=xxxxxxx", OPENED),
    "y" * 10_000 + "=1": ("…’", OPENED),
    MANY: ("992 racers beyond the eighth", None),
}


@pytest.mark.parametrize("link", BAD, ids=lambda link: link[:40])
def test_a_bad_link_opens_with_a_sentence(link):
    words, race = BAD[link]
    asked = opened(link)
    assert words in asked.words
    assert asked.words.startswith("This link asked for 1 thing we could not use: ")
    assert asked.words.endswith(". The rest is as asked.") and len(asked.words) < 200
    if race:
        assert asked.state == race
    assert_valid(asked.state)


def test_a_touched_optimizer_that_is_not_there_is_named():
    assert opened("touched=9").state == OPENED and "‘touched=9’" in opened("touched=9").words
    assert opened("touched=2").state == replace(OPENED, touched=2)


def test_what_could_be_used_is_used():
    asked = opened(
        "surface=beale&steps=250&r3=adam~learning_rate~0.7~beta1~nan~beta2~0.5&r2=bogus&start=1~0.5&tolerance=nan"
    )
    (racer,) = asked.state.racers
    assert (asked.state.surface, asked.state.steps, asked.state.start) == ("beale", 250, (1.0, 0.5))
    assert (racer.slot, racer.optimizer) == (3, "adam")
    assert dict(racer.values) == {
        "learning_rate": 0.7,
        "beta1": 0.9,
        "beta2": 0.5,
        "epsilon": 1e-8,
        "bias_correction": True,
        "fold_correction": False,
    }
    assert asked.words.startswith("This link asked for 3 things we could not use: ")


def test_a_thousand_racers_leave_eight():
    assert [racer.slot for racer in opened(MANY).state.racers] == list(range(1, 9))


def test_many_complaints_are_counted():
    asked = opened("&".join(f"bad{k}=1" for k in range(60)))
    assert "60 things" in asked.words and "10 more" in asked.words and len(asked.words) < 900


def test_a_link_that_asks_for_nothing_says_nothing():
    assert opened("") == opened("embed=true") == (OPENED, opened("").view, "")


def test_nobody_is_a_race_too():
    empty = replace(OPENED, racers=())
    assert opened(link_of(empty)).state == empty


def test_every_value_is_in_the_link():
    """Defaults included, so that links outlive a change of presets."""
    link = parameters_of(OPENED)
    assert link["v"] == "1" and link["condition"] == "50.0" and link["tolerance"] == "0.001"
    assert (
        link["r3"] == "adam~learning_rate~0.2~beta1~0.9~beta2~0.999~epsilon~1e-08~bias_correction~1~fold_correction~0"
    )


def test_the_view_does_not_count_as_navigation():
    query = {"surface": ["beale"], "step": ["3"], "zoom": ["0~1~0~1"], "touched": ["1"], "embed": ["true"]}
    assert state_part(query, LOOKS) == {"surface": ["beale"]}
