"""The note under the picture: sentences about the optimizers that are shown, read off their runs, and nobody else's."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.race import GROUNDS
from experiments.steering import Noise
from optimizers import OPTIMIZERS, run
from tests.pages import Visitor, said
from ui.packets import unpacked
from ui.race.events import answer
from ui.race.notes import HILL, NOTES
from ui.race.state import opening, titles
from ui.race.stories import STORIES, opened_part
from ui.race.wire import note_block, wire_packet
from ui.visit import Visit

each_surface = pytest.mark.parametrize("surface", GROUNDS)


def note(race):
    return said(unpacked(wire_packet(race, Visit(), set()))["note"]["pieces"])


def path(surface, optimizer, start=None, steps=100, **values):
    """A run of its own, from the optimizers alone."""
    ground = GROUNDS[surface]
    rule = OPTIMIZERS[optimizer](**{"learning_rate": ground.rates[optimizer]} | values)
    return run(ground, rule, start=start or ground.start, steps=steps).params


def named(text):
    return {kind.facts.name for kind in OPTIMIZERS.values() if kind.facts.name in text}


@each_surface
@pytest.mark.parametrize("shown", [["gradient_descent"], ["momentum", "adam"], ["rmsprop", "newton", "nesterov"]])
def test_only_those_who_are_shown_are_named(surface, shown):
    race = replace(opening(surface), racers=())
    for optimizer in shown:
        race = answer(race, {"kind": "add", "optimizer": optimizer}).state
    hidden = race.racers[-1]
    others = set(titles(race.racers))
    assert named(note(race)) <= others
    race = answer(race, {"kind": "hide", "slot": hidden.slot}).state
    assert OPTIMIZERS[hidden.optimizer].facts.name not in note(race)


@each_surface
def test_nothing_is_said_where_nobody_runs(surface):
    race = opening(surface)
    assert note(race) and note(replace(race, racers=())) == ""
    assert note(replace(race, racers=tuple(replace(racer, hidden=True) for racer in race.racers))) == ""


def test_three_times_gradient_descent_says_nothing_of_momentum():
    race = replace(opened_part("rate"), story=None)
    assert len(race.racers) == 3 and not {"Momentum", "RMSprop", "Adam"} & named(note(race))


def test_of_the_bowl():
    text = note(replace(opening(), steps=100))
    momentum = path("elongated_bowl", "momentum")[:, 1]
    crossed = sum(a * b < 0 for a, b in zip(momentum, momentum[1:], strict=False))
    assert f"Momentum crosses the floor of the valley {crossed} times." in text
    assert f"Adam overshoots the minimum by {path('elongated_bowl', 'adam')[:, 0].max():.2g}." in text
    for optimizer in ("rmsprop", "adam"):
        dx, dy = np.diff(path("elongated_bowl", optimizer, steps=2), axis=0)[0]
        assert abs(dx / dy) == pytest.approx(1, abs=1e-3)
    assert "RMSprop and Adam leave at 45°" in text


def test_with_another_rate_the_sentence_is_another_or_gone():
    slow = opening().with_racer(opening().racers[0].with_rate(1e-5))
    assert "Momentum crosses" not in note(slow)
    round_bowl = answer(opening(), {"kind": "parameter", "name": "condition", "value": 1.0}).state
    assert "crosses" not in note(round_bowl) and "A round bowl" in note(round_bowl)


def test_of_a_saddle():
    steps = {name: int(np.argmax(abs(path("saddle", name)[:, 1]) > 1)) for name in ("momentum", "rmsprop", "adam")}
    first = min(steps, key=steps.get)
    expected = f"{OPTIMIZERS[first].facts.name} leaves the ridge first: |y| exceeds 1 at step {steps[first]}"
    assert expected in note(replace(opening("saddle"), steps=100))
    on_it = replace(opening("saddle"), start=(1.5, 0.0), steps=100)
    assert "Nobody has left the ridge, |y| ≤ 1, in 100 steps" in note(on_it)


@pytest.mark.parametrize("surface", ["plateau", "beale", "rosenbrock"])
def test_who_is_there_first(surface):
    ground, race = GROUNDS[surface], replace(opening(surface), steps=100)
    near = {"plateau": 0.4, "beale": 0.2, "rosenbrock": 0.2}[surface]
    there = {}
    for name in ("momentum", "rmsprop", "adam"):
        away = np.hypot(*(path(surface, name) - ground.minima[0]).T) >= near
        if not away[-1]:
            there[name] = int(np.flatnonzero(away).max()) + 1
    if not there:
        assert f"Nobody stays within {near:g} of the minimum in 100 steps." in note(race)
        return
    first = min(there, key=there.get)
    expected = f"{OPTIMIZERS[first].facts.name} stays within {near:g} of the minimum from step {there[first]} on"
    assert expected in note(race)


def test_of_two_wells():
    top = np.linspace(-0.5, 0.5, 100_001)
    assert pytest.approx(top[GROUNDS["double_well"].value(top[None]).argmax()], abs=1e-4) == HILL
    text = note(replace(opening("double_well"), steps=100))
    for name in ("momentum", "rmsprop", "adam"):
        well = "deeper" if path("double_well", name)[-1, 0] < HILL else "shallower"
        sentence = next(part for part in text.split(". ") if OPTIMIZERS[name].facts.name in part)
        assert f"the {well} well" in sentence


def test_of_the_quadratic_cost_and_the_cliff():
    race = replace(STORIES["one"].parts[0].make(), story=None)
    assert "Each step of Gradient descent multiplies the distance to the minimum by 0.98." in note(race)
    longest = {name: abs(np.diff(path("cliff", name)[:, 0])).max() for name in ("momentum", "rmsprop", "adam")}
    text = note(replace(opening("cliff"), steps=100))
    assert f"The longest step of Momentum is {longest['momentum']:.2g} long" in text
    assert f"{min(longest.values()):.2g}." in text


def test_of_noise():
    race = replace(opening(), noise=Noise(12.0, 16, 0))
    assert "Gradients are off by σ/√b = 3 in each coordinate." in note(race)
    assert "Gradients are off" not in note(opening())


def test_every_note_belongs_to_a_surface():
    assert NOTES.keys() <= GROUNDS.keys()


def test_a_note_is_sent_only_when_it_is_another_one():
    visitor = Visitor("race")
    first = visitor.header["turn"]
    assert visitor.header["note"]["pieces"]
    touched = visitor.send({"kind": "touch", "slot": 1, "have": first})
    assert touched["note"] == {}  # known by its serial
    changed = visitor.send({"kind": "surface", "value": "beale", "have": touched["turn"]})
    assert "Beale" not in said(changed["note"]["pieces"]) and changed["note"]["pieces"]
    assert note_block("Same.") is note_block("Same.")
