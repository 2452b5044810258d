"""The two messages that carry a picture: tracks, arrows and words, in few bytes and whatever the race."""

import re
from dataclasses import replace
from math import isfinite

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from experiments.race import GROUNDS, Runner, run_of, surface_of
from figures.curves import curves_of
from figures.ground import grid_of
from figures.labels import TONES
from figures.tracks import arrows_of, track_of
from optimizers import OPTIMIZERS, Hyper
from surfaces import SURFACES
from tests.races import finish, races, setting
from ui.packets import unpacked
from ui.race.events import answer
from ui.race.plans import plans_of
from ui.race.state import opening
from ui.race.wire import ground_packet, wire_packet
from ui.racers.racer import Racer, preset_values
from ui.visit import Visit

EXTRA = 6 * 1024  # bytes of a message beside its numbers
FIRST = 4 * EXTRA  # of one that tells all settings of all racers
VISIT = Visit()


# ---- messages
def extreme(spec):
    """Where pictures break: both ends of a domain, and far beyond any slider."""
    if not isinstance(spec, Hyper):
        return st.booleans()
    if spec.highest == 1:
        return st.sampled_from([0.0, 0.9, 1 - 1e-16, 5e-324]) | setting(spec)
    far = [0.0, 5e-324, 1e-320, 1e-5, 1.0, 10.0, 1e10, 1e154, 1e300, 1.7e308]
    return st.sampled_from([value for value in far if spec.lowest <= value < spec.highest]) | setting(spec)


def assert_message(race, visit=VISIT):
    """The header is JSON, the body the columns that it announces, and little else travels: less still to a browser that
    holds the racers."""
    held: set[int] = set()
    finish(plans_of(race))
    data = wire_packet(race, visit, held)
    header = unpacked(data)
    shown = [racer for racer in header["racers"] if not racer["hidden"]]
    columns = [racer[name] for racer in shown for name in ("x", "y", "loss")]
    columns += [column for racer in shown for column in racer["third"]]
    assert all(len(column) == race.steps + 1 for column in columns)
    arrows = header["arrows"] or {"gradient": [], "velocity": None}
    arrows = [*arrows["gradient"], *(arrows["velocity"] or [])]
    assert all(len(arrow) == race.steps for arrow in arrows)
    assert len(data) <= 4 * sum(map(len, columns + arrows)) + FIRST
    assert len(wire_packet(race, visit, held)) <= 4 * sum(map(len, arrows)) + EXTRA
    for name, low_high in (("loss", header["axes"]["loss"]), ("third", header["axes"]["third"])):
        low, high = low_high["range"]
        assert isfinite(low) and isfinite(high) and low < high, name
    for racer in shown:
        assert 0 <= racer["last"] <= race.steps and racer["status"]["tone"] in TONES.values()
    return header


@given(races(value=extreme, most_steps=40))
@settings(max_examples=300)
@example(replace(opening(), start=(2.3e-162, 0.0), steps=5))
@example(replace(opening(), start=(-10000.0, 10000.0), steps=5))
def test_no_race_breaks_a_message(race):
    assert_message(race)


@pytest.mark.parametrize("curve", ["rate", "gradient", "distance"])
@pytest.mark.parametrize("rate", [5e-324, 1e-320, 1e-300, 1e300, 1.7e308])
def test_no_rate_breaks_a_message(rate, curve):
    racer = Racer(1, "gradient_descent", (("learning_rate", rate),))
    assert_message(replace(opening(), racers=(racer,), steps=5, curve=curve))


def full_house(surface):
    kinds = [*list(OPTIMIZERS)[:6], "momentum", "adam"]
    racers = tuple(Racer(slot, kind, preset_values(surface, kind)) for slot, kind in enumerate(kinds, 1))
    return replace(opening(surface), racers=racers, touched=6)


@pytest.mark.parametrize("surface", SURFACES)
def test_eight_racers_fit_a_message(surface):
    notice = {"id": 1, "text": "x" * 200, "undo": True, "tone": "warn"}
    header = assert_message(replace(full_house(surface), steps=1000), Visit(turn=999, notice=notice))
    assert len(header["racers"]) == 8


def test_only_the_racer_that_changed_sends_its_numbers():
    race, held = full_house("beale"), set()
    whole = wire_packet(race, VISIT, held)
    moved = race.with_racer(race.racers[2].with_value("learning_rate", 0.0123))
    part = wire_packet(moved, VISIT, held)
    x = {racer["slot"] for racer in unpacked(part)["racers"] if "x" in racer}
    assert x == {3} and len(part) < len(whole) / 2
    assert unpacked(part)["racers"][2]["x"].tobytes() == unpacked(wire_packet(moved, VISIT))["racers"][2]["x"].tobytes()


def test_a_hidden_racer_sends_no_numbers():
    race = answer(opening(), {"kind": "hide", "slot": 2}).state
    header = assert_message(race)
    assert header["racers"][1]["hidden"] and not {"status", "x"} & header["racers"][1].keys()
    assert_message(replace(race, racers=()))


@pytest.mark.parametrize("surface", SURFACES)
def test_the_ground_is_constant_and_large_enough_to_be_hashed(surface):
    race = opening(surface)
    data = ground_packet(race)
    header = unpacked(data)
    assert ground_packet(replace(race, steps=7, start=(0.5, 0.5))) is data
    assert len(data) > 10_000
    assert header["f"].reshape(header["grid"]["ny"], header["grid"]["nx"]) == pytest.approx(
        grid_of(SURFACES[surface]).f, rel=1e-6
    )


# ---- tracks
def ran(surface, optimizer, steps=60, **values):
    runner = Runner(optimizer, tuple((dict(preset_values(surface, optimizer)) | values).items()))
    race = opening(surface)
    return run_of(race.ground, race.start, steps, runner), OPTIMIZERS[optimizer](**dict(runner.values))


@pytest.mark.parametrize("curve", ["distance", "gradient", "rate"])
def test_columns_of_a_track(curve):
    run, _ = ran("himmelblau", "rmsprop")
    surface = SURFACES["himmelblau"]
    x, y, above, *third = track_of(run, surface, curves_of(surface)[curve]).columns
    assert np.array_equal(x, run.path[:, 0].astype("f4")) and np.array_equal(y, run.path[:, 1].astype("f4"))
    assert above == pytest.approx(run.loss, rel=1e-6)  # its minimum is 0
    nearest = np.min([np.hypot(run.path[:, 0] - a, run.path[:, 1] - b) for a, b in surface.minima], axis=0)
    expected = {
        "distance": [nearest],
        "gradient": [np.linalg.norm(surface.gradient(run.path.T), axis=0)],
        "rate": run.rate.T,
    }
    assert len(third) == len(expected[curve])
    for drawn, wanted in zip(third, expected[curve], strict=True):
        assert drawn == pytest.approx(wanted, rel=1e-5)


def test_steps_to_is_when_it_stays_within():
    run, _ = ran("elongated_bowl", "adam", steps=100)
    surface = SURFACES["elongated_bowl"]
    track = track_of(run, surface, curves_of(surface)["distance"])
    for tolerance in (0.5, 0.1, 1e-3):
        step = track.steps_to(tolerance)
        bound = tolerance * run.loss[0]
        assert run.loss[step - 1] > bound and np.all(run.loss[step:] <= bound)
    assert track.steps_to(1e-9) is None


# ---- arrows
@pytest.mark.parametrize("average", [False, True])
@pytest.mark.parametrize("surface", ["elongated_bowl", "beale"])
def test_momentum_s_two_arrows_are_the_step(surface, average):
    run, optimizer = ran(surface, "momentum", average=average, beta1=0.8)
    dx, dy, vx, vy = arrows_of(run, optimizer)
    scale = abs(run.path).max()
    assert np.column_stack([dx + vx, dy + vy]) == pytest.approx(np.diff(run.path, axis=0), abs=4e-16 * scale, rel=1e-12)


def test_gradient_descent_s_arrow_is_the_step():
    run, optimizer = ran("beale", "gradient_descent")
    assert np.column_stack(arrows_of(run, optimizer)) == pytest.approx(np.diff(run.path, axis=0), abs=1e-15)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_gradient_arrow_points_downhill(optimizer):
    run, rule = ran("himmelblau", optimizer, steps=20)
    arrows = arrows_of(run, rule)
    assert len(arrows) == (2 if run.velocity is None else 4)
    assert np.all((np.column_stack(arrows[:2]) * run.gradient).sum(axis=1) <= 0)


# ---- words
ENDINGS = {  # optimizer, learning rate, steps on the bowl → what the table says
    ("gradient_descent", 0.018, 300): ("converged", r"from step \d+"),
    ("gradient_descent", 0.0001, 20): ("still moving", r"loss falls [\d.]+ % a step"),
    ("rmsprop", 0.1, 300): ("oscillating", r"± [\d.]+ around \([\d.e−]+, [\d.e−]+\)"),
    ("gradient_descent", 0.0, 20): ("stalled", "did not move"),
    ("gradient_descent", 0.5, 100): ("diverged", r"step \d+"),
}


@pytest.mark.parametrize("ran_as", ENDINGS)
def test_what_happened_in_words(ran_as):
    kind, rate, steps = ran_as
    word, detail = ENDINGS[ran_as]
    racer = Racer(1, kind, preset_values("elongated_bowl", kind)).with_value("learning_rate", rate)
    header = assert_message(replace(opening(), racers=(racer,), steps=steps))
    status = header["racers"][0]["status"]
    assert status["label"] == word and re.fullmatch(detail, status["detail"]), status
    assert status["hover"].endswith(".") and "-" not in status["detail"]


def test_left_the_domain_in_words():
    header = assert_message(opening("saddle"))
    labels = {racer["status"]["label"] for racer in header["racers"]}
    assert labels <= {"left the domain", "left the view", "diverged"}
    assert all("stepsTo" not in racer for racer in header["racers"])


def test_axes_do_not_tremble():
    """A rate that moves a little leaves the axes where they are."""
    ranges = set()
    for rate in np.linspace(0.0020, 0.0021, 11):
        race = answer(opening(), {"kind": "hyper", "slot": 1, "name": "learning_rate", "value": rate}).state
        ranges.add(str(unpacked(wire_packet(race, Visit()))["axes"]))
    assert len(ranges) == 1


@pytest.mark.parametrize("name", GROUNDS)
def test_what_is_drawn_and_its_base_make_up_the_loss(name):
    """The browser adds the axis' own base, whatever the axis is called."""
    race = opening(name)
    finish(plans_of(race))
    header = unpacked(wire_packet(race, VISIT))
    base = header["axes"]["loss"]["base"]
    for shown, racer in zip(header["racers"], race.racers, strict=True):
        loss = run_of(race.ground, race.start, race.steps, race.runner(racer)).loss
        np.testing.assert_allclose(np.array(shown["loss"]) + base, loss, rtol=1e-6, atol=1e-6)
    assert base == (surface_of(race.ground).minimum or 0.0)
