"""What was drawn before the rules grew switches is drawn still, to the last bit.

`oracles/data/old_paths.json` was written by the lab of the commit `A link to Inside a step says whether the picture
follows the step`: rules with all that they took then, links as they were copied then, and the points they led to.
"""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from experiments.inside import inside_of
from experiments.race import run_of
from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from ui.inside.link import read_link as read_inside
from ui.race.link import read_link as read_race

OLD = json.loads((Path(__file__).parent / "oracles" / "data" / "old_paths.json").read_text())
AT = [1, 20, 200]


@pytest.mark.parametrize("case", OLD["paths"], ids=lambda case: f"{case['surface']}-{case['optimizer']}")
def test_old_arguments_give_the_old_path(case):
    path = run(SURFACES[case["surface"]], OPTIMIZERS[case["optimizer"]](**case["given"]), case["start"], 200)
    assert path.params[AT].tolist() == case["points"]


@pytest.mark.parametrize("old", OLD["links"], ids=lambda old: old["link"].split("&")[1])
def test_an_old_link_to_a_race_opens_the_old_picture(old):
    asked = read_race(parse_qs(old["link"]))
    assert asked.words == ""
    race = asked.state
    ends = {
        str(racer.slot): run_of(race.ground, race.start, race.steps, racer.runner).path[-1].tolist()
        for racer in race.racers
    }
    assert ends == old["points"]


def test_an_old_link_to_inside_a_step_opens_the_old_picture():
    asked = read_inside(parse_qs(OLD["inside"]["link"]))
    scene = asked.state
    assert asked.words == ""
    path = inside_of(scene.ground, scene.start, scene.steps, scene.shown).path
    assert path[-1].tolist() == OLD["inside"]["point"]
