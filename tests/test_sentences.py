"""What pages say of surfaces, series, rules and schedules: every figure and every statement is computed here.

A claim is (words of the text, what is computed): see tests/claims.py. The texts are those of the registries, so that a
new entry whose sentences nobody computes fails.
"""

import re
from functools import cache
from math import exp, sqrt

import numpy as np
import pytest

from experiments.gradients import GRADIENTS, answer_of
from experiments.race import GROUNDS, Ground, Runner, surface_of
from experiments.series import SERIES
from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, Options, run, specs
from optimizers.averages import exponential_average, moving_average
from tests.claims import assert_claim, assert_covered, figures
from ui.words import GLOSSARY, INTRO

S = GROUNDS


def curvatures(surface, point):
    return np.linalg.eigvalsh(np.atleast_2d(S[surface].hessian(np.array(point, float))))


def critical_points(surface, side=6.0):
    """How many minima, saddle points and maxima: Newton's method from a grid."""
    found = set()
    for x, y in np.random.default_rng(1).uniform(-side, side, (300, 2)):
        point = np.array([x, y])
        for _ in range(50):
            point = point - np.linalg.solve(S[surface].hessian(point), S[surface].gradient(point))
        if abs(point).max() < side and slope(surface, *point) < 1e-8:
            found.add((*point.round(4), int((curvatures(surface, point) < 0).sum())))
    return [sum(down == kind for *_, down in found) for kind in (0, 1, 2)]


def converges(surface, rate, start, steps=4000):
    """Whether gradient descent comes to rest at a minimum from near it."""
    path = run(S[surface], OPTIMIZERS["gradient_descent"](learning_rate=rate), start=start, steps=steps).params[-1]
    return min(np.linalg.norm(path - np.array(minimum)) for minimum in local_minima(surface)) < 1e-6


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
            ("On the ridge y = 0", bool((S["saddle"].gradient(np.array([np.linspace(-2, 2), np.zeros(50)]))[1] == 0).all())),
            ("no minimum: f falls without end", bool(S["saddle"].value([0, 1e6]) < -1e11)),
            ("multiplies y by 1 + 2α", saddle_multiplies()),
            ("y ≠ 0 it leaves the view", True if saddle_multiplies() else None),
            (
                "y = 0 and α < 1 it converges to the saddle point",
                bool(
                    abs(
                        run(S["saddle"], OPTIMIZERS["gradient_descent"](learning_rate=0.9), start=(1.5, 0.0), steps=200)
                        .params[-1]
                    ).max()
                    < 1e-9
                ),
            ),
        ],
        "bounded_saddle": [
            ("saddle point at (0, 0)", slope("bounded_saddle", 0, 0) == 0 and curvatures("bounded_saddle", (0, 0))[0] < 0),
            ("a minimum on either side of the ridge y = 0", [m[1] > 0 for m in S["bounded_saddle"].minima] == [True, False]),
            ("height 0 at the origin", float(S["bounded_saddle"].value([0, 0]))),
            ("minima of −5", float(S["bounded_saddle"].value([0, sqrt(10)]))),
            ("at (0, ±√10)", slope("bounded_saddle", 0, sqrt(10)) < 1e-12 and slope("bounded_saddle", 0, -sqrt(10)) < 1e-12),
            (("α = .5", "α = 0.5"), lambda said: limit("bounded_saddle", (0, sqrt(10)), said)),
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
            (("curvature is .4", "curvature is 0.4"), curvatures("rosenbrock", (1, 1))[0]),
            ("1002 across", curvatures("rosenbrock", (1, 1))[1]),
            ("condition number of 2508", np.divide(*curvatures("rosenbrock", (1, 1))[::-1])),
            (("α = .002", "α = 0.002"), lambda said: limit("rosenbrock", (1, 1), said)),
        ],
        "beale": [
            ("One minimum, at (3, 0.5)", slope("beale", 3, 0.5) < 1e-12 and float(S["beale"].value([3, 0.5])) == 0),
            ("across is 162 times", np.divide(*curvatures("beale", (3, 0.5))[::-1])),
            ("height 14.2 stands at (0, 1)", (float(S["beale"].value([0, 1])), 0, 1) if slope("beale", 0, 1) < 1e-9 else None),
            (
                "between 169,000 and 182,000",
                all(169_000 < float(S["beale"].value([x, y])) < 182_000 for x in (-4.5, 4.5) for y in (-4.5, 4.5)),
            ),
            (("α = .0408", "α = 0.0408"), lambda said: limit("beale", (3, 0.5), said)),
        ],
        "himmelblau": [
            ("Four minima, all equally deep", max(S["himmelblau"].value(m) for m in S["himmelblau"].minima) < 1e-12),
            ("Four minima, all 0", len(S["himmelblau"].minima) == 4),
            ("Four minima", critical_points("himmelblau")[0]),
            ("four saddles", critical_points("himmelblau")[1]),
            ("one maximum", critical_points("himmelblau")[2]),
            (
                ("181.6 at (−.27, −.92)", "181.6 at (−0.27, −0.92)"),
                (float(S["himmelblau"].value([-0.270845, -0.923039])), -0.270845, -0.923039)
                if slope("himmelblau", -0.270845, -0.923039) < 1e-3
                else None,
            ),
            (
                ("α = .015 to .025", "α = 0.015 to 0.025"),
                lambda said: tuple(f([limit("himmelblau", m, said) for m in S["himmelblau"].minima]) for f in (min, max)),
            ),
        ],
        "quadratic_cost": [
            ("w = −b/2a = 5", bool(S["quadratic_cost"].gradient([5.0])[0] == 0 == -(-10) / 2 - 5)),
            ("The slope is 2aw + b", all(S["quadratic_cost"].gradient([w])[0] == 2 * w - 10 for w in (0.0, 3.0))),
            ("curvature 2a", float(S["quadratic_cost"].hessian([1.0])[0, 0]) == 2),
            ("keeps 1 − 2aα of the distance", bool(np.isclose(run(S["quadratic_cost"], OPTIMIZERS["gradient_descent"](
             learning_rate=0.1), start=(0.0,), steps=1).params[-1, 0], 5 - 0.8 * 5))),
            ("arrives in one at α = 1/2a", float(run(S["quadratic_cost"], OPTIMIZERS["gradient_descent"](learning_rate=0.5),
                                                     start=(0.0,), steps=1).params[-1, 0]) == 5),
            ("diverges above 1/a", limit("quadratic_cost", (5.0,), "") == 1),
            ("The coefficients are data", S["quadratic_cost"].with_parameters(b=-20, c=100).minima == ((10.0,),)),
        ],
        WELL: [
            ("the left one deeper", float(S[WELL].value([-1.04])) < float(S[WELL].value([0.96]))),
            (("−.305 at x = −1.04", "−0.305 at x = −1.04"), (S[WELL].minimum, S[WELL].minima[0][0])),
            ((".294 at x = .960", "0.294 at x = 0.960"), (float(S[WELL].value([0.9601497])), 0.9601497)
             if abs(S[WELL].gradient([0.9601497])[0]) < 1e-5 else None),
            (("1.01 at x = .075", "1.01 at x = 0.075"), tuple(reversed(top(WELL, -0.5, 0.5)))),
            ((".226 and .283", "0.226 and 0.283", "α = .226 and .283"),
             lambda said: (limit(WELL, S[WELL].minima[0], said), limit(WELL, (0.9601497,), said))),
        ],
        "cliff": [
            ("At x = 4 the slope is 0.8", (4, float(S["cliff"].gradient([4.0])[0]))),
            ("on the wall up to 24.4", float(along("cliff", 1.5, 2.5)[1].max())),
            ("almost 0", abs(S["cliff"].minimum) < 1e-9),
            ("a wall 6 high", round(height_difference("cliff", 1.0, 3.0) - 0.1 * (9 - 1))),
            ("reaches 24.4", float(along("cliff", 1.5, 2.5)[1].max())),
            ("up to x = 4, it is 0.52 to 0.8", (4, float(along("cliff", 2.3, 4.0)[1].min()), float(S["cliff"].gradient([4.0])[0]))),
            ("Clipping the gradient shortens the step there", abs(float(Options(clip=1.0).seen(S["cliff"]).gradient(
             np.array([[2.0]]), 1)[0, 0])) <= 1 < float(S["cliff"].gradient([2.0])[0])),
            ("only above α = 10", lambda said: limit("cliff", (0.0,), said)),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("surface", GROUNDS)
def test_what_is_said_of_a_surface(surface):
    text = f"{S[surface].notice} {S[surface].about}".replace("*", "")
    held = []
    for said, found in surface_claims()[surface]:
        words = next(words for words in ((said,) if isinstance(said, str) else said) if words in text)
        held.append(words)
        assert_claim(text, words, found(words) if callable(found) else found)
    assert_covered(text, held)


# ---- series
def peak(values):
    return int(np.argmax(values))


def lags(key):
    """How many days the average over 50 days has its summer after the smooth week's."""
    values = SERIES[key].values[:366]
    return peak(exponential_average(values, 0.98, True)) - peak(moving_average(values, 7))


def after_window(beta):
    days = round(1 / (1 - beta))
    return float(exponential_average(SERIES["step"].values, beta)[49 + days - 1])


def rough(beta):
    average = exponential_average(SERIES["sine"].values, beta, True)[60:]
    return float(np.abs(np.diff(average)).mean())


def sine_peak(beta):
    wave = np.sin(2 * np.pi * np.arange(1, 366) / 120)
    average = exponential_average(wave, beta, True)[130:250]
    return 130 + peak(average), float(average.max())


@cache
def series_claims():
    return {
        "seattle": [("smooth and late: its summer comes weeks", 14 <= lags("seattle") <= 60), ("over 50 days", 1 / (1 - 0.98))],
        "seattle_four_years": [("summer comes weeks", 14 <= lags("seattle_four_years") <= 60), ("over 50 days", 1 / (1 - 0.98))],
        "london": [
            ("Day 1 is 40", SERIES["london"].values[0]),
            ("β = 0.98 starts at 0.8", (0.98, float(exponential_average(SERIES["london"].values, 0.98)[0]))),
            ("brings it to 40", float(exponential_average(SERIES["london"].values, 0.98, True)[0])),
        ],
        "step": [
            ("0 until day 49, then 1", SERIES["step"].values[48] == 0 and SERIES["step"].values[49] == 1),
            ("0.5 or more an average has made 63 to 75 %", all(0.63 <= after_window(b) <= 0.75 for b in (0.5, 0.8, 0.9, 0.98))),
            ("window of 1/(1 − β)", after_window(0.2) > 0.75),
        ],
        "spike": [
            ("A single 1 on day 50", SERIES["spike"].values.sum() == 1 == SERIES["spike"].values[49]),
            (
                "(1 − β) βᵏ",
                bool(np.allclose(exponential_average(SERIES["spike"].values, 0.9)[49:], 0.1 * 0.9 ** np.arange(151))),
            ),
            ("forgets all at once", bool((moving_average(SERIES["spike"].values, 10)[58:60] == [0.1, 0]).all())),
        ],
        "sine": [
            ("One wave takes 120", 120),
            ("removes more of the noise", rough(0.98) < rough(0.9) < rough(0.5)),
            ("comes later and lower", sine_peak(0.98)[0] > sine_peak(0.9)[0] and sine_peak(0.98)[1] < sine_peak(0.9)[1]),
        ],
        "constant": [
            ("1 every day", bool((SERIES["constant"].values == 1).all())),
            ("1 − βᵗ", bool(np.allclose(exponential_average(np.ones(9), 0.9), 1 - 0.9 ** np.arange(1, 10)))),
            ("with it, 1 from the first day", bool(np.allclose(exponential_average(np.ones(9), 0.9, True), 1))),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("key", SERIES)
def test_what_is_said_of_a_series(key):
    for said, found in series_claims()[key]:
        assert_claim(SERIES[key].note, said, found)
    assert_covered(SERIES[key].note, [said for said, _ in series_claims()[key]])


# ---- series of gradients
def steps_of(series, optimizer, **values):
    """Its steps in units of α."""
    made = (
        {name: spec.default for name, spec in specs(OPTIMIZERS[optimizer]).items()} | {"learning_rate": 0.01} | values
    )
    return answer_of(GRADIENTS[series], Runner(optimizer, tuple(made.items()))).step / 0.01


def speed(beta1):
    ones = np.ones(5000)
    v = 0.0
    for g in ones:
        v = beta1 * v + g
    return v


def nine(optimizer, **values):
    return steps_of("nine_and_one", optimizer, **values).reshape(10, 10).sum(axis=1)


@cache
def gradient_claims():
    return {
        "constant": [
            ("up to 1/(1 − β₁) times that of gradient descent", abs(steps_of("constant", "momentum")).max() < 10),
            ("A tilted plane", len(set(GRADIENTS["constant"].values)) == 1),
            ("10 times at 0.9", (speed(0.9), 0.9)),
            ("100 times at 0.99", (speed(0.99), 0.99)),
        ],
        "alternating": [
            ("Up and down by turns", bool((GRADIENTS["alternating"].values[1:] == -GRADIENTS["alternating"].values[:-1]).all())),
            ("to and fro by α", set(abs(steps_of("alternating", "gradient_descent"))) == {1.0}),
            ("α/(1 + β₁)", bool(np.isclose(abs(steps_of("alternating", "momentum")[-1]), 1 / 1.9, rtol=1e-3))),
            ("about half as long at β₁ = 0.9", 0.9 if 0.45 < abs(steps_of("alternating", "momentum")[-1]) < 0.55 else None),
        ],
        "sparse": [
            ("A 1 at every tenth step", set(np.flatnonzero(GRADIENTS["sparse"].values) % 10) == {9}),
            ("spreads it", bool((steps_of("sparse", "momentum")[9:] != 0).all())),
            ("one jump and a rest", set(np.flatnonzero(steps_of("sparse", "gradient_descent")) % 10) == {9}),
        ],
        "spike": [
            ("0.1 at every step, but 10 at step 30", bool(sorted(set(GRADIENTS["spike"].values)) == [0.1, 10])
             and GRADIENTS["spike"].values[29] == 10),
            ("by a hundred others", bool(np.isclose(abs(steps_of("spike", "gradient_descent"))[29], 100 * 0.1))),
            ("at most α/√(1 − β₂)", bool(abs(steps_of("spike", "rmsprop")).max() <= 1 / sqrt(1 - 0.9) + 1e-9)),
            ("small ones until the spike is forgotten", bool(abs(steps_of("spike", "rmsprop")[30]) < 0.05 and abs(steps_of("spike", "rmsprop")[-1]) > 0.7)),
        ],
        "nine_and_one": [
            ("sum to 0", bool(abs(GRADIENTS["nine_and_one"].values.sum()) < 1e-12)),
            ("gradient descent comes back", bool(abs(nine("gradient_descent")).max() < 1e-9)),
            ("drift 8 α in ten", bool(np.allclose(nine("sign_descent"), -8)) and 8),
            ("Rprop drifts more", bool((nine("rprop") < -8).all())),
            ("its steps grow", bool(abs(steps_of("nine_and_one", "rprop")).max() > 100)),
            ("once its average has settled, drifts far less", bool((abs(nine("rmsprop")[5:]) < 1).all())),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("key", GRADIENTS)
def test_what_is_said_of_a_series_of_gradients(key):
    if key not in gradient_claims():
        pytest.fail(f"nobody computes what is said of {key}: add it to gradient_claims()")
    for said, found in gradient_claims()[key]:
        assert_claim(GRADIENTS[key].notice, said, found)
    assert_covered(GRADIENTS[key].notice, [said for said, _ in gradient_claims()[key]])


# ---- rules, schedules, helps
def rmsprop_first(**values):
    """The first step at g = 1e-4, in units of α."""
    g, s = 1e-4, (1 - 0.9) * 1e-8
    return g / (sqrt(s) + values["outside"]) if "outside" in values else g / sqrt(s + values["inside"])


def test_first_steps_of_rmsprop_by_hand():
    text = " ".join(OPTIMIZERS["rmsprop"].facts.differs)
    figure = re.search(r"first step is ([\d.]+) α with ε outside, ([\d.]+) α with 1e-8 inside, ([\d.]+) α with", text)
    by_hand = (rmsprop_first(outside=1e-8), rmsprop_first(inside=1e-8), rmsprop_first(inside=1e-7))
    assert_claim(
        figure[0],
        figure[0].removesuffix(" with"),
        None
        if not figure
        else tuple(value for pair in zip(by_hand, (None, 1e-8, None), strict=True) for value in pair if value),
    )


def test_the_correction_folded_into_the_rate_by_hand():
    words = specs(OPTIMIZERS["adam"])["fold_correction"].help
    assert "at β₂ = 0.999 31.6 times ε at the first step" in words and round(1 / sqrt(1 - 0.999), 1) == 31.6


def test_v_is_a_sum_where_it_is_one():
    """Under a constant gradient v of the classical form comes to 1/(1 − β₁) times g, v of the EMA form and Adam's to g."""
    for optimizer, values, end in [
        ("momentum", {}, 10),
        ("nesterov", {}, 10),
        ("momentum", {"average": True}, 1),
        ("adam", {}, 1),
    ]:
        slope_of_one = S["saddle"]  # along x the gradient is 2x: a tiny rate keeps it at 2
        path = run(slope_of_one, OPTIMIZERS[optimizer](learning_rate=1e-12, **values), start=(1.0, 0.0), steps=400)
        assert path.state.v[-1, 0] == pytest.approx(2 * end, rel=1e-6)
    for optimizer in ("momentum", "nesterov"):
        assert "decaying sum" in OPTIMIZERS[optimizer].facts.symbols["v"]
    assert "decaying sum" in GLOSSARY["momentum, v"] and "average" in OPTIMIZERS["adam"].facts.symbols["v"]


def test_nesterov_s_coefficients_grow():
    """a ← (1 + √(4 a² + 1)) / 2, β = (a − 1) / a′: so no constant β₁ is the paper's."""
    a, betas = 1.0, []
    for _ in range(200):
        after = (1 + sqrt(4 * a * a + 1)) / 2
        betas.append((a - 1) / after)
        a = after
    assert betas == sorted(betas) and betas[0] == 0 and 0.98 < betas[-1] < 1
    assert "paper" not in {convention.key for convention in OPTIMIZERS["nesterov"].facts.conventions}


def shares(schedule, epochs, **values):
    made = SCHEDULES[schedule](**values)
    optimizer = OPTIMIZERS["gradient_descent"](learning_rate=1.0)
    return [made(optimizer, 1 + (epoch - 1) * getattr(made, "every", 1)).learning_rate for epoch in epochs]


def test_what_is_said_of_schedules():
    assert shares("inverse_time", [1, 2], decay=1.0) == pytest.approx([1 / 2, 1 / 3])
    assert "at d = 1 half of α₀ in the first epoch, a third in the second" in SCHEDULES["inverse_time"].facts.idea
    assert shares("inverse_root_epoch", [4, 9], k=1.0) == pytest.approx([1 / 2, 1 / 3])
    assert "At k = 1 half of α₀ in the fourth epoch, a third in the ninth" in SCHEDULES["inverse_root_epoch"].facts.idea
    assert shares("staircase", [1, 2], factor=0.5) == [1, 0.5] and "γ = 0.5" in SCHEDULES["staircase"].facts.idea
    assert "optax has none" in SCHEDULES["inverse_time"].__doc__


def test_how_long_a_decay_rate_averages_is_computed():
    for kind in OPTIMIZERS.values():
        for spec in specs(kind).values():
            for beta, steps in re.findall(r"([\d.]+) averages (?:gradients )?over about (\d+)", spec.help) + re.findall(
                r", ([\d.]+) over about (\d+)", spec.help
            ):
                assert round(1 / (1 - float(beta))) == int(steps)


HELPS = {
    f"{owner}.{name}": spec.help
    for table in (OPTIMIZERS, SCHEDULES)
    for owner, kind in table.items()
    for name, spec in specs(kind).items()
} | {name: spec.help for name, spec in OPTIONS.items()}


def test_nobody_is_called_a_racer_and_no_number_begins_with_a_point():
    """In what a reader reads of the glossary, the helps, the facts and the first sentences."""
    facts = [kind.facts for kind in OPTIMIZERS.values()]
    told = [*GLOSSARY.values(), *HELPS.values(), *(f.idea for f in facts), *(line for f in facts for line in f.differs)]
    intro = [words for said in INTRO.values() for words in (said.values() if isinstance(said, dict) else [said])]
    for text in told + intro:
        assert not re.search(r"\b[Rr]acer|\brunner", text), text
        assert not re.search(r"(?<![\w.])\.\d", text), text


@pytest.mark.parametrize(
    ("text", "found"), [("−0.9 and 1e-8", ["−0.9", "1e-8"]), ("3-D, β₁ and x²", []), ("169,000", ["169,000"])]
)
def test_what_counts_as_a_figure(text, found):
    assert figures(text) == found
