"""Trainings end: also those that are over before they have made a step."""

from experiments.race import Runner
from experiments.training import Plan
from ui.networks.trainer import Trainings


def test_a_training_that_diverges_at_once_is_over():
    plan = Plan(Runner("momentum", (("learning_rate", 1e30), ("beta1", 0.9), ("average", False))), epochs=2)
    trainings = Trainings()
    for _ in range(5):
        trainings.work([plan])
    assert trainings.unfinished([plan]) == [] and trainings.seen(plan).training.diverged_at is not None


def test_a_training_is_made_to_its_end_and_kept():
    plan = Plan(Runner("gradient_descent", (("learning_rate", 0.1),)), epochs=1)
    trainings = Trainings()
    while trainings.unfinished([plan]):
        trainings.work([plan])
    done = trainings.seen(plan)
    assert done.training.steps == done.pieces[-1].end > 0 and trainings.seen(plan) is done
