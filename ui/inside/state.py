"""What the page Inside a step shows, as one frozen value: the link writes it, events change it."""

from dataclasses import dataclass, replace

from experiments.gradients import GRADIENTS, Gradients, given
from experiments.inside import OPENABLE, Parts, made
from experiments.race import Ground, Runner, Values
from figures.slots import allotted
from optimizers import OPTIMIZERS, Hyper, specs
from optimizers.parts import AdamParts, Variant, variant_of
from surfaces import SURFACES
from ui.racers.racer import Racer, preset_values

SERIES = "series"
TABS = {"surface": "On a surface", SERIES: "A series of gradients", "check": "Gradient check"}
COORDINATES = ("x", "y")
SURFACE, CUBE = "surface", "cube"  # what is checked
OWN = "own"  # the series that is not in the table
ADAM = "adam"
SWITCHES = ("memory", "scaling", "bias_correction")
MAX_STEPS = 1000
MOST_GIVEN = 200  # numbers of a visitor's own: they travel in the link
LINEUP = ("gradient_descent", "momentum", "sign_descent", "rprop", "rmsprop", "adam")
SERIES_RATE = 0.01  # α of all of them
FIRST_RATE = 0.3  # with which the page opens: Adam overshoots, and each of its ghosts goes its own way
WIDTH = Hyper(
    default=0.01,
    symbol="ε",
    latex=r"\varepsilon",
    label="width of the difference",
    help="Wide one-sided differences take in the curvature, two-sided ones its change; narrow ones lose digits.",
    low=1e-12,
    high=1e-1,
    scale="log",
    lowest=1e-12,
    highest=1e-1,
)


@dataclass(frozen=True)
class Scene:
    """Everything that a link to the page carries but the view, which only the browser knows."""

    surface: str
    parameters: tuple[tuple[str, float], ...]
    start: tuple[float, float]
    values: Values  # of the optimizer; Adam's without its switches
    racers: tuple[Racer, ...]  # who answers a series
    tab: str = SURFACE
    steps: int = 60
    optimizer: str = ADAM
    memory: bool = True  # the switches of Adam, kept while another optimizer is shown
    scaling: bool = True
    bias_correction: bool = True
    rates: tuple[tuple[str, float], ...] = ()  # of Adam's other variants, as they were left on this surface
    ghosts: bool = True
    same: bool = False  # whether ghosts have the shown values, not presets of their own
    series: str = "nine_and_one"
    given: tuple[float, ...] = ()
    touched: int | None = None
    coordinate: str = "x"
    what: str = CUBE
    epsilon: float = WIDTH.default
    at: int = 0  # the step whose point is checked

    @property
    def ground(self) -> Ground:
        return Ground(self.surface, self.parameters)

    @property
    def shown(self) -> Runner | Parts:
        """The optimizer that is opened up."""
        if self.optimizer != ADAM:
            return Runner(self.optimizer, self.values)
        return Parts(**dict(self.values), **{name: getattr(self, name) for name in SWITCHES})

    @property
    def variant(self) -> Variant:
        """What the switches make of Adam."""
        return variant_of(*(getattr(self, name) for name in SWITCHES))

    @property
    def gradients(self) -> Gradients:
        """The series that is answered."""
        return given(self.given) if self.series == OWN else GRADIENTS[self.series]

    @property
    def steps_on_stage(self) -> int:
        """How many steps the open tab can be played to: those of the run, or one for each gradient of the series."""
        return len(self.gradients.values) if self.tab == SERIES else self.steps

    @property
    def ghosts_seen(self) -> bool:
        return self.ghosts and self.optimizer == ADAM

    def racer(self, slot: int) -> Racer | None:
        return next((racer for racer in self.racers if racer.slot == slot), None)

    def with_racer(self, changed: Racer) -> "Scene":
        racers = tuple(changed if racer.slot == changed.slot else racer for racer in self.racers)
        return replace(self, racers=racers)

    def with_value(self, name: str, value: float | bool) -> "Scene":
        """ValueError, with the domain in words, where the shown optimizer does not take the value."""
        changed = replace(self, values=tuple((n, value if n == name else v) for n, v in self.values))
        made(changed.shown)
        return changed


def stays_closed(optimizer: str) -> str | None:
    """Why a rule cannot be opened here, in words; None where it can, or where nobody knows it."""
    if optimizer in OPENABLE or optimizer not in OPTIMIZERS:
        return None
    name = OPTIMIZERS[optimizer].facts.name
    return f"Inside a step opens rules one coordinate at a time; {name} mixes coordinates."


def kind_of(optimizer: str):
    """The class whose declarations the sliders show."""
    return AdamParts if optimizer == ADAM else OPTIMIZERS[optimizer]


def shown_values(state: Scene) -> Values:
    """The presets of what is shown, on its surface."""
    if state.optimizer != ADAM:
        return preset_values(state.surface, state.optimizer)
    return tuple(state.variant.preset(SURFACES[state.surface].rates).items())


def with_switches(state: Scene, **switches: bool) -> Scene:
    """Adam with other parts. A rate that suits one variant may be a hundred times too large for another: each has its
    own, which is where the visitor left it, else its preset on this surface. Where all are to have the same rate, it
    stays."""
    old, changed = state.variant, replace(state, **switches)
    if state.same or changed.variant == old:
        return changed
    rates = dict(state.rates) | {old.key: dict(state.values)["learning_rate"]}
    own = rates.pop(changed.variant.key, dict(shown_values(changed))["learning_rate"])
    return replace(changed, rates=tuple(rates.items())).with_value("learning_rate", own)


def series_values(optimizer: str) -> Values:
    """An optimizer's defaults, and the α that all have."""
    values = {name: declared.default for name, declared in specs(OPTIMIZERS[optimizer]).items()}
    return tuple((values | {"learning_rate": SERIES_RATE}).items())


def series_racer(slot: int, optimizer: str) -> Racer:
    return Racer(slot, optimizer, series_values(optimizer))


def lineup() -> tuple[Racer, ...]:
    return tuple(series_racer(slot, name) for slot, name in zip(allotted(LINEUP), LINEUP, strict=True))


def opening(surface: str = next(iter(SURFACES))) -> Scene:
    """The page as it opens on a surface."""
    on = SURFACES[surface]
    parameters = tuple((declared.name, declared.default) for declared in on.parameters)
    fresh = Scene(surface, parameters, (float(on.start[0]), float(on.start[1])), (), lineup())
    fresh = replace(fresh, values=shown_values(fresh))
    return fresh.with_value("learning_rate", FIRST_RATE) if surface == next(iter(SURFACES)) else fresh


def on_surface(state: Scene, surface: str) -> Scene:
    """The same optimizer on another surface, at its start and with its learning rate; the other settings stay."""
    fresh = opening(surface)
    moved = replace(state, surface=surface, parameters=fresh.parameters, start=fresh.start, rates=())
    return moved.with_value("learning_rate", dict(shown_values(moved))["learning_rate"])
