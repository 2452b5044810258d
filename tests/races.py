"""Random races and what holds for each of them: shared by the tests of links, events and messages."""

from math import isfinite

from hypothesis import strategies as st

from experiments.race import optimizer_of, surface_of
from experiments.steering import CONSTANT, Change, Noise, Steering, options_of, schedule_of
from figures.curves import curves_of
from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, Hyper, specs
from optimizers.hyper import varies
from surfaces import SURFACES
from ui.deck import MOST
from ui.race.state import MAX_STEPS, Race
from ui.racers.racer import Racer
from ui.racers.start import FAR, far
from ui.runs import RUNS


def setting(spec):
    """A value of a hyperparameter, from its whole valid domain."""
    if not isinstance(spec, Hyper):
        return st.booleans()
    if spec.scale == "integer":
        return st.integers(int(spec.lowest), int(min(spec.highest - 1, 10_000))).map(float)
    top = None if spec.highest == float("inf") else spec.highest
    return st.floats(spec.lowest, top, exclude_max=top is not None, allow_nan=False, allow_infinity=False)


@st.composite
def racers(draw, slot, value=setting, kinds=OPTIMIZERS, steered=True):
    """One of the kinds."""
    kind = draw(st.sampled_from(sorted(kinds)))
    values = tuple((name, draw(value(spec))) for name, spec in specs(OPTIMIZERS[kind]).items())
    return Racer(slot, kind, values, draw(st.booleans()), draw(steerings(kind, value)) if steered else Steering())


@st.composite
def steerings(draw, kind, value=setting):
    """Mostly none: a racer as it is."""
    if draw(st.booleans()):
        return Steering()
    schedule = draw(st.sampled_from(sorted(SCHEDULES)))
    timing = {name: draw(setting(spec)) for name, spec in specs(SCHEDULES[schedule]).items()}
    late = {name: spec for name, spec in specs(OPTIMIZERS[kind]).items() if varies(spec)}
    numbers = {name: spec for name, spec in late.items() if name not in getattr(OPTIMIZERS[kind], "at_first", ())}
    place = st.tuples(st.integers(1, MAX_STEPS), st.sampled_from(sorted(numbers)))
    places = draw(st.lists(place, unique=True, max_size=3))
    changes = [Change(at, name, draw(value(numbers[name]))) for at, name in sorted(places)]
    clip = draw(st.just(float("inf")) | setting(OPTIONS["clip"]))
    decay = draw(setting(OPTIONS["weight_decay"]))
    return Steering(schedule, tuple(timing.items()) if schedule != CONSTANT else (), tuple(changes), decay, clip)


@st.composite
def races(draw, value=setting, most_steps=MAX_STEPS):
    """Any race that the page can show: every number from its whole domain, racers in any order of slots."""
    surface = SURFACES[draw(st.sampled_from(sorted(SURFACES)))]
    parameters = tuple((p.name, draw(st.floats(p.least, p.most, allow_infinity=False))) for p in surface.parameters)
    side = FAR * max(high - low for low, high in surface.bounds)
    slots = draw(st.lists(st.integers(1, MOST), unique=True, max_size=MOST))
    return Race(
        surface=surface.name,
        parameters=parameters,
        start=(draw(st.floats(-side, side)), draw(st.floats(-side, side))),
        racers=tuple(draw(racers(slot, value)) for slot in slots),
        steps=draw(st.integers(1, most_steps)),
        tolerance=draw(st.floats(0, 1, exclude_min=True, exclude_max=True)),
        curve=draw(st.sampled_from(sorted(curves_of(surface)))),
        touched=draw(st.none() | st.sampled_from(slots)) if slots else None,
        noise=draw(
            st.just(Noise()) | st.builds(Noise, st.floats(0, 1e6), st.integers(1, 10**6), st.integers(0, 10**6))
        ),
    )


def assert_valid(race):
    """What every race promises, however it came about."""
    surface = surface_of(race.ground)
    slots = [racer.slot for racer in race.racers]
    assert len(set(slots)) == len(slots) and set(slots) <= set(range(1, MOST + 1))
    for racer in race.racers:
        optimizer_of(racer.runner)
        schedule_of(racer.steering), options_of(race.runner(racer).steering)
        assert [name for name, _ in racer.values] == list(specs(OPTIMIZERS[racer.optimizer]))
    assert race.touched is None or race.touched in slots
    assert type(race.steps) is int and 1 <= race.steps <= MAX_STEPS
    assert 0 < race.tolerance < 1
    assert all(map(isfinite, race.start)) and not far(race, race.start)
    assert race.curve in curves_of(surface)


def finish(plans):
    """All steps of these runs, in as many pieces as that takes."""
    while RUNS.unfinished(plans):
        RUNS.work(plans, patience=60)
