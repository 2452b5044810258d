"""The arithmetic of a step: evaluated along its lines it is the run, to the bit; and the lines read like the paper."""

import re
from itertools import product

import numpy as np
import pytest

from experiments.arithmetic import lines
from experiments.inside import OPENABLE
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


FORMS = [form for kind in OPENABLE.values() for form in every_form(kind, learning_rate=0.004)]
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


CORRECTED = (
    "v ← β₁ v + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; 1 − β₁ᵗ ← β₁ (1 − β₁ᵗ⁻¹) + (1 − β₁); "
    "1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂); "
)
WRITTEN = [  # every rule, line by line, as update-rules.md has its symbols; g and θ around them
    ("gradient_descent", {}, "step ← −α g"),
    (
        "momentum",
        {},
        "damped ← (1 − d where t > 1, else 1) g; push ← (1 − β₁) · damped; fed ← α · push; v ← β₁ v + fed; step ← −α v",
    ),
    (
        "momentum",
        {"average": True},
        "damped ← (1 − d where t > 1, else 1) g; push ← (1 − β₁) · damped; fed ← α · push; v ← β₁ v + fed; step ← −α v",
    ),
    (
        "momentum",
        {"rate_inside": True},
        "damped ← (1 − d where t > 1, else 1) g; push ← (1 − β₁) · damped; fed ← α · push; v ← β₁ v + fed; step ← −v",
    ),
    ("nesterov", {}, "push ← α g; v ← β₁ v + push; ahead ← push + β₁ v; step ← −α · ahead"),
    ("nesterov", {"look_ahead": True}, "push ← α g; v ← β₁ v + push; ahead ← v; step ← −α · ahead"),
    ("schedule_free", {}, "z ← z − α g; Σα² ← Σα² + α α; c ← α α / Σα² where Σα² > 0, else 1; step ← c (z − θ)"),
    ("adagrad", {}, "s ← s + g²; root ← √s + ε; rate ← α / root; step ← −rate · g"),
    ("adagrad", {"epsilon_inside": True}, "s ← s + g²; root ← √(s + ε); rate ← α / root; step ← −rate · g"),
    (
        "adadelta",
        {},
        "s ← β₂ s + (1 − β₂) g²; ratio ← √(d + ε) / √(s + ε); δ ← ratio · g; d ← β₂ d + (1 − β₂) δ²; rate ← α · ratio; "
        "step ← −α δ",
    ),
    (
        "rmsprop",
        {},
        "s ← β₂ s + (1 − β₂) g²; a ← β₂ a + (1 − β₂) g; σ² ← max(s − a², 0); root ← √σ² + ε; rate ← α / root; "
        "step ← −rate · g",
    ),
    (
        "rmsprop_momentum",
        {"epsilon_inside": True, "nesterov": True, "rate_inside": True},
        "s ← β₂ s + (1 − β₂) g²; a ← β₂ a + (1 − β₂) g; σ² ← max(s − a², 0); root ← √(σ² + ε); rate ← α / root; "
        "push ← rate · g; v ← β₁ v + push; ahead ← push + β₁ v; step ← −ahead",
    ),
    (
        "adam",
        {},
        CORRECTED + "v̂ ← v / (1 − β₁ᵗ); ŝ ← s / (1 − β₂ᵗ); rate ← α / (√ŝ + ε); step ← −rate · v̂",
    ),
    (
        "amsgrad",
        {"of_corrected": True},
        CORRECTED + "s⁺ ← max(s⁺, s / (1 − β₂ᵗ)); v̂ ← v / (1 − β₁ᵗ); ŝ ← s⁺; rate ← α / (√ŝ + ε); step ← −rate · v̂",
    ),
    (
        "adamax",
        {},
        "v ← β₁ v + (1 − β₁) g; 1 − β₁ᵗ ← β₁ (1 − β₁ᵗ⁻¹) + (1 − β₁); v̂ ← v / (1 − β₁ᵗ); size ← |g| + ε; "
        "u ← max(β₂ u, size); rate ← α / u; step ← −rate · v̂",
    ),
    (
        "nadam",
        {},
        "qᵗ ← q qᵗ⁻¹; μ ← β₁ (1 − 0.5 qᵗ); μ⁺ ← β₁ (1 − 0.5 q qᵗ); w ← μ w + (1 − μ); w⁺ ← μ⁺ w + (1 − μ⁺); "
        "1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂); v ← β₁ v + (1 − β₁) g; s ← β₂ s + (1 − β₂) g²; "
        "v̂ ← μ⁺ v / w⁺ + (1 − μ) g / w; ŝ ← s / (1 − β₂ᵗ); rate ← α / (√ŝ + ε); step ← −rate · v̂",
    ),
    (
        "adamw",
        {},
        CORRECTED + "v̂ ← v / (1 − β₁ᵗ); ŝ ← s / (1 − β₂ᵗ); rate ← α / (√ŝ + ε); decay ← α λ θ; "
        "step ← −rate · v̂ − decay",
    ),
    (
        "radam",
        {},
        CORRECTED + "v̂ ← v / (1 − β₁ᵗ); ŝ ← s / (1 − β₂ᵗ); ρ∞ ← 2 / (1 − β₂) − 1; "
        "ρ ← ρ∞ − 2 t (1 − (1 − β₂ᵗ)) / (1 − β₂ᵗ); ρ∞′ ← max(ρ∞, 5); ρ′ ← max(ρ, 5); "
        "r ← √((ρ′ − 4) (ρ′ − 2) ρ∞′ / ((ρ∞′ − 4) (ρ∞′ − 2) ρ′)); ε′ ← ε / √(1 − β₂ᵗ); "
        "rate ← α r / (√ŝ + ε′) where ρ > 5, else α; step ← −rate · v̂",
    ),
    (
        "adabelief",
        {},
        "v ← β₁ v + (1 − β₁) g; average ← β₂ s + (1 − β₂) (g − v)²; s ← average + ε; "
        "1 − β₁ᵗ ← β₁ (1 − β₁ᵗ⁻¹) + (1 − β₁); 1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂); v̂ ← v / (1 − β₁ᵗ); "
        "ŝ ← s / (1 − β₂ᵗ); root ← √ŝ; rate ← α / (root + ε); step ← −rate · v̂",
    ),
    (
        "yogi",
        {},
        "v ← β₁ v + (1 − β₁) g; s ← s − (1 − β₂) sign (s − g²) g²; 1 − β₁ᵗ ← β₁ (1 − β₁ᵗ⁻¹) + (1 − β₁); "
        "1 − β₂ᵗ ← β₂ (1 − β₂ᵗ⁻¹) + (1 − β₂); v̂ ← v / (1 − β₁ᵗ); ŝ ← s / (1 − β₂ᵗ); "
        "rate ← α / (√ŝ + ε); step ← −rate · v̂",
    ),
    ("lion", {}, "m ← β₁ v + (1 − β₁) g; v ← β₂ v + (1 − β₂) g; decay ← α λ θ; step ← −α sign m − decay"),
    ("sign_descent", {}, "step ← −α sign g"),
    (
        "rprop",
        {},
        "kept ← g · direction; factor ← η⁺ where kept > 0, η⁻ where kept < 0, else 1; "
        "Δ ← min(max(Δ · factor, 1e−6), 50); direction ← 0 where kept < 0, else sign g; step ← −Δ · direction",
    ),
    (
        "separate_gains",
        {},
        "kept ← g · direction; cut ← φ γ where kept < 0, else γ; grown ← γ + κ where kept > 0, else cut; "
        "γ ← min(max(grown, 0.1), 10); rate ← α γ; direction ← sign g; step ← −rate · g",
    ),
]
AROUND = {  # where the gradient is taken elsewhere
    "schedule_free": "θ′ ← (1 − β₁) z + β₁ θ",
    "nesterov look_ahead": "θ′ ← θ − α β₁ v",
    "nesterov look_ahead rate_inside": "θ′ ← θ − β₁ v",
}


@pytest.mark.parametrize("key, given, formulas", WRITTEN)
def test_formulas_read_like_the_paper(key, given, formulas):
    found, _ = step_of(OPTIMIZERS[key](**given))
    around = AROUND.get(" ".join([key, *given]))
    first = [around, "g ← ∇f(θ′)"] if around else ["g ← ∇f(θ)"]
    assert "; ".join(line.formula for line in found) == "; ".join([*first, formulas, "θ ← θ + step"])


@pytest.mark.parametrize("name, formula", AROUND.items())
def test_where_the_gradient_is_taken(name, formula):
    key, *switches = name.split()
    found, _ = step_of(OPTIMIZERS[key](**dict.fromkeys(switches, True)))
    assert [line.formula for line in found[:2]] == [formula, "g ← ∇f(θ′)"] and found[0].arrow == "look_ahead"


def test_every_rule_is_written_down():
    assert {key for key, _, _ in WRITTEN} == set(OPENABLE)


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
    text = re.sub(r"(?<!max)(?<!min)\((-?[\de.-]+), (-?[\de.-]+)\)", r"np.array([\1, \2])", text)
    text = re.sub(r"\|(.*)\|", r"abs(\1)", text)
    text = re.sub(r"√(np\.array\(\[.*?\]\)|[\d.e-]+)", r"np.sqrt(\1)", text).replace("√(", "np.sqrt(")
    text = re.sub(r"sign (np\.array\(\[.*?\]\))", r"np.sign(\1)", text).replace("sign (", "np.sign(")
    text = re.sub(r"\b(min|max)\(", r"np.\1imum(", text)
    text = re.sub(r"\(([^()]*) where ([^()]*), else ([^()]*)\)", r"np.where(\2, \1, \3)", text)
    text = re.sub(r"^(.*) where (.*), else (.*)$", r"np.where(\2, \1, \3)", text)
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
    assert {line.name: grey(line) for line in found if line.off} == {
        "push": ["(1 − β₁) · "],
        "fed": ["α · "],
    }


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
        (float("inf"), "∞"),
        (float("nan"), "no number"),
    ],
)
def test_four_digits(number, text):
    assert digits(number) == text
