"""Reading a formula of x and y: text to a tree of terms, or a FormulaError that says what to write instead.

    sum      = product (("+" | "-") product)*
    product  = signed (("*" | "/") signed)*
    signed   = ("+" | "-") signed | power
    power    = atom superscript* (("^" | "**") signed)?     2^3^2 = 2^9 and -x^2 = -(x^2), as on paper; x²^3 = (x²)^3
    atom     = number | x | y | pi | e | function "(" … ")" | "(" sum ")"

Nothing but this grammar exists here: a formula is never evaluated as Python, and no name reaches further than the
tables below. Superscripts and the typographic signs − · × ÷ π ≤ ≥ ≠ are read as what they mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NoReturn

from .expression import COMPARISONS, Node, call, number, variables
from .tokens import FUNCTIONS, OTHERWISE, SHORT, FormulaError, Token, tokens

CONSTANTS = {"pi": math.pi, "e": math.e}
ARITIES = dict.fromkeys(FUNCTIONS, 1) | {"min": 2, "max": 2, "where": 3}
MOST_TERMS = 200
DEEPEST = 60
LARGEST_EXPONENT = 50
VANISHING = ("*", "/", "^", "exp")  # of numbers other than 0 never 0, unless they are too small to be told from it


@dataclass(frozen=True)
class Term:
    """One operation of a formula as it was typed, with its place in the text."""

    op: str
    parts: tuple[Term, ...]
    at: int
    value: float | None = None
    depth: int = 1


def read(text: str) -> Term:
    """The formula's tree. Raises FormulaError for whatever is not a formula of x and y."""
    return Reader(text).formula()


class Reader:
    def __init__(self, text: str):
        self.tokens = tokens(text)
        self.next = 0
        self.terms = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self, *signs: str) -> Token | None:
        """The next token, if it is one of these signs."""
        token = self.token
        if token.kind != "sign" or token.text not in signs:
            return None
        self.next += 1
        return token

    def term(self, op: str, parts: tuple[Term, ...], at: int, value: float | None = None) -> Term:
        self.terms += 1
        depth = 1 + max((part.depth for part in parts), default=0)
        if self.terms > MOST_TERMS:
            raise FormulaError(f"A formula has at most {MOST_TERMS} parts. Please make it shorter.", at)
        if depth > DEEPEST:
            raise too_deep(at)
        return Term(op, parts, at, value, depth)

    def formula(self) -> Term:
        if self.token.kind == "end":
            raise FormulaError("Write a formula of x and y, such as x^2 + 50*y^2.", 0)
        whole = self.sum()
        if self.token.kind != "end":
            self.refuse()
        return whole

    def sum(self) -> Term:
        left = self.product()
        while sign := self.take("+", "-"):
            left = self.term(sign.text, (left, self.product()), sign.at)
        return left

    def product(self) -> Term:
        left = self.signed()
        while sign := self.take("*", "/"):
            left = self.term(sign.text, (left, self.signed()), sign.at)
        return left

    def signed(self) -> Term:
        self.nesting += 1
        if self.nesting > DEEPEST:
            raise too_deep(self.token.at)
        if sign := self.take("+", "-"):
            inner = self.signed()
            result = self.term("negative", (inner,), sign.at) if sign.text == "-" else inner
        else:
            result = self.power()
        self.nesting -= 1
        return result

    def power(self) -> Term:
        base = self.atom()
        while self.token.kind == "raised":  # it belongs to what it stands at, and to that alone
            at, minus, digits = self.superscript()
            exponent = self.term("number", (), digits.at, digits.value)
            base = self.term("^", (base, self.term("negative", (exponent,), at) if minus else exponent), at)
        if sign := self.take("^"):
            return self.term("^", (base, self.signed()), sign.at)
        return base

    def superscript(self) -> tuple[int, bool, Token]:
        """Where it stands, whether it has a minus, and its digits."""
        at = self.token.at
        self.next += 1
        minus = self.take("-") is not None
        self.next += 1
        return at, minus, self.tokens[self.next - 1]

    def atom(self) -> Term:
        token = self.token
        self.next += 1
        if token.kind == "number":
            return self.term("number", (), token.at, token.value)
        if token.kind == "name":
            return (
                self.function(token)
                if token.text in ARITIES or token.text in SHORT
                else self.term(token.text, (), token.at)
            )
        if token.text == "(":
            inner = self.sum()
            self.close(token)
            return inner
        self.next -= 1
        self.refuse()

    def function(self, name: Token) -> Term:
        """name(…): where takes a comparison first, all others take sums."""
        opening = self.take("(")
        if not opening:
            raise FormulaError(self.parentheses(name.text), self.token.at)
        parts = [self.comparison() if name.text == "where" else self.sum()]
        while self.take(","):
            parts.append(self.sum())
        self.close(opening)
        arity = ARITIES.get(name.text, 1)
        if len(parts) != arity:
            example = EXAMPLE.get(name.text, f"{name.text}(x)")
            raise FormulaError(f"{name.text} takes {WANTED[arity]}: write {example}.", name.at)
        if name.text in SHORT:
            op, base = SHORT[name.text]
            unit = self.term(op, (self.term("number", (), name.at, base),), name.at)
            return self.term("/", (self.term(op, tuple(parts), name.at), unit), name.at)
        return self.term("log" if name.text == "ln" else name.text, tuple(parts), name.at)

    def parentheses(self, name: str) -> str:
        """What to write for a function without them: sin x, sin 2*x, sin²(x)."""
        token, then = self.token, self.tokens[min(self.next + 1, len(self.tokens) - 1)]
        if token.kind == "raised" or token.text == "^":
            digits = then if then.text != "-" else self.tokens[self.next + 2]
            power = f"{'-' * (then is not digits)}{(digits.value or 0):g}" if digits.kind == "number" else "2"
            if power == "-1" and name in INVERSE:
                return f"Write {INVERSE[name]} for the inverse, or 1/{name}(x)."
            return f"Write {name}(x)^{power}: an exponent stands after the parentheses."
        alone = then.kind == "end" or then.text in ("+", "-", ")", ",")
        inner = (token.text if alone else "…") if token.kind in ("name", "number") else "x"
        return f"Write {name}({inner}): a function needs parentheses."

    def comparison(self) -> Term:
        left = self.sum()
        sign = self.take(*COMPARISONS)
        if not sign:
            raise FormulaError("where begins with a comparison: write where(x < 0, −x, x).", self.token.at)
        return self.term(sign.text, (left, self.sum()), sign.at)

    def close(self, opening: Token) -> None:
        if self.take(")"):
            return
        if self.token.kind == "end":
            raise FormulaError("This parenthesis is never closed: write ) where it ends.", opening.at)
        self.refuse()

    def refuse(self) -> NoReturn:
        """Says what is wrong with the token that stands where it cannot."""
        token, before = self.token, self.tokens[self.next - 1]
        if token.kind == "end":
            raise FormulaError("Something is missing at the end: write x, y or a number there.", token.at)
        if token.kind in ("sign", "raised") and token.text != "(":
            if self.next == 0 or (before.kind == "sign" and before.text != ")"):
                sign = "an exponent" if token.kind == "raised" else token.text
                raise FormulaError(f"Something is missing before {sign}: write x, y or a number there.", token.at)
            raise FormulaError(MISPLACED.get(token.text, MISPLACED["<"]), token.at)
        if before.kind == token.kind == "number":
            raise FormulaError(f"Write a sign between {before.text} and {token.text}.", token.at)
        product = f"{before.text}*{token.text}"
        if self.next > 1 and self.tokens[self.next - 2].text == "/":
            raise FormulaError(f"Write {product}, or ({product}) where all of it is divided by.", token.at)
        raise FormulaError(f"Write {product}: a product needs its sign.", token.at)


INVERSE = {"tan": "atan(x)"} | {name: OTHERWISE[f"a{name}"] for name in ("sin", "cos", "sinh", "cosh", "tanh")}


MISPLACED = {
    "<": "One comparison stands at the front of where, and nowhere else: write where(x < 0, −x, x).",
    ",": "A comma stands only between the values of min, max and where; write 1.5 for 1,5.",
    ")": "This parenthesis was never opened: write ( where it begins, or leave it out.",
}
WANTED = {1: "one value", 2: "two values", 3: "a comparison and two values"}
EXAMPLE = {name: f"{name}(x)" for name in ARITIES} | {
    "min": "min(x, y)",
    "max": "max(x, y)",
    "where": "where(x < 0, −x, x)",
}


def of_one(term: Term) -> Term:
    """The same tree, where it has x alone. Raises FormulaError where y stands in it."""
    if term.op == "y":
        raise FormulaError("There is one parameter here, and it is called x: write x for y.", term.at)
    for part in term.parts:
        of_one(part)
    return term


def too_deep(at: int) -> FormulaError:
    return FormulaError(f"More than {DEEPEST} operations inside one another. Please make it simpler.", at)


def expression(term: Term) -> Node:
    """The simplified expression of a tree. Raises FormulaError where numbers alone have no finite result."""
    x, y = variables()
    return built(term, {"x": x, "y": y} | {name: number(x, value) for name, value in CONSTANTS.items()})


def built(term: Term, names: dict[str, Node]) -> Node:
    parts = [built(part, names) for part in term.parts]
    if term.op == "^" and abs(parts[1].value or 0) > LARGEST_EXPONENT:
        raise FormulaError(f"An exponent is at most {LARGEST_EXPONENT}: write a smaller one.", term.parts[1].at)
    if term.op == "/" and parts[1].value == 0:
        raise FormulaError("This has no finite value: nothing can be divided by 0.", term.at)
    node = names[term.op] if term.op in names else operation(term, parts, names["x"])
    if node.value is not None and not math.isfinite(node.value):
        raise FormulaError("This has no finite value: please check the numbers in it.", term.at)
    if node.value == 0 and term.op in VANISHING and all(part.value != 0 for part in parts):
        raise FormulaError("This is so near to 0 that it cannot be told from 0: please check its numbers.", term.at)
    return node


def operation(term: Term, parts: list[Node], near: Node) -> Node:
    match term.op:
        case "number":
            return number(near, term.value or 0)
        case "negative":
            return -1 * parts[0]
        case "+":
            return parts[0] + parts[1]
        case "-":
            return parts[0] - parts[1]
        case "*":
            return parts[0] * parts[1]
        case "/":
            return parts[0] / parts[1]
        case "^":
            return parts[0] ** parts[1]
    return call(term.op, *parts)
