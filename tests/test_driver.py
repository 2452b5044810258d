"""The driver: batches, divergence, records, resume. Everything here is exact, to the bit."""

import math
from typing import ClassVar, NamedTuple

import numpy as np
import pytest
from driver_objectives import FAR, Bare, Plain, Quadratic, Slope, arrays, look_at_every_step, one_of, same

from optimizers import OPTIMIZERS, Status, Switch, blocks, driver, hyper, run, specs
from optimizers.batches import dot
from optimizers.hyper import Number, rule
from optimizers.status import add_up
from surfaces import SURFACES

RATES = dict.fromkeys(OPTIMIZERS, 0.02) | {
    "gradient_descent": 0.002,
    "momentum": 0.002,
    "nesterov": 0.002,
    "schedule_free": 0.002,
    "adagrad": 0.5,
    "adadelta": 1.0,
    "adam": 0.05,
    "separate_gains": 0.002,
    "newton": 1.0,
    "conjugate_gradient": 0.1,
    "lbfgs": 0.5,
}
SWITCHES = [
    (key, {name: not spec.default})
    for key, kind in OPTIMIZERS.items()
    for name, spec in specs(kind).items()
    if isinstance(spec, Switch)
]
SWITCHED = [*((key, {}) for key in OPTIMIZERS), *SWITCHES]


class Stepped(Bare):
    """Its gradient knows the step."""

    seen = ()

    def gradient(self, params, t=None):
        self.seen += (t,)
        return super().gradient(params) + (0 if t is None else t)


every_rule = pytest.mark.parametrize("key, switches", SWITCHED, ids=lambda part: str(part))


def made(key, **changes):
    return OPTIMIZERS[key](**({"learning_rate": RATES[key]} | changes))


def agrees(path, plain: Plain):
    """A single run is what the plain loop saw."""
    for name in ("params", "loss", "gradient"):
        assert np.array_equal(getattr(path, name), getattr(plain, name)), name
    for name, field in plain.state._asdict().items():
        ours = getattr(path.state, name)
        assert np.array_equal(ours, field.reshape(-1, 1) * np.ones(ours.shape) if ours.ndim > field.ndim else field), (
            name
        )
    assert path.stopped_at == plain.stopped_at
    assert (path.status == Status.DIVERGED) == plain.diverged


# ---- one run
@pytest.mark.parametrize(
    "key, switches, name",
    [(key, {}, name) for key in OPTIMIZERS for name in SURFACES]
    + [(*form, name) for form in SWITCHES for name in ("rosenbrock", "plateau")],
    ids=str,
)
def test_a_run_is_what_a_plain_loop_gives(key, switches, name):
    surface = SURFACES[name]
    limit = 1000 * np.ptp(surface.bounds, axis=1).max()
    for rate in (RATES[key], 100 * RATES[key]):
        optimizer = made(key, learning_rate=rate, **switches)
        path = run(surface, optimizer, surface.start, 150)
        agrees(path, look_at_every_step(surface, optimizer, surface.start, 150, limit))


@every_rule
@pytest.mark.parametrize("n", [1, 2, 5, 9])
def test_any_number_of_parameters(key, switches, n):
    objective, optimizer = Quadratic(*range(1, n + 1)), made(key, **switches)
    start = np.linspace(-2, 3, n)
    path = run(objective, optimizer, start, 40)
    assert path.params.shape == (41, n)
    agrees(path, look_at_every_step(objective, optimizer, start, 40, limit=1e4))


def test_shapes_and_types_of_a_single_run():
    path = run(SURFACES["rosenbrock"], made("adam"), (-1.2, 1.0), 30)
    assert path.params.shape == (31, 2) and path.loss.shape == (31,) and path.gradient.shape == (30, 2)
    assert path.state.v.shape == path.state.rate.shape == (30, 2) and path.state.v_weight.shape == (30,)
    assert path.final.shape == path.best.shape == (2,) and np.ndim(path.final_loss) == np.ndim(path.best_loss) == 0
    assert path.status is Status.STILL_MOVING and type(path.stopped_at) is int and path.stopped_at == 30
    assert path.params.dtype == float and np.array_equal(path.params[0], (-1.2, 1.0))
    assert path.best_loss == path.loss.min() and np.array_equal(path.best, path.params[path.loss.argmin()])


@every_rule
def test_the_rate_has_one_shape_for_every_optimizer(key, switches):
    path = run(SURFACES["rosenbrock"], made(key, **switches), np.zeros((2, 3)), 5)
    assert path.state.rate.shape == path.state.step.shape == (5, 2, 3)


@every_rule
def test_no_steps_and_one_step(key, switches):
    none = run(SURFACES["beale"], made(key, **switches), (1.0, 1.0), 0)
    assert none.params.shape == (1, 2) and none.gradient.shape == none.state.step.shape == (0, 2)
    assert none.stopped_at == 0 and none.final_loss == none.best_loss == none.loss[0]
    one = run(SURFACES["beale"], made(key, **switches), (1.0, 1.0), 1)
    assert np.array_equal(one.params[1], one.params[0] + one.state.step[0])


@every_rule
def test_a_learning_rate_of_zero_stays(key, switches):
    path = run(SURFACES["beale"], made(key, learning_rate=0.0, **switches), (1.0, 1.0), 20)
    if key == "rprop":  # its steps are never shorter than 1e-6
        assert abs(path.state.step[0]).max() == 1e-6
        return
    if switches.get("decay_by_schedule"):  # it still decays, by λ = 0.01
        np.testing.assert_allclose(path.params[:, 0], 0.99 ** np.arange(21), rtol=1e-14)
        return
    assert (path.params == 1.0).all() and path.status == Status.STALLED and path.best_loss == path.loss[0]


# ---- batches
@pytest.mark.thorough
@every_rule
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3)], ids=str)
def test_a_batch_equals_its_runs_one_by_one(key, switches, shape):
    rng = np.random.default_rng(3)
    start, rate = rng.uniform(-2, 2, (2, *shape)), RATES[key] * 10 ** rng.uniform(-1, 2, shape)
    for surface in (SURFACES[name] for name in ("rosenbrock", "plateau", "himmelblau")):
        batch = run(surface, made(key, learning_rate=rate, **switches), start, 140)
        for at in np.ndindex(shape):
            alone = run(surface, made(key, learning_rate=rate[at], **switches), start[(..., *at)], 140)
            same(one_of(batch, at), alone)


@pytest.mark.parametrize("runs", [7, 64, 1000])
def test_bits_do_not_depend_on_the_size_of_a_batch(runs):
    rng = np.random.default_rng(4)
    start = rng.uniform(-2, 2, (2, runs))
    for surface in SURFACES.values():
        batch = run(surface, made("adam"), start, 30)
        for at in (0, runs // 2, runs - 1):
            same(one_of(batch, (at,)), run(surface, made("adam"), start[:, at], 30))


@pytest.mark.parametrize("n", [1, 3, 8, 9, 12])
def test_many_parameters_are_added_up_in_one_order(n):
    rng = np.random.default_rng(n)
    objective, start = Quadratic(*rng.uniform(0.1, 3, n)), rng.normal(size=(n, 5))
    batch = run(objective, made("adam"), start, 80)
    for at in range(5):
        same(one_of(batch, (at,)), run(objective, made("adam"), start[:, at], 80))


def test_sums_have_one_order_whatever_the_batch_and_the_block():
    rng = np.random.default_rng(5)
    rows, a = rng.normal(size=(300, 5)) * 10 ** rng.uniform(-8, 8, (300, 5)), rng.normal(size=(12, 300))
    for at in range(5):
        alone = np.ascontiguousarray(rows[:, at : at + 1])
        halves = add_up(add_up(np.zeros(1), alone[:77]), alone[77:])
        assert add_up(np.zeros(5), rows)[at] == add_up(np.zeros(1), alone)[0] == halves[0] == sum(alone[:, 0].tolist())
    for at in range(300):
        assert dot(a, a)[at] == dot(a[:, at], a[:, at]) == sum((a[:, at] ** 2).tolist())


def test_every_hyperparameter_broadcasts_with_the_start():
    beta1, beta2, epsilon = np.array([0.0, 0.5, 0.9]), np.array([[0.9], [0.999]]), np.full((1, 3), 1e-8)
    grid = run(SURFACES["beale"], made("adam", beta1=beta1, beta2=beta2, epsilon=epsilon), (1.0, 1.0), 50)
    assert (
        grid.params.shape == (51, 2, 2, 3) and grid.state.v_weight.shape == (50, 2, 3) and grid.status.shape == (2, 3)
    )
    alone = run(SURFACES["beale"], made("adam", beta1=0.5, beta2=0.999), (1.0, 1.0), 50)
    same(one_of(grid, (1, 1)), alone)
    starts = run(SURFACES["beale"], made("adam", beta1=beta1), np.ones((2, 4, 1)), 5, record=False)
    assert starts.final.shape == (2, 4, 3)


@pytest.mark.parametrize("record", [True, False])
def test_chunks_do_not_show(record):
    rates = np.geomspace(1e-4, 1, 30).reshape(5, 6)
    whole = run(SURFACES["rosenbrock"], made("momentum", learning_rate=rates), (-1.2, 1.0), 90, record=record)
    same(
        run(SURFACES["rosenbrock"], made("momentum", learning_rate=rates), (-1.2, 1.0), 90, record=record, chunk=7),
        whole,
    )


# ---- divergence
def test_a_diverging_neighbour_leaves_the_others_alone():
    rates = np.array([0.001, 0.5, 0.002, 1e200, 0.0])
    batch = run(SURFACES["rosenbrock"], made("gradient_descent", learning_rate=rates), (-1.2, 1.0), 300)
    assert (batch.status == Status.DIVERGED).tolist() == [False, True, False, True, False]
    for at, rate in enumerate(rates):
        alone = run(SURFACES["rosenbrock"], made("gradient_descent", learning_rate=rate), (-1.2, 1.0), 300)
        same(one_of(batch, (at,)), alone)


@pytest.mark.thorough
@pytest.mark.parametrize("rows", [1, 2, 7, 50, 1000])
@every_rule
def test_looking_at_blocks_equals_looking_at_every_step(key, switches, rows, monkeypatch):
    rates = RATES[key] * np.array([1e-3, 1, 30, 1e3, 1e5, 1e9])
    optimizer, surface = made(key, learning_rate=rates, **switches), SURFACES["himmelblau"]
    expected = (
        run(surface, optimizer, (0.5, 0.5), 120),
        run(surface, optimizer, (0.5, 0.5), 120, record=False, value_every=7),
    )
    monkeypatch.setattr(driver, "BLOCK", rows)
    found = (
        run(surface, optimizer, (0.5, 0.5), 120),
        run(surface, optimizer, (0.5, 0.5), 120, record=False, value_every=7),
    )
    same(found, expected)


@every_rule
@pytest.mark.parametrize("record", [False, ("params", "step")], ids=str)
def test_rows_in_a_list_and_rows_in_an_array_are_the_same(key, switches, record, monkeypatch):
    rates = RATES[key] * np.array([1e-3, 0.1, 0.3, 1])
    optimizer, objective = made(key, learning_rate=rates, **switches), Quadratic(*np.linspace(0.1, 2, 10))
    start = np.linspace(-1, 2, 10)
    for every in (1, 7):
        paths = []
        for large in (0, 10**9):
            monkeypatch.setattr(blocks, "LARGE", large)
            paths.append(run(objective, optimizer, start, 90, record=record, value_every=every))
        same(*paths)


@pytest.mark.parametrize("large", [0, 10**9])
def test_the_largest_gradient_is_the_largest(large, monkeypatch):
    monkeypatch.setattr(blocks, "LARGE", large)
    path = run(Stepped(*np.linspace(0.1, 2, 12)), made("adam"), np.ones((12, 3)) * [1.0, 0.5, 1e-170], 120)
    lean = run(
        Stepped(*np.linspace(0.1, 2, 12)), made("adam"), np.ones((12, 3)) * [1.0, 0.5, 1e-170], 120, record=False
    )
    norms = np.sqrt(np.add.accumulate(path.gradient**2, axis=1)[:, -1])
    assert np.array_equal(path.end.steepest, norms.max(axis=0)) and np.array_equal(lean.end.steepest, norms.max(axis=0))


class Quiet(NamedTuple):
    far: np.ndarray
    rate: float
    step: np.ndarray


@rule
class Overflowing:
    """A sign rule whose state grows without an end, by NumPy's arithmetic or by Python's, and comes back or stays."""

    learning_rate: Number = hyper.learning_rate(0.01)
    by: str = "array"

    def init(self, params):
        return Quiet(np.ones_like(params), self.learning_rate, np.zeros_like(params))

    def update(self, g, params, state, t):
        far, rate = state.far, self.learning_rate
        if self.by == "array":
            far = far * 1e30
        if self.by == "transient":  # rings once; afterwards everything is fine again
            far = np.where(t == 7, 1e300, 1.0) * far * np.where(t == 7, 1e300, 1.0)
            far = np.where(t == 8, 1.0, far)
        if self.by == "constant":
            far = far * 0 + (math.inf if t >= 9 else 1.0)
        if self.by == "number":
            rate = 1e308 * 10.0 if t == 5 else rate
        return Quiet(far, rate, -self.learning_rate * np.sign(g))


@pytest.mark.parametrize("rows", [1, 4, 256])
@pytest.mark.parametrize(
    "by, at, part", [("array", 11, "far"), ("transient", 7, "far"), ("constant", 9, "far"), ("number", 5, "rate")]
)
def test_a_state_that_overflows_is_seen_while_the_position_is_fine(by, at, part, rows, monkeypatch):
    monkeypatch.setattr(driver, "BLOCK", rows)
    surface, optimizer = SURFACES["himmelblau"], Overflowing(by=by)
    path = run(surface, optimizer, (0.5, 0.5), 40)
    agrees(path, look_at_every_step(surface, optimizer, (0.5, 0.5), 40, 1e4))
    assert (path.stopped_at, path.end.parts[path.end.broke - 1]) == (at, part)
    lean = run(surface, optimizer, np.array([[0.5, -0.3], [0.5, 0.2]]), 40, record=False)
    assert lean.stopped_at.tolist() == [at, at] and np.array_equal(lean.final[:, 0], path.final)


def test_a_flag_that_means_nothing_changes_nothing():
    class Ringing(Quadratic):
        def gradient(self, params, t=None):
            return np.where(params > 1e300, 1.0 / (params * 0.0), super().gradient(params))

    start = np.linspace(-1, 1, 6).reshape(2, 3)
    plain, ringing = Quadratic(1.0, 2.0), Ringing(1.0, 2.0)
    same(run(ringing, made("adam"), start, 300, record=False), run(plain, made("adam"), start, 300, record=False))


def test_a_diverged_run_keeps_its_last_fine_point_and_everything_is_finite():
    path = run(SURFACES["rosenbrock"], made("gradient_descent", learning_rate=0.01), (-1.2, 1.0), 50)
    assert path.status is Status.DIVERGED and path.stopped_at == 4  # x: −1.2, .956, 4.65, −399, 2.5e8
    assert all(np.isfinite(array).all() for array in arrays(path))
    assert (path.params[path.stopped_at :] == path.params[path.stopped_at - 1]).all()
    assert np.array_equal(path.final, path.params[path.stopped_at - 1])


@pytest.mark.parametrize("key", ["adam", "adagrad", "rmsprop"])
def test_a_squared_gradient_that_overflows_is_divergence(key):
    """g = 1e160 is finite and so is every position, but g² is not: the optimizer would freeze in silence."""
    path = run(Slope(1e160, 1.0), made(key), (1.0, 1.0), 10)
    assert path.status is Status.DIVERGED and path.stopped_at == 1
    assert path.end.parts[path.end.broke - 1] == "s" and np.array_equal(path.final, (1.0, 1.0))


def test_what_stopped_being_finite_is_named():
    class Cliff(Bare):
        def value(self, params):
            return np.where(abs(params[0]) < 1, super().value(params), np.inf)

    class Hole(Bare):
        def gradient(self, params, t=None):
            return np.where(abs(params) < 1, super().gradient(params), np.nan)

    def broke(objective, start, rate):
        path = run(objective, made("gradient_descent", learning_rate=rate), start, 20)
        return path.end.parts[path.end.broke - 1], path.stopped_at

    assert broke(Cliff(1.0), (0.9,), 2.2) == ("value", 1)  # .9, −1.08
    assert broke(Hole(1.0), (0.9,), 2.2) == ("gradient", 2)
    assert broke(Bare(1.0), (0.9,), 1e9) == ("position", 1)


def test_the_limit_is_a_thousand_widths_of_the_bounds():
    for objective, limit in ((Quadratic(1.0, side=4.0), 4000.0), (Bare(1.0), FAR)):
        path = run(objective, made("gradient_descent", learning_rate=3.0), (1.0,), 60)  # doubles with every step
        assert abs(path.final[0]) <= limit < 2 * abs(path.final[0]) and path.stopped_at == int(np.log2(limit)) + 1


def test_with_epsilon_zero_a_gradient_of_zero_is_not_a_number():
    for key in ("adagrad", "rmsprop", "adam"):
        path = run(Bare(1.0, 1.0), made(key, epsilon=0.0), (0.0, 1.0), 10)
        assert path.status is Status.DIVERGED and path.stopped_at == 1, key
        assert run(Bare(1.0, 1.0), made(key), (0.0, 1.0), 10).status is not Status.DIVERGED, key


def test_a_start_without_a_value_has_diverged_at_step_zero():
    class Half(Bare):
        def value(self, params):
            return np.where(params[0] > 0, super().value(params), np.nan)

    path = run(Half(1.0), made("gradient_descent"), np.array([[-1.0, 1.0, 1e7]]), 200)
    assert path.status.tolist() == [Status.DIVERGED, Status.STILL_MOVING, Status.DIVERGED]
    assert path.stopped_at.tolist() == [0, 200, 0] and path.final[0, 0] == -1.0
    assert [path.end.parts[broke - 1] for broke in path.end.broke[[0, 2]]] == ["value", "position"]


# ---- resume
@pytest.mark.thorough
@every_rule
@pytest.mark.parametrize("first", [0, 1, 60, 133])
def test_a_trajectory_is_taken_up_bit_for_bit(key, switches, first):
    rates = RATES[key] * np.array([1, 0.3, 200, 1e7])
    optimizer, surface = made(key, learning_rate=rates, **switches), SURFACES["rosenbrock"]
    whole = run(surface, optimizer, (-1.2, 1.0), 200)
    begun = run(surface, optimizer, (-1.2, 1.0), first)
    again = run(surface, optimizer, begun, 200 - first)
    assert again.params[0].tobytes() == begun.final.tobytes()
    same((again.params[1:], again.loss[1:], again.gradient, again.state, again.end, again.stopped_at),
         (whole.params[first + 1 :], whole.loss[first + 1 :], whole.gradient[first:],
          type(whole.state)(*(field[first:] for field in whole.state)), whole.end, whole.stopped_at))  # fmt: skip


def test_a_single_run_is_taken_up_by_a_batch_and_by_other_hyperparameters():
    half = run(SURFACES["beale"], made("adam"), (1.0, 1.0), 50)
    fan = run(SURFACES["beale"], made("adam", beta1=np.array([0.5, 0.9])), half, 50)
    same(one_of(fan, (1,)), run(SURFACES["beale"], made("adam"), half, 50))
    assert fan.params.shape == (51, 2, 2) and not np.array_equal(fan.final[:, 0], fan.final[:, 1])


def test_resume_needs_nothing_recorded():
    optimizer = made("adam")
    half = run(SURFACES["beale"], optimizer, (1.0, 1.0), 50, record=False)
    same(run(SURFACES["beale"], optimizer, half, 50), run(SURFACES["beale"], optimizer, half._replace(params=None), 50))
    assert np.array_equal(
        run(SURFACES["beale"], optimizer, half, 50).final, run(SURFACES["beale"], optimizer, (1.0, 1.0), 100).final
    )


def test_another_kind_of_optimizer_does_not_take_it_up():
    half = run(SURFACES["beale"], made("momentum"), (1.0, 1.0), 5)
    with pytest.raises(ValueError, match="ended with a VelocityState; Adam goes on from a AdamState"):
        run(SURFACES["beale"], made("adam"), half, 5)


# ---- rules that ask the objective themselves
class Asked(NamedTuple):
    g: np.ndarray
    values: np.ndarray
    gradients: np.ndarray
    rate: np.ndarray
    step: np.ndarray


@rule
class Backtracking:
    """Downhill, α halved at most 20 times until the value is lower; each run counts what it has asked for."""

    wants_objective: ClassVar[bool] = True
    elementwise: ClassVar[bool] = False
    learning_rate: Number = hyper.learning_rate(1.0)

    def init(self, params):
        none, zero = np.zeros(params.shape[1:]), np.zeros_like(params)
        return Asked(zero, none, none, none + self.learning_rate, zero)

    def update(self, objective, params, state, t):
        g, here = objective.gradient(params, t), objective.value(params)
        rate, asked = 0 * here + self.learning_rate, state.values + 1
        for _ in range(20):
            higher = ~(objective.value(params - rate * g) < here)
            rate, asked = np.where(higher, rate / 2, rate), asked + higher
        return Asked(g, asked, state.gradients + 1, rate, -rate * g)


def test_a_rule_that_wants_the_objective_is_given_it():
    surface, optimizer = SURFACES["rosenbrock"], Backtracking()
    path = run(surface, optimizer, (-1.2, 1.0), 60)
    assert np.array_equal(path.gradient, path.state.g) and (np.diff(path.loss) < 0).all()
    assert np.array_equal(path.gradient[:, :, None].T[0], surface.gradient(path.params[:-1].T))
    assert path.state.gradients.tolist() == list(range(1, 61)) and path.state.values[-1] > 61


def test_its_batches_and_its_ends_are_those_of_every_rule():
    surface, rates = SURFACES["himmelblau"], np.array([1.0, 0.01, 1e300, 0.0])
    starts = np.array([[0.5, -1.0, 2.0, 0.1], [0.5, 2.0, 1.0, 0.3]])
    batch = run(surface, Backtracking(learning_rate=rates), starts, 50)
    for at in range(4):
        alone = run(surface, Backtracking(learning_rate=rates[at]), starts[:, at], 50)
        same(one_of(batch, (at,)), alone)
        agrees(alone, look_at_every_step(surface, Backtracking(learning_rate=rates[at]), starts[:, at], 50, 1e4))
    begun = run(surface, Backtracking(learning_rate=rates), starts, 20)
    same(run(surface, Backtracking(learning_rate=rates), begun, 30).end, batch.end)
    assert batch.status[2] == Status.DIVERGED


# ---- records
def test_a_subset_is_what_it_is_in_the_whole():
    whole = run(SURFACES["beale"], made("adam"), (1.0, 1.0), 150)
    part = run(SURFACES["beale"], made("adam"), (1.0, 1.0), 150, record=("loss", "v_hat"))
    assert part.params is None and part.gradient is None and part.state.v is None
    same((part.loss, part.state.v_hat), (whole.loss, whole.state.v_hat))
    nothing = run(SURFACES["beale"], made("adam"), (1.0, 1.0), 150, record=False)
    assert nothing[:4] == (None,) * 4
    same((part[4:], nothing[4:]), (whole[4:], whole[4:]))
    same(run(SURFACES["beale"], made("adam"), (1.0, 1.0), 150, record="loss").loss, whole.loss)


def test_the_objective_is_evaluated_when_asked():
    class Counted(Quadratic):
        seen = 0

        def value(self, params):
            self.seen += params[0].size
            return super().value(params)

    objective, optimizer = Counted(1.0, 5.0), made("adam")
    sparse = run(objective, optimizer, (1.0, 1.0), 100, value_every=30)
    assert objective.seen == 1 + 4  # the start, 30, 60, 90, and the last
    every = run(objective, optimizer, (1.0, 1.0), 100)
    held = np.array([0] * 30 + [30] * 30 + [60] * 30 + [90] * 10 + [100])
    assert np.array_equal(sparse.loss, every.loss[held]) and np.array_equal(sparse.params, every.params)
    assert sparse.final_loss == every.final_loss and sparse.best_loss == sparse.loss.min()
    assert np.array_equal(sparse.best, sparse.params[held[sparse.loss.argmin()]])


def test_noise_and_mini_batches_see_the_step():
    objective = Stepped(1.0)
    first = run(objective, made("gradient_descent"), (1.0,), 3)
    assert [t for t in objective.seen if t is not None] == [1, 1, 2, 3]  # the first is asked for its shape before
    assert np.array_equal(first.gradient[:, 0], first.params[:-1, 0] + [1, 2, 3])
    assert np.array_equal(run(objective, made("gradient_descent"), first, 1).gradient[0], first.final + 4)


# ---- what cannot be run
@pytest.mark.parametrize(
    "change, words",
    [
        ({"steps": -1}, "steps = -1 is outside its domain steps ≥ 0"),
        ({"value_every": 0}, "value_every = 0 is outside its domain value_every ≥ 1"),
        ({"chunk": 0}, "chunk = 0 is outside its domain chunk ≥ 1"),
        ({"start": (np.nan, 0.0)}, "must hold finite parameters"),
        ({"start": (np.inf, 0.0)}, "must hold finite parameters"),
        ({"start": 1.0}, "must hold finite parameters"),
        ({"start": ()}, "must hold finite parameters"),
        ({"record": ("loss", "velocity")}, "'velocity' is none of params, loss, gradient, v, s, v_weight"),
    ],
    ids=str,
)
def test_what_cannot_be_run_is_refused_in_words(change, words):
    asked = {"start": (1.0, 1.0), "steps": 5} | change
    with pytest.raises(ValueError, match=words):
        run(SURFACES["beale"], made("adam"), **asked)


def test_a_gradient_of_another_shape_is_refused():
    class Wrong(Bare):
        def gradient(self, params, t=None):
            return params[0]

    with pytest.raises(ValueError, match=r"the gradient has the shape \(1,\), the parameters have \(2, 1\)"):
        run(Wrong(1.0, 1.0), made("adam"), (1.0, 1.0), 5)
