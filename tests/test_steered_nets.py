"""Nets that are steered: by epochs, by hand, from a link bit for bit; and rules that cannot train one say why."""

from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
import pytest

from experiments.plans import mlp_of, steered, total
from experiments.race import optimizer_of
from experiments.sweeps import swept, table
from experiments.training import advanced, begun, trained
from optimizers import OPTIMIZERS, SCHEDULES, Options, by_hand, run, specs
from tests.training_states import assert_valid, small
from ui.networks import wire
from ui.networks.events import answer
from ui.networks.link import link_of, parameters_of, read_link
from ui.networks.state import plans_of, preset_racer, seen
from ui.packets import unpacked
from ui.visit import Visit

OPENED = small(net_seed=41)  # 48 points to learn from in batches of 16, 3 epochs
MOMENTUM, RMSPROP, ADAM = (racer.slot for racer in OPENED.racers)
SECOND = ("newton", "conjugate_gradient", "lbfgs")


def after(state, *events):
    for event in events:
        answered = answer(state, event)
        assert answered.undo or not answered.words, answered.words
        state = answered.state
    return state


def opened(link):
    return read_link(parse_qs(link, keep_blank_values=True))


def only(key, **changes):
    return replace(OPENED, racers=(preset_racer(1, key),), **changes)


def told(state):
    return unpacked(wire.wire_packet(state, Visit()))


def finished(state):
    while wire.TRAININGS.unfinished(plans_of(state)):
        wire.TRAININGS.work(plans_of(state))
    return state


def exactly(plan, **given):
    """The driver's own run of a plan."""
    net = mlp_of(plan)
    return run(net, optimizer_of(plan.runner), net.initial(plan.net.seed, plan.net.initial), total(plan), **given)


# ---- steering
@pytest.mark.parametrize("key", SCHEDULES)
def test_a_schedule_counts_the_epochs_of_the_net(key):
    state = after(OPENED, {"kind": "schedule", "slot": ADAM, "value": key})
    numbers = dict(state.racer(ADAM).steering.timing)
    expected = {"every": 3, "steps": 9} | {name: max(9 // part, 1) for name, part in SCHEDULES[key].facts.parts}
    assert numbers | {name: value for name, value in expected.items() if name in numbers} == numbers
    plan = state.plan(state.racer(ADAM))
    exact = exactly(plan, schedule=SCHEDULES[key](**numbers))
    assert np.array_equal(trained(plan).path.final, exact.final)
    assert_valid(state)


def test_by_hand_and_options_are_the_driver_s_own():
    state = after(
        OPENED,
        {"kind": "hyper", "slot": MOMENTUM, "name": "learning_rate", "value": 0.5, "at": 4},
        {"kind": "option", "slot": MOMENTUM, "name": "clip", "value": 0.01},
        {"kind": "option", "slot": MOMENTUM, "name": "weight_decay", "value": 0.1},
    )
    plan = state.plan(state.racer(MOMENTUM))
    given = {"schedule": by_hand([(4, "learning_rate", 0.5)]), "options": Options(weight_decay=0.1, clip=0.01)}
    assert np.array_equal(trained(plan).path.final, exactly(plan, **given).final)
    assert steered(OPENED.plan(OPENED.racer(MOMENTUM))) == {"schedule": None, "options": None}
    assert [one == other for one, other in zip(plans_of(state), plans_of(OPENED), strict=True)] == [False, True, True]


def test_a_steered_training_is_the_same_however_it_is_cut():
    state = after(
        OPENED,
        {"kind": "schedule", "slot": ADAM, "value": "one_cycle"},
        {"kind": "hyper", "slot": ADAM, "name": "beta1", "value": 0.5, "at": 5},
    )
    plan = state.plan(state.racer(ADAM))
    whole, cut = trained(plan), begun(plan)
    for _ in range(total(plan)):
        cut = advanced(plan, cut, 2)
    pairs = zip(whole.record, cut.record, strict=True)
    assert all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def test_a_link_trains_steered_nets_bit_for_bit():
    state = after(
        OPENED,
        {"kind": "schedule", "slot": RMSPROP, "value": "staircase"},
        {"kind": "timing", "slot": RMSPROP, "name": "every", "value": 2},
        {"kind": "hyper", "slot": ADAM, "name": "learning_rate", "value": 0.001, "at": 3},
        {"kind": "option", "slot": MOMENTUM, "name": "clip", "value": 0.5},
    )
    keys = parameters_of(state)
    assert (keys["h3"], keys["o1"]) == ("3~learning_rate~0.001", "clip~0.5") and keys["s2"].startswith("staircase~")
    asked = opened(link_of(state))
    assert (asked.words, asked.state) == ("", replace(state, touched=None))
    for plan, again in zip(plans_of(state), plans_of(asked.state), strict=True):
        assert np.array_equal(trained(plan).record.weights, trained(again).record.weights)


def test_a_bad_steering_is_named_and_the_rest_is_as_asked():
    asked = opened("epochs=7&s1=sometimes&h2=0~beta2~0.5&o3=noise~1&s2=cosine")
    assert "3 things" in asked.words and asked.state.epochs == 7
    assert asked.state.racers[0].steering == asked.state.racers[2].steering
    assert dict(asked.state.racers[1].steering.timing)["steps"] == 7 * 7  # 400 points in batches of 64


def test_reset_brings_back_a_racer_that_nobody_steers():
    state = after(
        OPENED,
        {"kind": "schedule", "slot": ADAM, "value": "cosine"},
        {"kind": "overlay", "slot": ADAM, "value": "keras"},
    )
    assert state.racers[-1].steering.schedule == "cosine" and dict(state.racers[-1].values)["fold_correction"]
    assert after(state, {"kind": "reset", "slot": ADAM}).racer(ADAM) == OPENED.racer(ADAM)


def test_the_wire_tells_how_racers_are_steered():
    state = after(OPENED, {"kind": "hyper", "slot": ADAM, "name": "beta1", "value": 0.5, "at": 2})
    momentum, _, adam = told(state)["racers"]
    assert adam["steering"]["changes"] == [[2, "beta1", 0.5]] and momentum["steering"]["changes"] == []
    assert adam["steering"]["options"] == {"weight_decay": None, "clip": None}
    assert adam["values"] == dict(OPENED.racer(ADAM).values) and momentum["steering"]["convention"] == "pytorch"


def test_64_rates_are_steered_as_one_is():
    state = after(
        OPENED,
        {"kind": "schedule", "slot": ADAM, "value": "exponential"},
        {"kind": "option", "slot": ADAM, "name": "clip", "value": 0.1},
        {"kind": "hyper", "slot": ADAM, "name": "beta1", "value": 0.5, "at": 4},
    )
    plan, rate = state.plan(state.racer(ADAM)), dict(state.racer(ADAM).values)["learning_rate"]
    found = table(plan, swept(plan, "learning_rate", [rate / 10, rate, 10 * rate]))
    assert found[:, 1] == pytest.approx(trained(plan).record.train, rel=1e-12)
    assert found[-1, 0] != found[-1, 1] != found[-1, 2]


# ---- second order
FULL = {"batch_size": 48}


def test_newton_says_why_it_cannot_train():
    state = only("newton", **FULL)
    (racer,) = told(state)["racers"]
    n = mlp_of(OPENED.plan(OPENED.racer(ADAM))).n
    assert racer["whyNot"] == f"Newton needs the Hessian: a net of {n} weights has none here."
    assert (racer["made"], racer["pieces"], racer["status"]["label"]) == (0, [], "not on this net")
    assert racer["status"]["hover"] == racer["whyNot"] and not told(state)["training"]["running"]
    assert seen(state) == [] and plans_of(state) == []


@pytest.mark.parametrize("key, name", [("conjugate_gradient", "Conjugate gradient"), ("lbfgs", "L-BFGS")])
@pytest.mark.parametrize(
    "changes, needs",
    [({}, "all 48 points in each batch"), (FULL | {"dropout": 0.3}, "a net without dropped units")],
    ids=["mini-batches", "dropout"],
)
def test_searches_along_a_line_say_what_they_need(key, name, changes, needs):
    (racer,) = told(only(key, **changes))["racers"]
    assert racer["whyNot"] == f"{name} compares losses along a line: it needs {needs}."
    assert racer["pieces"] == []


@pytest.mark.parametrize("key", SECOND[1:])
def test_with_all_points_in_each_batch_they_train(key):
    state = finished(only(key, epochs=20, **FULL))
    (racer,) = told(state)["racers"]
    record = trained(plans_of(state)[0]).record
    assert racer["whyNot"] is None and racer["made"] == 20 and len(racer["pieces"]) > 0
    assert record.train[-1] < record.train[0] / 2


def test_who_cannot_train_does_not_keep_the_others_from_it():
    state = finished(replace(OPENED, racers=(*OPENED.racers, preset_racer(4, "newton"), preset_racer(5, "lbfgs"))))
    *others, newton, lbfgs = told(state)["racers"]
    assert [racer["made"] for racer in others] == [9, 9, 9] and newton["whyNot"] and lbfgs["whyNot"]
    inside = told(replace(state, tab="inside"))["inside"]["racers"]
    assert [racer["slot"] for racer in inside] == [1, 2, 3]
    assert told(replace(state, tab="rates"))["rates"] is not None


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_optimizer_trains_a_net_or_says_why(key):
    state = only(key, epochs=2, **FULL)
    assert [name for name, _ in state.racers[0].values] == list(specs(OPTIMIZERS[key]))
    (racer,) = told(finished(state))["racers"]
    assert (racer["made"] == 2) != bool(racer["whyNot"]) and bool(racer["whyNot"]) == (key == "newton")
