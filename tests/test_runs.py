"""Runs that are made piece by piece: the same to the last bit as in one go, and never more at once than the budget."""

from dataclasses import replace
from threading import Thread
from urllib.parse import parse_qs

import numpy as np
import pytest

from experiments.race import GROUNDS, Making, Runner, run_of
from experiments.steering import Change, Noise, Steering
from optimizers import OPTIMIZERS, ResumableRun, run
from tests.pages import Visitor
from ui import runs
from ui.race.link import link_of, read_link
from ui.race.plans import plans_of
from ui.race.state import opening
from ui.racers.racer import Racer, preset_values
from ui.racers.steering import proposal
from ui.runs import LIGHT, MOST, UnderWay

STEPS = 150
SEARCHING = [key for key, kind in OPTIMIZERS.items() if getattr(kind, "wants_objective", False)]
STEERED = Steering(
    "cosine", proposal("cosine", STEPS, 10), (Change(40, "learning_rate", 0.003),), 0.01, 1.0, Noise(0.3, 4, 7)
)

WATCHING = Steering("on_plateau", proposal("on_plateau", STEPS, 10))  # whose α depends on the losses seen


def assert_equal(found, wanted):
    """The same numbers to the last bit, inside tuples too."""
    assert type(found) is type(wanted)
    if isinstance(wanted, tuple):
        for part, other in zip(found, wanted, strict=True):
            assert_equal(part, other)
    elif wanted is not None:
        np.testing.assert_array_equal(found, wanted)


# ---- the same bits
@pytest.mark.parametrize("cuts", [(1, 7, 60), (149,)], ids=str)
@pytest.mark.parametrize("key", OPTIMIZERS)
def test_pieces_are_the_run(key, cuts):
    surface = GROUNDS["beale"]
    optimizer = OPTIMIZERS[key](**dict(preset_values("beale", key)))
    pieces = ResumableRun(surface, optimizer, surface.start, STEPS)
    for steps in (*cuts, STEPS):
        assert pieces.so_far().status is None
        pieces.advance(steps)
    assert_equal(pieces.so_far(), run(surface, optimizer, surface.start, STEPS))


@pytest.mark.parametrize("steering", [Steering(), STEERED, WATCHING], ids=["plain", "steered", "watching"])
@pytest.mark.parametrize("ground", ["rosenbrock", "saddle", "double_well"])
@pytest.mark.parametrize("key", ["adam", "lbfgs", "newton"])
def test_what_is_shown_of_pieces_is_what_is_shown_of_the_run(key, ground, steering):
    race = opening(ground)
    plan = (race.ground, race.start, STEPS, Runner(key, preset_values(ground, key), steering))
    making, shown = Making(*plan), []
    while not making.done:
        making.advance(37 * making.each)
        shown.append(making.run())
    assert len(shown) > 2 or making.pieces.diverged
    assert_equal(shown[-1], run_of(*plan))
    for part in shown[:-1]:
        assert part.outcome is None and part.last == len(part.path) - 1 == len(part.alpha)
        for name in ("path", "loss", "slope", "gradient", "alpha"):
            np.testing.assert_array_equal(getattr(part, name), getattr(shown[-1], name)[: len(getattr(part, name))])


def test_a_run_that_diverges_is_over_at_once():
    race = opening("rosenbrock")
    making = Making(race.ground, race.start, 5000, Runner("gradient_descent", (("learning_rate", 1.0),)))
    making.advance(300)
    assert making.advance(300) < 100 and making.done
    assert making.run().outcome.step < 20


# ---- the budget
def heavy(steps=5000, surface="saddle"):
    """Eight of the slowest."""
    kinds = [SEARCHING[slot % len(SEARCHING)] for slot in range(8)]
    racers = [Racer(slot, kind, preset_values(surface, kind)) for slot, kind in enumerate(kinds, 1)]
    racers = [racer.with_value("learning_rate", 1 - racer.slot / 100) for racer in racers]
    return replace(opening(surface), racers=tuple(racers), steps=steps)


@pytest.fixture
def counted(monkeypatch):
    """The work that each message made."""
    done, advance = [0], Making.advance
    monkeypatch.setattr(Making, "advance", lambda making, work: add(done, advance(making, work)))
    return done


def add(done, work):
    done[0] += work
    return work


def test_no_message_makes_more_than_the_budget(counted, monkeypatch):
    monkeypatch.setattr(runs, "sleep", lambda seconds: None)
    visitor = Visitor("race", **{key: text[-1] for key, text in parse_qs(link_of(heavy(1200))).items()})
    budget = LIGHT + MOST + 8 * 1000  # and the first steps of each, a step of which may search for long
    assert 0 < counted[0] <= budget
    while visitor.header["computing"]:
        before, counted[0] = visitor.header["computing"]["share"], 0
        visitor.send({"kind": "compute"})
        assert counted[0] <= budget
        assert visitor.header["computing"] is None or visitor.header["computing"]["share"] > before
    assert all(racer["status"]["label"] not in ("computing", "not finished") for racer in visitor.header["racers"])
    assert {len(racer["x"]) for racer in visitor.header["racers"] if "x" in racer} <= {1201}


def test_an_ordinary_race_is_whole_in_the_first_answer():
    for surface in GROUNDS:
        wire = Visitor("race", surface=surface, steps="300").header
        assert wire["computing"] is None and all(len(racer["x"]) == 301 for racer in wire["racers"])


# ---- visitors
def plan_for(seed):
    race = replace(heavy(700), start=(2.0 + seed, 0.5))
    return plans_of(race)[SEARCHING.index("lbfgs")]


def test_what_one_visitor_computes_another_finds():
    mine, plan = runs.Runs(), plan_for(0.25)
    mine.work([plan], patience=0, light=0, most=9000)
    made = mine.made(plan)
    assert 2 < made < plan.steps and mine.seen(plan).made <= made
    while mine.unfinished([plan]):
        mine.work([plan], patience=60)
    assert mine.seen(plan).done and not mine.under_way
    assert_equal(mine.seen(plan).run, run_of(*plan))


def test_two_visitors_at_the_same_run_spoil_nothing():
    both, plan = runs.Runs(), plan_for(0.5)

    def pull():
        while both.unfinished([plan]):
            both.work([plan], patience=60, light=500, most=2000)

    pullers = [Thread(target=pull) for _ in range(3)]
    for puller in pullers:
        puller.start()
    for puller in pullers:
        puller.join()
    assert_equal(both.seen(plan).run, run_of(*plan))


def test_a_run_at_which_another_works_is_not_waited_for():
    run = UnderWay(plan_for(0.75), 10)
    with run.lock:
        assert run.advance(1000) == 0
    assert run.advance(1000) > 0


# ---- Stop
def test_stop_keeps_what_is_there_and_says_so():
    link = {key: text[-1] for key, text in parse_qs(link_of(heavy(4001, "rosenbrock"))).items()}
    visitor = Visitor("race", **link)
    assert visitor.header["computing"]["running"] and "of 4,001 steps" in visitor.header["computing"]["words"]
    stopped = visitor.send({"kind": "stop_computing"})
    tags = [racer["status"] for racer in stopped["racers"]]
    assert not stopped["computing"]["running"]
    assert {tag["label"] for tag in tags} == {"not finished"} and all("of 4,001 steps" in tag["detail"] for tag in tags)
    again = visitor.send({"kind": "touch", "slot": 1})
    assert [racer["status"]["detail"] for racer in again["racers"]] == [tag["detail"] for tag in tags]
    assert visitor.send({"kind": "go_on"})["computing"]["running"]
    visitor.send({"kind": "stop_computing"})
    moved = visitor.send({"kind": "hyper", "slot": 1, "name": "learning_rate", "value": 0.77})
    assert moved["computing"]["running"]  # another run is asked for than was stopped


def test_an_average_of_a_run_that_is_not_finished():
    race = heavy(4002)
    link = link_of(replace(race, racers=race.racers[2:3]))
    visitor = Visitor("averages", series="race", run=link, of="x")
    assert visitor.header["notice"] is None and visitor.header["computing"]["running"]
    days = visitor.ground["n"]
    assert 2 <= days < 4002
    visitor.send({"kind": "compute"}), visitor.send({"kind": "compute"}), visitor.send({"kind": "compute"})
    assert days < visitor.ground["n"] <= 4002 and visitor.ground["id"] == visitor.header["picture"]


def test_the_link_is_the_whole_race_whatever_is_computed():
    race = heavy(4003)
    assert read_link(parse_qs(link_of(race))).state == race
