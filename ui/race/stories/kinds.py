"""What a story is: parts, each a whole race with a text, and for each claim of the text the function that computes it.

A lesson may take the parts apart: `text` is what is said, `make` the state, `claims` what holds of its runs.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from experiments.measures import first, overshoot, stays_within
from experiments.race import Run, optimizer_of, run_of, surface_of
from surfaces import Surface
from ui.claims import Claim
from ui.race.state import Race


class Seen:
    """A race with its runs, as claims look at it. Racers are counted from 0."""

    def __init__(self, race: Race) -> None:
        self.race = race

    @cached_property
    def runs(self) -> list[Run]:
        race = self.race
        return [run_of(race.ground, race.start, race.steps, race.runner(racer)) for racer in race.racers]

    @cached_property
    def surface(self) -> Surface:
        return surface_of(self.race.ground)

    def optimizer(self, k: int) -> Any:
        return optimizer_of(self.race.racers[k].runner)

    def x(self, k: int) -> np.ndarray:
        return self.runs[k].path[:, 0]

    def y(self, k: int) -> np.ndarray:
        return self.runs[k].path[:, 1]

    def loss(self, k: int) -> np.ndarray:
        return self.runs[k].loss

    def set(self, k: int, name: str) -> float:
        """A hyperparameter of a racer."""
        return dict(self.race.racers[k].values)[name]

    def rate(self, k: int) -> float:
        """The learning rate that a racer is set to."""
        return self.set(k, "learning_rate")

    def sigma(self, k: int) -> float:
        """The noise σ of a racer's gradients, of one example each."""
        return self.race.runner(self.race.racers[k]).steering.noise.noise

    @cached_property
    def first_gradient(self) -> np.ndarray:
        """The exact gradient where everybody starts, (n,)."""
        return self.surface.gradient(np.array(self.race.start[: self.surface.n]))

    def there(self, k: int, radius: float) -> int | None:
        """The first step from which a racer stays within a radius of the first minimum."""
        n = self.surface.n
        return stays_within(self.runs[k].path[:, :n], self.surface.minima[0], radius)

    def away(self, k: int, limit: float = 1.0) -> int | None:
        """The first step with |y| above a limit: away from a saddle point."""
        return first(abs(self.y(k)) > limit)

    def overshoot(self, k: int) -> float:
        """How far x goes beyond 0."""
        return overshoot(self.x(k))


class Part(NamedTuple):
    """One picture of a story. `change` is what it changes in the part before."""

    text: str
    make: Callable[[], Race]
    claims: tuple[Claim, ...]
    change: str = ""
    view: Mapping[str, Any] = {}  # noqa: RUF012  how it is looked at, beside the page's own view


class Story(NamedTuple):
    title: str
    parts: tuple[Part, ...]
    group: str = ""  # "" for those of the course, which the menu shows first

    @property
    def idea(self) -> str:
        """Its first sentence, for the menu."""
        return self.parts[0].text.split(". ")[0].rstrip(".") + "."
