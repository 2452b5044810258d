"""What the frameworks share: how a case's surface, its changes and the call that walks it are written, and the walk."""

from inspect import signature
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple

from tests.oracles.cases import AT, SURFACES

ENDLESS = 2**30  # steps after which β^t is 0
FREE = {  # what a case chooses and no convention: rates and memories, and which rule it is
    *("lr", "learning_rate", "weight_decay", "momentum", "betas", "beta_1", "beta_2", "b1", "b2"),
    *("alpha", "rho", "decay", "nesterov", "amsgrad"),
}


class Call(NamedTuple):
    """An optimizer of a framework, its arguments, and what its state begins with where that is not its own."""

    name: str
    arguments: dict[str, Any]
    begun: dict[str, Any] = {}
    own: bool = False  # every other argument is the framework's own default

    def __str__(self) -> str:
        arguments = ", ".join(f"{name}={value}" for name, value in self.arguments.items())
        begun = "".join(f", begun with {name} = {value}" for name, value in self.begun.items())
        return f"{self.name}({arguments}){begun}"


def compared(called, maker):
    """The call, knowing whether it leaves the framework's defaults as they are."""
    defaults = signature(maker).parameters
    own = all(defaults[name].default == value for name, value in called.arguments.items() if name not in FREE)
    return called._replace(own=own)


def surface(case, exp):
    return lambda params: SURFACES[case.surface](params[0], params[1], exp, **case.parameters)


def decay(learning_rate, weight_decay, decay_by_schedule=False, **others):
    """The framework's λ, which it multiplies by α; the paper's λ is multiplied by the schedule alone, here by 1."""
    return weight_decay / learning_rate if decay_by_schedule else weight_decay


def changed(case, t):
    """The hyperparameters that change after step t."""
    return {name: value for step, name, value in case.changes if step == t}


def entry(case, called, walk):
    """The stored rows of a walk. Each is copied as it comes: frameworks go on writing into the same arrays."""
    rows, dtypes = [], set()
    for params, loss, state in islice(walk, case.steps + 1):
        rows.append((params.tolist(), loss.item(), state))
        dtypes.add(str(params.dtype).removeprefix("torch."))
    if dtypes != {"float64"} or not all(isfinite(loss) and all(map(isfinite, params)) for params, loss, _ in rows):
        raise ValueError(f"this case has no answer in float64: {case} by {called}")
    at = [t for t in AT if t < case.steps] + [case.steps]
    return {
        **case._asdict(),
        "by": str(called),
        "own": called.own,
        "at": at,
        "params": [rows[t][0] for t in at],
        "loss": [rows[t][1] for t in at],
        "state": {name: average.tolist() for name, average in rows[-1][2].items() if average is not None},
    }
