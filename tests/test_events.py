"""Each event of the browser, what is refused, and that nothing at all can break a race."""

from dataclasses import replace
from math import cos, inf, nan, radians, sin
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, SCHEDULES
from surfaces import SURFACES
from tests.races import assert_valid
from ui.deck import MOST
from ui.race.events import EVENTS, answer
from ui.race.link import link_of, read_link
from ui.race.state import Race, opening
from ui.race.stories import STORIES
from ui.racers.racer import preset_values

OPENED = opening()
MOMENTUM, RMSPROP, ADAM = (racer.slot for racer in OPENED.racers)


def after(race, *events):
    """The race after events that must all be accepted without complaint."""
    for event in events:
        answered = answer(race, event)
        assert answered.undo or not answered.words, answered.words
        race = answered.state
    return race


def refused(race, **event):
    answered = answer(race, event)
    assert answered.state == race and not answered.undo
    assert answered.words.endswith(".") and "!" not in answered.words
    return answered.words


def rates(race):
    return {racer.slot: dict(racer.values)["learning_rate"] for racer in race.racers}


# ---- racers
def test_a_number_changes_one_racer_and_touches_it():
    race = after(OPENED, {"kind": "hyper", "slot": ADAM, "name": "beta1", "value": 0.5})
    assert dict(race.racer(ADAM).values)["beta1"] == 0.5 and race.touched == ADAM
    assert [race.racer(slot) for slot in (MOMENTUM, RMSPROP)] == [OPENED.racer(slot) for slot in (MOMENTUM, RMSPROP)]


def test_a_switch():
    race = after(OPENED, {"kind": "hyper", "slot": ADAM, "name": "bias_correction", "value": False})
    assert dict(race.racer(ADAM).values)["bias_correction"] is False


@pytest.mark.parametrize("value", [0, 0.0, 1e300, 25])
def test_a_rate_may_leave_the_slider_but_not_its_domain(value):
    assert rates(after(OPENED, {"kind": "hyper", "slot": ADAM, "name": "learning_rate", "value": value}))[ADAM] == value


@pytest.mark.parametrize("value", [-1e-9, inf, nan])
def test_a_rate_outside_its_domain_is_refused(value):
    words = refused(OPENED, kind="hyper", slot=ADAM, name="learning_rate", value=value)
    assert "α" in words and "0 ≤ α < ∞" in words and "Kept 0.2." in words


def test_why_beta_stays_under_one():
    words = refused(OPENED, kind="hyper", slot=ADAM, name="beta1", value=1.0)
    assert words == "β₁: it must stay under 1, for at 1 nothing is ever forgotten. Kept 0.9."


def test_slots_stay_whatever_is_hidden_or_removed():
    race = after(OPENED, {"kind": "add", "optimizer": "nesterov"}, {"kind": "duplicate", "slot": MOMENTUM})
    assert [racer.slot for racer in race.racers] == [1, 4, 2, 3, 6]  # the twin stands beside its model
    assert race.racer(4).values == race.racer(MOMENTUM).values and race.touched == 4
    race = after(race, {"kind": "remove", "slot": 2}, {"kind": "hide", "slot": 1})
    assert [racer.slot for racer in race.racers] == [1, 4, 3, 6]
    assert after(race, {"kind": "add", "optimizer": "rmsprop"}).racers[-1].slot == 2


def test_a_new_racer_takes_the_surface_s_rate():
    race = after(opening("beale"), {"kind": "add", "optimizer": "adagrad"})
    assert dict(race.racers[-1].values)["learning_rate"] == SURFACES["beale"].rates["adagrad"]


@pytest.mark.parametrize("event", [{"kind": "add", "optimizer": "adam"}, {"kind": "duplicate", "slot": 1}])
def test_the_ninth_racer_is_refused(event):
    race = after(OPENED, *[{"kind": "add", "optimizer": "adam"}] * (MOST - 3))
    assert len(race.racers) == MOST
    assert "At most 8 can be shown" in refused(race, **event)


def test_hide_and_show():
    hidden = after(OPENED, {"kind": "hide", "slot": RMSPROP})
    assert [racer.hidden for racer in hidden.racers] == [False, True, False]
    assert after(hidden, {"kind": "show", "slot": RMSPROP}) == OPENED


def test_reset_brings_back_the_preset_of_this_surface():
    race = after(opening("himmelblau"), {"kind": "hyper", "slot": 1, "name": "learning_rate", "value": 9.0})
    assert after(race, {"kind": "reset", "slot": 1}).racer(1).values == preset_values("himmelblau", "momentum")


def test_remove_offers_a_way_back_and_restore_brings_the_three():
    race = OPENED
    for slot in (1, 2, 3):
        answered = answer(race, {"kind": "remove", "slot": slot})
        assert answered.undo and answered.words
        race = answered.state
    assert race.racers == ()
    assert after(race, {"kind": "restore"}).racers == OPENED.racers


def test_removing_the_touched_racer_leaves_none_touched():
    assert after(OPENED, {"kind": "touch", "slot": 2}, {"kind": "remove", "slot": 2}).touched is None
    assert after(OPENED, {"kind": "touch", "slot": 2}, {"kind": "remove", "slot": 1}).touched == 2


def test_touching_a_racer_that_is_gone_says_nothing():
    """A focus may come back to a card on its way out: that must not talk over the way back that removing offers."""
    assert answer(OPENED, {"kind": "touch", "slot": 7}) == (OPENED, "", False)


@pytest.mark.parametrize("kind", ["hide", "show", "reset", "remove", "duplicate", "hyper"])
def test_a_racer_that_is_gone(kind):
    assert refused(OPENED, kind=kind, slot=7, name="beta1", value=0.5) == "That optimizer is no longer here."


# ---- the ground
@pytest.mark.parametrize("degrees", [10.0, 45.0])
def test_turning_the_bowl_turns_the_start(degrees):
    race = after(OPENED, {"kind": "parameter", "name": "rotation", "value": degrees})
    c, s = cos(radians(degrees)), sin(radians(degrees))
    assert race.start == pytest.approx((-4 * c - 2 * s, -4 * s + 2 * c), rel=1e-14)
    assert rates(race) == rates(OPENED)
    assert after(race, {"kind": "parameter", "name": "rotation", "value": 0.0}).start == pytest.approx(
        (-4, 2), rel=1e-14
    )


def test_condition_touches_neither_rate_nor_start():
    race = after(OPENED, {"kind": "parameter", "name": "condition", "value": 200.0})
    assert dict(race.parameters)["condition"] == 200.0
    assert replace(race, parameters=OPENED.parameters) == OPENED


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_loads_its_start_and_rates_only(surface):
    race = after(OPENED, {"kind": "steps", "value": 300}, {"kind": "hyper", "slot": 3, "name": "beta1", "value": 0.5})
    answered = answer(race, {"kind": "surface", "value": surface})
    loaded = answered.state
    assert loaded.start == SURFACES[surface].start and loaded.steps == 300
    assert dict(loaded.racer(3).values)["beta1"] == 0.5
    if surface == race.surface:
        assert answered == (race, "", False)
        return
    assert rates(loaded) == {racer.slot: SURFACES[surface].rates[racer.optimizer] for racer in race.racers}
    assert answered.words == f"Loaded {SURFACES[surface].title} with its own start and rates." and answered.undo


def test_the_start_goes_anywhere_but_not_beyond_all_measure():
    assert after(OPENED, {"kind": "start", "x": -9999.0, "y": 9999}).start == (-9999.0, 9999.0)
    for x in (1e5, nan, inf):
        assert "1000 times" in refused(OPENED, kind="start", x=x, y=0)


def test_numbers_of_the_race():
    race = after(
        OPENED,
        {"kind": "steps", "value": 5000},
        {"kind": "tolerance", "value": 0.1},
        {"kind": "curve", "value": "rate"},
    )
    assert (race.steps, race.tolerance, race.curve) == (5000, 0.1, "rate")
    assert after(OPENED, {"kind": "steps", "value": 1}).steps == 1
    for steps in (0, 5001, nan, -3, 10**400):
        assert refused(OPENED, kind="steps", value=steps)
    for tolerance in (0, 1, nan, inf, -1):
        assert "Kept 0.001." in refused(OPENED, kind="tolerance", value=tolerance)


def test_no_distance_where_no_minimum_is_known():
    saddle = after(OPENED, {"kind": "surface", "value": "saddle"})
    assert saddle.curve == "gradient"
    assert "No minimum is known here" in refused(saddle, kind="curve", value="distance")


# ---- anything at all
ODD = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)
)
ODD |= st.dictionaries(st.text(max_size=3), st.integers(), max_size=2) | st.sampled_from(
    [10**400, -(10**400), 5e-324, 1e308]
)
NAMES = st.sampled_from(
    ["learning_rate", "beta1", "beta2", "epsilon", "average", "bias_correction", "condition", "rotation", "memory"]
    + ["every", "steps", "decay", "rate", "weight_decay", "clip", "noise", "batch", "seed"]
)
CHOICES = st.sampled_from([*OPTIMIZERS, *SURFACES, "distance", "gradient", "rate", *STORIES])
CHOICES |= st.sampled_from([*SCHEDULES, "lecture", "paper", "pytorch", "keras", "optax"])
FIELDS = {
    "kind": st.sampled_from(sorted(EVENTS)) | ODD,
    "slot": st.integers(0, 9) | ODD,
    "name": NAMES | ODD,
    "value": st.floats(0, 1) | st.floats(-50, 50) | CHOICES | ODD,
    "optimizer": st.sampled_from(sorted(OPTIMIZERS)) | ODD,
    "at": st.integers(0, 20) | ODD,
    "to": st.integers(0, 200) | ODD,
    "x": st.floats(-12000, 12000) | ODD,
    "y": st.floats(-12000, 12000) | ODD,
}
ANY = st.fixed_dictionaries({}, optional=FIELDS)
TURNED_FAR = [{"kind": "start", "x": 9999.0, "y": 9999.0}, {"kind": "parameter", "name": "rotation", "value": 45.0}]


@given(st.lists(ANY, min_size=10, max_size=20))
@settings(max_examples=200)
@example(TURNED_FAR)
def test_no_event_breaks_a_race(events):
    """Whatever was asked, in whatever order: the race is whole, and its link opens it."""
    race = OPENED
    for event in events:
        race, words, undo = answer(race, event)
        assert isinstance(race, Race) and isinstance(words, str) and isinstance(undo, bool)
    assert_valid(race)
    asked = read_link(parse_qs(link_of(race), keep_blank_values=True))
    assert (asked.words, asked.state) == ("", replace(race, touched=None))
