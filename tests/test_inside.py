"""Inside a step: columns, statuses, ghosts, and the sizes of steps."""

from dataclasses import replace

import numpy as np
import pytest
from driver_objectives import Slope

from experiments.inside import OPENABLE, Parts, first_step, ghosts, inside_of, lines_of, made, terminal_speed
from experiments.race import Ground, Runner, run_of
from optimizers import OPTIMIZERS, Status, run, specs
from optimizers.parts import VARIANTS
from surfaces import SURFACES

BOWL, START = Ground("elongated_bowl"), (-4.0, 2.0)


def runner(key, **given):
    values = {name: spec.default for name, spec in specs(OPTIMIZERS[key]).items()}
    return Runner(key, tuple((values | given).items()))


EVERYONE = [
    *(runner(key, learning_rate=0.004) for key in OPENABLE),
    runner("nesterov", learning_rate=0.004, look_ahead=True),
    *(Parts(0.01, **variant.switches) for variant in VARIANTS.values()),
]


@pytest.mark.parametrize("what", EVERYONE, ids=str)
def test_columns_are_those_of_the_run(what):
    inside = inside_of(BOWL, START, 50, what)
    assert inside.path.shape == (51, 2) and inside.loss.shape == (51,) and inside.length.shape == (50,)
    for column in (inside.gradient, inside.rate, inside.step):
        assert column.shape == (50, 2)
    assert np.array_equal(inside.path[:-1] + inside.step, inside.path[1:])
    assert inside.length == pytest.approx(np.linalg.norm(inside.step, axis=1))
    fields = made(what).init(np.zeros(2))._fields
    for name in ("v", "v_hat", "s", "s_hat"):
        assert (getattr(inside, name) is not None) == (name in fields)
    assert np.isfinite(np.concatenate([np.ravel(part) for part in inside.state])).all()


@pytest.mark.parametrize("key", OPENABLE)
def test_it_agrees_with_the_race(key):
    inside = inside_of(Ground("beale"), (1.0, 1.5), 80, runner(key))
    race = run_of(Ground("beale"), (1.0, 1.5), 80, runner(key))
    assert np.array_equal(inside.path, race.path) and inside.last == race.last
    assert inside.outcome.status == race.outcome.status and np.array_equal(inside.rate, race.rate[:-1])


def test_the_look_ahead_point_is_where_the_gradient_was_taken():
    inside = inside_of(BOWL, START, 50, runner("nesterov", learning_rate=0.002, look_ahead=True))
    assert np.array_equal(SURFACES["elongated_bowl"].gradient(inside.look_ahead.T).T, inside.gradient)
    assert np.array_equal(inside.look_ahead[0], START) and (inside.look_ahead[1:] != inside.path[1:-1]).all()
    assert inside_of(BOWL, START, 50, runner("nesterov", learning_rate=0.002)).look_ahead is None


@pytest.mark.parametrize("what", EVERYONE, ids=str)
def test_the_lines_of_a_step_lead_to_the_next_point(what):
    inside = inside_of(BOWL, START, 50, what)
    for t in (1, 2, 50):
        assert np.array_equal(lines_of(BOWL, what, inside, t)[-1].value, inside.path[t])


def test_a_run_that_diverges_says_so_and_shows_it():
    ground, what = Ground("rosenbrock"), runner("gradient_descent", learning_rate=0.01)
    inside = inside_of(ground, (-1.2, 1.0), 50, what)
    assert (inside.outcome.status, inside.outcome.step, inside.last) == (Status.DIVERGED, 4, 3)
    assert np.isfinite(inside.path).all() and np.array_equal(inside.path[3], inside.path[50])
    assert abs(lines_of(ground, what, inside, 4)[-1].value).max() > 4000  # a thousand times the side of the domain
    for t in (0, 5, 50):
        with pytest.raises(ValueError, match="outside its domain 1 ≤ t ≤ 4"):
            lines_of(ground, what, inside, t)


def test_no_steps_and_no_rate():
    assert first_step(inside_of(BOWL, START, 0, Parts(0.1)), 0.1) is None
    still = inside_of(BOWL, START, 5, Parts(0.0))
    assert first_step(still, 0.0) is None and not still.outcome.moved
    lost = inside_of(Ground("rosenbrock"), (1e200, 1.0), 5, Parts(0.1))
    assert lost.outcome.status is Status.DIVERGED and lost.last == 0 and first_step(lost, 0.1) is None


# ---- ghosts
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("key", VARIANTS)
def test_the_other_six_run_beside_it(key, own):
    parts = Parts(0.05, beta1=0.8, beta2=0.99, **VARIANTS[key].switches)
    found = ghosts(BOWL, START, 60, parts, own)
    assert [ghost.key for ghost in found] == [other for other in VARIANTS if other != key]
    for ghost in found:
        preset = VARIANTS[ghost.key].preset(SURFACES["elongated_bowl"].rates)
        given = ghost.parts._asdict()
        assert {name: given[name] for name in preset} == (preset if own else {n: getattr(parts, n) for n in preset})
        assert ghost.parts.variant.key == ghost.key
        assert np.array_equal(ghost.path, inside_of(BOWL, START, 60, ghost.parts).path)


def test_with_presets_of_their_own_ghosts_are_the_racers():
    found = {ghost.key: ghost for ghost in ghosts(BOWL, START, 100, Parts(0.2), own=True)}
    rates = SURFACES["elongated_bowl"].rates
    for key in ("rmsprop", "gradient_descent"):
        race = run_of(BOWL, START, 100, runner(key, learning_rate=rates[key]))
        assert np.array_equal(found[key].path, race.path)
    momentum = run_of(BOWL, START, 100, runner("momentum", learning_rate=rates["momentum"]))
    assert found["momentum"].path == pytest.approx(momentum.path, abs=1e-12)


# ---- sizes of steps
def test_first_steps_in_units_of_alpha():
    """Lectures: α in every coordinate; without correction (1 − β₁)/√(1 − β₂) α, about 3.16 α."""
    corrected, plain = Parts(0.2), Parts(0.2, bias_correction=False)
    assert first_step(inside_of(BOWL, START, 1, corrected), 0.2) == pytest.approx([1, 1], rel=1e-8)
    assert first_step(inside_of(BOWL, START, 1, plain), 0.2) == pytest.approx([3.1623, 3.1623], rel=1e-4)
    momentum = Parts(0.02, scaling=False)
    assert first_step(inside_of(BOWL, START, 1, momentum), 0.02) == pytest.approx([8, 200], rel=1e-12)  # g itself


@pytest.mark.parametrize("beta, times", [(0.9, 10), (0.99, 100)])
def test_the_terminal_speed_of_momentum(beta, times):
    """Hinton's tilted plane: 10 times that of gradient descent at .9, 100 times at .99."""
    slow = terminal_speed(OPTIMIZERS["gradient_descent"](learning_rate=0.1), (3.0, -0.5))
    fast = terminal_speed(OPTIMIZERS["momentum"](learning_rate=0.1, beta1=beta), (3.0, -0.5))
    assert slow == pytest.approx([0.3, 0.05]) and fast / slow == pytest.approx([times, times], rel=1e-12)


@pytest.mark.parametrize("key", OPENABLE)
def test_every_rule_has_a_terminal_speed(key):
    """A newcomer's column says nothing until its limit is written: `_speed` or `_measure` of experiments/inside.py."""
    assert terminal_speed(OPTIMIZERS[key](), (1.0, 2.0)) is not None, f"write the limit of {key} in _speed or _measure"


def test_of_a_rule_that_is_not_listed_no_terminal_speed_is_said():
    class Halved(OPTIMIZERS["gradient_descent"].__base__):
        learning_rate = 0.1

    assert terminal_speed(Halved(), (1.0, 2.0)) is None


@pytest.mark.thorough
@pytest.mark.parametrize("what", EVERYONE, ids=str)
def test_terminal_speed_is_where_steps_on_a_slope_lead(what):
    optimizer, g = made(what), (3.0, -0.25)
    sooner = {"Adadelta": {"epsilon": 1.0}, "AdaBelief": {"beta2": 0.99}, "RAdam": {"beta2": 0.99}}
    sooner |= {"Nadam": {"fade": 0.96}, "AdamW": {"weight_decay": 0.0}}
    optimizer = replace(optimizer, **sooner.get(type(optimizer).__name__, {}))
    path = run(Slope(*g), optimizer, (0.0, 0.0), 12_000)
    tolerance = 1e-4 if "Adagrad" in repr(optimizer) else 0  # its steps die out as 1/√t
    relative = 1e-3 if "Yogi" in repr(optimizer) else 1e-5
    assert abs(path.state.step[-1]) == pytest.approx(terminal_speed(optimizer, g), rel=relative, abs=tolerance)
    assert (terminal_speed(optimizer, (0.0, 0.0)) == 0).all()
