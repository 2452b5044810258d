"""An optimizer keeps its colour: the same slot in every ready-made picture, whatever stands beside it."""

from itertools import combinations

import pytest

from figures.palette import SLOTS
from figures.slots import KEPT, OPENED, PREFERRED, allotted, free_slot
from optimizers import OPTIMIZERS
from optimizers.parts import VARIANTS
from surfaces import COSTS, SURFACES
from ui.events import Refused
from ui.inside.state import lineup
from ui.inside.state import opening as opening_scene
from ui.networks.events import answer as answer_nets
from ui.networks.presets import PRESETS
from ui.networks.state import fresh as opening_nets
from ui.race.events import answer
from ui.race.state import opening
from ui.race.stories import STORIES
from ui.racers.steering import DECK

EVERY = {slot.slot for slot in SLOTS}
COMMON = {"gradient_descent", "momentum", "rmsprop", "adam"}
FAMILIES = (  # that a course lays beside one another, whoever of the common four is with them
    {"momentum", "nesterov", "schedule_free"},
    {"adagrad", "adadelta", "rmsprop"},
    {"rprop", "separate_gains", "sign_descent"},
    {"adam", "adamw", "amsgrad", "adamax", "nadam"},
    {"nadam", "radam", "adam"},
    {"adabelief", "yogi", "adam"},
    {"sign_descent", "lion"},
    {"newton", "conjugate_gradient", "lbfgs"},
    {"momentum", "rmsprop", "rmsprop_momentum"},
)


def pictures():
    """Every ready-made list of optimizers with its name."""
    yield "inside", lineup()
    for surface in (*SURFACES, *COSTS):
        yield surface, opening(surface).racers
    for name, story in STORIES.items():
        yield from ((f"{name} {k}", part.make().racers) for k, part in enumerate(story.parts, 1))
    for name, preset in PRESETS.items():
        yield name, preset.make(opening_nets()).racers


def test_every_optimizer_has_a_slot_of_its_own_facts():
    assert PREFERRED.keys() == OPTIMIZERS.keys() and set(PREFERRED.values()) == EVERY
    assert (PREFERRED["momentum"], PREFERRED["rmsprop"], PREFERRED["adam"]) == (1, 2, 3)
    assert {PREFERRED[name] for name in COMMON} == KEPT, "nobody else wears the colours of the four that all pages show"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: "-".join(sorted(family)))
def test_who_is_compared_differs(family):
    together = sorted(family | COMMON)
    assert len({PREFERRED[name] for name in together}) == len(together)


@pytest.mark.parametrize("racers", [pytest.param(racers, id=name) for name, racers in pictures()])
def test_ready_made_pictures_show_each_in_its_colour(racers):
    first = {}
    for racer in racers:
        first.setdefault(racer.optimizer, racer.slot)
    assert first == {name: PREFERRED[name] for name in first}
    assert len({racer.slot for racer in racers}) == len(racers)


def test_inside_a_step_variants_are_seen_as_the_optimizers_that_they_are():
    assert {key: OPENED[key] for key in PREFERRED} == PREFERRED
    assert len({variant.slot for variant in VARIANTS.values()}) == len(VARIANTS)
    assert opening_scene().optimizer in OPENED


def test_allotted():
    assert allotted(["adam", "adam", "momentum"]) == [3, 4, 1]
    assert allotted(["adamw", "newton", "sign_descent"]) == [4, 5, 6], "one has its own, the others what is free"
    assert allotted(["adam"] * 8) == [3, 4, 5, 6, 7, 1, 2, 8], "the common colours last"
    assert allotted([]) == []
    with pytest.raises(ValueError, match="9 optimizers"):
        allotted(["adam"] * 9)


def test_two_optimizers_never_share_a_slot():
    for pair in combinations(OPTIMIZERS, 2):
        assert len(set(allotted(pair))) == 2
        assert allotted(pair)[0] == PREFERRED[pair[0]]


def test_a_free_slot():
    assert free_slot({1, 2, 3}) == 4 and free_slot(()) == 1 and free_slot(EVERY) is None
    assert free_slot((), "adam") == 3 and free_slot({3}, "adam") == 4 and free_slot(EVERY - {8}, "adam") == 8


@pytest.mark.parametrize(("answer", "state"), [(answer, opening()), (answer_nets, opening_nets())])
def test_what_is_added_comes_in_its_colour(answer, state):
    for name in ("gradient_descent", "newton"):
        state = answer(state, {"kind": "add", "optimizer": name}).state
        assert state.racers[-1].slot == PREFERRED[name]
    twin = answer(state, {"kind": "duplicate", "slot": PREFERRED["adam"]}).state
    assert twin.racers[3].slot == 5, "the lowest free one that is nobody's own"


# ---- unless the visitor changes it
def test_another_colour_is_exchanged_with_the_card_that_has_it():
    race = opening()
    swapped = answer(race, {"kind": "color", "slot": 3, "value": 1}).state
    assert [(racer.optimizer, racer.slot) for racer in swapped.racers] == [("momentum", 3), ("rmsprop", 2), ("adam", 1)]
    assert swapped.touched == 1
    assert [racer.values for racer in swapped.racers] == [racer.values for racer in race.racers]
    free = answer(race, {"kind": "color", "slot": 3, "value": 7}).state
    assert [racer.slot for racer in free.racers] == [1, 2, 7]
    assert answer(race, {"kind": "color", "slot": 3, "value": 3}).state.racers == race.racers


@pytest.mark.parametrize("value", [0, 9, -1, 1.5, None, "2", [1], True])
def test_a_colour_that_is_none(value):
    race = opening()
    answered = answer(race, {"kind": "color", "slot": 3, "value": value})
    assert answered.state == race and answered.words


def test_a_colour_of_nobody():
    with pytest.raises(Refused):
        DECK.color(opening(), {"slot": 7, "value": 1})
