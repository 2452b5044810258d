"""A batch size belongs to an optimizer: on a surface it is a size of noise, and all the data have none."""

import numpy as np
import pytest

from experiments.race import run_of
from experiments.steering import ALL_DATA, BATCHES, Noise, Steering, options_of
from ui.race.events import answer
from ui.race.link import parameters_of, read_link
from ui.race.state import opening

NOISY = answer(opening(), {"kind": "noise", "name": "noise", "value": 8}).state


def with_batch(state, slot, value):
    return answer(state, {"kind": "option", "slot": slot, "name": "batch", "value": value})


def run(state, slot):
    return run_of(state.ground, state.start, state.steps, state.runner(state.racer(slot)))


@pytest.mark.parametrize("batch", [size for size in BATCHES if size != ALL_DATA])
def test_a_batch_has_the_noise_of_its_size(batch):
    """The same draws, divided by √b: what is left beside the slope of the exact gradient."""
    state = with_batch(NOISY, 1, batch).state
    one, seen = run(with_batch(NOISY, 1, 1).state, 1), run(state, 1)
    slope = np.array([2.0, 100.0]) * np.array(state.start)  # of x² + 50y²
    assert seen.gradient[0] - slope == pytest.approx((one.gradient[0] - slope) / np.sqrt(batch), rel=1e-12)


def test_all_the_data_have_no_noise():
    exact, noisy = run(opening(), 1), run(with_batch(NOISY, 1, ALL_DATA).state, 1)
    assert (exact.path == noisy.path).all() and (exact.path != run(NOISY, 1).path).any()
    assert options_of(Steering(noise=Noise(8.0), batch=ALL_DATA)) is None


def test_others_keep_theirs():
    state = with_batch(NOISY, 1, 64).state
    assert (run(state, 2).path == run(NOISY, 2).path).all()


def test_a_link_carries_it_and_is_as_it_was_without():
    assert not any(key.startswith("o") for key in parameters_of(NOISY))
    state = with_batch(with_batch(NOISY, 1, 16).state, 3, ALL_DATA).state
    written = parameters_of(state)
    assert written["o1"] == "batch~16" and written["o3"] == "batch~0"
    asked = read_link({key: [text] for key, text in written.items()})
    assert asked.state.racers == state.racers and not asked.words
    assert with_batch(state, 1, None).state.racer(1) == NOISY.racer(1)


@pytest.mark.parametrize("value", [-1, 2.5, "x", float("nan"), 1e12, [], True, {}])
def test_what_is_no_size_is_refused(value):
    refused = with_batch(NOISY, 1, value)
    assert value is True or (refused.state == NOISY and refused.words)
