"""Each event of the page Inside a step, what is refused, and that nothing at all can break it."""

from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE, Parts
from experiments.race import Runner
from optimizers import OPTIMIZERS, specs
from optimizers.parts import VARIANTS
from surfaces import SURFACES
from tests.inside import assert_valid, states
from ui.deck import MOST
from ui.inside.events import EVENTS, answer
from ui.inside.state import LINEUP, MOST_GIVEN, SWITCHES, TABS, on_surface, opening

OPENED = opening()
CANNOT = "This could not be used; everything stays as it was."
CLOSED = {"newton": "Newton", "conjugate_gradient": "Conjugate gradient", "lbfgs": "L-BFGS"}


def after(state, *events):
    """The state after events that must all be accepted without complaint."""
    for event in events:
        answered = answer(state, event)
        assert answered.undo or answered.words == "" or answered.words.startswith("Read "), answered.words
        state = answered.state
    return state


def refused(state, **event):
    answered = answer(state, event)
    assert answered.state == state and not answered.undo
    assert answered.words.endswith(".") and "!" not in answered.words
    return answered.words


def hyper(value, name="learning_rate", slot=0):
    return {"kind": "hyper", "slot": slot, "name": name, "value": value}


def test_the_page_opens_on_adam():
    assert (OPENED.tab, OPENED.surface, OPENED.steps, OPENED.optimizer) == ("surface", "elongated_bowl", 60, "adam")
    assert OPENED.shown == Parts(0.3) and OPENED.ghosts and not OPENED.same
    assert [racer.optimizer for racer in OPENED.racers] == list(LINEUP)
    assert {dict(racer.values)["learning_rate"] for racer in OPENED.racers} == {0.01}
    assert dict(OPENED.racers[1].values) == {
        "learning_rate": 0.01,
        "beta1": 0.9,
        "average": False,
        "dampening": 0.0,
        "rate_inside": False,
    }
    assert_valid(OPENED)


# ---- on a surface
@pytest.mark.parametrize("key", VARIANTS)
def test_switches_make_every_variant(key):
    state = OPENED
    for name, on in VARIANTS[key].switches.items():
        state = after(state, {"kind": "switch", "name": name, "value": on})
    assert state.shown.variant.key == key
    assert {**dict(state.values), "learning_rate": 0.3} == dict(OPENED.values)
    assert state == replace(after(OPENED, {"kind": "variant", "value": key}), rates=state.rates) or key == "adam"
    assert dict(after(state, {"kind": "reset"}).values) == VARIANTS[key].preset(SURFACES["elongated_bowl"].rates)


def rate_of(state):
    return dict(state.values)["learning_rate"]


@pytest.mark.parametrize("surface", ["elongated_bowl", "rosenbrock"])
@pytest.mark.parametrize("key", [key for key in VARIANTS if key != "adam"])
def test_a_variant_has_a_rate_of_its_own_and_gives_the_visitor_s_back(surface, key):
    """A rate for Adam is up to a hundred times too large for gradient descent."""
    state = after(on_surface(OPENED, surface), hyper(0.123))
    changed = answer(state, {"kind": "variant", "value": key})
    preset = VARIANTS[key].preset(SURFACES[surface].rates)["learning_rate"]
    assert rate_of(changed.state) == preset != 0.123 and changed.undo
    assert changed.words == f"{VARIANTS[key].title}: α = {preset:.4g}, its preset on this surface (was 0.123)."
    back = answer(after(changed.state, hyper(0.0456)), {"kind": "variant", "value": "adam"})
    assert rate_of(back.state) == 0.123 and back.undo
    assert back.words == "Adam: α = 0.123, as you left it (was 0.0456)."
    assert rate_of(after(back.state, {"kind": "variant", "value": key})) == 0.0456
    elsewhere = after(on_surface(back.state, "beale"), {"kind": "variant", "value": key})
    assert rate_of(elsewhere) == VARIANTS[key].preset(SURFACES["beale"].rates)["learning_rate"]


def test_where_all_have_the_same_rate_it_stays():
    state = after(OPENED, {"kind": "same", "value": True})
    changed = answer(state, {"kind": "switch", "name": "memory", "value": False})
    assert rate_of(changed.state) == 0.3 and not changed.words and not changed.undo


def test_a_switch_that_changes_no_rule_changes_no_rate():
    """Without momentum and scaling nothing is to correct."""
    descent = after(OPENED, {"kind": "variant", "value": "gradient_descent"}, hyper(0.005))
    changed = answer(descent, {"kind": "switch", "name": "bias_correction", "value": True})
    assert rate_of(changed.state) == 0.005 and not changed.words


@pytest.mark.parametrize("key", OPENABLE)
def test_every_optimizer_can_be_opened(key):
    state = after(OPENED, {"kind": "switch", "name": "memory", "value": False}, {"kind": "optimizer", "value": key})
    assert_valid(state)
    if key == "adam":
        assert {**dict(state.values), "learning_rate": 0.3} == dict(OPENED.values) and not state.memory
    else:
        plain = {name: spec.default for name, spec in specs(OPTIMIZERS[key]).items()}
        rate = SURFACES["elongated_bowl"].rates[key]
        assert state.shown == Runner(key, tuple((plain | {"learning_rate": rate}).items()))
        assert not state.ghosts_seen and "Choose Adam first." in refused(
            state, kind="switch", name="memory", value=True
        )
    back = after(state, {"kind": "optimizer", "value": "adam"})
    assert not back.memory and back.scaling  # Adam's switches wait for it


@pytest.mark.parametrize("key, name", CLOSED.items())
def test_rules_that_mix_coordinates_stay_closed(key, name):
    words = f"Inside a step opens rules one coordinate at a time; {name} mixes coordinates."
    assert refused(OPENED, kind="optimizer", value=key) == refused(OPENED, kind="add", optimizer=key) == words
    assert key not in OPENABLE


def test_a_slider_of_the_shown_optimizer():
    state = after(OPENED, hyper(0.8, "beta1"), hyper(1e-6, "epsilon"))
    assert state.shown == Parts(0.3, beta1=0.8, epsilon=1e-6) and state.racers == OPENED.racers
    momentum = after(OPENED, {"kind": "optimizer", "value": "momentum"}, hyper(True, "average"))
    assert dict(momentum.values)["average"] is True


def test_values_outside_their_domain_are_refused():
    assert refused(OPENED, **hyper(1.0, "beta1")).startswith("β₁: it must stay under 1")
    assert "0 ≤ α < ∞" in refused(OPENED, **hyper(-0.1)) and refused(OPENED, **hyper(-0.1)).endswith("Kept 0.3.")
    assert refused(OPENED, **hyper(nan)) and refused(OPENED, **hyper(inf))
    for name in ("memory", "bias_correction", "average", "t", None):
        assert refused(OPENED, **hyper(0.5, name)) == CANNOT


def test_a_racer_of_the_series_has_its_own_sliders():
    state = after(OPENED, hyper(0.99, "beta1", slot=1))
    assert dict(state.racer(1).values)["beta1"] == 0.99 and state.touched == 1 and state.values == OPENED.values
    assert after(state, {"kind": "reset", "slot": 1}).racers == OPENED.racers
    assert after(OPENED, hyper(0.99, "beta1", slot=1) | {"at": 5}) == state  # nobody is steered in mid-run here
    assert refused(OPENED, **hyper(0.5, slot=7)) == "That optimizer is no longer here."


def test_another_surface_brings_its_start_and_rate():
    moved = answer(after(OPENED, hyper(0.8, "beta1")), {"kind": "surface", "value": "beale"})
    assert moved.undo and moved.words == "Loaded Beale with its own start and rate."
    assert moved.state.start == SURFACES["beale"].start
    assert moved.state.shown == Parts(SURFACES["beale"].rates["adam"], beta1=0.8)
    assert answer(OPENED, {"kind": "surface", "value": "elongated_bowl"}) == (OPENED, "", False)
    assert refused(OPENED, kind="surface", value="bowll") == CANNOT


def test_start_and_parameter_follow_the_race_s_rules():
    assert after(OPENED, {"kind": "start", "x": 1, "y": -1}).start == (1.0, -1.0)
    assert "1000 times" in refused(OPENED, kind="start", x=1e9, y=0)
    turned = after(OPENED, {"kind": "parameter", "name": "rotation", "value": 90.0})
    assert turned.start == pytest.approx((-2, -4))
    assert refused(OPENED, kind="parameter", name="condition", value=0.5).endswith("Kept 50.")


def test_steps():
    state = after(OPENED, {"kind": "at", "value": 50}, {"kind": "steps", "value": 20})
    assert (state.steps, state.at) == (20, 20)
    words = "A run has a whole number of steps here, 1 to 1000. Kept 60."
    for value in (0, 1001, 2.5, nan, inf):
        assert refused(OPENED, kind="steps", value=value) == words


@pytest.mark.parametrize("kind", ["ghosts", "same"])
def test_ghosts(kind):
    for value in (True, False):
        assert getattr(after(OPENED, {"kind": kind, "value": value}), kind) is value
    assert refused(OPENED, kind=kind, value="yes") == CANNOT


@pytest.mark.parametrize("tab", TABS)
def test_tabs(tab):
    assert after(OPENED, {"kind": "tab", "value": tab}).tab == tab


# ---- a series
@pytest.mark.parametrize("name", GRADIENTS)
def test_every_series_can_be_chosen(name):
    assert after(OPENED, {"kind": "series", "value": name}).gradients is GRADIENTS[name]


def test_one_s_own_numbers():
    assert refused(OPENED, kind="series", value="own") == "Type or paste some numbers first."
    state = after(OPENED, {"kind": "given", "text": "1, −1; .5\n\t[2e-1]"})
    assert state.given == (1.0, -1.0, 0.5, 0.2) and state.series == "own"
    assert state.gradients.values.tolist() == [1, -1, 0.5, 0.2]
    other = after(state, {"kind": "series", "value": "spike"})
    assert other.given == state.given and after(other, {"kind": "series", "value": "own"}) == state


@pytest.mark.parametrize(
    "text, numbers, words",
    [
        ("1 2 3", (1, 2, 3), "Read all 3 entries."),
        ("1 x 3 y", (1, 3), "Read 2 of 4 entries; 2 had no number (entries 2, 4)."),
        (
            *("1,5 2,5", (1.5, 2.5)),
            "Read all 2 entries. Commas were read as decimal ones: 1,5 is 1.5. They could also be column separators.",
        ),
        ("1 2\n3 4\n5 6", (1, 2, 3, 4, 5, 6), "Read all 6 entries."),
        ("g\n1\n2\n3", (1, 2, 3), "Read 3 of 4 entries; 1 had no number (entry 1)."),
        ("1 1e999 2", (1, 2), "Read 2 of 3 entries; 1 had a number too large to hold (entry 2)."),
    ],
)
def test_how_numbers_were_read_is_told(text, numbers, words):
    assert answer(OPENED, {"kind": "given", "text": text}) == (
        replace(OPENED, given=numbers, series="own"),
        words,
        False,
    )


@pytest.mark.parametrize("text", ["", " \n ", "abc", "7", "nan inf", "!!", "\0\0", "x" * 3_000_000, "—"])
def test_what_holds_no_series_is_refused(text):
    words = refused(OPENED, kind="given", text=text)
    assert words == "Please give at least 2 numbers with spaces between them, such as 1 −1 0.5."


def test_too_many_numbers_are_counted():
    assert refused(OPENED, kind="given", text="1 " * 1234) == f"1,234 numbers are more than {MOST_GIVEN}: take fewer."
    assert len(after(OPENED, {"kind": "given", "text": "1 " * MOST_GIVEN}).given) == MOST_GIVEN


def test_the_deck():
    state = after(OPENED, {"kind": "add", "optimizer": "nesterov"}, {"kind": "duplicate", "slot": 1})
    assert [(r.slot, r.optimizer) for r in state.racers][:3] == [(8, LINEUP[0]), (1, "momentum"), (7, "momentum")]
    assert dict(state.racer(6).values)["learning_rate"] == 0.01
    assert refused(state, kind="add", optimizer="adam") == "At most 8 can be shown. Remove one first."
    assert refused(OPENED, kind="add", optimizer="sgd") == "That optimizer is not known here."
    gone = answer(OPENED, {"kind": "remove", "slot": 5})
    assert gone.undo and gone.words == "Rprop was removed."
    assert after(gone.state, {"kind": "restore"}).racers == OPENED.racers
    assert after(OPENED, {"kind": "hide", "slot": 8}).racers[0].hidden
    assert answer(OPENED, {"kind": "touch", "slot": 0}) == (OPENED, "", False)
    assert len(state.racers) == MOST


# ---- gradient check
def test_the_check_s_choices():
    state = after(
        OPENED,
        {"kind": "coordinate", "value": "y"},
        {"kind": "what", "value": "cube"},
        {"kind": "epsilon", "value": 1e-5},
        {"kind": "at", "value": 7},
    )
    assert (state.coordinate, state.what, state.epsilon, state.at) == ("y", "cube", 1e-5, 7)
    for value in (0.0, 1.0, -1e-3, nan, inf, 1e-13):
        assert refused(OPENED, kind="epsilon", value=value) == "ε goes from 1e−12 to 0.1 here. Kept 0.01."
    for value in (-1, 61, nan, inf):
        assert refused(OPENED, kind="at", value=value) == "This run has the steps 0 to 60. Kept 0."
    assert refused(OPENED, kind="coordinate", value="z") == refused(OPENED, kind="what", value="sphere") == CANNOT


# ---- whatever comes
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
USUAL = st.sampled_from(
    [*EVENTS, *TABS, *OPTIMIZERS, *SWITCHES, *GRADIENTS, *SURFACES, "own", "x", "learning_rate", "beta1", 0, 1, 0.5]
)
FIELDS = st.sampled_from(["value", "slot", "name", "optimizer", "text", "x", "y", "at", "settled"])


@given(states(most_steps=20), st.sampled_from([*EVENTS]) | ANYTHING, st.dictionaries(FIELDS, USUAL | ANYTHING))
@settings(max_examples=200)
def test_no_event_breaks_the_page(state, kind, fields):
    answered = answer(state, {"kind": kind, **fields})
    assert_valid(answered.state)
    assert isinstance(answered.words, str)
    assert answered.words == "" or answered.words.endswith(".")
