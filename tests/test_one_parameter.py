"""Costs of one parameter: a curve with a ball, on the same core, through the same messages as any surface."""

from dataclasses import replace
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.race import GROUNDS, Ground, Runner, run_of, surface_of
from experiments.stability import largest_rate
from figures.curves import curves_of
from figures.ground import BEYOND, NODES, graph_of
from figures.labels import label_of
from figures.tracks import arrows_of, track_of
from optimizers import OPTIMIZERS, Status, run
from surfaces import COSTS, SURFACES, FormulaError, Surface
from ui.averages.events import answer as averaged
from ui.averages.shown import shown_of
from ui.averages.state import Averages
from ui.inside.link import read_link as read_inside
from ui.packets import unpacked
from ui.race.events import answer
from ui.race.link import link_of, read_link
from ui.race.state import on_surface, opening
from ui.race.wire import ground_packet, wire_packet
from ui.racers.racer import Racer, preset_values
from ui.racers.start import FAR, far
from ui.visit import Visit

QUADRATIC = COSTS["quadratic_cost"]
ALL = [*COSTS.values(), QUADRATIC.with_parameters(b=-20, c=100), QUADRATIC.with_parameters(a=0.3, b=7.1, c=-3)]
each_cost = pytest.mark.parametrize("cost", ALL, ids=lambda cost: cost.text)


def places(cost, *shape, seed=0):
    low, high = cost.bounds[0]
    return np.random.default_rng(seed).uniform(low, high, (1, *shape))


# ---- the surfaces
def test_the_menu():
    assert list(COSTS) == ["quadratic_cost", "double_well", "cliff"] == [cost.name for cost in COSTS.values()]
    assert GROUNDS == SURFACES | COSTS and not SURFACES.keys() & COSTS.keys()
    assert [cost.head for cost in COSTS.values()] == ["J(w)", "f(x)", "f(x)"]


@each_cost
@pytest.mark.parametrize("batch", [(), (1,), (2,), (2, 3), (0,)])
def test_shapes(cost, batch):
    params = places(cost, *batch)
    assert cost.value(params).shape == batch
    assert cost.gradient(params).shape == (1, *batch) and cost.hessian(params).shape == (1, 1, *batch)
    with pytest.raises(ValueError, match=f"2 parameters to unpack, {cost.title} has 1"):
        cost.gradient(np.zeros((2, 3)))


@each_cost
def test_a_batch_equals_its_points_one_by_one(cost):
    params = places(cost, 40)
    value, gradient, hessian = cost.value(params), cost.gradient(params), cost.hessian(params)
    for k, x in enumerate(params[0]):
        assert (cost.value([x]), cost.gradient([x])[0], cost.hessian([x])[0, 0]) == (
            value[k],
            gradient[0, k],
            hessian[0, 0, k],
        )
        assert cost.gradient_in_floats(float(x)) == (gradient[0, k],)
        assert cost.gradient([[x]]).tolist() == [[gradient[0, k]]]


@each_cost
def test_gradient_and_hessian_agree_with_differences(cost):
    params, h = places(cost, 200), 1e-3
    scale = abs(cost.value(params)).max()
    for f, slope in (
        (cost.value, cost.gradient(params)[0]),
        (lambda x: cost.gradient(x)[0], cost.hessian(params)[0, 0]),
    ):
        wide, near = ((f(params + d) - f(params - d)) / (2 * d) for d in (h, h / 2))
        np.testing.assert_allclose(slope, (4 * near - wide) / 3, rtol=1e-6, atol=1e-7 * scale)


@each_cost
def test_the_minima_are_minima(cost):
    for minimum in cost.minima:
        assert cost.value(minimum) == pytest.approx(cost.minimum, abs=1e-14)
        assert abs(cost.gradient(minimum)).max() < 1e-13 and cost.hessian(minimum)[0, 0] > 0.1
    assert cost.value(places(cost, 100_000)).min() >= cost.minimum - 1e-13


@each_cost
def test_what_the_page_needs(cost):
    (x0, x1), (y0, y1) = cost.view
    for (x,) in (cost.start, *cost.minima):
        assert cost.bounds[0][0] < x < cost.bounds[0][1]
        assert x0 < x < x1 and y0 < cost.value([x]) < y1
    assert cost.rates.keys() >= OPTIMIZERS.keys() and all(1e-5 <= rate <= 10 for rate in cost.rates.values())
    assert cost.title and cost.latex and cost.about.endswith(".") and cost.source.endswith(".")
    assert cost.notice.count(". ") + cost.notice.count("? ") <= 3 and cost.notice[-1] in ".?*"


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_preset_stays_in_the_view(name, kind):
    cost = COSTS[name]
    path = run(cost, OPTIMIZERS[kind](learning_rate=cost.rates[kind]), start=cost.start, steps=100)
    (x0, x1), (y0, y1) = cost.view
    assert path.status is not Status.DIVERGED and abs(path.params[-1] - path.params[0]) > 0.1 * (x1 - x0)
    assert x0 < path.params.min() and path.params.max() < x1 and y0 < path.loss.min() and path.loss.max() < y1


def test_rates_that_repeat_others_on_purpose():
    for rates in (cost.rates for cost in COSTS.values()):
        assert rates["nesterov"] == rates["momentum"] and rates["rprop"] == rates["rmsprop"]


def test_the_stories_that_the_page_tells():
    def ends(name, kind):
        cost = COSTS[name]
        return run(cost, OPTIMIZERS[kind](learning_rate=cost.rates[kind]), start=cost.start, steps=100).params[:, 0]

    well = {kind: ends("double_well", kind)[-1] for kind in ("momentum", "nesterov", "gradient_descent", "adam")}
    assert well.pop("momentum") == pytest.approx(-1.04, abs=0.05)  # over the hill
    assert list(well.values()) == pytest.approx([0.96] * 3, abs=0.05)  # in the first well
    assert ends("cliff", "momentum").min() < -6 and ends("cliff", "gradient_descent").min() < -1
    assert abs(np.diff(ends("cliff", "adam"))).max() < 0.16  # no step longer than about α
    assert ends("cliff", "rmsprop")[30:].min() >= 0 and abs(np.diff(ends("cliff", "rmsprop"))[18:25]).max() < 0.03


def test_facts_of_the_double_well_and_the_cliff():
    well, cliff = COSTS["double_well"], COSTS["cliff"]
    x = np.linspace(-2, 2, 40001)[None]
    hill = x[0, np.argmax(np.where(abs(x[0]) < 0.5, well.value(x), 0))]
    assert (hill, well.value([hill])) == pytest.approx((0.0754, 1.0113), abs=1e-4)
    assert well.value([0.96015]) == pytest.approx(0.2941, abs=1e-4) and abs(well.gradient([0.96015])[0]) < 1e-4
    assert 2 / well.hessian([-1.03558])[0, 0] == pytest.approx(0.2255, abs=1e-4)
    assert 2 / well.hessian([0.96015])[0, 0] == pytest.approx(0.2832, abs=1e-4)
    slopes = cliff.gradient(np.linspace(-7, 5, 40001)[None])[0]
    assert slopes.max() == pytest.approx(24.4, abs=0.05) and 2 / cliff.hessian([0.0])[0, 0] == pytest.approx(10)
    assert cliff.gradient([[3.0, 4.0]])[0] == pytest.approx([0.6, 0.8], abs=1e-4)


def test_y_has_no_place_in_a_formula_of_one_parameter():
    with pytest.raises(FormulaError, match="write x for y") as refused:
        Surface("x^2 + y", letters=("x",), bounds=((-1.0, 1.0),))
    assert refused.value.position == 6


def test_the_source_runs_on_its_own():
    scope = {}
    exec(COSTS["cliff"].numpy_source, scope)
    x = places(COSTS["cliff"], 9)
    for name in ("value", "gradient", "hessian"):
        assert scope[name](x[0]).tolist() == np.ravel(getattr(COSTS["cliff"], name)(x)).tolist()


# ---- the coefficients
@pytest.mark.parametrize(
    ("coefficients", "text", "minimum", "lowest"),
    [
        ((1, -10, 25), "w² − 10w + 25", 5, 0),
        ((1, -20, 100), "w² − 20w + 100", 10, 0),
        ((2, 0, 0), "2w²", 0, 0),
        ((0.5, -1, -3), "0.5w² − w − 3", 1, -3.5),
        ((1, 6, 1.25), "w² + 6w + 1.25", -3, -7.75),
    ],
)
def test_coefficients_are_data(coefficients, text, minimum, lowest):
    cost = QUADRATIC.with_parameters(**dict(zip("abc", coefficients, strict=True)))
    assert (cost.text, cost.minima, cost.minimum) == (text, ((minimum,),), lowest)
    assert cost.eigenvalues == (2 * coefficients[0],) and cost.largest_curvature == 2 * coefficients[0]
    assert cost.value([3.0]) == 9 * coefficients[0] + 3 * coefficients[1] + coefficients[2]


@given(st.floats(1e-6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
@settings(max_examples=200)
def test_any_coefficients_make_a_picture(a, b, c):
    cost = QUADRATIC.with_parameters(a=a, b=b, c=c)
    (x0, x1), (y0, y1) = cost.view
    assert all(map(isfinite, (x0, x1, y0, y1))) and x0 < cost.minima[0][0] < x1 and y0 < cost.minimum < y1
    header = unpacked(ground_packet(replace(opening("quadratic_cost"), parameters=(("a", a), ("b", b), ("c", c)))))
    assert len(header["graph"]["f"]) == len(header["graph"]["slope"]) == NODES


@pytest.mark.parametrize(
    ("asked", "words"), [({"a": 0}, "a = 0 is outside"), ({"b": 1e7}, "b = 1"), ({"c": float("nan")}, "c = nan")]
)
def test_outside_the_domain_a_coefficient_is_refused_in_words(asked, words):
    with pytest.raises(ValueError, match=words):
        QUADRATIC.with_parameters(**asked)
    event = {"kind": "parameter", "name": next(iter(asked)), "value": next(iter(asked.values()))}
    before = opening("quadratic_cost")
    answered = answer(before, event)
    assert answered.state == before and "Kept" in answered.words


def test_the_view_seldom_jumps_while_a_coefficient_moves():
    views = {QUADRATIC.with_parameters(b=b).view for b in np.linspace(-10, -20, 101)}
    assert len(views) < 25


# ---- runs
LECTURE = Runner("gradient_descent", (("learning_rate", 0.01),))


def test_the_lecture_s_numbers():
    """w² − 10w + 25 by gradient descent at α = .01 from w = 0: .1 after one step, 4.9999… after 1000."""
    found = run_of(Ground("quadratic_cost"), (0.0, 0.0), 1000, LECTURE)
    w = found.path[:, 0]
    assert w[1] == pytest.approx(0.1, abs=1e-15) and f"{w[1000]:.8f}"[:6] == "4.9999"
    assert w == pytest.approx(5 * (1 - 0.98 ** np.arange(1001)), abs=1e-12)
    other = run_of(Ground("quadratic_cost", (("a", 1.0), ("b", -20.0), ("c", 100.0))), (0.0, 0.0), 1000, LECTURE)
    assert other.path[1000, 0] == pytest.approx(10, abs=1e-4)


@pytest.mark.parametrize("kind", ["gradient_descent", "momentum", "nesterov"])
def test_the_exact_limit_of_stability(kind):
    rule = OPTIMIZERS[kind]
    limit = largest_rate(QUADRATIC, rule())
    assert limit == pytest.approx({"gradient_descent": 1, "momentum": 1.9, "nesterov": 1.9 / 2.8}[kind])
    for rate, comes_down in ((0.99 * limit, True), (1.01 * limit, False)):
        path = run(QUADRATIC, rule(learning_rate=rate), start=(0.0,), steps=3000)
        assert (path.status is Status.CONVERGED) == comes_down
    assert largest_rate(COSTS["cliff"], rule()) is None


def ran(name, kind, steps=60, start=None, **values):
    runner = Runner(kind, tuple((dict(preset_values(name, kind)) | values).items()))
    return run_of(Ground(name), start or opening(name).start, steps, runner), OPTIMIZERS[kind](**dict(runner.values))


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_ball_is_on_the_curve(name, kind):
    cost, (found, rule) = COSTS[name], ran(name, kind)
    x, f = found.path.T
    assert f.tolist() == cost.value(x[None]).tolist() and found.rate.shape == (61, 1)
    for key, curve in curves_of(cost).items():
        track = track_of(found, cost, curve)
        assert len(track.columns) == 4, key
        assert track.columns[0] == pytest.approx(x, rel=1e-6)
    gradient = arrows_of(found, rule)[:2]
    assert not gradient[1].any() and np.all(gradient[0] * found.gradient[:, 0] <= 0)


def test_distance_is_along_the_axis():
    found, _ = ran("quadratic_cost", "adam")
    distance = curves_of(QUADRATIC)["distance"].values(found, QUADRATIC)
    assert distance.tolist() == abs(found.path[:, 0] - 5).tolist()


@pytest.mark.parametrize("values", [{}, {"average": True}, {"rate_inside": True}, {"dampening": 0.25}])
def test_momentum_s_two_arrows_are_the_step(values):
    found, rule = ran("double_well", "momentum", **values)
    dx, dy, vx, vy = arrows_of(found, rule)
    assert dx + vx == pytest.approx(np.diff(found.path[:, 0]), abs=1e-15) and not dy.any() and not vy.any()


@pytest.mark.parametrize("y", [0.0, 7.0, 1e9])
def test_only_x_of_a_start_counts(y):
    assert (
        ran("cliff", "adam", start=(1.5, y))[0].path.tolist() == ran("cliff", "adam", start=(1.5, 0.0))[0].path.tolist()
    )


# ---- the page's messages
def header_of(race):
    return unpacked(wire_packet(race, Visit()))


@pytest.mark.parametrize("name", COSTS)
def test_the_ground_is_a_curve(name):
    race, cost = opening(name), COSTS[name]
    data = ground_packet(race)
    header = unpacked(data)
    assert len(data) > 10_000  # large enough to be hashed
    assert header["view"] == [*cost.view[0], *cost.view[1]]
    letters = {"quadratic_cost": (["w"], "J(w)")}.get(name, (["x"], "f(x)"))
    assert (header["letters"], header["head"]) == letters
    assert header["minima"] == [[cost.minima[0][0], pytest.approx(cost.minimum, abs=1e-14)]]
    assert not {"f", "grid", "space"} & header.keys()
    low, high = header["graph"]["x"]
    assert (high - low) / (cost.view[0][1] - cost.view[0][0]) == pytest.approx(1 + 2 * BEYOND)
    nodes = np.linspace(low, high, NODES)[None]
    assert header["graph"]["f"] == pytest.approx(cost.value(nodes), rel=1e-6, abs=1e-9)
    assert header["graph"]["slope"] == pytest.approx(cost.gradient(nodes)[0], rel=1e-5, abs=1e-9)


@each_cost
def test_cubics_between_the_nodes_are_the_curve(cost):
    """A pixel is about 1/400 of the picture: between two nodes the cubic is nearer than a hundredth of that."""
    (low, high), f, slope = graph_of(cost)
    step = (high - low) / (NODES - 1)
    middle = np.linspace(low, high, NODES)[None, :-1] + step / 2
    cubic = (f[:-1] + f[1:]) / 2 + step * (slope[:-1] - slope[1:]) / 8
    inside = (middle[0] > cost.view[0][0]) & (middle[0] < cost.view[0][1])
    height = cost.view[1][1] - cost.view[1][0]
    assert abs(cubic - cost.value(middle))[inside].max() < 1e-4 * height


def test_the_wire_of_the_lecture():
    race = replace(opening("quadratic_cost"), racers=(Racer(1, *LECTURE[:2]),), steps=1000, touched=1)
    header = header_of(race)
    (racer,) = header["racers"]
    assert header["start"] == [0, 25] and racer["x"][1] == np.float32(0.1)
    assert racer["x"][1000] == pytest.approx(5, abs=1e-4) and racer["y"][0] == 25 and racer["limit"] == 1
    assert racer["status"]["label"] == "converged" and racer["status"]["hover"].endswith("the minimum w = 5.")
    assert [len(racer["third"]), len(header["arrows"]["gradient"])] == [1, 2]
    assert header["arrows"]["gradient"][0][0] == np.float32(0.1)


@given(
    st.sampled_from(sorted(COSTS)),
    st.sampled_from(sorted(OPTIMIZERS)),
    st.sampled_from([0.0, 5e-324, 1e-5, 0.1, 1.0, 10.0, 1e10, 1e154, 1e300]),
    st.floats(-1, 1),
    st.sampled_from(["distance", "gradient", "rate"]),
)
@settings(max_examples=150)
def test_no_rate_and_no_start_breaks_a_message(name, kind, rate, place, curve):
    low, high = COSTS[name].bounds[0]
    racer = Racer(1, kind, preset_values(name, kind)).with_value("learning_rate", rate)
    start = (place * FAR * (high - low), 0.0)
    header = header_of(replace(opening(name), racers=(racer,), start=start, steps=30, curve=curve, touched=1))
    assert all(isfinite(value) for value in header["start"])
    for axis in header["axes"].values():
        assert isfinite(axis["range"][0]) and axis["range"][0] < axis["range"][1] < float("inf")
    assert header["racers"][0]["status"]["label"] in {status.label for status in Status}


def test_labels_name_the_letter():
    circles, _ = ran("quadratic_cost", "sign_descent", steps=200)
    assert label_of(circles.outcome, QUADRATIC.letters).detail == "± 0.065 around w = 5"
    left, _ = ran("quadratic_cost", "gradient_descent", steps=20, learning_rate=1.05)
    assert label_of(left.outcome, QUADRATIC.letters).detail.startswith("step 12, at w = −10.7 · ")
    arrived, _ = ran("double_well", "gradient_descent")
    assert label_of(arrived.outcome, ("x",)).hover == (
        "From step 22 to the last it is within 0.01 of the local minimum x = 0.96015."
    )


# ---- state, events, link
def test_a_start_keeps_x_alone():
    race = answer(opening("cliff"), {"kind": "start", "x": 2.5, "y": 7}).state
    assert race.start == (2.5, 0.0) and header_of(race)["start"] == [2.5, COSTS["cliff"].value([2.5])]
    assert answer(race, {"kind": "start", "x": 1e6, "y": 0}).state == race


def test_to_a_curve_and_back():
    race = on_surface(replace(opening("beale"), start=(0.5, 1.0)), "double_well")
    assert (
        race.start == (1.7, 0.0)
        and dict(race.racers[0].values)["learning_rate"] == COSTS["double_well"].rates["momentum"]
    )
    assert on_surface(race, "beale").start == SURFACES["beale"].start


def test_a_coefficient_that_would_leave_the_start_far_away_is_refused():
    race = opening("quadratic_cost")
    race = answer(race, {"kind": "parameter", "name": "a", "value": 1e-3}).state  # the minimum lies at 5000
    race = answer(race, {"kind": "start", "x": 1e6, "y": 0}).state
    answered = answer(race, {"kind": "parameter", "name": "a", "value": 1.0})
    assert answered.state == race and "The start stays where it was" in answered.words
    assert not far(race, race.start)


@pytest.mark.parametrize("name", COSTS)
def test_a_link_brings_it_back(name):
    race = answer(opening(name), {"kind": "start", "x": 1.25, "y": 0}).state
    race = replace(race, steps=321, curve="rate", touched=None)
    if name == "quadratic_cost":
        race = replace(race, parameters=(("a", 1.0), ("b", -20.0), ("c", 100.0)))
    query = dict(pair.split("=") for pair in link_of(race).replace("%7E", "~").split("&"))
    asked = read_link({key: [value] for key, value in query.items()})
    assert asked.state == race and not asked.words
    assert surface_of(asked.state.ground).text == surface_of(race.ground).text


def test_y_in_a_link_is_ignored():
    assert read_link({"surface": ["cliff"], "start": ["1.5~3.0"]}).state.start == (1.5, 0.0)


# ---- other pages
def test_averages_take_the_gradient_along_the_axis_alone():
    race = opening("quadratic_cost")
    taken = averaged(Averages(), {"kind": "run", "slot": 1, "coordinate": "x"}, race).state
    assert shown_of(taken).axis == "gradient, ∂J/∂w" and shown_of(taken).values[0] == -10
    refused = averaged(Averages(), {"kind": "run", "slot": 1, "coordinate": "y"}, race)
    assert refused.state == Averages() and "no gradient along y" in refused.words


def test_inside_a_step_leaves_curves_out():
    assert not COSTS.keys() & SURFACES.keys()
    asked = read_inside({"surface": ["cliff"]})
    assert asked.state.surface in SURFACES and "cliff" in asked.words
