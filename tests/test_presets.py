"""What each surface opens with: the paths stay in the view and arrive when they should, over 300 steps."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES

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
    assert EXPECTED.keys() | {"saddle"} == SURFACES.keys()
    for surface in SURFACES.values():
        assert set(surface.rates) == set(OPTIMIZERS)


def test_rates_that_repeat_others_on_purpose():
    for rates in (surface.rates for surface in SURFACES.values()):
        assert rates["nesterov"] == rates["momentum"] and rates["rprop"] == rates["rmsprop"]


def test_sign_descent_circles_and_does_not_land_on_a_minimum_by_chance():
    for name in EXPECTED.keys() - {"rosenbrock", "beale"}:  # where it circles in the valley, not at the minimum
        surface = SURFACES[name]
        ends = path(surface, "sign_descent")[-100:]
        nearest = np.min([np.hypot(*(ends - minimum).T) for minimum in surface.minima], axis=0)
        assert nearest.min() > 0.005 and nearest.max() < 0.12


def test_every_path_leaves_the_saddle():
    steps = {"gradient_descent": 73, "momentum": 27, "rmsprop": 8, "adam": 20, "sign_descent": 20, "rprop": 9}
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
    for racer, step in {"adam": 1471, "momentum": 1604}.items():
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
