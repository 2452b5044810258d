"""The messages of Inside a step: the lectures' figures, few bytes, and only what moved."""

import json
from dataclasses import replace
from math import isfinite, sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from experiments.gradients import GRADIENTS
from experiments.inside import inside_of, lines_of
from experiments.race import surface_of
from experiments.templates import Blank, Template, filled
from figures.inside import exactly, in_rates
from optimizers import OPTIMIZERS
from optimizers.parts import VARIANTS
from surfaces import SURFACES
from tests.inside import states
from tests.pages import said
from ui.inside.events import answer
from ui.inside.state import opening
from ui.inside.wire import ground_packet, wire_packet
from ui.packets import unpacked
from ui.race.state import opening as opening_race
from ui.race.wire import ground_packet as race_ground
from ui.visit import Visit

OPENED, VISIT = opening(), Visit()
EXTRA = 9 * 1024  # bytes of a message beside its numbers
G = (-8.0, 200.0)  # the gradient of x² + 50y² at (−4, 2)


def wire(state, held=None):
    return unpacked(wire_packet(state, VISIT, held))


def after(state, *events):
    for event in events:
        answered = answer(state, event)
        assert answered.state != state, answered.words
        state = answered.state
    return state


def hyper(value, name="learning_rate", slot=0):
    return {"kind": "hyper", "slot": slot, "name": name, "value": value}


def variant(key, **values):
    """The opened page with Adam's switches as in a variant."""
    state = replace(OPENED, **VARIANTS[key].switches)
    for name, value in values.items():
        state = state.with_value(name, value)
    return state


def showing(optimizer, **values):
    state = after(OPENED, {"kind": "optimizer", "value": optimizer})
    for name, value in values.items():
        state = state.with_value(name, value)
    return state


def text_of(header, name, t):
    """The numbers of a line at step t, as a browser puts them together."""
    line = next(line for line in header["lines"] if line["name"] == name)
    parts = tuple(part if isinstance(part, str) else Blank(**part) for part in line["parts"])
    columns = {key: np.array(column, float) for key, column in header["values"]["rule"].items()}
    return filled(Template(name, "", (), None, parts), columns, t)


def bytes_in(part):
    """How many bytes of numbers travel beside the header."""
    if isinstance(part, np.ndarray):
        return part.nbytes
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return sum(map(bytes_in, inner))


# ---- messages
@given(states(most_steps=40))
@settings(max_examples=200)
def test_no_state_breaks_a_message(state):
    data = wire_packet(state, VISIT)
    header = unpacked(data)
    assert header["tab"] == state.tab and header["hypers"] == dict(state.values)
    assert header["picture"] == unpacked(ground_packet(state))["id"]
    assert len(data) <= bytes_in(header) + EXTRA
    parts = {"surface": "path", "series": "series", "check": "check"}
    assert [name for name in parts.values() if name in header] == [parts[state.tab]]
    if state.tab == "surface":
        assert len(header["path"]["x"]) == state.steps + 1
        for columns in header["values"].values():
            assert {len(row) for column in columns.values() for row in column} == {state.steps}
        for chart in header["charts"]:
            assert chart["range"][0] < chart["range"][1] and all(map(isfinite, chart["range"]))
            assert not chart["log"] or chart["logRange"][0] < chart["logRange"][1]
            assert all(line["coordinate"] < len(header["values"]["chart"][line["of"]]) for line in chart["lines"])
    if state.tab == "series":
        assert all(low < high for low, high in header["axes"].values())
        assert ["theta" in racer for racer in header["racers"]] == [not racer.hidden for racer in state.racers]


def test_the_ground_is_that_of_a_race():
    ours, race = unpacked(ground_packet(OPENED)), unpacked(race_ground(opening_race()))
    assert ours.pop("name") == "inside" and race.pop("name") == "race"
    assert ours.pop("notice") and "notice" not in race  # that of a race follows its optimizers
    assert np.array_equal(ours.pop("f"), race.pop("f")) and json.dumps(ours) == json.dumps(race)
    assert ground_packet(after(OPENED, hyper(0.1), {"kind": "steps", "value": 20})) is ground_packet(OPENED)


def test_only_what_moved_is_sent():
    held = set()
    wire(OPENED, held)
    header = wire(after(OPENED, hyper(0.2123)), held)
    assert "x" in header["path"] and header["values"]["rule"]["g"]
    assert not any("x" in ghost for ghost in header["ghostPaths"])  # each has its own α
    wire(OPENED, held)
    together = after(OPENED, {"kind": "same", "value": True})
    header = wire(together, held)
    assert "x" not in header["path"] and all("x" in ghost for ghost in header["ghostPaths"])
    assert all("x" in ghost for ghost in wire(after(together, hyper(0.2)), held)["ghostPaths"])


def test_only_the_racer_that_moved_is_sent():
    held, series = set(), after(OPENED, {"kind": "tab", "value": "series"})
    wire(series, held)
    racers = wire(after(series, hyper(0.0123, slot=3)), held)["racers"]
    assert [racer["slot"] for racer in racers if "theta" in racer] == [3]
    assert [racer["title"] for racer in racers][1:4] == ["Momentum", "Sign descent", "Rprop"]


@pytest.mark.parametrize("series", GRADIENTS)
def test_the_stage_has_the_steps_of_what_is_shown(series):
    """A series has one step a gradient, whatever the number of steps on a surface."""
    state = after(OPENED, {"kind": "steps", "value": 23}, {"kind": "tab", "value": "series"})
    state = answer(state, {"kind": "series", "value": series}).state
    header = wire(state)
    assert header["steps"] == header["series"]["n"] == len(GRADIENTS[series].values)
    assert {len(racer["theta"]) for racer in header["racers"]} == {header["steps"] + 1}
    assert wire(after(state, {"kind": "given", "text": "1 2 3 4 5"}))["steps"] == 5
    assert wire(after(state, {"kind": "tab", "value": "surface"}))["steps"] == 23


def test_a_width_sends_no_curve():
    held, check = set(), after(OPENED, {"kind": "tab", "value": "check"})
    wire(check, held)
    assert "epsilons" not in wire(after(check, {"kind": "epsilon", "value": 1e-3}), held)["check"]


def test_axes_do_not_tremble():
    ranges = [[chart["range"] for chart in wire(after(OPENED, hyper(0.3001 + k / 1000)))["charts"]] for k in range(5)]
    assert all(row[0] == ranges[0][0] for row in ranges)


# ---- what is shown of each rule
CHARTS = {
    "gradient_descent": ["g", "effective learning rate", "size of the step"],
    "momentum": ["g, v", "effective learning rate", "size of the step"],
    "nesterov": ["g, v", "effective learning rate", "size of the step"],
    "adagrad": ["g", "s", "effective learning rate", "size of the step"],
    "rmsprop": ["g", "s", "effective learning rate", "size of the step"],
    "adam": ["g, v, v̂", "s, ŝ", "effective learning rate", "size of the step"],
    "schedule_free": ["g", "effective learning rate", "size of the step"],
    "adadelta": ["g", "s", "effective learning rate", "size of the step"],
    "rmsprop_momentum": ["g, v", "s", "effective learning rate", "size of the step"],
    **dict.fromkeys(
        ("amsgrad", "nadam", "adamw", "radam", "adabelief"),
        ["g, v, v̂", "s, ŝ", "effective learning rate", "size of the step"],
    ),
    "yogi": ["g, v", "s", "effective learning rate", "size of the step"],
    "adamax": ["g, v, v̂", "effective learning rate", "size of the step"],
    "lion": ["g, v", "effective learning rate", "size of the step"],
    "separate_gains": ["g", "effective learning rate", "size of the step"],
    "sign_descent": ["g", "effective learning rate", "size of the step"],
    "rprop": ["g", "effective learning rate", "size of the step"],
}
ARROWS = {  # velocity, ellipse
    "adam": ("v_hat", "s_hat"),
    "adam_uncorrected": ("v", "s"),
    "rmsprop_corrected": (None, "s_hat"),
    "rmsprop": (None, "s"),
    "momentum_corrected": ("v_hat", None),
    "momentum": ("v", None),
    "gradient_descent": (None, None),
}


@pytest.mark.parametrize("key", CHARTS)
def test_charts_are_those_that_the_rule_has(key):
    header = wire(OPENED if key == "adam" else showing(key))
    assert [chart["title"] for chart in header["charts"]] == CHARTS[key]
    assert header["title"] == OPTIMIZERS[key].facts.name and header["switchable"] == (key == "adam")
    assert bool(header["ghostPaths"]) == (key == "adam")
    tones = [line["tone"] for line in header["charts"][0]["lines"] if not line["dashed"]]
    assert tones == {1: ["main"], 2: ["soft", "main"], 3: ["muted", "soft", "main"]}[len(tones)]


@pytest.mark.parametrize("key", VARIANTS)
def test_each_variant_has_its_title_its_arrows_and_six_ghosts(key):
    header = wire(variant(key))
    assert header["title"] == VARIANTS[key].title
    assert (header["arrows"]["velocity"], header["arrows"]["ellipse"]) == ARROWS[key]
    assert [ghost["key"] for ghost in header["ghostPaths"]] == [other for other in VARIANTS if other != key]
    assert [row["title"] for row in header["variants"]] == [v.title for v in VARIANTS.values()]
    assert [row["here"] for row in header["variants"]] == ["" if v == key else v for v in VARIANTS]


def test_without_ghosts_the_table_has_one_row():
    header = wire(after(OPENED, {"kind": "ghosts", "value": False}))
    assert header["ghostPaths"] == [] and [row["here"] for row in header["variants"]] == [""]


def test_a_run_that_diverges_says_when():
    header = wire(showing("gradient_descent", learning_rate=1.0))
    status, last = header["path"]["status"], header["path"]["last"]
    assert (status["label"], status["stopped"]) == ("diverged", last + 1)
    assert abs(header["values"]["rule"]["theta"][1][last]) > 10_000  # the step that did it


# ---- the lectures' figures
def test_the_arithmetic_of_step_one_on_the_bowl():
    """Worked by hand: g = (2x, 100y) = (−8, 200)."""
    header = wire(OPENED)
    assert {line["name"]: text_of(header, line["name"], 1) for line in header["lines"]} == {
        "g": "∇f(−4, 2)",
        "v": "0.9 · (0, 0) + 0.1 · (−8, 200)",
        "s": "0.999 · (0, 0) + 0.001 · (−8, 200)²",
        "v_weight": "0.9 · 0 + 0.1",
        "s_weight": "0.999 · 0 + 0.001",
        "v_hat": "(−0.8, 20) / 0.1",
        "s_hat": "(0.064, 40) / 0.001",
        "rate": "0.3 / (√(64, 40000) + 1e−8)",
        "step": "−(0.0375, 0.0015) · (−8, 200)",
        "theta": "(−4, 2) + (0.3, −0.3)",
    }


@pytest.mark.parametrize("t", [2, 9, 60])
def test_later_steps_read_as_the_run_did(t):
    header = wire(OPENED)
    found = lines_of(OPENED.ground, OPENED.shown, inside_of(OPENED.ground, OPENED.start, 60, OPENED.shown), t)
    assert [line["formula"] for line in header["lines"]] == [line.formula for line in found]
    assert [text_of(header, line.name, t) for line in found] == [line.numbers for line in found]


def first(header):
    return next(row["first"] for row in header["variants"] if row["here"] == "")


def test_adam_s_first_step_is_alpha_in_every_coordinate():
    """Row 14; without correction (1 − β₁)/√(1 − β₂) α, 3.16 α."""
    header = wire(OPENED)
    assert first(header) == pytest.approx([1, 1], rel=1e-8)
    assert [row[0] for row in header["values"]["rule"]["step"]] == pytest.approx([0.3, -0.3], rel=1e-6)
    plain = wire(variant("adam_uncorrected"))
    assert first(plain) == pytest.approx([3.16, 3.16], abs=0.005)
    sizes = plain["values"]["chart"]["size"]
    assert [row[0] for row in sizes] == pytest.approx([0.3 * 0.1 / sqrt(0.001)] * 2, rel=1e-5)
    table = {row["title"]: row["first"] for row in header["variants"]}
    assert table["RMSprop"] == pytest.approx([sqrt(10)] * 2, rel=1e-6)  # β₂ = .9
    assert table["Gradient descent"] == pytest.approx([8, 200])


def test_corrected_averages_have_the_gradient_s_own_size_at_once():
    header = wire(OPENED)
    assert [row[0] for row in header["values"]["rule"]["v_hat"]] == pytest.approx(G)
    assert [row[0] for row in header["values"]["rule"]["s_hat"]] == pytest.approx(np.square(G))


@pytest.mark.parametrize(
    "state, limit",
    [
        (showing("gradient_descent"), 2 / 100),
        (showing("momentum", beta1=0.5), 3 / 100),
        (variant("gradient_descent"), 2 / 100),
        (variant("momentum", beta1=0.5), 6 / 100),
        (variant("momentum_corrected", beta1=0.5), 6 / 100),
    ],
    ids=lambda value: getattr(value, "optimizer", value),
)
def test_the_limit_of_the_learning_rate(state, limit):
    """Row 5: 2/λmax, and 2(1 + β)/λmax for the heavy ball; below it runs come down, above it they do not."""
    assert wire(state)["limit"] == pytest.approx(limit)
    below, above = (wire(replace(state, steps=1000).with_value("learning_rate", limit * k)) for k in (0.99, 1.01))
    assert below["path"]["loss"][-1] < 1e-3 < 200 < above["path"]["loss"][above["path"]["last"]]


def test_rules_that_measure_have_no_limit():
    assert wire(OPENED)["limit"] is None and wire(variant("rmsprop"))["limit"] is None


def test_gradient_descent_goes_to_and_fro_and_momentum_less():
    """Row 5: across the valley the sign of y changes at each step; momentum gets farther along it."""
    descent, momentum = wire(showing("gradient_descent")), wire(showing("momentum"))
    y = descent["path"]["y"][:20]
    assert (y[:-1] * y[1:] < 0).all()
    assert abs(momentum["path"]["x"][-1]) < abs(descent["path"]["x"][-1])


@pytest.mark.parametrize("beta, times", [(0.9, 10), (0.99, 100)])
def test_terminal_velocity(beta, times):
    """Row 6: 1/(1 − β) times that of gradient descent, in the table and on the constant series."""
    slow = wire(showing("gradient_descent", learning_rate=0.001))["variants"][0]["terminal"]
    fast = wire(showing("momentum", learning_rate=0.001, beta1=beta))["variants"][0]["terminal"]
    assert slow == pytest.approx([0.008, 0.2]) and np.divide(fast, slow) == pytest.approx([times, times])
    series = after(OPENED, {"kind": "tab", "value": "series"}, {"kind": "series", "value": "constant"})
    steps = {racer["optimizer"]: racer["step"] for racer in wire(series.with_racer(momentum(series, beta)))["racers"]}
    assert steps["momentum"][-1] / steps["gradient_descent"][-1] == pytest.approx(times * (1 - beta**100), rel=1e-5)


def momentum(series, beta):
    return series.racer(1).with_value("beta1", beta)


def test_momentum_with_and_without_its_factor():
    """Row 8: the classical form at α(1 − β) goes where the average form at α goes."""
    average, classical = wire(variant("momentum", learning_rate=0.02)), wire(showing("momentum", learning_rate=0.002))
    for name in ("x", "y"):
        assert average["path"][name] == pytest.approx(classical["path"][name], abs=1e-5)


def test_nesterov_looks_ahead_first():
    """Row 9: the gradient is that of the look-ahead point, θ − α β v."""
    header = wire(showing("nesterov", look_ahead=True))
    rule = {name: np.array(rows) for name, rows in header["values"]["rule"].items()}
    at, v = rule["look_ahead"], rule["v"]
    assert header["arrows"]["look_ahead"] == "look_ahead"
    assert surface_of(OPENED.ground).gradient(at) == pytest.approx(rule["g"])
    jumped = rule["params"][:, 1:] - 0.002 * 0.9 * v[:, :-1]
    assert at[:, 1:] == pytest.approx(jumped, abs=1e-5)
    assert wire(showing("nesterov"))["arrows"]["look_ahead"] is None


def test_adagrad_s_rates_only_shrink():
    """Row 10: α / √(sum of squares)."""
    values = wire(showing("adagrad"))["values"]["chart"]
    rates, g = np.array(values["rate"], float), np.array(values["g"], float)
    assert (np.diff(rates) <= 0).all()
    assert rates == pytest.approx(0.5 / np.sqrt(np.cumsum(g**2, axis=1)), rel=1e-4)


def test_rmsprop_evens_the_steps_out():
    """Row 13: on the bowl gradients differ 25 times at first, steps do not."""
    values = wire(variant("rmsprop"))["values"]["chart"]
    assert abs(values["g"][1][0] / values["g"][0][0]) == pytest.approx(25)
    assert values["size"][1][0] / values["size"][0][0] == pytest.approx(1, rel=1e-5)


def test_nine_and_one():
    """Row 12: gradient descent comes back, steps by sign drift 8 α, Rprop more, RMSprop far less."""
    header = wire(after(OPENED, {"kind": "tab", "value": "series"}))
    assert header["series"]["key"] == "nine_and_one" and header["series"]["n"] == 100
    theta = {racer["optimizer"]: racer["theta"] / 0.01 for racer in header["racers"]}
    assert abs(theta["gradient_descent"][10::10]).max() < 1e-5
    assert theta["sign_descent"][[10, 100]] == pytest.approx([-8, -80], rel=1e-5)
    assert theta["rprop"][10] < 2 * theta["sign_descent"][10]
    drifts = {key: abs(path[100] - path[90]) for key, path in theta.items()}
    assert drifts["gradient_descent"] < drifts["rmsprop"] < 1 < drifts["sign_descent"] < drifts["rprop"]
    sums = {racer["optimizer"]: entry for racer, entry in zip(header["racers"], header["sums"], strict=True)}
    assert sums["gradient_descent"]["first_ten"] == "0" and sums["sign_descent"]["first_ten"] == "−8 α"


def test_who_runs_away_leaves_the_picture_to_the_others():
    """On a constant gradient Rprop's steps grow without end; momentum, ten times as fast as descent, is still seen."""
    state = after(OPENED, {"kind": "tab", "value": "series"}, {"kind": "series", "value": "constant"})
    header = wire(state)
    (low, _), theta = header["axes"]["theta"], {racer["optimizer"]: racer["theta"] for racer in header["racers"]}
    assert theta["rprop"][-1] < 20 * low and low <= theta["momentum"][-1] < 5 * theta["gradient_descent"][-1]
    alone = replace(state, racers=tuple(replace(r, hidden=r.optimizer != "rprop") for r in state.racers))
    assert wire(alone)["axes"]["theta"][0] <= theta["rprop"][-1]


def test_one_s_own_gradients():
    state = after(OPENED, {"kind": "given", "text": "1 1 -2"}, {"kind": "tab", "value": "series"})
    header = wire(state)
    assert header["series"]["g"].tolist() == [1, 1, -2] and header["own"]
    descent = header["racers"][0]["theta"]
    assert descent == pytest.approx([0, -0.01, -0.02, 0]) and header["sums"][0]["first_ten"] == "–"
    assert said(header["series"]["notice"]) == "One step for each number."


@pytest.mark.parametrize("text", ["1e308 1e308 -1e308", "0 0 0", "5e-324 1e-300", "1e200 1 1"])
def test_no_numbers_break_a_series(text):
    header = wire(after(OPENED, {"kind": "given", "text": text}, {"kind": "tab", "value": "series"}))
    assert all(low < high for low, high in header["axes"].values())
    assert len(header["racers"]) == len(header["sums"]) == 6


# ---- gradient check
def check(*events):
    return wire(after(OPENED, {"kind": "tab", "value": "check"}, *events))["check"]


def test_the_lecture_s_check():
    """Row 25: θ³ at 1 with ε = .01."""
    found = check()
    assert (found["exact_text"], found["two_text"], found["one_text"]) == ("3", "3.0001", "3.0301")
    assert found["point"] == [1.0] and found["epsilon"] == 0.01 and found["exact"] == 3
    assert found["two_error"] == pytest.approx(0.0001 / 6.0001, rel=1e-6)
    assert found["one_error"] == pytest.approx(0.0301 / 6.0301, rel=1e-6)
    assert 1e-6 < found["best_epsilon"] < 1e-4 and found["axis"]["x"] == [-12, -1]


def test_errors_fall_as_the_lecture_says():
    found = check()
    at = {float(f"{epsilon:.3g}"): k for k, epsilon in enumerate(found["epsilons"])}
    wide, narrow = at[1e-2], at[1e-3]
    assert found["two"][wide] / found["two"][narrow] == pytest.approx(100, rel=0.01)
    assert found["one"][wide] / found["one"][narrow] == pytest.approx(10, rel=0.02)
    assert found["two"][at[1e-10]] > found["two"][at[1e-5]]  # digits are lost
    low, high = found["axis"]["y"]
    errors = np.concatenate([found["two"], found["one"]])
    assert 10.0**low <= errors[errors > 0].min() and errors.max() <= 10.0**high


def test_the_check_stands_at_its_step():
    path = wire(OPENED)["path"]
    found = check(
        {"kind": "what", "value": "surface"}, {"kind": "at", "value": 3}, {"kind": "coordinate", "value": "y"}
    )
    assert found["point"] == pytest.approx([path["x"][3], path["y"][3]])
    assert found["exact"] == pytest.approx(100 * path["y"][3]) and found["coordinate"] == "y"


@pytest.mark.parametrize("surface", SURFACES)
def test_the_gradient_of_every_surface_passes(surface):
    for coordinate in "xy":
        state = replace(opening(surface), tab="check", what="surface", at=1, coordinate=coordinate, epsilon=1e-5)
        found = wire(state)["check"]
        assert np.nanmin(found["two"]) < 1e-7
        assert float(found["exact_text"].replace("−", "-")) == pytest.approx(found["exact"], rel=1e-9)


@pytest.mark.parametrize(
    "number, text",
    [
        (3.0001, "3.0001"),
        (-0.0, "0"),
        (-1.5e-7, "−1.5e−7"),
        (1 / 3, "0.3333333333"),
        (float("nan"), "no value"),
        (float("-inf"), "no value"),
    ],
)
def test_ten_digits(number, text):
    assert exactly(number) == text


@pytest.mark.parametrize(
    "theta, rate, text",
    [(-0.08, 0.01, "−8 α"), (1e-18, 0.01, "0"), (-3e-6, 0.0, "−3e−6"), (0.0, 0.0, "0"), (2.5, 5e-324, "2.5")],
)
def test_in_units_of_alpha(theta, rate, text):
    assert in_rates(theta, rate) == text
