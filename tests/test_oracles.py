"""Our paths against those that PyTorch, Keras and optax walk; tests/oracles/make_oracles.py made the stored ones."""

import json
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Options, by_hand, run, specs
from surfaces import SURFACES
from tests.oracles.cases import Case, cases

DATA = Path(__file__).parent / "oracles" / "data"


def entries(file):
    return json.loads((DATA / file).read_text(encoding="utf-8"))["entries"]


FRAMEWORKS = ("by_hand", "by_keras", "by_optax", "by_torch")
ENTRIES = [(framework, entry) for framework in FRAMEWORKS for entry in entries(f"{framework}.json")]
FAULTS = {entry["by"].partition("(")[0]: entry for entry in entries("faults.json")}
WALKED_BY = {"pytorch": {"by_torch"}, "keras": {"by_keras"}, "optax": {"by_optax"}}  # else by any of them
NO_FRAMEWORK_HAS_IT = {
    "separate_gains": "Hinton's lecture only: tests/test_optimizers.py works it by hand",
    "newton": "tests/test_second_order.py holds it to theory",
    "conjugate_gradient": "tests/test_second_order.py holds it to theory",
    "lbfgs": "PyTorch's: tests/test_second_order.py",
}

# In units of the largest coordinate, loss or average on the path. When the paths were made, the frameworks parted from
# one another by up to 1.4e-14 and ours from theirs by up to 2.4e-14: rounding, magnified along the path. Averages of
# gradients magnify it once more, up to 9e-14.
TOLERANCE, OF_AVERAGES = 1e-13, 1e-12


def title(framework, entry):
    changes = [f"{name}={value} after {step}" for step, name, value in entry["changes"]]
    hyper = ", ".join(f"{name}={value}" for name, value in {**entry["hyper"], **entry["options"]}.items())
    ground = " ".join([entry["surface"], *(f"{name}={value}" for name, value in entry["parameters"].items())])
    return " ".join([framework, f"{entry['optimizer']}({hyper})", *changes, f"on {ground} from {entry['start']}"])


def key(entry):
    return json.dumps([entry[field] for field in Case._fields])


def on(case):
    surface = SURFACES[case.surface]
    return surface.with_parameters(**case.parameters) if case.parameters else surface


@cache
def our_path(case):
    """A case is walked once, however many frameworks have walked it."""
    case = Case(*json.loads(case))
    schedule = by_hand(case.changes) if case.changes else None
    options = Options(**case.options) if case.options else None
    optimizer = OPTIMIZERS[case.optimizer](**case.hyper)
    return run(on(case), optimizer, start=case.start, steps=case.steps, schedule=schedule, options=options)


def assert_near(ours, theirs, what, scale=None, tolerance=TOLERANCE):
    largest = np.max(np.abs(theirs if scale is None else scale))
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * largest, err_msg=what)


@pytest.mark.parametrize(("framework", "entry"), ENTRIES, ids=[title(*named) for named in ENTRIES])
def test_our_path_is_the_frameworks_path(framework, entry):
    path = our_path(key(entry))
    assert_near(path.params[entry["at"]], entry["params"], "params")
    assert_near(path.loss[entry["at"]], entry["loss"], "loss")
    for name, average in entry["state"].items():
        ours = getattr(path.state, name)
        assert_near(ours[-1], average, name, ours, OF_AVERAGES)


WITH_ORACLES = [name for name in OPTIMIZERS if name not in NO_FRAMEWORK_HAS_IT]
CONVENTIONS = [(name, each) for name in WITH_ORACLES for each in OPTIMIZERS[name].facts.conventions]


@pytest.mark.parametrize("name", WITH_ORACLES)
def test_every_optimizer_and_both_sides_of_its_switches_have_an_oracle(name):
    hypers = [entry["hyper"] for _, entry in ENTRIES if entry["optimizer"] == name]
    assert hypers, "add cases to tests/oracles/cases.py and run make_oracles.py"
    for field in fields(OPTIMIZERS[name]):
        if isinstance(field.default, bool):
            assert {hyper.get(field.name, field.default) for hyper in hypers} == {False, True}, field.name


@pytest.mark.parametrize(("name", "convention"), CONVENTIONS, ids=[f"{name} {each.key}" for name, each in CONVENTIONS])
def test_every_convention_was_walked_by_the_framework_that_it_names(name, convention):
    """By that framework with its own defaults, but for rates and memories."""
    defaults = {own: spec.default for own, spec in specs(OPTIMIZERS[name]).items()}
    walked_by = {
        framework
        for framework, entry in ENTRIES
        if entry["optimizer"] == name
        and convention.values.items() <= {**defaults, **entry["hyper"]}.items()
        and (entry["own"] or convention.key not in WALKED_BY)
    }
    assert walked_by & WALKED_BY.get(convention.key, set(FRAMEWORKS))


def test_stored_paths_are_of_the_cases_as_they_stand():
    assert {key(entry) for _, entry in ENTRIES} == {key(case._asdict()) for case in cases()}


# ---- where an oracle is at fault: what it does is done once more here, to its path, and ours is another one
def walk(entry, step):
    """The points of a walk at the stored steps; `step` gets g and t."""
    surface = on(Case(**{name: entry[name] for name in Case._fields}))
    points = [np.array(entry["start"])]
    for t in range(1, entry["steps"] + 1):
        points.append(points[-1] + step(surface.gradient(points[-1]), t))
    return np.array(points)[entry["at"]]


def assert_fault(points, entry, apart):
    assert_near(points, entry["params"], "what it does")
    ours = our_path(key(entry)).params[entry["at"]]
    assert np.max(np.abs(ours - entry["params"])) > apart


def test_pytorchs_nadam_rounds_the_product_of_its_memories_to_float32():
    entry = FAULTS["NAdam"]
    rule, product = OPTIMIZERS["nadam"](**entry["hyper"]), np.float32(1)
    state = rule.init(np.array(entry["start"]))

    def step(g, t):
        nonlocal state, product
        mu = rule.beta1 * (1 - 0.5 * rule.fade**t)
        product = product * np.float32(mu)
        state = rule.update(g, None, state._replace(mu_weight=1 - float(product) / mu), t)
        return state.step

    assert_fault(walk(entry, step), entry, 1e-10)


def test_optax_rprop_makes_each_step_one_gradient_late():
    entry = FAULTS["rprop"]
    rule = OPTIMIZERS["rprop"](**entry["hyper"])
    state = rule.init(np.array(entry["start"]))

    def step(g, t):
        nonlocal state
        before, state = state.step, rule.update(g, None, state, t)
        return np.where(state.direction == 0, 0.0, before)

    assert entry["params"][0] == entry["params"][1]
    assert_fault(walk(entry, step), entry, 1e-2)


@pytest.mark.parametrize(
    ("name", "length"),
    [("SGD", lambda norm: float(np.float32(norm))), ("clip_grad_norm_", lambda norm: norm + 1e-6)],
    ids=["Keras rounds the norm to float32", "PyTorch adds 1e-6 to the norm"],
)
def test_clipping_by_another_norm(name, length):
    entry = FAULTS[name]
    rate, clip = entry["hyper"]["learning_rate"], entry["options"]["clip"]
    points = walk(entry, lambda g, t: -rate * g * min(1.0, clip / length(np.hypot(*g))))
    assert_fault(points, entry, 1e-10)
