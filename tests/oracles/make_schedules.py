"""Makes the oracle of the schedules: the learning rates of PyTorch's schedulers, step after step, in float64.

    pip install torch==2.13.0                     # in an environment of its own
    python tests/oracles/make_schedules.py

An entry names a schedule of the registry with its numbers, and the rate of each step at α₀ = .3; a sequence names two
of them and its milestone. PyTorch's CosineAnnealingLR goes up again after its last step, where ours stays: its entries
end there. So do those of OneCycleLR, which raises then. What PyTorch has no class for is a LambdaLR: there the formula
is ours, and when it steps PyTorch's. ReduceLROnPlateau is shown `losses`, one after each step; a loss at which it does
not look it is not shown. Its `eps` is 0, for ours leaves no cut out.
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

    for steps, first, last in ((9, 0.1, 1.0), (30, 1.0, 0.25)):
        line = {"steps": steps, "first": first, "last": last}
        yield "linear", line, lambda o, n=steps, a=first, e=last: of_torch.LinearLR(o, a, e, n), always, 40
    for steps, power in ((30, 1.0), (40, 0.9), (25, 3.0)):
        down = {"steps": steps, "power": power, "end": 0.0}
        yield "polynomial", down, lambda o, n=steps, p=power: of_torch.PolynomialLR(o, n, p), always, 45
    for steps, times, end in ((10, 1, 0.0), (7, 2, 0.05), (4, 3, 0.0)):
        again = {"steps": steps, "times": times, "end": end}
        yield (
            "restarts",
            again,
            lambda o, n=steps, m=times, e=end: of_torch.CosineAnnealingWarmRestarts(o, n, m, RATE * e),
            always,
            60,
        )
    for up, down, begin, factor in ((10, 10, 10.0, 1.0), (5, 9, 4.0, 0.5), (1, 1, 3.0, 0.5)):
        waves = {"up": up, "down": down, "begin": begin, "factor": factor}
        yield "cyclic", waves, lambda o, w=waves: cyclic(o, **w), always, 60


def cyclic(optimizer, up, down, begin, factor):
    return of_torch.CyclicLR(
        optimizer,
        base_lr=RATE / begin,
        max_lr=RATE,
        step_size_up=up,
        step_size_down=down,
        mode={1.0: "triangular", 0.5: "triangular2"}[factor],
        cycle_momentum=False,
    )


def sequences():
    """((first, its numbers), (second, its numbers), milestone, PyTorch's two, how many steps)."""
    up = ("linear", {"steps": 9, "first": 0.1, "last": 1.0})
    warm = ("warm_up", {"steps": 10})
    for first in (up, warm):
        down = ("cosine", {"steps": 40, "end": 0.0})
        yield first, down, 10, lambda o: (of_torch.LinearLR(o, 0.1, 1.0, 9), of_torch.CosineAnnealingLR(o, 40)), 51
    timm = ("linear", {"steps": 5, "first": 1e-3, "last": 1.0})
    waves = ("restarts", {"steps": 8, "times": 2, "end": 0.0})
    parts = (
        lambda o: of_torch.LinearLR(o, 1e-3, 1.0, 5),
        lambda o: of_torch.CosineAnnealingWarmRestarts(o, 8, 2),
    )
    yield timm, waves, 5, lambda o: tuple(part(o) for part in parts), 60
    stairs = ("staircase", {"factor": 0.3, "every": 7})
    flat = ("constant", {})
    yield flat, stairs, 12, lambda o: (of_torch.ConstantLR(o, 1.0), of_torch.StepLR(o, 7, 0.3)), 60


PLATEAUS = (
    {"factor": 0.1, "patience": 2, "every": 1, "threshold": 1e-4, "rest": 0, "least": 0.0},
    {"factor": 0.5, "patience": 0, "every": 1, "threshold": 1e-2, "rest": 3, "least": 0.0},
    {"factor": 0.5, "patience": 1, "every": 3, "threshold": 1e-4, "rest": 1, "least": 0.1},
    {"factor": 0.9, "patience": 4, "every": 1, "threshold": 0.2, "rest": 0, "least": 0.0},
)


def losses():
    """Series that fall, stay, rise, and go through 0, where (1 − threshold) · best is no longer below the best."""
    falling = [2.0 * 0.9**t for t in range(60)]
    flat = [1.0 + 0.01 * (t % 4) for t in range(60)]
    through_zero = [1.0 - 0.04 * t for t in range(60)]
    rough = [1.5 * 0.97**t * (1 + 0.3 * ((7 * t) % 5 - 2)) for t in range(60)]
    return falling, flat, through_zero, rough


def on_plateau(optimizer, factor, patience, threshold, rest, least, **_):
    return of_torch.ReduceLROnPlateau(
        optimizer, "min", factor, patience, threshold, "rel", cooldown=rest, min_lr=least * RATE, eps=0
    )


def walk_on_plateau(numbers, series):
    """The rate with which each step is made, where the loss after it is that of the series."""
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], RATE)
    scheduler, rates = on_plateau(optimizer, **numbers), []
    for t, loss in enumerate(series, 1):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if t % numbers["every"] == 0:
            scheduler.step(loss)
    return rates


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
    for first, second, milestone, make, steps in sequences():
        both = lambda o, m=make, at=milestone: of_torch.SequentialLR(o, m(o), milestones=[at])  # noqa: E731
        rates = walk(both, once_an_epoch(1), steps)
        entries.append(json.dumps({"sequence": [first, second], "milestone": milestone, "rates": rates}))
    for numbers in PLATEAUS:
        for series in losses():
            rates = walk_on_plateau(numbers, series)
            plateau = {"schedule": "on_plateau", "numbers": numbers, "losses": series, "rates": rates}
            entries.append(json.dumps(plateau))
    made_by = {"python": platform.python_version(), "torch": version("torch")}
    head = f'"made_by": {json.dumps(made_by)},\n"learning_rate": {RATE},\n"entries": [\n'
    FILE.write_text("{" + head + ",\n".join(entries) + "\n]}\n")
    print(f"{FILE.name}: {len(entries)} entries")
