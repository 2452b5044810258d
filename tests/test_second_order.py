"""Newton, conjugate gradient and L-BFGS: exact theory on quadratics, PyTorch's path, and what a search promises."""

import json
from pathlib import Path

import numpy as np
import pytest
from driver_objectives import Bare, Quadratic, Slope, Turned

from experiments.datasets import DATASETS
from networks import MLP
from optimizers import OPTIMIZERS, Options, Status, outcome, run
from optimizers.line_search import Line, search
from optimizers.rules.lbfgs import LBFGS
from optimizers.rules.second_order import ConjugateGradient, Newton
from surfaces import SURFACES

STORED = json.loads((Path(__file__).parent / "oracles" / "second_order.json").read_text(encoding="utf-8"))["entries"]
FORMS = {
    "newton": Newton(),
    "polak_ribiere": ConjugateGradient(),
    "fletcher_reeves": ConjugateGradient(fletcher_reeves=True),
    "lbfgs": LBFGS(),
    "lbfgs_fixed": LBFGS(line_search=False),
}
SEARCHING = ("polak_ribiere", "fletcher_reeves", "lbfgs")
every_form = pytest.mark.parametrize("form", FORMS)
every_search = pytest.mark.parametrize("form", SEARCHING)
every_surface = pytest.mark.parametrize("name", SURFACES)
VALLEY, CLASSIC = SURFACES["rosenbrock"], (-1.2, 1.0)


def with_rate(form, learning_rate):
    optimizer = FORMS[form]
    return type(optimizer)(**{**optimizer.__dict__, "learning_rate": learning_rate})


class Counting:
    """An objective that counts the points it is asked for."""

    def __init__(self, objective):
        self.objective, self.asked = objective, dict.fromkeys(("values", "gradients", "hessians"), 0)

    def count(self, what, params):
        self.asked[what] += params.shape[1]

    def value(self, params):
        self.count("values", params)
        return self.objective.value(params)

    def gradient(self, params, t=None):
        self.count("gradients", params)
        return self.objective.gradient(params, t)

    def hessian(self, params):
        self.count("hessians", params)
        return self.objective.hessian(params)


# ---- quadratics
def quadratic(n):
    return Quadratic(*np.geomspace(1, 100, n)), np.linspace(1, 2, n)


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_newton_needs_one_step_on_a_quadratic(n):
    objective, start = quadratic(n)
    path = run(objective, Newton(damping=0.0), start, 1)
    assert path.final_loss <= 1e-28 * objective.value(start)
    np.testing.assert_allclose(path.state.curvature[0], np.geomspace(1, 100, n), rtol=1e-13)


def test_damping_adds_to_the_curvature_and_the_rate_is_a_part_of_the_step():
    path = run(Quadratic(2.0, 100.0), Newton(learning_rate=0.5, damping=2.0), (-4.0, 2.0), 1)
    np.testing.assert_allclose(path.final, [-4 + 0.5 * 8 / 4, 2 - 0.5 * 200 / 102], rtol=1e-14)


@pytest.mark.parametrize("fletcher_reeves", [False, True])
@pytest.mark.parametrize("rate", [1e-5, 0.01, 10.0])
@pytest.mark.parametrize("n, left", [(2, 1e-20), (5, 1e-20), (20, 1e-7)])
def test_conjugate_gradient_needs_n_steps_on_a_quadratic(n, left, rate, fletcher_reeves):
    """The textbook's own, with exact lengths, leaves 1e-24 for n = 5 and 2e-9 for n = 20: rounding."""
    objective, start = quadratic(n)
    path = run(objective, ConjugateGradient(rate, fletcher_reeves=fletcher_reeves), start, n)
    assert path.final_loss <= left * objective.value(start)
    assert path.loss[n - 1] > 1e-6 * objective.value(start) or n == 20


def test_directions_are_conjugate():
    objective, start = quadratic(5)
    p = run(objective, ConjugateGradient(), start, 5).state.p
    lengths = np.sqrt(np.einsum("in,n,in->i", p, objective.curvatures, p))
    angles = np.einsum("in,n,jn->ij", p, objective.curvatures, p) / np.outer(lengths, lengths)
    np.testing.assert_allclose(angles, np.eye(5), atol=1e-9)


def test_a_good_first_look_saves_evaluations():
    objective, start = quadratic(5)
    asked = run(objective, ConjugateGradient(np.array([1e-5, 0.05])), start, 5).state.gradients[-1]
    assert asked[1] <= 13 < asked[0]


def test_turning_the_surface_turns_the_path():
    turn = np.array([[np.cos(1.0), -np.sin(1.0)], [np.sin(1.0), np.cos(1.0)]])
    home = run(Quadratic(2.0, 100.0), ConjugateGradient(), (-4.0, 2.0), 4).params
    away = run(Turned(Quadratic(2.0, 100.0), turn), ConjugateGradient(), turn @ (-4.0, 2.0), 4).params
    np.testing.assert_allclose(away @ turn, home, atol=1e-12)


# ---- beyond quadratics
def test_newton_leaves_saddles_that_newton_s_own_step_seeks():
    saddle = SURFACES["bounded_saddle"]
    path = run(saddle, Newton(), (0.5, 1e-6), 60)
    assert path.status is Status.CONVERGED and path.final_loss < saddle.value((0.0, 0.0)) - 1
    plain = np.array([0.5, 1e-6])
    for _ in range(20):
        plain -= np.linalg.solve(saddle.hessian(plain), saddle.gradient(plain))
    assert np.linalg.norm(saddle.gradient(plain)) < 1e-12
    assert np.linalg.eigvalsh(saddle.hessian(plain))[0] < 0


@pytest.mark.parametrize("form, steps", [("newton", 10), ("polak_ribiere", 40), ("lbfgs", 60)])
def test_the_last_steps_on_the_valley_are_superlinear(form, steps):
    optimizer = Newton(damping=0.0) if form == "newton" else FORMS[form]
    away = np.linalg.norm(run(VALLEY, optimizer, CLASSIC, steps).params - 1, axis=1)
    away = away[: np.flatnonzero(away < 1e-9)[0] + 1]
    pace = away[1:] / away[:-1]
    assert pace[-1] < 0.01 and (away < 1e-1).argmax() >= len(away) - 12


@every_search
@every_surface
def test_every_accepted_step_fulfils_the_wolfe_conditions(form, name):
    """But where the step is as long as a step may be, because the surface goes on falling."""
    surface, optimizer = SURFACES[name], FORMS[form]
    path = run(surface, optimizer, surface.start, 60)
    c2 = 0.9 if form == "lbfgs" else 0.1
    widest, held = np.ptp(surface.bounds, axis=1).max(), 0
    for t in np.flatnonzero(path.state.step.any(axis=1)):
        length, p, g = path.state.rate[t, 0], path.state.p[t], path.gradient[t]
        slope, after = -g @ p, -surface.gradient(path.params[t + 1]) @ p
        seen = abs(slope * length) > 1e-12 * abs(path.loss[t])  # beyond what rounding tells apart
        seen = seen and np.linalg.norm(g) > 1e-10
        if seen and np.linalg.norm(path.state.step[t]) < 0.999 * widest:
            held += 1
            assert path.loss[t + 1] <= path.loss[t] + 1e-4 * length * slope + 1e-15 * abs(path.loss[t])
            assert abs(after) <= c2 * abs(slope) * (1 + 1e-9)
    assert held >= 2 or name == "saddle"


def test_a_search_that_finds_nothing_stays():
    class Liar(Bare):
        def gradient(self, params, t=None):
            return -super().gradient(params)

    for form in SEARCHING:
        path = run(Liar(2.0, 4.0), FORMS[form], (1.0, 1.0), 30)
        assert path.status is Status.STALLED and (path.params == 1.0).all()
        assert (path.state.gradients[5:] == path.state.gradients[4]).all()  # it rests


def test_on_top_of_a_saddle_they_rest():
    for form in SEARCHING:
        path = run(SURFACES["bounded_saddle"], FORMS[form], (0.0, 0.0), 20)
        assert (path.params == 0).all() and path.state.gradients[-1] == 1


def test_no_step_is_longer_than_the_domain_is_wide():
    path = run(SURFACES["saddle"], LBFGS(), SURFACES["saddle"].start, 50)
    widest = np.ptp(SURFACES["saddle"].bounds, axis=1).max()
    assert path.status is Status.LEFT_DOMAIN
    assert np.linalg.norm(path.state.step, axis=1).max() == pytest.approx(widest)
    slope = run(Slope(1.0, 2.0), ConjugateGradient(), (0.0, 0.0), 3)  # no bounds and no end
    assert np.isfinite(slope.params).all()


def test_a_rate_of_0_looks_nowhere():
    for form in SEARCHING:
        path = run(VALLEY, with_rate(form, 0.0), CLASSIC, 10)
        assert (path.params == CLASSIC).all() and path.state.values[-1] == 1


def test_a_search_is_asked_in_its_own_words():
    line = Line(Quadratic(2.0), np.array([[3.0, 3.0]]), np.array([[6.0, -6.0]]), 1)
    with np.errstate(all="ignore"):
        found = search(line, np.array([9.0, 9.0]), np.array([[6.0, 6.0]]), np.array([1.0, 1.0]), 0.1, exact=True)
    assert found.place.length.tolist() == [0.5, 0.0] and found.asked.tolist() == [2, 0]
    np.testing.assert_allclose(found.place.gradient, [[0.0, 6.0]], atol=1e-14)


# ---- PyTorch
@pytest.mark.parametrize(
    "entry", STORED, ids=[f"{e['surface']} {e['learning_rate']} {e['memory']}" for e in STORED]
)  # fmt: skip
def test_a_fixed_length_is_pytorch_s_lbfgs(entry):
    optimizer = LBFGS(entry["learning_rate"], entry["memory"], line_search=False)
    path = run(SURFACES[entry["surface"]], optimizer, entry["start"], entry["steps"])
    theirs = np.array(entry["params"])
    np.testing.assert_allclose(path.params[::12], theirs, rtol=0, atol=1e-12 * abs(theirs).max())


def test_where_the_oracle_ends_early_the_last_bit_decides():
    for name, rate, memory in (("rosenbrock", 1.0, 10), ("elongated_bowl", 0.1, 3)):
        surface, optimizer = SURFACES[name], LBFGS(rate, memory, line_search=False)
        start = np.stack((surface.start, np.nextafter(surface.start, 9.0)), axis=1)
        params = run(surface, optimizer, start, 60).params
        apart = abs(params[..., 0] - params[..., 1]).max(axis=1)
        assert apart[0] < 1e-15 and apart.max() > 1e-10


# ---- counts
@every_form
def test_counts_are_what_the_objective_was_asked(form):
    objective, optimizer = Counting(VALLEY), FORMS[form]
    params = np.array([[-1.2, 0.5, 1.0], [1.0, -0.7, 1.0]])
    state = optimizer.init(params)
    with np.errstate(all="ignore"):
        for t in range(1, 40):
            state = optimizer.update(objective, params, state, t)
            params = params + state.step
    assert objective.asked == {name: getattr(state, name).sum() for name in objective.asked}
    assert objective.asked["gradients"] > 60


def test_where_a_search_ended_is_not_asked_again():
    path = run(VALLEY, LBFGS(), CLASSIC, 30)
    assert path.state.gradients[-1] == path.state.values[-1] < 50


# ---- batches
@pytest.mark.thorough
@every_form
@every_surface
def test_a_batch_has_the_bits_of_its_runs_alone(form, name):
    surface, rates = SURFACES[name], np.array([1e-3, 0.1, 1.0, 5.0])
    start = np.random.default_rng(4).uniform(*np.transpose(surface.bounds)[..., None], (2, 4))
    together = run(surface, with_rate(form, rates), start, 40)
    for i, rate in enumerate(rates):
        alone = run(surface, with_rate(form, rate), start[:, i], 40)
        assert alone.params.tobytes() == np.ascontiguousarray(together.params[..., i]).tobytes()
        for field in alone.state._fields:
            assert np.array_equal(getattr(alone.state, field), getattr(together.state, field)[..., i]), field


@every_form
def test_a_run_goes_on_bit_for_bit(form):
    whole = run(VALLEY, FORMS[form], CLASSIC, 30)
    half = run(VALLEY, FORMS[form], run(VALLEY, FORMS[form], CLASSIC, 11), 19)
    assert np.array_equal(half.params, whole.params[11:])
    assert np.array_equal(half.state.gradients, whole.state.gradients[11:])


@pytest.mark.thorough
@every_form
@every_surface
def test_every_rate_in_range_ends_with_a_label(form, name):
    surface = SURFACES[name]
    rates = np.geomspace(1e-5, 10.0, 25)
    path = run(surface, with_rate(form, rates), surface.start, 200)
    assert all(Status(label).label for label in path.status)
    records = (path.params, path.loss, path.gradient, *path.state, path.best_loss)
    assert all(np.isfinite(record).all() for record in records)
    for rate in rates[::8]:
        alone = run(surface, with_rate(form, rate), surface.start, 200)
        assert outcome(alone, surface).status is alone.status


# ---- who is served
def net(**given):
    return MLP(sizes=(2, 16, 16, 1), data=DATASETS["moons"].make(120, 0.2, 0), **given)


def test_newton_says_why_not():
    assert Newton.why_not(VALLEY, 2) is None
    assert Newton.why_not(net(), 337) == "Newton needs the Hessian: a net of 337 weights has none here."
    assert "n = 100, and here n = 101" in Newton.why_not(Quadratic(1.0), 101)
    with pytest.raises(ValueError, match="this objective of 2 parameters has none here"):
        run(Bare(1.0, 2.0), Newton(), (1.0, 1.0), 1)


def test_searches_need_the_same_function_at_each_step():
    for kind, name in ((ConjugateGradient, "Conjugate gradient"), (LBFGS, "L-BFGS")):
        assert kind.why_not(VALLEY, 2) is kind.why_not(net(), 337) is kind.why_not(net(batch_size=9999), 337) is None
        assert kind.why_not(net(batch_size=16), 337).startswith(f"{name} compares losses along a line: it needs all")
        assert "dropped units" in kind.why_not(net(dropout=0.5), 337)
        assert "without noise" in kind.why_not(Options(noise=1.0).seen(VALLEY), 2)


@pytest.mark.parametrize("form", ["polak_ribiere", "lbfgs"])
def test_nets_learn_more_from_as_many_gradients_than_by_gradient_descent(form):
    mlp = net()
    searched = run(mlp, FORMS[form], mlp.initial(seed=0), 40, record="gradients")
    asked = int(np.max(searched.state.gradients[-1]))
    plain = run(mlp, OPTIMIZERS["gradient_descent"](learning_rate=0.5), mlp.initial(seed=0), asked, record=False)
    assert searched.final_loss < 0.6 * plain.final_loss


def test_noise_and_mini_batches_end_with_a_label_too():
    mlp = net(batch_size=16)
    for form in ("polak_ribiere", "lbfgs", "lbfgs_fixed"):
        noisy = run(VALLEY, FORMS[form], CLASSIC, 60, options=Options(noise=0.5))
        mixed = run(mlp, FORMS[form], mlp.initial(seed=0), 20)
        assert np.isfinite(noisy.params).all() and np.isfinite(mixed.params).all()


def test_an_overflow_diverges_and_does_not_raise():
    class Wall(Quadratic):
        def hessian(self, params):
            return super().hessian(params) * np.where(params[0] > 0, np.inf, 1.0)

    path = run(Wall(1.0, 1.0), Newton(), np.array([[1.0, -1.0], [1.0, 1.0]]), 20)
    assert path.status.tolist() == [Status.DIVERGED, Status.CONVERGED]
    assert path.end.parts[path.end.broke[0] - 1] == "curvature" and path.stopped_at[0] == 1
    assert np.isfinite(path.params).all()
