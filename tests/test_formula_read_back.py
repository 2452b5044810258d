"""What is shown of a formula is what was typed: the text is read back as people read it, and is the same function."""

import random
import re

import numpy as np

from surfaces import FormulaError, parse_formula
from surfaces.tokens import FUNCTIONS

WORD = "|".join(sorted(["log10", "log2", "lg", *FUNCTIONS], key=len, reverse=True))
LEAF = rf"(?P<f>(?:{WORD})(?=\())|(?P<v>pi|[xye])|(?P<n>\d+(?:\.\d+)?)"
SIGN = r"(?P<s>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|<=|>=|==|!=|[-+*/^(),<>])|(?P<space>\s+)"
PARTS = re.compile(f"{LEAF}|{SIGN}")
RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


def rooted(text):
    """√ of what stands right after it, a number, a letter, a function with its parentheses or parentheses, as sqrt."""
    while (at := text.rfind("√")) >= 0:
        rest = text[at + 1 :]
        end = re.match(rf"(?:{WORD}|abs|sqrt)?(?=\()|pi|[xye]|\d+(?:\.\d+)?", rest).end()
        if rest[end : end + 1] == "(":
            depth, end = 1, end + 1
            while depth:
                depth, end = depth + {"(": 1, ")": -1}.get(rest[end], 0), end + 1
        text = f"{text[:at]}sqrt({rest[:end]}){rest[end:]}"
    return text


def typed(shown):
    """The formula as one types it, with * between what stands side by side. Bars do not stand within bars."""
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", shown).replace("π", "pi").replace("−", "-").replace("·", "*")
    text = rooted(text)
    for sign, code in (("≤", "<="), ("≥", ">="), ("≠", "!="), (" = ", " == ")):
        text = text.replace(sign, code)
    pieces, found = [], []
    for match in PARTS.finditer(text):
        kind, word = match.lastgroup, match.group()
        if kind == "space":
            continue
        ends = found and (found[-1][0] in "vn" or found[-1][1] == ")" or found[-1][1][0] in RAISED)
        begins = kind in "fvn" or word == "("
        if ends and begins:
            pieces.append("*")
        pieces.append(word)
        found.append((kind, word))
    assert "".join(word for _, word in found) == re.sub(r"\s", "", text), text
    return "".join(pieces)


FORMS = (
    ["({a} + {b})", "({a} - {b})", "{a}*{b}", "{a}/{b}", "({a})^{b}", "-{a}", "{f}({a})", "{a}+{b}", "{a}-{b}"]
    + ["({a})^({b})", "({a})²", "({a})⁻³", "{f}({a})²", "{f}({a})^{b}", "{a}*{f}({b})", "{a}*{b}*{c}", "{a}/{b}*{c}"]
    + ["{a}/({b}*{c})", "({a}/{b})/{c}", "{a}*({b}/{c})", "2^{a}*{b}", "min({a}, {b})", "where({a} <= {b}, {c}, 2)"]
)
LEAVES = ["x", "y", "2", "0.5", "-3", "pi", "e", "1e-9", "7e11", "12", "3.25", "x²", "y⁻¹", "-x", "2/3", "3²", "x^22"]


def made_up(rng, depth):
    if depth == 0:
        return rng.choice(LEAVES)
    a, b, c = (made_up(rng, depth - 1 - i % 2) if depth > 1 else rng.choice(LEAVES) for i in range(3))
    return rng.choice(FORMS).format(a=a, b=b, c=c, f=rng.choice([*"sin sqrt abs log atan log10 tanh".split()]))


def test_what_is_shown_is_read_as_what_was_typed():
    rng, points, read = random.Random(0), np.random.default_rng(0).uniform(0.2, 2, (2, 20)), 0
    for _ in range(1500):
        text = made_up(rng, rng.randrange(1, 4))
        try:
            formula = parse_formula(text)
        except FormulaError:
            continue
        again = parse_formula(typed(formula.text))
        with np.errstate(all="ignore"):
            ours, theirs = formula.value(points), again.value(points)
        fine = np.isfinite(ours) & (abs(ours) < 1e9)
        np.testing.assert_allclose(theirs[fine], ours[fine], rtol=1e-6, err_msg=f"{text} is shown as {formula.text}")
        read += 1
    assert read > 1000
