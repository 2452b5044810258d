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
from ui.race.state import opening
from ui.race.stories import STORIES, opened_part
from ui.race.wire import note_block, wire_packet
from ui.racers.titles import titles
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


# ---- who diverges, who is as far as another, and numbers near 1
def racing(surface, *rates, steps=20, start=None):
    """A race of optimizers, each with its learning rate."""
    race = replace(opening(surface), racers=(), steps=steps)
    for optimizer, rate in rates:
        race = answer(race, {"kind": "add", "optimizer": optimizer}).state
        race = race.with_racer(race.racers[-1].with_rate(rate))
    return replace(race, start=start) if start else race


@pytest.mark.parametrize("surface", ["quadratic_cost", "double_well", "himmelblau", "saddle", "cliff"])
def test_nobody_who_diverged_stays_ends_or_waits(surface):
    start = {"quadratic_cost": (5.3, 0.0), "himmelblau": (3.0, 2.1)}.get(surface)
    race = racing(surface, ("sign_descent", 1e6), ("adam", 1e7), ("newton", 1.0), ("lbfgs", 1.0), start=start)
    text = note(race)
    assert text and not {"Sign descent", "Adam"} & named(text)
    assert "of 4 not in" not in text
    assert "Nobody has left" not in note(racing("saddle", ("sign_descent", 1e6)))


def test_who_leaves_together_leaves_together():
    """Both move by α = 0.3 a step along y, from 0.001."""
    two = (("lion", 0.3), ("sign_descent", 0.3))
    steps = {int(np.argmax(abs(path("saddle", name, learning_rate=rate)[:, 1]) > 1)) for name, rate in two}
    assert steps == {4} and "Lion and Sign descent leave the ridge: |y| exceeds 1 at step 4." in note(
        racing("saddle", *two)
    )
    three = note(racing("saddle", *two, ("momentum", 1e-3)))
    assert "Lion and Sign descent leave the ridge first: |y| exceeds 1 at step 4; 1 of 3 not in 20 steps." in three


def test_a_step_of_newton_at_45_degrees_is_no_division_by_the_size():
    """In a bowl turned by 45° Newton goes straight to the minimum, and from (−3, 3) that is at 45°, too."""
    bowl = answer(opening(), {"kind": "parameter", "name": "rotation", "value": 30.0}).state
    bowl = replace(racing("elongated_bowl", ("newton", 0.5), ("lbfgs", 0.5)), parameters=bowl.parameters)
    assert "45°" not in note(replace(bowl, start=(-3.0, 3.0)))


@pytest.mark.parametrize("rate", [1e-5, 2.7e-4, 0.01, 0.5, 0.9, 0.99999, 1.0, 1.00003])
def test_the_factor_of_each_step_tells_itself_from_1(rate):
    w = path("quadratic_cost", "gradient_descent", steps=1, learning_rate=rate)[:, 0] - 5
    told = note(racing("quadratic_cost", ("gradient_descent", rate))).split("minimum by ")[1].split()[0]
    said_factor = float(told.removesuffix(".").replace("−", "-"))
    assert said_factor == pytest.approx(w[1] / w[0], rel=5e-3)
    assert np.sign(abs(said_factor) - 1) == np.sign(round(abs(w[1] / w[0]) - 1, 12))


def test_one_step_is_one_step():
    assert "in 1 step." in note(racing("beale", ("adam", 0.1), steps=1))


def test_only_who_ends_in_a_minimum_is_said_to():
    rates, start = (("newton", 1.0), ("gradient_descent", 0.01), ("momentum", 1e-6)), (1.5, 3.5)
    text = note(racing("himmelblau", *rates, start=start, steps=200))
    ends = [path("himmelblau", name, start, 200, learning_rate=rate)[-1] for name, rate in rates]
    minima = np.array(GROUNDS["himmelblau"].minima)
    away = np.linalg.norm(np.array(ends)[:, None] - minima, axis=2)
    assert [list(row < 0.5).count(True) for row in away] == [1, 1, 0] and len(set(away[:2].argmin(axis=1))) == 2
    assert "Newton and Gradient descent end in 2 different minima." in text


def test_whose_gradients_are_off_by_how_much():
    """A batch of all the data has no noise, and another batch another one."""
    race = replace(opening(), noise=Noise(12.0, 16, 0))
    momentum, *_ = race.racers
    mini = race.with_racer(replace(momentum, steering=momentum.steering._replace(batch=4)))
    text = note(mini)
    assert "of Momentum by σ/√b = 6" in text and "of RMSprop and Adam by σ/√b = 3" in text
