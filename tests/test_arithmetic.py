"""The arithmetic of a step: evaluated along its lines it is the run, to the bit; and the lines read like the paper."""

import re
from itertools import product

import numpy as np
import pytest

from experiments.arithmetic import lines
from experiments.writing import digits
from optimizers import OPTIMIZERS, Switch, run, specs
from optimizers.parts import VARIANTS, AdamParts
from surfaces import SURFACES

STEPS = (1, 2, 3, 17, 60)


def every_form(kind, **given):
    """An optimizer with each combination of its switches."""
    switches = [name for name, spec in specs(kind).items() if isinstance(spec, Switch)]
    for sides in product((False, True), repeat=len(switches)):
        yield kind(**given, **dict(zip(switches, sides, strict=True)))


FORMS = [form for key, kind in OPTIMIZERS.items() for form in every_form(kind, learning_rate=0.004)]
FORMS += list(every_form(AdamParts, learning_rate=0.01, beta1=0.8, beta2=0.95))


def step_of(optimizer, surface="beale", start=(1.0, 1.5), t=1):
    """The lines of step t of a run, and the run."""
    path = run(SURFACES[surface], optimizer, start, max(STEPS))
    before = optimizer.init(path.params[0]) if t == 1 else type(path.state)(*(field[t - 2] for field in path.state))
    return lines(optimizer, path.gradient[t - 1], path.params[t - 1], before, t), path


@pytest.mark.parametrize("t", STEPS)
@pytest.mark.parametrize("optimizer", FORMS, ids=str)
def test_along_the_lines_it_is_the_run_to_the_bit(optimizer, t):
    found, path = step_of(optimizer, t=t)
    seen = {line.name: line.value for line in found}
    assert len(seen) == len(found) and found[-1].name == "theta"
    assert np.array_equal(seen["theta"], path.params[t]) and np.array_equal(seen["g"], path.gradient[t - 1])
    for name in path.state._fields:
        now = getattr(path.state, name)[t - 1]
        assert np.array_equal(np.broadcast_to(seen.get(name, optimizer.learning_rate), now.shape), now), name
    if "look_ahead" in seen:
        assert np.array_equal(SURFACES["beale"].gradient(seen["look_ahead"]), seen["g"])


WRITTEN = [  # every rule, line by line, as update-rules.md has its symbols
    ("gradient_descent", {}, "g ← ∇f(θ)|step ← −α g|θ ← θ + step"),
    ("momentum", {"average": True}, "g ← ∇f(θ)|push ← (1 − β₁) g|v ← β₁ v + push|step ← −α v|θ ← θ + step"),
    ("nesterov", {}, "g ← ∇f(θ)|v ← β₁ v + g|ahead ← g + β₁ v|step ← −α · ahead|θ ← θ + step"),
    (
        "nesterov",
        {"look_ahead": True},
        "θ′ ← θ − α β₁ v|g ← ∇f(θ′)|v ← β₁ v + g|ahead ← v|step ← −α · ahead|θ ← θ + step",
    ),
    ("adagrad", {}, "g ← ∇f(θ)|s ← s + g²|rate ← α / (√s + ε)|step ← −rate · g|θ ← θ + step"),
    ("rmsprop", {}, "g ← ∇f(θ)|s ← β₂ s + (1 − β₂) g²|rate ← α / (√s + ε)|step ← −rate · g|θ ← θ + step"),
    (
        "adam",
        {},
        "g ← ∇f(θ)|v ← β₁ v + (1 − β₁) g|s ← β₂ s + (1 − β₂) g²|1 − β₁ᵗ ← β₁ (1 − β₁ᵗ⁻¹) + (1 − β₁)|"
        "1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂)|v̂ ← v / (1 − β₁ᵗ)|ŝ ← s / (1 − β₂ᵗ)|rate ← α / (√ŝ + ε)|"
        "step ← −rate · v̂|θ ← θ + step",
    ),
    ("sign_descent", {}, "g ← ∇f(θ)|step ← −α sign g|θ ← θ + step"),
    (
        "rprop",
        {},
        "g ← ∇f(θ)|kept ← g · direction|factor ← η⁺ where kept > 0, η⁻ where kept < 0, else 1|"
        "Δ ← min(max(Δ · factor, 1e−6), 50)|direction ← 0 where kept < 0, else sign g|step ← −Δ · direction|"
        "θ ← θ + step",
    ),
]


@pytest.mark.parametrize("key, given, formulas", WRITTEN)
def test_formulas_read_like_the_paper(key, given, formulas):
    found, _ = step_of(OPTIMIZERS[key](**given))
    assert "|".join(line.formula for line in found) == formulas


def test_every_rule_is_written_down():
    assert {key for key, _, _ in WRITTEN} == set(OPTIMIZERS)


def test_numbers_worked_by_hand():
    """x² + 50y² from (−4, 2): g is (−8, 200)."""
    found, _ = step_of(OPTIMIZERS["adam"](learning_rate=0.2), "elongated_bowl", (-4.0, 2.0))
    assert [line.numbers for line in found] == [
        "∇f(−4, 2)",
        "0.9 · (0, 0) + 0.1 · (−8, 200)",
        "0.999 · (0, 0) + 0.001 · (−8, 200)²",
        "0.9 · 0 + 0.1",
        "0.999 · 0 + 0.001",
        "(−0.8, 20) / 0.1",
        "(0.064, 40) / 0.001",
        "0.2 / (√(64, 40000) + 1e−8)",
        "−(0.025, 0.001) · (−8, 200)",
        "(−4, 2) + (0.2, −0.2)",
    ]


def worth(numbers):
    """What a row of numbers comes to."""
    text = numbers.replace("−", "-").replace("·", "*").replace("²", "**2")
    text = re.sub(r"\((-?[\de.-]+), (-?[\de.-]+)\)", r"np.array([\1, \2])", text)
    text = re.sub(r"√(np\.array\(\[.*?\]\))", r"np.sqrt(\1)", text)
    text = re.sub(r"sign (np\.array\(\[.*?\]\))", r"np.sign(\1)", text)
    return eval(text, {"np": np})


@pytest.mark.parametrize("t", STEPS)
@pytest.mark.parametrize("optimizer", [form for form in FORMS if not hasattr(form, "grow")], ids=str)
def test_the_numbers_shown_come_to_the_value(optimizer, t):
    found, _ = step_of(optimizer, t=t)
    for line in found:
        if line.name != "g":
            largest = max(float(number) for number in re.findall(r"[\d.]+(?:e-?\d+)?", line.numbers.replace("−", "-")))
            np.testing.assert_allclose(worth(line.numbers), line.value, rtol=2e-3, atol=1e-3 * largest)


def grey(line):
    return [line.formula[start:end] for start, end in line.grey]


@pytest.mark.parametrize(
    "key, expected",
    [
        ("adam", {}),
        (
            "adam_uncorrected",
            {
                "v_weight": ["1 − β₁ᵗ ← β₁ (1 − β₁ᵗ⁻¹) + (1 − β₁)"],
                "s_weight": ["1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂)"],
                "v_hat": [" / (1 − β₁ᵗ)"],
                "s_hat": [" / (1 − β₂ᵗ)"],
            },
        ),
        ("rmsprop_corrected", {"v": ["β₁ v + (1 − β₁) "]}),
        (
            "momentum_corrected",
            {
                "s": ["s ← β₂ s + (1 − β₂) g²"],
                "s_weight": ["1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂)"],
                "s_hat": ["ŝ ← s / (1 − β₂ᵗ)"],
                "rate": [" / (√ŝ + ε)"],
            },
        ),
    ],
)
def test_a_switch_takes_its_part_out_in_place(key, expected):
    found, _ = step_of(AdamParts(**VARIANTS[key].switches), t=2)
    assert {line.name: grey(line) for line in found if line.off} == expected


def test_the_classical_form_takes_its_factor_out():
    found, _ = step_of(OPTIMIZERS["momentum"]())
    assert {line.name: grey(line) for line in found if line.off} == {"push": ["(1 − β₁) "]}


def test_which_line_lights_which_arrow():
    adam, _ = step_of(AdamParts())
    lit = {line.name: line.arrow for line in adam if line.arrow}
    assert lit == {
        "g": "gradient",
        "v": "velocity",
        "v_hat": "velocity",
        "s": "ellipse",
        "s_hat": "ellipse",
        "rate": "ellipse",
        "step": "step",
        "theta": "step",
    }
    nesterov, _ = step_of(OPTIMIZERS["nesterov"](look_ahead=True))
    assert nesterov[0].arrow == "look_ahead"
    rprop, _ = step_of(OPTIMIZERS["rprop"]())
    assert {line.arrow for line in rprop} == {"gradient", "step", None}


@pytest.mark.parametrize(
    "number, text",
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-1.2, "−1.2"),
        (12345.678, "12350"),
        (0.000123456, "0.0001235"),
        (-1.23456e-5, "−1.235e−5"),
        (1e6, "1e6"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_four_digits(number, text):
    assert digits(number) == text
