"""Hyperparameters: one declaration, and what lies outside its domain."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, Hyper, Switch, specs

NUMBERS = [
    (key, name) for key, kind in OPTIMIZERS.items() for name, spec in specs(kind).items() if isinstance(spec, Hyper)
]
SWITCHES = [
    (key, name) for key, kind in OPTIMIZERS.items() for name, spec in specs(kind).items() if isinstance(spec, Switch)
]
every_number = pytest.mark.parametrize("key, name", NUMBERS)


@pytest.mark.parametrize(
    "key, name, value, words",
    [
        ("adam", "beta1", 1.2, "beta1 = 1.2 is outside its domain 0 ≤ beta1 < 1"),
        ("adam", "beta1", 1, "beta1 = 1.0 is outside its domain 0 ≤ beta1 < 1"),
        ("adam", "beta2", -0.1, "beta2 = -0.1 is outside its domain 0 ≤ beta2 < 1"),
        ("momentum", "learning_rate", -1e-9, "learning_rate = -1e-09 is outside its domain 0 ≤ learning_rate < ∞"),
        ("rmsprop", "learning_rate", math.nan, "learning_rate = nan is outside its domain 0 ≤ learning_rate < ∞"),
        ("adagrad", "epsilon", math.inf, "epsilon = inf is outside its domain 0 ≤ epsilon < ∞"),
        ("adam", "beta1", [[0.5, 0.9], [1.5, 2.5]], "beta1 = 1.5 is outside its domain 0 ≤ beta1 < 1"),
        ("adam", "learning_rate", np.array([0.1, np.nan]), "learning_rate = nan is outside its domain"),
        (
            "adam",
            "learning_rate",
            "fast",
            "learning_rate = 'fast' is not a number; its domain is 0 ≤ learning_rate < ∞",
        ),
        ("rprop", "shrink", 1, "shrink = 1.0 is outside its domain 0 ≤ shrink < 1"),
        ("rprop", "grow", 0.9, "grow = 0.9 is outside its domain 1 ≤ grow < ∞"),
        ("adam", "learning_rate", None, "learning_rate = nan is outside its domain"),
        ("adam", "bias_correction", 1, r"bias_correction = 1 is outside its domain: False \(off\) or True \(on\)"),
        (
            "momentum",
            "average",
            "yes",
            r"average = 'yes' is outside its domain: False \(classical\) or True \(average\)",
        ),
    ],
)
def test_outside_the_domain_is_refused_with_name_value_and_domain(key, name, value, words):
    with pytest.raises(ValueError, match=words):
        OPTIMIZERS[key](**{name: value})


@given(
    value=st.floats(), at=st.sampled_from([at for at in NUMBERS if specs(OPTIMIZERS[at[0]])[at[1]].scale != "integer"])
)
def test_the_domain_is_what_it_says(value, at):
    key, name = at
    below_one = ("beta1", "beta2", "shrink", "dampening", "fade", "decrease")
    low, high = (0, 1) if name in below_one else (1 if name == "grow" else 0, math.inf)
    inside = low <= value < high
    for given_value in (value, np.array([low + 0.5, value])):
        if inside:
            assert np.array_equal(getattr(OPTIMIZERS[key](**{name: given_value}), name), given_value)
        else:
            with pytest.raises(ValueError, match=name):
                OPTIMIZERS[key](**{name: given_value})


@every_number
def test_a_slider_stays_inside_the_domain_and_holds_the_default(key, name):
    spec = specs(OPTIMIZERS[key])[name]
    assert spec.lowest <= spec.low < spec.high < spec.highest
    assert spec.low <= spec.default <= spec.high and getattr(OPTIMIZERS[key](), name) == spec.default
    assert spec.scale in ("linear", "log", "one_minus", "integer") and (spec.scale != "log" or spec.low > 0)
    assert spec.symbol and spec.latex and spec.label and spec.help.endswith(".")


def test_the_same_name_is_the_same_declaration_everywhere():
    """But for the words, which tell what the rule makes of it: see tests/test_said_of_rules.py."""
    for name in {name for _, name in NUMBERS}:
        each = [specs(OPTIMIZERS[key])[name] for key, other in NUMBERS if other == name]
        assert len({spec._replace(default=0.0, help="", label="") for spec in each}) == 1, name


def test_the_ranges_of_the_sliders():
    found = {
        name: (spec.low, spec.high, spec.scale, spec.symbol)
        for name, spec in specs(OPTIMIZERS["adam"]).items()
        if isinstance(spec, Hyper)
    }
    assert found == {
        "learning_rate": (1e-5, 10.0, "log", "α"),
        "beta1": (0.0, 0.999, "one_minus", "β₁"),
        "beta2": (0.0, 0.9999, "one_minus", "β₂"),
        "epsilon": (1e-12, 1e-2, "log", "ε"),
    }


@pytest.mark.parametrize("key, name", SWITCHES)
def test_a_switch_is_a_bool_with_two_names(key, name):
    spec = specs(OPTIMIZERS[key])[name]
    assert spec.off and spec.on and spec.off != spec.on and spec.label and spec.help.endswith(".")
    for value in (True, False, np.True_):
        assert getattr(OPTIMIZERS[key](**{name: value}), name) is bool(value)


def test_what_is_given_is_kept_as_floats():
    adam = OPTIMIZERS["adam"](learning_rate=1, beta1=np.float32(0.5), beta2=[0, 0.5])
    assert type(adam.learning_rate) is float and type(adam.beta1) is float
    assert adam.beta2.dtype == float and adam.beta2.tolist() == [0.0, 0.5]


def test_an_optimizer_is_a_value():
    """Equal hyperparameters, equal optimizers: that is what a cache goes by."""
    adam = OPTIMIZERS["adam"]
    assert adam(learning_rate=0.1) == adam(learning_rate=0.1) != adam(learning_rate=0.2)
    assert hash(adam(beta1=0.5)) == hash(adam(beta1=0.5))
    with pytest.raises(AttributeError):
        adam().learning_rate = 0.2
