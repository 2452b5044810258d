"""Whatever a link asks for is used as it stands, or named: 200 random links of each page, or as many as LINKS says."""

import os

import pytest

from tests import link_fuzzer
from tests.link_fuzzer import dice_of, lost, named, view_fields
from ui.averages import wire as averages_wire
from ui.averages.link import NOT_HERE as NO_NUMBERS
from ui.averages.link import read_link as averages_link
from ui.inside import wire as inside_wire
from ui.inside.link import read_link as inside_link
from ui.networks import wire as networks_wire
from ui.networks.link import NOT_HERE as NO_POINTS
from ui.networks.link import read_link as networks_link
from ui.networks.state import CHOICES, FLAGS, NUMBERS
from ui.race import wire as race_wire
from ui.race.link import read_link as race_link
from ui.race.state import opening
from ui.visit import Visit

LINKS = int(os.environ.get("LINKS", "200"))


def race_fields(asked):
    state = asked.state
    return dict(state.parameters) | {
        "surface": state.surface,
        "start": state.start,
        "steps": state.steps,
        "tolerance": state.tolerance,
        "curve": state.curve,
        "noise": tuple(state.noise),
    }


def inside_fields(asked):
    state = asked.state
    switches = {"memory": state.memory, "scaling": state.scaling, "correction": state.bias_correction}
    same = (
        "tab",
        "surface",
        "start",
        "steps",
        "ghosts",
        "same",
        "given",
        "series",
        "coordinate",
        "what",
        "epsilon",
        "at",
    )
    return dict(state.parameters) | switches | {name: getattr(state, name) for name in same}


def averages_fields(asked):
    state = asked.state
    fields = {name: getattr(state, name) for name in ("series", "unit", "correction", "window")}
    curves = {f"c{curve.slot}": f"{curve.beta!r}{'~hidden' if curve.hidden else ''}" for curve in state.curves}
    run = {"of": state.gradient.coordinate} if state.gradient else {}
    return fields | curves | run | {"none": not state.curves}


def networks_fields(asked):
    state = asked.state
    return {name: getattr(state, name) for name in (*NUMBERS, *CHOICES, *FLAGS, "data", "hidden")}


PAGES = {
    "race": (link_fuzzer.race, race_link, race_fields),
    "inside": (link_fuzzer.inside, inside_link, inside_fields),
    "averages": (link_fuzzer.averages, averages_link, averages_fields),
    "networks": (link_fuzzer.networks, networks_link, networks_fields),
}


def averages_excused(asked, key, text):
    curve = next((curve for curve in asked.state.curves if key == f"c{curve.slot}"), None)
    if curve:
        beta = text.removesuffix("~hidden").removesuffix("~")
        return link_fuzzer.is_used(beta, curve.beta) and curve.hidden == text.endswith("~hidden")
    if key == "run":  # a link in a link: that of the Race, which is read like one of its own
        return asked.state.gradient is not None
    return key == "c9" or (text == "own" and NO_NUMBERS in asked.words)


def networks_excused(asked, key, text):
    return (text == "own" and NO_POINTS in asked.words) or (key, text, asked.state.hidden) == ("hidden", "0", ())


def inside_excused(asked, key, text):
    state, words = asked.state, asked.words
    head, _, rest = text.partition("~")
    if key != "optimizer" or head != state.optimizer:  # rules that stay closed have a sentence of their own
        return key[0] in "or" and ("Inside a step opens" in words or named(words, "optimizer", head))
    switches = {"memory": state.memory, "scaling": state.scaling, "bias_correction": state.bias_correction}
    return not rest or not link_fuzzer.pairs_lost(words, rest, dict(state.values) | switches)


EXCUSED = {
    "race": lambda *_: False,
    "averages": averages_excused,
    "networks": networks_excused,
    "inside": inside_excused,
}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_used_is_named(page):
    make, read, fields = PAGES[page]
    for seed in range(LINKS):
        query = make(dice_of(f"{page} {seed}"))
        asked = read({key: [text] for key, text in query.items()})
        silent = lost(asked, query, fields(asked) | view_fields(asked))
        silent = [pair for pair in silent if not EXCUSED[page](asked, *pair)]
        assert silent == [], f"seed {seed}: {query} → {asked.words}"


WIRES = {
    "race": (race_wire.ground_packet, race_wire.wire_packet),
    "inside": (inside_wire.ground_packet, inside_wire.wire_packet),
    "averages": (averages_wire.ground_packet, lambda state, visit: averages_wire.wire_packet(state, opening(), visit)),
    "networks": (networks_wire.ground_packet, networks_wire.wire_packet),
}


@pytest.mark.parametrize("page", PAGES)
def test_whatever_a_link_asks_for_is_told_to_the_browser(page):
    (make, read, _), (ground_packet, wire_packet) = PAGES[page], WIRES[page]
    for seed in range(LINKS):
        state = read({key: [text] for key, text in make(dice_of(f"{page} told {seed}")).items()}).state
        assert ground_packet(state) and wire_packet(state, Visit())


def test_losses_that_are_zero_from_the_start_have_a_picture():
    """A perceptron without weights: no score is on the wrong side by anything."""
    for scale in ("log", "linear"):
        asked = networks_link({"initial": ["zeros"], "loss": ["perceptron"], "inputs": ["raw"], "axis": [scale]})
        assert asked.state.loss == "perceptron" and networks_wire.wire_packet(asked.state, Visit())


@pytest.mark.parametrize("page", PAGES)
def test_of_a_key_that_stands_twice_the_first_value_is_named(page):
    make, read, _ = PAGES[page]
    for seed in range(20):
        dice = dice_of(f"{page} twice {seed}")
        query = {key: [text] for key, text in make(dice).items()}
        twice = dice.choice(sorted(query))
        asked = read(query | {twice: ["1", *query[twice]]})
        assert f"‘{twice}’ 2 times (the last one counts)" in asked.words
