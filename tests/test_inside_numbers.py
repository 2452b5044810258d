"""What is sent of a step is what the run computed: every name of the source, every chart, every digit."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from experiments.inside import OPENABLE, made
from experiments.race import surface_of
from experiments.writing import digits
from optimizers import run
from optimizers.parts import VARIANTS
from tests.test_templates import every_form
from ui.inside.state import SWITCHES, opening
from ui.inside.wire import wire_packet
from ui.packets import Exact, packet, unpacked
from ui.visit import Visit

STEPS = 12
SURFACES = ("elongated_bowl", "beale")  # on both, 0.004 is a rate with which all rules walk


def form(runner):
    return replace(opening(), optimizer=runner.optimizer, values=runner.values, steps=STEPS)


def variant(key):
    return replace(opening(), steps=STEPS, **VARIANTS[key].switches).with_value("learning_rate", 0.004)


def convention(key, form):
    values = dict(next(every_form(key)).values) | dict(form.values)
    switches = {name: values.pop(name) for name in SWITCHES if name in values}
    return replace(opening(), optimizer=key, values=tuple(values.items()), steps=STEPS, **switches)


EVERYONE = {
    **{f"{key} {k}": form(runner) for key in OPENABLE for k, runner in enumerate(every_form(key)) if key != "adam"},
    **{f"{key} {each.key}": convention(key, each) for key, kind in OPENABLE.items() for each in kind.facts.conventions},
    **{f"Adam as {key}": variant(key) for key in VARIANTS},
}


def sent(state):
    return unpacked(wire_packet(state, Visit(), set()))


def locals_of(method, *args):
    """What a method returns, and its own names just before: the source that runs is watched, not read again."""
    seen = {}

    def watch(frame, event, _):
        if frame.f_code is method.__func__.__code__ and event == "return":
            seen.update(frame.f_locals)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        result = method(*args)
    finally:
        sys.settrace(before)
    return result, {name: value for name, value in seen.items() if name not in ("self", "state")}


def walked(state):
    """Each step by the rule's own methods alone: whatever has a name in it, and the state after it."""
    objective, optimizer = surface_of(state.ground), made(state.shown)
    params = np.array(state.start)
    kept = optimizer.init(params)
    for t in range(1, STEPS + 1):
        at = optimizer.gradient_at(params, kept) if hasattr(optimizer, "gradient_at") else params
        after, names = locals_of(optimizer.update, objective.gradient(at, t), params, kept, t)
        names |= {name: value for name, value in after._asdict().items() if name not in names}
        names |= {f"{name}_before": value for name, value in kept._asdict().items()}
        yield names | {"look_ahead": at, "theta": params + after.step}, after
        params, kept = params + after.step, after


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("state", EVERYONE.values(), ids=EVERYONE)
def test_what_is_sent_is_the_run(state, surface):
    state = replace(state, **{name: getattr(opening(surface), name) for name in ("surface", "parameters", "start")})
    header = sent(state)
    rule, chart = header["values"]["rule"], header["values"]["chart"]
    assert {line["name"] for line in header["lines"]} <= set(rule)
    for k, (names, after) in enumerate(walked(state)):
        assert set(rule) <= set(names)
        for name, rows in rule.items():
            assert [row[k] for row in rows] == np.broadcast_to(names[name], len(rows)).tolist(), (k, name)
        shown = {"g": names["g"], "size": abs(after.step), "look_ahead": names["look_ahead"]} | after._asdict()
        for name, rows in chart.items():
            assert [row[k] for row in rows] == np.broadcast_to(np.float32(shown[name]), 2).tolist(), (k, name)


@pytest.mark.parametrize("state", EVERYONE.values(), ids=EVERYONE)
def test_the_path_is_the_run_in_float64(state):
    path = run(surface_of(state.ground), made(state.shown), start=state.start, steps=STEPS)
    told = sent(state)["path"]
    assert np.array_equal([told["x"], told["y"]], path.params.T) and np.array_equal(told["loss"], path.loss)
    assert {told[name].dtype for name in ("x", "y", "loss")} == {np.dtype("<f8")}


def test_a_name_of_a_rule_never_meets_one_of_a_chart():
    """Adamax has a `size` of its own: |g| + ε."""
    adamax = next(state for state in EVERYONE.values() if state.optimizer == "adamax")
    values = sent(adamax)["values"]
    assert [row[0] for row in values["rule"]["size"]] == [8 + 1e-8, 200 + 1e-8]
    assert [row[0] for row in values["chart"]["size"]] == pytest.approx([0.004, 0.004], rel=1e-6)


@pytest.mark.parametrize("number", [4e-69, 5e-324, -0.0, 2.2250738585072014e-308, -1.7976931348623157e308, np.pi])
def test_exact_numbers_travel_with_every_bit(number):
    told = unpacked(packet({"before": np.ones(3), "exact": Exact([number, np.nan]), "after": np.zeros(2)}))
    assert told["exact"].tobytes() == np.array([number, np.nan]).tobytes()
    assert told["before"].tolist() == [1, 1, 1] and told["after"].tolist() == [0, 0]


@pytest.mark.parametrize(
    "number, text",
    [
        (4e-69, "4e−69"),
        (5e-324, "4.941e−324"),
        (-0.0, "0"),
        (1.7976931348623157e308, "1.798e308"),
        (-9.9996e-5, "−0.0001"),
        (999_949.0, "999900"),
        (999_950.0, "1e6"),
        (12345.0, "12340"),
        (12355.0, "12360"),
        (float("-inf"), "−∞"),
        (float("nan"), "no number"),
    ],
)
def test_digits(number, text):
    assert digits(number) == text
