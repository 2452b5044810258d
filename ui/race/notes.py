"""What there is to notice under the picture: sentences about the runs that are shown, each read off those runs.

A new one is a function of what is shown, in `NOTES` under the surfaces it belongs to: it says what it finds, or "".
"""

from collections.abc import Callable, Sequence
from math import atan2, degrees, hypot
from typing import NamedTuple

import numpy as np

from experiments.measures import crossings, distance, first, overshoot
from experiments.race import Run, surface_of
from experiments.steering import CONSTANT, options_of
from surfaces import Surface
from surfaces.bowl import turn
from ui.race.state import Race, Racer

MOST = 3  # sentences about runs
NEAR = 0.04  # of the width of the view: so near a path counts as there


class Shown(NamedTuple):
    """An optimizer that is shown, with its finished run."""

    title: str
    racer: Racer
    run: Run


class Scene(NamedTuple):
    race: Race
    surface: Surface
    shown: Sequence[Shown]

    @property
    def near(self) -> float:
        """To one digit, for it is said."""
        (low, high), *_ = self.surface.view
        return float(f"{NEAR * (high - low):.1g}")


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
    for each in scene.shown:
        away = np.min([distance(each.run.path[:, :n], minimum) for minimum in scene.surface.minima], axis=0)
        outside = np.flatnonzero(~(away < near))
        step = int(outside[-1]) + 1 if len(outside) else 0
        if step < len(away):
            there.append((step, each.title))
    if not there:
        return f"Nobody stays within {near:g} of {_a_minimum(scene)} in {scene.race.steps} steps."
    step = min(there)[0]
    names = [title for at, title in there if at == step]
    return f"{verb(names, 'stays', 'stay')} within {near:g} of {_a_minimum(scene)} from step {step} on" + (
        ", before all others." if len(scene.shown) > len(names) else "."
    )


def _a_minimum(scene: Scene) -> str:
    return "the minimum" if len(scene.surface.minima) == 1 else "a minimum"


def noisy(scene: Scene) -> str:
    """How far gradients are off, where they are noisy."""
    off = {options.sigma for each in scene.shown if (options := _options(scene, each)) and options.noise}
    if not off:
        return ""
    return f"Gradients are off by σ/√b = {listed([f'{sigma:.3g}' for sigma in sorted(off)])} in each coordinate."


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
    """Who leaves at 45° though the gradient does not."""
    names = [each.title for each in scene.shown if _angle(each.run.path[1] - each.run.path[0]) == 45]
    slope = scene.surface.gradient(np.array(scene.race.start))
    if not names or abs(_angle(slope) - 45) < 5:
        return ""
    return f"{verb(names, 'leaves', 'leave')} at 45°: each coordinate of the gradient is divided by its own size."


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
    left = [(step, each.title) for each in scene.shown if (step := first(abs(each.run.path[:, 1]) > 1)) is not None]
    if not left:
        return f"Nobody has left the ridge, |y| ≤ 1, in {scene.race.steps} steps: drag ◎ away from it."
    step, title = min(left)
    others = len(scene.shown) - len(left)
    stays = f"; {others} of {len(scene.shown)} not in {scene.race.steps} steps." if others else "."
    return f"{title} leaves the ridge first: |y| exceeds 1 at step {step}{stays}"


def minima_reached(scene: Scene) -> str:
    """In how many different minima the runs end."""
    ends = set()
    for each in scene.shown:
        away = [distance(each.run.path[-1:], minimum)[0] for minimum in scene.surface.minima]
        if min(away) < scene.near:
            ends.add(int(np.argmin(away)))
    return f"They end in {len(ends)} different minima." if len(ends) > 1 else ""


def wells(scene: Scene) -> str:
    """Who ends in which well."""
    deep = [each.title for each in scene.shown if each.run.path[-1, 0] < HILL]
    shallow = [each.title for each in scene.shown if each.run.path[-1, 0] >= HILL]
    sides = [("deeper", deep), ("shallower", shallow)]
    return " ".join(f"{verb(names, 'ends', 'end')} on the side of the {well} well." for well, names in sides if names)


HILL = 0.07543  # x of the top between the wells


def longest(scene: Scene) -> str:
    """Whose longest step is how long, where there is a wall to be thrown by."""
    steps = [(float(abs(np.diff(each.run.path[:, 0])).max()), each.title) for each in scene.shown]
    (least, calm), (most, wild) = min(steps), max(steps)
    if most < 3 * least or len(steps) < 2:
        return ""
    return f"The longest step of {wild} is {most:.2g} long, that of {calm} {least:.2g}."


def factor(scene: Scene) -> str:
    """What each step of plain gradient descent leaves of the distance."""
    for each in scene.shown:
        steering = each.racer.steering
        plain = steering.schedule == CONSTANT and not steering.changes and _options(scene, each) is None
        if each.racer.optimizer == "gradient_descent" and plain:
            left = 1 - 2 * dict(scene.race.parameters)["a"] * dict(each.racer.values)["learning_rate"]
            return f"Each step of {each.title} multiplies the distance to the minimum by {left:.3g}.".replace("-", "−")
    return ""


NOTES: dict[str, tuple[Callable[[Scene], str], ...]] = {
    "elongated_bowl": (across, diagonal, beyond),
    "saddle": (leaving,),
    "bounded_saddle": (leaving, arrival),
    "himmelblau": (arrival, minima_reached),
    "quadratic_cost": (factor, arrival),
    "double_well": (wells,),
    "cliff": (longest, arrival),
}
