"""What is said of learning rates that are too large: each "diverges" and each "no longer settles" is run."""

import re

import numpy as np
import pytest

from experiments.race import GROUNDS, Ground, Runner
from experiments.steering import Change, Steering
from optimizers import OPTIMIZERS, Status, run, specs
from ui import cached
from ui.words import GLOSSARY

ABOVE = np.linspace(1.02, 1.3, 8)  # times the limit
NUMBERS = r"(?P<low>[\d.]*\d)(?![/\d])(?: (?:to|and) (?P<high>[\d.]*\d))?"
CLAIM = re.compile(rf"(diverges|no longer settles)[^.]*? above α = {NUMBERS}")
SAID = {name: CLAIM.search(ground.about) for name, ground in GROUNDS.items()}


def runs_above(surface, limit, start):
    optimizer = OPTIMIZERS["gradient_descent"](learning_rate=limit * ABOVE)
    return run(surface, optimizer, np.array(start)[:, None], 3000, record=False).status


def lowest_points(surface):
    """Every minimum at which something is said: the listed ones, and in one dimension the others, too."""
    if surface.n == 2:
        return [np.array(point) for point in surface.minima]
    x = np.linspace(*surface.bounds[0], 4001)[None]
    slope = surface.gradient(x)[0]
    return [x[:, k] for k in np.flatnonzero((slope[:-1] < 0) & (slope[1:] >= 0))]


@pytest.mark.parametrize("name", [name for name in GROUNDS if SAID[name]])
def test_what_is_said_to_happen_above_a_rate_happens(name):
    surface, said = GROUNDS[name], SAID[name]
    points = lowest_points(surface)
    limits = sorted(2 / np.linalg.eigvalsh(surface.hessian(point)).max() for point in points)
    told = [float(said["low"]), float(said["high"] or said["low"])]
    assert [limits[0], limits[-1]] == pytest.approx(told, rel=1.2e-2)
    for point in points:
        limit = 2 / np.linalg.eigvalsh(surface.hessian(point)).max()
        labels = runs_above(surface, limit, point + 1e-3)
        all_diverge = (labels == Status.DIVERGED).all()
        assert Status.CONVERGED not in labels and all_diverge == (said[1] == "diverges")


@pytest.mark.parametrize("given", [{}, {"condition": 7.0}, {"condition": 200.0, "rotation": 30.0}])
def test_a_quadratic_diverges_above_its_limit(given):
    for name, parameters in (("elongated_bowl", given), ("quadratic_cost", {"a": 1 + len(given)})):
        surface = GROUNDS[name].with_parameters(**parameters)
        labels = runs_above(surface, 2 / surface.largest_curvature, surface.start)
        assert (labels == Status.DIVERGED).all() and "diverges above" in surface.about


def test_nobody_says_diverges_where_it_does_not():
    exact = {name for name, ground in GROUNDS.items() if "diverges" in ground.about}
    assert exact == {name for name, g in GROUNDS.items() if g.largest_curvature} | {"cliff"}
    assert "on a quadratic it diverges" in GLOSSARY["curvature, λmax"]


def test_the_tick_marks_no_limit_that_a_run_does_not_have():
    """Clipped steps do not grow, and a rate that changes is not held to one number."""
    values = tuple((name, spec.default) for name, spec in specs(OPTIMIZERS["momentum"]).items())
    bowl = Ground("elongated_bowl", (("condition", 50.0), ("rotation", 0.0)))
    limits = {
        key: cached.limit(bowl, Runner("momentum", values, how))
        for key, how in {
            "plain": Steering(),
            "decay": Steering(weight_decay=1.0),
            "clip": Steering(clip=1.0),
            "schedule": Steering("cosine", (("steps", 300), ("end", 0.0))),
            "by hand": Steering(changes=(Change(5, "learning_rate", 0.1),)),
        }.items()
    }
    assert limits["plain"] == pytest.approx(3.8 / 100) and limits["decay"] == pytest.approx(3.8 / 101)
    assert limits["clip"] is limits["schedule"] is limits["by hand"] is None


# ---- domain and view
@pytest.mark.parametrize("name", GROUNDS)
def test_the_domain_holds_all_of_the_view(name):
    rng, ground = np.random.default_rng(0), GROUNDS[name]
    drawn = [{p.name: float(rng.uniform(p.low, p.high)) for p in ground.parameters} for _ in range(200)]
    for given in [{}, *drawn] if ground.parameters else [{}]:
        surface = ground.with_parameters(**given)
        for (low, high), (left, right) in zip(surface.bounds, surface.view, strict=False):
            assert low <= left and right <= high, given
        assert all(low <= x <= high for x, (low, high) in zip(surface.start, surface.bounds, strict=True))
