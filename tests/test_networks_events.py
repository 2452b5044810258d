"""Each event of the Networks page, what is refused, and that nothing at all can break it."""

from base64 import b64encode
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.datasets import DATASETS
from experiments.training import total
from optimizers import OPTIMIZERS
from tests.training_states import assert_valid, states
from ui.brought import STAYS
from ui.networks.events import EVENTS, answer
from ui.networks.presets import PRESETS
from ui.networks.state import RATES, fresh, plans_of

OPENED = fresh()
TABLE = "a,b,kind\n" + "\n".join(f"{k},{k * k % 7},{'xy'[k % 2]}" for k in range(12))


def after(state, *events):
    for event in events:
        state = answer(state, event).state
    return state


def refused(state=OPENED, **event):
    answered = answer(state, event)
    assert answered.state == state and not answered.undo
    assert answered.words.endswith(".") and "!" not in answered.words
    return answered.words


def number(name, value):
    return {"kind": "number", "name": name, "value": value}


def choice(name, value):
    return {"kind": "choice", "name": name, "value": value}


def test_the_page_opens_on_moons():
    assert (OPENED.data, OPENED.hidden, OPENED.epochs, OPENED.batch_size) == ("moons", (8, 8), 20, 64)
    assert [racer.optimizer for racer in OPENED.racers] == ["momentum", "rmsprop", "adam"]
    assert set(RATES) == set(OPTIMIZERS)
    assert_valid(OPENED)


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_can_be_shown(name):
    state = after(OPENED, {"kind": "data", "value": name})
    assert_valid(state)
    assert state.points == DATASETS[name].points and state.racers == OPENED.racers


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_a_page(name):
    answered = answer(OPENED, {"kind": "preset", "value": name})
    assert answered.undo and answered.words == f"Loaded “{PRESETS[name].title}”."
    assert answered.state.preset == name
    assert_valid(answered.state)


def test_bad_values_get_a_word():
    assert "Kept 0" in refused(**number("dropout", 1))
    assert "Kept 64" in refused(**number("batch_size", 0))
    assert "0 to 8 hidden layers" in refused(kind="hidden", value=[8] * 9)
    assert "0 to 8 hidden layers" in refused(kind="hidden", value=[65])
    assert refused(**choice("loss", "squared"))
    assert refused(**choice("activation", "swish"))
    assert refused(kind="data", value="own") == "Paste points or upload a CSV first."
    assert refused(**number("noise", nan)) and refused(**number("dev", 1.0))


def test_what_can_be_odd_is_a_result():
    state = after(OPENED, {"kind": "hidden", "value": []}, number("l2", 1e9), number("batch_size", 5000))
    assert (state.hidden, state.l2, state.batch_size) == ((), 1e9, 5000)
    assert_valid(state)
    assert total(plans_of(state)[0]) == state.epochs  # a batch larger than all points is all points


def test_too_many_steps_are_cut_and_told():
    state = after(OPENED, number("epochs", 200), number("points", 5000))
    answered = answer(state, number("batch_size", 1))
    assert "200,000 steps" in answered.words and answered.state.epochs == 50
    assert_valid(answered.state)


def test_stop_and_go_on():
    state = after(OPENED, {"kind": "stop"})
    assert state.stopped and not after(state, {"kind": "train"}).stopped
    assert after(state, {"kind": "touch", "slot": 1}, number("smoothing", 0.5)).stopped
    moved = {"kind": "hyper", "slot": 3, "name": "learning_rate", "value": 0.01}
    assert not after(state, moved).stopped  # what is changed is trained


def test_changing_one_racer_leaves_the_plans_of_the_others():
    moved = after(OPENED, {"kind": "hyper", "slot": 3, "name": "learning_rate", "value": 0.01})
    same = [one == other for one, other in zip(plans_of(OPENED), plans_of(moved), strict=True)]
    assert same == [True, True, False]
    assert after(moved, {"kind": "reset", "slot": 3}).racers == OPENED.racers


def test_own_points():
    state = after(OPENED, {"kind": "paste", "text": TABLE})
    assert state.preview.own.points.target == "kind" and state.data == "moons"
    used = answer(state, {"kind": "use"})
    assert used.state.data == "own" and used.state.preview is None and used.words == STAYS
    assert_valid(used.state)
    chosen = {"kind": "paste", "text": TABLE, "features": ["a"], "target": "b"}
    assert after(OPENED, chosen, {"kind": "use"}).loss == "squared"
    assert after(state, {"kind": "discard"}).preview is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing in it"),
        ("a,b,c\n1,2,x\n2,3,x\n3,4,x\n4,5,x", "at least two"),
        ("a,b,c\n1,2,x\n2,3,y", "too few"),
        ("a\n1\n2\n3\n4", "only one column"),
    ],
)
def test_points_that_cannot_be_used_are_refused_in_words(text, words):
    for event in (
        {"kind": "paste", "text": text},
        {"kind": "upload", "name": "mine.csv", "data": b64encode(text.encode()).decode()},
    ):
        state = after(OPENED, event)
        assert state.preview.own is None and words in state.preview.words
        assert "nothing to use" in refused(state, kind="use")


KINDS = st.sampled_from(sorted(EVENTS)) | st.text(max_size=5)
THINGS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
THINGS |= st.sampled_from([inf, nan, "adam", "moons", "blobs", "sine", "epochs", "look", "inputs", "raw"])
THINGS |= st.lists(st.integers(-1, 70), max_size=9)
FIELDS = st.sampled_from(["value", "slot", "name", "optimizer", "text", "data", "features", "target"])


@given(states(), st.lists(st.builds(dict.__or__, st.dictionaries(FIELDS, THINGS), st.builds(dict, kind=KINDS))))
@settings(max_examples=80, deadline=None)
def test_no_event_can_break_it(state, events):
    for event in events:
        state = answer(state, event).state
        assert_valid(state)
