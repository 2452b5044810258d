"""Labels are promises: what a run is said to have done, it has done, and it goes on doing it."""

from functools import cache

import numpy as np
import pytest
from driver_objectives import Bare, Quadratic, Slope

from optimizers import OPTIMIZERS, Status, outcome, run
from optimizers.status import unit
from surfaces import SURFACES

RUNS, STEPS = 50, 300


def made(key, learning_rate, **given):
    return OPTIMIZERS[key](learning_rate=learning_rate, **given)


# ---- promises, on 2100 runs from anywhere at rates from 1/30 to 30 times the preset
@cache
def lives():
    """(surface, optimizer's key, 300 steps, 3000 steps more) for every pair."""
    rng, found = np.random.default_rng(2), []
    for surface in SURFACES.values():
        low, high = np.transpose(surface.bounds)[..., None]
        for key in OPTIMIZERS:
            rates = surface.rates[key] * 10 ** rng.uniform(-1.5, 1.5, RUNS)
            start = rng.uniform(low, high, (2, RUNS))
            first = run(surface, made(key, rates), start, STEPS)
            found.append((surface, key, first, run(surface, made(key, rates), first, 10 * STEPS, record="params")))
    return found


def gone(surface, first, rest, steps):
    """How far each run gets from where it was, in `steps` steps more, in units."""
    return np.linalg.norm(rest.params[: steps + 1] - first.final, axis=1).max(axis=0) / unit(surface)


def test_every_label_occurs_often():
    labels = np.concatenate([first.status for _, _, first, _ in lives()])
    assert len(labels) >= 2000 and (np.bincount(labels, minlength=6) >= 40).all()


def by_the_letter(path, at, surface):
    """The label of one run of a batch, each rule read off the page: the slow plain version of `Watch.label`."""
    points, loss, width = path.params[..., at], path.loss[:, at], max(high - low for low, high in surface.bounds)
    moves = [np.hypot(*move) / width for move in path.state.step[..., at]]
    eighth = len(moves) // 8
    before, after, net = sum(moves[-2 * eighth : -eighth]), sum(moves[-eighth:]), points[-1] - points[-2 * eighth - 1]
    fell = np.mean(loss[-2 * eighth : -eighth]) - np.mean(loss[-eighth:])
    label = Status.STALLED if before + after <= 3e-4 else Status.STILL_MOVING
    if before + after > 5 * np.hypot(*net) / width and before + after > 0.01 and after > before / 2:
        label = Status.OSCILLATING if fell <= 0.1 * (np.mean(loss[-2 * eighth : -eighth]) - min(loss)) else label
    if after <= 0.02 and at_rest(surface, points[-1], 2e-3 * width):
        label = Status.CONVERGED
    if any(not low <= x <= high for x, (low, high) in zip(points[-1], surface.bounds, strict=True)):
        label = Status.LEFT_DOMAIN
    return Status.DIVERGED if path.end.broke[at] else label


def at_rest(surface, point, reach):
    hessian, near = surface.hessian(point), [np.hypot(*(point - minimum)) <= reach for minimum in surface.minima]
    bowl = (np.linalg.eigvalsh(hessian) > 0).all()
    return any(near) or (bowl and np.hypot(*np.linalg.solve(hessian, surface.gradient(point))) <= reach)


def test_labels_are_given_by_the_letter():
    for surface, key, first, _ in lives():
        labels = [by_the_letter(first, at, surface) for at in range(RUNS)]
        assert first.status.tolist() == labels, (surface.name, key)


def test_converged_stays_for_ten_times_as_long():
    """Adam's s goes on forgetting, so that at a high rate it may leave a minimum much later: it promises less. So do
    its kin, and Adadelta, whose steps grow on their own."""
    left = {"forgetful": [], "others": []}
    for surface, key, first, rest in lives():
        kin = OPTIMIZERS[key].facts.group.startswith("Adaptive + momentum") or key == "adadelta"
        converged = first.status == Status.CONVERGED
        far = gone(surface, first, rest, STEPS if kin else 10 * STEPS)[converged]
        left["forgetful" if kin else "others"].extend(far > 0.02)
    assert len(left["others"]) > 400 and not any(left["others"])
    assert len(left["forgetful"]) > 100 and np.mean(left["forgetful"]) <= 0.05


def test_converged_means_a_minimum_that_we_know():
    for surface, _, first, _ in lives():
        points = first.final[:, first.status == Status.CONVERGED]
        away = [np.linalg.norm(points - np.array(minimum)[:, None], axis=0) for minimum in surface.minima]
        assert not points.size or (np.min(away, axis=0) <= 0.01 * unit(surface)).all(), surface.name


def test_oscillating_does_not_come_to_rest():
    """One in fifty may: Adagrad's rate falls for ever, and so the widest oscillation ends some day."""
    after = np.concatenate([rest.status[first.status == Status.OSCILLATING] for _, _, first, rest in lives()])
    assert len(after) > 100 and np.mean(after == Status.CONVERGED) <= 0.02


def test_stalled_stays_for_another_quarter():
    for surface, key, first, rest in lives():
        assert (gone(surface, first, rest, STEPS // 4)[first.status == Status.STALLED] <= 0.01).all(), (
            surface.name,
            key,
        )


def test_still_moving_moves():
    for surface, _, first, _ in lives():
        path = np.linalg.norm(first.state.step[-74:], axis=1).sum(axis=0)
        moving = (first.status == Status.STILL_MOVING) | (first.status == Status.OSCILLATING)
        assert (path[moving] > 3e-4 * unit(surface)).all()
        assert (path[first.status == Status.STALLED] <= 3e-4 * unit(surface) * (1 + 1e-12)).all()


def test_who_left_is_outside_and_who_did_not_is_inside():
    for surface, _, first, _ in lives():
        low, high = np.transpose(surface.bounds)[..., None]
        outside = ((first.final < low) | (first.final > high)).any(axis=0)
        alive = first.status != Status.DIVERGED
        assert np.array_equal(outside[alive], first.status[alive] == Status.LEFT_DOMAIN)


def test_who_diverged_rests_at_a_finite_point_for_ever():
    for _, _, first, rest in lives():
        diverged = first.status == Status.DIVERGED
        assert np.isfinite(first.final[:, diverged]).all() and (first.stopped_at[diverged] <= STEPS).all()
        assert (first.stopped_at[~diverged] == STEPS).all() and (rest.status[diverged] == Status.DIVERGED).all()
        assert np.array_equal(rest.final[:, diverged], first.final[:, diverged])
        assert np.array_equal(rest.stopped_at[diverged], first.stopped_at[diverged])


# ---- objectives that know less
@pytest.mark.parametrize("n", [1, 2, 5, 8, 9, 12])
@pytest.mark.parametrize("kind", [Bare, Quadratic])
def test_convergence_is_seen_with_and_without_a_hessian(n, kind):
    objective = Bare(*np.linspace(1, 2, n)) if kind is Bare else Quadratic(*np.linspace(1, 2, n), side=1.0)
    path = run(objective, made("gradient_descent", np.array([0.1, 3e-3, 1e-9])), np.full((n, 1), 0.02), 400)
    assert path.status.tolist() == [Status.CONVERGED, Status.STILL_MOVING, Status.STALLED]


def test_a_valley_without_end_is_no_minimum():
    for kind in (Bare, Quadratic):
        objective = kind(2.0, 0.0)
        objective.minima = ()
        assert run(objective, made("gradient_descent", 0.1), (1.0, 3.0), 300).status is Status.STALLED


def test_rest_on_a_saddle_or_a_top_is_a_stall():
    assert run(SURFACES["saddle"], made("adam", 0.1), (0.0, 0.0), 100).status is Status.STALLED
    assert run(SURFACES["bounded_saddle"], made("momentum", 0.01), (1.0, 0.0), 500).status is Status.STALLED
    top = (-0.2708445906694487, -0.9230385564799807)
    assert run(SURFACES["himmelblau"], made("gradient_descent", 1e-6), top, 100).status is Status.STALLED


def test_words():
    assert [status.label for status in Status] == [
        "still moving", "converged", "oscillating", "stalled", "left the domain", "diverged",
    ]  # fmt: skip


# ---- the facts behind a label
def found(surface, optimizer, start, steps):
    objective = SURFACES[surface] if isinstance(surface, str) else surface
    return outcome(run(objective, optimizer, start, steps), objective)


def test_converged_tells_from_when_and_where():
    surface, optimizer = SURFACES["elongated_bowl"], made("momentum", 0.002)
    path = run(surface, optimizer, (-4.0, 2.0), 300)
    facts = outcome(path, surface)
    away = np.linalg.norm(path.params, axis=1)
    assert facts.status is Status.CONVERGED and np.allclose(facts.point, 0, atol=1e-12)
    assert (away[facts.step :] <= 2e-3 * 10).all() and away[facts.step - 1] > 2e-3 * 10
    assert facts.moved and not facts.circling and facts.out is None and facts.fall is None and facts.part is None


def test_converged_at_a_minimum_that_is_not_listed():
    class Unlisted(Bare):
        bounds = ((-5, 5), (-5, 5))

    facts = found(Unlisted(2.0, 4.0), made("gradient_descent", 0.1), (1.0, 1.0), 200)
    assert facts.status is Status.CONVERGED and np.allclose(facts.point, 0, atol=1e-9) and 1 < facts.step < 40


def test_steps_are_counted_from_the_first_start():
    surface, optimizer = SURFACES["elongated_bowl"], made("momentum", 0.002)
    whole = outcome(run(surface, optimizer, (-4.0, 2.0), 300), surface)
    half = run(surface, optimizer, (-4.0, 2.0), 50)
    assert outcome(run(surface, optimizer, half, 250), surface).step == whole.step > 50


def test_still_moving_tells_how_fast_the_loss_falls():
    halving = Quadratic(1.0, side=1e6)
    facts = found(halving, made("gradient_descent", 1 - np.sqrt(0.99)), (1e5,), 80)
    assert facts.status is Status.STILL_MOVING and facts.fall == pytest.approx(1.0)
    rising = found(Slope(1.0), made("gradient_descent", 1.0), (1.0,), 80)  # the loss falls below 0: no share of it
    assert rising.status is Status.STILL_MOVING and rising.fall is None


def test_oscillating_tells_how_wide_and_around_what():
    facts = found("elongated_bowl", made("rmsprop", 0.5), (-4.0, 2.0), 300)
    assert facts.status is Status.OSCILLATING and facts.circling
    assert facts.amplitude == pytest.approx(0.25, abs=0.05) and np.allclose(facts.point, 0, atol=0.05)
    swing = found(Quadratic(1.0, 1.0), made("gradient_descent", 2.0), (1.0, -3.0), 100)  # ± for ever
    assert swing.status is Status.OSCILLATING and swing.amplitude == 3.0 and np.array_equal(swing.point, (0, 0))


def test_stalled_tells_the_gradient_and_the_point():
    facts = found("plateau", made("gradient_descent", 0.001), (4.0, 3.0), 100)
    slope = 5 * np.exp(-12.5)
    assert facts.status is Status.STALLED and facts.gradient_norm == pytest.approx(slope, rel=1e-3)
    assert np.allclose(facts.point, (4, 3), atol=1e-3) and facts.moved
    assert found("saddle", made("adam", 0.1), (0.0, 0.0), 20).gradient_norm == 0.0


def test_who_did_not_move_is_told_apart():
    facts = found("beale", made("adam", 0.0), (1.0, 1.0), 100)
    assert facts.status is Status.STALLED and not facts.moved and facts.gradient_norm > 1


def test_left_tells_when_and_where():
    facts = found("saddle", made("gradient_descent", 0.05), (1.5, 0.001), 100)
    assert facts.status is Status.LEFT_DOMAIN
    assert facts.step == np.ceil(np.log(2 / 0.001) / np.log(1.1)) and facts.point[1] == pytest.approx(
        0.001 * 1.1**facts.step
    )
    assert facts.out == (facts.step, 100)


def test_who_came_back_tells_how_long_it_was_out():
    surface = Quadratic(1.0, side=2.0)
    facts = found(surface, made("momentum", 0.1), (1.5,), 400)
    points = run(surface, made("momentum", 0.1), (1.5,), 400).params[:, 0]
    outside = np.flatnonzero(abs(points) > 1)
    assert facts.status is Status.CONVERGED and facts.out == (0, outside[-1]) and 0 < outside[-1] < 20


def test_diverged_tells_when_and_what():
    facts = found("rosenbrock", made("gradient_descent", 0.01), (-1.2, 1.0), 50)
    assert (facts.status, facts.step, facts.part) == (Status.DIVERGED, 4, "position")
    inside = found(Slope(1e160, 1.0), made("adam", 0.1), (1.0, 1.0), 10)
    assert (inside.status, inside.step, inside.part, inside.moved) == (Status.DIVERGED, 1, "s", False)


@pytest.mark.parametrize("key", list(OPTIMIZERS))
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 7, 8, 17])
def test_short_runs_have_labels_too(key, steps):
    for surface in SURFACES.values():
        facts = outcome(run(surface, made(key, surface.rates[key]), surface.start, steps), surface)
        assert (
            facts.status in (Status.STILL_MOVING, Status.STALLED) if steps < 2 else facts.status is not Status.DIVERGED
        )


@pytest.mark.parametrize("record", [False, "loss", ("params", "loss")], ids=str)
def test_an_outcome_needs_its_records(record):
    path = run(SURFACES["beale"], made("adam", 0.1), (1.0, 1.0), 10, record=record)
    with pytest.raises(ValueError, match="needs params, loss and step"):
        outcome(path, SURFACES["beale"])


def test_an_outcome_is_that_of_one_run():
    with pytest.raises(ValueError, match=r"not of a batch of shape \(3,\)"):
        outcome(run(SURFACES["beale"], made("adam", 0.1), np.ones((2, 3)), 10), SURFACES["beale"])
