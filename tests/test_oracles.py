"""Our paths against those that PyTorch, Keras and optax walk; tests/oracles/make_oracles.py made the stored ones."""

import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from tests.oracles.cases import Case, cases

DATA = Path(__file__).parent / "oracles" / "data"
ENTRIES = [
    (path.stem, entry) for path in sorted(DATA.glob("*.json")) for entry in json.loads(path.read_text())["entries"]
]

# In units of the largest coordinate, loss or average on the path. When the paths were made, the frameworks parted from
# one another by up to 9e-15 and ours from theirs by up to 2.4e-14: rounding, magnified along the path.
TOLERANCE = 1e-13


def title(framework, entry):
    hyper = ", ".join(f"{name}={value}" for name, value in entry["hyper"].items())
    ground = " ".join([entry["surface"], *(f"{name}={value}" for name, value in entry["parameters"].items())])
    return f"{framework} {entry['optimizer']}({hyper}) on {ground} from {entry['start']}"


def assert_near(ours, theirs, scale, what):
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOLERANCE * np.max(np.abs(scale)), err_msg=what)


@pytest.mark.parametrize(("framework", "entry"), ENTRIES, ids=[title(*named) for named in ENTRIES])
def test_our_path_is_the_frameworks_path(framework, entry):
    surface = SURFACES[entry["surface"]]
    surface = surface.with_parameters(**entry["parameters"]) if entry["parameters"] else surface
    optimizer = OPTIMIZERS[entry["optimizer"]](**entry["hyper"])
    path = run(surface, optimizer, start=entry["start"], steps=entry["steps"])
    assert_near(path.params[entry["at"]], entry["params"], entry["params"], "params")
    assert_near(path.loss[entry["at"]], entry["loss"], entry["loss"], "loss")
    for name, average in entry["state"].items():
        ours = getattr(path.state, name)
        assert_near(ours[-1], average, ours, name)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_and_both_sides_of_its_switches_have_an_oracle(name):
    hypers = [entry["hyper"] for _, entry in ENTRIES if entry["optimizer"] == name]
    assert hypers, "add cases to tests/oracles/cases.py and run make_oracles.py"
    for field in fields(OPTIMIZERS[name]):
        if isinstance(field.default, bool):
            assert {hyper.get(field.name, field.default) for hyper in hypers} == {False, True}, field.name


def test_stored_paths_are_of_the_cases_as_they_stand():
    stored = [{key: entry[key] for key in Case._fields} for framework, entry in ENTRIES if framework == "by_torch"]
    assert stored == json.loads(json.dumps([case._asdict() for case in cases()]))
