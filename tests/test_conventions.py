"""Conventions are named settings of a rule: well formed, PyTorch's the default, and as far apart as the papers say."""

import numpy as np
import pytest
from driver_objectives import Slope

from optimizers import OPTIMIZERS, Hyper, Switch, run, specs
from surfaces import SURFACES

TITLES = {"lecture": "Lecture", "paper": "Paper", "pytorch": "PyTorch", "keras": "Keras", "optax": "optax"}
COMMON = {"learning_rate", "beta1", "beta2"}
NAMED = [(key, convention) for key, kind in OPTIMIZERS.items() for convention in kind.facts.conventions]
every_convention = pytest.mark.parametrize("key, convention", NAMED, ids=lambda value: getattr(value, "key", value))


def under(key, name, **given):
    """A rule as somebody has it."""
    convention = next(convention for convention in OPTIMIZERS[key].facts.conventions if convention.key == name)
    return OPTIMIZERS[key](**convention.defaults | convention.values | given)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_rule_lists_each_convention_once_and_each_sets_the_same_names(key):
    conventions = OPTIMIZERS[key].facts.conventions
    keys = [convention.key for convention in conventions]
    assert keys == [name for name in TITLES if name in keys]
    assert keys or key in ("newton", "conjugate_gradient")  # nobody's own
    assert len({frozenset(convention.values) for convention in conventions}) <= 1
    for convention in conventions:
        assert convention.title == TITLES[convention.key]


@every_convention
def test_its_values_are_the_rules_own_and_all_that_a_recurrence_can_differ_in(key, convention):
    declared = specs(OPTIMIZERS[key])
    assert not COMMON & set(convention.values) and set(convention.values) | set(convention.defaults) <= set(declared)
    assert not set(convention.values) & set(convention.defaults)
    assert {name for name, spec in declared.items() if isinstance(spec, Switch)} <= set(convention.values)
    for name, value in convention.values.items():
        assert isinstance(value, bool) == isinstance(declared[name], Switch)
        assert isinstance(value, bool | float) or declared[name].scale == "integer"
    under(key, convention.key)


@pytest.mark.parametrize("key", [key for key, kind in OPTIMIZERS.items() if getattr(kind, "elementwise", True)])
def test_with_no_switch_given_it_is_pytorchs_or_the_papers(key):
    conventions = {convention.key: convention.values for convention in OPTIMIZERS[key].facts.conventions}
    values = conventions.get("pytorch", conventions.get("paper", conventions.get("lecture")))
    rule = OPTIMIZERS[key]()
    assert {name: getattr(rule, name) for name in values} == values


def first_steps(key, g, names, **given):
    """How far the first step goes under each convention, in units of α."""
    return [
        abs(run(Slope(g, g), under(key, name, learning_rate=1.0, **given), (0.0, 0.0), 1).params[1, 0])
        for name in names
    ]


def test_rmsprop_on_a_plateau():
    """ε outside, 1e-8 inside and 1e-7 inside the root, at g = 1e-4 and β₂ = .9: 3.16 α, .95 α and .31 α."""
    steps = first_steps("rmsprop", 1e-4, ("lecture", "optax", "keras"))
    assert steps == pytest.approx([1 / (np.sqrt(0.1) + 1e-4), 1 / np.sqrt(1.1), 1 / np.sqrt(10.1)], rel=1e-9)
    assert [float(f"{step:.2g}") for step in steps] == [3.2, 0.95, 0.31]


def test_kerass_epsilon_counts_31_6_times_more_at_the_first_step_of_adam():
    """α |g| / (|g| + ε′): ε′ is ε/√.001."""
    for key in ("adam", "amsgrad", "adamw"):
        given = {"weight_decay": 0.0} if key == "adamw" else {}
        (folded,) = first_steps(key, 1e-6, ["keras"], epsilon=1e-6, **given)
        (plain,) = first_steps(key, 1e-6, ["pytorch"], epsilon=1e-6, **given)
        assert (folded, plain) == pytest.approx((1 / (1 + np.sqrt(1000)), 1 / 2), rel=1e-12)


def test_adagrad_begins_shorter_where_s_begins_at_a_tenth():
    steps = first_steps("adagrad", 0.1, ("pytorch", "keras", "optax"))
    assert steps == pytest.approx([1, 0.1 / np.sqrt(0.11), 0.1 / np.sqrt(0.11)], rel=1e-5)


def test_the_three_forms_of_nadam_are_three_paths():
    names = ("pytorch", "keras", "optax")
    paths = [run(SURFACES["beale"], under("nadam", n, learning_rate=0.05), (1.0, 1.5), 60).params for n in names]
    for k in range(3):
        assert abs(paths[k] - paths[k - 1]).max() > 1e-2
    memory = [0.9 * (1 - 0.5 * 0.96 ** (0.004 * 60)), 0.9 * (1 - 0.5 * 0.96**60), 0.9]  # β₁ (1 − ½ qᵗ) at t = 60
    assert memory == pytest.approx([0.4544, 0.8611, 0.9], abs=1e-4)


def test_the_largest_of_the_raw_and_of_the_corrected_average():
    """On a slope ŝ is g² at once, and its maximum stays; the raw s grows, and is corrected to g² at every step."""
    for name in ("pytorch", "optax"):
        path = run(Slope(3.0, -1.0), under("amsgrad", name, learning_rate=0.1), (0.0, 0.0), 40)
        np.testing.assert_allclose(path.state.s_hat, [[9.0, 1.0]] * 40, rtol=1e-13)
    bumpy = {
        n: run(SURFACES["beale"], under("amsgrad", n, learning_rate=0.1), (1.0, 1.5), 40) for n in ("pytorch", "optax")
    }
    assert (np.diff(bumpy["optax"].state.s_hat, axis=0) >= 0).all()
    assert (np.diff(bumpy["pytorch"].state.s_max, axis=0) >= 0).all()
    assert (np.diff(bumpy["pytorch"].state.s_hat, axis=0) < 0).any()


def test_adabelief_sums_its_epsilon():
    """On a slope nothing surprises but at first: what is left of s is ε (1 + β₂ + …) = ε / (1 − β₂)."""
    path = run(Slope(0.0, 0.0), under("adabelief", "paper", epsilon=1e-4, beta2=0.5), (0.0, 0.0), 60)
    assert path.state.s[-1] == pytest.approx(2e-4, rel=1e-12)


@pytest.mark.parametrize("name, expected", [("before", 1.0), ("keras", 0.0)])
def test_momentum_under_a_rate_that_is_turned_off(name, expected):
    """With α in the velocity what rolls rolls on; with α before it, nothing moves at α = 0."""
    kind = under("momentum", "keras" if name == "keras" else "pytorch", learning_rate=0.001)
    path = run(SURFACES["elongated_bowl"], kind, (-4.0, 2.0), 20)
    off = run(SURFACES["elongated_bowl"], type(kind)(0.0, rate_inside=kind.rate_inside), path, 1)
    moved = abs(off.params[1] - off.params[0]).max()
    assert (moved == 0) == bool(expected)


def test_hypers_of_conventions_can_be_reached_by_a_slider_or_typed():
    for key, convention in NAMED:
        for name, value in (convention.values | convention.defaults).items():
            spec = specs(OPTIMIZERS[key])[name]
            assert not isinstance(spec, Hyper) or spec.lowest <= value < spec.highest, (key, name)
