"""A formula's text as numbers, names and signs, each with its place in what was typed."""

import re
import unicodedata
from difflib import get_close_matches
from typing import NamedTuple

LONGEST = 300
LARGEST = 1e12
VARIABLES = ("x", "y")
FUNCTIONS = "sin cos tan exp log ln sqrt abs tanh sinh cosh atan min max where".split()
NAMES = [*VARIABLES, "pi", "e", *FUNCTIONS]
SHORT = {"log10": ("log", 10.0), "lg": ("log", 10.0), "log2": ("log", 2.0)}  # log(x)/log(10), and so on
OTHERWISE = {
    "arctan": "atan",
    "tg": "tan",
    "arctg": "atan",
    "fabs": "abs",
    "pow": "^",
    "if": "where",
    "exp2": "2^x",
    "exp10": "10^x",
    "expm1": "exp(x) - 1",
    "log1p": "log(1 + x)",
    "cbrt": "where(x < 0, -(-x)^(1/3), x^(1/3))",
    "square": "x^2",
    "sec": "1/cos(x)",
    "csc": "1/sin(x)",
    "cot": "1/tan(x)",
    "asinh": "log(x + sqrt(x^2 + 1))",
    "acosh": "log(x + sqrt(x^2 - 1))",
    "atanh": "log((1 + x)/(1 - x))/2",
    "sign": "where(x < 0, -1, where(x > 0, 1, 0))",
    "sgn": "where(x < 0, -1, where(x > 0, 1, 0))",
    "heaviside": "where(x < 0, 0, 1)",
    "step": "where(x < 0, 0, 1)",
    "sigmoid": "1/(1 + exp(-x))",
    "softplus": "log(1 + exp(x))",
    "relu": "max(x, 0)",
    "hypot": "sqrt(x^2 + y^2)",
    "norm": "sqrt(x^2 + y^2)",
} | dict.fromkeys(("asin", "arcsin"), "atan(x/sqrt(1 - x^2))")
OTHERWISE |= dict.fromkeys(("acos", "arccos"), "pi/2 - atan(x/sqrt(1 - x^2))")
OTHERWISE |= {"arc" + name[1:]: OTHERWISE[name] for name in ("asinh", "acosh", "atanh")}
OTHERWISE |= dict.fromkeys("fz", "only what f(x, y) is")
ABSENT = frozenset(
    "floor ceil round trunc mod fmod rand random erf gamma sum mean atan2 arctan2 factorial int diff integrate "
    "inf infinity nan".split()
)

TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^(),<>])|(?P<raised>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
TYPOGRAPHIC = str.maketrans(
    dict.fromkeys("−–—‐‑‒﹣－", "-")
    | dict.fromkeys("·⋅×∙∗•✕", "*")
    | dict.fromkeys("÷∕⁄", "/")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", " ")
    | {"ˆ": "^"}
)
WORDS = {"≤": "<=", "≥": ">=", "≠": "!="}
LEVEL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
INSTEAD = (
    {
        "|": "Write abs(x) for |x|.",
        "√": "Write sqrt(x) for √x.",
        "=": "Write only what f(x, y) is, without =; inside where, equal is ==.",
        "!": "There is no factorial here; inside where, unequal is !=.",
        "%": "Write 0.05 for 5%; there is no remainder here.",
        "∛": "Write x^(1/3) for ∛x; for x below 0 it has no value.",
        "∞": "Numbers are finite here: write one, up to 1e12.",
        "\\": "Write x*y, x/y and sqrt(x), as in a program and not as in LaTeX.",
        "$": "Write the formula alone, without $.",
        ":": "Write / to divide.",
        ";": "Write , between values and . inside numbers.",
        "’": "Derivatives are found for you: write only f.",
        "'": "Derivatives are found for you: write only f.",
    }
    | dict.fromkeys("⁺⁽⁾ⁿˣʸᵉᵃ", "Write ^ and the exponent, such as x^(y + 1).")
    | dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", "Variables have no index here: write x for x₁ and y for x₂.")
    | dict.fromkeys("[{", "Write ( instead.")
    | dict.fromkeys("]}", "Write ) instead.")
)


class FormulaError(ValueError):
    """A formula that cannot be read: a sentence that says what to write instead, and where.

    position: index of the character in the user's own text, len(text) at its end.
    """

    def __init__(self, sentence: str, position: int = 0):
        super().__init__(sentence)
        self.position = position

    def __reduce__(self) -> tuple[type, tuple[str, int]]:
        return FormulaError, (str(self), self.position)


class Token(NamedTuple):
    kind: str  # number, name, sign, raised (the ^ of a superscript) or end
    text: str
    at: int
    value: float | None = None


def tokens(text: str) -> list[Token]:
    """The tokens of a text and an end. Raises FormulaError for signs, names and numbers that have no meaning here."""
    if len(text) > LONGEST:
        raise FormulaError(f"A formula has at most {LONGEST} characters. Please make it shorter.", LONGEST)
    found = [token for match in TOKEN.finditer(text.translate(TYPOGRAPHIC)) for token in read(match)]
    return [*found, Token("end", "", len(text))]


def read(match: re.Match[str]) -> list[Token]:
    kind, word, at = str(match.lastgroup), match.group(), match.start()
    match kind:
        case "number":
            return [numeral(word, at)]
        case "name":
            return [Token("name", known(word, at), at)]
        case "sign":
            return [Token("sign", word.replace("**", "^"), at)]
        case "raised":
            return raised(word, at)
        case "space":
            return []
    if word == "π":
        return [Token("name", "pi", at)]
    if word in WORDS:
        return [Token("sign", WORDS[word], at)]
    raise FormulaError(INSTEAD.get(word) or fraction(word), at)


def fraction(word: str) -> str:
    """(1/2) for ½; of any other sign that it has no meaning."""
    above, slash, below = unicodedata.normalize("NFKD", word).partition("⁄")
    if slash and above.isdigit() and below.isdigit():
        return f"Write ({above}/{below}) for {word}."
    return "This sign has no meaning here: use + - * / ^ ( ) and names."


def numeral(word: str, at: int) -> Token:
    value = float(word)
    if value == 0 and re.search("[1-9]", re.split("[eE]", word)[0]):
        raise FormulaError("Numbers this near to 0 cannot be told from 0: write 0, or a larger one.", at)
    if value > LARGEST:
        raise FormulaError("Numbers go up to 1e12: write a smaller one.", at)
    return Token("number", word, at, value)


def raised(word: str, at: int) -> list[Token]:
    """² as ^2, and ⁻² as ^-2."""
    digits = word.translate(LEVEL)
    if not re.fullmatch("-?[0-9]+", digits):
        raise FormulaError("This exponent cannot be read: write ^ and a number.", at)
    sign = [Token("sign", "-", at)] if digits[0] == "-" else []
    return [Token("raised", "^", at), *sign, numeral(digits.lstrip("-"), at)._replace(text=word)]


def known(word: str, at: int) -> str:
    if word in NAMES or word in SHORT:
        return word
    if word in ABSENT:
        raise FormulaError(f"There is no {word} here: use + - * / ^ and functions such as {FUNCTIONS[0]}(x).", at)
    raise FormulaError(f"I do not know {word[:20]}: {instead(word)}", at)


def instead(word: str) -> str:
    """What was probably meant by an unknown name."""
    if word.lower() in NAMES:
        return f"write {word.lower()}, in small letters."
    if (plain := word.lower().replace("_", "")) in SHORT:
        return f"write {plain}, in small letters." if plain == word.lower() else f"write {plain}."
    if word in OTHERWISE:
        return f"write {OTHERWISE[word]}."
    if len(word) <= 8 and set(word) <= {"x", "y"}:
        return f"write {'*'.join(word)}."
    if word == "x1":
        return "write x for x1, and y for x2."
    if word == "x2":
        return "write x^2 or x*2, or y for x2."
    if word[0] in VARIABLES and word[1:].isdigit():
        return f"write {word[0]}^{word[1:4]} or {word[0]}*{word[1:4]}."
    for name in sorted(FUNCTIONS, key=len, reverse=True):
        if word.startswith(name) and word[len(name) :] in VARIABLES:
            return f"write {name}({word[len(name) :]})."
    for name in sorted((name for name in [*NAMES, *SHORT] if name not in VARIABLES), key=len, reverse=True):
        if word[0] in VARIABLES and word[1:] == name:
            return f"write {word[0]}*{name}."
    if word[:-1] == "pi" and word[-1] in VARIABLES:
        return f"write pi*{word[-1]}."
    near = get_close_matches(word.lower(), NAMES, 1)
    return f"did you mean {near[0]}?" if near else "use x, y, pi, e and functions such as sin(x)."
