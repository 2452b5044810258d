"""Hyperparameters that a few rules have; `hyper` declares those of many."""

from typing import Any

from .hyper import Hyper, declared, switch

DOZAT = 0.96**0.004  # a day of the warm-up in Dozat (2016): 0.96 in 250 steps


def dampening() -> Any:
    """d, how much of a gradient momentum leaves out once it is under way."""
    words = "How much of each gradient is left out, but of the first. 0 is plain momentum."
    return declared(Hyper(0.0, "d", "d", "dampening", words, 0.0, 0.99, "linear", highest=1.0))


def initial_s(default: float = 0.0) -> Any:
    """s₀, with which the sum or average of squared gradients begins."""
    words = "What s is before the first step. Above 0 the first steps are shorter."
    return declared(Hyper(default, "s₀", "s_0", "first s", words, 0.0, 1.0, "linear"))


def initial_v() -> Any:
    """v₀, with which the average of gradients begins."""
    words = "What v is before the first step. Any number but 0 pushes to one side."
    return declared(Hyper(0.0, "v₀", "v_0", "first v", words, 0.0, 1.0, "linear"))


def fade() -> Any:
    """q, how slowly Nadam's memory grows from ½ β₁ to β₁."""
    words = "β₁ (1 − ½ qᵗ) in place of β₁: with q near 1 it starts at half of β₁ and grows slowly, with 0 it is β₁."
    return declared(Hyper(DOZAT, "q", "q", "warm-up", words, 0.0, 0.9999, "one_minus", highest=1.0))


def weight_decay(default: float) -> Any:
    """λ, the part of α by which θ shrinks at each step, apart from the gradient."""
    words = "How fast parameters shrink towards 0: by the part α λ at each step, whatever the gradient says."
    return declared(Hyper(default, "λ", r"\lambda", "weight decay", words, 0.0, 1.0, "linear"))


def increase() -> Any:
    """κ, what a gain grows by while the gradient keeps its sign."""
    words = "What a gain grows by while the gradient keeps its sign."
    return declared(Hyper(0.05, "κ", r"\kappa", "increase", words, 0.0, 0.5, "linear"))


def decrease() -> Any:
    """φ, what a gain is multiplied by when the gradient has changed sign."""
    words = "What a gain is multiplied by when the gradient has changed sign."
    return declared(Hyper(0.95, "φ", r"\varphi", "decrease", words, 0.1, 0.99, "linear", highest=1.0))


def kept() -> Any:
    """Lion's β₂: its v, not an average of squares."""
    words = "Decay rate of v. The step itself mixes v and the gradient by β₁."
    return declared(Hyper(0.99, "β₂", r"\beta_2", "decay rate of v", words, 0.0, 0.9999, "one_minus", highest=1.0))


# ---- switches
def rate_inside() -> Any:
    """α in the velocity (Keras) or before it (PyTorch)."""
    words = "Puts α into the velocity and not before it. The same path until α changes in mid-run."
    return switch("learning rate inside v (Keras/Caffe form)", words, "before it", "inside")


def epsilon_inside() -> Any:
    """√(s + ε) in place of √s + ε."""
    words = "√(s + ε) and not √s + ε: shorter steps where gradients are tiny, on plateaus."
    return switch("ε inside the root", words, "outside", "inside")


def bias_correction(*, default: bool) -> Any:
    """Whether averages are divided by what their weights sum to."""
    words = "Averages start at zero and so stay too near to it; this divides them by what their weights sum to, 1 − βᵗ."
    return switch("bias correction", words, "off", "on", default=default)


def fold_correction(*, default: bool = False) -> Any:
    """√s + ε with the correction in α (Keras), so that ε counts for more at first; or √ŝ + ε."""
    words = "Corrects α and not s: the ε that counts is ε/√(1 − β₂ᵗ), at β₂ = 0.999 31.6 times ε at the first step."
    return switch("fold bias correction into α (Keras)", words, "in the averages", "in α", default=default)


def decay_by_schedule() -> Any:
    """λ times the schedule's multiplier η (the paper), or times α."""
    words = "Shrinks θ by η λ at each step, where η = α_t/α₀ is what the schedule makes of 1: α itself does not count."
    return switch("decay by the schedule alone", words, "α λ", "η λ")


def centered() -> Any:
    """Whether the square of the average gradient is taken out of s: what is left is the variance."""
    words = "Divides by the spread of the gradients and not by their size: s less the square of their average."
    return switch("centered", words, "off", "on")


def nesterov() -> Any:
    """Nesterov's form of the velocity."""
    words = "Adds the newest gradient once more, as if it were taken at the look-ahead point."
    return switch("Nesterov", words, "off", "on")
