"""What pages say of surfaces: every figure and every statement is computed here.

A claim is (words of the text, what is computed): see tests/claims.py. The texts are those of the registries, so that a
new entry whose sentences nobody computes fails.
"""

from functools import cache
from math import exp, sqrt

import numpy as np
import pytest

from experiments.race import GROUNDS, Ground, surface_of
from optimizers import OPTIMIZERS, Options, run
from tests.claims import assert_claim, assert_covered

S = GROUNDS


def curvatures(surface, point):
    return np.linalg.eigvalsh(np.atleast_2d(S[surface].hessian(np.array(point, float))))


def critical_points(surface, side=6.0):
    """How many minima, saddle points and maxima: Newton's method from a grid."""
    found = set()
    for x, y in np.stack(np.meshgrid(*[np.linspace(-5, 5, 14)] * 2), axis=-1).reshape(-1, 2):
        point = np.array([x, y])
        for _ in range(20):
            point = point - np.linalg.solve(S[surface].hessian(point), S[surface].gradient(point))
        if abs(point).max() < side and slope(surface, *point) < 1e-8:
            found.add((*point.round(4), int((curvatures(surface, point) < 0).sum())))
    return [sum(down == kind for *_, down in found) for kind in (0, 1, 2)]


def converges(surface, rate, start, steps=2000):
    """Whether gradient descent has come nearer to a minimum than where it began, beside it."""
    path = run(S[surface], OPTIMIZERS["gradient_descent"](learning_rate=rate), start=start, steps=steps).params
    away = [
        min(np.linalg.norm(point - np.array(minimum)) for minimum in local_minima(surface)) for point in path[[0, -1]]
    ]
    return away[1] < 0.9 * away[0]


def local_minima(surface):
    return [*S[surface].minima, *([(0.9601497,)] if surface == "double_well" else [])]


def limit(surface, minimum, said):
    """2/λmax, and that it is one: 1 % below gradient descent settles, 1 % above it does not."""
    curvature = float(curvatures(surface, minimum)[-1])
    near = tuple(np.array(minimum) + 1e-3)
    assert converges(surface, 0.99 * 2 / curvature, near) and not converges(surface, 1.01 * 2 / curvature, near)
    return 2 / curvature


def slope(surface, *point):
    return float(np.linalg.norm(S[surface].gradient(np.array(point))))


def along(surface, low, high):
    """x and the slopes of a cost of one parameter."""
    x = np.linspace(low, high, 200_001)
    return x, S[surface].gradient(x[None])[0]


def top(surface, low, high):
    x = np.linspace(low, high, 200_001)
    f = S[surface].value(x[None])
    return float(x[f.argmax()]), float(f.max())


def saddle_multiplies():
    y = run(S["saddle"], OPTIMIZERS["gradient_descent"](learning_rate=0.1), start=(1.0, 0.01), steps=5).params[:, 1]
    return bool(np.allclose(y[1:] / y[:-1], 1 + 2 * 0.1))


def bowl_factors(rate, kappa=50.0):
    surface = surface_of(Ground("elongated_bowl", (("condition", kappa), ("rotation", 0.0))))
    path = run(surface, OPTIMIZERS["gradient_descent"](learning_rate=rate), start=(1.0, 1.0), steps=3).params
    return abs(path[1:] / path[:-1]).max(axis=0)


def height_difference(surface, low, high):
    return float(S[surface].value(np.array([high])) - S[surface].value(np.array([low])))


WELL = "double_well"


@cache
def surface_claims():
    return {
        "elongated_bowl": [
            ("the slope across the valley is 50 times", slope("elongated_bowl", 0, 1) / slope("elongated_bowl", 1, 0)),
            ("2 along the valley", curvatures("elongated_bowl", (0, 0))[0]),
            ("2κ across it", bool(np.isclose(curvatures("elongated_bowl", (0, 0))[1], 2 * 50))),
            ("diverges above α = 1/κ", bool(bowl_factors(0.0199).max() < 1 < bowl_factors(0.0201).max())),
            (
                "fastest at 1/(1 + κ), where each step keeps (κ − 1)/(κ + 1)",
                bool(
                    np.isclose(bowl_factors(1 / 51).max(), 49 / 51)
                    and min(bowl_factors(0.99 / 51).max(), bowl_factors(1.01 / 51).max()) > 49 / 51
                ),
            ),
        ],
        "saddle": [
            ("Down along y, up along x", bool(S["saddle"].value([0, 1]) < 0 < S["saddle"].value([1, 0]))),
            (
                "On the ridge y = 0",
                bool((S["saddle"].gradient(np.array([np.linspace(-2, 2), np.zeros(50)]))[1] == 0).all()),
            ),
            ("no minimum: f falls without end", bool(S["saddle"].value([0, 1e6]) < -1e11)),
            ("multiplies y by 1 + 2α", saddle_multiplies()),
            ("y ≠ 0 it leaves the view", True if saddle_multiplies() else None),
            (
                "y = 0 and α < 1 it converges to the saddle point",
                bool(
                    abs(
                        run(
                            S["saddle"], OPTIMIZERS["gradient_descent"](learning_rate=0.9), start=(1.5, 0.0), steps=200
                        ).params[-1]
                    ).max()
                    < 1e-9
                ),
            ),
        ],
        "bounded_saddle": [
            (
                "saddle point at (0, 0)",
                slope("bounded_saddle", 0, 0) == 0 and curvatures("bounded_saddle", (0, 0))[0] < 0,
            ),
            (
                "a minimum on either side of the ridge y = 0",
                [m[1] > 0 for m in S["bounded_saddle"].minima] == [True, False],
            ),
            ("height 0 at the origin", float(S["bounded_saddle"].value([0, 0]))),
            ("minima of −5", float(S["bounded_saddle"].value([0, sqrt(10)]))),
            (
                "at (0, ±√10)",
                slope("bounded_saddle", 0, sqrt(10)) < 1e-12 and slope("bounded_saddle", 0, -sqrt(10)) < 1e-12,
            ),
            ("α = 0.5", lambda said: limit("bounded_saddle", (0, sqrt(10)), said)),
        ],
        "plateau": [
            ("a distance of 4 from the minimum the gradient is 0.0013", (4.0, slope("plateau", 4, 0))),
            ("1 deep", float(S["plateau"].value([40, 40]) - S["plateau"].value([0, 0]))),
            ("(4, 3) the gradient is only 2e-5", (4, 3, 5 * exp(-12.5)) if slope("plateau", 4, 3) < 2e-5 else None),
            ("α = 2", lambda said: limit("plateau", (0, 0), said)),
        ],
        "rosenbrock": [
            ("Steep walls lead down", slope("rosenbrock", -1, 2) > 100 * slope("rosenbrock", 0.5, 0.25)),
            (
                "Along its floor y = x² the loss is only (1 − x)²",
                all(np.isclose(S["rosenbrock"].value([x, x * x]), (1 - x) ** 2) for x in (-1.5, 0.3, 2.0)),
            ),
            ("parabola y = x²", bool(np.allclose(S["rosenbrock"].gradient(np.array([[0.5], [0.25]]))[1], 0))),
            ("curvature is 0.4", curvatures("rosenbrock", (1, 1))[0]),
            ("1002 across", curvatures("rosenbrock", (1, 1))[1]),
            ("condition number of 2508", np.divide(*curvatures("rosenbrock", (1, 1))[::-1])),
            ("α = 0.002", lambda said: limit("rosenbrock", (1, 1), said)),
        ],
        "beale": [
            ("One minimum, at (3, 0.5)", slope("beale", 3, 0.5) < 1e-12 and float(S["beale"].value([3, 0.5])) == 0),
            ("across is 162 times", np.divide(*curvatures("beale", (3, 0.5))[::-1])),
            (
                "height 14.2 stands at (0, 1)",
                (float(S["beale"].value([0, 1])), 0, 1) if slope("beale", 0, 1) < 1e-9 else None,
            ),
            (
                "between 169,000 and 182,000",
                all(169_000 < float(S["beale"].value([x, y])) < 182_000 for x in (-4.5, 4.5) for y in (-4.5, 4.5)),
            ),
            ("α = 0.0408", lambda said: limit("beale", (3, 0.5), said)),
        ],
        "himmelblau": [
            ("Four minima, all equally deep", max(S["himmelblau"].value(m) for m in S["himmelblau"].minima) < 1e-12),
            ("Four minima, all 0", len(S["himmelblau"].minima) == 4),
            ("Four minima", critical_points("himmelblau")[0]),
            ("four saddles", critical_points("himmelblau")[1]),
            ("one maximum", critical_points("himmelblau")[2]),
            (
                "181.6 at (−0.27, −0.92)",
                (float(S["himmelblau"].value([-0.270845, -0.923039])), -0.270845, -0.923039)
                if slope("himmelblau", -0.270845, -0.923039) < 1e-3
                else None,
            ),
            (
                "α = 0.015 to 0.025",
                lambda said: tuple(
                    f([limit("himmelblau", m, said) for m in S["himmelblau"].minima]) for f in (min, max)
                ),
            ),
        ],
        "quadratic_cost": [
            ("w = −b/2a = 5", bool(S["quadratic_cost"].gradient([5.0])[0] == 0)),
            ("The slope is 2aw + b", all(S["quadratic_cost"].gradient([w])[0] == 2 * w - 10 for w in (0.0, 3.0))),
            ("curvature 2a", float(S["quadratic_cost"].hessian([1.0])[0, 0]) == 2),
            (
                "keeps 1 − 2aα of the distance",
                bool(
                    np.isclose(
                        run(
                            S["quadratic_cost"],
                            OPTIMIZERS["gradient_descent"](learning_rate=0.1),
                            start=(0.0,),
                            steps=1,
                        ).params[-1, 0],
                        5 - 0.8 * 5,
                    )
                ),
            ),
            (
                "arrives in one at α = 1/2a",
                float(
                    run(
                        S["quadratic_cost"], OPTIMIZERS["gradient_descent"](learning_rate=0.5), start=(0.0,), steps=1
                    ).params[-1, 0]
                )
                == 5,
            ),
            ("diverges above 1/a", limit("quadratic_cost", (5.0,), "") == 1),
            ("The coefficients are data", S["quadratic_cost"].with_parameters(b=-20, c=100).minima == ((10.0,),)),
        ],
        WELL: [
            ("the left one deeper", float(S[WELL].value([-1.04])) < float(S[WELL].value([0.96]))),
            ("−0.305 at x = −1.04", (S[WELL].minimum, S[WELL].minima[0][0])),
            (
                "0.294 at x = 0.960",
                (float(S[WELL].value([0.9601497])), 0.9601497)
                if abs(S[WELL].gradient([0.9601497])[0]) < 1e-5
                else None,
            ),
            ("1.01 at x = 0.075", tuple(reversed(top(WELL, -0.5, 0.5)))),
            (
                "0.226 and 0.283",
                lambda said: (limit(WELL, S[WELL].minima[0], said), limit(WELL, (0.9601497,), said)),
            ),
        ],
        "cliff": [
            ("At x = 4 the slope is 0.8", (4, float(S["cliff"].gradient([4.0])[0]))),
            ("on the wall up to 24.4", float(along("cliff", 1.5, 2.5)[1].max())),
            ("almost 0", abs(S["cliff"].minimum) < 1e-9),
            ("a wall 6 high", round(height_difference("cliff", 1.0, 3.0) - 0.1 * (9 - 1))),
            ("reaches 24.4", float(along("cliff", 1.5, 2.5)[1].max())),
            (
                "up to x = 4, it is 0.52 to 0.8",
                (4, float(along("cliff", 2.3, 4.0)[1].min()), float(S["cliff"].gradient([4.0])[0])),
            ),
            (
                "Clipping the gradient shortens the step there",
                abs(float(Options(clip=1.0).seen(S["cliff"]).gradient(np.array([[2.0]]), 1)[0, 0]))
                <= 1
                < float(S["cliff"].gradient([2.0])[0]),
            ),
            ("only above α = 10", lambda said: limit("cliff", (0.0,), said)),
        ],
    }


@pytest.mark.parametrize("surface", GROUNDS)
def test_what_is_said_of_a_surface(surface):
    text = f"{S[surface].notice} {S[surface].about}".replace("*", "")
    for said, found in surface_claims()[surface]:
        assert_claim(text, said, found(said) if callable(found) else found)
    assert_covered(text, [said for said, _ in surface_claims()[surface]])
