"""The words that stand on more than one page, and the glossary that explains them where they stand."""

import re
from html import escape

INTRO = {
    "race": "Drag a learning rate and watch the path bend.",
    "guide": "Every optimizer with the source that runs, every surface with its facts, every word in one line.",
}

SHORTCUTS = """
| key | what it does |
|---|---|
| space | play, pause |
| ← → | one step back, one step on (with Shift ten) |
| Home, End | the start, the last step |
| F | fit the map to all paths |
| 0 | back to the surface's own view |
| Esc | close what is open |

Drag ◎ or click the map for another start; with the keyboard, focus ◎ and use the arrows. Double click a slider to go
back to its preset. Click a number to type it. Click a racer's name for its formula and its source.
"""

GLOSSARY = {
    "surface, loss": "The height f(x, y) that everybody wants to make small.",
    "gradient g": "The direction of steepest climb; minus the gradient points down.",
    "optimizer": "A rule that turns gradients into steps.",
    "racer": "One optimizer with its settings, colour and marker.",
    "learning rate α": "How long a step is.",
    "momentum, v": "The average of recent gradients (the Adam paper writes m).",
    "β₁": "How much of v is kept each step; it remembers about 1/(1−β₁) steps.",
    "s": "The average of recent squared gradients, coordinate by coordinate (the Adam paper writes v).",
    "β₂": "How much of s is kept each step.",
    "ε": "A small number that keeps √s + ε away from zero.",
    "bias correction": "Dividing an average by 1 − βᵗ, because it started at zero.",
    "effective step size": "α / (√ŝ + ε): what is left of α once each coordinate has been divided by its own size.",
    "condition number κ": "Steepest curvature over flattest. κ = 1 is round.",
    "curvature, λmax": "How fast the slope changes along the steepest direction. "
    "Gradient descent diverges above α = 2/λmax.",
    "saddle": "Flat point that goes up one way and down another.",
    "plateau": "A region with almost no slope.",
    "basin": "All the starts that end in the same minimum.",
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
    "racer": "racer",
    "loss": "surface, loss",
    "√s": "s",
}
WORD = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in SPELLINGS), re.IGNORECASE)


def explained(text: str) -> str:
    """HTML of a sentence of ours: *emphasis*, and each glossary word, the first time it stands there, with its line."""
    told: set[str] = set()

    def with_line(match: re.Match) -> str:
        entry = SPELLINGS[match[0].lower()]
        if entry in told:
            return match[0]
        told.add(entry)
        return f'<abbr class="lab-word" tabindex="0" title="{escape(GLOSSARY[entry])}">{match[0]}</abbr>'

    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", WORD.sub(with_line, escape(text, quote=False)))
