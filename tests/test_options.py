"""Options of a run: what the optimizer sees in place of the gradient, in arrays and in floats."""

import copy
import json
import math
import pickle
import re

import numpy as np
import pytest
from driver_objectives import Bare, Quadratic, Slope, one_of, same

from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, Hyper, Options, Status, run
from optimizers.options import Seen
from optimizers.points import possible
from surfaces import SURFACES, parse_formula

ROSENBROCK = SURFACES["rosenbrock"]
SOME = [
    Options(weight_decay=0.1),
    Options(clip=2.0),
    Options(noise=3.0, batch=4, seed=7),
    Options(weight_decay=0.02, clip=5.0, noise=1.0, seed=1),
]
some = pytest.mark.parametrize("options", SOME, ids=str)


def made(key, times=1.0):
    return OPTIMIZERS[key](learning_rate=ROSENBROCK.rates[key] * times)


# ---- what is seen
def test_the_order_is_noise_clipping_decay():
    options = Options(weight_decay=0.5, clip=1.0, noise=2.0, batch=4, seed=3)
    path = run(Bare(1.0, 2.0), OPTIMIZERS["gradient_descent"](learning_rate=0.1), (3.0, -1.0), 5, options=options)
    for t in range(1, 6):
        point = path.params[t - 1]
        g = point * [1.0, 2.0] + 2.0 / 2.0 * np.random.default_rng((3, t)).standard_normal(2)
        g = g * min(1.0, 1.0 / math.hypot(*g))
        np.testing.assert_allclose(path.gradient[t - 1], g + 0.5 * point, rtol=1e-14)


def test_decay_is_the_gradient_of_half_the_square():
    decayed = run(Bare(1.0, 2.0), OPTIMIZERS["momentum"](), (3.0, -1.0), 50, options=Options(weight_decay=0.25))
    np.testing.assert_allclose(decayed.params, run(Bare(1.25, 2.25), OPTIMIZERS["momentum"](), (3.0, -1.0), 50).params)
    assert np.array_equal(decayed.loss, Bare(1.0, 2.0).value(decayed.params.T))


def test_clipping_shortens_and_keeps_the_direction():
    seen = Seen(Slope(3.0, 4.0), Options(clip=1.0))
    assert seen.gradient(np.zeros((2, 1)))[:, 0].tolist() == pytest.approx([0.6, 0.8], rel=1e-15)
    assert Seen(Slope(3.0, 4.0), Options(clip=5.0)).gradient(np.zeros((2, 1)))[:, 0].tolist() == [3.0, 4.0]
    assert Seen(Slope(0.0, 0.0), Options(clip=1.0)).gradient(np.zeros((2, 1)))[:, 0].tolist() == [0.0, 0.0]
    many = np.arange(24.0).reshape(12, 2)
    assert np.linalg.norm(Seen(Bare(*[1.0] * 12), Options(clip=2.0)).gradient(many), axis=0) == pytest.approx([2, 2])


def test_pytorch_sees_the_same():
    """clip_grad_norm_ (which adds 1e-6 to the norm) and SGD(weight_decay=.1) of PyTorch 2.13, in float64."""
    point = np.array([[3.0], [-1.0]])
    g = Seen(Bare(1.0, 2.0), Options(clip=1.5, weight_decay=0.1)).gradient(point)[:, 0]
    assert g == pytest.approx([1.5480750953530154, -0.9320500635686769], rel=3e-7)


def test_noise_has_its_size_and_belongs_to_its_step():
    for batch, size in ((1, 2.0), (16, 0.5)):
        path = run(Slope(0.0, 0.0), made("gradient_descent"), (0.0, 0.0), 4000, options=Options(noise=2.0, batch=batch))
        assert path.gradient.std() == pytest.approx(size, rel=0.03) and abs(path.gradient.mean()) < 0.03 * size
        assert abs(np.corrcoef(path.gradient.T)[0, 1]) < 0.05
    batch = run(Slope(1.0, 1.0), made("adam"), np.zeros((2, 5)), 9, options=Options(noise=1.0))
    assert (batch.gradient == batch.gradient[..., :1]).all() and len(np.unique(batch.gradient)) == 18
    other = run(Slope(1.0, 1.0), made("adam"), (0.0, 0.0), 9, options=Options(noise=1.0, seed=1))
    assert not (other.gradient == batch.gradient[..., 0]).any()


def test_without_a_step_there_is_no_noise():
    seen, point = Seen(ROSENBROCK, Options(noise=5.0)), np.array([[0.3], [0.2]])
    assert np.array_equal(seen.gradient(point), ROSENBROCK.gradient(point))
    assert not np.array_equal(seen.gradient(point, 1), seen.gradient(point, 2))


def test_no_option_is_the_objective_itself():
    assert Options().seen(ROSENBROCK) is ROSENBROCK and Options(batch=9, seed=4).seen(ROSENBROCK) is ROSENBROCK
    same(
        run(ROSENBROCK, made("adam"), (1.0, 1.0), 30, options=Options()), run(ROSENBROCK, made("adam"), (1.0, 1.0), 30)
    )


# ---- bits
@pytest.mark.thorough
@some
@pytest.mark.parametrize("kind", list(OPTIMIZERS))
def test_floats_batches_and_ends_have_the_same_bits(kind, options):
    times, start = np.array([1.0, 30.0, 1e4]), np.array(ROSENBROCK.start)
    optimizer = OPTIMIZERS[kind](learning_rate=ROSENBROCK.rates[kind] * times)
    batch = run(ROSENBROCK, optimizer, start, 120, options=options)
    for at, factor in enumerate(times):
        alone = run(ROSENBROCK, made(kind, factor), start, 120, options=options)
        same(one_of(batch, (at,)), alone)
    begun = run(ROSENBROCK, made(kind), start, 50, options=options)
    assert np.array_equal(run(ROSENBROCK, made(kind), begun, 70, options=options).final, batch.final[:, 0])


@some
def test_a_run_in_the_plane_is_made_in_floats(options, monkeypatch):
    assert possible(options.seen(ROSENBROCK), made("adam"), np.zeros((2, 1)))
    plain = run(ROSENBROCK, made("adam"), (1.0, 1.5), 60, options=options)
    monkeypatch.setattr(type(ROSENBROCK), "gradient", lambda self, params, t=None: params * np.inf)
    with pytest.raises(AssertionError):
        same(run(ROSENBROCK, made("adam"), np.ones((2, 2)), 60, options=options).final, plain.final)
    assert np.array_equal(run(ROSENBROCK, made("adam"), (1.0, 1.5), 60, options=options).final, plain.final)


def test_options_and_schedules_go_together():
    schedule, options = SCHEDULES["cosine"](steps=60), Options(noise=1.0, clip=3.0)
    both = run(ROSENBROCK, made("adam"), ROSENBROCK.start, 60, schedule=schedule, options=options)
    pair = np.array(ROSENBROCK.start)[:, None] * [1.0, 0.5]
    same(one_of(run(ROSENBROCK, made("adam"), pair, 60, schedule=schedule, options=options), (0,)), both)


# ---- labels
def test_labels_are_those_of_the_objective_itself():
    """Descent with decay settles where the sum of both is lowest, which is no minimum of the objective."""
    settled = run(Quadratic(1.0, 2.0), OPTIMIZERS["momentum"](learning_rate=0.1), (3.0, 1.0), 400)
    assert settled.status is Status.CONVERGED
    moved = Moved(1.0, 2.0)
    decayed = run(moved, OPTIMIZERS["momentum"](learning_rate=0.1), (3.0, 1.0), 400, options=Options(weight_decay=1.0))
    assert decayed.status is Status.STALLED and decayed.final == pytest.approx([0.5, 2 / 3])


class Moved(Quadratic):
    """With its minimum at (1, 1)."""

    minima = ((1.0, 1.0),)

    def value(self, params):
        return super().value(params - 1)

    def gradient(self, params, t=None):
        return super().gradient(params - 1)


def test_a_noisy_run_that_does_not_settle_has_not_converged():
    noisy = run(Quadratic(1.0, 2.0), OPTIMIZERS["gradient_descent"](learning_rate=0.1), (3.0, 1.0), 400,
                options=Options(noise=5.0))  # fmt: skip
    assert noisy.status in (Status.STILL_MOVING, Status.OSCILLATING)


def test_noise_does_not_make_many_parameters_converge():
    """Beyond 8 parameters a gradient is small beside the largest seen: the true one at the start, not the noise."""
    objective, start = Bare(*np.linspace(1e-5, 1.2e-5, 12)), np.ones(12)
    kind, options = OPTIMIZERS["gradient_descent"], Options(noise=1e3)
    path = run(objective, kind(learning_rate=1e-9), start, 40, options=options)
    assert path.status is not Status.CONVERGED
    assert path.end.steepest == np.sqrt(np.add.accumulate(objective.gradient(start) ** 2)[-1])


# ---- for rules that ask the objective themselves
def test_value_gradient_and_hessian_belong_together():
    seen, point, h = Seen(SURFACES["beale"], Options(weight_decay=0.3)), np.array([[0.7], [-0.4]]), 1e-6
    for axis in range(2):
        shift = np.eye(2)[:, [axis]] * h
        slope = (seen.value(point + shift) - seen.value(point - shift)) / (2 * h)
        bend = (seen.gradient(point + shift) - seen.gradient(point - shift)) / (2 * h)
        assert slope == pytest.approx(seen.gradient(point)[axis], rel=1e-7)
        assert bend == pytest.approx(seen.hessian(point)[axis], rel=1e-7)
    assert seen.bounds == SURFACES["beale"].bounds and not hasattr(Seen(Bare(1.0), Options(noise=1)), "hessian")


def test_options_can_be_kept_and_copied():
    options = Options(clip=2.0)
    assert options == Options(clip=2) and hash(options) == hash(Options(clip=2)) and options != Options()
    assert pickle.loads(pickle.dumps(options)) == copy.deepcopy(options) == options
    assert copy.copy(Seen(Bare(1.0), options)).options == options
    assert json.loads(json.dumps(vars(Options(noise=1)))) == vars(Options(noise=1))


# ---- declarations
@pytest.mark.parametrize(
    "change, words",
    [
        ({"weight_decay": -0.1}, "weight_decay = -0.1 is outside its domain 0 ≤ weight_decay < ∞"),
        ({"clip": -1.0}, "clip = -1.0 is outside its domain 0 ≤ clip < ∞"),
        ({"clip": math.nan}, "clip = nan is outside its domain"),
        ({"noise": math.inf}, "noise = inf is outside its domain"),
        ({"noise": np.array([1.0, 2.0])}, "an option is the same for all runs"),
        ({"batch": 0}, "batch = 0.0 is outside its domain 1 ≤ batch < 1e+09"),
        ({"batch": 1.5}, "batch = 1.5 is outside its domain: whole numbers 1 ≤ batch < 1e+09"),
        ({"seed": -1}, "seed = -1.0 is outside its domain"),
        ({"batch": 10**9}, "batch = 1000000000.0 is outside its domain"),
        ({"seed": 1e40}, "seed = 1e+40 is outside its domain 0 ≤ seed < 1e+09"),
        ({"seed": "x"}, "seed = 'x' is not a number"),
    ],
    ids=str,
)
def test_outside_the_domain_is_refused_with_name_value_and_domain(change, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        Options(**change)


def test_options_are_declared_like_hyperparameters():
    assert list(OPTIONS) == ["weight_decay", "clip", "noise", "batch", "seed"]
    for name, spec in OPTIONS.items():
        assert isinstance(spec, Hyper) and getattr(Options(), name) == spec.default
        assert spec.lowest <= spec.low < spec.high < spec.highest and spec.symbol and spec.latex and spec.label
        assert spec.help.endswith(".") and (spec.scale != "log" or spec.low > 0)
    assert type(Options(batch=4.0).batch) is int and Options().clip == math.inf


def test_a_gradient_too_long_to_be_clipped_has_diverged():
    """Its norm is infinite in float64, and a step of 0 would say that the run has arrived."""
    rule, steep = (
        OPTIMIZERS["gradient_descent"](),
        parse_formula("1e12*1e12*1e12*1e12*1e12*1e12*1e12*1e12*1e12*1e12*x^10"),
    )
    assert np.isfinite(steep.gradient((1e4, 1.0))).all()
    assert run(steep, rule, (1e3, 1.0), 5, options=Options(clip=1.0)).status is not Status.DIVERGED
    clipped = run(steep, rule, (1e4, 1.0), 5, options=Options(clip=1.0))
    assert clipped.status is Status.DIVERGED and clipped.stopped_at == 1
