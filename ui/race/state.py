"""What the Race page shows, as one frozen value: the link writes it, events change it, runs are cached on its parts."""

from dataclasses import dataclass, replace

from experiments.race import GROUNDS, Ground, Runner, Values, convention_of, optimizer_of, surface_of
from experiments.steering import ALL_DATA, CONSTANT, Noise, Steering
from figures.curves import curves_of
from figures.slots import allotted
from optimizers import OPTIMIZERS, SCHEDULES, specs
from surfaces import SURFACES

MAX_STEPS = 5000
FAR = 1000  # times the surface's widest side: beyond it a run counts as diverged, so no start stands there
EPOCH = 10  # steps
OPENING = ("momentum", "rmsprop", "adam")


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


def preset_values(surface: str, optimizer: str) -> Values:
    """The surface's learning rate and the optimizer's defaults."""
    values = {name: declared.default for name, declared in specs(OPTIMIZERS[optimizer]).items()}
    return tuple((values | {"learning_rate": GROUNDS[surface].rates[optimizer]}).items())


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


def placed(start: tuple[float, ...]) -> tuple[float, float]:
    """A start as a race keeps it: with one parameter y is 0."""
    x, y = (*start, 0.0)[:2]
    return float(x), float(y)


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


def far(race: Race, start: tuple[float, float]) -> bool:
    """Whether a start lies so far out that every run from it counts as diverged."""
    side = max(high - low for low, high in surface_of(race.ground).bounds)
    return not all(abs(x) <= FAR * side for x in start)  # NaN is far, too


def titles(racers: tuple[Racer, ...]) -> list[str]:
    """Names; those of one optimizer say how they differ, and are counted where they do not: Adam · Keras, Adam 2."""
    seen: dict[str, int] = {}
    named = []
    for racer in racers:
        alike = [other for other in racers if other.optimizer == racer.optimizer]
        words = [own for tell in TOLD_APART if len({tell(other) for other in alike}) > 1 and (own := tell(racer))]
        name = " · ".join([OPTIMIZERS[racer.optimizer].facts.name, *words])
        seen[name] = count = seen.get(name, 0) + 1
        named.append(name if count == 1 else f"{name} {count}")
    return named


def _form(racer: Racer) -> str:
    found = convention_of(racer.runner)
    return found.title if found else "custom" if OPTIMIZERS[racer.optimizer].facts.conventions else ""


def _schedule(racer: Racer) -> str:
    warm_up, name = racer.steering.warm_up, racer.steering.schedule
    title = "" if name == CONSTANT else SCHEDULES[name].facts.title.lower()
    return ", ".join(["warm-up"] * bool(warm_up) + [title] * bool(title))


def _by_hand(racer: Racer) -> str:
    return f"changed from step {racer.steering.changes[0].at}" if racer.steering.changes else ""


def _batch(racer: Racer) -> str:
    batch = racer.steering.batch
    return "" if batch is None else "all data" if batch == ALL_DATA else f"batch {batch}"


TOLD_APART = (_form, _schedule, _by_hand, _batch)
