"""Schedules: the lecture's numbers, PyTorch's, and runs under them: in batches, in floats, taken up again."""

import json
from dataclasses import replace
from math import inf, isfinite, nan
from pathlib import Path

import numpy as np
import pytest
from driver_objectives import Bare, one_of, same

from optimizers import OPTIMIZERS, SCHEDULES, Hyper, Status, by_hand, chain, run, sequence, specs
from optimizers.schedules import rates
from surfaces import SURFACES

ORACLE = json.loads((Path(__file__).parent / "oracles" / "data" / "schedules.json").read_text())
ADAM, ROSENBROCK = OPTIMIZERS["adam"](learning_rate=0.05), SURFACES["rosenbrock"]
NUMBERS = [(key, name) for key, kind in SCHEDULES.items() for name in specs(kind)]
QUICK = {"every": 7, "steps": 40}  # so that a short run sees all of a schedule
HAND = by_hand([(30, "learning_rate", 0.002), (50, "beta1", 0.5), (70, "learning_rate", 0.01)])


def quick(key):
    kind = SCHEDULES[key]
    return kind(**{name: value for name, value in QUICK.items() if name in specs(kind)})


every_schedule = pytest.mark.parametrize("key", list(SCHEDULES))


FLAT = np.ones(300)  # losses that do not fall: after the first, none is better


def alphas(schedule, steps, alpha_0=0.3, losses=FLAT):
    optimizer = OPTIMIZERS["gradient_descent"](learning_rate=alpha_0)
    return rates(optimizer, schedule, steps, losses=losses[:steps])["learning_rate"]


# ---- the numbers
def test_the_lecture_s_numbers():
    found = alphas(SCHEDULES["inverse_time"](decay=1, every=5), 20, 0.2)
    assert np.round(found, 3).tolist() == [0.1] * 5 + [0.067] * 5 + [0.05] * 5 + [0.04] * 5


def of_entry(entry):
    if "sequence" in entry:
        return sequence(*(SCHEDULES[key](**numbers) for key, numbers in entry["sequence"]), entry["milestone"])
    return SCHEDULES[entry["schedule"]](**entry["numbers"])


@pytest.mark.parametrize("entry", ORACLE["entries"], ids=lambda entry: str(of_entry(entry)))
def test_pytorch_s_numbers(entry):
    losses = np.array(entry.get("losses", FLAT))
    found = alphas(of_entry(entry), len(entry["rates"]), ORACLE["learning_rate"], losses)
    np.testing.assert_allclose(found, entry["rates"], rtol=1e-14, atol=1e-16)


def test_pytorch_has_met_every_schedule_of_the_learning_rate():
    met = {entry["schedule"] for entry in ORACLE["entries"] if "schedule" in entry}
    assert met == SCHEDULES.keys() - {"momentum_warm_up"}


def test_by_the_pocket_calculator():
    assert alphas(SCHEDULES["exponential"](rate=0.5, every=2), 5).tolist() == [0.3, 0.3, 0.15, 0.15, 0.075]
    assert alphas(SCHEDULES["staircase"](every=3), 7).tolist() == [0.3, 0.3, 0.3, 0.15, 0.15, 0.15, 0.075]
    assert alphas(SCHEDULES["inverse_root_epoch"](every=1), 9)[[0, 3, 8]].tolist() == [0.3, 0.15, 0.3 / 3]
    assert alphas(SCHEDULES["inverse_root_step"](k=2), 16)[[3, 15]].tolist() == [0.3, 0.15]
    assert alphas(SCHEDULES["warm_up"](steps=4), 6).tolist() == [0.075, 0.15, 0.3 * 0.75, 0.3, 0.3, 0.3]
    assert alphas(SCHEDULES["cosine"](steps=2, end=0.5), 4) == pytest.approx([0.3, 0.225, 0.15, 0.15], rel=1e-15)


def test_what_is_over_stays():
    for key, end in (("cosine", 0.0), ("one_cycle", 0.3 / 25e4)):
        assert alphas(quick(key), 200)[41:] == pytest.approx([end] * 159, rel=1e-12, abs=1e-18)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_the_shortest_cycles_have_numbers(steps):
    found = alphas(SCHEDULES["one_cycle"](steps=steps), 6)
    assert np.isfinite(found).all() and (found > 0).all() and found[-1] == pytest.approx(0.3 / 25e4)


def test_momentum_warms_up_where_there_is_momentum():
    warm = SCHEDULES["momentum_warm_up"](low=0.5, steps=3)
    found = rates(ADAM, warm, 5)
    assert found["beta1"].tolist() == [0.5, 0.5, 0.5, 0.9, 0.9] and found["learning_rate"].tolist() == [0.05] * 5
    assert found.keys() == {"learning_rate", "beta1"}
    plain = OPTIMIZERS["adagrad"]()
    assert warm(plain, 1) is plain


def test_rates_are_those_of_the_steps():
    optimizer = OPTIMIZERS["gradient_descent"](learning_rate=np.array([0.001, 0.002]))
    path = run(ROSENBROCK, optimizer, (-1.2, 1.0), 60, schedule=quick("cosine"))
    assert np.array_equal(rates(optimizer, quick("cosine"), 60)["learning_rate"], path.state.rate[:, 0])
    later = rates(optimizer, quick("cosine"), 20, first=41)["learning_rate"]
    assert np.array_equal(later, path.state.rate[40:, 0]) and later.shape == (20, 2)


# ---- by hand, and one after the other
def test_a_change_holds_for_the_steps_after_its_point():
    found = rates(ADAM, by_hand([(2, "learning_rate", 0.1), (0, "beta1", 0.5), (4, "learning_rate", 0.2)]), 6)
    assert found["learning_rate"].tolist() == [0.05, 0.05, 0.1, 0.1, 0.2, 0.2] and found["beta1"].tolist() == [0.5] * 6


def test_of_two_changes_at_one_step_the_last_wins():
    assert rates(ADAM, by_hand([(1, "beta1", 0.5), (1, "beta1", 0.7)]), 3)["beta1"].tolist() == [0.9, 0.7, 0.7]


def test_by_hand_the_run_is_two_runs():
    first = run(ROSENBROCK, ADAM, ROSENBROCK.start, 40)
    second = run(ROSENBROCK, replace(ADAM, learning_rate=0.2, beta1=0.5), first, 60)
    hand = by_hand([(40, "learning_rate", 0.2), (40, "beta1", 0.5)])
    whole = run(ROSENBROCK, ADAM, ROSENBROCK.start, 100, schedule=hand)
    same(second.end, whole.end)
    assert np.array_equal(whole.params, np.concatenate((first.params, second.params[1:])))


def test_a_switch_is_turned_in_mid_run():
    hand = by_hand([(5, "bias_correction", False)])
    alone = run(ROSENBROCK, ADAM, ROSENBROCK.start, 20, schedule=hand)
    first = run(ROSENBROCK, ADAM, ROSENBROCK.start, 5)
    assert np.array_equal(run(ROSENBROCK, replace(ADAM, bias_correction=False), first, 15).final, alone.final)
    company = run(ROSENBROCK, ADAM, np.array(ROSENBROCK.start)[:, None] * [1.0, 0.5], 20, schedule=hand)
    assert np.array_equal(company.params[..., 0], alone.params)


@pytest.mark.parametrize(
    "change, words",
    [
        ((3, "beta1", 1.0), "beta1 = 1.0 is outside its domain 0 ≤ beta1 < 1"),
        ((3, "learning_rate", nan), "learning_rate = nan is outside its domain"),
        ((3, "bias_correction", 0.5), "bias_correction = 0.5 is outside its domain"),
        ((3, "momentum", 0.5), "momentum = 0.5: Adam has no momentum, only learning_rate, beta1"),
    ],
    ids=str,
)
def test_what_cannot_be_changed_is_refused_in_words(change, words):
    with pytest.raises(ValueError, match=words):
        run(ROSENBROCK, ADAM, (1.0, 1.0), 1, schedule=by_hand([change]))


@pytest.mark.parametrize("step", [-1, 1.5, "3", None, True])
def test_a_step_is_a_whole_number(step):
    with pytest.raises(ValueError, match="whole numbers 0 ≤ step"):
        by_hand([(step, "beta1", 0.5)])


def test_a_chain_multiplies():
    both = chain(quick("warm_up"), quick("staircase"))
    one, other = alphas(quick("warm_up"), 60), alphas(quick("staircase"), 60)
    assert alphas(both, 60) == pytest.approx(one * other / 0.3, rel=1e-15)
    assert np.array_equal(alphas(chain(), 60), [0.3] * 60)


def test_schedules_are_values():
    assert by_hand([[3, "beta1", 0.5]]) == by_hand([(3, "beta1", 0.5)]) != by_hand([(4, "beta1", 0.5)])
    assert hash(chain(quick("cosine"), HAND)) == hash(chain(quick("cosine"), HAND))
    assert SCHEDULES["cosine"](steps=5) == SCHEDULES["cosine"](steps=5.0) != SCHEDULES["cosine"]()
    with pytest.raises(AttributeError):
        SCHEDULES["cosine"]().steps = 3


# ---- declarations
@pytest.mark.parametrize("key, name", NUMBERS)
def test_a_slider_stays_inside_the_domain_and_holds_the_default(key, name):
    spec = specs(SCHEDULES[key])[name]
    assert isinstance(spec, Hyper) and spec.lowest <= spec.low <= spec.default <= spec.high < spec.highest
    assert spec.symbol and spec.latex and spec.label and spec.help.endswith(".") and (spec.scale != "log" or spec.low)
    for value in (spec.low, spec.high):
        assert isfinite(alphas(SCHEDULES[key](**{name: value}), 30).sum())


@pytest.mark.parametrize("key, name", NUMBERS)
def test_outside_the_domain_is_refused(key, name):
    spec = specs(SCHEDULES[key])[name]
    strange = [spec.lowest - 1, nan, inf, "much", np.array([spec.default, spec.default])]
    for value in strange + [2.5] * (spec.scale == "integer"):
        with pytest.raises(ValueError, match=name):
            SCHEDULES[key](**{name: value})


@every_schedule
def test_every_schedule_has_its_facts(key):
    facts = SCHEDULES[key].facts
    assert facts.key == key and facts.title and facts.idea.endswith(".") and facts.latex and facts.source.endswith(".")
    assert len(facts.idea) <= 60 and SCHEDULES[key].__doc__.split("\n")[0]


# ---- runs
@pytest.mark.thorough
@every_schedule
@pytest.mark.parametrize("kind", list(OPTIMIZERS))
def test_a_batch_under_a_schedule_is_its_runs_one_by_one(key, kind):
    rate = ROSENBROCK.rates[kind] * np.array([1.0, 0.1, 1e4])
    optimizer, schedule = OPTIMIZERS[kind](learning_rate=rate), chain(quick(key), quick("momentum_warm_up"))
    batch = run(ROSENBROCK, optimizer, ROSENBROCK.start, 90, schedule=schedule)
    for at in range(3):
        alone = OPTIMIZERS[kind](learning_rate=rate[at])
        same(one_of(batch, (at,)), run(ROSENBROCK, alone, ROSENBROCK.start, 90, schedule=schedule))


@every_schedule
@pytest.mark.parametrize("first", [1, 33])
def test_a_schedule_goes_on_where_a_run_is_taken_up(key, first):
    schedule = chain(quick(key), HAND)
    whole = run(ROSENBROCK, ADAM, ROSENBROCK.start, 100, schedule=schedule)
    begun = run(ROSENBROCK, ADAM, ROSENBROCK.start, first, schedule=schedule)
    same(run(ROSENBROCK, ADAM, begun, 100 - first, schedule=schedule).end, whole.end)


def test_nothing_changes_under_a_constant_schedule():
    for kind in OPTIMIZERS:
        optimizer = OPTIMIZERS[kind](learning_rate=ROSENBROCK.rates[kind])
        plain = run(ROSENBROCK, optimizer, ROSENBROCK.start, 80)
        same(run(ROSENBROCK, optimizer, ROSENBROCK.start, 80, schedule=SCHEDULES["constant"]()), plain)


def test_the_weights_of_averages_stay_right_when_beta_changes():
    path = run(ROSENBROCK, ADAM, ROSENBROCK.start, 60, schedule=by_hand([(20, "beta1", 0.5)]))
    weights = [1.0 - 0.9**t if t <= 20 else 1.0 - 0.9**20 * 0.5 ** (t - 20) for t in range(1, 61)]
    np.testing.assert_allclose(path.state.v_weight, weights, rtol=1e-14)


def test_a_learning_rate_that_changes_by_hand_has_the_shape_it_had():
    rates_of_runs = np.array([[0.01, 0.02], [0.03, 0.04]])
    optimizer = OPTIMIZERS["momentum"](learning_rate=rates_of_runs)
    path = run(Bare(1.0, 2.0), optimizer, (1.0, 1.0), 10, schedule=by_hand([(4, "learning_rate", 0.001)]))
    assert path.state.rate.shape == (10, 2, 2, 2) and (path.state.rate[4:] == 0.001).all()
    assert np.array_equal(path.state.rate[3, 0], rates_of_runs)


def test_any_callable_is_a_schedule():
    def halved(optimizer, t):
        return replace(optimizer, learning_rate=optimizer.learning_rate / (2 if t > 3 else 1))

    path = run(Bare(1.0), OPTIMIZERS["gradient_descent"](learning_rate=0.5), (1.0,), 5, schedule=halved)
    assert path.params[:, 0].tolist() == [1.0, 0.5, 0.25, 0.125, 0.125 * 0.75, 0.125 * 0.75**2]


def test_a_schedule_may_change_shapes():
    def one_for_all(optimizer, t):
        return replace(optimizer, learning_rate=0.25) if t in (1, 4, 5) else optimizer

    optimizer = OPTIMIZERS["momentum"](learning_rate=np.array([0.5, 0.125, 0.0625]))
    for first in (1, 2):
        begun = run(Bare(1.0, 2.0), optimizer, (1.0, 1.0), first)
        path = run(Bare(1.0, 2.0), optimizer, begun, 6, schedule=one_for_all)
        found = [row.tolist() for row in path.state.rate[:, 0]]
        own, shared = [0.5, 0.125, 0.0625], [0.25] * 3
        assert found == [shared if t in (1, 4, 5) else own for t in range(first + 1, first + 7)]


@pytest.mark.parametrize("key", SCHEDULES)
@pytest.mark.parametrize("value", [1e19, 1e300, 1e-300])
def test_no_number_of_a_schedule_breaks_a_run(key, value):
    """Powers of it may be larger than any float: then α is infinite, and the run diverges."""
    for name in specs(SCHEDULES[key]):
        try:
            schedule = SCHEDULES[key](**{name: value})
        except ValueError:
            continue  # outside its domain
        for rate in (0.0, 0.1, np.array([0.1, 0.0])):
            start = np.ones((2, *np.shape(rate)))
            path = run(SURFACES["beale"], OPTIMIZERS["adamw"](learning_rate=rate), start, 300, schedule=schedule)
            assert np.isfinite(path.params).all()


def test_a_rate_beyond_all_floats_is_infinite():
    grown = SCHEDULES["cyclic"](up=1.0, down=1.0, factor=1e19)
    momentum = OPTIMIZERS["momentum"](learning_rate=0.1)
    assert grown(momentum, 100).learning_rate == np.inf
    assert run(SURFACES["beale"], momentum, (1.0, 1.0), 100, schedule=grown).status == Status.DIVERGED
