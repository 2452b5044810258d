"""Presets on how a net is trained: batches, inputs, first weights, learning rates."""

from experiments.steering import ALL_DATA
from ui.claims import Claim
from ui.networks.presets.making import RATE, SIZES, Preset, deep, in_batches, page, penguins, too_large_first
from ui.networks.presets.seen import moments, saturated

STEPS: dict[str, Preset] = {
    "batches": Preset(
        SIZES,
        "Batch, mini-batch and stochastic gradient descent",
        "The same net three times. All points at once: 1 step an epoch, and the loss falls at each of them. Batches of "
        "64: 7 steps an epoch, and the loss of a batch also rises. One point at a time: 400 steps an epoch, far ahead "
        "after the first one, and its loss rises at 48 % of the steps to the end.",
        page("moons", in_batches(0.3, ALL_DATA, 64, 1), each_step=True, epochs=20),
        (
            Claim("The same net three times", lambda seen: len(seen.trainings) == 3),
            Claim("1 step an epoch", lambda seen: seen.steps_per_epoch(0)),
            Claim("falls at each of them", lambda seen: seen.rising(0) == 0),
            Claim("64: 7 steps an epoch", lambda seen: (seen.plans[1].batch_size, seen.steps_per_epoch(1))),
            Claim("loss of a batch also rises", lambda seen: seen.rising(1) > 0.2),
            Claim("400 steps an epoch", lambda seen: seen.steps_per_epoch(2)),
            Claim("far ahead after the first one", lambda seen: seen.batch_loss(2)[:400].mean() < seen.train(1)[7]),
            Claim("rises at 48 % of the steps", lambda seen: 100 * seen.rising(2, since=0.5)),
        ),
    ),
    "raw": penguins(
        "raw",
        "Inputs as measured",
        "Lengths in mm and mass in g: the condition number of the inputs is 8.5e6. Gradient descent hardly gets "
        "anywhere, 1.11 → 1.07; Adam, which scales each weight, comes to 0.75.",
        Claim("8.5e6", lambda seen: seen.condition[1]),
        Claim("1.11 → 1.07", lambda seen: (seen.train(0)[0], seen.train(0)[-1])),
        Claim("comes to 0.75", lambda seen: seen.train(1)[-1]),
    ),
    "normalised": penguins(
        "normalised",
        "Normalised inputs",
        "The same birds with mean 0 and variance 1: the condition number is 5.0, and gradient descent comes to 0.14, "
        "as far as Adam.",
        Claim("mean 0 and variance 1", lambda seen: moments(seen)),
        Claim("condition number is 5.0", lambda seen: seen.condition[1]),
        Claim("comes to 0.14", lambda seen: seen.train(0)[-1]),
        Claim("as far as Adam", lambda seen: bool(abs(seen.train(0)[-1] - seen.train(1)[-1]) < 0.01)),
    ),
    "decorrelated": penguins(
        "decorrelated",
        "Decorrelated inputs",
        "Turned to their principal axes, too: the condition number is 1.",
        Claim("condition number is 1", lambda seen: seen.condition[1]),
    ),
    "grow": deep(
        "times_1.5",
        "linear",
        "Exploding signals: 1.5 to the power of L",
        "Each of eight layers makes signals 1.5 times as large: from the first to the last hidden one 17 times.",
        Claim("eight layers", lambda seen: len(seen.state.hidden)),
        Claim("1.5 times as large", lambda seen: seen.growth() ** (1 / 7)),
        Claim("hidden one 17 times", lambda seen: seen.growth()),
    ),
    "shrink": deep(
        "times_0.5",
        "linear",
        "Vanishing signals: 0.5 to the power of L",
        "Each of eight layers halves its input: the last hidden one has 0.0078 of the first. In 10 epochs gradient "
        "descent learns nothing; Adam, whose steps do not shrink with the gradient, does.",
        Claim("eight layers", lambda seen: len(seen.state.hidden)),
        Claim("halves its input", lambda seen: bool(abs(seen.growth() ** (1 / 7) - 0.5) < 1e-6)),
        Claim("0.0078 of the first", lambda seen: seen.growth()),
        Claim("In 10 epochs", lambda seen: seen.state.epochs),
        Claim("learns nothing", lambda seen: bool(seen.train(0)[-1] > 0.99 * seen.train(0)[0])),
        Claim("Adam, whose steps do not shrink", lambda seen: bool(seen.train(1)[-1] < 0.5 * seen.train(1)[0])),
    ),
    "small_start": deep(
        "small",
        "relu",
        "Small initialization",
        "Weights of σ = 0.01: signals are gone after a few layers, and both optimizers stay where they are.",
        Claim("σ = 0.01", lambda seen: 0.01),
        Claim("signals are gone", lambda seen: seen.growth() < 1e-6),
        Claim("stay where they are", lambda seen: all(seen.train(k)[-1] > 0.99 * seen.train(k)[0] for k in (0, 1))),
    ),
    "he_start": deep(
        "he",
        "relu",
        "He initialization",
        "With variance 2/n signals keep their size through eight layers of ReLUs, and both learn.",
        Claim("variance 2/n", lambda seen: (2,)),
        Claim("keep their size", lambda seen: 0.3 < seen.growth() < 3),
        Claim("eight layers", lambda seen: len(seen.state.hidden)),
        Claim("both learn", lambda seen: all(seen.train(k)[-1] < 0.3 * seen.train(k)[0] for k in (0, 1))),
    ),
    "plateau": Preset(
        RATE,
        "Learning rate too large at first",
        "The first run has α = 10 in its first 2 epochs, then 0.3 like the other. By then 95 % of its hidden units are "
        "saturated: hardly a gradient is left, and the loss stays at 0.70. The other comes to 0.10.",
        page("moons", too_large_first(10.0, 0.3, 14), epochs=60),
        (
            Claim("α = 10", lambda seen: dict(seen.state.racers[0].values)["learning_rate"]),
            Claim("first 2 epochs", lambda seen: 14 / seen.steps_per_epoch(0)),
            Claim("then 0.3 like the other", lambda seen: dict(seen.state.racers[1].values)["learning_rate"]),
            Claim("95 % of its hidden units are saturated", lambda seen: 100 * saturated(seen, 0)),
            Claim("hardly a gradient is left", lambda seen: bool(seen.train(0)[20:].min() > 0.69)),
            Claim("stays at 0.70", lambda seen: seen.train(0)[-1]),
            Claim("comes to 0.10", lambda seen: seen.train(1)[-1]),
        ),
    ),
}
