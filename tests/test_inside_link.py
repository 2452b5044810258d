"""A link to Inside a step opens exactly what it was copied from."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE, Parts
from optimizers import OPTIMIZERS
from surfaces import SURFACES
from tests.inside import assert_valid, states
from ui.inside.link import link_of, parameters_of, read_link
from ui.inside.state import LINEUP, MOST_GIVEN, opening

OPENED = opening()
TEXT = st.text(max_size=60) | st.sampled_from(
    ["nan", "inf", "1e999", "", "~", "0", "1", "-1", "1_0", "٣", "9" * 5000, "own", "1~2", "1~-1~1", "adam~", "check"]
)
KEYS = [
    "v",
    "tab",
    "surface",
    "condition",
    "rotation",
    "start",
    "steps",
    "optimizer",
    "memory",
    "scaling",
    "correction",
]
KEYS += [
    "ghosts",
    "same",
    "given",
    "series",
    "nobody",
    "coordinate",
    "what",
    "epsilon",
    "at",
    "touched",
    "step",
    "zoom",
    "follow",
]
KEYS += ["speed", "loop", "r1", "r01", "r8", "r9", "c1", "embed", "axis"]
VALUES = TEXT | st.sampled_from([*SURFACES, *OPTIMIZERS, *GRADIENTS]) | st.floats().map(repr)
VALUES |= st.builds(
    "{}~{}~{}".format, st.sampled_from([*OPTIMIZERS]), st.sampled_from(["beta1", "epsilon"]), st.floats()
)
QUERIES = st.dictionaries(st.sampled_from(KEYS) | TEXT, st.lists(VALUES, min_size=1, max_size=3), max_size=12)


def opened(link):
    return read_link(parse_qs(link, keep_blank_values=True))


@given(states())
@settings(max_examples=200)
def test_round_trip(state):
    """Every digit: the two links are the same text."""
    touched = "" if state.touched is None else f"&touched={state.touched}"
    asked = opened(link_of(state) + touched)
    assert (asked.words, asked.state) == ("", state)
    assert link_of(asked.state) == link_of(state)


@given(QUERIES)
@settings(max_examples=200)
def test_any_query_opens(query):
    asked = read_link(query)
    assert_valid(asked.state)
    assert len(asked.words) < 2500
    assert opened(link_of(asked.state)) == (replace(asked.state, touched=None), opened("").view, "")
    assert asked.view["step"] is None or asked.view["step"] >= 0
    assert 1 <= asked.view["speed"] <= 1000


def test_every_value_is_in_the_link():
    """Defaults included, so that links outlive a change of presets."""
    told = parameters_of(OPENED)
    racers = {key: text for key, text in told.items() if key.startswith("r") and key[1:].isdigit()}
    assert list(racers) == [f"r{OPTIMIZERS[name].facts.slot}" for name in LINEUP]
    assert racers[f"r{OPTIMIZERS['rprop'].facts.slot}"] == "rprop~learning_rate~0.01~shrink~0.5~grow~1.2"
    assert {key: text for key, text in told.items() if key not in racers} == {
        "v": "1",
        "tab": "surface",
        "surface": "elongated_bowl",
        "condition": "50.0",
        "rotation": "0.0",
        "start": "-4.0~2.0",
        "steps": "60",
        "optimizer": "adam~learning_rate~0.3~beta1~0.9~beta2~0.999~epsilon~1e-08~fold_correction~0",
        "memory": "1",
        "scaling": "1",
        "correction": "1",
        "ghosts": "1",
        "same": "0",
        "series": "nine_and_one",
        "coordinate": "x",
        "what": "cube",
        "epsilon": "0.01",
        "at": "0",
    }


def test_a_link_with_two_hundred_numbers_is_a_link():
    full = replace(OPENED, series="own", given=tuple(0.1 * k for k in range(MOST_GIVEN)))
    assert len(link_of(full)) < 6000 and opened(link_of(full)).state == full


def test_the_view_is_read():
    assert opened("").view == {"step": None, "speed": 5, "loop": False, "zoom": None, "follow": False}
    assert opened("step=60&speed=20&loop=1&zoom=0~1~0~1&follow=1").view == {
        "step": 60,
        "speed": 20,
        "loop": True,
        "zoom": [0, 1, 0, 1],
        "follow": True,
    }
    assert opened("tab=series&step=100").view["step"] == 100  # a series has its own number of steps


def test_a_name_alone_is_enough():
    assert opened("").state == opened("optimizer=adam").state == OPENED
    assert opened("optimizer=rmsprop").state.values == opened("optimizer=rmsprop~beta2~0.9").state.values
    assert opened("optimizer=adam~bias_correction~0~beta1~0.5").state.shown == Parts(0.2, 0.5, bias_correction=False)
    assert opened("memory=0&optimizer=nesterov").state.memory is False


BAD = {  # link: (what the sentence names, what is opened)
    "surface=bealee": ("(did you mean Beale?)", opening("beale")),
    "tab=serie": ("‘tab=serie’", OPENED),
    "optimizer=adm": ("(did you mean Adam?)", OPENED),
    "optimizer=xyzzy": ("‘optimizer=xyzzy’", OPENED),
    "optimizer=adam~learning_rate~0.3~beta1~1": ("‘beta1=1’ of Adam", OPENED),
    "memory=yes": ("‘memory=yes’", OPENED),
    "correction=2": ("‘correction=2’", OPENED),
    "ghosts=some": ("‘ghosts=some’", OPENED),
    "series=own": ("‘series=own’", OPENED),
    "given=1": ("‘given=1’", OPENED),
    "given=1~nan~2": ("‘given=1~nan~2’", OPENED),
    "given=" + "~".join(["1"] * (MOST_GIVEN + 1)): ("‘given=1~1~1", OPENED),
    "epsilon=1": ("‘epsilon=1’", OPENED),
    "at=61": ("‘at=61’", OPENED),
    "steps=1001": ("‘steps=1001’", OPENED),
    "start=1e9~0": ("‘start=1e9~0’", OPENED),
    "condition=0.1": ("‘condition=0.1’", OPENED),
    "coordinate=z": ("‘coordinate=z’", OPENED),
    "what=cub": ("‘what=cub’", OPENED),
    "r9=adam": ("racer ‘r9’", OPENED),
    "r1=adm": ("‘r1=adm’ (did you mean Adam?)", OPENED),
    "step=101": ("‘step=101’", OPENED),
    "axis=log": ("‘axis=log’", OPENED),
    "camera=1~1~1": ("‘camera=1~1~1’", OPENED),
    "v=2&steps=20": ("‘v=2’ (this is version 1)", replace(OPENED, steps=20)),
    "steps=20&steps=30": ("‘steps’ 2 times (the last one counts)", replace(OPENED, steps=30)),
}


@pytest.mark.parametrize("link", BAD, ids=lambda link: link[:40])
def test_a_bad_link_opens_with_a_sentence(link):
    words, state = BAD[link]
    asked = opened(link)
    assert words in asked.words and asked.state == state
    assert asked.words.startswith("This link asked for 1 thing we could not use: ")
    assert asked.words.endswith(". The rest is as asked.") and len(asked.words) < 200


CLOSED = "Inside a step opens rules one coordinate at a time; {} mixes coordinates."


@pytest.mark.parametrize("key", sorted(set(OPTIMIZERS) - set(OPENABLE)))
@pytest.mark.parametrize("link", ["optimizer={}", "optimizer={}~learning_rate~0.5", "r3={}~learning_rate~0.1"])
def test_rules_that_mix_coordinates_are_left_out_with_a_sentence(key, link):
    asked = opened(link.format(key) + "&steps=20")
    assert asked.words == CLOSED.format(OPTIMIZERS[key].facts.name) and asked.state == replace(OPENED, steps=20)


def test_each_sentence_is_said_once_and_the_others_after_it():
    asked = opened("optimizer=newton~learning_rate~1.0&r1=newton&r2=adam&r3=lbfgs&at=61")
    newton, lbfgs, rest = asked.words.split(". ", 2)
    assert [f"{newton}.", f"{lbfgs}."] == [CLOSED.format("Newton"), CLOSED.format("L-BFGS")]
    assert rest == "This link asked for 1 thing we could not use: ‘at=61’. The rest is as asked."
    assert [racer.optimizer for racer in asked.state.racers] == ["adam"]


def test_what_could_be_used_is_used():
    asked = opened("tab=check&what=cube&epsilon=0.001&at=5&same=1&r2=rprop&coordinate=w")
    state = asked.state
    assert (state.tab, state.what, state.epsilon, state.at, state.same) == ("check", "cube", 0.001, 5, True)
    assert [(racer.slot, racer.optimizer) for racer in state.racers] == [(2, "rprop")]
    assert asked.words == "This link asked for 1 thing we could not use: ‘coordinate=w’. The rest is as asked."


def test_nobody_is_somebody_s_wish():
    assert opened("nobody=1").state.racers == ()
    assert opened(urlencode(parameters_of(replace(OPENED, racers=())))).state.racers == ()
