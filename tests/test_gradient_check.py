"""The gradient check: the lecture's figures, the V of truncation and rounding, and every surface."""

import numpy as np
import pytest

from experiments.gradient_check import CUBE, EPSILONS, best, check
from surfaces import SURFACES


def test_the_lecture_s_figures():
    """Ng, week 1: θ³ at 1 with ε = .01 gives 3.0001 from two sides, 3.0301 from one."""
    found = check(CUBE.value, CUBE.gradient, (1.0,), 0, [0.01])
    assert found.exact == 3 and found.two_sided[0] == pytest.approx(3.0001, abs=1e-12)
    assert found.one_sided[0] == pytest.approx(3.0301, abs=1e-12)
    assert found.two_sided_error[0] == pytest.approx(0.0001 / 6.0001, rel=1e-8)
    assert found.one_sided_error[0] == pytest.approx(0.0301 / 6.0301, rel=1e-8)


def test_the_curve_is_a_v():
    found = check(CUBE.value, CUBE.gradient, (1.0,), 0)
    two, one = found.two_sided_error, found.one_sided_error

    def at(exponent):
        return int(np.argmin(abs(EPSILONS - 10.0**exponent)))

    assert two[at(-1)] / two[at(-2)] == pytest.approx(100, rel=0.02)
    assert one[at(-1)] / one[at(-3)] == pytest.approx(100, rel=0.05)
    for errors, bottom in ((two, (1e-6, 1e-4)), (one, (1e-9, 1e-7))):
        smooth = np.array([errors[k : k + 10].max() for k in range(0, 110, 10)])  # the worst of each decade
        low = smooth.argmin()
        assert (np.diff(smooth[: low + 1]) < 0).all() and (np.diff(smooth[low:]) > 0).all()
        assert bottom[0] <= EPSILONS[10 * low] * 10 and EPSILONS[10 * low] <= bottom[1]
    assert two.min() < 1e-10 and 1e-6 < two[:10].max() < 1e-3


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("direction", [0, 1, (0.6, -0.8)], ids=str)
def test_every_surface_passes(name, direction):
    surface = SURFACES[name]
    found = check(surface.value, surface.gradient, surface.start, direction)
    assert found.two_sided_error.min() < 1e-8
    assert best(found.epsilons, found.two_sided_error) > best(found.epsilons, found.one_sided_error)


def test_the_direction_is_the_coordinate():
    surface = SURFACES["beale"]
    exact = surface.gradient(np.array([1.3, 0.4]))
    along = [check(surface.value, surface.gradient, (1.3, 0.4), direction).exact for direction in (0, 1, (2.0, -1.0))]
    assert along == pytest.approx([exact[0], exact[1], 2 * exact[0] - exact[1]], rel=1e-14)


def test_a_wrong_gradient_is_found_at_every_width():
    found = check(CUBE.value, lambda params: 1.01 * CUBE.gradient(params), (1.0,), 0, EPSILONS[30:-20])
    assert (found.two_sided_error > 1e-3).all()


def test_flat_ground_has_no_error_and_no_value_has_none_to_show():
    flat = check(CUBE.value, CUBE.gradient, (0.0,), 0, [0.0625])
    assert flat.exact == 0 and flat.one_sided[0] == 0.0625**2 and flat.one_sided_error[0] == 1
    level = check(lambda params: 0 * params[0], lambda params: 0 * params, (1.0,), 0)
    assert (level.two_sided_error == 0).all() and best(level.epsilons, level.two_sided_error) == 0.1
    edge = check(lambda params: np.log(params[0]), lambda params: 1 / params, (0.05,), 0)
    assert np.isnan(edge.two_sided_error[-1]) and best(edge.epsilons, edge.two_sided_error) < 1e-3


@pytest.mark.parametrize("width", [0.0, -1e-3, np.nan])
def test_a_width_is_above_zero(width):
    with pytest.raises(ValueError, match="outside its domain: numbers above 0"):
        check(CUBE.value, CUBE.gradient, (1.0,), 0, [width])
