"""Numbers along axes, in the page's own modules: what is written is what is meant."""

import re

import numpy as np
import pytest

from tests.browser.lab import BUNDLE

ASK = f"""async (cases) => {{
  const {{ linearTicks, logTicks }} = (await import('{BUNDLE}')).modules['plot/ticks.js'];
  return cases.map(({{ log, low, high, size }}) =>
    log ? logTicks(low, high, size, {{ between: log > 1 }}) : linearTicks(low, high, size));
}}"""
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
PLAIN, POWER = r"−?(?:0|[1-9]\d*)(?:\.\d+)?", r"(?:(−?[\d.]+)·|(−?))10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"


def parsed(text):
    if power := re.fullmatch(POWER, text):
        factor, sign, raised = power.groups()
        return float(f"{(factor or sign + '1').translate(RAISED)}e{raised.translate(RAISED)}")
    assert re.fullmatch(PLAIN, text), text
    return float(text.translate(RAISED))


WRITTEN = [  # log (2: with 2 and 5 between), low, high, size, texts
    (2, -1, 0.1, 170, "0.1 0.2 0.5 1"),
    (2, -2.1, -1, 170, "0.01 0.02 0.05 0.1"),
    (2, 0, 1, 60, "1 2 5 10"),
    (2, -6, 2, 170, "10⁻⁶ 10⁻⁴ 0.01 1 100"),
    (2, 3, 5, 300, "1000 2000 5000 10⁴ 2·10⁴ 5·10⁴ 10⁵"),
    (2, -0.5, -0.1, 170, "0.4 0.5 0.6 0.7"),
    (1, -4, 1, 300, "10⁻⁴ 0.001 0.01 0.1 1 10"),
    (0, -1, 1, 6, "−1.0 −0.5 0 0.5 1.0"),
    (0, 0, 1e-4, 5, "0 2·10⁻⁵ 4·10⁻⁵ 6·10⁻⁵ 8·10⁻⁵ 10⁻⁴"),
    (0, -3e7, 5e6, 5, "−3·10⁷ −2·10⁷ −10⁷ 0"),
]


def linear_cases(rng):
    for scale in 10.0 ** rng.uniform(-12, 12, 150):
        low, high = np.sort(rng.normal(size=2)) * scale
        yield {"log": 0, "low": low, "high": high, "size": rng.uniform(2, 8)}
    yield from ({"log": 0, "low": 0, "high": high, "size": 5} for high in (1, 0.7, 100, 5000, 200_000, 1e-4, 1e300))
    yield from ({"log": 0, "low": at, "high": at * (1 + 1e-6), "size": 5} for at in (1.0, 123.4, 0.01))  # zoomed in


def log_cases(rng):
    for wide in 10.0 ** rng.uniform(-2, 2, 150):
        low = rng.uniform(-15, 8)
        yield {"log": int(rng.integers(1, 3)), "low": low, "high": low + wide, "size": rng.uniform(60, 600)}


def test_ticks(lab):
    lab.open()
    rng = np.random.default_rng(4)
    cases = [*linear_cases(rng), *log_cases(rng)]
    for case, ticks in zip(cases, lab.page.evaluate(ASK, cases), strict=True):
        what_stands_there_is_its_value(case, ticks)
    asked = [dict(zip(("log", "low", "high", "size"), case[:4], strict=True)) for case in WRITTEN]
    told = [" ".join(tick["text"] for tick in ticks) for ticks in lab.page.evaluate(ASK, asked)]
    assert told == [texts for *_, texts in WRITTEN]


def what_stands_there_is_its_value(case, ticks):
    values, texts = [tick["value"] for tick in ticks], [tick["text"] for tick in ticks]
    meant = [10**value for value in values] if case["log"] else values
    step = min(np.diff(meant), default=abs(meant[0]) if meant else 1)
    assert len(set(texts)) == len(texts) and sorted(values) == values, case
    assert [parsed(text) for text in texts] == pytest.approx(meant, rel=1e-9, abs=1e-6 * step), (case, texts)
    slack = 1e-8 * (case["high"] - case["low"])
    assert all(case["low"] - slack <= value <= case["high"] + slack for value in values)
    assert len(ticks) >= 1 or case["size"] < 3, case
