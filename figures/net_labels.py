"""A word for how a training went, by thresholds that are set by hand; its sentences are about the epochs made."""

import numpy as np

from experiments.training import Plan, Record, Training, best_dev, mlp_of, total
from figures.labels import Label, apart, short

FALLING = 0.05  # of the loss, over the last quarter: less is no longer falling
NOTHING = 0.97  # of the loss of a guess that is the same for all points: more is nothing learned
HIGHER = 1.02  # times the first loss: more is worse
WORSE, CLIMB = 1.1, 0.02  # times the least dev loss, and beyond it in parts of the first: more is overfitting


def label_of(plan: Plan, training: Training) -> Label | None:
    """None while it goes on."""
    if training.diverged_at is not None:
        return _diverged(training.diverged_at, mlp_of(plan).steps_per_epoch)
    if training.steps < total(plan):
        return None
    record, guess = training.record, guess_loss(plan)
    first, last = float(record.train[0]), float(record.train[-1])
    if last > HIGHER * first:
        return Label("worse", "warn", "loss {} → {}".format(*apart(first, last)), "It ends above where it began.")
    if last > NOTHING * guess:
        return _no_better(last, guess)
    best = best_dev(record)
    if best is not None and climbed(record.dev):
        return _overfitting(record, best, mlp_of(plan).steps_per_epoch)
    return _last_quarter(record)


def _no_better(last: float, guess: float) -> Label:
    """The best guess that is the same for every point has about this loss, or less."""
    where = "about" if last <= guess / NOTHING else "above"
    words = f"The loss is {where} that of the best guess that is the same for every point, {short(guess)}."
    return Label("plateau" if where == "about" else "no better than a guess", "mute", f"loss {short(last)}", words)


def _overfitting(record: Record, best: int, per_epoch: int) -> Label:
    """`best`: the step with the lowest dev loss."""
    least, end = apart(float(np.nanmin(record.dev)), float(record.dev[-1]))
    at = int(np.searchsorted(record.at, best))
    train = "fell" if record.train[-1] < record.train[at] else "did not fall"
    words = f"From there to the end the dev loss rose from {least} to {end}, and the train loss {train}."
    return Label("overfitting", "warn", f"lowest dev loss at step {best} (epoch {best // per_epoch})", words)


def _last_quarter(record: Record) -> Label:
    """How the train loss changed there."""
    fall, (before, last) = falling(record), last_quarter(record)
    change = "{} → {} in the last quarter".format(*apart(before, last))
    if fall > FALLING:
        return Label("still falling", "info", f"loss {change}", "The epochs were used up while the loss still fell.")
    if fall < -FALLING:
        return Label("rising", "warn", f"loss {change}", "The train loss ended higher than a quarter before.")
    return Label("settled", "ok", f"loss {short(last)}", "In the last quarter the train loss changed by 5 % or less.")


def _diverged(step: int, per_epoch: int) -> Label:
    words = "A weight, loss or gradient is no longer finite. The figures are those of the last finite step."
    return Label("diverged", "bad", f"step {step}, in epoch {max(step - 1, 0) // per_epoch + 1}", words, step)


def climbed(dev: np.ndarray) -> bool:
    """Whether the dev loss ends clearly above its least, and has been above it for the last quarter: one bad epoch at
    the end is noise."""
    least, last = float(np.nanmin(dev)), float(dev[-1])
    long_ago = int(np.nanargmin(dev)) < 0.75 * len(dev)
    return long_ago and last > WORSE * least and last > least + CLIMB * float(dev[0])


def falling(record: Record) -> float:
    """The part of the train loss that went in the last quarter; negative where it rose."""
    before, last = last_quarter(record)
    return 1 - last / before if before > 0 else 0.0


def last_quarter(record: Record) -> tuple[float, float]:
    """The train loss where the last quarter of the steps begins, and at the end."""
    since = int(np.searchsorted(record.at, 0.75 * record.at[-1]))
    return float(record.train[min(since, max(len(record.train) - 2, 0))]), float(record.train[-1])


def guess_loss(plan: Plan) -> float:
    """Of the best guess that is the same for all train points: the entropy of the classes, or the variance."""
    net = mlp_of(plan)
    if net.loss == "perceptron":
        return float("inf")
    if not net.data.classes:
        return float(np.var(net.data.targets))
    shares = np.bincount(net.data.targets) / net.points
    return float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
