"""Makes the oracles of the nets: trained by PyTorch in float64, by its own layers, losses and optimizers.

    pip install torch==2.13.0 numpy                          # in an environment of its own
    PYTHONPATH=. python tests/oracles/networks/make_networks.py

PyTorch walks on the mini-batches, dropped units and first weights that it is given; layers, activations, losses, batch
normalisation, L2 and optimizers are its own. Stored are some of the parameters and the loss of all points, each tenth
step. PyTorch's weight decay meets biases too, so that weights stand in a group of their own; biases of normalised
layers are the β of BatchNorm1d, whose linear layer has none. Silent units are set by multiplication: PyTorch's Dropout
draws its own.
"""

import json
import platform
from pathlib import Path

import numpy as np
import torch
from torch import nn

from networks import MLP, Data
from tests.oracles.networks.cases import BETA1, CASES, STEPS, Case, drawn, walked

FILE = Path(__file__).parent / "by_torch.json"
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "linear": nn.Identity}
CRITERIA = {"logistic": nn.BCEWithLogitsLoss, "softmax": nn.CrossEntropyLoss, "squared": nn.MSELoss}


class Model(nn.Module):
    """Linear, BatchNorm1d where wanted, activation; the last layer linear only."""

    def __init__(self, case: Case, weights, biases) -> None:
        super().__init__()
        last = len(weights) - 1
        normal = [case.batch_norm and i < last for i in range(last + 1)]
        self.linear = nn.ModuleList(
            nn.Linear(*w.shape[::-1], bias=not n, dtype=torch.float64) for w, n in zip(weights, normal, strict=True)
        )
        self.normal = nn.ModuleList(
            nn.BatchNorm1d(len(w), dtype=torch.float64) if n else nn.Identity()
            for w, n in zip(weights, normal, strict=True)
        )
        self.activation = ACTIVATIONS[case.activation]()
        for layer, norm, w, b, n in zip(self.linear, self.normal, weights, biases, normal, strict=True):
            layer.weight.data.copy_(torch.tensor(w))
            (norm.bias if n else layer.bias).data.copy_(torch.tensor(b))

    def forward(self, a, kept=()):
        for i, (layer, norm) in enumerate(zip(self.linear, self.normal, strict=True)):
            a = norm(layer(a))
            if i < len(self.linear) - 1:
                a = self.activation(a) * (kept[i] if kept else 1.0)
        return a

    def flat(self) -> np.ndarray:
        """Weights and bias unit by unit, then γ, as one vector."""
        parts = []
        for layer, norm in zip(self.linear, self.normal, strict=True):
            bias = norm.bias if layer.bias is None else layer.bias
            parts.append(torch.cat((layer.weight, bias[:, None]), dim=1).flatten())
            parts += [norm.weight] if layer.bias is None else []
        return torch.cat(parts).detach().numpy()


def optimizer(case: Case, model: Model):
    decayed = [layer.weight for layer in model.linear]
    rest = [p for p in model.parameters() if all(p is not w for w in decayed)]
    groups = [{"params": decayed, "weight_decay": case.l2}, {"params": rest}]
    kinds = {
        "adam": lambda: torch.optim.Adam(groups, case.rate),
        "momentum": lambda: torch.optim.SGD(groups, case.rate, momentum=BETA1),
        "gradient_descent": lambda: torch.optim.SGD(groups, case.rate),
    }
    return kinds[case.optimizer]()


def shown(case: Case, points: dict) -> MLP:
    """Only its mini-batches and dropped units are asked for."""
    classes = () if case.loss == "squared" else tuple("abc"[: max(case.sizes[-1], 2)])
    data = Data(points["inputs"], points["targets"], classes)
    return MLP(case.sizes, data, batch_size=case.batch_size, seed=3, dropout=case.dropout)


def entry(case: Case) -> dict:
    points = drawn(case)
    model, net = Model(case, points["weights"], points["biases"]), shown(case, points)
    criterion, walker = CRITERIA[case.loss](), optimizer(case, model)
    inputs = torch.tensor(points["inputs"])
    targets = torch.tensor(points["targets"] if case.loss == "softmax" else points["targets"].astype(float)[:, None])
    rows = {tuple(point): i for i, point in enumerate(points["inputs"].tolist())}
    params, losses = [walked(model.flat())], [criterion(model(inputs), targets).item()]
    for t in range(1, STEPS + 1):
        batch = net.mini_batch(t)
        chosen = [rows[tuple(point)] for point in batch.inputs[:-1].T.tolist()]
        kept = tuple(torch.tensor(units.T) for units in batch.kept)
        walker.zero_grad()
        criterion(model(inputs[chosen], kept), targets[chosen]).backward()
        walker.step()
        if t % 10 == 0:
            params.append(walked(model.flat()))
            losses.append(criterion(model(inputs), targets).item())
    return {**case._asdict(), "params": [p.tolist() for p in params], "losses": losses}


if __name__ == "__main__":
    entries = ",\n".join(json.dumps(entry(case)) for case in CASES)
    made_by = json.dumps({"python": platform.python_version(), "torch": torch.__version__.split("+")[0]})
    FILE.write_text('{"made_by": ' + made_by + ',\n"entries": [\n' + entries + "\n]}\n", encoding="utf-8")
    print(f"{len(CASES)} entries, {FILE.stat().st_size} bytes")
