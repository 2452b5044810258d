"""Training piece by piece: what is recorded, where it ends, and that it is the same however it is cut."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.datasets import DATASETS
from experiments.net_pictures import boundary, inside_of, surface
from experiments.own_points import read_points
from experiments.plans import (
    KEPT,
    MEASURED,
    Net,
    Plan,
    Source,
    keeps_every,
    mlp_of,
    problem_of,
    regime,
    total,
    values_of,
)
from experiments.race import Runner
from experiments.training import MEMORY, advanced, begun, best_dev, trained
from networks import scaling, split
from optimizers import OPTIMIZERS, run
from optimizers.averages import exponential_average
from ui.networks.state import fitting, fresh, preset_racer

ADAM = Runner("adam", (("learning_rate", 0.02),))
PLAIN = Runner("gradient_descent", (("learning_rate", 0.1),))
FEW = Source(points=60)


def plan_for(runner=ADAM, batch_size=16, epochs=4, each_step=False, source=FEW, **net):
    return Plan(runner, Net(**net), source, batch_size, epochs, each_step)


def equal(one, other):
    """Two trainings with the same bits."""
    same = (np.array_equal(a, b, equal_nan=True) for a, b in zip(one.record, other.record, strict=True))
    ends = (one.steps, one.diverged_at) == (other.steps, other.diverged_at)
    return all(same) and ends and (one.path.final == other.path.final).all() and (one.average == other.average).all()


CUT = {
    "plain": plan_for(),
    "each step": plan_for(each_step=True),
    "one by one": plan_for(batch_size=1, epochs=2),
    "everything on": plan_for(l2=0.01, dropout=0.3, batch_norm=True, activation="relu", initial="he"),
    "a curve": plan_for(source=Source("sine", points=40), batch_size=7),
    "three classes": plan_for(source=Source("blobs", points=60, inputs="decorrelated")),
    "diverging": plan_for(
        Runner("gradient_descent", (("learning_rate", 1e5),)), source=Source("sine", points=40), activation="linear"
    ),
}


@pytest.mark.parametrize("plan", CUT.values(), ids=CUT)
def test_a_training_is_the_same_however_it_is_cut(plan):
    at_once, cut = trained(plan), begun(plan)
    for _ in range(total(plan)):
        cut = advanced(plan, cut, 3)
    assert equal(at_once, cut)
    assert equal(at_once, advanced(plan, advanced(plan, begun(plan), 1), total(plan)))


def test_a_training_is_the_run_of_the_optimizer():
    plan = plan_for(epochs=3)
    net, record = mlp_of(plan), trained(plan).record
    path = run(net, OPTIMIZERS["adam"](learning_rate=0.02), net.initial(0, "xavier"), total(plan))
    assert (record.weights == path.params.astype(np.float32)).all() and (record.kept_at == np.arange(10)).all()
    assert (record.train == path.loss[record.at]).all() and (record.at == [0, 3, 6, 9]).all()
    assert (record.batch_loss == [net.value(path.params[t - 1], t) for t in range(1, 10)]).all()


def test_losses_and_accuracy_of_train_and_dev_are_those_of_the_weights():
    plan = plan_for(each_step=True, l2=0.1)
    training, problem, net = trained(plan), problem_of(FEW), mlp_of(plan)
    final, record = training.path.final, training.record
    assert (record.at == np.arange(total(plan) + 1)).all()
    assert record.train[-1] == pytest.approx(net.value(final) - net.penalty(final[None])[0], rel=1e-13)
    guessed = net.outputs(final, problem.dev.inputs)[0] > 0.5
    assert record.dev_accuracy[-1] == (guessed == problem.dev.targets).mean()
    assert len(problem.dev.targets) == 12 and len(problem.train.targets) == 48


def test_it_learns():
    record = trained(Plan(ADAM)).record
    assert record.train[-1] < 0.2 < 0.6 < record.train[0] and record.dev_accuracy[-1] > 0.9


def test_racers_meet_the_same_weights_and_the_same_batches():
    one, other = plan_for(ADAM), plan_for(PLAIN)
    assert mlp_of(one) is mlp_of(other)
    a, b = begun(one), begun(other)
    assert (a.record.weights == b.record.weights).all() and (a.record.train == b.record.train).all()


# ---- stop, and ends that are no ends
def test_stop_keeps_what_is_there_and_goes_on_later():
    plan = plan_for(epochs=10)
    stopped = advanced(plan, begun(plan), 7)
    assert stopped.steps == 7 == len(stopped.record.batch_loss) and stopped.record.kept_at[-1] == 7
    assert equal(advanced(plan, stopped, 10**9), trained(plan))
    assert equal(advanced(plan, trained(plan), 5), trained(plan))


def test_a_net_that_diverges_is_labelled_at_its_step_and_ends_finite():
    plan = CUT["diverging"]
    training = trained(plan)
    assert training.diverged_at is not None and 1 < training.diverged_at == training.steps + 1
    for name, part in training.record._asdict().items():
        assert np.isfinite(part).all() or name.endswith("accuracy"), name
    assert len(training.record.batch_loss) == training.steps
    path = run(mlp_of(plan), OPTIMIZERS["gradient_descent"](learning_rate=1e5), begun(plan).path, total(plan))
    assert path.stopped_at == training.diverged_at


@pytest.mark.parametrize(
    "plan",
    [
        plan_for(hidden=()),
        plan_for(batch_size=10**6),
        plan_for(l2=1e9),
        plan_for(PLAIN, l2=1e9),
        plan_for(PLAIN, initial="zeros"),
        plan_for(epochs=0),
        plan_for(batch_norm=True, batch_size=1),
        plan_for(source=Source(points=4, dev=0.9)),
        plan_for(source=Source(points=60, dev=0.0)),
        plan_for(Runner("adam", (("learning_rate", 0.0),))),
        plan_for(loss="softmax"),
        plan_for(loss="squared"),
        plan_for(hidden=(1,) * 8, activation="sigmoid"),
    ],
    ids=lambda plan: f"{plan.runner.optimizer} {plan.net} {plan.batch_size} {plan.epochs} {plan.source.points}",
)
def test_the_odd_ends_of_every_slider_give_a_result(plan):
    training = trained(plan)
    assert training.diverged_at or training.steps == total(plan)
    assert np.isfinite(training.record.train).all() and np.isfinite(training.record.weights).all()
    assert np.isnan(training.record.dev).all() == (plan.source.dev == 0)
    assert (best_dev(training.record) is None) == (plan.source.dev == 0)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (plan_for(dropout=1.0), "dropout = 1.0 is outside its domain 0 ≤ dropout < 1"),
        (plan_for(l2=-1.0), "l2"),
        (plan_for(hidden=(4,) * 9), "0 to 8 hidden layers"),
        (plan_for(hidden=(100,)), "from 1 to 64"),
        (plan_for(batch_size=0), "batch_size = 0"),
        (plan_for(epochs=-1), "epochs = -1"),
        (
            plan_for(batch_size=1, epochs=10**6),
            "epochs = 1000000 is outside its domain 0 ≤ epochs ≤ 4166 for batches of 1",
        ),
        (plan_for(initial="ones"), "initial = 'ones'"),
        (plan_for(source=Source("moon")), "name = 'moon' is none of moons"),
        (plan_for(source=Source(dev=1.0)), "dev = 1.0"),
        (plan_for(source=Source(inputs="white")), "inputs = 'white'"),
        (plan_for(source=Source("blobs"), loss="logistic"), "there are 3: take softmax"),
        (plan_for(Runner("adam", (("beta1", 1.0),))), "beta1 = 1.0"),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(plan, words):
    with pytest.raises(ValueError, match=words):
        begun(plan)


def test_everything_but_the_step_is_bounded():
    deep = plan_for(hidden=(64,) * 8, epochs=500, source=Source())
    assert keeps_every(deep) > 1
    assert (total(deep) // keeps_every(deep) + 2) * mlp_of(deep).n <= KEPT + 2 * mlp_of(deep).n
    long = plan_for(hidden=(), batch_size=1, epochs=100, each_step=True, source=Source(points=60))
    assert len(trained(long).record.at) <= MEASURED + 1


def test_kept_weights_are_every_kth_and_the_last(monkeypatch):
    monkeypatch.setattr("experiments.plans.KEPT", 105 * 5)
    plan = plan_for(epochs=6)
    every, training = keeps_every(plan), trained(plan)
    assert every == 4 and training.record.kept_at.tolist() == [0, 4, 8, 12, 16, 18]
    assert (training.record.weights[-1] == training.path.final.astype(np.float32)).all()


def test_what_the_page_says_of_a_plan():
    said = values_of(plan_for(batch_size=100))
    assert said["sizes"] == (2, 8, 8, 1) and said["parameters"] == 24 + 72 + 9
    assert (said["points"], said["batch"], said["regime"], said["steps_per_epoch"]) == (48, 48, "full", 1)


@pytest.mark.parametrize(("size", "name"), [(1, "stochastic"), (2, "mini-batch"), (47, "mini-batch"), (48, "full")])
def test_a_batch_size_names_its_regime(size, name):
    assert regime(size, 48) == name


# ---- batch normalisation at test time
def test_statistics_at_test_time_are_the_averages_of_the_averages_page():
    plan = plan_for(batch_norm=True, each_step=True, epochs=5)
    net, record = mlp_of(plan), trained(plan).record
    path = run(net, OPTIMIZERS["adam"](learning_rate=0.02), net.initial(), total(plan))
    _, seen = net.seen(path.params[:-1].T, range(1, total(plan) + 1))
    average = exponential_average(seen.T, MEMORY, bias_correction=True)
    np.testing.assert_allclose(record.statistics[1:], average, rtol=1e-6)
    dev = problem_of(FEW).dev
    loss, right = net.measured(path.params[-1], dev, average[-1])
    assert record.dev[-1] == pytest.approx(loss, rel=1e-12) and record.dev_accuracy[-1] == right


# ---- pictures
def test_a_boundary_is_what_the_net_says_of_each_point_of_the_grid():
    plan = plan_for(source=Source("blobs", points=60, inputs="decorrelated"), batch_norm=True)
    record = trained(plan).record
    x, y = np.linspace(-2, 2, 5), np.linspace(-1, 3, 4)
    found = boundary(plan, record.weights, record.statistics, x, y)
    assert found.shape == (len(record.weights), 3, 4, 5) and found.dtype == np.float32
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    alone = surface(plan, record.weights[-1], record.statistics[-1], np.array([[x[3], y[2]]]))
    np.testing.assert_allclose(found[-1, :, 2, 3], alone[:, 0], rtol=1e-5)


def test_dev_points_and_pictures_are_scaled_as_the_train_points_are():
    plan = plan_for(source=Source("penguins", inputs="decorrelated"))
    train, dev = split(DATASETS["penguins"](), 0.2, 0)
    problem, weights = problem_of(plan.source), trained(plan).record.weights[-1]
    assert (problem.dev.inputs == scaling(train.inputs, "decorrelated")(dev.inputs)).all()
    drawn = surface(plan, weights, np.empty(0), dev.inputs)
    np.testing.assert_allclose(drawn, mlp_of(plan).outputs(weights, problem.dev.inputs), rtol=1e-6)


def test_the_boundary_of_a_trained_net_parts_the_classes():
    plan = Plan(ADAM, source=Source("xor", inputs="normalised"), epochs=60)
    record = trained(plan).record
    corners = boundary(plan, record.weights[-1], record.statistics[-1], np.array([-0.7, 0.7]), np.array([-0.7, 0.7]))[0]
    assert (corners.round() == [[1, 0], [0, 1]]).all()


def test_a_fitted_curve_is_in_the_units_of_the_points():
    plan = Plan(ADAM, source=Source("bump", inputs="normalised"), epochs=150)
    record = trained(plan).record
    found = surface(plan, record.weights[-1], record.statistics[-1], np.array([[-0.9], [0.0], [0.9]]))
    np.testing.assert_allclose(found[0], [0, 1, 0], atol=0.2)


def test_inside_there_is_a_line_for_each_layer():
    plan = plan_for(hidden=(8, 6, 4))
    found = inside_of(plan, trained(plan).record.weights[-1])
    assert found.signals.activation.shape == found.signals.gradient.shape == (4,)
    assert found.histogram.counts.sum(axis=1).tolist() == [16, 48, 24, 4]


# ---- what the lectures show
def test_more_relus_fit_a_curve_better():
    sine, rule = Source("sine", noise=0.0, dev=0.0), Runner("adam", (("learning_rate", 0.01),))
    nets = [Net((units,), "relu", "spread", seed=1) for units in (1, 4, 8, 16)]
    losses = [trained(Plan(rule, net, sine, batch_size=100, epochs=500)).record.train[-1] for net in nets]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] > 0.3 > 0.01 > losses[-1]


def test_the_size_of_a_batch_is_seen_in_its_losses():
    def rises(size):
        losses = trained(Plan(PLAIN, batch_size=size, epochs=15, source=Source(inputs="normalised"))).record.batch_loss
        return (np.diff(losses[-15:]) > 0).mean()

    assert rises(400) == 0 and rises(1) > 0.2


def plain_perceptron(data, orders, epochs):
    """Rosenblatt's rule in a loop: a point on the wrong side or on the border is added with its sign."""
    w, mistakes = np.zeros(3), 0
    for epoch in range(epochs):
        for i in orders[epoch]:
            x, sign = np.array([*data.inputs[i], 1.0]), 2 * data.targets[i] - 1
            if sign * (w @ x) <= 0:
                w, mistakes = w + sign * x, mistakes + 1
    return w, mistakes


def test_gradient_descent_in_batches_of_one_on_its_loss_is_the_perceptron_rule():
    source = Source("separable", points=100)
    rule = Runner("gradient_descent", (("learning_rate", 1.0),))
    plan = Plan(rule, Net((), initial="zeros", loss="perceptron"), source, batch_size=1, epochs=20)
    net, data, training = mlp_of(plan), problem_of(source).train, trained(plan)
    rows = {tuple(point): i for i, point in enumerate(data.inputs.tolist())}
    met = [rows[tuple(net.mini_batch(t).inputs[:2, 0].tolist())] for t in range(1, total(plan) + 1)]
    w, mistakes = plain_perceptron(data, np.reshape(met, (20, len(rows))), 20)
    np.testing.assert_allclose(training.path.final, w, rtol=1e-12)
    margin = abs(np.column_stack((data.inputs, np.ones(len(rows)))) @ [0.6, 0.8, -0.1]).min() / np.sqrt(1.01)
    assert 0 < mistakes <= 3.3 / margin**2  # Novikoff: (R / margin)² at most
    assert training.record.train[-1] == 0 and training.record.train_accuracy[-1] == 1


def test_the_perceptron_stops_where_gradient_descent_widens_the_road():
    source = Source("separable", points=100, dev=0.0)
    rule = Plan(Runner("gradient_descent", (("learning_rate", 1.0),)), Net((), initial="zeros", loss="perceptron"))
    descent = rule._replace(net=Net((), initial="zeros"))
    ends = [trained(plan._replace(source=source, batch_size=1, epochs=50)) for plan in (rule, descent)]
    halves = [trained(plan._replace(source=source, batch_size=1, epochs=25)) for plan in (rule, descent)]
    assert all(end.record.train_accuracy[-1] == 1 for end in ends)
    assert (ends[0].path.final == halves[0].path.final).all()
    assert ends[1].record.train[-1] < halves[1].record.train[-1]


def test_own_points_are_learned_like_any_others():
    rows = "\n".join(f"{i % 10}.5,{i // 10}.5,{'in' if 2 <= i % 10 < 8 else 'out'}" for i in range(100))
    own = read_points(f"a,b,where\n{rows}".encode())
    plan = Plan(ADAM, source=Source(own=own, inputs="normalised"), epochs=60)
    assert trained(plan).record.train_accuracy[-1] > 0.95
    assert problem_of(plan.source).condition[0] > problem_of(plan.source).condition[1]


@pytest.mark.parametrize("rate", [1.0, 30.0])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_what_diverges_is_measured_at_its_last_fine_step(rate, batch_norm):
    """In its first epoch, too, and the same however the training is cut."""
    state = fitting(replace(fresh("sine"), hidden=(8,), batch_size=1, batch_norm=batch_norm))
    plan = state.plan(preset_racer(1, "gradient_descent", learning_rate=rate))
    whole = trained(plan)
    assert whole.diverged_at < mlp_of(plan).steps_per_epoch
    end = whole.record.at[-1]
    assert end == whole.record.kept_at[-1] == whole.diverged_at - 1 == whole.steps
    assert whole.record.train[-1] > 1e3 and (whole.record.weights[-1] == whole.path.final.astype("f4")).all()
    for steps in (1, 2, 3, 7):
        cut = begun(plan)
        while cut.diverged_at is None:
            cut = advanced(plan, cut, steps)
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(cut.record, whole.record, strict=True))
