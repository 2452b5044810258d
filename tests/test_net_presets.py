"""Presets of the Networks page: what each says is computed from its trainings, and each is a whole picture."""

from functools import lru_cache

import pytest

from tests.claims import assert_claim, assert_covered
from tests.pages import Visitor
from tests.training_states import assert_valid
from ui.networks.events import answer
from ui.networks.presets import PRESETS, SeenNets, is_changed
from ui.networks.state import opening

each_preset = pytest.mark.parametrize("key", PRESETS)


@lru_cache
def seen(key):
    return SeenNets(PRESETS[key].make(opening()))


@each_preset
def test_what_is_said_is_what_is_seen(key):
    for claim in PRESETS[key].claims:
        assert_claim(PRESETS[key].note, claim.said, claim.holds(seen(key)))


@each_preset
def test_nothing_is_said_that_nobody_computes(key):
    assert_covered(PRESETS[key].note, [claim.said for claim in PRESETS[key].claims])


@each_preset
def test_a_preset_is_the_whole_picture(key):
    """The same state and the same view, whatever was looked at before."""
    made = answer(opening(), {"kind": "preset", "value": key})
    assert_valid(made.state)
    for other in PRESETS:
        before = answer(opening(), {"kind": "preset", "value": other}).state
        before = answer(before, {"kind": "number", "name": "smoothing", "value": 0.5}).state
        assert answer(before, {"kind": "preset", "value": key}).state == made.state, other


def test_titles_tell_presets_apart():
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


def test_batches_race_in_one_frame():
    visitor = Visitor("networks")
    told = visitor.send({"kind": "preset", "value": "batches"})
    assert [racer["perEpoch"] for racer in told["racers"]] == [1, 7, 400]
    assert told["perEpoch"] == 400 and told["steps"] == 20 * 400
    assert [racer["title"].split(" · ")[-1] for racer in told["racers"]] == ["all data", "batch 64", "batch 1"]
    while told["training"]["running"]:
        told = visitor.send({"kind": "go"})
    assert [racer["made"] for racer in told["racers"]] == [20, 140, 8000]
    other = Visitor("networks", **visitor.address)
    assert other.header["link"] == told["link"]


# ---- a text stands as long as its picture does
@each_preset
@pytest.mark.parametrize(
    ("event", "changed"),
    [
        ({"kind": "number", "name": "l2", "value": 0.37}, True),
        ({"kind": "number", "name": "net_seed", "value": 8765}, True),
        ({"kind": "number", "name": "smoothing", "value": 0.37}, False),
        ({"kind": "add", "optimizer": "lion"}, True),
        ({"kind": "tab", "value": "inside"}, False),
        ({"kind": "stop"}, False),
    ],
)
def test_a_preset_s_text_is_marked_where_the_picture_is_another_one(key, event, changed):
    made = answer(opening(), {"kind": "preset", "value": key}).state
    assert not is_changed(made)
    assert is_changed(answer(made, event).state) is changed
    assert not is_changed(answer(answer(made, event).state, {"kind": "preset", "value": key}).state)


def test_every_card_and_slider_of_a_preset_marks_its_text():
    visitor = Visitor("networks")
    told = visitor.send({"kind": "preset", "value": "batches"})
    assert told["preset"] == "batches" and told["changed"] is False
    told = visitor.send({"kind": "hyper", "slot": told["racers"][0]["slot"], "name": "learning_rate", "value": 0.037})
    assert told["preset"] == "batches" and told["changed"] is True


def test_the_units_that_a_text_asks_for_may_change():
    key = next(key for key, preset in PRESETS.items() if preset.units)
    made = answer(opening(), {"kind": "preset", "value": key}).state
    assert not is_changed(answer(made, {"kind": "hidden", "value": [5]}).state)
    assert is_changed(answer(made, {"kind": "hidden", "value": [5, 5]}).state)
