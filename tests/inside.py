"""Random states of the page Inside a step and what holds for each: shared by the tests of links, events, messages."""

from math import isfinite

from hypothesis import strategies as st

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE, made
from experiments.race import optimizer_of, surface_of
from experiments.steering import Steering
from optimizers import specs
from optimizers.parts import AdamParts
from surfaces import SURFACES
from tests.races import racers, setting
from ui.deck import MOST
from ui.inside.state import ADAM, COORDINATES, MAX_STEPS, MOST_GIVEN, OWN, SWITCHES, TABS, WIDTH, Scene, kind_of
from ui.racers.start import FAR, far

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def numeric(kind):
    """What is declared of an optimizer; the switches of Adam's parts are not among its values."""
    apart = SWITCHES if kind is AdamParts else ()
    return {name: spec for name, spec in specs(kind).items() if name not in apart}


@st.composite
def states(draw, most_steps=MAX_STEPS):
    """Any state that a link can carry: every number from its whole domain."""
    surface = SURFACES[draw(st.sampled_from(sorted(SURFACES)))]
    side = FAR * max(high - low for low, high in surface.bounds)
    optimizer = draw(st.sampled_from(sorted(OPENABLE)))
    slots = draw(st.lists(st.integers(1, MOST), unique=True, max_size=MOST))
    given = draw(st.just(()) | st.lists(NUMBERS, min_size=2, max_size=30).map(tuple))
    steps = draw(st.integers(1, most_steps))
    return Scene(
        surface=surface.name,
        parameters=tuple((p.name, draw(st.floats(p.least, p.most, allow_infinity=False))) for p in surface.parameters),
        start=(draw(st.floats(-side, side)), draw(st.floats(-side, side))),
        values=tuple((name, draw(setting(spec))) for name, spec in numeric(kind_of(optimizer)).items()),
        racers=tuple(draw(racers(slot, kinds=OPENABLE, steered=False)) for slot in slots),
        tab=draw(st.sampled_from(sorted(TABS))),
        steps=steps,
        optimizer=optimizer,
        series=draw(st.sampled_from([*GRADIENTS, *([OWN] if given else [])])),
        given=given,
        touched=draw(st.none() | st.sampled_from(slots)) if slots else None,
        coordinate=draw(st.sampled_from(COORDINATES)),
        what=draw(st.sampled_from(["surface", "cube"])),
        epsilon=draw(st.floats(WIDTH.low, WIDTH.high)),
        at=draw(st.integers(0, steps)),
        **{name: draw(st.booleans()) for name in (*SWITCHES, "ghosts", "same")},
    )


def assert_valid(state):
    """What every state promises, however it came about."""
    made(state.shown)
    assert [name for name, _ in state.values] == list(numeric(kind_of(state.optimizer)))
    surface_of(state.ground)
    assert all(map(isfinite, state.start)) and not far(state, state.start)
    slots = [racer.slot for racer in state.racers]
    assert len(set(slots)) == len(slots) and set(slots) <= set(range(1, MOST + 1))
    for racer in state.racers:
        optimizer_of(racer.runner)
        assert [name for name, _ in racer.values] == list(specs(OPENABLE[racer.optimizer]))
        assert racer.steering == Steering()
    assert state.touched is None or state.touched in slots
    assert type(state.steps) is int and 1 <= state.steps <= MAX_STEPS
    assert type(state.at) is int and 0 <= state.at <= state.steps
    assert state.tab in TABS and state.coordinate in COORDINATES and state.what in ("surface", "cube")
    assert type(state.epsilon) is float and WIDTH.low <= state.epsilon <= WIDTH.high
    assert all(type(getattr(state, name)) is bool for name in (*SWITCHES, "ghosts", "same"))
    assert state.series in GRADIENTS or (state.series == OWN and state.given)
    assert len(state.given) <= MOST_GIVEN and all(type(x) is float and isfinite(x) for x in state.given)
    assert len(state.gradients.values) > 1
    assert state.optimizer != ADAM or not set(dict(state.values)) & set(SWITCHES)
