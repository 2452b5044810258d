"""Many nets side by side: each is what it is alone, in whatever pieces and groups they are trained."""

import numpy as np
import pytest

from experiments import sweeps
from experiments.plans import Net, Plan, Source, mlp_of, total
from experiments.race import Runner
from experiments.sweeps import advanced, begun, is_done, swept, table
from experiments.training import trained

RATES = np.geomspace(1e-4, 10, 9)
FEW = Source(points=60)
PLAIN = Runner("gradient_descent", (("learning_rate", 0.1),))
ADAM = Runner("adam", (("learning_rate", 0.02),))


def plan_for(runner=ADAM, source=FEW, batch_size=16, epochs=3, **net):
    return Plan(runner, Net(**net), source, batch_size, epochs)


def with_rate(plan, rate):
    return plan._replace(runner=Runner(plan.runner.optimizer, (("learning_rate", float(rate)),)))


PLANS = {
    "plain": plan_for(PLAIN),
    "adam": plan_for(),
    "penalty and dropout": plan_for(l2=0.01, dropout=0.3, activation="relu"),
    "one by one": plan_for(batch_size=1, epochs=2),
    "three classes": plan_for(source=Source("blobs", points=60)),
    "diverging": plan_for(PLAIN, Source("sine", points=40), activation="linear", epochs=6),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_each_net_is_what_it_is_alone(plan):
    found = table(plan, swept(plan, "learning_rate", RATES))
    assert found.shape == (plan.epochs + 1, len(RATES))
    for rate, losses in zip(RATES, found.T, strict=True):
        alone = trained(with_rate(plan, rate))
        fine = np.isfinite(losses)
        assert (losses[fine] == alone.record.train[: fine.sum()]).all()
        assert fine.all() == (alone.diverged_at is None)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("numbers", [10, 400, 2**17])
def test_pieces_and_groups_do_not_show(plan, numbers, monkeypatch):
    whole = swept(plan, "learning_rate", RATES)
    monkeypatch.setattr(sweeps, "NUMBERS", numbers)
    cut, turns = begun(plan, "learning_rate", RATES), 0
    while not is_done(plan, cut):
        before, cut, turns = len(cut.losses), advanced(plan, cut, 1 + turns % 3), turns + 1
        assert len(cut.losses) >= before
    assert turns > total(plan) / 3
    np.testing.assert_array_equal(table(plan, cut), table(plan, whole))
    assert advanced(plan, cut, 5) is cut


def test_what_diverged_is_infinite_and_what_is_to_come_is_no_number():
    plan = PLANS["diverging"]
    found = table(plan, swept(plan, "learning_rate", [1e-3, 1e5]))
    assert np.isfinite(found[:, 0]).all() and found[0, 1] == found[0, 0] and np.isposinf(found[1:, 1]).any()
    begin = advanced(plan, begun(plan, "learning_rate", RATES), mlp_of(plan).steps_per_epoch)
    known = table(plan, begin)
    assert np.isfinite(known[0]).all() and np.isnan(known[2:]).all()


def test_a_large_net_goes_group_after_group():
    plan = plan_for(source=Source(points=500), batch_size=64, hidden=(64,) * 8, epochs=1)
    begin = begun(plan, "learning_rate", RATES)
    assert begin.group < 9 and begun(plan_for(), "learning_rate", RATES).group == 9
    first = advanced(plan, begin, total(plan))
    known = np.isfinite(table(plan, first)).all(axis=0)
    assert known[: begin.group].all() and not known[begin.group :].any()


def test_a_value_outside_its_domain_is_refused_in_words():
    with pytest.raises(ValueError, match="learning_rate"):
        swept(plan_for(), "learning_rate", [0.1, -1.0])


def test_no_epochs_are_the_first_weights():
    plan = plan_for(epochs=0)
    assert table(plan, swept(plan, "learning_rate", RATES)).shape == (1, 9)
