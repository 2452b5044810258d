"""Caviar: 64 nets per optimizer, trained only while they are looked at, told once, and moved by no slider of α."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.sweeps import is_done, swept, table
from figures.curves import axis
from figures.networks import axes_of, beside_of, extent_of, fitted, round_log
from tests.pages import Visitor
from tests.training_states import small
from ui.networks import rates, wire
from ui.networks.events import answer
from ui.networks.link import link_of, parameters_of
from ui.networks.presets import PRESETS
from ui.networks.state import fresh, plans_of
from ui.networks.sweeper import SWEEPS, TRIED, Sweeps, sweep_of, sweeps_of
from ui.networks.trainer import MOST_PIECES, TRAININGS, Trainings, shortened
from ui.packets import unpacked
from ui.visit import Visit


def caviar(**changes):
    return small(tab="rates", **changes)


def message(state, held=None):
    return unpacked(wire.wire_packet(state, Visit(), held))


def finished(state):
    while TRAININGS.unfinished(plans_of(state)):
        TRAININGS.work(plans_of(state))
    while SWEEPS.unfinished(sweeps_of(state)):
        SWEEPS.work(sweeps_of(state))
    return state


def losses_of(told, slot):
    return np.concatenate(
        [piece["losses"] for racer in told["racers"] if racer["slot"] == slot for piece in racer["pieces"]]
    )


# ---- what is trained
def test_the_rates_go_over_five_decades():
    assert (len(TRIED), TRIED[0], TRIED[-1]) == (64, 1e-4, 10.0)
    steps = np.diff(np.log10(TRIED))
    assert steps == pytest.approx(5 / 63, abs=0.005)
    assert all(float(f"{rate:.3g}") == rate for rate in TRIED)


def test_nothing_is_trained_unless_the_tab_is_open():
    assert sweeps_of(fresh()) == [] and message(small())["rates"] is None
    assert len(sweeps_of(replace(fresh(), tab="rates"))) == 3


def test_moving_a_rate_trains_none_of_them_again():
    state = caviar()
    moved = answer(state, {"kind": "hyper", "slot": 3, "name": "learning_rate", "value": 0.5}).state
    assert sweeps_of(moved) == sweeps_of(state) and plans_of(moved) != plans_of(state)
    other = answer(state, {"kind": "hyper", "slot": 3, "name": "beta1", "value": 0.5}).state
    assert [a == b for a, b in zip(sweeps_of(other), sweeps_of(state), strict=True)] == [True, True, False]
    assert sweeps_of(replace(state, each_step=True)) == sweeps_of(state)


def test_hidden_racers_are_not_tried():
    state = answer(caviar(net_seed=81), {"kind": "hide", "slot": 2}).state
    assert len(sweeps_of(state)) == 2 and [r["slot"] for r in message(state)["rates"]["racers"]] == [1, 3]


def test_trainings_and_sweeps_have_one_turn():
    plan, sweeps = sweep_of(plans_of(small(net_seed=82))[0]), Sweeps(TRAININGS.turn)
    with TRAININGS.turn:
        sweeps.work([plan], patience=0.001)
        assert sweeps.unfinished([plan]) and not len(sweeps.seen(plan).sweep.losses)
    sweeps.work([plan])
    assert len(sweeps.seen(plan).sweep.losses)


def test_pieces_only_grow_and_many_become_one():
    plan, sweeps = sweep_of(plans_of(small(net_seed=83, epochs=80, batch_size=60))[0]), Sweeps(TRAININGS.turn)
    counts, before = [], ()
    while sweeps.unfinished([plan]):
        sweeps.work([plan], seconds=1e-6)
        pieces = sweeps.seen(plan).pieces
        counts.append(len(pieces))
        assert pieces[: len(before)] == before or len(pieces) == 1
        sweeps.kept[plan] = sweeps.seen(plan)._replace(pace=1)
        before = pieces
    assert max(counts) == MOST_PIECES
    told = np.concatenate([piece.arrays["losses"] for piece in before])
    np.testing.assert_array_equal(told, swept(plan, "learning_rate", TRIED).losses.astype("f4"))


# ---- what is told
def test_the_wire_tells_the_loss_of_each_epoch_and_rate():
    state = finished(caviar(net_seed=84))
    told = message(state)
    assert told["rates"]["values"] == list(TRIED) and not told["training"]["unfinished"]
    for racer, plan in zip(state.racers, sweeps_of(state), strict=True):
        group, rows = told["rates"]["group"], state.epochs + 1
        assert group == 64
        found = losses_of(told["rates"], racer.slot).reshape(rows, group)
        np.testing.assert_array_equal(found, table(plan, swept(plan, "learning_rate", TRIED)).astype("f4"))
        assert len(set(found[0])) == 1  # all from the same first weights


def test_only_what_is_new_travels():
    state, held = caviar(net_seed=85), set()
    message(state, held)
    first = message(finished(state), held)["rates"]["racers"]
    assert all(len(racer["pieces"][-1]["losses"]) for racer in first)
    moved = answer(state, {"kind": "hyper", "slot": 1, "name": "learning_rate", "value": 0.5}).state
    assert all(piece == {} for racer in message(moved, held)["rates"]["racers"] for piece in racer["pieces"])


def test_training_says_how_much_is_known_and_stop_stops():
    state = caviar(net_seed=86)
    while TRAININGS.unfinished(plans_of(state)):
        TRAININGS.work(plans_of(state))
    told = message(state)["training"]
    assert told["running"] and told["words"] == "Training 64 nets per optimizer: 0 %." == rates.words(state)
    stopped = message(replace(state, stopped=True))["training"]
    assert (stopped["running"], stopped["words"]) == (False, "Stopped.")
    assert message(replace(state, tab="boundary"))["training"]["words"] == ""
    assert rates.share(finished(state)) == 1


# ---- the page and its link
def test_the_page_trains_them_after_the_racers():
    visitor = Visitor("networks", points="60", batch_size="16", epochs="3", net_seed="87", tab="rates")
    assert all(racer["made"] == 9 for racer in visitor.trained()["racers"])
    assert all(
        is_done(plan, SWEEPS.seen(plan).sweep) for plan in sweeps_of(visitor.page.session_state["networks:state"])
    )
    told = visitor.send({"kind": "hyper", "slot": 2, "name": "learning_rate", "value": TRIED[40]})
    assert told["racers"][1]["values"]["learning_rate"] == TRIED[40]
    assert visitor.address["tab"] == "rates" and repr(TRIED[40]) in visitor.address["r2"]


def test_the_preset_opens_the_tab():
    told = answer(fresh(), {"kind": "preset", "value": "caviar"})
    assert told.state.tab == "rates" and told.undo and PRESETS["caviar"].group == "Hyperparameter search"
    assert parameters_of(told.state)["tab"] == "rates" and "tab=rates" in link_of(told.state)


# ---- seconds
def test_seconds_are_those_of_the_pieces():
    state = small(net_seed=88, epochs=6)
    plan, trainings = plans_of(state)[0], Trainings()
    assert trainings.seen(plan).seconds == 0
    while trainings.unfinished([plan]):
        trainings.work([plan], seconds=1e-6)
    entry = trainings.seen(plan)
    assert entry.seconds > 0
    half = shortened(plan._replace(epochs=3), entry, 9)
    assert half.seconds == pytest.approx(entry.seconds / 2)
    told = message(finished(state))["racers"]
    assert all(racer["seconds"] > 0 and float(f"{racer['seconds']:.2g}") == racer["seconds"] for racer in told)
    assert "seconds" not in link_of(state)


# ---- the axis of the loss
@pytest.mark.parametrize(
    ("value", "below", "above"),
    [(0.03, 0.02, 0.05), (0.7, 0.5, 1), (1, 1, 1), (2.1, 2, 5), (9.9, 5, 10)],
)
def test_round_numbers_of_a_log_axis(value, below, above):
    assert 10 ** round_log(value, up=False) == pytest.approx(below)
    assert 10 ** round_log(value, up=True) == pytest.approx(above)


def test_the_log_axis_fits():
    def range_of(*losses):
        extents = [extent_of(np.array(losses))]
        return [10**end for end in fitted(axis("loss", True, extents, 1.0), extents).decades]

    assert range_of(0.71, 0.3, 0.043) == pytest.approx([0.02, 1])
    assert range_of(0.71, 0.64) == pytest.approx([0.1, 1])  # a decade at least
    assert range_of(0.5, 1e9) == pytest.approx([0.5, 1000])  # what leaves for infinity does not take it along
    assert range_of(0.5, 0.0) == pytest.approx([0.05, 0.5])


def test_nets_that_nobody_chose_take_the_axis_along_downwards_only():
    extent = beside_of(np.array([0.7, 0.7, 0.01, 1e6, np.inf]))
    assert (extent.first, extent.positive, extent.high) == (0.7, 0.01, 1.4)
    found = axes_of([], [extent])["loss"].decades
    assert [10**end for end in found] == pytest.approx([0.01, 2])
