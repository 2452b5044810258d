"""How a sentence of a page is checked: each claim is computed, and no figure stands in a sentence without a claim."""

import re

import numpy as np

FIGURE = re.compile(r"(?<![\w₀-₉.,])(?:[−-])?\d[\d,]*(?:\.\d+)?(?:e[−-]?\d+)?(?!-D)")
NUMBERS = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight"], range(1, 9), strict=True))
NUMBERS |= {"half": 0.5, "a third": 1 / 3, "a tenth": 0.1, "twice": 2.0}
TO_DO = (
    "Drag ",
    "Turn ",
    "Switch ",
    "Press ",
    "Give ",
    "Move ",
    "Choose ",
    "Add ",
    "Pause",
    "Try ",
    "Compare ",
    "Change ",
)


def figures(text):
    """The numbers in a sentence, as they are written."""
    return FIGURE.findall(text)


def sentences(text):
    return re.split(r"(?<=[.?!])\*? (?=[^a-z])", text.replace("*", ""))


def agrees(figure, value):
    """Whether a number, rounded to the digits of the figure, is the figure."""
    text = figure.replace("−", "-").replace(",", "")
    digits, _, exponent = text.partition("e")
    places = len(digits.partition(".")[2]) - int(exponent or 0)
    return abs(float(text) - value) <= 0.5 * 10.0**-places * (1 + 1e-9)


def word(text):
    """The number that a word stands for, the last one of the text."""
    found = [(text.lower().rfind(name), value) for name, value in NUMBERS.items() if name in text.lower()]
    return max(found)[1] if found else None


def assert_claim(text, said, found):
    """`found` is what was computed: True, or the last figure in `said`, or all of them."""
    assert said in text.replace("*", ""), f"‘{said}’ does not stand in the text"
    if isinstance(found, bool | np.bool_):
        assert found, f"‘{said}’ does not hold"
        return
    written = figures(said)
    assert found is not None, f"‘{said}’: nothing was found"
    if not written:
        assert word(said) == found, f"‘{said}’: {found}"
        return
    values = found if isinstance(found, tuple) else (found,)
    written = written if isinstance(found, tuple) else written[-1:]
    assert len(written) == len(values), f"‘{said}’: {values}"
    assert all(map(agrees, written, values)), f"‘{said}’: {values}"


def assert_covered(text, all_said):
    """Every figure is in a claim, and every sentence says something that is one, asks, or says what to do."""
    left = " ".join(sentence for sentence in sentences(text) if not sentence.startswith(TO_DO))
    for said in sorted(all_said, key=len, reverse=True):
        left = left.replace(said, "…")
    assert not figures(left), f"nobody computes {figures(left)} in ‘{text}’"
    for sentence in sentences(text):
        free = sentence.endswith("?") or sentence.startswith(TO_DO)
        assert free or any(said in sentence for said in all_said), f"nobody computes ‘{sentence}’"
