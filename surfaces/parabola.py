"""The quadratic cost of one parameter: a family of parabolas, by its coefficients."""

from math import ceil, floor, log10

from .bowl import plain
from .parameter import Parameter
from .rates import RATES
from .surface import Span, Surface

A = Parameter(
    name="a",
    symbol="a",
    latex="a",
    label="coefficient a of w²",
    help="How sharply the parabola bends: the slope changes by 2a from one w to the next.",
    default=1.0,
    low=0.1,
    high=5.0,
    scale="log",
    least=1e-6,
    most=1e6,
)
B = Parameter(
    name="b",
    symbol="b",
    latex="b",
    label="coefficient b of w",
    help="Moves the minimum sideways: it lies at w = −b/2a.",
    default=-10.0,
    low=-20.0,
    high=20.0,
    scale="linear",
    least=-1e6,
    most=1e6,
)
C = Parameter(
    name="c",
    symbol="c",
    latex="c",
    label="coefficient c",
    help="Lifts the whole parabola. No slope knows of it, so no path changes.",
    default=25.0,
    low=-100.0,
    high=100.0,
    scale="linear",
    least=-1e6,
    most=1e6,
)
NEAREST = 2.0  # the picture is at least so wide on either side of the minimum


def quadratic_cost(a: float = 1.0, b: float = -10.0, c: float = 25.0) -> Surface:
    """J(w) = a w² + b w + c, with its minimum c − b²/4a at w = −b/2a.

    Gradient descent keeps 1 − 2aα of the distance at each step, and diverges above α = 1/a.
    Raises ValueError unless 1e-6 ≤ a ≤ 1e6 and |b|, |c| ≤ 1e6.
    """
    a, b, c = A.checked(a), B.checked(b), C.checked(c)
    lowest = 0.0 - b / (2 * a)
    minimum = c - b * b / (4 * a)
    reach = max(abs(lowest), NEAREST)
    return Surface(
        formula=f"{plain(a)}*x^2 {signed(b)}*x {signed(c)}",
        name="quadratic_cost",
        title="Quadratic cost",
        letters=("w",),
        symbol="J",
        bounds=((lowest - 3 * reach, lowest + 3 * reach),),
        view=view_of(lowest, minimum, reach, a),
        start=(0.0,),
        minima=((lowest,),),
        minimum=minimum,
        rates=RATES["quadratic_cost"],
        notice=f"The minimum lies at w = −b/2a = {lowest:.4g}. *Drag a, b and c.*".replace("-", "−"),
        about="The slope is 2aw + b and the curvature 2a everywhere: gradient descent keeps 1 − 2aα of the distance at "
        "each step, arrives in one at α = 1/2a and diverges above 1/a. The coefficients are data: the same program "
        "minimises another cost when it is given other numbers.",
        source="Ng, Improving Deep Neural Networks, week 3: J(w) = w² − 10w + 25, then with its coefficients as data.",
        parameters=(A, B, C),
        arguments={"a": a, "b": b, "c": c},
        family=quadratic_cost,
        written=written(a, b, c),
    )


def view_of(lowest: float, minimum: float, reach: float, a: float) -> Span:
    """Around w = 0, the minimum and what lies opposite, on round numbers: it seldom jumps while a slider moves."""
    height = a * reach * reach
    across = outward(lowest - 1.5 * reach, lowest + 1.5 * reach)
    return across, outward(minimum - 0.1 * height, minimum + 1.4 * height)


def outward(low: float, high: float) -> tuple[float, float]:
    """The range, widened to multiples of 1, 2 or 5 times a power of ten, a tenth of it or more."""
    raw = (high - low) / 10
    power = 10.0 ** floor(log10(raw))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= raw)
    return floor(low / step) * step, ceil(high / step) * step


def signed(value: float) -> str:
    """Every digit, with its sign before it: − 10, + 25."""
    return f"{'-' if value < 0 else '+'} {plain(abs(value))}"


def written(a: float, b: float, c: float) -> tuple[str, str]:
    """One line of text and LaTeX, with each coefficient to four digits: w² − 10w + 25."""
    terms = [(a, "w²", "w^{2}"), (b, "w", "w"), (c, "", "")]
    text, latex = "", ""
    for value, name, in_latex in terms:
        size = "" if name and abs(value) == 1 else f"{abs(value):.4g}"
        if value == 0 and name != "w²":
            continue
        minus = value < 0
        text += (f" {'−' if minus else '+'} " if text else "") + size + name
        latex += (" - " if minus else " + ") * bool(latex) + f"{size} {in_latex}".strip()
    return text, latex
