"""What the browser is told of a training: the folded net computes what the net computes, pieces only grow."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.datasets import DATASETS
from experiments.training import best_dev, boundary, mlp_of, problem_of, total, trained
from figures.net_labels import falling, label_of
from figures.networks import columns_of, folded, rows_of, smoothed
from optimizers.averages import exponential_average
from tests.training_states import small
from ui.networks import wire
from ui.networks.events import answer
from ui.networks.state import fresh, on_data, plans_of, preset_racer
from ui.networks.trainer import MOST_PIECES, Entry, Trainings, breath, cut, taken_over
from ui.packets import unpacked
from ui.visit import Visit

ACTIVATE = {
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "linear": lambda z: z,
    "logistic": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=0),
    "step": lambda z: (z > 0).astype(float),
}


def forward(told, weights, points):
    """As the browser does it: scaled points through dense layers."""
    shift, matrix = np.array(told["scale"]["shift"]), np.array(told["scale"]["matrix"])
    a, at = ((points - shift) @ matrix.reshape(len(shift), -1)).T, 0
    for layer in told["layers"]:
        size = layer["in"] * layer["out"]
        w, b = weights[at : at + size].reshape(layer["out"], layer["in"]), weights[at + size :][: layer["out"]]
        a, at = ACTIVATE[layer["activation"]](w @ a + b[:, None]), at + size + layer["out"]
    assert at == len(weights)
    return a


def message(state, held=None):
    return unpacked(wire.wire_packet(state, Visit(), held))


def plan_of(state):
    return plans_of(state)[0]


CASES = {
    "logistic": small(),
    "normalised": small(inputs="normalised", batch_norm=True, activation="relu"),
    "softmax": on_data(small(batch_norm=True), "blobs"),
    "penguins": on_data(small(inputs="decorrelated", dropout=0.3, epochs=2), "penguins"),
    "curve": on_data(small(hidden=(5,), activation="sigmoid"), "sine"),
    "no layer": small(hidden=()),
    "perceptron": small(hidden=(), loss="perceptron"),
}


@pytest.mark.parametrize("state", CASES.values(), ids=CASES)
def test_the_folded_net_is_the_net(state):
    plan = plan_of(state)
    record = trained(plan).record
    ground = unpacked(wire.ground_packet(state))
    layers = [{"in": row.fan_in, "out": row.fan_out, "activation": row.activation} for row in rows_of(plan)]
    found = folded(mlp_of(plan).layers, record.weights, record.statistics)
    x = np.linspace(*ground["view"][:2], 7)
    y = np.linspace(*ground["view"][2:], 5)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    points = grid if ground["task"] == "classes" else x[:, None]
    for row in (0, len(found) - 1):
        if ground["task"] == "classes":
            exact = boundary(plan, record.weights[row], record.statistics[row], x, y).reshape(-1, len(grid))
        else:
            inputs = problem_of(plan.source).scaling(points)
            exact = mlp_of(plan).outputs(record.weights[row].astype(float), inputs)
        np.testing.assert_allclose(forward({**ground, "layers": layers}, found[row], points), exact, atol=2e-5)


def test_pieces_are_the_whole_however_it_is_cut():
    plan = plan_of(small(epochs=10))
    whole = trained(plan)
    entry = Entry(Trainings().seen(plan).training, ())
    while entry.training.steps < total(plan):
        entry = entry._replace(pieces=cut(plan, entry))
        entry = breath(plan, entry._replace(pace=3))
    pieces = cut(plan, entry)
    assert len(pieces) > 2 and pieces[0].begin == -1
    exact = columns_of(plan, whole.record, -1, whole.steps)
    for name, column in exact.items():
        told = np.concatenate([piece.block.arrays[name] for piece in pieces])
        np.testing.assert_array_equal(told, column)
    assert [piece.end for piece in pieces[:-1]] == [piece.begin for piece in pieces[1:]]


def test_many_pieces_become_fewer():
    plan = plan_of(small(epochs=40))
    entry = Entry(Trainings().seen(plan).training, ())
    counts = []
    while entry.training.steps < total(plan):
        entry = breath(plan, entry._replace(pace=1))
        entry = entry._replace(pieces=cut(plan, entry))
        counts.append(len(entry.pieces))
    assert max(counts) <= MOST_PIECES < total(plan)
    weights = np.concatenate([piece.block.arrays["weights"] for piece in entry.pieces])
    np.testing.assert_array_equal(weights, columns_of(plan, trained(plan).record, -1, total(plan))["weights"])


def test_smoothing_is_the_apps_own_average():
    losses = trained(plan_of(small())).record.batch_loss
    np.testing.assert_array_equal(smoothed(losses, 0.9), exponential_average(losses, 0.9, bias_correction=True))
    np.testing.assert_array_equal(smoothed(losses, 0.9)[:4], smoothed(losses[:4], 0.9))
    broken = np.array([1.0, np.inf, 1.0])
    assert smoothed(broken, 0.9)[0] == 1 and np.isnan(smoothed(broken, 0.9)[1:]).all()


def test_only_what_is_new_travels():
    state, held = small(net_seed=91), set()
    before = message(state, held)
    assert before["training"]["running"] and [racer["made"] for racer in before["racers"]] == [0, 0, 0]
    state = trained_on(state)
    first = message(state, held)
    assert [len(racer["pieces"]) for racer in first["racers"]] == [4, 4, 4]
    assert all(racer["pieces"][0] == {} for racer in first["racers"])  # held
    again = wire.wire_packet(state, Visit(), held)
    assert len(again) < 9000
    moved = answer(state, {"kind": "number", "name": "smoothing", "value": 0.5}).state
    told = message(moved, held)["racers"][0]["pieces"]
    assert told[0] == {} == told[2] and list(told[3]) == ["smoothed"]


def trained_on(state):
    while wire.TRAININGS.unfinished(plans_of(state)):
        wire.TRAININGS.work(plans_of(state))
    return state


def test_what_the_wire_tells_of_a_finished_training():
    state = trained_on(small(epochs=12))
    told = message(state)
    assert (told["steps"], told["perEpoch"], told["kept"]) == (36, 3, 1)
    assert told["batches"] == {"size": 16, "most": 48, "regime": "mini-batch"}
    assert not told["training"]["running"] and told["training"]["words"] == ""
    for plan, racer in zip(plans_of(state), told["racers"], strict=True):
        assert racer["made"] == 36 and racer["status"]["label"]
        assert racer["best"] == best_dev(trained(plan).record)
    assert message(replace(state, tab="inside"))["inside"]["racers"][0]["step"] == 36
    assert message(replace(state, tab="inside", look=5))["inside"]["racers"][2]["step"] == 5
    assert told["inside"] is None


def test_a_racer_that_diverges_is_labelled_and_leaves_the_others_alone():
    fine = on_data(small(hidden=(), epochs=9, net_seed=5), "sine")
    wild = preset_racer(7, "gradient_descent", learning_rate=1e5)
    state = trained_on(replace(fine, racers=(*fine.racers, wild)))
    told = message(state)["racers"]
    status = told[3]["status"]
    assert status["label"] == "diverged" and status["stopped"] == told[3]["made"] + 1
    assert [racer["made"] for racer in told[:3]] == [total(plan_of(fine))] * 3


def test_hidden_racers_are_not_trained():
    state = small(net_seed=92)
    state = answer(state, {"kind": "hide", "slot": 2}).state
    assert len(plans_of(trained_on(state))) == 2
    assert message(state)["racers"][1]["pieces"] == [] and not message(state)["training"]["running"]


def test_more_epochs_go_on_and_fewer_are_cut():
    few, more = plan_of(small(net_seed=93)), plan_of(small(net_seed=93, epochs=6))
    trainings = Trainings()
    while trainings.unfinished([few]):
        trainings.work([few])
    longer = trainings.seen(more)
    assert longer.training.steps == total(few) and longer.pieces == trainings.seen(few).pieces
    while trainings.unfinished([more]):
        trainings.work([more])
    fresh = Trainings()
    fresh.kept[more] = trainings.seen(more)
    shortened = taken_over(few, more, trainings.seen(more))
    for entry, plan in ((trainings.seen(more), more), (shortened, few)):
        pairs = zip(entry.training.record, trained(plan).record, strict=True)
        assert all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)
    assert taken_over(more, few, shortened) is None  # its path has gone farther than its records


def test_one_piece_is_trained_at_a_time():
    plan, trainings = plan_of(small(net_seed=94)), Trainings()
    trainings.turn.acquire()
    trainings.work([plan], patience=0.001)
    assert trainings.seen(plan).training.steps == 0
    trainings.turn.release()
    trainings.work([plan])
    assert trainings.seen(plan).training.steps > 0


@pytest.mark.parametrize("name", DATASETS)
def test_the_ground_of_every_data_set(name):
    state = on_data(fresh(), name)
    ground = unpacked(wire.ground_packet(state))
    x0, x1, y0, y1 = ground["view"]
    assert (
        (ground["x"] > x0).all() and (ground["x"] < x1).all() and (ground["y"] > y0).all() and (ground["y"] < y1).all()
    )
    assert len(ground["label"]) == len(ground["x"]) == len(ground["dev"]) and 0 < ground["dev"].mean() < 0.3
    assert ground["id"] == message(state)["picture"]
    assert set(ground["label"]) <= set(range(max(len(ground["classes"]), 1)))


def test_labels_tell_how_it_went():
    def label(**changes):
        plan = plan_of(small(**changes))
        return label_of(plan, trained(plan))

    assert label(initial="zeros").label == "plateau"
    assert label(racers=(preset_racer(1, "gradient_descent", learning_rate=100.0),), epochs=30).label == "worse"
    rising = trained(plan_of(small())).record._replace(train=np.array([2.0, 1.0, 1.0, 0.5]), at=np.arange(4))
    assert falling(rising) == 0.5
