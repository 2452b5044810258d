"""Makes the oracle of L-BFGS: PyTorch's own, one iteration a call, with a fixed length, in float64.

    pip install torch==2.13.0 numpy                          # in an environment of its own
    PYTHONPATH=. python tests/oracles/make_second_order.py

PyTorch gets values and gradients from the surface, so that only its rule is at work. Stored is each twelfth point.
"""

import json
import platform
from pathlib import Path

import numpy as np
import torch

from surfaces import SURFACES

FILE = Path(__file__).parent / "second_order.json"
EVERY = 12
# The saddle falls for ever. In the valley and on the long bowl pairs are nearly parallel, which magnifies rounding: a
# start moved by its last bit walks as far away as PyTorch and we from one another (tests/test_second_order.py).
STEPS = {"saddle": 24, "rosenbrock": 24, "elongated_bowl": 36}
CASES = [
    {"surface": name, "learning_rate": rate, "memory": memory, "steps": STEPS.get(name, 300)}
    for name in SURFACES
    for rate, memory in ((1.0, 10), (0.3, 10), (0.1, 3), (0.5, 1))
]


def entry(case: dict) -> dict:
    surface = SURFACES[case["surface"]]
    theta = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)
    walker = torch.optim.LBFGS([theta], lr=case["learning_rate"], max_iter=1, history_size=case["memory"])

    def closure() -> torch.Tensor:
        here = theta.detach().numpy()
        theta.grad = torch.tensor(surface.gradient(here))
        return torch.tensor(float(surface.value(here)))

    points = [theta.tolist()]
    for _ in range(case["steps"]):
        walker.step(closure)
        points.append(theta.tolist())
    fine = next((t for t, point in enumerate(points) if not np.all(np.abs(point) < 1e3)), len(points))
    return {**case, "steps": fine - 1, "start": points[0], "params": points[:fine:EVERY]}


if __name__ == "__main__":
    entries = ",\n".join(json.dumps(entry(case)) for case in CASES)
    made_by = json.dumps({"python": platform.python_version(), "torch": torch.__version__.split("+")[0]})
    FILE.write_text('{"made_by": ' + made_by + ',\n"entries": [\n' + entries + "\n]}\n", encoding="utf-8")
    print(f"{len(CASES)} entries, {FILE.stat().st_size} bytes")
