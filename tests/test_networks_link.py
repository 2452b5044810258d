"""A link to the Networks page opens exactly what it was copied from, and trains the same nets bit for bit."""

from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.datasets import DATASETS
from experiments.training import trained
from tests.training_states import assert_valid, small, states
from ui.networks.link import FIELDS, NOT_HERE, link_of, parameters_of, read_link
from ui.networks.own import Own, pasted
from ui.networks.state import OWN, fresh, on_data, plans_of

TEXT = st.text(max_size=40) | st.sampled_from(["nan", "inf", "0", "1", "-1", "1e999", "8~8", "~", "65", "9" * 5000])
VALUES = TEXT | st.sampled_from([*DATASETS, "adam", "adam~learning_rate~2", "softmax", "inside", "size"])
KEYS = st.sampled_from([*FIELDS, "data", "v", "r1", "r9", "nobody", "touched", "step", "axis", "speed"]) | TEXT
QUERIES = st.dictionaries(KEYS, st.lists(VALUES, min_size=1, max_size=2), max_size=10)


def opened(link):
    return read_link(parse_qs(link, keep_blank_values=True))


@given(states())
@settings(max_examples=60, deadline=None)
def test_round_trip(state):
    touched = "" if state.touched is None else f"&touched={state.touched}"
    asked = opened(link_of(state) + touched)
    made = {} if DATASETS[state.data].fixed else {"points": state.points, "noise": state.noise}
    assert asked.words == "" and replace(asked.state, **made) == replace(state, **made)
    assert link_of(asked.state) == link_of(state)


@given(QUERIES)
@settings(max_examples=80, deadline=None)
def test_any_query_opens(query):
    asked = read_link(query)
    assert_valid(asked.state)
    assert len(asked.words) < 2500
    again = opened(link_of(asked.state))
    assert (again.state, again.words) == (replace(asked.state, touched=None), "")


def test_a_link_trains_the_same_nets_bit_for_bit():
    state = small(net_seed=3, dropout=0.2, batch_norm=True)
    for plan, again in zip(plans_of(state), plans_of(opened(link_of(state)).state), strict=True):
        pairs = zip(trained(plan).record, trained(again).record, strict=True)
        assert all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def test_every_value_is_written():
    told = parameters_of(fresh())
    assert told["hidden"] == "8~8" and told["r2"].startswith("rmsprop~learning_rate~0.03")
    assert list(told) == ["v", "data", *FIELDS, "r1", "r2", "r3"]
    assert opened("hidden=0").state.hidden == ()


def test_what_cannot_be_used_is_named():
    asked = opened("data=mons&sky=blue&hidden=8~65")
    assert asked.state == fresh()
    assert "3 things" in asked.words and "Moons" in asked.words and "‘hidden=8~65’" in asked.words


def test_own_points_stay_with_their_owner():
    own = Own("pasted", pasted("a,b,c\n1,2,x\n2,1,y\n3,4,x\n4,3,y\n5,6,x\n", (None, None)).own.points)
    mine = on_data(replace(fresh(), own=own), OWN)
    assert opened(link_of(mine)).words == NOT_HERE
    assert opened(link_of(mine)).state.data == "moons"
    asked = read_link(parse_qs(link_of(mine)), own)
    assert asked.state == mine and asked.words == ""
