"""The words that stand on more than one page, and the glossary that explains them where they stand."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

INTRO: dict[str, Any] = {  # of a page: what is seen, and what to do; or of each of its tabs
    "race": "Each line is the path of one optimizer from the start ◎ downhill. Drag a learning rate α: its path bends.",
    "averages": (
        "Each dot is one value, each line a weighted average of the values so far. Drag β: closer to 1 makes it "
        "smoother and later."
    ),
    "inside": {
        "surface": (
            "The arrows are one step of one optimizer, and the formulas compute it with its numbers. Play, or "
            "choose another optimizer."
        ),
        "series": (
            "Each line is what one optimizer makes of the same series of gradients. Choose another series, or drag "
            "a learning rate α."
        ),
        "check": (
            "How far a difference quotient is from the exact gradient, for each width ε of the difference. Drag ε "
            "to find the best."
        ),
    },
    "guide": "Every optimizer with the source that runs, every surface with its facts, every word in one line.",
}

# What keys and fingers do on a page with a stage.
CARDS = {
    "double click a slider": "back to its preset",
    "click a number": "type it exactly",
}
SHORTCUTS = {
    "race": {
        "space": "play, pause",
        "← →": "one step back, one step on; with Shift ten",
        "Home, End": "the start, the last step",
        "F": "fit the map to all paths",
        "0": "back to the surface's own view",
        "Esc": "close what is open",
        "click the map": "start there; or drag ◎, or focus it and use the arrows",
        **CARDS,
        "click an optimizer's name": "its formula and its source",
    },
    "averages": {
        "space": "play, pause",
        "← →": "one day back, one day on; with Shift ten",
        "Home, End": "before the first day, the last day",
        "Esc": "close what is open",
        "drag on a picture": "move the day",
        **CARDS,
    },
    "inside": {
        "space": "play, pause",
        "← →": "one step back, one step on; with Shift ten",
        "Home, End": "the start, the last step",
        "Z": "zoom on this step, and back",
        "F": "fit every path into the map",
        "0, double click": "back to the surface's own view",
        "Esc": "close what is open",
        "click the map": "start there; or drag ◎, or focus it and use the arrows",
        "drag on a chart": "move the step",
        "point at a line": "light its arrow",
        **CARDS,
    },
}

GLOSSARY = {
    "surface, loss": "The height f(x, y), which every optimizer tries to make small.",
    "gradient g": "The vector of partial derivatives: it points to steepest ascent, and steps go against it.",
    "optimizer": "A rule that turns gradients into steps.",
    "learning rate α": "What the gradient, or what an optimizer makes of it, is multiplied by for a step.",
    "momentum, v": "A decaying sum of past gradients, v ← β₁ v + g; in the EMA form and in Adam their average (the "
    "Adam paper writes m).",
    "β₁": "How much of v is kept each step; gradients count for about 1/(1 − β₁) steps.",
    "s": "The average of recent squared gradients, coordinate by coordinate (the Adam paper writes v).",
    "β₂": "How much of s is kept each step.",
    "ε": "A small number that keeps √s + ε away from zero.",
    "bias correction": "Dividing an average by 1 − βᵗ, because it started at zero.",
    "effective step size": "α / (√ŝ + ε): what is left of α once each coordinate has been divided by its own size.",
    "condition number κ": "Steepest curvature over flattest. κ = 1 is round.",
    "curvature, λmax": "How fast the slope changes along the steepest direction. "
    "Above α = 2/λmax gradient descent does not settle at a minimum; on a quadratic it diverges.",
    "saddle": "A point with gradient 0 from which f rises in one direction and falls in another.",
    "plateau": "A region with almost no slope.",
    "basin": "All the starts from which an optimizer ends in the same minimum.",
    "mini-batch": "The part of the data used for one step; an epoch is once through all of it.",
    "schedule": "A learning rate that changes with time.",
    "look-ahead": "Nesterov's idea: jump first, then look at the gradient there.",
}

# The spelling in a sentence → the glossary's entry. Longer spellings first, so that none hides another.
SPELLINGS = {
    "effective step size": "effective step size",
    "condition number": "condition number κ",
    "learning rate": "learning rate α",
    "bias correction": "bias correction",
    "look-ahead": "look-ahead",
    "optimizers": "optimizer",
    "optimizer": "optimizer",
    "curvature": "curvature, λmax",
    "momentum": "momentum, v",
    "gradient": "gradient g",
    "plateau": "plateau",
    "saddle": "saddle",
    "slope": "gradient g",
    "loss": "surface, loss",
    "√s": "s",
}
WORD = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in SPELLINGS), re.IGNORECASE)


class Piece(NamedTuple):
    """Of a sentence: plain, stressed, or a word of the glossary with its line."""

    text: str
    line: str = ""
    stressed: bool = False


def explained(text: str) -> list[Piece]:
    """A sentence of ours in pieces: *emphasis*, and each glossary word, the first time it stands there."""
    told: set[str] = set()
    return [piece for part in re.split(r"(\*.+?\*)", text) if part for piece in _pieces(part, told)]


def _pieces(part: str, told: set[str]) -> Iterator[Piece]:
    if part.startswith("*"):
        yield Piece(part.strip("*"), stressed=True)
        return
    at = 0
    for word in WORD.finditer(part):
        entry = SPELLINGS[word[0].lower()]
        if entry in told:
            continue
        told.add(entry)
        yield from [Piece(part[at : word.start()])] if word.start() > at else []
        yield Piece(word[0], GLOSSARY[entry])
        at = word.end()
    if at < len(part):
        yield Piece(part[at:])
