"""Random states of the Averages page and what holds for each: shared by the tests of links, events, messages."""

from dataclasses import replace

from hypothesis import strategies as st

from experiments.series import SERIES
from optimizers.averages import BETA
from surfaces import SURFACES
from ui.averages.shown import gradient_values, shown_of
from ui.averages.state import COORDINATES, CORRECTIONS, OWN, RACE, Averages, Curve, Gradient
from ui.deck import MOST
from ui.race.state import opening as opening_race

BETAS = st.floats(0, 1, exclude_max=True) | st.sampled_from([0.0, 5e-324, 0.5, 0.9, 0.98, 0.9999, 1 - 2**-53])


@st.composite
def gradients(draw):
    race = replace(opening_race(draw(st.sampled_from(sorted(SURFACES)))), steps=draw(st.integers(2, 30)))
    racer = draw(st.sampled_from(race.racers))
    return Gradient(replace(race, racers=(racer,)), draw(st.sampled_from(COORDINATES)))


@st.composite
def states(draw):
    """Any state that a link can carry: every β from its whole domain, curves in any order of slots."""
    series = draw(st.sampled_from([*SERIES, RACE]))
    slots = draw(st.lists(st.integers(1, MOST), unique=True, max_size=MOST))
    return Averages(
        series=series,
        unit=draw(st.sampled_from(["°F", "°C"])),
        correction=draw(st.sampled_from(sorted(CORRECTIONS))),
        window=draw(st.booleans()),
        curves=tuple(Curve(slot, draw(BETAS), draw(st.booleans())) for slot in slots),
        touched=draw(st.none() | st.sampled_from(slots)) if slots else None,
        gradient=draw(gradients()) if series == RACE else None,
    )


def assert_valid(state):
    """What every state promises, however it came about."""
    slots = [curve.slot for curve in state.curves]
    assert len(set(slots)) == len(slots) and set(slots) <= set(range(1, MOST + 1))
    assert all(type(c.beta) is float and BETA.lowest <= c.beta < BETA.highest for c in state.curves)
    assert state.touched is None or state.touched in slots
    assert state.unit in ("°F", "°C") and state.correction in CORRECTIONS and type(state.window) is bool
    assert state.series in (*SERIES, OWN, RACE)
    assert (state.gradient is not None) == (state.series == RACE)
    assert state.gradient is None or len(gradient_values(state.gradient)) > 1
    assert state.series != OWN or state.own
    assert shown_of(state).steps > 1
