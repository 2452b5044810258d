"""Labels and the facts behind them, on runs whose end is known. `test_label_facts.py` has the random ones."""

import numpy as np
import pytest
from driver_objectives import Bare, Quadratic, Slope

from optimizers import OPTIMIZERS, Status, outcome, run
from surfaces import SURFACES


def made(key, learning_rate, **given):
    return OPTIMIZERS[key](learning_rate=learning_rate, **given)


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
