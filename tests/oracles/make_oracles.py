"""Makes the oracles: trajectories walked by PyTorch, Keras and optax, in float64, with their own gradients.

    pip install torch==2.13.0 keras==3.15.1 optax==0.2.8 jax==0.10.2     # in an environment of its own
    python -m tests.oracles.make_oracles                                  # all of them
    python -m tests.oracles.make_oracles by_torch by_optax                # some

Each module of `frameworks` walks the cases that it has: `call` says with which optimizer and arguments, or None where
no choice of them makes its rule ours. Stored in `data/<its name>.json` are the versions that made it, then one entry a
line: the case, the call and whether it keeps the framework's own convention, points and losses at the steps AT, and,
where the framework keeps them in our meaning, the averages at the last step. `faults` stores what frameworks do wrong,
in the same form.
"""

import json
import platform
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from tests.oracles.cases import cases
from tests.oracles.frameworks.walks import entry

DATA = Path(__file__).parent / "data"
FRAMEWORKS = ("by_torch", "by_hand", "by_keras", "by_optax", "faults")


def walks(framework):
    """(case, call, walk) of what a framework has."""
    return ((case, called, framework.walk(case, called)) for case in cases() if (called := framework.call(case)))


def write(name):
    """One entry a line, shortest decimals that read back as the same float64."""
    module = import_module(f"tests.oracles.frameworks.{name}")
    entries = [json.dumps(entry(*walk)) for walk in (module.walks() if name == "faults" else walks(module))]
    made_by = {"python": platform.python_version(), **{package: version(package) for package in module.PACKAGES}}
    head = f'"made_by": {json.dumps(made_by)},\n"dtype": "float64",\n"entries": [\n'
    (DATA / f"{name}.json").write_text("{" + head + ",\n".join(entries) + "\n]}\n")
    print(f"{name}: {len(entries)} entries")


if __name__ == "__main__":
    for name in sys.argv[1:] or FRAMEWORKS:
        write(name)
