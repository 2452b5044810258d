"""The update rules: numbers worked by hand, and what the pages read."""

import inspect
import re
from math import sqrt
from textwrap import dedent

import numpy as np
import pytest
from driver_objectives import Bare

from optimizers import OPTIMIZERS, latex, run, source, specs
from surfaces import SURFACES

# On f = x², g = 2x, from x = 1 with α = .1: the points of the first steps, worked by hand.
BY_HAND = [
    ("gradient_descent", {}, [0.8, 0.64, 0.512]),
    ("momentum", {"beta1": 0.5}, [0.8, 0.54, 0.302]),  # v: 2, 2.6, 2.38
    ("momentum", {"beta1": 0.5, "average": True}, [0.9, 0.76, 0.614]),  # v: 1, 1.4, 1.46
    ("nesterov", {"beta1": 0.5}, [0.7, 0.44, 0.248]),  # v: 2, 2.4, 2.08
    ("nesterov", {"beta1": 0.5, "look_ahead": True}, [0.8, 0.56, 0.352]),  # g at 1, .7, .44
    ("adagrad", {"epsilon": 0.0}, [0.9, 0.9 - 0.18 / sqrt(7.24)]),  # s: 4, 7.24
    ("adagrad", {"epsilon": 2.0}, [0.95]),
    ("rmsprop", {"beta2": 0.75, "epsilon": 0.0}, [0.8, 0.8 - 0.16 / sqrt(1.39)]),  # s: 1, 1.39
    ("rmsprop", {"beta2": 0.75, "epsilon": 1.0}, [0.9]),  # ε outside the root
    ("adam", {"beta1": 0.5, "beta2": 0.75, "epsilon": 0.0}, [0.9, 0.9 - 0.1 * (1.4 / 0.75) / sqrt(1.56 / 0.4375)]),
    ("adam", {"beta1": 0.5, "beta2": 0.75, "epsilon": 2.0}, [0.95]),  # v̂ = 2, ŝ = 4
    ("adam", {"beta1": 0.5, "beta2": 0.75, "epsilon": 0.0, "bias_correction": False}, [0.9, 0.9 - 0.14 / sqrt(1.56)]),
    ("sign_descent", {}, [0.9, 0.8, 0.7]),
    ("rprop", {}, [0.9, 0.78, 0.636]),  # steps of .1, .12, .144
    # Steps of .1, .7, 4.9; over the minimum: it stays once, the step is 1.225; the same again; then 8.575.
    ("rprop", {"shrink": 0.25, "grow": 7.0}, [0.9, 0.2, -4.7, -4.7, -3.475, 5.1]),
]
every_optimizer = pytest.mark.parametrize("key", list(OPTIMIZERS))


@pytest.mark.parametrize("key, given, points", BY_HAND)
def test_numbers_worked_by_hand(key, given, points):
    path = run(Bare(2.0), OPTIMIZERS[key](learning_rate=0.1, **given), (1.0,), len(points))
    np.testing.assert_allclose(path.params[1:, 0], points, rtol=1e-14)


def test_every_optimizer_and_switch_is_worked_by_hand():
    for key, kind in OPTIMIZERS.items():
        worked = [given for name, given, _ in BY_HAND if name == key]
        assert worked
        for name, spec in specs(kind).items():
            if not hasattr(spec, "low"):
                assert any(given.get(name, spec.default) != spec.default for given in worked), (key, name)


def test_the_shifted_form_draws_the_look_ahead_point_of_the_other():
    kind, start = OPTIMIZERS["nesterov"], (-4.0, 2.0)
    shifted = run(SURFACES["elongated_bowl"], kind(learning_rate=0.002), start, 200)
    ahead = run(SURFACES["elongated_bowl"], kind(learning_rate=0.002, look_ahead=True), start, 200)
    points = ahead.params[1:] - 0.002 * 0.9 * ahead.state.v
    np.testing.assert_allclose(shifted.params[1:], points, atol=1e-13)
    np.testing.assert_allclose(shifted.state.v, ahead.state.v, atol=1e-11)
    assert abs(shifted.params - ahead.params).max() > 0.1


def direction(path):
    """The sign of each gradient, and 0 where it is not that of the step before."""
    signs, followed = np.sign(path.gradient), [np.zeros(2)]
    for sign in signs:
        followed.append(np.where(sign == -followed[-1], 0, sign))
    return np.array(followed[1:])


@every_optimizer
def test_the_step_is_the_rate_times_what_the_optimizer_follows(key):
    path = run(SURFACES["rosenbrock"], OPTIMIZERS[key](learning_rate=0.002), (-1.2, 1.0), 50)
    state = path.state
    v = getattr(state, "v_hat", getattr(state, "v", path.gradient))
    followed = {"nesterov": path.gradient + 0.9 * v, "sign_descent": np.sign(v), "rprop": direction(path)}.get(key, v)
    np.testing.assert_allclose(state.step, -state.rate * followed, rtol=1e-14)
    np.testing.assert_allclose(path.params[1:], path.params[:-1] + state.step, rtol=0, atol=0)
    assert (state.rate > 0).all()


@every_optimizer
def test_the_fields_of_a_state(key):
    expected = {
        "gradient_descent": "rate step",
        "momentum": "v rate step",
        "nesterov": "v rate step",
        "adagrad": "s rate step",
        "rmsprop": "s rate step",
        "adam": "v s v_weight s_weight v_hat s_hat rate step",
        "sign_descent": "rate step",
        "rprop": "direction rate step",
    }
    state = OPTIMIZERS[key]().init(np.zeros((2, 1)))
    assert " ".join(state._fields) == expected[key]


@every_optimizer
def test_defaults_are_pytorchs_but_for_one(key):
    given = {name: getattr(OPTIMIZERS[key](), name) for name in specs(OPTIMIZERS[key])}
    expected = {
        "gradient_descent": {"learning_rate": 1e-3},
        "momentum": {"learning_rate": 1e-3, "beta1": 0.9, "average": False},
        "nesterov": {"learning_rate": 1e-3, "beta1": 0.9, "look_ahead": False},
        "adagrad": {"learning_rate": 1e-2, "epsilon": 1e-10},
        "rmsprop": {"learning_rate": 1e-2, "beta2": 0.9, "epsilon": 1e-8},  # PyTorch: .99
        "adam": {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "bias_correction": True},
        "sign_descent": {"learning_rate": 1e-2},  # PyTorch has none
        "rprop": {"learning_rate": 1e-2, "shrink": 0.5, "grow": 1.2},
    }
    assert given == expected[key]


# ---- what the pages read
@every_optimizer
def test_facts_are_complete(key):
    facts = OPTIMIZERS[key].facts
    assert facts.key == key and facts.name and facts.idea.endswith(".") and facts.differs
    assert facts.group in ("plain", "with memory", "per-coordinate", "both")
    assert re.search(r"\((1[89]|20)\d\d\)", facts.source)  # a year
    for words in (facts.source, *facts.differs):
        assert words.endswith(".")


@every_optimizer
def test_every_symbol_of_the_recurrence_is_explained_and_no_other(key):
    switched = [
        OPTIMIZERS[key](**{name: on})
        for name, spec in specs(OPTIMIZERS[key]).items()
        if not hasattr(spec, "low")
        for on in (True, False)
    ]
    lines = " ".join(line for optimizer in switched or [OPTIMIZERS[key]()] for line in latex(optimizer))
    written = set(
        re.findall(
            r"\\theta|\\alpha|\\Delta|\\beta_[12]|\\eta\^[+-]|\\varepsilon|\\hat [vs]|(?<![a-z\\])[gvs](?=_)",
            lines.replace(r"\hat v", "{\\hat v}"),
        )
    )
    assert set(OPTIMIZERS[key].facts.symbols) == written


def test_latex_follows_the_switches():
    momentum, adam, nesterov = (OPTIMIZERS[key] for key in ("momentum", "adam", "nesterov"))
    assert latex(momentum())[1] == r"v_t = \beta_1 v_{t-1} + g_t"
    assert latex(momentum(average=True))[1] == r"v_t = \beta_1 v_{t-1} + (1 - \beta_1)\, g_t"
    assert r"\hat v_t = v_t" in latex(adam(bias_correction=False))
    assert r"\hat v_t = \frac{v_t}{1 - \beta_1^t}" in latex(adam())
    assert [len(set(latex(nesterov())) - set(latex(nesterov(look_ahead=True)))), len(latex(nesterov()))] == [2, 3]


@every_optimizer
def test_the_source_shown_is_the_source_that_runs(key):
    kind = OPTIMIZERS[key]
    shown = source(kind)
    assert dedent(inspect.getsource(kind.update)) in shown and shown == source(kind())
    assert ("def gradient_at" in shown) == hasattr(kind, "gradient_at")
    assert len(inspect.getsource(kind.update).strip().splitlines()) <= 9
    assert "self.learning_rate" in shown or key == "rprop"  # whose first step alone is α
    assert max(map(len, shown.splitlines())) <= 100


@every_optimizer
def test_docstrings_give_the_recurrence_and_the_source(key):
    words = inspect.getdoc(OPTIMIZERS[key])
    assert "θ ← θ − α" in words and "Source:" in words
