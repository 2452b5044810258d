"""What each surface opens with: the paths stay in the view and arrive when they should; and who finds the rates."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.race import GROUNDS
from optimizers import OPTIMIZERS, Status, run
from scripts import find_rates
from scripts.find_rates import BY_HAND, NETS, TABLES, TWINS, best, found, marks, net_mark
from surfaces import SURFACES
from surfaces.rates import RATES, read
from ui.race.events import answer
from ui.race.state import opening

NEVER = 301  # not within 300 steps

# Surface, racer: how near its path comes to the edge of the view, in % of the view, and from which step on it stays
# within 2 % of the view's width of a minimum.
EXPECTED = {
    "elongated_bowl": {
        "gradient_descent": (15, 82),
        "momentum": (15, 55),
        "nesterov": (15, 55),
        "adagrad": (15, 55),
        "rmsprop": (15, 108),
        "adam": (15, 49),
        "sign_descent": (15, 64),
        "rprop": (15, 19),
    },
    "bounded_saddle": {
        "gradient_descent": (12, 65),
        "momentum": (9, 104),
        "nesterov": (10, 86),
        "adagrad": (12, 53),
        "rmsprop": (12, 107),
        "adam": (6, 50),
        "sign_descent": (12, 64),
        "rprop": (8, 21),
    },
    "plateau": {
        "gradient_descent": (18, 78),
        "momentum": (18, 100),
        "nesterov": (18, 78),
        "adagrad": (18, 19),
        "rmsprop": (18, 51),
        "adam": (18, 40),
        "sign_descent": (18, 51),
        "rprop": (18, 18),
    },
    "rosenbrock": {
        "gradient_descent": (19, NEVER),
        "momentum": (17, NEVER),
        "nesterov": (19, NEVER),
        "adagrad": (19, NEVER),
        "rmsprop": (19, NEVER),
        "adam": (19, NEVER),
        "sign_descent": (19, NEVER),
        "rprop": (19, NEVER),
    },
    "beale": {
        "gradient_descent": (19, 231),
        "momentum": (8, 74),
        "nesterov": (19, 70),
        "adagrad": (19, NEVER),
        "rmsprop": (19, 150),
        "adam": (19, 87),
        "sign_descent": (19, NEVER),
        "rprop": (19, 62),
    },
    "himmelblau": {
        "gradient_descent": (25, 18),
        "momentum": (13, 43),
        "nesterov": (17, 17),
        "adagrad": (25, 12),
        "rmsprop": (24, 49),
        "adam": (19, 45),
        "sign_descent": (24, 47),
        "rprop": (23, 18),
    },
}


def path(surface, racer, steps=300, rate=None, start=None):
    optimizer = OPTIMIZERS[racer](learning_rate=surface.rates[racer] if rate is None else rate)
    return run(surface, optimizer, start=surface.start if start is None else start, steps=steps).params


def margin(surface, params):
    """The least distance from the edge of the view, as a part of that side."""
    low, high = np.transpose(surface.view)
    return (np.minimum(params.min(axis=0) - low, high - params.max(axis=0)) / (high - low)).min()


def settled(surface, params, radius):
    """The first step from which on the path stays within the radius of a minimum."""
    away = np.min([np.hypot(*(params - minimum).T) for minimum in surface.minima], axis=0) > radius
    return int(np.flatnonzero(away)[-1]) + 1


@pytest.mark.parametrize(("name", "racer"), [(name, racer) for name, row in EXPECTED.items() for racer in row])
def test_a_preset_stays_in_its_view_and_arrives(name, racer):
    surface, (percent, step) = SURFACES[name], EXPECTED[name][racer]
    params = path(surface, racer)
    width = surface.view[0][1] - surface.view[0][0]
    assert 100 * margin(surface, params) == pytest.approx(percent, abs=0.51)
    assert settled(surface, params, 0.02 * width) == step


def test_every_surface_and_racer_has_a_preset():
    assert EXPECTED.keys() | {"saddle"} == SURFACES.keys() and all(
        set(row) == set(BY_HAND) for row in EXPECTED.values()
    )
    assert RATES.keys() == GROUNDS.keys()
    for surface in GROUNDS.values():
        assert set(surface.rates) == set(OPTIMIZERS)
        assert all(1e-5 <= rate <= 10 for rate in surface.rates.values())  # where sliders lead


@pytest.mark.parametrize("name", [name for name, surface in GROUNDS.items() if surface.parameters])
def test_a_family_keeps_its_rates(name):
    family = GROUNDS[name]
    changed = {parameter.name: parameter.high for parameter in family.parameters}
    assert family.with_parameters(**changed).rates == family.rates


def test_rates_that_repeat_others_on_purpose():
    for rates in (*(surface.rates for surface in SURFACES.values()), read(list(TABLES)[1])[NETS]):
        assert rates["nesterov"] == rates["momentum"]
        assert rates["amsgrad"] == rates["adamw"] == rates["adam"]
    assert all(surface.rates["rprop"] == surface.rates["rmsprop"] for surface in SURFACES.values())


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("racer", [racer for racer in OPTIMIZERS if racer not in BY_HAND])
def test_a_found_rate_makes_a_picture(name, racer):
    surface = SURFACES[name]
    made = run(surface, OPTIMIZERS[racer](learning_rate=surface.rates[racer]), surface.start, 100)
    moved = np.hypot(*(made.params - made.params[0]).T)
    assert moved.max() > 0.1 * np.diff(surface.view[0])[0]
    if name == "saddle":  # it leads out of every view
        assert made.status is Status.LEFT_DOMAIN and made.loss[-1] < 0
    else:
        assert made.status not in (Status.LEFT_DOMAIN, Status.DIVERGED) and margin(surface, made.params) > 0
        assert made.loss[-1] - surface.minimum < 0.25 * (made.loss[0] - surface.minimum)


def test_sign_descent_circles_and_does_not_land_on_a_minimum_by_chance():
    for name in EXPECTED.keys() - {"rosenbrock", "beale"}:  # where it circles in the valley, not at the minimum
        surface = SURFACES[name]
        ends = path(surface, "sign_descent")[-100:]
        nearest = np.min([np.hypot(*(ends - minimum).T) for minimum in surface.minima], axis=0)
        assert nearest.min() > 0.005 and nearest.max() < 0.12


def test_every_path_leaves_the_saddle():
    steps = {"gradient_descent": 73, "momentum": 72, "rmsprop": 8, "adam": 20, "sign_descent": 20, "rprop": 9}
    for racer, step in steps.items():
        assert np.flatnonzero(abs(path(SURFACES["saddle"], racer)[:, 1]) > 1)[0] == step


def test_the_hard_start_on_the_plateau():
    def arrival(racer):
        params = path(SURFACES["plateau"], racer, steps=2000, rate=0.05, start=(4.0, 3.0))
        return next(iter(np.flatnonzero(np.hypot(*params.T) < 0.5)), None)

    assert (arrival("rmsprop"), arrival("adam")) == (33, 58)
    assert arrival("gradient_descent") is arrival("momentum") is None


def test_who_arrives_on_rosenbrock_and_where_momentum_ends_on_himmelblau():
    rosenbrock, himmelblau = SURFACES["rosenbrock"], SURFACES["himmelblau"]
    for racer, step in {"adam": 668, "momentum": 1604}.items():
        assert settled(rosenbrock, path(rosenbrock, racer, steps=2000), 0.02 * 4.8) == step
    assert path(himmelblau, "momentum")[-1] == pytest.approx(himmelblau.minima[3], abs=1e-6)
    assert path(himmelblau, "adam")[-1] == pytest.approx((3, 2), abs=1e-6)


# RMSprop circles at a constant rate, so on a turned bowl its last crossing hangs on the last digits: ± 3 steps.
TURNED = {
    0: {"gradient_descent": 82, "momentum": 55, "rmsprop": 108, "adam": 49, "adagrad": 55},
    10: {"gradient_descent": 82, "momentum": 55, "rmsprop": 134, "adam": 77, "adagrad": 217},
    20: {"gradient_descent": 82, "momentum": 55, "rmsprop": 148, "adam": 129, "adagrad": 381},
    30: {"gradient_descent": 82, "momentum": 55, "rmsprop": 157, "adam": 167, "adagrad": 515},
    45: {"gradient_descent": 82, "momentum": 55, "rmsprop": 151, "adam": 192, "adagrad": 601},
}


@pytest.mark.parametrize("rotation", TURNED)
def test_turning_the_bowl_is_nothing_to_momentum_and_much_to_the_others(rotation):
    bowl = SURFACES["elongated_bowl"].with_parameters(rotation=rotation)
    for racer, step in TURNED[rotation].items():
        found = settled(bowl, path(bowl, racer, steps=1000), 0.2)
        assert abs(found - step) <= (3 if racer == "rmsprop" and rotation else 0), racer


def test_the_opening_racers_stay_in_the_view_of_the_turned_bowl():
    bowl = SURFACES["elongated_bowl"].with_parameters(rotation=45)
    assert path(bowl, "momentum")[:, 1].min() == pytest.approx(-3.63, abs=0.005)
    assert all(margin(bowl, path(bowl, racer)) > 0 for racer in ("momentum", "rmsprop", "adam"))


def test_a_narrower_bowl_throws_out_only_gradient_descent():
    bowl = SURFACES["elongated_bowl"]
    for condition in np.geomspace(1, 200, 30):
        narrow = bowl.with_parameters(condition=condition)
        assert settled(narrow, path(narrow, "rmsprop"), 0.2) == 108
        assert settled(narrow, path(narrow, "adam"), 0.2) == 49
        assert 53 <= settled(narrow, path(narrow, "momentum"), 0.2) <= 56
    for condition, stays in ((55, True), (56, False), (200, False)):
        narrow = bowl.with_parameters(condition=condition)
        assert (np.hypot(*path(narrow, "gradient_descent", steps=1000)[-1]) < 1) == stays


# ---- the script that finds them
@pytest.mark.parametrize(
    ("racer", "place"),
    [
        ("schedule_free", "elongated_bowl"),
        ("adadelta", "plateau"),
        ("rmsprop_momentum", "bounded_saddle"),
        ("adamax", "saddle"),
        ("nadam", "himmelblau"),
        ("adabelief", "double_well"),
        ("yogi", "quadratic_cost"),
        ("lion", "cliff"),
        ("separate_gains", "beale"),
        ("newton", "rosenbrock"),
        ("adamax", NETS),
        ("schedule_free", NETS),
        ("conjugate_gradient", NETS),
    ],
)
def test_the_table_holds_what_the_script_finds(racer, place):
    stands = next(table for table in map(read, TABLES) if place in table)[place]
    assert found(racer, place, stands).rate == stands[racer]


def tables(folder, monkeypatch, *arguments):
    """Copies of both tables, to which the script is led with these arguments."""
    copies = {folder / path.name: places for path, places in TABLES.items()}
    for path, copy in zip(TABLES, copies, strict=True):
        copy.write_text(path.read_text())
    monkeypatch.setattr(find_rates, "TABLES", copies)
    monkeypatch.setattr(sys, "argv", ["find_rates", *arguments])
    return list(copies)


def test_the_script_writes_the_tables_as_they_are(tmp_path, monkeypatch, capsys):
    copies = tables(tmp_path, monkeypatch, "gradient_descent", "amsgrad", "adamax")
    copies[0].write_text(copies[0].read_text().replace("adamax,0.15", "adamax,7"))
    find_rates.main()
    assert [copy.read_text() for copy in copies] == [path.read_text() for path in TABLES]
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 * (len(GROUNDS) + 1)
    assert lines[0].split()[:5] == ["gradient_descent", "elongated_bowl", "0.018", "by", "hand"]


def test_the_check_fails_where_a_table_holds_another_rate(tmp_path, monkeypatch):
    copies = tables(tmp_path, monkeypatch, "--check", "adamax", "amsgrad")
    find_rates.main()
    before = copies[0].read_text().replace("adamax,0.15", "adamax,0.1").replace("amsgrad,0.2", "amsgrad,0.3")
    copies[0].write_text(before)
    with pytest.raises(SystemExit) as told:
        find_rates.main()
    assert str(told.value).splitlines() == [
        "adamax on elongated_bowl: 0.1 stands, 0.15 is found",
        "amsgrad on elongated_bowl: 0.3 stands, 0.2 is found",
    ]
    assert copies[0].read_text() == before


def walk(surface, *points, status=Status.STILL_MOVING):
    """Two runs along these points, the second of which stays where it begins; then both rest, 100 steps in all."""
    points = np.array([*points, *[points[-1]] * (101 - len(points))], float)
    params = np.stack([points, np.broadcast_to(points[0], points.shape)], axis=2)
    status = np.array([status, Status.STALLED])
    return SimpleNamespace(
        params=params, loss=surface.value(params.transpose(1, 0, 2)), final=params[-1], status=status, state=None
    )


def test_marks_by_hand():
    plain, saddle = SURFACES["elongated_bowl"], SURFACES["saddle"]  # the views are 10 and 4 wide
    straight = walk(plain, (-4, 0), (-2, 0), (0, 0))
    still = 1 + np.log10(4 / 16) / 3
    assert marks(plain, straight) == pytest.approx([still / 100 + 0.5 * 0.4 + 2 * 0.2, 3])
    bent = walk(plain, (-4, 0), (-2, 2), (0, 0))
    assert marks(plain, bent)[0] > marks(plain, straight)[0]
    out = walk(plain, (-4, 0), (-4, 3.8), (0, 0))
    assert marks(plain, out)[0] > 10 > marks(plain, out)[1]
    assert marks(plain, walk(plain, (-4, 0), (0, 0), status=Status.DIVERGED))[0] > 10
    down = walk(saddle, (1, 0.1), (1, 1), (0.2, 1.6), (0, 5))  # the last step is not in the picture
    first, second = 0.9 / 4, np.hypot(0.8, 0.6) / 4
    assert marks(saddle, down) == pytest.approx([1 / 100 + 0.5 * (first + second) + 2 * second, 3])
    up = walk(saddle, (1, 0.1), (2.1, 0.1))
    assert marks(saddle, up)[0] > 10


def test_of_marks_alike_the_rate_next_to_the_default_wins():
    rates = np.array([0.001, 0.01, 0.1, 1])
    assert best(np.array([0.5, 0.51, 0.515, 0.9]), rates, 0.2) == 2
    assert best(np.array([0.5, 0.53, 0.53, 0.53]), rates, 0.2) == 0


def test_marks_of_nets_by_hand():
    falls, rises, gone = np.full(21, 0.1), np.full(21, 0.1), np.full(21, np.inf)
    falls[0] = rises[0] = gone[0] = 1
    rises[10] = 1
    found_marks = net_mark(np.stack([falls, rises, gone], axis=1))
    assert found_marks == pytest.approx([-20 / 21 - 1, -19 / 21 - 1 + 1, 20 / 21 + 1 + 1])


def test_what_was_chosen_by_hand_is_kept_and_told():
    stands = {"adam": 0.123}
    assert found("adam", "beale", stands)[:2] == (0.123, "by hand")
    assert found("adamw", "beale", stands)[:2] == (0.123, "as adam")
    assert found("adam", "beale", {})[1] == "found"  # on a surface that is new
    assert all(whose in BY_HAND for whose in TWINS.values())


# ---- the steps that a surface opens with
def test_on_rosenbrock_all_three_follow_the_valley():
    surface = SURFACES["rosenbrock"]
    for racer in ("momentum", "rmsprop", "adam"):
        x, y = path(surface, racer, steps=surface.steps)[-1]
        assert x > 0.45 and abs(y - x * x) < 0.05, "well past the bend, on the floor of the valley"


def test_momentum_waits_at_the_saddle_where_the_others_do_not():
    surface = SURFACES["saddle"]
    waits, *others = (abs(path(surface, racer, surface.steps)[:, 1]) for racer in ("momentum", "rmsprop", "adam"))
    assert (waits < 0.1).sum() > surface.steps / 2 and waits[-1] > 1.5, "slow, and then out of the view"
    assert all((y < 0.1).sum() < 5 and y[30] > 1.5 for y in others)


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_opens_with_as_many_steps_as_its_picture_needs(name):
    surface = SURFACES[name]
    assert opening(name).steps == surface.steps <= 400
    there = answer(opening("himmelblau"), {"kind": "surface", "value": name}).state
    assert there.steps == surface.steps
    own = answer(opening("himmelblau"), {"kind": "steps", "value": 77}).state
    assert answer(own, {"kind": "surface", "value": name}).state.steps == 77, "of the visitor's own"
    if surface.minima:
        for racer in ("momentum", "rmsprop", "adam"):
            ends = path(surface, racer, steps=surface.steps)[-1]
            nearest = min(np.hypot(*(ends - minimum)) for minimum in surface.minima)
            assert nearest < 0.1 * np.diff(surface.view[0])[0] or name == "rosenbrock"
