"""Makes the oracle of the schedules: the learning rates of PyTorch's schedulers, step after step, in float64.

    pip install torch==2.13.0                     # in an environment of its own
    python tests/oracles/make_schedules.py

An entry names a schedule of the registry with its numbers, and the rate of each step at α₀ = .3. PyTorch's
CosineAnnealingLR goes up again after its last step, where ours stays: its entries end there. So do those of OneCycleLR,
which raises then. What PyTorch has no class for is a LambdaLR: there the formula is ours, and when it steps PyTorch's.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import torch
from torch.optim import lr_scheduler as of_torch

FILE = Path(__file__).parent / "data" / "schedules.json"
RATE = 0.3


def once_an_epoch(every):
    return lambda t: t % every == 0


def cases():
    """(ours, its numbers, PyTorch's from an optimizer, whether it steps after our step t, how many steps)."""
    for every in (1, 7):
        epoch = once_an_epoch(every)
        yield "constant", {}, lambda o: of_torch.ConstantLR(o, factor=1.0), epoch, 20
        yield "exponential", {"rate": 0.95, "every": every}, lambda o: of_torch.ExponentialLR(o, 0.95), epoch, 60
        inverse = {"decay": 0.5, "every": every}
        yield "inverse_time", inverse, lambda o: of_torch.LambdaLR(o, lambda e: 1 / (1 + 0.5 * (e + 1))), epoch, 60
        root = {"k": 2.0, "every": every}
        yield "inverse_root_epoch", root, lambda o: of_torch.LambdaLR(o, lambda e: 2 / (e + 1) ** 0.5), epoch, 60
    always = once_an_epoch(1)
    yield "inverse_root_step", {"k": 0.5}, lambda o: of_torch.LambdaLR(o, lambda e: 0.5 / (e + 1) ** 0.5), always, 60
    for every in (1, 13):
        stairs = {"factor": 0.4, "every": every}
        yield "staircase", stairs, lambda o, every=every: of_torch.StepLR(o, every, 0.4), always, 60
    for steps, end in ((50, 0.0), (33, 0.1)):
        down = {"steps": steps, "end": end}
        yield "cosine", down, lambda o, s=steps, e=end: of_torch.CosineAnnealingLR(o, s, RATE * e), always, steps + 1
    for steps in (1, 5, 20):
        yield (
            "warm_up",
            {"steps": steps},
            lambda o, s=steps: of_torch.LinearLR(o, 1 / s, 1.0, s - 1) if s > 1 else of_torch.ConstantLR(o, factor=1.0),
            always,
            40,
        )
    for steps, warm, begin, finish in ((60, 0.3, 25.0, 1e4), (37, 0.5, 4.0, 10.0), (5, 0.1, 25.0, 1e4)):
        cycle = {"steps": steps, "warm": warm, "begin": begin, "finish": finish}
        yield "one_cycle", cycle, lambda o, c=cycle: one_cycle(o, **c), always, steps


def one_cycle(optimizer, steps, warm, begin, finish):
    return of_torch.OneCycleLR(
        optimizer,
        RATE,
        total_steps=steps,
        pct_start=warm,
        div_factor=begin,
        final_div_factor=finish,
        cycle_momentum=False,
    )


def walk(make, due, steps):
    """The rate with which each step is made."""
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], RATE)
    scheduler, rates = make(optimizer), []
    for t in range(1, steps + 1):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if t < steps and due(t):
            scheduler.step()
    return rates


if __name__ == "__main__":
    entries = [
        json.dumps({"schedule": name, "numbers": numbers, "rates": walk(make, due, steps)})
        for name, numbers, make, due, steps in cases()
    ]
    made_by = {"python": platform.python_version(), "torch": version("torch")}
    head = f'"made_by": {json.dumps(made_by)},\n"learning_rate": {RATE},\n"entries": [\n'
    FILE.write_text("{" + head + ",\n".join(entries) + "\n]}\n")
    print(f"{FILE.name}: {len(entries)} entries")
