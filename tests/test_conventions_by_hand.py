"""What was promised of optimizers, conventions, schedules and one parameter, against numbers worked out by hand."""

from math import sqrt

import numpy as np
import pytest

from experiments.as_code import script
from experiments.race import Ground, Runner, run_of
from experiments.steering import Steering
from optimizers import OPTIMIZERS, SCHEDULES, Hyper, Options, Switch, by_hand, chain, run, specs
from optimizers.hyper import varies
from surfaces import COSTS, SURFACES, parse_formula
from ui.cached import limit
from ui.networks.events import answer as answered
from ui.networks.state import fresh as networks

STEPS = 40
TILTED = parse_formula("3*x^2 + 50*y^2 + x*y - 2*x")  # Hessian ((6, 1), (1, 100)), gradient 0 at (200, −2)/599
LOWEST = np.array([200, -2]) / 599


class Slope:
    """A plane whose gradient is given, another one at each step if there are several: f itself is of no interest."""

    def __init__(self, *gradients):
        self.gradients = [np.array(g, dtype=float) for g in gradients]

    def value(self, params):
        return 0.0 * params[0]

    def gradient(self, params, t=None):
        g = self.gradients[min(t or 1, len(self.gradients)) - 1]
        return g.reshape(-1, *[1] * (params.ndim - 1)) + 0 * params


class Quadratic:
    """½ θ·Aθ − b·θ in n dimensions, least where Aθ = b."""

    def __init__(self, n):
        random = np.random.default_rng(n)
        root = random.normal(size=(n, n))
        self.a, self.b = root @ root.T + np.eye(n), random.normal(size=n)

    def value(self, params):
        return np.einsum("i...,ij,j...", params, self.a, params) / 2 - np.einsum("i,i...", self.b, params)

    def gradient(self, params, t=None):
        return np.einsum("ij,j...->i...", self.a, params) - self.b.reshape(-1, *[1] * (params.ndim - 1))


def made(name, form=None, **values):
    """An optimizer in a convention."""
    kind = OPTIMIZERS[name]
    forms = {convention.key: convention.values for convention in kind.facts.conventions}
    return kind(**{**(forms[form] if form else {}), **values})


def places(objective, optimizer, steps, start=(0.0,), **steering):
    """The first coordinate of each point."""
    return run(objective, optimizer, start, steps, **steering).params[:, 0]


# ---- conventions
@pytest.mark.parametrize(("form", "share"), [("pytorch", 3.16), ("optax", 0.95), ("keras", 0.31)])
def test_where_epsilon_stands_decides_on_the_plateau(form, share):
    alpha = 0.5
    first = places(Slope([1e-4]), made("rmsprop", form, learning_rate=alpha, beta2=0.9), 1)
    assert first[1] == pytest.approx(-share * alpha, abs=0.005)


@pytest.mark.parametrize(("form", "q"), [("pytorch", 0.96**0.004), ("keras", 0.96), ("optax", 0.0)])
def test_two_steps_of_each_nadam_by_hand(form, q):
    """Gradients 3 and −1. v: .3, .17; s: .009, .009991; 1 − β₂ᵗ: .001, .001999."""
    one, two, three = (0.9 * (1 - q**t / 2) for t in (1, 2, 3))
    first = two * 0.3 / (1 - one * two) + (1 - one) * 3 / (1 - one)
    second = three * 0.17 / (1 - one * two * three) + (1 - two) * -1 / (1 - one * two)
    walk = -0.1 * np.cumsum([first / sqrt(0.009 / 0.001), second / sqrt(0.009991 / 0.001999)])
    found = places(Slope([3.0], [-1.0]), made("nadam", form, learning_rate=0.1), 2)
    assert found[1:] == pytest.approx(walk, rel=1e-6)


@pytest.mark.parametrize(("form", "last"), [("pytorch", -0.115), ("keras", -0.16)])
def test_momentum_feels_a_cut_of_alpha_at_once_only_with_alpha_outside(form, last):
    """g = 1, β₁ = .5, α .1 and then .01. Outside: v 1, 1.5, steps .1, .015. Inside: v .1, .06."""
    cut = by_hand([(1, "learning_rate", 0.01)])
    found = places(Slope([1.0]), made("momentum", form, learning_rate=0.1, beta1=0.5), 2, schedule=cut)
    assert found == pytest.approx([0, -0.1, last])


def test_dampening_spares_the_first_gradient():
    """β₁ = .5, d = .25: v 1, 1.25, 1.375; the average form with the same share has .75 at once."""
    found = places(Slope([1.0]), made("momentum", learning_rate=1.0, beta1=0.5, dampening=0.25), 3)
    assert found == pytest.approx([0, -1, -2.25, -3.625])


# ---- rules by hand
def test_gains_grow_by_a_twentieth_and_shrink_by_one():
    """γ: 1, 1.05, 1.10, then × .95 at the flip, + .05 after it."""
    found = places(Slope([1.0], [1.0], [1.0], [-1.0], [-1.0]), made("separate_gains", learning_rate=1.0), 5)
    assert np.diff(found) == pytest.approx([-1, -1.05, -1.10, 1.045, 1.095])


@pytest.mark.parametrize(("wide", "most"), [(False, 10), (True, 100)])
def test_gains_are_kept_within_their_limits(wide, most):
    found = places(Slope([1.0]), made("separate_gains", learning_rate=1.0, wide=wide), 2100)
    assert np.diff(found)[-1] == -most


def test_rprop_stays_for_a_step_where_the_sign_flips():
    found = places(Slope([1.0], [1.0], [-1.0], [-1.0], [-1.0]), made("rprop", learning_rate=0.1), 5)
    assert np.diff(found) == pytest.approx([-0.1, -0.12, 0, 0.06, 0.072])


def test_decay_of_adamw_is_not_divided_by_its_ruler():
    """Without a gradient 1 − α λ = .95 is left at each step."""
    found = places(Slope([0.0]), made("adamw", learning_rate=0.1, weight_decay=0.5), 2, start=(1.0,))
    assert found == pytest.approx([1, 0.95, 0.9025])


def test_schedule_free_draws_the_mean_of_its_points():
    """z: −.2, −.4, −.6; their means so far."""
    found = places(Slope([2.0]), made("schedule_free", learning_rate=0.1), 3)
    assert found == pytest.approx([0, -0.2, -0.3, -0.4])


# ---- second order
def test_newton_needs_one_step_on_a_quadratic():
    path = run(TILTED, made("newton", learning_rate=1.0, damping=0.0), (5.0, -3.0), 1)
    assert path.final == pytest.approx(LOWEST, abs=1e-12)
    assert (path.state.gradients[-1], path.state.hessians[-1]) == (1, 1)


def test_newton_leaves_a_saddle():
    """On x² − y² the damped step keeps .001/2.001 of x and takes y away from 0, by 2/2.001 of itself."""
    path = run(parse_formula("x^2 - y^2"), made("newton", learning_rate=1.0, damping=1e-3), (1.0, 1e-3), 1)
    assert path.final == pytest.approx([0.001 / 2.001, 1e-3 * (1 + 2 / 2.001)], rel=1e-9)


@pytest.mark.parametrize("n", [2, 3, 6])
@pytest.mark.parametrize("fletcher_reeves", [False, True])
def test_conjugate_gradient_needs_n_steps_in_n_dimensions(n, fletcher_reeves):
    bowl = Quadratic(n)
    path = run(bowl, made("conjugate_gradient", fletcher_reeves=fletcher_reeves), np.zeros(n), n)
    off = abs(path.params - np.linalg.solve(bowl.a, bowl.b)).max(axis=1)
    assert off[n] < 1e-10 < 1e-3 < off[n - 1]


# ---- schedules
def test_the_decay_of_the_lecture():
    plan = SCHEDULES["inverse_time"](decay=1.0, every=10)
    found = places(Slope([1.0]), made("gradient_descent", learning_rate=0.2), STEPS, schedule=plan)
    assert -np.diff(found)[::10] == pytest.approx([0.1, 0.0667, 0.05, 0.04], abs=5e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_change_by_hand_is_two_runs_one_after_the_other(name):
    options = Options(weight_decay=0.1, clip=3.0, noise=0.3, batch=4, seed=3)
    before, after = (made(name, learning_rate=rate) for rate in (0.01, 0.02))
    first = run(SURFACES["rosenbrock"], before, (1.0, 0.5), 17, options=options)
    second = run(SURFACES["rosenbrock"], after, first, 23, options=options)
    plan = by_hand([(17, "learning_rate", 0.02)])
    whole = run(SURFACES["rosenbrock"], before, (1.0, 0.5), STEPS, options=options, schedule=plan)
    assert np.array_equal(whole.params[:18], first.params)
    assert np.array_equal(whole.params[17:], second.params)


# ---- options
def test_noise_is_the_same_for_all_and_as_small_as_its_batch():
    options = Options(noise=2.0, batch=16, seed=1)
    several = run(
        TILTED, made("gradient_descent", learning_rate=np.array([1e-3, 2e-3])), (1.0, 1.0), 2000, options=options
    )
    alone = run(TILTED, made("adam", learning_rate=0.01), (2.0, 2.0), 2000, options=options)
    noise = [
        path.gradient - np.moveaxis(TILTED.gradient(np.moveaxis(path.params[:-1], 1, 0)), 0, 1)
        for path in (several, alone)
    ]
    assert noise[0] == pytest.approx(np.stack([noise[1]] * 2, axis=-1), abs=1e-11)
    assert noise[1].std() == pytest.approx(2 / sqrt(16), rel=0.05)
    other = run(TILTED, made("adam"), (2.0, 2.0), 1, options=Options(noise=2.0, batch=16, seed=2))
    assert abs(other.gradient[0] - alone.gradient[0]).min() > 1e-3


def test_clipping_is_by_the_norm_and_decay_comes_after_it():
    """(3, 4) has length 5; at c = 1 it is (.6, .8), and .1 θ = (1, 2) is added."""
    options = Options(clip=1.0, weight_decay=0.1)
    path = run(Slope([3.0, 4.0]), made("gradient_descent"), (10.0, 20.0), 1, options=options)
    assert path.gradient[0] == pytest.approx([1.6, 2.8])


# ---- batches
def settings(kind):
    """Five values of each number, and the switches on and off."""
    numbers = {
        name: np.linspace(max(spec.low, spec.lowest), min(spec.high, 0.999 * spec.highest), 5)
        for name, spec in specs(kind).items()
        if isinstance(spec, Hyper) and varies(spec)
    }
    numbers["learning_rate"] = np.array([0.01, 1e-3, 0.5, 0.05, 2.0])
    switches = [name for name, spec in specs(kind).items() if isinstance(spec, Switch)]
    return numbers, [dict.fromkeys(switches, on) for on in (False, True)[: 1 + bool(switches)]]


@pytest.mark.thorough
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_batch_is_its_runs_one_by_one_whatever_is_done_to_them(name, schedule):
    kind = OPTIMIZERS[name]
    numbers, forms = settings(kind)
    plan = chain(SCHEDULES[schedule](), by_hand([(20, "learning_rate", 0.02)]))
    options = Options(weight_decay=0.1, clip=3.0, noise=0.3, batch=4, seed=3)
    steering = {"schedule": plan, "options": options}
    for form in forms:
        together = run(SURFACES["rosenbrock"], kind(**numbers, **form), (1.0, 0.5), STEPS, **steering)
        for i in range(5):
            own = kind(**{key: float(values[i]) for key, values in numbers.items()}, **form)
            alone = run(SURFACES["rosenbrock"], own, (1.0, 0.5), STEPS, **steering)
            assert np.array_equal(alone.params, together.params[..., i])
            assert np.array_equal(alone.loss, together.loss[..., i])
            assert (alone.status, alone.stopped_at) == (together.status[i], together.stopped_at[i])


@pytest.mark.thorough
@pytest.mark.parametrize("surface", [*SURFACES, *COSTS])
def test_every_run_ends_with_a_label_at_a_finite_point(surface):
    ground = (SURFACES | COSTS)[surface]
    rates = np.array([0.0, 1e-5, 1e-2, 1.0, 10.0, 1e300])
    for name in OPTIMIZERS:
        for options in (
            None,
            Options(weight_decay=1.0, clip=0.01, noise=30.0),
            Options(clip=0.0),
        ):
            path = run(ground, made(name, learning_rate=rates), ground.start, 24, record=False, options=options)
            assert np.isfinite(path.final).all()
            assert np.isfinite(path.final_loss).all()
            assert len(path.status) == len(rates)


# ---- one parameter
def test_the_cost_of_the_lecture_then_its_coefficients_as_data():
    """w ← w − .01 (2w − 10) keeps .98 of the distance to 5; with (1, −20, 100) the minimum is 10."""
    descent = made("gradient_descent", learning_rate=0.01)
    found = places(COSTS["quadratic_cost"], descent, 1000)
    assert found[1] == pytest.approx(0.1)
    assert found == pytest.approx(5 * (1 - 0.98 ** np.arange(1001)), abs=1e-12)
    assert f"{found[-1]:.9f}"[:6] == "4.9999"
    other = COSTS["quadratic_cost"].with_parameters(a=1.0, b=-20.0, c=100.0)
    assert places(other, descent, 1000)[-1] == pytest.approx(10, abs=1e-6)


# ---- what steering does to pages and scripts
def raced(optimizer, steering, **values):
    defaults = {name: spec.default for name, spec in specs(OPTIMIZERS[optimizer]).items()}
    return Runner(optimizer, tuple((defaults | values).items()), steering)


@pytest.mark.parametrize(
    "runner",
    [
        raced("adamw", Steering(weight_decay=0.1), learning_rate=0.1, weight_decay=0.5),
        raced("lion", Steering(weight_decay=0.1), learning_rate=0.05, weight_decay=0.5),
        raced("rprop", Steering("warm_up", (("steps", 8.0),)), learning_rate=0.1),
    ],
    ids=lambda runner: runner.optimizer,
)
def test_a_script_keeps_the_two_decays_apart_and_begins_with_the_rate_of_step_1(runner):
    names = {}
    exec(script("numpy", Ground("beale"), (1.0, 1.0), STEPS, runner), names)
    assert names["path"] == pytest.approx(run_of(Ground("beale"), (1.0, 1.0), STEPS, runner).path, abs=1e-9)


def test_weight_decay_moves_the_limit_of_the_learning_rate():
    """.1 w² − 10w + 25 curves by .2 and λ = 1 more: the limit is 2/1.2 and not 10."""
    ground = Ground("quadratic_cost", (("a", 0.1), ("b", -10.0), ("c", 25.0)))
    found = limit(ground, raced("gradient_descent", Steering(weight_decay=1.0)))
    assert found == pytest.approx(2 / 1.2)
    calm, wild = (
        abs(
            np.diff(
                run_of(
                    ground, (0.0, 0.0), 200, raced("gradient_descent", Steering(weight_decay=1.0), learning_rate=rate)
                ).path[:, 0]
            )
        )
        for rate in (0.99 * found, 1.01 * found)
    )
    assert calm[-1] < calm[0] and wild[-1] > wild[0]


def test_a_schedule_goes_with_the_epochs_until_somebody_sets_it():
    chosen = answered(networks(), {"kind": "schedule", "slot": 1, "value": "inverse_time"}).state
    smaller = answered(chosen, {"kind": "batch_size", "value": 8}).state
    assert [dict(state.racers[0].steering.timing)["every"] for state in (chosen, smaller)] == [7, 50]
    told = {"kind": "timing", "slot": 1, "name": "every", "value": 3}
    own = answered(answered(chosen, told).state, {"kind": "batch_size", "value": 8}).state
    assert dict(own.racers[0].steering.timing)["every"] == 3
