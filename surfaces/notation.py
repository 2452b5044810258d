"""A formula's tree as people write it: one line of Unicode, or LaTeX. The formula as typed, not as simplified."""

from collections.abc import Callable
from typing import NamedTuple

from .formula import Term

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)
HIGH = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
GREEK = {"pi": "π"}
COMPARED = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
COMPARED_LATEX = {"<=": r"\le", ">=": r"\ge", "==": "=", "!=": r"\ne"}
UPRIGHT = {"atan": r"\arctan"}


class Piece(NamedTuple):
    """Some written text, how tightly it binds, and whether it begins with a digit or point or ends with a word."""

    text: str
    level: int


def pretty(term: Term) -> str:
    """One line of Unicode: x² + 50y²."""
    return unicode_piece(term).text


def latex(term: Term) -> str:
    r"""LaTeX: x^{2} + 50 y^{2}."""
    return latex_piece(term).text


def decimal(value: float) -> str:
    """A number as on paper: 50, .05, −3; powers of ten only where there is no other way."""
    text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def unicode_piece(term: Term) -> Piece:
    parts = [unicode_piece(part) for part in term.parts]
    match term.op:
        case "number":
            return Piece(decimal(term.value or 0), ATOM)
        case "negative":
            return Piece("−" + wrapped(parts[0], PRODUCT), SIGN)
        case "+" | "-":
            return Piece(f"{parts[0].text} {term.op.replace('-', '−')} {wrapped(parts[1], PRODUCT)}", SUM)
        case "*":
            return Piece(product(*parts, term, wrapped, "·"), PRODUCT)
        case "/":
            return Piece(f"{wrapped(parts[0], PRODUCT)}/{wrapped(parts[1], POWER)}", PRODUCT)
        case "^":
            return Piece(wrapped(parts[0], ATOM) + exponent(term.parts[1], parts[1]), POWER)
        case "sqrt":
            return Piece("√" + wrapped(parts[0], ATOM), POWER)
        case "abs":
            return Piece(f"|{parts[0].text}|", ATOM)
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
            mantissa, _, ten = decimal(term.value or 0).partition("e")
            return Piece(rf"{mantissa} \cdot 10^{{{int(ten)}}}", PRODUCT) if ten else Piece(mantissa, ATOM)
        case "negative":
            return Piece("-" + bracketed(parts[0], PRODUCT), SIGN)
        case "+" | "-":
            return Piece(f"{texts[0]} {term.op} {bracketed(parts[1], PRODUCT)}", SUM)
        case "*":
            return Piece(product(*parts, term, bracketed, r" \cdot "), PRODUCT)
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
                ATOM,
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


def product(left: Piece, right: Piece, term: Term, guard: Callable[[Piece, int], str], dot: str) -> str:
    """Factors side by side, with a dot only where they would run into each other."""
    a, b = guard(left, PRODUCT), guard(right, POWER)
    if b[0] in "0123456789." or (b[0] == "(" and a[-1].isalpha() and guard is wrapped and len(a) > 1):
        return a + dot + b
    words = any(part.op not in ("number", "x", "y", "pi", "e", "^") for part in term.parts)
    return f"{a} {b}" if guard is bracketed or (words and a[-1] != ")" and b[0] != "(") else a + b


def exponent(term: Term, piece: Piece) -> str:
    """² where the exponent is a whole number, ^(…) elsewhere."""
    inner = term.parts[0] if term.op == "negative" else term
    if inner.op == "number" and (inner.value or 0).is_integer():
        return ("-" if inner is not term else "").translate(HIGH) + decimal(inner.value or 0).translate(HIGH)
    return f"^{wrapped(piece, ATOM)}"
