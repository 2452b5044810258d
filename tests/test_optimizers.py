"""The update rules: numbers worked by hand, and what the pages read."""

import inspect
import re
from itertools import product
from math import sqrt
from textwrap import dedent

import numpy as np
import pytest
from driver_objectives import Bare, Slope

from optimizers import OPTIMIZERS, Status, latex, run, source, specs
from optimizers.facts import GROUPS
from surfaces import SURFACES

# On f = x², g = 2x, from x = 1 with α = .1: the points of the first steps, worked by hand.
HALVES = {"beta1": 0.5, "beta2": 0.75}  # first s: 1, ŝ: 4; first v: 1, v̂: 2
BARE = HALVES | {"epsilon": 0.0}
BY_HAND = [
    ("gradient_descent", {}, [0.8, 0.64, 0.512]),
    ("momentum", {"beta1": 0.5}, [0.8, 0.54, 0.302]),  # v: 2, 2.6, 2.38
    ("momentum", {"beta1": 0.5, "average": True}, [0.9, 0.76, 0.614]),  # v: 1, 1.4, 1.46
    ("momentum", {"beta1": 0.5, "dampening": 0.5}, [0.8, 0.62, 0.468]),  # v: 2, 1.8, 1.52
    ("momentum", {"beta1": 0.5, "rate_inside": True}, [0.8, 0.54, 0.302]),  # v: .2, .26, .238
    ("nesterov", {"beta1": 0.5}, [0.7, 0.44, 0.248]),  # v: 2, 2.4, 2.08
    ("nesterov", {"beta1": 0.5, "look_ahead": True}, [0.8, 0.56, 0.352]),  # g at 1, .7, .44
    ("nesterov", {"beta1": 0.5, "rate_inside": True}, [0.7, 0.44, 0.248]),
    ("nesterov", {"beta1": 0.5, "look_ahead": True, "rate_inside": True}, [0.8, 0.56, 0.352]),
    ("schedule_free", {"beta1": 0.5}, [0.8, 0.72, 0.648]),  # z: .8, .64, .504; y: 1, .8, .68
    ("adagrad", {"epsilon": 0.0}, [0.9, 0.9 - 0.18 / sqrt(7.24)]),  # s: 4, 7.24
    ("adagrad", {"epsilon": 2.0}, [0.95]),
    ("adagrad", {"epsilon": 5.0, "epsilon_inside": True}, [1 - 0.2 / 3]),
    ("adagrad", {"epsilon": 0.0, "initial_s": 5.0}, [1 - 0.2 / 3]),
    ("adadelta", {"beta2": 0.75, "epsilon": 1.0}, [1 - 0.1 * sqrt(2)]),  # s: 1; d: .5
    ("rmsprop", {"beta2": 0.75, "epsilon": 0.0}, [0.8, 0.8 - 0.16 / sqrt(1.39)]),  # s: 1, 1.39
    ("rmsprop", {"beta2": 0.75, "epsilon": 1.0}, [0.9]),  # ε outside the root
    ("rmsprop", {"beta2": 0.75, "epsilon": 3.0, "epsilon_inside": True}, [0.9]),
    ("rmsprop", {"beta2": 0.5, "epsilon": 0.0, "centered": True}, [0.8]),  # s: 2; a: 1
    ("rmsprop_momentum", BARE, [0.8, 0.7 - 0.16 / sqrt(1.39)]),  # v: 2, 1 + 1.6/√1.39
    ("rmsprop_momentum", BARE | {"rate_inside": True}, [0.8, 0.7 - 0.16 / sqrt(1.39)]),
    ("rmsprop_momentum", BARE | {"nesterov": True}, [0.7]),
    ("rmsprop_momentum", BARE | {"beta2": 0.5, "centered": True}, [0.8]),
    ("rmsprop_momentum", BARE | {"epsilon": 3.0, "epsilon_inside": True}, [0.9]),
    ("adam", BARE, [0.9, 0.9 - 0.1 * (1.4 / 0.75) / sqrt(1.56 / 0.4375)]),
    ("adam", HALVES | {"epsilon": 2.0}, [0.95]),
    ("adam", BARE | {"bias_correction": False}, [0.9, 0.9 - 0.14 / sqrt(1.56)]),
    ("adam", HALVES | {"epsilon": 1.0, "fold_correction": True}, [0.95]),  # ε/√.25 is 2
    ("adam", HALVES | {"epsilon": 1.0, "bias_correction": False, "fold_correction": True}, [0.95]),  # nothing to fold
    ("amsgrad", {"beta1": 0.0, "beta2": 0.0, "epsilon": 0.0}, [0.9, 0.81, 0.729]),  # s stays 4
    ("amsgrad", BARE, [0.9, 0.9 - 0.1 * (1.4 / 0.75) / sqrt(1.56 / 0.4375)]),  # raw s grows: 1, 1.56
    ("amsgrad", BARE | {"of_corrected": True}, [0.9, 0.9 - 0.1 * (1.4 / 0.75) / 2]),  # ŝ would fall: 4, 3.57
    ("amsgrad", HALVES | {"epsilon": 1.0, "fold_correction": True}, [0.95]),
    ("adamax", HALVES | {"epsilon": 0.5}, [0.92, 0.92 - 0.1 * (1.42 / 0.75) / 2.34]),  # u: 2.5, 2.34
    ("adamax", BARE | {"beta2": 0.999}, [0.9, 0.9 - 0.1 * (1.4 / 0.75) / 1.998]),  # u: 2, .999 · 2
    ("adamax", HALVES | {"epsilon": 0.5, "epsilon_added": True}, [0.92]),
    ("nadam", BARE | {"fade": 0.0}, [1 - 0.4 / 3]),  # v̂: .5/.75 + 2
    ("nadam", BARE | {"fade": 0.5}, [1 - 0.05 * (0.4375 / 0.8359375 + 2)]),  # μ: .375, .4375
    ("adamw", BARE | {"weight_decay": 0.5}, [0.85]),
    ("adamw", HALVES | {"epsilon": 1.0, "weight_decay": 0.5, "fold_correction": True}, [0.9]),
    ("adamw", BARE | {"weight_decay": 0.5, "decay_by_schedule": True}, [0.4]),
    ("radam", HALVES, [0.8, 0.8 - 0.1 * 1.3 / 0.75]),  # s is not trusted yet: v̂ is 2, 1.3/.75
    ("radam", HALVES | {"fold_correction": False}, [0.8]),
    ("adabelief", HALVES | {"epsilon": 2.0}, [0.96]),  # s: .25 + 2; ŝ: 9
    ("adabelief", HALVES | {"epsilon": 3.0, "epsilon_in_average": False}, [0.96]),  # ŝ: 1
    ("yogi", HALVES | {"epsilon": 1.0}, [0.95]),
    ("yogi", BARE | {"initial_s": 5.0, "initial_v": 2.0}, [0.9]),  # s: 4; v: 2
    ("yogi", HALVES | {"epsilon": 2.0, "bias_correction": True}, [0.95]),
    ("lion", HALVES, [0.9, 0.8, 0.7]),
    ("lion", HALVES | {"weight_decay": 0.5}, [0.85, 0.7075]),
    ("sign_descent", {}, [0.9, 0.8, 0.7]),
    ("rprop", {}, [0.9, 0.78, 0.636]),  # steps of .1, .12, .144
    # Steps of .1, .7, 4.9; over the minimum: it stays once, the step is 1.225; the same again; then 8.575.
    ("rprop", {"shrink": 0.25, "grow": 7.0}, [0.9, 0.2, -4.7, -4.7, -3.475, 5.1]),
    ("separate_gains", {}, [0.8, 0.632, 0.49296]),  # gains: 1, 1.05, 1.1
    ("separate_gains", {"increase": 19.0, "decrease": 0.5}, [0.8, -0.8, 0.0]),  # gains: 1, 10, 5
    ("separate_gains", {"increase": 19.0, "wide": True}, [0.8, -2.4]),  # gains: 1, 20
]
ELEMENTWISE = [key for key, kind in OPTIMIZERS.items() if getattr(kind, "elementwise", True)]
every_elementwise = pytest.mark.parametrize("key", ELEMENTWISE)
every_optimizer = pytest.mark.parametrize("key", list(OPTIMIZERS))


@pytest.mark.parametrize("key, given, points", BY_HAND)
def test_numbers_worked_by_hand(key, given, points):
    path = run(Bare(2.0), OPTIMIZERS[key](learning_rate=0.1, **given), (1.0,), len(points))
    np.testing.assert_allclose(path.params[1:, 0], points, rtol=1e-14, atol=1e-16)


def test_every_optimizer_and_switch_is_worked_by_hand():
    for key in ELEMENTWISE:
        kind, worked = OPTIMIZERS[key], [given for name, given, _ in BY_HAND if name == key]
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


@pytest.mark.parametrize("fold", [True, False])
def test_radam_on_a_slope(fold):
    """There v̂ = g and ŝ = g²: steps of α |g| until ρ > 5, at t = 8 for β₂ = .75, then of α r |g| / (|g| + ε′)."""
    path = run(Slope(2.0, -4.0), OPTIMIZERS["radam"](0.1, 0.5, 0.75, 1.0, fold), (0.0, 0.0), 9)
    np.testing.assert_allclose(path.state.step[:7], [[-0.2, 0.4]] * 7, rtol=1e-14)
    for t in (8, 9):
        kept = 0.75**t
        rho = 7 - 2 * t * kept / (1 - kept)
        r = sqrt((rho - 4) * (rho - 2) * 7 / (3 * 5 * rho))
        floor = 1 / sqrt(1 - kept) if fold else 1.0
        expected = [-0.2 * r / (2 + floor), 0.4 * r / (4 + floor)]
        np.testing.assert_allclose(path.state.step[t - 1], expected, rtol=1e-13)


def test_where_there_is_no_spread_a_centered_root_is_not_nan():
    """On a slope s − a² tends to 0, and rounding may take it below."""
    for key in ("rmsprop", "rmsprop_momentum"):
        path = run(Slope(3.0, -0.1), OPTIMIZERS[key](1e-9, centered=True, beta2=0.5), (0.0, 0.0), 500)
        assert path.status != Status.DIVERGED and np.isfinite(path.state.rate).all()
        assert (path.state.rate[-1] == 1e-9 / 1e-8).all()


def test_alpha_inside_and_outside_the_velocity_part_when_alpha_changes():
    for key in ("momentum", "nesterov", "rmsprop_momentum"):
        kind, bowl = OPTIMIZERS[key], SURFACES["elongated_bowl"]
        inside, outside = (run(bowl, kind(0.002, rate_inside=on), (-4.0, 2.0), 50) for on in (True, False))
        np.testing.assert_allclose(inside.params, outside.params, atol=1e-12)
        inside = run(bowl, kind(0.0002, rate_inside=True), inside, 1)
        outside = run(bowl, kind(0.0002), outside, 1)
        assert abs(inside.params[1] - outside.params[1]).max() > 1e-3  # what rolls inside rolls on; outside it is cut


def test_without_a_rate_nothing_moves_and_nothing_breaks():
    for key in set(ELEMENTWISE) - {"rprop"}:  # whose steps are never shorter than 1e-6
        path = run(SURFACES["beale"], OPTIMIZERS[key](learning_rate=0.0), (1.0, 1.5), 30)
        assert path.status == Status.STALLED and (path.params == path.params[0]).all(), key


def direction(path):
    """The sign of each gradient, and 0 where it is not that of the step before."""
    signs, followed = np.sign(path.gradient), [np.zeros(2)]
    for sign in signs:
        followed.append(np.where(sign == -followed[-1], 0, sign))
    return np.array(followed[1:])


@every_elementwise
def test_the_step_is_the_rate_times_what_the_optimizer_follows(key):
    path = run(SURFACES["rosenbrock"], OPTIMIZERS[key](learning_rate=0.002), (-1.2, 1.0), 50)
    state, g, before = path.state, path.gradient, path.params[:-1]
    v = getattr(state, "v_hat", getattr(state, "v", g))
    velocity = np.concatenate([np.zeros((1, 2)), v[:-1]])
    steps = {
        "nesterov": -state.rate * (g + 0.9 * v),
        "rmsprop_momentum": -0.002 * v,
        "lion": -state.rate * np.sign(0.9 * velocity + (1 - 0.9) * g),
        "adamw": -state.rate * v - 0.002 * 0.01 * before,
        "sign_descent": -state.rate * np.sign(g),
        "rprop": -state.rate * direction(path),
    }
    step = state.c[:, None] * (state.z - before) if key == "schedule_free" else steps.get(key, -state.rate * v)
    np.testing.assert_allclose(state.step, step, rtol=1e-13)
    np.testing.assert_allclose(path.params[1:], path.params[:-1] + state.step, rtol=0, atol=0)
    assert (state.rate > 0).all()


@every_elementwise
def test_the_fields_of_a_state(key):
    adam = "v s v_weight s_weight v_hat s_hat rate step"
    expected = {
        "gradient_descent": "rate step",
        "momentum": "v rate step",
        "nesterov": "v rate step",
        "schedule_free": "z total c rate step",
        "adagrad": "s rate step",
        "adadelta": "s d rate step",
        "rmsprop": "a s rate step",
        "rmsprop_momentum": "v a s rate step",
        "amsgrad": "v s s_max v_weight s_weight v_hat s_hat rate step",
        "adamax": "v u v_weight v_hat rate step",
        "nadam": "v s faded mu_weight s_weight v_hat s_hat rate step",
        "lion": "v rate step",
        "sign_descent": "rate step",
        "rprop": "direction rate step",
        "separate_gains": "direction gain rate step",
    }
    state = OPTIMIZERS[key]().init(np.zeros((2, 1)))
    assert " ".join(state._fields) == expected.get(key, adam)


@every_elementwise
def test_defaults(key):
    """PyTorch's where it has the rule, but for RMSprop's β₂; else the paper's, or a rate that suits small pictures."""
    adam = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    root = {"epsilon": 1e-8, "epsilon_inside": False, "centered": False}
    expected = {
        "gradient_descent": {"learning_rate": 1e-3},
        "momentum": {"learning_rate": 1e-3, "beta1": 0.9, "average": False, "dampening": 0.0, "rate_inside": False},
        "nesterov": {"learning_rate": 1e-3, "beta1": 0.9, "look_ahead": False, "rate_inside": False},
        "schedule_free": {"learning_rate": 1e-2, "beta1": 0.9},
        "adagrad": {"learning_rate": 1e-2, "epsilon": 1e-10, "epsilon_inside": False, "initial_s": 0.0},
        "adadelta": {"learning_rate": 1.0, "beta2": 0.9, "epsilon": 1e-6},
        "rmsprop": {"learning_rate": 1e-2, "beta2": 0.9} | root,  # PyTorch: .99
        "rmsprop_momentum": {"learning_rate": 1e-2, "beta1": 0.9, "beta2": 0.9, "nesterov": False, "rate_inside": False}
        | root,
        "adam": adam | {"bias_correction": True, "fold_correction": False},
        "amsgrad": adam | {"of_corrected": False, "fold_correction": False},
        "adamax": adam | {"learning_rate": 2e-3, "epsilon_added": False},
        "nadam": adam | {"learning_rate": 2e-3, "fade": 0.96**0.004},
        "adamw": adam | {"weight_decay": 0.01, "fold_correction": False, "decay_by_schedule": False},
        "radam": adam | {"fold_correction": True},
        "adabelief": adam | {"epsilon_in_average": True},
        "yogi": adam
        | {"learning_rate": 1e-2, "epsilon": 1e-3, "bias_correction": False, "initial_s": 0.0, "initial_v": 0.0},
        "lion": {"learning_rate": 1e-4, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0},
        "sign_descent": {"learning_rate": 1e-2},
        "rprop": {"learning_rate": 1e-2, "shrink": 0.5, "grow": 1.2},
        "separate_gains": {"learning_rate": 1e-3, "increase": 0.05, "decrease": 0.95, "wide": False},
    }
    assert {name: getattr(OPTIMIZERS[key](), name) for name in specs(OPTIMIZERS[key])} == expected[key]


@every_optimizer
def test_the_card_begins_with_the_common_numbers(key):
    common = ["learning_rate", "beta1", "beta2"]
    names = list(specs(OPTIMIZERS[key]))
    assert names[: len(set(common) & set(names))] == [name for name in common if name in names]


# ---- what the pages read
@every_optimizer
def test_facts_are_complete(key):
    facts = OPTIMIZERS[key].facts
    assert facts.key == key and facts.name and facts.idea.endswith(".") and facts.differs
    assert len(facts.idea) <= 63 and facts.group in GROUPS
    assert re.search(r"\((1[89]|20)\d\d\)", facts.source)  # a year
    for words in (facts.source, *facts.differs):
        assert words.endswith(".")


COMMANDS = (
    r"\\(?:text|operatorname|begin|end)\{[\w ]*\}|"
    r"\\(?:frac|tfrac|sqrt|nabla f|prod|sum|max|min|cdot|quad|infty|le)(?![a-z])"
)
LETTERS = (
    r"\\(?:hat|tilde|bar)\s*\\?[a-z]+|\\beta_[12]|\\eta\^[+-]|\\varepsilon'|\\sigma\^2|s\^\+|\\[A-Za-z]+|"
    r"(?<![A-Za-z\\])[a-z](?![A-Za-z])"
)


@every_elementwise
def test_every_symbol_of_the_recurrence_is_explained_and_no_other(key):
    switches = [name for name, spec in specs(OPTIMIZERS[key]).items() if not hasattr(spec, "low")]
    forms = [dict(zip(switches, sides, strict=True)) for sides in product((False, True), repeat=len(switches))]
    lines = " ".join(line for form in forms for line in latex(OPTIMIZERS[key](**form)))
    written = set(re.findall(LETTERS, re.sub(COMMANDS, " ", lines))) - {"t", "i"}
    assert set(OPTIMIZERS[key].facts.symbols) == written


def test_latex_follows_the_switches():
    momentum, adam, nesterov = (OPTIMIZERS[key] for key in ("momentum", "adam", "nesterov"))
    assert latex(momentum())[2] == r"p_t = \tilde g_t"
    assert latex(momentum(average=True))[2] == r"p_t = (1 - \beta_1)\, \tilde g_t"
    assert r"\hat v_t = v_t" in latex(adam(bias_correction=False))
    assert r"\hat v_t = \frac{v_t}{1 - \beta_1^t}" in latex(adam())
    assert [len(set(latex(nesterov())) - set(latex(nesterov(look_ahead=True)))), len(latex(nesterov()))] == [2, 4]


@every_optimizer
def test_the_source_shown_is_the_source_that_runs(key):
    kind = OPTIMIZERS[key]
    shown = source(kind)
    assert dedent(inspect.getsource(kind.update)) in shown and shown == source(kind())
    assert ("def gradient_at" in shown) == hasattr(kind, "gradient_at")
    assert len(inspect.getsource(kind.update).strip().splitlines()) <= 16
    assert "self.learning_rate" in shown or key == "rprop"  # whose first step alone is α
    assert max(map(len, shown.splitlines())) <= 110


@every_optimizer
def test_docstrings_give_the_recurrence_and_the_source(key):
    words = inspect.getdoc(OPTIMIZERS[key])
    assert "θ ← θ" in words and "Source:" in words
