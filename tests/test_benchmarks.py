"""Every benchmark runs, at a tiny size, and tells sane numbers. Nothing is judged here: a test machine is no bench."""

import json
import subprocess
import sys
from math import isfinite
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHES
from benchmarks.optimizers import operations
from benchmarks.report import Row, quantile, table
from optimizers import OPTIMIZERS

HOUSE = Path(__file__).parents[1]
FIGURES = {
    "core": 2,
    "optimizers": len(OPTIMIZERS),
    "networks": 2,
    "moves": 4,
    "motion": 8,
    "averages": 4,
    "training_pages": 3,
    "cold": 1,
    "switches": 3,
    "load": 3,
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """All in one process, as `make bench` runs them: Playwright’s loops do not nest, and Chromium is sought once."""
    target = tmp_path_factory.mktemp("benchmarks") / "rows.json"
    command = [sys.executable, "-m", "benchmarks", "--quick", "--json", str(target)]
    answer = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True)
    return answer, json.loads(target.read_text(encoding="utf-8")) if target.exists() else []


def test_every_benchmark_is_tested():
    assert FIGURES.keys() == BENCHES.keys()


@pytest.mark.browser
@pytest.mark.parametrize("name", FIGURES)
def test_a_benchmark_runs(name, ran):
    answer, rows = ran
    found = [row for row in rows if row["bench"] == name]
    assert len(found) == FIGURES[name], answer.stderr
    assert all(row["name"] in answer.stdout for row in found)
    for row in found:
        if row["measured"] is None:
            assert "not installed" in row["about"]
        else:
            assert isfinite(row["measured"])
            assert row["reference"] is None or row["reference"] > 0
    exact = {row["name"]: row["measured"] for row in found if row["unit"] in ("errors", "runs")}
    assert exact in ({}, {"runs made when one racer changes": 1}, {"3 sessions, a fresh run every 2 s, errors": 0})


@pytest.mark.parametrize(
    ("row", "met", "ratio"),
    [
        (Row("a", 15, "ms", "ratio ≤", 1.5, 10), True, 1.5),
        (Row("a", 16, "ms", "ratio ≤", 1.5, 10), False, 1.6),
        (Row("a", 16, "ms", "≤", 20, 10), True, 1.6),
        (Row("a", 9, "frames/s", "≥", 10), False, None),
        (Row("a", 30, "races/s", "ratio ≥", 10, 2), True, 15),
        (Row("a", None, "races/s", "ratio ≥", 10, about="PyTorch is not installed"), None, None),
    ],
)
def test_a_row_is_judged_by_its_rule(row, met, ratio):
    assert (row.met, row.ratio) == (met, ratio)


def test_the_table_says_what_was_left_out_and_why():
    words = table([Row("core", None, "races/s", "ratio ≥", 10, about="PyTorch is not installed")])
    assert "PyTorch is not installed" in words
    assert words.endswith("left out")


def test_quantiles_by_hand():
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert quantile([1, 2, 3, 4, 5], 0.95) == pytest.approx(4.8)
    assert quantile([7], 0.95) == 7


def test_operations_by_hand():
    """On Rosenbrock's function: 8 for the gradient and 7 for the value, on one coordinate each, and θ + step."""
    around = (8 + 7) / 2 + 1
    assert operations(OPTIMIZERS["gradient_descent"]()) == around + 1  # −α g
    assert operations(OPTIMIZERS["momentum"]()) == around + 4  # (1 − d) g, β v, their sum, −α v
    assert operations(OPTIMIZERS["adam"]()) == around + 14  # 3 for v, 4 for s, 2 corrections, 5 for the step
    ahead = OPTIMIZERS["nesterov"](look_ahead=True)
    assert operations(ahead) == around + 5  # v twice and −α v, of which θ − α β v takes two
