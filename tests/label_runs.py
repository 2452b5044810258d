"""Random runs of every optimizer on every ground, in every convention, with and without schedules and options, at rates
over six decades; and the same runs continued 2 and 10 times as long."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from experiments.race import GROUNDS
from optimizers import OPTIMIZERS, SCHEDULES, Options, run

DECADES = 3.0  # on either side of the preset's rate
LENGTHS = (50, 100, 300)
OPTIONS = ({}, {"weight_decay": 0.1}, {"clip": 0.5}, {"noise": 0.5, "seed": 1})


class Drawn(NamedTuple):
    """Runs of one kind side by side, and how they go on."""

    surface: Any
    key: str
    steered: bool  # whether a schedule or an option is on
    steps: int
    first: Any  # Trajectory of `steps` steps, everything recorded
    later: np.ndarray  # (9 · steps + 1, n, runs), the points from its end on, up to 10 times as long
    schedule: Any = None
    values: dict[str, Any] = {}  # noqa: RUF012  of its convention


def kinds() -> list[tuple[str, str, dict[str, Any]]]:
    """Every ground with every optimizer in each of its conventions."""
    return [
        (name, key, values)
        for name, (key, rule) in product(GROUNDS, OPTIMIZERS.items())
        for values in [dict(convention.values) for convention in rule.facts.conventions] or [{}]
    ]


def drawn(total: int, seed: int = 0) -> Iterator[Drawn]:
    """So many runs, spread evenly over all kinds; with fewer runs than kinds, over some of them."""
    rng = np.random.default_rng(seed)
    every = kinds()
    groups = min(len(every), max(total // 10, 1))
    for at in rng.permutation(len(every))[:groups]:
        yield draw(*every[at], max(round(total / groups), 1), rng)


def draw(name: str, key: str, values: dict[str, Any], runs: int, rng: Any) -> Drawn:
    """Runs of one kind, from anywhere in the view and somewhat beyond the bounds."""
    surface = family_member(GROUNDS[name], rng)
    rates = GROUNDS[name].rates[key] * 10 ** rng.uniform(-DECADES, DECADES, runs)
    optimizer = OPTIMIZERS[key](**values, learning_rate=rates)
    steps = int(rng.choice(LENGTHS))
    schedule, options, steered = None, None, bool(rng.random() < 0.4) and not hasattr(optimizer, "wants_objective")
    if steered:
        kind = SCHEDULES[rng.choice(list(SCHEDULES))]
        schedule, given = kind(), OPTIONS[rng.integers(len(OPTIONS))]
        options = Options(**given) if given else None
    start = starts(surface, runs, rng)
    how = {"schedule": schedule, "options": options}
    first = run(surface, optimizer, start, steps, **how)
    later = run(surface, optimizer, first, 9 * steps, record="params", **how).params
    return Drawn(surface, key, steered, steps, first, later, schedule, values)


def family_member(surface: Any, rng: Any) -> Any:
    """The surface itself, or another of its family, by the ranges of the sliders."""
    if not surface.parameters or rng.random() < 0.5:
        return surface
    return surface.with_parameters(**{p.name: float(rng.uniform(p.low, p.high)) for p in surface.parameters})


def starts(surface: Any, runs: int, rng: Any) -> np.ndarray:
    """Two of three in the view; the others within 1.3 times the bounds."""
    near, far = (np.transpose(np.array(side[: surface.n]))[..., None] for side in (surface.view, surface.bounds))
    middle, reach = far.mean(axis=0), 1.3 * np.ptp(far, axis=0) / 2
    inside = rng.uniform(*near, (surface.n, runs))
    return np.where(rng.random(runs) < 2 / 3, inside, rng.uniform(middle - reach, middle + reach, (surface.n, runs)))
