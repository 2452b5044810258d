"""What every kind of script says: which run it is, its hyperparameters, and what is done to each gradient."""

from math import isfinite
from typing import Any, NamedTuple

from optimizers import Hyper, specs
from surfaces import Surface

from .timeline import Timeline

PAGE = "From the Race page of Descent Lab."


class Task(NamedTuple):
    """A racer's run, as a script has to write it."""

    optimizer: Any
    surface: Surface
    start: tuple[float, ...]
    steps: int
    timeline: Timeline
    options: Any  # None: the rule is given the gradient as it is

    def heading(self, made_with: str) -> list[str]:
        """What this is, in two comments."""
        start = ", ".join(map(repr, self.start))
        run = f"{self.optimizer.facts.name} on {self.surface.title}: {self.steps} steps from ({start})"
        return [f"# {run}, in {made_with}.", f"# {PAGE} {self.convention()}"]

    def convention(self) -> str:
        """Whose recurrence it is."""
        titles = [
            known.title
            for known in self.optimizer.facts.conventions
            if all(getattr(self.optimizer, name) == value for name, value in known.values.items())
        ]
        return f"Convention: {', '.join(titles)}." if titles else "Convention: the switches and numbers of the racer."

    def numbers(self, names: Any) -> list[str]:
        """Hyperparameters with their symbols; those that change begin with what the schedule multiplies."""
        known = {name: spec for name, spec in specs(self.optimizer).items() if isinstance(spec, Hyper)}
        return [
            f"{self.timeline.base(name)} = {getattr(self.optimizer, name)!r}  # {spec.symbol}, {spec.label}"
            for name, spec in known.items()
            if name in names
        ]

    def option_numbers(self) -> list[str]:
        """What is done to each gradient, in numbers."""
        options, lines = self.options, []
        if self.noisy:
            lines = [
                f"noise, batch, seed = {options.noise!r}, {options.batch!r}, {options.seed!r}  # σ/√batch, by step"
            ]
        if self.clips:
            lines.append(f"clip = {options.clip!r}  # the gradient is made this long where it is longer")
        if self.decays:
            lines.append(f"l2 = {options.weight_decay!r}  # pulls each parameter to 0, through the gradient")
        return lines

    @property
    def clips(self) -> bool:
        return self.options is not None and isfinite(self.options.clip)

    @property
    def decays(self) -> bool:
        return self.options is not None and self.options.weight_decay > 0

    @property
    def noisy(self) -> bool:
        return self.options is not None and self.options.noise > 0


def indented(lines: Any) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]
