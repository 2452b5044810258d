"""Scripts at the ends of sliders and domains: each runs and walks our path, or a sentence says why there is none."""

import ast
import math
import warnings

import numpy as np
import pytest

from experiments.as_code import offered, script
from experiments.as_code.entries import chosen
from experiments.as_code.framework_scripts import FRAMEWORKS
from experiments.as_code.timeline import timeline
from experiments.race import Ground, Runner, optimizer_of, surface_of
from optimizers import OPTIMIZERS, Hyper, Status, run, specs
from surfaces import SURFACES

GROUND, START, STEPS = Ground("plateau"), (1.0, 0.5), 8

# What the constructors accept, (lowest, highest), from torch 2.13 torch/optim/*.py: __init__, and keras 3.15
# keras/src/optimizers/*.py: __init__; optax 0.2.8 checks no number. An end that is not accepted itself is moved in.
ABOVE_0, BELOW_1, ABOVE_1 = math.ulp(0.0), math.nextafter(1.0, 0.0), math.nextafter(1.0, 2.0)
ACCEPTED = {
    "pytorch": {
        "lr": (0.0, math.inf),
        "momentum": (0.0, math.inf),
        "momentum with nesterov": (ABOVE_0, math.inf),
        "eps": (0.0, math.inf),
        "betas": (0.0, BELOW_1),
        "rho": (0.0, 1.0),
        "alpha": (0.0, math.inf),
        "weight_decay": (0.0, math.inf),
        "momentum_decay": (0.0, math.inf),
        "initial_accumulator_value": (0.0, math.inf),
        "etas 0": (ABOVE_0, BELOW_1),
        "etas 1": (ABOVE_1, math.inf),
    },
    "keras": {"momentum": (0.0, 1.0), "beta_1 of Lion": (ABOVE_0, 1.0)},
}


def ends(spec):
    """The ends of the slider and of the domain."""
    last = math.nextafter(spec.highest, -math.inf) if math.isfinite(spec.highest) else spec.high
    return dict.fromkeys((spec.lowest, spec.low, spec.high, int(last) if spec.scale == "integer" else last))


def racers(key, convention=None):
    """An optimizer, in the form of a framework, with one hyperparameter at an end."""
    kind = OPTIMIZERS[key]
    for form in [dict(each.values) for each in kind.facts.conventions if each.key == convention] or [{}]:
        for name, spec in specs(kind).items():
            for value in ends(spec) if isinstance(spec, Hyper) else ():
                values = {"learning_rate": SURFACES["plateau"].rates[key]} | form | {name: value}
                yield Runner(key, tuple(values.items()))


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_numpy_runs_at_every_end(key, capsys):
    for racer in dict.fromkeys(racers(key)):
        if offered(racer)["numpy"] is None:
            names = {}
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(script("numpy", GROUND, START, STEPS, racer), names)
            path = run(surface_of(GROUND), optimizer_of(racer), START, STEPS)
            fine = path.stopped_at + (path.status is not Status.DIVERGED)
            np.testing.assert_allclose(names["path"][:fine], path.params[:fine], rtol=1e-9, atol=1e-9)


def given(kind, racer):
    """The numbers with which a framework's optimizer is made, by the names of ACCEPTED."""
    optimizer = optimizer_of(racer)
    makes = ast.parse(
        chosen(FRAMEWORKS[kind].table, optimizer, timeline(None, optimizer), kind).makes, mode="eval"
    ).body
    known = {"math": math, "initial_learning_rate": optimizer.learning_rate}
    known |= {name: getattr(optimizer, name) for name in specs(optimizer)}
    other = {"beta_1": "beta_1 of Lion"} if "Lion" in ast.unparse(makes.func) else {}
    if kind == "pytorch" and any(word.arg == "nesterov" for word in makes.keywords):
        other = {"momentum": "momentum with nesterov"}
    for word in makes.keywords:
        value = eval(compile(ast.Expression(word.value), "<argument>", "eval"), dict(known))
        for at, number in enumerate(value if isinstance(value, tuple) else (value,)):
            yield f"{word.arg} {at}" if word.arg == "etas" else other.get(word.arg, word.arg), number


@pytest.mark.parametrize("kind", ACCEPTED)
@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_framework_accepts_every_number_that_it_is_given(key, kind):
    for racer in dict.fromkeys(racers(key, kind)):
        refused = offered(racer)[kind]
        if refused is not None:
            assert refused.endswith(".")
            continue
        for name, number in given(kind, racer):
            low, high = ACCEPTED[kind].get(name, (-math.inf, math.inf))
            assert low <= number <= high, (racer, name, number)


@pytest.mark.parametrize(
    ("key", "kind", "values", "words"),
    [
        ("lion", "keras", {"beta1": 0.0}, "Keras' Lion wants β₁ above 0."),
        ("rprop", "pytorch", {"shrink": 0.0}, "PyTorch's Rprop wants η⁻ above 0."),
        ("rprop", "pytorch", {"grow": 1.0}, "PyTorch's Rprop wants η⁺ above 1."),
    ],
)
def test_what_a_framework_does_not_accept_is_said(key, kind, values, words):
    assert offered(Runner(key, tuple(values.items())))[kind] == words
