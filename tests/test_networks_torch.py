"""Our nets against PyTorch's, 100 steps from the same weights and batches (oracles/networks/make_networks.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Data
from optimizers import OPTIMIZERS, run
from tests.oracles.networks.cases import BETA1, CASES, OPTIONS, STEPS, Case, drawn, walked

ENTRIES = json.loads((Path(__file__).parent / "oracles" / "networks" / "by_torch.json").read_text())["entries"]
TOLERANCE = 1e-12  # when they were made the two parted by up to 7e-15


def ours(case):
    """The net and its first parameters."""
    points = drawn(case)
    classes = () if case.loss == "squared" else tuple("abc"[: max(case.sizes[-1], 2)])
    data = Data(points["inputs"], points["targets"], classes)
    settings = {name: getattr(case, name) for name in OPTIONS}
    net = MLP(case.sizes, data, case.activation, case.loss, case.batch_size, seed=3, **settings)
    start = net.initial()
    for layer, w, b in zip(net.layers, points["weights"], points["biases"], strict=True):
        start[layer.weights] = np.column_stack((w, b)).ravel()
    return net, start


@pytest.mark.parametrize(("case", "entry"), list(zip(CASES, ENTRIES, strict=True)), ids=[case.title for case in CASES])
def test_our_training_is_pytorchs(case, entry):
    net, start = ours(case)
    beta1 = {"beta1": BETA1} if case.optimizer == "momentum" else {}
    path = run(net, OPTIMIZERS[case.optimizer](learning_rate=case.rate, **beta1), start, STEPS, record="params")
    params = path.params[::10]
    np.testing.assert_allclose([walked(row) for row in params], entry["params"], rtol=TOLERANCE, atol=TOLERANCE)
    loss, _ = net.measured(params.T, net.data)
    np.testing.assert_allclose(loss, entry["losses"], rtol=TOLERANCE, atol=TOLERANCE)


def test_stored_trainings_are_of_the_cases_as_they_stand():
    stored = [{name: entry[name] for name in Case._fields} for entry in ENTRIES]
    assert stored == json.loads(json.dumps([case._asdict() for case in CASES]))


def test_every_activation_loss_and_option_has_an_oracle():
    met = {(case.activation, case.loss) for case in CASES}
    assert met >= {(act, loss) for act in ACTIVATIONS for loss in LOSSES if loss != "perceptron"}
    assert all(any(getattr(case, name) for case in CASES) for name in OPTIONS)
