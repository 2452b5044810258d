"""What the Averages page shows, as one frozen value: the link writes it, events change it."""

from dataclasses import dataclass, replace

from experiments.series import FAHRENHEIT
from ui.averages.own import Own, Preview
from ui.race.state import Race
from ui.racers.racer import Racer

PRESETS = (0.9, 0.98, 0.5, 0.99, 0.95, 0.8, 0.7, 0.995)  # β of each slot
OPENING = 3  # of them
CORRECTIONS = {"off": "off", "on": "on", "both": "both"}
COORDINATES = ("x", "y")
OWN, RACE = "own", "race"  # series that are not in the table


@dataclass(frozen=True)
class Curve:
    """One average, in the slot that is its colour and marker."""

    slot: int
    beta: float
    hidden: bool = False


@dataclass(frozen=True)
class Gradient:
    """What a racer saw of one coordinate. The race has this optimizer alone."""

    race: Race
    coordinate: str

    @property
    def racer(self) -> Racer:
        return self.race.racers[0]


@dataclass(frozen=True)
class Averages:
    """Everything that a link to the page carries, and what it does not: the visitor's own numbers."""

    series: str = "seattle"
    unit: str = FAHRENHEIT  # of temperatures; kept while something else is shown
    correction: str = "both"
    window: bool = False
    curves: tuple[Curve, ...] = ()
    touched: int | None = None
    gradient: Gradient | None = None  # while series is "race"
    own: Own | None = None  # kept while something else is shown
    preview: Preview | None = None


def alone(race: Race, slot: int) -> Race | None:
    """A race with one of its racers."""
    racer = race.racer(slot)
    return replace(race, racers=(replace(racer, hidden=False),), touched=None, story=None, part=1) if racer else None


def curve(slot: int) -> Curve:
    return Curve(slot, PRESETS[slot - 1])


def opening_curves() -> tuple[Curve, ...]:
    return tuple(map(curve, range(1, OPENING + 1)))


def opening() -> Averages:
    return Averages(curves=opening_curves())
