"""The scripts in PyTorch, Keras and optax: the value, which they differentiate, their own optimizer, and a loop."""

import ast
from collections.abc import Callable
from typing import NamedTuple

from .entries import Entry, Table
from .formulas import framework_formulas
from .keras_rules import KERAS
from .optax_rules import OPTAX
from .pytorch_rules import PYTORCH
from .task import Task
from .walks import walk_keras, walk_optax, walk_pytorch


class Framework(NamedTuple):
    """One framework: its table, the import of the functions of a formula, and its way to walk."""

    title: str
    version: str
    table: Table
    module: str
    opening: tuple[str, ...]
    walk: Callable[[Task, Entry], list[str]]


def framework_script(framework: Framework, task: Task, entry: Entry) -> str:
    """A whole script; `path` is (steps + 1, n)."""
    formulas = framework_formulas(task.surface, len(task.start))
    makes = ast.parse(entry.makes)
    words = {node.id for node in ast.walk(makes) if isinstance(node, ast.Name)} | task.timeline.changing
    functions = ", ".join(formulas.functions)
    return "\n".join(
        [
            *task.heading(f"{framework.title} {framework.version}"),
            *["import math"] * ("math" in words),
            *task.timeline.imports(),
            *(["import numpy as np"] if task.noisy and "import numpy as np" not in framework.opening else []),
            *framework.opening[:-1],
            *[f"from {framework.module} import {functions}"] * bool(functions),
            "",
            framework.opening[-1],
            "\n",
            f"# f = {task.surface.text}",
            formulas.text,
            *[f"\n\n{task.timeline.functions}"] * bool(task.timeline.functions),
            "\n",
            *task.numbers(words),
            f"steps = {task.steps}",
            *task.option_numbers(),
            *task.timeline.begin,
            "",
            *framework.walk(task, entry),
            "",
        ]
    )


FRAMEWORKS = {
    "pytorch": Framework(
        "PyTorch",
        "2.13",
        PYTORCH,
        "torch",
        ("import torch", "torch.set_default_dtype(torch.float64)"),
        walk_pytorch,
    ),
    "keras": Framework(
        "Keras",
        "3.15",
        KERAS,
        "keras.ops",
        (
            "import os",
            "",
            'os.environ["KERAS_BACKEND"] = "torch"  # whose gradient it takes',
            "import keras",
            "import numpy as np",
            "import torch",
            'keras.config.set_floatx("float64")',
        ),
        walk_keras,
    ),
    "optax": Framework(
        "optax",
        "0.2.8",
        OPTAX,
        "jax.numpy",
        (
            "import jax",
            "import jax.numpy as jnp",
            "import numpy as np",
            "import optax",
            'jax.config.update("jax_enable_x64", True)',
        ),
        walk_optax,
    ),
}
