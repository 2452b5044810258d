"""What labels say, held against random runs: two of them are promises, the rest is read off the path once more.

A few hundred runs by default. `LABEL_RUNS=20000 python -m pytest -s tests/test_label_facts.py` draws 20,000 and prints
how many of each label there are, and how many broke their promise in twice and in ten times as many steps.
"""

import os
import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from driver_objectives import one_of
from label_runs import Drawn, drawn

from experiments.race import GROUNDS
from figures.labels import at_most, label_of, short
from optimizers import OPTIMIZERS, SCHEDULES, Status, outcome, run
from optimizers.feedback import watches
from optimizers.minima import minimum_near
from optimizers.status import unit
from optimizers.watch import Watch
from surfaces import SURFACES

RUNS = int(os.environ.get("LABEL_RUNS", 200))
KEPT = 0.999  # of the runs of a label
LEAVES, MOVES = 0.02, 0.01  # units from the minimum, and from where it stalled


@cache
def lives():
    """Runs drawn at random, and some of every label: what is drawn depends on what there is to draw from."""
    return [*known(), *drawn(RUNS, seed=4)]


def known():
    bowl, rates = ("elongated_bowl", (-4.0, 2.0)), np.array([0.018, 1e-9, 0.02, 0.5, 0.001])
    for (name, start), alpha in ((bowl, rates), (("saddle", (1.5, 0.001)), np.array([0.05, 0.1]))):
        optimizer = OPTIMIZERS["gradient_descent"](learning_rate=alpha)
        first = run(GROUNDS[name], optimizer, start, 300)
        later = run(GROUNDS[name], optimizer, first, 2700, record="params").params
        yield Drawn(GROUNDS[name], "gradient_descent", False, 300, first, later)


def singles():
    """Every run alone: surface, key, path, facts and words."""
    for life in lives():
        for at in range(life.first.final.shape[-1]):
            alone = one_of(life.first, (at,))
            alone = alone._replace(status=Status(int(alone.status)), stopped_at=int(alone.stopped_at))
            with np.errstate(all="ignore"):
                facts = outcome(alone, life.surface)
            yield life, at, alone, facts, label_of(facts, life.surface.letters)


# ---- promises
def broken(life):
    """Label → for each run that has it, whether it was broken in twice and in ten times as many steps."""
    with np.errstate(all="ignore"):
        return {
            Status.CONVERGED: gone(life, life.first.status == Status.CONVERGED, LEAVES, at_minimum=True),
            Status.STALLED: gone(life, life.first.status == Status.STALLED, MOVES, at_minimum=False),
        }


def gone(life, which, far, at_minimum):
    """(2, runs), whether each run of these was so many units away by then."""
    ends = life.first.final[:, which]
    if at_minimum:
        ends = minimum_near(life.surface, ends, life.first.end.steepest[which]).point
    away = np.linalg.norm(life.later[..., which] - ends, axis=1) / unit(life.surface) > far
    return np.array([away[: life.steps + 1].any(axis=0), away.any(axis=0)])


def share(label):
    """How many runs have a label, and how many of them broke its promise in twice and ten times as many steps."""
    each = np.concatenate([broken(life)[label] for life in lives()], axis=1)
    return each.shape[1], *each.sum(axis=1)


@pytest.mark.thorough
@pytest.mark.parametrize("label", [Status.CONVERGED, Status.STALLED], ids=lambda label: label.name.lower())
def test_a_promise_holds_for_ten_times_as_many_steps(label):
    runs, twice, tenfold = share(label)
    print(f"\n{label.label}: {runs} of {RUNS}, broken in 2×: {twice}, in 10×: {tenfold} ({tenfold / runs:.3%})")
    assert runs and tenfold <= (1 - KEPT) * runs


@pytest.mark.parametrize("steps", [9, 15, 23, 31])
def test_a_stall_holds_where_8_does_not_divide_the_steps(steps):
    """Sign descent makes steps of one length: so many more eighths are to come as an eighth is shorter."""
    surface, rates = GROUNDS["bounded_saddle"], np.geomspace(1e-5, 1e-3, 200)
    first = run(surface, OPTIMIZERS["sign_descent"](learning_rate=rates), (4.9, 0.5), steps)
    later = run(surface, OPTIMIZERS["sign_descent"](learning_rate=rates), first, 9 * steps, record="params").params
    life = SimpleNamespace(surface=surface, first=first, later=later, steps=steps)
    stalled = first.status == Status.STALLED
    assert stalled.any() and not stalled.all() and not gone(life, stalled, MOVES, at_minimum=False).any()


def test_the_first_steps_of_radam_are_no_stall():
    """Up to step 5 it divides by nothing: on a plateau its next steps are far longer."""
    radam, plateau = OPTIMIZERS["radam"](learning_rate=np.array([0.05, 0.4, 4.0])), GROUNDS["plateau"]
    first = run(plateau, radam, (-4.4, 3.2), 5)
    assert (first.status == Status.STILL_MOVING).all()
    assert (abs(run(plateau, radam, (-4.4, 3.2), 10).final - first.final) > 0.005).all()


@pytest.mark.parametrize("beta1", [0.9, 0.99, 0.999])
def test_nadam_with_a_long_memory_is_held_by_little(beta1):
    """However large β₁ is, a step has half of the newest gradient."""
    cost, rates = GROUNDS["quadratic_cost"], GROUNDS["quadratic_cost"].rates["nadam"] * np.geomspace(0.1, 1000, 80)
    nadam = OPTIMIZERS["nadam"](beta1=beta1, learning_rate=rates)
    first = run(cost, nadam, (12.9,), 60)
    life = SimpleNamespace(surface=cost, first=first, steps=60)
    life.later = run(cost, nadam, first, 540, record="params").params
    assert not gone(life, first.status == Status.CONVERGED, LEAVES, at_minimum=True).any()


@pytest.mark.parametrize("key", ["momentum", "nesterov", "rmsprop_momentum"])
def test_a_sum_of_gradients_is_not_taken_for_their_average(key):
    """A sum is 1/(1 − β₁) times as long: at the end of a warm-up α may be beyond what it bears."""
    cliff, schedule = GROUNDS["cliff"], SCHEDULES["warm_up"](steps=104.0)
    optimizer, start = OPTIMIZERS[key](learning_rate=np.linspace(5, 40, 60)), np.full((1, 60), -3.3)
    first = run(cliff, optimizer, start, 131, schedule=schedule)
    later = run(cliff, optimizer, first, 9 * 131, schedule=schedule, record="params").params
    life = SimpleNamespace(surface=cliff, first=first, later=later, steps=131)
    assert not gone(life, first.status == Status.CONVERGED, LEAVES, at_minimum=True).any()


def test_without_a_look_at_the_rates_the_promise_would_break(monkeypatch):
    """The runs of this test would tell: RMSprop and Adam leave a minimum where nobody asks for their rates."""
    monkeypatch.setattr(Watch, "held", lambda self, hessian, runs, scale: np.ones(len(runs), bool))
    optimizer = OPTIMIZERS["rmsprop"](learning_rate=np.geomspace(0.5, 20, 8))
    well = GROUNDS["double_well"]
    first = run(well, optimizer, (1.7,), 100)
    later = run(well, optimizer, first, 900, record="params").params
    life = SimpleNamespace(surface=well, first=first, later=later, steps=100)
    assert gone(life, first.status == Status.CONVERGED, LEAVES, at_minimum=True)[1].any()


# ---- the definitions, read off the page
def test_labels_are_given_by_the_letter():
    for life, at, alone, _, _ in singles():
        assert alone.status is by_the_letter(life, at, alone), (life.surface.name, life.key, life.steps)


@np.errstate(over="ignore", invalid="ignore")  # a path that grows 1000-fold in an eighth grows past all numbers
def by_the_letter(life, at, path):
    """The label of one run, each rule read off `Status`: the slow plain version of `Watch.label`."""
    if path.end.broke:
        return Status.DIVERGED
    surface, width, eighth = life.surface, unit(life.surface), max(life.steps // 8, 1)
    inside = [all(low <= x <= high for x, (low, high) in zip(p, surface.bounds, strict=True)) for p in path.params]
    if not inside[-1] and any(inside):
        return Status.LEFT_DOMAIN
    steps = path.state.step / width
    lengths = np.sqrt((steps**2).sum(axis=1))
    before, after = lengths[-2 * eighth : -eighth].sum(), lengths[-eighth:].sum()
    rates = rates_of(life, path)[-2 * eighth :]
    grown = rates[-1] / rates.min(axis=0) if len(rates) else np.ones(surface.n)
    grown[np.isnan(grown)] = 1
    rests = not raised_later(life.schedule, life.key, life.steps)
    if after <= 0.02 and at_minimum(life, at, path, eighth, width, grown, rates):
        return Status.CONVERGED if rests else Status.STILL_MOVING
    if any(circles(path, k, eighth, width) for k in range(surface.n)):
        return Status.OSCILLATING
    eighths = 9 * life.steps / eighth  # in nine times as many steps: 72 where 8 divides them
    later = after * max(max(after, 1e-12) / max(before, 1e-12), 1) ** eighths
    quiet = before + after <= 2e-4 and later <= 1e-4 * min(72 / eighths, 1) and (grown <= 1 + 1e-9).all()
    begun = path.end.t >= 8 or before + after == 0
    return Status.STALLED if quiet and rests and begun else Status.STILL_MOVING


@cache
def raised_later(schedule, key, steps):
    """Whether α is larger at any of ten times as many steps than at the last one."""
    if schedule is None or watches(schedule):
        return False
    rule = OPTIMIZERS[key](learning_rate=1.0)
    now, *later = (schedule(rule, t).learning_rate for t in range(steps, 11 * steps))
    return max(later) > 1.001 * now


def rates_of(life, path):
    if hasattr(OPTIMIZERS[life.key], "wants_objective"):
        return np.empty((0, life.surface.n))
    return np.broadcast_to(path.state.rate.reshape(life.steps, -1), (life.steps, life.surface.n))


def circles(path, k, eighth, width):
    """Whether one coordinate goes to and fro, and no longer by less, or while the loss hardly falls."""
    steps, last = path.state.step[-2 * eighth :, k] / width, path.params[:, k] / width
    turns = sum(a * b < 0 for a, b in zip(np.sign(steps), np.sign(steps[1:]), strict=False))
    before, after = abs(steps[:eighth]).sum(), abs(steps[eighth:]).sum()
    if turns < 3 or before + after <= max(5 * abs(last[-1] - last[-2 * eighth - 1]), 0.01) or after <= before / 2:
        return False
    high, low = path.loss[-2 * eighth : -eighth].mean(), path.loss[-eighth:].mean()
    return after >= 0.99 * before or high - low <= 0.1 * (high - path.loss.min())


def at_minimum(life, at, path, eighth, width, grown, rates):
    """Near a minimum in the whole last eighth, and held there by the rates."""
    near, minimum, hessian = minimum_near(life.surface, path.final[:, None], np.atleast_1d(path.end.steepest))
    box = path.params[-eighth - 1 :]
    corner = np.maximum(box.max(axis=0) - minimum[:, 0], minimum[:, 0] - box.min(axis=0))
    if not near[0] or np.hypot(*corner, *[0] * (2 - len(corner))) > 2e-3 * width:
        return False
    if not len(rates):
        return True
    steady = (grown <= 1 + 1e-9).all()
    if abs(np.diff(path.params, axis=0)).max() <= 1e-3 * width:
        return True
    if steady and np.sqrt((path.state.step[-eighth:] ** 2).sum(axis=1)).sum() > 1e-12 * width:
        return True
    power = np.log(life.steps / (life.steps - 2 * eighth + 1))
    late = rates[-1] * grown ** (1.5 * np.log(10) / power)
    scaled = np.sqrt(late)[:, None] * hessian[0] * np.sqrt(late)
    sums = life.key in ("momentum", "nesterov", "rmsprop_momentum") and not life.values.get("average")
    averages = hasattr(path.state, "v") and not sums
    beta1 = getattr(OPTIMIZERS[life.key](), "beta1", 0.0) if averages else 0.0
    bound = 2 * (1 + beta1) / (1 - beta1)
    if life.key == "nadam":  # of the newest gradient it has 1 − μ, where μ is β₁ or grows from half of it
        bound = 2 / (1 - beta1 / 2 + beta1 / 2 / 19) if life.first.state.faded.any() else 2 / (0.1 + 0.9 / 19)
    return np.isfinite(scaled).all() and np.linalg.eigvalsh(scaled)[-1] < (bound if steady else max(1, bound / 6))


# ---- facts
def test_every_sentence_is_true_of_the_path():
    seen = set()
    for life, _, path, facts, words in singles():
        CHECKS[facts.status](life, path, facts, words)
        seen.add(facts.status)
        assert words.hover.endswith(".") and "-" not in words.detail.replace("-fold", "")
        assert not any(phrase in words.hover for phrase in ("Try ", "stays at", "goes on", "constant rate"))
    assert seen == set(Status)


def near_is_true(life, path, facts, words):
    """From this step on near this minimum, not from the one before, and a minimum it is."""
    away = np.linalg.norm(path.params - facts.point, axis=1)
    assert (away[facts.step :] <= facts.reach).all() and (facts.step == 0 or away[facts.step - 1] > facts.reach)
    point = facts.point.copy()
    for _ in range(50):
        point = point - np.linalg.lstsq(life.surface.hessian(point), life.surface.gradient(point), rcond=None)[0]
    assert np.linalg.norm(point - facts.point) <= facts.reach
    assert np.linalg.eigvalsh(life.surface.hessian(point)).min() >= -1e-9
    assert f"step {facts.step}" in words.detail and f"From step {facts.step} to the last" in words.hover
    said_is_true(life, path, words.hover)
    if facts.growth is not None:
        said_is_true(life, path, words.detail)


NUMBER = r"−?\d+(?:,\d{3})*(?:\.\d+)?(?:e−?\d+)?"
WITHIN = re.compile(rf"within ({NUMBER}) of \D*?({NUMBER})(?:, ({NUMBER}))?")


def said_is_true(life, path, sentence):
    """With the numbers as they are written: at each step from the one that is named, so near the point."""
    reach, *point = [
        float(text.replace("−", "-").replace(",", "")) for text in WITHIN.search(sentence).groups() if text
    ]
    since = int(re.search(r"[Ff]rom step (\d+)", sentence)[1])
    assert len(point) == life.surface.n
    assert (np.linalg.norm(path.params[since:] - point, axis=1) <= 1.001 * reach).all(), sentence


def loss_is_true(life, path, facts, words):
    """The loss at both ends of the last quarter, and the way it went."""
    first, last = path.loss[-2 * max(life.steps // 8, 1) - 1], path.loss[-1]
    assert facts.loss == (first, last) and facts.window == 2 * max(life.steps // 8, 1)
    way = "fell" if last < first else "rose" if last > first else "what it was"
    assert way in words.hover or facts.growth is not None
    if "% a step" in words.detail:
        least = life.surface.minimum
        assert float(re.search(r"falls ([\d.]+) %", words.detail)[1]) == pytest.approx(facts.fall, rel=0.06)
        assert "100 %" not in words.detail
        assert facts.fall == pytest.approx(100 * (1 - ((last - least) / (first - least)) ** (1 / facts.window)))
        assert last < first and ("above the minimum" in words.detail) == (least != 0)


def moving_is_true(life, path, facts, words):
    if facts.growth is not None:
        near_is_true(life, path, facts, words)
        return
    loss_is_true(life, path, facts, words)
    outside = [k for k, p in enumerate(path.params) if not inside(life.surface, p)]
    assert (facts.outside, facts.out) == (len(outside), (outside[0], outside[-1]) if outside else None)
    assert ("never in the domain" in words.detail) == (len(outside) == len(path.params))


def inside(surface, point):
    return all(low <= x <= high for x, (low, high) in zip(point, surface.bounds, strict=True))


def oscillating_is_true(life, path, facts, words):
    loss_is_true(life, path, facts, words)
    rows = path.params[-facts.window - 1 :]
    sides = np.ptp(rows, axis=0)[list(facts.circling)]
    assert facts.circling and facts.amplitude == pytest.approx(sides.max() / 2)
    assert all((np.diff(np.sign(np.diff(rows[:, k]))) != 0).sum() >= 3 for k in facts.circling)
    names = [life.surface.letters[k] for k in facts.circling]
    assert len(names) == life.surface.n or words.detail.startswith(f"{names[0]} ±")


def stalled_is_true(life, path, facts, words):
    rows = path.params[-facts.window - 1 :]
    assert facts.path == pytest.approx(np.linalg.norm(np.diff(rows, axis=0), axis=1).sum())
    assert facts.gradient_norm == pytest.approx(np.linalg.norm(life.surface.gradient(path.final)))
    assert facts.moved == bool((path.params != path.params[0]).any()) and np.array_equal(facts.point, path.final)


def left_is_true(life, path, facts, words):
    where = [inside(life.surface, point) for point in path.params]
    assert where[facts.step - 1] and not any(where[facts.step :])
    assert np.array_equal(facts.point, path.params[facts.step]) and words.detail.startswith(f"step {facts.step}, at ")


def diverged_is_true(life, path, facts, words):
    assert facts.step == path.stopped_at == words.stopped and np.isfinite(path.final).all()
    assert f"step {facts.step}" in words.detail


CHECKS = {
    Status.CONVERGED: near_is_true,
    Status.STILL_MOVING: moving_is_true,
    Status.OSCILLATING: oscillating_is_true,
    Status.STALLED: stalled_is_true,
    Status.LEFT_DOMAIN: left_is_true,
    Status.DIVERGED: diverged_is_true,
}


def test_numbers_are_written_without_powers_of_ten_up_to_a_million():
    assert [short(x) for x in (1234.6, -20500.0, 999_999.0, 2.345e6, -1e12, 3.36e-14)] == (
        ["1,230", "−20,500", "1,000,000", "2.34e6", "−1e12", "3.36e−14"]
    )
    assert [at_most(x) for x in (0.02, 0.0200001, 0.0112)] == ["0.02", "0.0201", "0.0112"]


def test_nobody_rests_while_a_schedule_will_raise_the_rate():
    """Cosine with restarts: at the end of a cycle α is 0, and the next one begins with α₀."""
    rule, bowl = OPTIMIZERS["gradient_descent"](learning_rate=0.009), SURFACES["elongated_bowl"]
    restarts = SCHEDULES["restarts"](steps=50.0)
    assert run(bowl, rule, (0.0, 1e-5), 50, schedule=restarts).status is Status.STILL_MOVING
    assert run(bowl, rule, (0.0, 1e-5), 50, schedule=SCHEDULES["cosine"](steps=50.0)).status is not Status.STILL_MOVING
