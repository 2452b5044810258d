"""What is said of a training, held against its losses: each sentence is true of them, and none tells what to do."""

from functools import cache

import numpy as np
import pytest

from experiments.training import trained
from figures.net_labels import guess_loss, label_of
from tests.training_states import small
from ui.networks.state import plans_of


@cache
def finished():
    plan = plans_of(small())[0]
    return plan, trained(plan)


def label(train, dev=None):
    """The label of a finished training that had these losses, at steps 0, 10, 20, …"""
    plan, training = finished()
    train = np.array(train, float)
    dev = np.full(len(train), np.nan) if dev is None else np.array(dev, float)
    record = training.record._replace(at=10 * np.arange(len(train)), train=train, dev=dev)
    return label_of(plan, training._replace(record=record))


GUESS = guess_loss(finished()[0])


@pytest.mark.parametrize(
    ("train", "name", "detail"),
    [
        ([1, 0.5, 0.4, 0.3, 0.001], "still falling", "0.3 → 0.001"),
        ([1, 0.2, 0.2, 0.1, 0.5], "rising", "0.1 → 0.5"),
        ([1, 0.2, 0.2, 0.2, 0.201], "settled", "0.201"),
        ([0.1, 0.2, 0.2, 0.2, 0.1021], "worse", "0.1 → 0.102"),
        ([3, 2, 1, 1, GUESS], "plateau", f"{GUESS:.3g}"),
        ([3, 2, 1, 1, 2 * GUESS], "no better than a guess", f"{2 * GUESS:.3g}"),
    ],
)
def test_the_train_loss_is_told_as_it_was(train, name, detail):
    found = label(train)
    assert found.label == name and detail in found.detail
    if name in ("plateau", "no better than a guess"):
        assert ("above" in found.hover) == (train[-1] > 1.05 * GUESS) and f"{GUESS:.3g}." in found.hover


@pytest.mark.parametrize("last", [0.02, 0.3])
def test_overfitting_tells_what_both_losses_did(last):
    """After the least dev loss the train loss may rise, too."""
    dev = [0.6, 0.2, 0.3, 0.4, 0.5, 0.6]
    found = label([0.6, 0.1, 0.1, 0.1, 0.1, last], dev)
    assert (found.label, found.detail.split(" (")[0]) == ("overfitting", "lowest dev loss at step 10")
    assert "the dev loss rose from 0.2 to 0.6" in found.hover
    assert found.hover.endswith("fell." if last < 0.1 and "not" not in found.hover else "did not fall.")
    assert ("did not fall" in found.hover) == (last > 0.1)


def test_nobody_is_told_to_do_what_may_not_be_possible():
    for train in ([1, 0.5, 0.4, 0.3, 0.001], [1, 0.2, 0.2, 0.1, 0.5], [0.1, 0.2, 0.3]):
        assert not {"Try", "more epochs"} & set(label(train).hover.split())
