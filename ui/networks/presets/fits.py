"""Presets on what a net learns: capacity, overfitting, lines; and many nets at once."""

from dataclasses import replace

from experiments.training import mlp_of
from ui.claims import Claim
from ui.networks.presets.making import BENDS, LINES, MANY, THREE, Preset, each, few, page
from ui.networks.presets.seen import SeenNets, bends, ends, overfitting, rests, weights

FITS: dict[str, Preset] = {
    "caviar": Preset(
        MANY,
        "64 learning rates at once (panda or caviar)",
        "A panda is one run, watched and adjusted; caviar is many runs at once, of which the best is kept (Ng). Each "
        "optimizer trains 64 nets, from α = 0.0001 to 10. Choose the best one.",
        page("moons", each(("gradient_descent", 0.3), ("momentum", 0.1), ("adam", 0.03)), tab="rates"),
        (
            Claim("A panda is one run", lambda seen: True),
            Claim("trains 64 nets, from α = 0.0001 to 10", lambda seen: (64, 0.0001, 10)),
        ),
    ),
    "relu": Preset(
        BENDS,
        "ReLU units: one bend each",
        "One hidden layer of ReLUs fits a curve of straight pieces, with at most one bend a unit. With 8 units the "
        "loss comes to 0.15. Change the number of units.",
        page(
            "sine",
            each(("adam", 0.03)),
            **{"hidden": (8,), "activation": "relu", "initial": "spread", "epochs": 200, "batch_size": 20},
            net_seed=7,  # among many seeds, one whose small nets find good bends
        ),
        (
            Claim("One hidden layer", lambda seen: len(seen.state.hidden)),
            Claim("at most one bend a unit", lambda seen: bends(seen) <= seen.state.hidden[0]),
            Claim("With 8 units", lambda seen: seen.state.hidden[0]),
            Claim("comes to 0.15", lambda seen: seen.train(0)[-1]),
        ),
        units=True,
    ),
    "underfit": few(
        "Underfitting",
        "No hidden layer: the border is a straight line. The train loss stays at 0.45, the dev loss at 0.48.",
        Claim("No hidden layer", lambda seen: len(seen.state.hidden) == 0),
        Claim("straight line", lambda seen: mlp_of(seen.plans[0]).n == 3),
        Claim("stays at 0.45", lambda seen: seen.train(0)[-1]),
        Claim("dev loss at 0.48", lambda seen: seen.dev(0)[-1]),
        hidden=(),
    ),
    "overfit": few(
        "Overfitting and early stopping",
        "The train loss falls to 0.07 while the dev loss climbs from 0.27, its lowest, at epoch 84, to 0.39: early "
        "stopping would end at the mark.",
        Claim("falls to 0.07", lambda seen: seen.train(0)[-1]),
        Claim("0.27, its lowest, at epoch 84", lambda seen: (seen.dev(0).min(), seen.best_epoch(0))),
        Claim("to 0.39", lambda seen: seen.dev(0)[-1]),
        Claim("early stopping", lambda seen: seen.best_epoch(0) < seen.state.epochs),
    ),
    "l2": few(
        "The same with L2",
        "λ = 0.003 keeps the weights small. The border still bends, and the dev loss ends at 0.25 where it ended at "
        "0.39.",
        Claim("λ = 0.003", lambda seen: seen.state.l2),
        Claim("keeps the weights small", lambda seen: weights(seen) < 0.7 * weights(SeenNets(overfitting(seen)))),
        Claim("still bends", lambda seen: seen.accuracy(0) > SeenNets(replace(seen.state, hidden=())).accuracy(0)),
        Claim("ends at 0.25 where it ended at 0.39", lambda seen: ends(seen)),
        l2=0.003,
    ),
    "dropout": few(
        "The same with dropout",
        "At each step 20 % of the hidden units are dropped. The border still bends, and the dev loss ends at 0.28 "
        "where it ended at 0.39.",
        Claim("20 % of the hidden units", lambda seen: 100 * seen.state.dropout),
        Claim("still bends", lambda seen: seen.accuracy(0) > SeenNets(replace(seen.state, hidden=())).accuracy(0)),
        Claim("ends at 0.28 where it ended at 0.39", lambda seen: ends(seen)),
        dropout=0.2,
    ),
    "perceptron": Preset(
        LINES,
        "The perceptron rule",
        "Each misclassified point is added to the weights. Once there is none, it stops: the loss is exactly 0, and "
        "the line no longer moves.",
        page(
            "separable",
            each(("gradient_descent", 1.0)),
            hidden=(),
            net_seed=1,
            loss="perceptron",
            batch_size=1,
            epochs=6,
        ),
        (
            Claim("Each misclassified point", lambda seen: seen.state.loss == "perceptron"),
            Claim("exactly 0", lambda seen: seen.train(0)[-1]),
            Claim("no longer moves", lambda seen: rests(seen)),
        ),
    ),
    "logistic": Preset(
        LINES,
        "Logistic regression on the same points",
        "The logistic loss is never 0: every point is classified, and the line goes on moving.",
        page("separable", each(("gradient_descent", 1.0)), hidden=(), net_seed=1, batch_size=1, epochs=6),
        (
            Claim("never 0", lambda seen: bool(seen.train(0).min() > 0)),
            Claim("every point is classified", lambda seen: seen.accuracy(0) == 1),
            Claim("goes on moving", lambda seen: not rests(seen)),
        ),
    ),
    "softmax": Preset(
        LINES,
        "Softmax with three classes",
        "Three scores and no hidden layer: the borders are straight lines that meet in a point.",
        page("blobs", THREE, hidden=()),
        (
            Claim("Three scores", lambda seen: len(seen.state.classes)),
            Claim("no hidden layer: the borders are straight lines", lambda seen: mlp_of(seen.plans[0]).n == 9),
        ),
    ),
}
