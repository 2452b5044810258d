"""What there is to notice under the picture: sentences about the runs that are shown, each read off those runs.

A new one is a function of what is shown, in `NOTES` under the surfaces it belongs to: it says what it finds, or "".
"""

from collections.abc import Callable, Sequence
from math import atan2, degrees, floor, hypot, log10
from typing import NamedTuple

import numpy as np

from experiments.measures import crossings, distance, first, overshoot
from experiments.race import Run, surface_of
from experiments.steering import CONSTANT, options_of
from figures.labels import counted
from optimizers import OPTIMIZERS, Status
from surfaces import Surface
from surfaces.bowl import turn
from ui.race.state import Race
from ui.racers.racer import Racer

MOST = 3  # sentences about runs
NEAR = 0.04  # of the width of the view: so near a path counts as there


class Shown(NamedTuple):
    """An optimizer that is shown, with its finished run."""

    title: str
    racer: Racer
    run: Run

    @property
    def diverged(self) -> bool:
        """Then its path ends before its steps do, and nothing is known of what came after."""
        return self.run.outcome is not None and self.run.outcome.status is Status.DIVERGED


class Scene(NamedTuple):
    race: Race
    surface: Surface
    shown: Sequence[Shown]

    @property
    def near(self) -> float:
        """To one digit, for it is said."""
        (low, high), *_ = self.surface.view
        return float(f"{NEAR * (high - low):.1g}")

    @property
    def finished(self) -> list[Shown]:
        """Those who did not diverge."""
        return [each for each in self.shown if not each.diverged]


def notes(race: Race, shown: Sequence[Shown]) -> str:
    """The surface's own sentence and those about the runs; nothing where nobody runs."""
    if not shown:
        return ""
    surface = surface_of(race.ground)
    scene = Scene(race, surface, shown)
    found = [said for note in NOTES.get(race.surface, (arrival,)) if (said := note(scene))]
    return " ".join([surface.notice, *found[:MOST], *([noisy(scene)] if noisy(scene) else [])])


def listed(names: Sequence[str]) -> str:
    """Momentum, RMSprop and Adam."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def verb(names: Sequence[str], one: str, many: str) -> str:
    return f"{listed(names)} {one if len(names) == 1 else many}"


# ---- of all surfaces
def arrival(scene: Scene) -> str:
    """Who is the first to stay near a minimum."""
    if not scene.surface.minima:
        return ""
    n, near = scene.surface.n, scene.near
    there = []
    for each in scene.finished:
        away = np.min([distance(each.run.path[:, :n], minimum) for minimum in scene.surface.minima], axis=0)
        outside = np.flatnonzero(~(away < near))
        step = int(outside[-1]) + 1 if len(outside) else 0
        if step < len(away):
            there.append((step, each.title))
    if not there:
        return f"Nobody stays within {near:g} of {_a_minimum(scene)} in {counted(scene.race.steps)}."
    step = min(there)[0]
    names = [title for at, title in there if at == step]
    return f"{verb(names, 'stays', 'stay')} within {near:g} of {_a_minimum(scene)} from step {step} on" + (
        ", before all others." if len(scene.shown) > len(names) else "."
    )


def _a_minimum(scene: Scene) -> str:
    return "the minimum" if len(scene.surface.minima) == 1 else "a minimum"


def noisy(scene: Scene) -> str:
    """How far gradients are off, where they are noisy, and whose where not all are off by as much."""
    off: dict[str, list[str]] = {}
    for each in scene.shown:
        if (options := _options(scene, each)) and options.noise:
            off.setdefault(f"{options.sigma:.3g}", []).append(each.title)
    if len(off) == 1 and len(*off.values()) == len(scene.shown):
        return f"Gradients are off by σ/√b = {[*off][0]} in each coordinate."
    said = [f"of {listed(titles)} by σ/√b = {sigma}" for sigma, titles in off.items()]
    return f"In each coordinate the gradients {listed(said)} are off." if said else ""


def _options(scene: Scene, each: Shown) -> object:
    return options_of(scene.race.runner(each.racer).steering)


# ---- of the bowl
def across(scene: Scene) -> str:
    """Who goes to and fro across the valley."""
    c, s = turn(dict(scene.race.parameters).get("rotation", 0.0))
    axis = np.array([-s, c])
    counts = [(crossings(each.run.path @ axis), each.title) for each in scene.shown]
    count, title = max(counts, key=lambda pair: pair[0])
    if count < 2 or dict(scene.race.parameters).get("condition") == 1:
        return ""
    return f"{title} crosses the floor of the valley {count} times."


def diagonal(scene: Scene) -> str:
    """Who leaves at 45° though the gradient that it saw does not."""
    names = [
        each.title
        for each in scene.finished
        if OPTIMIZERS[each.racer.optimizer].facts.group in SCALED
        and _angle(each.run.path[1] - each.run.path[0]) == 45
        and abs(_angle(each.run.gradient[0]) - 45) >= 5
    ]
    if not names:
        return ""
    return f"{verb(names, 'leaves', 'leave')} at 45°: each coordinate of the gradient is divided by its own size."


SCALED = ("Adaptive learning rates", "Adaptive + momentum (Adam family)")  # Newton's step at 45° has another reason


def _angle(step: np.ndarray) -> float:
    """Against the x axis, to a tenth of a degree."""
    dx, dy = abs(step)
    return round(degrees(atan2(dy, dx)), 1) if hypot(dx, dy) > 0 else 0.0


def beyond(scene: Scene) -> str:
    """Who overshoots along the valley, and how far."""
    along = np.array(turn(dict(scene.race.parameters).get("rotation", 0.0)))
    far = [(overshoot(each.run.path @ along), each.title) for each in scene.shown if (each.run.path[0] @ along) != 0]
    distance_beyond, title = max(far, default=(0.0, ""))
    return f"{title} overshoots the minimum by {distance_beyond:.2g}." if 0.05 <= distance_beyond < 10 else ""


# ---- of the others
def leaving(scene: Scene) -> str:
    """Who leaves the ridge of a saddle first."""
    if abs(scene.race.start[1]) >= 1:
        return ""
    steps = {each.title: first(abs(each.run.path[:, 1]) > 1) for each in scene.shown}
    left = {title: step for title, step in steps.items() if step is not None}
    stay = [each.title for each in scene.finished if each.title not in left]
    if not left:
        return f"Nobody has left the ridge, |y| ≤ 1, in {counted(scene.race.steps)}: drag ◎ away from it." * bool(stay)
    step = min(left.values())
    names = [title for title, at in left.items() if at == step]
    known = len(left) + len(stay) == len(scene.shown)  # who diverged may have left with the step that is not drawn
    others = f"; {len(stay)} of {len(scene.shown)} not in {counted(scene.race.steps)}." if stay else "."
    ahead = " first" if known and len(names) < len(scene.shown) else ""
    return f"{verb(names, 'leaves', 'leave')} the ridge{ahead}: |y| exceeds 1 at step {step}{others}"


def minima_reached(scene: Scene) -> str:
    """Who ends in how many different minima."""
    ends = {}
    for each in scene.finished:
        away = [distance(each.run.path[-1:], minimum)[0] for minimum in scene.surface.minima]
        if min(away) < scene.near:
            ends[each.title] = int(np.argmin(away))
    different = len(set(ends.values()))
    return f"{listed([*ends])} end in {different} different minima." if different > 1 else ""


def wells(scene: Scene) -> str:
    """Who ends in which well."""
    deep = [each.title for each in scene.finished if each.run.path[-1, 0] < HILL]
    shallow = [each.title for each in scene.finished if each.run.path[-1, 0] >= HILL]
    sides = [("deeper", deep), ("shallower", shallow)]
    return " ".join(f"{verb(names, 'ends', 'end')} on the side of the {well} well." for well, names in sides if names)


HILL = 0.07543  # x of the top between the wells


def longest(scene: Scene) -> str:
    """Whose longest step is how long, where there is a wall to be thrown by."""
    steps = [(float(abs(np.diff(each.run.path[:, 0])).max()), each.title) for each in scene.finished]
    (least, calm), (most, wild) = min(steps, default=(0.0, "")), max(steps, default=(0.0, ""))
    if most < 3 * least or len(steps) < 2:
        return ""
    return f"The longest step of {wild} is {figure(most)} long, that of {calm} {figure(least)}."


def figure(value: float) -> str:
    """Two digits, and all of those before the point."""
    return f"{value:.2g}" if value < 100 else f"{value:,.0f}"


def factor(scene: Scene) -> str:
    """What each step of plain gradient descent leaves of the distance."""
    for each in scene.shown:
        steering = each.racer.steering
        plain = steering.schedule == CONSTANT and not steering.changes and _options(scene, each) is None
        if each.racer.optimizer == "gradient_descent" and plain:
            left = 1 - 2 * dict(scene.race.parameters)["a"] * dict(each.racer.values)["learning_rate"]
            return f"Each step of {each.title} multiplies the distance to the minimum by {multiplier(left)}."
    return ""


def multiplier(value: float) -> str:
    """Three digits of it, or as many as tell its size from 1."""
    away = abs(abs(value) - 1)
    digits = 3 if away == 0 else max(3, 1 - floor(log10(away)))
    return f"{value:.{digits}g}".replace("-", "−")


NOTES: dict[str, tuple[Callable[[Scene], str], ...]] = {
    "elongated_bowl": (across, diagonal, beyond),
    "saddle": (leaving,),
    "bounded_saddle": (leaving, arrival),
    "himmelblau": (arrival, minima_reached),
    "quadratic_cost": (factor, arrival),
    "double_well": (wells,),
    "cliff": (longest, arrival),
}
