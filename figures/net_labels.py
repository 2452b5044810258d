"""A word for how a training went. The thresholds are set by hand: a word is a hint here, not a promise."""

import numpy as np

from experiments.training import Plan, Record, Training, best_dev, mlp_of, total
from figures.labels import Label, short

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
    record, per_epoch = training.record, mlp_of(plan).steps_per_epoch
    first, last = float(record.train[0]), float(record.train[-1])
    best = best_dev(record)
    if last > HIGHER * first:
        return Label("worse", "warn", f"loss {short(first)} → {short(last)}", "It ends above where it began.")
    if last > NOTHING * guess_loss(plan):
        words = "The output is about the same for every point: guessing the mean is a plateau, too."
        return Label("plateau", "mute", f"loss {short(last)}", words)
    if best is not None and climbed(record.dev):
        words = "From there on the dev loss rises while the train loss falls. Early stopping would have ended there."
        return Label("overfitting", "warn", f"lowest dev loss at step {best} (epoch {best // per_epoch})", words)
    fall = falling(record)
    if fall > FALLING:
        words = "The epochs were used up while the loss was still falling. Try more epochs."
        return Label("still falling", "info", f"loss fell by {short(100 * fall, 2)} % in the last quarter", words)
    return Label("settled", "ok", f"loss {short(last)}", "The train loss hardly falls any more.")


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
    """The part of the train loss that went in the last quarter."""
    since = int(np.searchsorted(record.at, 0.75 * record.at[-1]))
    before = float(record.train[min(since, len(record.train) - 2)]) if len(record.train) > 1 else 0.0
    return 1 - float(record.train[-1]) / before if before > 0 else 0.0


def guess_loss(plan: Plan) -> float:
    """Of the best guess that is the same for all train points: the entropy of the classes, or the variance."""
    net = mlp_of(plan)
    if net.loss == "perceptron":
        return float("inf")
    if not net.data.classes:
        return float(np.var(net.data.targets))
    shares = np.bincount(net.data.targets) / net.points
    return float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
