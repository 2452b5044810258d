"""Random states of the Networks page and what holds for each: shared by the tests of links, events, messages."""

from dataclasses import replace

from hypothesis import strategies as st

from experiments.datasets import DATASETS
from experiments.training import mlp_of, total
from networks import ACTIVATIONS, INITIALS
from optimizers import OPTIMIZERS, specs
from tests.races import racers
from ui.deck import MOST
from ui.networks.state import (
    CHOICES,
    FLAGS,
    NUMBERS,
    OWN,
    TABS,
    WHOLE,
    Networks,
    fresh,
    losses_of,
    most_epochs,
    preset_racer,
    thirds_of,
)


def numbers(name):
    """Any value of a number's domain that a small training can have."""
    spec = NUMBERS[name]
    if name in WHOLE:
        return st.integers(int(spec.lowest), min(int(spec.highest) - 1, 400))
    return st.floats(spec.lowest, min(spec.highest, 1e9), exclude_max=True)


@st.composite
def states(draw):
    """Any state that a link can carry."""
    slots = draw(st.lists(st.integers(1, MOST), unique=True, max_size=MOST))
    fields = {name: draw(numbers(name)) for name in NUMBERS} | {name: draw(st.booleans()) for name in FLAGS}
    state = Networks(
        **fields | {"epochs": 1, "noise": draw(st.floats(0, 10))},
        data=draw(st.sampled_from(sorted(DATASETS))),
        racers=tuple(draw(racers(slot)) for slot in slots),
        hidden=tuple(draw(st.lists(st.integers(1, 64), max_size=8))),
        inputs=draw(st.sampled_from(sorted(CHOICES["inputs"]))),
        activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
        initial=draw(st.sampled_from(sorted(INITIALS))),
        tab=draw(st.sampled_from(sorted(TABS))),
        touched=draw(st.none() | st.sampled_from(slots)) if slots else None,
    )
    state = replace(state, loss=draw(st.sampled_from(losses_of(state))), third=draw(st.sampled_from(thirds_of(state))))
    return replace(state, epochs=draw(st.integers(1, most_epochs(state))))


def assert_valid(state):
    """What every state promises, however it came about."""
    slots = [racer.slot for racer in state.racers]
    assert len(set(slots)) == len(slots) and set(slots) <= set(range(1, MOST + 1))
    assert all([name for name, _ in r.values] == list(specs(OPTIMIZERS[r.optimizer])) for r in state.racers)
    assert state.touched is None or state.touched in slots
    for name, spec in NUMBERS.items():
        value = getattr(state, name)
        assert type(value) is (int if name in WHOLE else float) and spec.lowest <= value < spec.highest
    assert all(type(getattr(state, name)) is bool for name in FLAGS)
    assert all(getattr(state, name) in choices for name, choices in CHOICES.items())
    assert state.data in DATASETS or (state.data == OWN and state.own)
    assert state.loss in losses_of(state) and state.third in thirds_of(state)
    plan = state.plan(preset_racer(1, "adam"))
    assert 1 <= total(plan) <= 200_000 and mlp_of(plan).n > 0


def small(**changes):
    """The opening page with a training that is over at once."""
    return replace(fresh(), **{"points": 60, "batch_size": 16, "epochs": 3} | changes)
