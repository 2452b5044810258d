"""A formula's tree as people write it: one line of Unicode, or LaTeX. The formula as typed, not as simplified."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from .formula import ARITIES, Term

SUM, SIGN, PRODUCT, POWER, ATOM = range(5)
HIGH = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
GREEK = {"pi": "π"}
COMPARED = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
COMPARED_LATEX = {"<=": r"\le", ">=": r"\ge", "==": "=", "!=": r"\ne"}
WORDS = ARITIES.keys() - {"sqrt", "abs"}
UPRIGHT = {"atan": r"\arctan"}


class Piece(NamedTuple):
    """Some written text and how tightly it binds."""

    text: str
    level: int


def pretty(term: Term) -> str:
    """One line of Unicode: x² + 50y²."""
    return unicode_piece(sign_first(term)).text


def latex(term: Term) -> str:
    r"""LaTeX: x^{2} + 50 y^{2}."""
    return latex_piece(sign_first(term)).text


def sign_first(term: Term) -> Term:
    """(−a)·b as −(a·b): the same value to the last bit, and what people write."""
    parts = tuple(sign_first(part) for part in term.parts)
    if term.op in ("*", "/") and parts[0].op == "negative":
        return Term("negative", (replace(term, parts=(parts[0].parts[0], parts[1])),), term.at)
    return replace(term, parts=parts)


def decimal(value: float) -> tuple[str, str]:
    """A number as on paper, 50 or 0.05, and the power of ten that it is multiplied by, where it needs one."""
    mantissa, _, ten = (repr(int(value)) if value.is_integer() else repr(value)).partition("e")
    return mantissa, str(int(ten)) if ten else ""


def unicode_piece(term: Term) -> Piece:
    parts = [unicode_piece(part) for part in term.parts]
    match term.op:
        case "number":
            mantissa, ten = decimal(term.value or 0.0)
            return Piece(f"{mantissa}·10{ten.translate(HIGH)}", PRODUCT) if ten else Piece(mantissa, ATOM)
        case "negative":
            return Piece("−" + wrapped(parts[0], PRODUCT), SIGN)
        case "+" | "-":
            return Piece(f"{parts[0].text} {term.op.replace('-', '−')} {wrapped(parts[1], PRODUCT)}", SUM)
        case "*":
            return Piece(product(parts, term, wrapped, "·"), PRODUCT)
        case "/":
            above = f"({parts[0].text})" if term.parts[0].op == "/" else wrapped(parts[0], PRODUCT)
            return Piece(f"{above}/{wrapped(parts[1], POWER)}", PRODUCT)
        case "^":
            return Piece(wrapped(parts[0], ATOM) + exponent(term.parts[1], parts[1]), POWER)
        case "sqrt":
            return Piece("√" + wrapped(parts[0], ATOM), POWER)
        case "abs":
            inner = parts[0].text  # bars in bars would not tell which belong together
            return Piece(f"abs({inner})" if "|" in inner else f"|{inner}|", ATOM)
    if not parts:
        return Piece(GREEK.get(term.op, term.op), ATOM)
    if term.op in COMPARED or term.op in "<>":
        return Piece(f"{parts[0].text} {COMPARED.get(term.op, term.op)} {parts[1].text}", SUM)
    return Piece(f"{term.op}({', '.join(part.text for part in parts)})", ATOM)


def latex_piece(term: Term) -> Piece:
    parts = [latex_piece(part) for part in term.parts]
    texts = [part.text for part in parts]
    match term.op:
        case "number":
            mantissa, ten = decimal(term.value or 0.0)
            return Piece(rf"{mantissa} \cdot 10^{{{ten}}}", PRODUCT) if ten else Piece(mantissa, ATOM)
        case "negative":
            return Piece("-" + bracketed(parts[0], PRODUCT), SIGN)
        case "+" | "-":
            return Piece(f"{texts[0]} {term.op} {bracketed(parts[1], PRODUCT)}", SUM)
        case "*":
            return Piece(product(parts, term, bracketed, r" \cdot "), PRODUCT)
        case "/":
            return Piece(rf"\frac{{{texts[0]}}}{{{texts[1]}}}", POWER)
        case "^":
            return Piece(f"{bracketed(parts[0], ATOM)}^{{{texts[1]}}}", POWER)
        case "sqrt":
            return Piece(rf"\sqrt{{{texts[0]}}}", ATOM)
        case "abs":
            return Piece(rf"\left|{texts[0]}\right|", ATOM)
        case "where":
            return Piece(
                rf"\begin{{cases}} {texts[1]} & \text{{if }} {texts[0]} \\ {texts[2]} & \text{{else}} \end{{cases}}",
                SUM,
            )
    if not parts:
        return Piece(r"\pi" if term.op == "pi" else term.op, ATOM)
    if term.op in COMPARED or term.op in "<>":
        return Piece(f"{texts[0]} {COMPARED_LATEX.get(term.op, term.op)} {texts[1]}", SUM)
    return Piece(rf"{UPRIGHT.get(term.op, chr(92) + term.op)}\left({', '.join(texts)}\right)", ATOM)


def wrapped(piece: Piece, level: int) -> str:
    return piece.text if piece.level >= level else f"({piece.text})"


def bracketed(piece: Piece, level: int) -> str:
    return piece.text if piece.level >= level else rf"\left({piece.text}\right)"


def product(parts: list[Piece], term: Term, guard: Callable[[Piece, int], str], dot: str) -> str:
    """Factors side by side, with a dot only where they would run into each other."""
    a, b = guard(parts[0], PRODUCT), guard(parts[1], POWER)
    if guard is wrapped and term.parts[0].op == "/":  # 2/3x would be read as 2/(3x)
        a = f"({a})"
    meet = guard is wrapped and (re.search(r"[\^√][^\s()]+$", a) or (a[-1], b[0]) == ("|", "|"))  # 2^xy, √xy, |x||y|
    if b[0] in "0123456789." or meet:
        return a + dot + b
    return f"{a} {b}" if guard is bracketed or any(part.op in WORDS for part in term.parts) else a + b


def exponent(term: Term, piece: Piece) -> str:
    """² where the exponent is a whole number, ^(…) elsewhere."""
    inner = term.parts[0] if term.op == "negative" else term
    if inner.value is None or not inner.value.is_integer():
        return f"^{wrapped(piece, ATOM)}"
    return ("⁻" if inner is not term else "") + decimal(inner.value)[0].translate(HIGH)
