"""What pages say of rules, schedules and words: every figure and every statement is computed here.

A claim is (words of the text, what is computed): see tests/claims.py. The texts are those of the registries, so that a
new entry whose sentences nobody computes fails.
"""

import re
from math import sqrt

import numpy as np
import pytest

from experiments.race import GROUNDS
from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, run, specs
from tests.claims import assert_claim, figures
from ui.words import GLOSSARY, INTRO

S = GROUNDS


def rmsprop_first(**values):
    """The first step at g = 1e-4, in units of α."""
    g, s = 1e-4, (1 - 0.9) * 1e-8
    return g / (sqrt(s) + values["outside"]) if "outside" in values else g / sqrt(s + values["inside"])


def test_first_steps_of_rmsprop_by_hand():
    text = " ".join(OPTIMIZERS["rmsprop"].facts.differs)
    figure = re.search(r"first step is ([\d.]+) α with ε outside, ([\d.]+) α with 1e-8 inside, ([\d.]+) α with", text)
    by_hand = (rmsprop_first(outside=1e-8), rmsprop_first(inside=1e-8), rmsprop_first(inside=1e-7))
    assert_claim(
        figure[0],
        figure[0].removesuffix(" with"),
        None
        if not figure
        else tuple(value for pair in zip(by_hand, (None, 1e-8, None), strict=True) for value in pair if value),
    )


def test_the_correction_folded_into_the_rate_by_hand():
    words = specs(OPTIMIZERS["adam"])["fold_correction"].help
    assert "at β₂ = 0.999 31.6 times ε at the first step" in words and round(1 / sqrt(1 - 0.999), 1) == 31.6


def test_v_is_a_sum_where_it_is_one():
    """Under a constant g the classical v comes to g/(1 − β₁), that of the EMA form and Adam's to g."""
    for optimizer, values, end in [
        ("momentum", {}, 10),
        ("nesterov", {}, 10),
        ("momentum", {"average": True}, 1),
        ("adam", {}, 1),
    ]:
        slope_of_one = S["saddle"]  # along x the gradient is 2x: a tiny rate keeps it at 2
        path = run(slope_of_one, OPTIMIZERS[optimizer](learning_rate=1e-12, **values), start=(1.0, 0.0), steps=400)
        assert path.state.v[-1, 0] == pytest.approx(2 * end, rel=1e-6)
    for optimizer in ("momentum", "nesterov"):
        assert "decaying sum" in OPTIMIZERS[optimizer].facts.symbols["v"]
    assert "decaying sum" in GLOSSARY["momentum, v"] and "average" in OPTIMIZERS["adam"].facts.symbols["v"]


def test_nesterov_s_coefficients_grow():
    """a ← (1 + √(4 a² + 1)) / 2, β = (a − 1) / a′: so no constant β₁ is the paper's."""
    a, betas = 1.0, []
    for _ in range(200):
        after = (1 + sqrt(4 * a * a + 1)) / 2
        betas.append((a - 1) / after)
        a = after
    assert betas == sorted(betas) and betas[0] == 0 and 0.98 < betas[-1] < 1
    assert "paper" not in {convention.key for convention in OPTIMIZERS["nesterov"].facts.conventions}


def shares(schedule, epochs, **values):
    made = SCHEDULES[schedule](**values)
    optimizer = OPTIMIZERS["gradient_descent"](learning_rate=1.0)
    return [made(optimizer, 1 + (epoch - 1) * getattr(made, "every", 1)).learning_rate for epoch in epochs]


def test_what_is_said_of_schedules():
    assert shares("inverse_time", [1, 2], decay=1.0) == pytest.approx([1 / 2, 1 / 3])
    assert "At d = 1 half in the first epoch, a third in the second" in SCHEDULES["inverse_time"].facts.idea
    assert shares("inverse_root_epoch", [4, 9], k=1.0) == pytest.approx([1 / 2, 1 / 3])
    assert "At k = 1 half in the fourth epoch, a third in the ninth" in SCHEDULES["inverse_root_epoch"].facts.idea
    assert shares("staircase", [1, 2], factor=0.5) == [1, 0.5] and "γ = 0.5" in SCHEDULES["staircase"].facts.idea
    assert "optax has none" in SCHEDULES["inverse_time"].__doc__


def test_how_long_a_decay_rate_averages_is_computed():
    for kind in OPTIMIZERS.values():
        for spec in specs(kind).values():
            for beta, steps in re.findall(r"([\d.]+) averages (?:gradients )?over about (\d+)", spec.help) + re.findall(
                r", ([\d.]+) over about (\d+)", spec.help
            ):
                assert round(1 / (1 - float(beta))) == int(steps)


HELPS = {
    f"{owner}.{name}": spec.help
    for table in (OPTIMIZERS, SCHEDULES)
    for owner, kind in table.items()
    for name, spec in specs(kind).items()
} | {name: spec.help for name, spec in OPTIONS.items()}


def test_nobody_is_called_a_racer_and_no_number_begins_with_a_point():
    """In what a reader reads of the glossary, the helps, the facts and the first sentences."""
    facts = [kind.facts for kind in OPTIMIZERS.values()]
    told = [*GLOSSARY.values(), *HELPS.values(), *(f.idea for f in facts), *(line for f in facts for line in f.differs)]
    intro = [words for said in INTRO.values() for words in (said.values() if isinstance(said, dict) else [said])]
    for text in told + intro:
        assert not re.search(r"\b[Rr]acer|\brunner", text), text
        assert not re.search(r"(?<![\w.])\.\d", text), text


@pytest.mark.parametrize(
    ("text", "found"), [("−0.9 and 1e-8", ["−0.9", "1e-8"]), ("3-D, β₁ and x²", []), ("169,000", ["169,000"])]
)
def test_what_counts_as_a_figure(text, found):
    assert figures(text) == found


# ---- hyperparameters: each help is true of the rule at which it stands
def states(optimizer, gradients, **values):
    """Its states after each of these gradients of two parameters."""
    rule, params = OPTIMIZERS[optimizer](**values), np.array([[1.0], [2.0]])
    state, found = rule.init(params), []
    for t, g in enumerate(gradients, 1):
        state = rule.update(np.array(g, float)[:, None], params, state, t)
        params = params + state.step
        found.append(state)
    return found


def help_of(optimizer, name):
    spec = specs(OPTIMIZERS[optimizer]).get(name)
    return spec.help if spec else ""


def those_that_say(name, words):
    return [key for key in OPTIMIZERS if help_of(key, name).startswith(words)]


@pytest.mark.parametrize("key", those_that_say("beta1", "Decay rate of v"))
def test_beta1_is_the_decay_rate_of_v(key):
    *_, before, after = states(key, [(1, -2)] * 5 + [(0, 0)] * 2, beta1=0.7)
    np.testing.assert_allclose(after.v / before.v, 0.7)


@pytest.mark.parametrize("key", those_that_say("beta2", "Decay rate of the average of squared gradients"))
def test_beta2_is_the_decay_rate_of_an_average_of_squares(key):
    """After many equal gradients s is their square, and shrinks by β₂ where none comes."""
    values = {"centered": False} if "centered" in specs(OPTIMIZERS[key]) else {}
    *_, before, after = states(key, [(1, -2)] * 400 + [(0, 0)], beta2=0.9, epsilon=1e-12, **values)
    np.testing.assert_allclose(before.s.ravel(), [1, 4], rtol=1e-6)
    np.testing.assert_allclose(after.s / before.s, 0.9, rtol=1e-6)


def test_of_the_others_each_has_words_of_its_own():
    """Lion's β₁ mixes, schedule-free's places the gradient, Adamax keeps a maximum, Yogi adds."""
    told = {(key, name) for key in OPTIMIZERS for name in ("beta1", "beta2") if help_of(key, name)}
    usual = {(key, "beta1") for key in those_that_say("beta1", "Decay rate of v")}
    usual |= {(key, "beta2") for key in those_that_say("beta2", "Decay rate of the average of squared gradients")}
    own = {("lion", "beta1"), ("lion", "beta2"), ("schedule_free", "beta1"), ("adamax", "beta2")}
    assert told - usual == own | {("adabelief", "beta2"), ("yogi", "beta2")}
    lion = states("lion", [(1, -2)] * 5 + [(0, 0)] * 2, beta2=0.6)
    np.testing.assert_allclose(lion[-1].v / lion[-2].v, 0.6)


@pytest.mark.parametrize("key", those_that_say("learning_rate", "Scales every step."))
def test_alpha_scales_every_step_where_that_is_said(key):
    """The same gradients: with twice α each step is twice as long."""
    if hasattr(OPTIMIZERS[key], "wants_objective"):
        return
    series = [(1, -2), (0.5, 1), (2, 2), (-1, 0.3)] * 3
    once, twice = (states(key, series, learning_rate=rate) for rate in (1e-9, 2e-9))
    for a, b in zip(once, twice, strict=True):
        np.testing.assert_allclose(b.step, 2 * a.step, rtol=1e-5)


def test_of_which_rules_alpha_is_no_scale():
    own = set(OPTIMIZERS) - set(those_that_say("learning_rate", "Scales every step."))
    assert own == {"rprop", "conjugate_gradient", "lbfgs"}
    long = [abs(states("rprop", [(1, -2)] * 4, learning_rate=rate)[0].step).max() for rate in (0.01, 0.02)]
    assert long == [0.01, 0.02]


@pytest.mark.parametrize("key", [key for key in OPTIMIZERS if "much larger" in help_of(key, "epsilon")])
def test_epsilon_matters_unless_what_it_is_added_to_is_much_larger(key):
    """With gradients of 1 a tiny ε changes no step, a large one changes some."""
    none, tiny, large = (
        states(key, [(1, -2), (0.5, 1), (2, 2)] * 4, learning_rate=0.1, epsilon=e)[-1].step for e in (1e-14, 1e-12, 1.0)
    )
    np.testing.assert_allclose(tiny, none, rtol=1e-5)
    assert not np.allclose(large, none, rtol=1e-3)


def test_epsilon_of_adadelta_lets_steps_begin():
    small, large = (abs(states("adadelta", [(1, -2)], epsilon=e)[0].step) for e in (1e-8, 1e-6))
    np.testing.assert_allclose(large / small, 10, rtol=1e-4)
