"""Stories: each claim of each text is computed from the runs beside it; a story is a whole race, and a link has it."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from tests.claims import assert_claim, assert_covered
from tests.pages import Visitor
from tests.races import assert_valid
from ui.race.events import answer
from ui.race.link import link_of, parameters_of, read_link
from ui.race.state import opening
from ui.race.stories import STORIES, Seen, is_changed, opened_part
from ui.race.view import LOOKS

PARTS = [(key, number) for key, story in STORIES.items() for number in range(1, 1 + len(story.parts))]
each_part = pytest.mark.parametrize(("key", "number"), PARTS)


def part(key, number):
    return STORIES[key].parts[number - 1]


# ---- what is said
@each_part
def test_what_is_said_is_what_is_seen(key, number):
    told = part(key, number)
    seen = Seen(told.make())
    for claim in told.claims:
        assert_claim(told.text, claim.said, claim.holds(seen))


@each_part
def test_nothing_is_said_that_nobody_computes(key, number):
    told = part(key, number)
    assert_covered(told.text, [claim.said for claim in told.claims])


@pytest.mark.parametrize("text", ["It takes 49 steps.", "Momentum is faster.", "Half of them arrive. Drag α."])
def test_a_sentence_without_a_claim_is_found(text):
    with pytest.raises(AssertionError, match="nobody computes"):
        assert_covered(text, [])


@pytest.mark.parametrize(
    ("said", "found"),
    [("step 49", 50), ("to x = 2.3", 2.24), ("0.5 and 3", (0.5, 4)), ("it overshoots", False), ("step 49", None)],
)
def test_a_wrong_claim_is_found(said, found):
    with pytest.raises(AssertionError):
        assert_claim(f"Here {said} stands.", said, found)


def test_the_course_comes_first_in_its_order():
    course = [key for key, story in STORIES.items() if not story.group]
    assert course == list(STORIES)[: len(course)]
    assert course == (
        ["momentum", "rate", "adam", "bias", "decay", "batches"]
        + ["saddle", "plateau", "rotation", "conventions", "curvature", "one"]
    )


@each_part
def test_a_part_is_a_whole_race_and_shows_something_of_its_own(key, number):
    race = opened_part(key, number)
    assert_valid(race)
    assert (race.story, race.part) == (key, number) and not is_changed(race)
    assert bool(part(key, number).change) == (number > 1)
    others = [replace(opened_part(*other), story=None, part=1) for other in PARTS if other != (key, number)]
    assert replace(race, story=None, part=1) not in others
    assert part(key, number).view.keys() <= LOOKS.first.keys()


# ---- links
@each_part
def test_a_link_has_the_story_and_the_race(key, number):
    race = opened_part(key, number)
    asked = read_link(parse_qs(link_of(race)))
    assert (asked.words, asked.state) == ("", race)


@each_part
def test_a_story_alone_in_a_link_is_the_whole_race(key, number):
    asked = read_link({"story": [key], "part": [str(number)]})
    assert (asked.words, asked.state) == ("", opened_part(key, number))
    assert asked.view["step"] is None  # it plays once
    assert read_link({"story": [key]}).state == opened_part(key)


def test_a_step_beside_a_story_is_where_it_is_looked_at():
    asked = read_link({"story": ["saddle"], "step": ["20"]})
    assert (asked.words, asked.state, asked.view["step"]) == ("", opened_part("saddle"), 20)


def test_what_a_link_says_of_the_race_wins_over_its_story():
    race = replace(opened_part("bias", 2), steps=300)
    asked = read_link(parse_qs(link_of(race)))
    assert (asked.words, asked.state) == ("", race) and is_changed(asked.state)
    beside = read_link({"story": ["saddle"], "surface": ["beale"]}).state
    assert replace(beside, story=None) == opening("beale") and is_changed(beside)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"story": ["sadle"]}, "‘story=sadle’ (did you mean Escaping a saddle point?)"),
        ({"story": ["saddle"], "part": ["9"]}, "‘part=9’"),
        ({"story": ["saddle"], "part": ["two"]}, "‘part=two’"),
        ({"part": ["2"]}, "‘part=2’"),
    ],
)
def test_what_a_link_asks_of_a_story_in_vain_is_named(query, named):
    asked = read_link(query)
    assert named in asked.words
    assert_valid(asked.state)


def test_no_story_no_key():
    assert not {"story", "part"} & parameters_of(opening()).keys()
    assert "part" not in parameters_of(opened_part("saddle"))


# ---- events
def test_undo_leads_back_to_what_was_before_the_story():
    visitor = Visitor("race", story="bias")
    assert visitor.header["story"] == {"key": "bias", "part": 1, "changed": False}
    mine = {"kind": "hyper", "slot": opened_part("bias").racers[0].slot, "name": "learning_rate", "value": 0.003}
    changed = visitor.send(mine)
    assert changed["story"]["changed"]
    opened = visitor.send({"kind": "story", "value": "saddle"})
    assert opened["story"] == {"key": "saddle", "part": 1, "changed": False} and opened["notice"]["undo"]
    assert opened["view"]["step"] is None and opened["epoch"] > changed["epoch"]
    assert visitor.address["story"] == "saddle"
    back = visitor.send({"kind": "undo"})
    assert back["link"] == changed["link"] and back["story"]["changed"]


def test_next_and_back_say_nothing_and_restore_can_be_undone():
    first = opened_part("bias")
    second = answer(first, {"kind": "story", "value": "bias", "part": 2})
    assert (second.state, second.words, second.undo) == (opened_part("bias", 2), "", False)
    changed = answer(second.state, {"kind": "steps", "value": 50}).state
    restored = answer(changed, {"kind": "story", "value": "bias", "part": 2})
    assert restored.state == second.state and restored.undo


def test_a_story_is_closed_and_the_picture_stays():
    race = answer(opened_part("bias", 2), {"kind": "story", "value": None}).state
    assert race == replace(opened_part("bias", 2), story=None, part=1)


@pytest.mark.parametrize(
    "event", [{"value": "nothing"}, {"value": "bias", "part": 3}, {"value": "bias", "part": "x"}, {}]
)
def test_a_story_that_is_not_there_changes_nothing(event):
    asked = answer(opening(), {"kind": "story", **event})
    assert asked.state == opening() and asked.words


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        ({"kind": "touch", "slot": opened_part("bias").racers[0].slot}, False),
        ({"kind": "tolerance", "value": 0.01}, False),
        ({"kind": "curve", "value": "gradient"}, False),
        ({"kind": "hide", "slot": opened_part("bias").racers[0].slot}, True),
        ({"kind": "start", "x": 1.0, "y": 1.0}, True),
        ({"kind": "surface", "value": "beale"}, True),
    ],
)
def test_the_text_is_marked_where_the_picture_is_another_one(event, changed):
    assert is_changed(answer(opened_part("bias"), event).state) is changed
