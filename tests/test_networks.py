"""Nets as objectives: gradients against differences, a net in a batch against itself alone, batches, first weights."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from math import ceil

import numpy as np
import pytest

from networks import ACTIVATIONS, INITIALS, LOSSES, MLP, Data, histogram, signals
from networks.losses import probability, softmax
from optimizers import OPTIMIZERS, Status, run

OPTIONS = {
    "plain": {},
    "l2": {"l2": 0.3},
    "dropout": {"dropout": 0.4},
    "batch norm": {"batch_norm": True},
    "all": {"l2": 0.3, "dropout": 0.4, "batch_norm": True},
}


def points(loss, count=23, seed=0):
    inputs = np.random.RandomState(seed).standard_normal((count, 2))
    if loss == "squared":
        return Data(inputs, np.sin(3 * inputs[:, 0]))
    return Data(inputs, np.arange(count) % (3 if loss == "softmax" else 2), ("a", "b", "c")[: 2 + (loss == "softmax")])


def net_for(loss="logistic", hidden=(5, 4), activation="tanh", batch_size=7, **options):
    sizes = (2, *hidden, 3 if loss == "softmax" else 1)
    return MLP(sizes, points(loss), activation, loss, batch_size, **options)


def several(net, count, seed=1):
    """Nets away from every kink: weights and biases drawn anew."""
    return net.initial()[:, None] * 0 + 0.7 * np.random.RandomState(seed).standard_normal((net.n, count))


def two_sided(net, params, t, h=1e-6):
    """The gradient (n,) at params (n,), by differences."""
    away = h * np.eye(net.n)
    return (net.value(params[:, None] + away, t) - net.value(params[:, None] - away, t)) / (2 * h)


# ---- backpropagation
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize(("activation", "loss"), list(product(ACTIVATIONS, LOSSES)))
def test_the_gradient_is_that_of_two_sided_differences(activation, loss, option):
    net = net_for(loss, activation=activation, **OPTIONS[option])
    params = several(net, 1)[:, 0]
    for t in (None, 2, 4):  # all points, a full mini-batch, the short last one of 2 points
        exact, approximate = net.gradient(params, t), two_sided(net, params, t)
        size = np.linalg.norm(approximate) + np.linalg.norm(exact)  # 0 where a perceptron makes no mistake
        assert np.linalg.norm(approximate - exact) <= 1e-7 * size, t
        assert size > 0 or loss == "perceptron"


@pytest.mark.parametrize("hidden", [(), (1,), (64,), (3,) * 8])
def test_no_hidden_layer_and_eight_of_them(hidden):
    net = net_for("softmax", hidden=hidden, batch_norm=True, l2=0.01)
    params = several(net, 1)[:, 0]
    np.testing.assert_allclose(net.gradient(params, 3), two_sided(net, params, 3), rtol=1e-6, atol=1e-8)


# ---- side by side
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize(("hidden", "batch_size"), [((), 7), ((5, 4), 1), ((16, 16), 23), ((64, 1, 33), 8)])
def test_a_net_in_a_batch_has_the_bits_that_it_has_alone(loss, option, hidden, batch_size):
    net = net_for(loss, hidden, batch_size=batch_size, **OPTIONS[option])
    params = several(net, 12).reshape(net.n, 3, 4)
    for t in (None, 1, 3):
        values, gradients = net.value(params, t), net.gradient(params, t)
        assert values.shape == (3, 4)
        for i, j in product(range(3), range(4)):
            assert (values[i, j] == net.value(params[:, i, j], t)).all()
            assert (gradients[:, i, j] == net.gradient(params[:, i, j], t)).all()


def test_many_nets_and_many_points_go_in_pieces_with_the_same_bits():
    data = points("logistic", count=1100)
    net = MLP((2, 16, 16, 1), data, batch_size=64)
    params = several(net, 150)
    assert len(net.pieces(150, 1100)) > 1 and len(net.pieces(150, 64)) > 1
    values, gradients = net.value(params), net.gradient(params, 5)
    for i in (0, 33, 149):
        assert net.value(params[:, i]) == values[i]
        assert (net.gradient(params[:, i], 5) == gradients[:, i]).all()


def test_runs_side_by_side_are_the_runs_alone_and_go_on_bit_for_bit():
    net, rates = net_for(hidden=(8, 8), dropout=0.2), np.array([0.001, 0.01, 0.1])
    start, kind = net.initial(seed=4), OPTIMIZERS["adam"]
    together = run(net, kind(learning_rate=rates), start, 40)
    for i, rate in enumerate(rates):
        alone = run(net, kind(learning_rate=rate), start, 40)
        assert (alone.params == together.params[..., i]).all() and (alone.loss == together.loss[:, i]).all()
    again = run(net, kind(learning_rate=rates), run(net, kind(learning_rate=rates), start, 17), 23)
    assert (again.final == together.final).all()


def test_a_gradient_does_not_depend_on_what_was_asked_before():
    net = net_for(dropout=0.3, batch_norm=True)
    params = several(net, 2)
    first = net.gradient(params, 3).copy()
    net.gradient(several(net, 5, seed=9), 8), net.value(params), net.seen(params, [1, 4])
    assert (net.gradient(params, 3) == first).all()


def test_threads_do_not_meet_in_the_arrays_of_a_net():
    net = MLP((2, 16, 16, 1), points("logistic", 300), batch_size=64)
    params = several(net, 8)
    alone = [net.gradient(params, t) for t in range(1, 30)]

    def again(_):
        return all((net.gradient(params, t) == g).all() for t, g in enumerate(alone, 1))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(again, range(12)))


def test_a_net_that_diverges_leaves_its_neighbours_alone():
    net = net_for("squared", activation="relu", batch_size=23)
    path = run(net, OPTIMIZERS["gradient_descent"](learning_rate=np.array([0.01, 1e6])), net.initial(seed=1), 60)
    assert path.status[1] == Status.DIVERGED and path.stopped_at[1] < 20 and path.status[0] != Status.DIVERGED
    alone = run(net, OPTIMIZERS["gradient_descent"](learning_rate=0.01), net.initial(seed=1), 60)
    assert (alone.final == path.final[:, 0]).all()


# ---- mini-batches
@pytest.mark.parametrize("batch_size", [1, 7, 22, 23, 1000, None])
def test_an_epoch_meets_each_point_once_in_another_order_each_time(batch_size):
    net = net_for(batch_size=batch_size)
    assert net.steps_per_epoch == ceil(23 / min(batch_size or 23, 23))
    epochs = [
        np.concatenate(
            [net.mini_batch(epoch * net.steps_per_epoch + i + 1).inputs for i in range(net.steps_per_epoch)], 1
        )
        for epoch in range(3)
    ]
    for met in epochs:
        np.testing.assert_array_equal(np.sort(met[0]), np.sort(net.data.inputs[:, 0]))
    if net.batch < 23:
        assert not (epochs[0] == epochs[1]).all() and not (epochs[1] == epochs[2]).all()


def test_batches_and_silent_units_follow_the_seed_alone():
    one, same, other = (net_for(dropout=0.5, seed=seed) for seed in (5, 5, 6))
    for t in (1, 9):
        for ours, theirs in zip(one.mini_batch(t).kept, same.mini_batch(t).kept, strict=True):
            assert (ours == theirs).all() and set(np.unique(ours)) <= {0.0, 2.0}
    assert (one.mini_batch(2).inputs == same.mini_batch(2).inputs).all()
    assert not (one.mini_batch(2).inputs == other.mini_batch(2).inputs).all()
    assert not (one.mini_batch(1).kept[0] == one.mini_batch(2).kept[0]).all()


def test_the_share_of_silent_units_is_the_one_asked_for():
    net = MLP((2, 64, 64, 1), points("logistic", 500), dropout=0.3)
    kept = np.concatenate([units.ravel() for units in net.mini_batch(1).kept])
    assert abs((kept == 0).mean() - 0.3) < 0.01  # 64,000 draws: 5 standard deviations
    assert abs(kept.mean() - 1) < 0.02


def test_an_epoch_of_mini_batches_adds_up_to_the_full_gradient():
    net = net_for(batch_size=5)
    params = several(net, 1)[:, 0]
    parts = sum(net.mini_batch(t).points * net.gradient(params, t) for t in range(1, 6))
    np.testing.assert_allclose(parts / 23, net.gradient(params), rtol=0, atol=1e-15 * 100)


# ---- first weights
@pytest.mark.parametrize(
    ("scheme", "deviation"), [("small", 0.01), ("large", 1), ("xavier", 1 / 8), ("he", 2**0.5 / 8)]
)
def test_first_weights_are_as_wide_as_they_should_be(scheme, deviation):
    net = MLP((2, 64, 64, 64, 1), points("logistic"), batch_norm=True)
    second = net.initial(3, scheme)[net.layers[1].weights].reshape(64, 65)
    assert abs(second[:, :-1].std() / deviation - 1) < 0.06  # 4096 draws: 5 standard deviations
    assert (second[:, -1] == 0).all() and (net.initial(3, scheme)[net.layers[1].gamma] == 1).all()
    assert (net.initial(3, scheme) == net.initial(3, scheme)).all()


def test_spread_biases_are_within_one_over_the_root_of_the_inputs():
    net = MLP((2, 64, 64, 1), points("logistic"))
    block = net.initial(3, "spread")[net.layers[1].weights].reshape(64, 65)
    assert 0.11 < abs(block[:, -1]).max() <= 1 / 8 and abs(block[:, -1].mean()) < 0.03
    assert abs(block[:, :-1].std() * 8 / 2**0.5 - 1) < 0.06


def test_zeros_teach_all_units_the_same():
    net = net_for(hidden=(4,), activation="sigmoid")
    path = run(net, OPTIMIZERS["gradient_descent"](learning_rate=0.5), net.initial(0, "zeros"), 30)
    hidden = path.final[net.layers[0].weights].reshape(4, 3)
    assert (hidden == hidden[0]).all() and abs(hidden).max() > 0


@pytest.mark.parametrize("c", [1.5, 0.5])
def test_signals_of_a_deep_linear_net_go_as_powers(c):
    net = MLP((2, *[2] * 8, 1), points("squared"), "linear")
    found = signals(net, net.initial(0, f"times_{c}"))
    np.testing.assert_allclose(found.activation[7] / found.activation[0], c**7, rtol=1e-12)
    np.testing.assert_allclose(found.gradient[0] / found.gradient[7], c**7, rtol=1e-12)


def test_he_keeps_the_signal_of_relus_where_small_weights_lose_it():
    net = MLP((2, *[64] * 8, 1), points("logistic", 200), "relu")
    kept, lost = (signals(net, net.initial(2, scheme)) for scheme in ("he", "small"))
    assert 0.2 < kept.activation[7] / kept.activation[0] < 5
    assert lost.activation[7] / lost.activation[0] < 1e-6 and lost.gradient[0] / lost.gradient[7] < 1e-6


def test_signals_of_a_batch_are_those_of_each_net():
    net = net_for(hidden=(5, 4), batch_norm=True)
    params = several(net, 3)
    together = signals(net, params)
    for i in range(3):
        alone = signals(net, params[:, i])
        assert (alone.activation == together.activation[:, i]).all() and (
            alone.gradient == together.gradient[:, i]
        ).all()


def test_the_histogram_counts_weights_and_no_biases():
    net = net_for(hidden=(5, 4))
    found = histogram(net, net.initial(1))
    assert found.counts.sum(axis=1).tolist() == [10, 20, 4] and found.edges.shape == (3, 42)
    assert histogram(net, net.initial(1, "zeros")).counts[:, 20].tolist() == [10, 20, 4]


# ---- losses
def test_softmax_of_the_lecture():
    found = softmax(np.array([5.0, 2, -1, 3]).reshape(1, 4, 1)).ravel()
    np.testing.assert_allclose(found, [0.842, 0.042, 0.002, 0.114], atol=5e-4)


def test_softmax_of_two_classes_is_logistic_regression():
    data = points("logistic")
    one, two = MLP((2, 4, 1), data, batch_size=7, loss="logistic"), MLP((2, 4, 2), data, batch_size=7, loss="softmax")
    params = several(one, 1)[:, 0]
    split = one.layers[1].weights
    pair = np.concatenate((params[: split.start], np.zeros(5), params[split]))  # scores (0, z)
    for t in (None, 2):
        np.testing.assert_allclose(one.value(params, t), two.value(pair, t), rtol=1e-14)
        np.testing.assert_allclose(one.gradient(params, t), np.delete(two.gradient(pair, t), range(12, 17)), atol=1e-15)
    np.testing.assert_allclose(one.outputs(params, data.inputs)[0], two.outputs(pair, data.inputs)[1], rtol=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("size", [1e-300, 1e3, 1e150, 1e300])
def test_huge_scores_are_finite_or_rightly_infinite_and_warn_of_nothing(loss, size):
    net = net_for(loss, hidden=())
    params = size * several(net, 1)[:, 0]
    value, gradient = net.value(params), net.gradient(params)
    assert not np.isnan(value) and not np.isnan(gradient).any()
    if loss != "squared":
        assert np.isfinite(value) and np.isfinite(gradient).all()


def test_logistic_probabilities_keep_their_digits_far_out():
    assert probability(np.array([-700.0]))[0] == pytest.approx(np.exp(-700.0), rel=1e-14, abs=0)
    z = np.array([-40.0, -1, 0, 1, 40])
    np.testing.assert_allclose(probability(z) + probability(-z), 1, rtol=1e-15)


# ---- test time
def test_batch_normalisation_works_with_given_statistics_at_test_time():
    net = net_for(hidden=(5, 4), batch_norm=True, batch_size=7)
    params = several(net, 1)
    J, statistics = net.seen(params, [3])
    assert J[0] == net.value(params[:, 0], 3) and statistics.shape == (18, 1)
    batch = net.mini_batch(3)
    same = net.outputs(params[:, 0], batch.inputs[:-1].T)
    np.testing.assert_allclose(net.outputs(params[:, 0], batch.inputs[:-1].T, statistics[:, 0]), same, rtol=1e-13)
    alone = [net.outputs(params[:, 0], point[None], statistics[:, 0])[0, 0] for point in batch.inputs[:-1].T]
    np.testing.assert_allclose(alone, same[0], rtol=1e-13)  # one point at a time, as in use


def test_first_layer_statistics_are_means_and_variances():
    net = net_for(hidden=(5,), batch_norm=True)
    params = several(net, 1)
    z = params[:15, 0].reshape(5, 3)[:, :2] @ net.mini_batch(2).inputs[:2]
    np.testing.assert_allclose(net.seen(params, [2])[1][:, 0], [*z.mean(axis=1), *z.var(axis=1)], rtol=1e-12)


def test_what_steps_saw_is_the_value_of_their_batches():
    net = net_for(hidden=(5, 4), dropout=0.3, l2=0.1)
    params, ts = several(net, 9), range(2, 11)  # some of these batches are short
    assert (net.seen(params, ts)[0] == [net.value(params[:, i], t) for i, t in enumerate(ts)]).all()


def test_measured_is_loss_and_share_of_right_points():
    net = net_for("softmax", l2=0.5)
    params = several(net, 4)
    loss, right = net.measured(params, net.data)
    np.testing.assert_allclose(
        loss + [net.penalty(params[:, [i]].T)[0] for i in range(4)], net.value(params), rtol=1e-14
    )
    guessed = net.outputs(params, net.data.inputs).argmax(axis=1)
    np.testing.assert_array_equal(right, (guessed == net.data.targets).mean(axis=1))
    none = net.data.rows(slice(0))
    assert np.isnan(net.measured(params, none)).all()


@pytest.mark.parametrize(("loss", "border"), [("logistic", 0.0), ("perceptron", 0.0), ("squared", 0.5)])
def test_a_class_is_told_by_the_border_of_its_loss(loss, border):
    data = points("logistic")
    net = MLP((2, 1), data, loss=loss)
    for shift, share in ((-1e-9, 12 / 23), (1e-9, 11 / 23)):  # 12 points are in class 0
        assert net.measured(np.array([0.0, 0.0, border + shift]), data)[1] == pytest.approx(share)


# ---- what no net can be
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sizes": (2,)}, "0 to 8 hidden layers between"),
        ({"sizes": ()}, "0 to 8 hidden layers between"),
        ({"sizes": (2, *[3] * 9, 1)}, "of 11 layers is outside its domain: 0 to 8 hidden"),
        ({"sizes": (2, 65, 1)}, "from 1 to 64"),
        ({"sizes": (2, 0, 1)}, "from 1 to 64"),
        ({"sizes": (3, 4, 1)}, "at least 1 point of 3 features"),
        ({"sizes": (2, 4, 3)}, "ends with 3 outputs; softmax loss on these data has 2"),
        ({"activation": "swish"}, "activation = 'swish' is none of relu"),
        ({"loss": "hinge"}, "loss = 'hinge' is none of"),
        ({"dropout": 1}, "dropout = 1 is outside its domain 0 ≤ dropout < 1"),
        ({"dropout": -0.1}, "dropout"),
        ({"l2": -1.0}, "l2 = -1.0 is outside its domain 0 ≤ l2 < inf"),
        ({"l2": float("nan")}, "l2"),
        ({"batch_size": 0}, "batch_size = 0 is outside its domain 1 ≤ batch_size"),
        ({"seed": -1}, "seed"),
        ({"loss": "logistic", "data": points("softmax"), "sizes": (2, 1)}, "there are 3: take softmax"),
        ({"data": Data(np.empty((0, 2)), np.empty(0))}, "at least 1 point"),
    ],
)
def test_what_has_no_meaning_is_refused_in_words(change, words):
    with pytest.raises(ValueError, match=words):
        MLP(**{"sizes": (2, 4, 1), "data": points("logistic"), **change})


def test_an_unknown_first_weight_is_refused():
    with pytest.raises(ValueError, match="initial = 'ones' is none of zeros"):
        net_for().initial(0, "ones")
    assert all(np.isfinite(net_for().initial(0, scheme)).all() for scheme in INITIALS)
