"""One optimizer on a page, as a frozen value."""

from dataclasses import dataclass, replace

from experiments.race import GROUNDS, Runner, Values, optimizer_of
from experiments.steering import Steering
from optimizers import OPTIMIZERS, specs


@dataclass(frozen=True)
class Racer:
    """One optimizer with every setting, in the slot that is its colour and marker."""

    slot: int
    optimizer: str
    values: Values
    hidden: bool = False
    steering: Steering = Steering()

    @property
    def runner(self) -> Runner:
        return Runner(self.optimizer, self.values, self.steering)

    def with_value(self, name: str, value: float | bool) -> "Racer":
        """ValueError, with the domain in words, where the optimizer does not take the value."""
        changed = replace(self, values=tuple((n, value if n == name else v) for n, v in self.values))
        optimizer_of(changed.runner)
        return changed

    def with_rate(self, rate: float) -> "Racer":
        """With one learning rate from the first step on."""
        changes = tuple(change for change in self.steering.changes if change.name != "learning_rate")
        return replace(self.with_value("learning_rate", rate), steering=self.steering._replace(changes=changes))


def preset_values(surface: str, optimizer: str) -> Values:
    """The surface's learning rate and the optimizer's defaults."""
    values = {name: declared.default for name, declared in specs(OPTIMIZERS[optimizer]).items()}
    return tuple((values | {"learning_rate": GROUNDS[surface].rates[optimizer]}).items())
