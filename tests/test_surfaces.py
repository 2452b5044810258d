"""Every surface of the registry: shapes, derivatives, minima and the facts that are told about it."""

import copy
import pickle

import numpy as np
import pytest

from surfaces import SURFACES, elongated_bowl

TURNED = [elongated_bowl(50, 30), elongated_bowl(200, 45), elongated_bowl(1, 10), elongated_bowl(7.5, -123.4)]
ALL = [*SURFACES.values(), *TURNED]
RACERS = {"gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "sign_descent", "rprop"}


def label(value):
    return f"{value.name} {value.text}" if hasattr(value, "text") else str(value)


each_surface = pytest.mark.parametrize("surface", ALL, ids=label)


def places(surface, *shape, seed=0):
    (x0, x1), (y0, y1) = surface.bounds
    unit = np.random.default_rng(seed).random((2, *shape))
    return np.moveaxis(np.moveaxis(unit, 0, -1) * (x1 - x0, y1 - y0) + (x0, y0), -1, 0)


def test_the_menu():
    names = "elongated_bowl saddle bounded_saddle plateau rosenbrock beale himmelblau".split()
    assert list(SURFACES) == names == [surface.name for surface in SURFACES.values()]


@each_surface
@pytest.mark.parametrize("batch", [(), (1,), (2,), (2, 3), (0,)])
def test_shapes(surface, batch):
    params = places(surface, *batch)
    assert surface.value(params).shape == batch
    assert surface.gradient(params).shape == (2, *batch)
    assert surface.hessian(params).shape == (2, 2, *batch)
    assert surface.gradient(params, t=7).tolist() == surface.gradient(params).tolist()
    assert surface.value(params).dtype == surface.gradient(params).dtype == surface.hessian(params).dtype == float


@each_surface
def test_lists_and_integers_are_points_too(surface):
    assert surface.value([3, 2]) == surface.value((3.0, 2.0))
    assert surface.gradient(np.array([[3], [2]])).tolist() == surface.gradient([[3.0], [2.0]]).tolist()
    with pytest.raises(ValueError, match="unpack"):
        surface.gradient(np.zeros((3, 1)))


@each_surface
def test_a_result_is_new_and_the_params_stay(surface):
    params = places(surface, 1)
    before = params.copy()
    for result in (surface.value(params), surface.gradient(params), surface.hessian(params)):
        result[...] = 77.0
    assert params.tolist() == before.tolist()
    assert (surface.gradient(params) != 77).all() and (surface.hessian(params) != 77).all()


@each_surface
def test_a_batch_equals_its_points_one_by_one(surface):
    params = places(surface, 7, 11)
    value, gradient, hessian = surface.value(params), surface.gradient(params), surface.hessian(params)
    for at in np.ndindex(7, 11):
        one = params[(slice(None), *at)]
        assert surface.value(one) == value[at]
        assert surface.gradient(one[:, None])[:, 0].tolist() == gradient[(slice(None), *at)].tolist()
        assert surface.hessian(one).tolist() == hessian[(slice(None), slice(None), *at)].tolist()


def by_differences(f, params, h=2e-3):
    """Central differences, extrapolated once: the error falls as h⁴. The new axis is the first."""

    def central(h):
        return np.array([(f(params + s) - f(params - s)) / (2 * h) for s in h * np.eye(2)[:, :, None]])

    return (4 * central(h / 2) - central(h)) / 3


@each_surface
def test_gradient_and_hessian_agree_with_differences(surface):
    params = places(surface, 200)
    scale = abs(surface.value(params)).max()
    np.testing.assert_allclose(
        surface.gradient(params), by_differences(surface.value, params), rtol=1e-7, atol=1e-11 * scale
    )
    hessian = surface.hessian(params)
    np.testing.assert_allclose(hessian, by_differences(surface.gradient, params), rtol=1e-7, atol=1e-9 * scale)
    assert np.array_equal(hessian, hessian.swapaxes(0, 1))


@each_surface
def test_the_minima_are_minima(surface):
    assert (surface.minimum is None) == (not surface.minima)
    for minimum in surface.minima:
        assert surface.value(minimum) == pytest.approx(surface.minimum, abs=1e-14)
        assert abs(surface.gradient(minimum)).max() < 1e-13
        assert np.linalg.eigvalsh(surface.hessian(minimum)).min() > 0.3
        newton = np.linalg.solve(surface.hessian(minimum), surface.gradient(minimum))
        assert abs(newton).max() <= 1e-15  # the nearest float64
    if surface.minima:
        assert surface.value(places(surface, 100_000)).min() >= surface.minimum


@each_surface
def test_what_the_page_needs(surface):
    (x0, x1), (y0, y1) = surface.view
    assert (x1 - x0) / (y1 - y0) == pytest.approx(4 / 3)
    for x, y in (surface.start, *surface.minima):
        assert x0 < x < x1 and y0 < y < y1
        for place, (low, high) in zip((x, y), surface.bounds, strict=True):
            assert low <= place <= high
    assert surface.rates.keys() >= RACERS and all(1e-5 <= rate <= 10 for rate in surface.rates.values())
    assert surface.title and surface.latex and surface.about.endswith(".") and surface.source.endswith(".")
    assert surface.notice.count(". ") + surface.notice.count("? ") <= 3 and surface.notice[-1] in ".?*"


@each_surface
def test_a_surface_travels_and_computes_the_same_there(surface):
    params = places(surface, 5)
    there = surface.gradient(params)
    for other in (pickle.loads(pickle.dumps(surface)), copy.deepcopy(surface)):
        assert other.gradient(params).tolist() == there.tolist()
        assert (other.text, other.rates, other.arguments) == (surface.text, surface.rates, surface.arguments)


def jacobian_of_beale(x, y):
    return np.array([[y - 1, x], [y**2 - 1, 2 * x * y], [y**3 - 1, 3 * x * y**2]])


def jacobian_of_himmelblau(x, y):
    return np.array([[2 * x, 1], [1, 2 * y]])


@pytest.mark.parametrize(("name", "jacobian"), [("beale", jacobian_of_beale), ("himmelblau", jacobian_of_himmelblau)])
def test_at_a_minimum_of_squares_the_hessian_is_twice_the_squared_jacobian(name, jacobian):
    for minimum in SURFACES[name].minima:
        j = jacobian(*minimum)
        np.testing.assert_allclose(SURFACES[name].hessian(minimum), 2 * j.T @ j, rtol=1e-13)


LIMITS = {
    "elongated_bowl": (0.02, 0.02),
    "bounded_saddle": (0.5, 0.5),
    "plateau": (2, 2),
    "rosenbrock": (0.00200, 0.00200),
    "beale": (0.0408, 0.0408),
    "himmelblau": (0.015, 0.025),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_rate_above_which_gradient_descent_diverges_near_a_minimum(name):
    surface = SURFACES[name]
    found = [2 / np.linalg.eigvalsh(surface.hessian(minimum)).max() for minimum in surface.minima]
    assert (min(found), max(found)) == pytest.approx(LIMITS[name], rel=8e-3)


def test_quadratics_know_their_curvatures():
    assert SURFACES["elongated_bowl"].eigenvalues == (2, 100)
    assert SURFACES["elongated_bowl"].largest_curvature == 100
    assert SURFACES["saddle"].eigenvalues == (-2, 2)
    for surface in SURFACES.values():
        if surface.name != "elongated_bowl":
            assert surface.largest_curvature is None
        if surface.name not in ("elongated_bowl", "saddle"):
            assert surface.eigenvalues is None


@pytest.mark.parametrize("rotation", [0, 0.1, 10, 30, 45, 90, 137, 180, -60, 1e4])
@pytest.mark.parametrize("condition", [1, 1.5, 50, 200, 1e6])
def test_turning_a_bowl_changes_neither_curvatures_nor_the_height_of_the_start(condition, rotation):
    straight, turned = elongated_bowl(condition), elongated_bowl(condition, rotation)
    assert turned.eigenvalues == pytest.approx((2, 2 * condition), rel=1e-15 * condition + 1e-14)
    assert turned.value(turned.start) == pytest.approx(straight.value(straight.start), rel=1e-12)
    assert np.hypot(*turned.start) == pytest.approx(np.hypot(*straight.start), rel=1e-14)
    angle = np.degrees(np.arctan2(turned.start[1], turned.start[0]) - np.arctan2(2, -4))
    assert (angle - rotation + 180) % 360 == pytest.approx(180, abs=1e-9)
    assert turned.minima == ((0, 0),) and not turned.gradient((0.0, 0.0)).any() and turned.value((0.0, 0.0)) == 0
    assert (turned.view, turned.rates) == (straight.view, straight.rates)


def test_a_turned_bowl_is_right_to_the_last_digits_in_its_valley():
    turned = elongated_bowl(1e6, 30)
    along = np.array([np.cos(np.pi / 6), 0.5])[:, None] * np.linspace(-5, 5, 101)
    np.testing.assert_allclose(turned.value(along), np.linspace(-5, 5, 101) ** 2, rtol=1e-9, atol=0)
    assert (turned.value(places(turned, 10_000)) >= 0).all()


def test_bowls_are_written_short():
    assert SURFACES["elongated_bowl"].formula == "x^2 + 50*y^2"
    assert SURFACES["elongated_bowl"].text == "x² + 50y²"
    assert elongated_bowl(37.58374044).text == "x² + 37.58y²"
    assert elongated_bowl(1).text == "x² + y²"
    assert elongated_bowl(50, 30).text == "u² + 50v², axes turned by 30°"
    assert elongated_bowl(50, 30).latex == (
        r"\left(x \cos 30^\circ + y \sin 30^\circ\right)^{2} + 50 \left(y \cos 30^\circ - x \sin 30^\circ\right)^{2}"
    )
    assert elongated_bowl(50, 90).eigenvalues == (2, 100) and elongated_bowl(50, 90).start == (-2, -4)


def test_a_family_is_asked_by_name():
    bowl = SURFACES["elongated_bowl"]
    assert [(p.name, p.symbol, p.low, p.high, p.scale) for p in bowl.parameters] == [
        ("condition", "κ", 1, 200, "log"),
        ("rotation", "°", 0, 45, "linear"),
    ]
    assert bowl.arguments == {p.name: p.default for p in bowl.parameters}
    turned = bowl.with_parameters(rotation=20).with_parameters(condition=5)
    assert turned.arguments == {"condition": 5, "rotation": 20}
    assert turned.eigenvalues == pytest.approx((2, 10))
    assert bowl.with_parameters() is bowl and SURFACES["beale"].with_parameters() is SURFACES["beale"]
    with pytest.raises(ValueError, match="beale has no parameter rotation"):
        SURFACES["beale"].with_parameters(rotation=3)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"condition": 0.5}, r"condition = 0.5 is outside its domain 1 ≤ condition ≤ 1e\+12"),
        ({"condition": float("nan")}, "condition = nan is outside"),
        ({"condition": 1e13}, "condition = 1"),
        ({"condition": "wide"}, "condition = 'wide' is outside"),
        ({"rotation": float("inf")}, "rotation = inf is outside its domain rotation finite"),
        ({"rotation": None}, "rotation = None"),
        ({"turn": 3}, "elongated_bowl has no parameter turn"),
    ],
)
def test_outside_the_domain_a_bowl_is_refused_in_words(asked, words):
    with pytest.raises(ValueError, match=words):
        SURFACES["elongated_bowl"].with_parameters(**asked)


def stationary(surface, guess, steps=50):
    point = np.array(guess, float)
    for _ in range(steps):
        point = point - np.linalg.solve(surface.hessian(point), surface.gradient(point))
    return point


def test_facts_of_himmelblau():
    surface = SURFACES["himmelblau"]
    top = stationary(surface, (-0.3, -0.9))
    assert top == pytest.approx([-0.270845, -0.923039], abs=5e-7)
    assert surface.value(top) == pytest.approx(181.6165, abs=5e-5)
    assert np.linalg.eigvalsh(surface.hessian(top)).max() < 0
    starts = [(0.1, 2.9), (3.4, 0.07), (-3.07, -0.08), (-0.13, -1.95)]
    saddles = [stationary(surface, start) for start in starts]
    for saddle, start in zip(saddles, starts, strict=True):
        low, high = np.linalg.eigvalsh(surface.hessian(saddle))
        assert low < 0 < high and np.hypot(*(saddle - start)) < 0.1


def test_facts_of_the_saddles():
    saddle, bounded = SURFACES["saddle"], SURFACES["bounded_saddle"]
    for surface in (saddle, bounded):
        assert surface.value((0, 0)) == 0 and not surface.gradient((0, 0)).any()
        assert surface.hessian((0, 0)).tolist() == [[2, 0], [0, -2]]
    assert bounded.value((0, np.sqrt(10))) == pytest.approx(-5, abs=1e-14)
    assert bounded.hessian(bounded.minima[0]) == pytest.approx(np.array([[2, 0], [0, 4]]))


def test_facts_of_the_plateau_rosenbrock_and_beale():
    assert np.hypot(*SURFACES["plateau"].gradient((4, 3))) == pytest.approx(2e-5, rel=0.1)
    low, high = np.linalg.eigvalsh(SURFACES["rosenbrock"].hessian((1, 1)))
    assert (low, high, high / low) == pytest.approx((0.3994, 1001.6, 2508), rel=1e-4)
    beale = SURFACES["beale"]
    assert beale.value((0, 1)) == pytest.approx(14.203125) and not beale.gradient((0, 1)).any()
    low, high = np.linalg.eigvalsh(beale.hessian((0, 1)))
    assert low < 0 < high
    assert max(beale.value((x, y)) for x in (-4.5, 4.5) for y in (-4.5, 4.5)) > 180_000
