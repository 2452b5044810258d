"""What README.md says: its numbers are those of the registries, and its Python runs and gives what stands beside it."""

import re
from pathlib import Path

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SCHEDULES
from surfaces import COSTS, SURFACES
from ui.deck import MOST

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
WORDS = dict(enumerate([*ONES, "seventeen", "eighteen", "nineteen"]))


def word(number):
    tens = {2: "twenty", 3: "thirty", 4: "forty"}.get(number // 10, "")
    return WORDS.get(number) or f"{tens}-{WORDS[number % 10]}".removesuffix("-zero")


@pytest.mark.parametrize(
    ("things", "count"),
    [
        ("optimizers", len(OPTIMIZERS)),
        ("surfaces", len(SURFACES)),
        ("costs of one parameter", len(COSTS)),
        ("schedules", len(SCHEDULES)),
    ],
)
def test_how_many_there_are(things, count):
    assert re.search(rf"\b{word(count)} {things}", " ".join(TEXT.lower().split())), f"{word(count)} {things}"


def test_at_most_so_many_at_once():
    assert f"up to {word(MOST)} at once" in " ".join(TEXT.split())


def test_its_python_runs():
    names = {}
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(block, names)
    path, sweep = names["path"], names["sweep"]
    assert path.status.label == re.search(r"status.label  # '(.*?)'", TEXT)[1]
    assert path.params.shape == (301, 2) and path.loss.shape == (301,) and path.state.v_hat.shape == (300, 2)
    assert sweep.final_loss.shape == sweep.status.shape == (100,)
    whole = names["run"](names["SURFACES"]["rosenbrock"], names["adam"], start=(-1.2, 1.0), steps=400)
    assert np.array_equal(names["again"].params, whole.params[300:])
