"""Sequences and schedules that look at the loss: peaks, memories, batches, runs taken up again, and links."""

from dataclasses import replace

import numpy as np
import pytest
from driver_objectives import Bare, one_of, same

from experiments.race import Ground, Runner, run_of
from experiments.steering import Steering, schedule_of
from optimizers import OPTIMIZERS, SCHEDULES, by_hand, chain, run, sequence
from optimizers.feedback import Memories
from optimizers.schedules import rates
from surfaces import SURFACES

PLATEAU = SURFACES["rosenbrock"]
ADAM = OPTIMIZERS["adam"](learning_rate=0.3)
CUTS = SCHEDULES["on_plateau"](every=4, patience=1, factor=0.5)
WARM, COSINE = SCHEDULES["warm_up"](steps=10), SCHEDULES["cosine"](steps=10)
LOOKING = {
    "alone": CUTS,
    "after a warm-up": sequence(SCHEDULES["warm_up"](steps=15), CUTS, 15),
    "before another": sequence(CUTS, COSINE, 40),
    "under a change by hand": chain(CUTS, by_hand([(50, "learning_rate", 0.05)])),
    "twice": chain(CUTS, SCHEDULES["on_plateau"](every=1, patience=3)),
    "counted on": sequence(WARM, CUTS, 10, restarts=False),
    "nested": sequence(WARM, sequence(COSINE, CUTS, 6), 10),
}
looking = pytest.mark.parametrize("schedule", LOOKING.values(), ids=LOOKING)


def alphas(schedule, steps, alpha_0=1.0, losses=None):
    return rates(replace(ADAM, learning_rate=alpha_0), schedule, steps, losses=losses)["learning_rate"]


# ---- one after the other
def test_a_warm_up_then_a_cosine_peaks_at_alpha():
    """By the pocket calculator; multiplied, 10 steps up and a cosine of 10 steps reach .32725 (t = 5) and no more."""
    found = alphas(sequence(WARM, COSINE, 10), 21)
    assert found.max() == found[9] == found[10] == 1.0
    assert found[[0, 4, 15, 20]] == pytest.approx([0.1, 0.5, 0.5, 0.0], abs=1e-15)
    assert alphas(chain(WARM, COSINE), 21).max() == pytest.approx(0.5 * (1 + np.cos(0.4 * np.pi)) / 2, rel=1e-15)


def test_a_sequence_may_be_counted_on():
    found = alphas(sequence(WARM, COSINE, 4, restarts=False), 12)
    assert np.array_equal(found, [*alphas(WARM, 4), *alphas(COSINE, 12)[4:]])


def test_three_in_a_row():
    """Warm-up, stay, decay."""
    line = SCHEDULES["linear"](steps=4)
    found = alphas(sequence(sequence(SCHEDULES["warm_up"](steps=4), SCHEDULES["constant"](), 4), line, 8), 13)
    assert found.tolist() == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.75, 0.5, 0.25, 0.0]


@pytest.mark.parametrize("milestone", [-1, 1.5, "3", None, True])
def test_a_milestone_is_a_whole_number(milestone):
    with pytest.raises(ValueError, match="whole numbers 0 ≤ milestone"):
        sequence(WARM, COSINE, milestone)


# ---- looking at the loss
def test_no_rates_without_losses():
    with pytest.raises(ValueError, match="looks at the loss: give the losses"):
        rates(ADAM, CUTS, 3)


def test_by_the_pocket_calculator():
    """Looks after steps 2, 4, 6, …: best .9 at 4, two bad looks in a row at 8, and again at 12 after a rest of one."""
    numbers = {"every": 2, "patience": 1, "factor": 0.5, "rest": 1, "threshold": 0.05}
    losses = np.array([0, 1.0, 0, 0.9, 0, 0.89, 0, 0.88, 0, 2.0, 0, 2.0, 0, 2.0, 0, 2.0])
    found = alphas(SCHEDULES["on_plateau"](**numbers), 16, 1.0, losses)
    assert found.tolist() == [1.0] * 8 + [0.5] * 6 + [0.25] * 2


@looking
def test_the_rates_are_those_of_the_run(schedule):
    """At α = 0.02 descent goes to and fro on the bowl for ever: until the rate is cut."""
    bowl, optimizer = SURFACES["elongated_bowl"], OPTIMIZERS["gradient_descent"](learning_rate=0.02)
    path = run(bowl, optimizer, (0.0, 2.0), 120, schedule=schedule)
    found = rates(optimizer, schedule, 120, losses=path.loss[1:])["learning_rate"]
    assert np.array_equal(found, path.state.rate.reshape(120, -1)[:, 0]) and len(np.unique(found)) > 1


@looking
@pytest.mark.parametrize("first", [1, 33, 64])
def test_it_goes_on_where_a_run_is_taken_up(schedule, first):
    whole = run(PLATEAU, ADAM, (-1.2, 1.0), 120, schedule=schedule)
    begun = run(PLATEAU, ADAM, (-1.2, 1.0), first, schedule=schedule, record=False, value_every=7)
    again = run(PLATEAU, ADAM, begun, 120 - first, schedule=schedule)
    same(again.end, whole.end)
    assert np.array_equal(again.params, whole.params[first:]) and isinstance(whole.end.memory, tuple)


@pytest.mark.parametrize(
    ("kind", "schedule"), [*(("adam", each) for each in LOOKING.values()), ("lbfgs", CUTS), ("rprop", CUTS)]
)
def test_a_batch_is_its_runs_one_by_one(schedule, kind):
    """Each run has losses of its own, and a chunk its own memory."""
    rate = np.array([0.3, 0.03, 1e4, 1.0])
    batch = run(PLATEAU, OPTIMIZERS[kind](learning_rate=rate), (-1.2, 1.0), 90, schedule=schedule, chunk=3)
    for at in range(4):
        alone = run(PLATEAU, OPTIMIZERS[kind](learning_rate=rate[at]), (-1.2, 1.0), 90, schedule=schedule)
        same(one_of(batch, (at,)), alone)


def test_losses_are_looked_at_whatever_is_recorded():
    whole = run(PLATEAU, ADAM, (-1.2, 1.0), 120, schedule=CUTS)
    light = run(PLATEAU, ADAM, (-1.2, 1.0), 120, schedule=CUTS, record=False, value_every=120)
    same(light.end, whole.end)


def test_a_memory_of_another_kind_begins_anew():
    start = run(PLATEAU, ADAM, (-1.2, 1.0), 40, schedule=LOOKING["twice"])
    assert isinstance(start.end.memory, Memories)
    fresh = run(PLATEAU, ADAM, start, 1, schedule=CUTS).end.memory
    assert np.isinf(fresh.best) and fresh.factor == 1.0
    assert run(PLATEAU, ADAM, start, 1).end.memory is None


def test_a_shape_of_many_batches():
    rate = np.array([[0.01, 0.02], [0.03, 0.04]])
    optimizer = OPTIMIZERS["momentum"](learning_rate=rate)
    path = run(Bare(1.0, 2.0), optimizer, (1.0, 1.0), 60, schedule=CUTS)
    assert path.end.memory.factor.shape == (2, 2)
    found = rates(optimizer, CUTS, 60, losses=path.loss[1:])["learning_rate"]
    assert found.shape == (60, 2, 2) and np.array_equal(path.state.rate[:, 0], found)


# ---- a race
def test_a_race_shows_the_rates_of_the_run():
    steering = Steering("on_plateau", (("every", 2), ("patience", 1), ("factor", 0.5)), warm_up=10)
    runner = Runner("adam", (("learning_rate", 0.3),), steering)
    found = run_of(Ground("rosenbrock"), (-1.2, 1.0), 120, runner)
    path = run(PLATEAU, ADAM, (-1.2, 1.0), 120, schedule=schedule_of(steering))
    assert np.array_equal(found.path, path.params)
    expected = rates(ADAM, schedule_of(steering), 120, losses=path.loss[1:])["learning_rate"]
    assert np.array_equal(found.alpha, expected) and found.alpha[9] == 0.3 and found.alpha[-1] < 0.3


def test_a_warm_up_may_stand_before_every_schedule():
    for key, kind in SCHEDULES.items():
        found = alphas(schedule_of(Steering(key, warm_up=5)), 30, losses=np.ones(30))
        then = alphas(kind(), 25, losses=np.ones(25))
        assert np.array_equal(found, [*alphas(SCHEDULES["warm_up"](steps=5), 5), *then])
    with pytest.raises(ValueError, match="warm_up = 2.5 is outside its domain"):
        schedule_of(Steering(warm_up=2.5))


# ---- the decay of the paper's AdamW
def adamw(**values):
    return OPTIMIZERS["adamw"](**{"learning_rate": 0.1, "weight_decay": 0.05, **values})


@pytest.mark.parametrize("schedule", [None, COSINE, LOOKING["after a warm-up"], chain(WARM, COSINE)])
def test_the_paper_s_decay_is_alpha_times_as_large(schedule):
    """η_t λ = α_t λ / α₀, so that θ walks with λ / α₀ in the form of the frameworks."""
    paper = run(PLATEAU, adamw(decay_by_schedule=True), (-1.2, 1.0), 60, schedule=schedule)
    framework = run(PLATEAU, adamw(weight_decay=0.05 / 0.1), (-1.2, 1.0), 60, schedule=schedule)
    np.testing.assert_allclose(paper.params, framework.params, rtol=1e-11, atol=1e-13)


def test_the_paper_s_decay_at_an_alpha_of_zero():
    """θ (1 − λ)ᵗ, and under a schedule by hand as well: another α is no other schedule."""
    path = run(Bare(1.0), adamw(learning_rate=0.0, decay_by_schedule=True), (1.0,), 3)
    assert path.params[:, 0] == pytest.approx([1.0, 0.95, 0.95**2, 0.95**3], rel=1e-15)
    hand = by_hand([(0, "learning_rate", 0.0)])
    again = run(Bare(1.0), adamw(decay_by_schedule=True), (1.0,), 3, schedule=hand)
    assert np.array_equal(again.params, path.params)
