"""What the Race page shows, as one frozen value: the link writes it, events change it, runs are cached on its parts."""

from dataclasses import dataclass, replace

from experiments.race import GROUNDS, Ground, Runner
from experiments.steering import Noise
from figures.curves import curves_of
from figures.slots import allotted
from surfaces import SURFACES
from ui.racers.racer import Racer, preset_values
from ui.racers.start import placed

MAX_STEPS = 5000
EPOCH = 10  # steps
OPENING = ("momentum", "rmsprop", "adam")


@dataclass(frozen=True)
class Race:
    """Everything that a link to the Race page carries but the view, which only the browser knows."""

    surface: str
    parameters: tuple[tuple[str, float], ...]
    start: tuple[float, float]  # with one parameter only x counts, and y is 0
    racers: tuple[Racer, ...]
    steps: int = 100
    tolerance: float = 1e-3
    curve: str = "distance"
    touched: int | None = None
    noise: Noise = Noise()  # of all gradients that racers are given
    story: str | None = None  # whose text stands beside the picture
    part: int = 1  # of the story

    @property
    def pace(self) -> tuple[int, int]:
        """How many steps there are, and after how many a schedule counts an epoch."""
        return self.steps, EPOCH

    def pace_of(self, racer: Racer) -> tuple[int, int]:
        return self.pace

    def runner(self, racer: Racer) -> Runner:
        """What the racer's run depends on."""
        return Runner(racer.optimizer, racer.values, racer.steering._replace(noise=self.noise))

    @property
    def ground(self) -> Ground:
        return Ground(self.surface, self.parameters)

    def racer(self, slot: int) -> Racer | None:
        return next((racer for racer in self.racers if racer.slot == slot), None)

    def with_racer(self, changed: Racer) -> "Race":
        racers = tuple(changed if racer.slot == changed.slot else racer for racer in self.racers)
        return replace(self, racers=racers)


def opening_racers(surface: str) -> tuple[Racer, ...]:
    return tuple(
        Racer(slot, name, preset_values(surface, name)) for slot, name in zip(allotted(OPENING), OPENING, strict=True)
    )


def opening(surface: str = next(iter(SURFACES))) -> Race:
    """The page as it opens on a surface."""
    parameters = tuple((declared.name, declared.default) for declared in GROUNDS[surface].parameters)
    curve = next(iter(curves_of(GROUNDS[surface])))
    start, steps = placed(GROUNDS[surface].start), GROUNDS[surface].steps
    return Race(surface, parameters, start, opening_racers(surface), steps, curve=curve)


def on_surface(race: Race, surface: str) -> Race:
    """The same racers on another surface, at its start and with its learning rates and steps; the other settings stay.

    Learning rates set by hand were for the old surface and go, too; a number of steps of the visitor's own stays.
    """
    fresh = opening(surface)
    steps = fresh.steps if race.steps == GROUNDS[race.surface].steps else race.steps
    rates = GROUNDS[surface].rates
    racers = tuple(racer.with_rate(rates[racer.optimizer]) for racer in race.racers)
    curve = race.curve if race.curve in curves_of(GROUNDS[surface]) else fresh.curve
    ground = {"surface": surface, "parameters": fresh.parameters, "start": fresh.start}
    return replace(race, **ground, racers=racers, steps=steps, curve=curve)
