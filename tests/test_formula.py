"""The formula compiler: what it reads, what it refuses and how, and that its code is exact, alone or in a batch."""

import math
import pickle
import random
import sys

import numpy as np
import pytest

from surfaces import SURFACES, FormulaError, parse_formula
from surfaces.tokens import OTHERWISE

RNG = np.random.default_rng(0)

# Formula, and the same by hand in Python.
MEANINGS = {
    "x^2 + 50*y^2": lambda x, y: x * x + 50 * y * y,
    "-x^2": lambda x, y: -(x * x),
    "2^-x": lambda x, y: 0.5**x,
    "2^3^2 + x": lambda x, y: 512 + x,
    "2^-y^2": lambda x, y: 2 ** -(y * y),
    "x - y - 1": lambda x, y: (x - y) - 1,
    "x/y/2": lambda x, y: x / (2 * y),
    "x/2*y": lambda x, y: x * y / 2,
    "-x*-y": lambda x, y: x * y,
    "+x - -y": lambda x, y: x + y,
    "x**3 + y^-2": lambda x, y: x * x * x + 1 / (y * y),
    "x^7.5": lambda x, y: x**7.5,
    "x^y": lambda x, y: math.exp(y * math.log(x)),
    "pi*x + e^y": lambda x, y: math.pi * x + math.exp(y),
    "sin(x)*cos(y) + tan(x/4)": lambda x, y: math.sin(x) * math.cos(y) + math.tan(x / 4),
    "log(x) - ln(y)": lambda x, y: math.log(x / y),
    "sqrt(x) + abs(y - 2)": lambda x, y: math.sqrt(x) + math.fabs(y - 2),
    "tanh(x) + sinh(y) - cosh(x)": lambda x, y: math.tanh(x) + math.sinh(y) - math.cosh(x),
    "atan(x*y)": lambda x, y: math.atan(x * y),
    "exp(-(x^2+y^2)/2)": lambda x, y: math.exp(-(x * x + y * y) / 2),
    "min(x, y) + 2*max(x, 1.5)": lambda x, y: min(x, y) + 2 * max(x, 1.5),
    "where(x < y, x, 2*y)": lambda x, y: x if x < y else 2 * y,
    "where(x ≥ 1, 2, 3)*y": lambda x, y: (2 if x >= 1 else 3) * y,
    "x² − 3·y³ + x⁻²": lambda x, y: x * x - 3 * y * y * y + 1 / (x * x),
    "π×x ÷ y": lambda x, y: math.pi * x / y,
    "1e-3*x + .5*y + 2.": lambda x, y: x / 1000 + y / 2 + 2,
    " x +\n\ty ": lambda x, y: x + y,
    "x*x*x*x + y*y": lambda x, y: x**4 + y**2,
    "3": lambda x, y: 3.0,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_formula_means_what_it_means_on_paper(text):
    f, params = parse_formula(text), RNG.uniform(0.3, 3, (2, 20))
    expected = [MEANINGS[text](x, y) for x, y in params.T.tolist()]
    np.testing.assert_allclose(f.value(params), expected, rtol=1e-14, atol=1e-15)


def slopes_by_differences(f, params, h):
    """Central differences with one step of Richardson's extrapolation: the error falls as h⁴."""

    def central(h):
        steps = h * np.eye(2)[:, :, None]
        return np.array([(f(params + step) - f(params - step)) / (2 * h) for step in steps])

    return (4 * central(h / 2) - central(h)) / 3


@pytest.mark.parametrize("text", MEANINGS)
def test_first_and_second_derivatives_agree_with_differences(text):
    f, params = parse_formula(text), np.random.default_rng(1).uniform(0.3, 3, (2, 40))
    params = params[:, abs(params - [[1.5], [2.0]]).min(axis=0) > 0.02]  # away from the kinks
    params = params[:, (abs(params[0] - params[1]) > 0.02) & (abs(params[0] - 1) > 0.02)]
    np.testing.assert_allclose(f.gradient(params), slopes_by_differences(f.value, params, 1e-3), rtol=1e-7, atol=1e-8)
    second = slopes_by_differences(f.gradient, params, 1e-3)
    np.testing.assert_allclose(f.hessian(params), second, rtol=1e-7, atol=1e-8)


def test_kinks_and_cusps_have_a_slope():
    zero = np.zeros((2, 1))
    with np.errstate(all="ignore"):
        assert parse_formula("sqrt(x^2 + y^2)").gradient(zero).tolist() == [[0], [0]]
        assert parse_formula("abs(x) + abs(y)").gradient(zero).tolist() == [[0], [0]]
        assert parse_formula("sqrt(x)").gradient(zero).tolist() == [[np.inf], [0]]
    assert parse_formula("sqrt(x^2 + y^2)").gradient(np.array([[3.0], [-4.0]])).ravel() == pytest.approx([0.6, -0.8])
    assert parse_formula("where(x == 0, 1, sin(x)/x)").value(np.array([[0.5], [0.0]])) == pytest.approx(
        math.sin(0.5) * 2
    )


def test_outside_the_domain_there_is_no_value_and_the_flags_ring():
    rung = []
    with np.errstate(all="call", call=lambda kind, flag: rung.append(kind)):
        f = parse_formula("log(x) + 1/y")
        assert np.isnan(f.value([[-1.0], [1.0]])).all() and "invalid value" in rung
        rung.clear()
        assert np.isinf(f.gradient(np.array([[1.0], [0.0]]))[1]).all() and "divide by zero" in rung
        rung.clear()
        assert np.isinf(parse_formula("x^50").gradient(np.array([[1e30], [0.0]]))[0]).all() and "overflow" in rung


# Formula, where the finger points, and what the sentence says.
REFUSALS = [
    ("2x", 1, "2*x"),
    ("2x + y²", 1, "2*x"),
    ("3 sin(x)", 2, "3*sin"),
    ("x y", 2, "x*y"),
    ("y²x", 2, "*x"),
    ("x(y + 1)", 1, "x*("),
    ("(x + 1)(y - 1)", 7, ")*("),
    ("xy", 0, "x*y"),
    ("x + x2", 4, "x^2 or x*2"),
    ("sin x", 4, "sin(x)"),
    ("sin 2*x", 4, "sin(…)"),
    ("sin²(x)", 3, "sin(x)^2: an exponent stands after"),
    ("cos^3(y)", 3, "cos(x)^3"),
    ("log⁻²(x)", 3, "log(x)^-2"),
    ("tan^-1(x)", 3, "atan(x) for the inverse, or 1/tan(x)"),
    ("sin⁻¹(x)", 3, "atan(x/sqrt(1 - x^2)) for the inverse"),
    ("2/3x", 3, "3*x, or (3*x)"),
    ("log_2(x)", 0, "write log2."),
    ("xsin(y)", 0, "write x*sin."),
    ("xpi", 0, "write x*pi."),
    ("x1^2 + x2^2", 0, "x for x1, and y for x2"),
    ("x₁", 1, "x for x₁"),
    ("½*x", 0, "(1/2) for ½"),
    ("x^⅓", 2, "(1/3) for ⅓"),
    ("∛x", 0, "x^(1/3)"),
    ("xⁿ", 1, "^ and the exponent"),
    ("x^²", 2, "before an exponent"),
    ("²", 0, "before an exponent"),
    ("x % 2", 2, "no remainder"),
    ("inf", 0, "no inf here"),
    ("nan*x", 0, "no nan here"),
    ("∞", 0, "finite here"),
    ("\\frac{x}{y}", 0, "not as in LaTeX"),
    ("$x$", 0, "without $"),
    ("x/0", 1, "divided by 0"),
    ("0*x/0", 3, "divided by 0"),
    ("x/(1 - 1)", 1, "divided by 0"),
    ("x + sinx", 4, "sin(x)"),
    ("|x|", 0, "abs(x)"),
    ("1 + √x", 4, "sqrt(x)"),
    ("arctan(x)", 0, "atan"),
    ("sine(x)", 0, "did you mean sin?"),
    ("X + y", 0, "small letters"),
    ("x + z", 4, "only what f(x, y) is"),
    ("y = x^2", 2, "without ="),
    ("1,5*x", 1, "1.5"),
    ("x!", 1, "factorial"),
    ("5%", 1, "0.05"),
    ("[x]", 0, "("),
    ("x + ", 4, "missing at the end"),
    ("x^", 2, "missing at the end"),
    ("* x", 0, "missing before *"),
    ("x * / y", 4, "missing before /"),
    ("()", 1, "missing before )"),
    ("(x + 1", 0, "never closed"),
    ("sin(x", 3, "never closed"),
    ("x + 1)", 5, "never opened"),
    ("2 3", 2, "between 2 and 3"),
    ("x < y", 2, "front of where"),
    ("where(0 < x < 1, x, y)", 12, "front of where"),
    ("where(x, 1, 2)", 7, "begins with a comparison"),
    ("where(x < 0, 1)", 0, "a comparison and two values"),
    ("min(x)", 0, "min(x, y)"),
    ("sin(x, y)", 0, "sin(x)"),
    ("", 0, "x^2 + 50*y^2"),
    ("   ", 0, "x^2 + 50*y^2"),
    ("x + 1/0", 5, "finite"),
    ("x*log(-1)", 2, "finite"),
    ("9**9**9", 4, "at most 50"),
    ("x^(5*11)", 4, "at most 50"),
    ("x^-51", 2, "at most 50"),
    ("2e12*x", 0, "1e12"),
    ("x + 1e400", 4, "1e12"),
    ("x^⁻", 2, "exponent"),
    ("x" + " + x" * 75, 300, "300 characters"),
    ("+".join(["x"] * 62), 119, "More than 60"),
    ("(" * 70 + "x" + ")" * 70, 60, "More than 60"),
    ("-" * 100 + "x", 60, "More than 60"),
    ("*".join(["(x+y+1)"] * 35), None, "200 parts"),
    ("__import__('os')", 0, "do not know __import__"),
    ("x.__class__", 1, "no meaning"),
    ("lambda: x", 0, "do not know lambda"),
    ("x if y else 1", 2, "write where"),
    ("open('x')", 0, "do not know open"),
    ("x; y", 1, "between values"),
    ("x\0y", 1, "no meaning"),
    ("𝑥 + 1", 0, "no meaning"),
    ("1_000*x", 1, "do not know _000"),
]


@pytest.mark.parametrize(("text", "position", "words"), REFUSALS)
def test_a_refusal_points_at_the_place_and_says_what_to_write(text, position, words):
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert words in str(caught.value)
    assert position is None or caught.value.position == position
    assert isinstance(caught.value, ValueError) and len(str(caught.value)) < 100
    assert pickle.loads(pickle.dumps(caught.value)).position == caught.value.position


@pytest.mark.parametrize(
    "text", ["+".join(["x"] * 60), "-" * 59 + "x", "x^50 + 1e12*y^-50", "*".join(["(x+y+1)"] * 33)]
)
def test_the_limits_themselves_are_allowed(text):
    parse_formula(text).hessian([[1.0], [2.0]])


WRITTEN = {
    "x^2 + 50*y^2": ("x² + 50y²", "x^{2} + 50 y^{2}"),
    "(1-x)^2": ("(1 − x)²", r"\left(1 - x\right)^{2}"),
    "0.05*y^4": ("0.05y⁴", "0.05 y^{4}"),
    "1 - exp(-(x^2 + y^2)/2)": ("1 − exp(−(x² + y²)/2)", r"1 - \exp\left(-\frac{x^{2} + y^{2}}{2}\right)"),
    "x - (y - 1)": ("x − (y − 1)", r"x - \left(y - 1\right)"),
    "x - -y": ("x − (−y)", r"x - \left(-y\right)"),
    "2/3*x": ("(2/3)x", r"\frac{2}{3} x"),
    "x/y/2": ("(x/y)/2", r"\frac{\frac{x}{y}}{2}"),
    "x/y*2": ("(x/y)·2", r"\frac{x}{y} \cdot 2"),
    "2^x*y": ("2^x·y", r"2^{x} y"),
    "abs(x)*abs(y)": ("|x|·|y|", r"\left|x\right| \left|y\right|"),
    "abs(x*abs(y))": ("abs(x|y|)", r"\left|x \left|y\right|\right|"),
    "x²^3": ("(x²)³", r"\left(x^{2}\right)^{3}"),
    "x^2³": ("x^(2³)", r"x^{2^{3}}"),
    "log10(x)": ("log(x)/log(10)", r"\frac{\log\left(x\right)}{\log\left(10\right)}"),
    "x/(y*2)": ("x/(y·2)", r"\frac{x}{y \cdot 2}"),
    "2*3*x": ("2·3x", r"2 \cdot 3 x"),
    "x*sin(y)*2*pi": ("x sin(y)·2π", r"x \sin\left(y\right) \cdot 2 \pi"),
    "e^(-x) + x^(1/3)": ("e^(−x) + x^(1/3)", r"e^{-x} + x^{\frac{1}{3}}"),
    "(x^2)^3 + x^-2": ("(x²)³ + x⁻²", r"\left(x^{2}\right)^{3} + x^{-2}"),
    "sqrt(x)*y": ("√x·y", r"\sqrt{x} y"),
    "sqrt(x+y)*abs(x)": ("√(x + y)|x|", r"\sqrt{x + y} \left|x\right|"),
    "atan(x)^2": ("atan(x)²", r"\arctan\left(x\right)^{2}"),
    "1e-7*x": ("1·10⁻⁷x", r"1 \cdot 10^{-7} x"),
    "where(x <= 0, -x, x)": (
        "where(x ≤ 0, −x, x)",
        r"\begin{cases} -x & \text{if } x \le 0 \\ x & \text{else} \end{cases}",
    ),
}


@pytest.mark.parametrize("text", ["x—y", "x‐y", "x‑y", "x\u2212y", "x\u200b-y", "\ufeffx - y"])
def test_every_minus_is_a_minus(text):
    assert parse_formula(text).text == "x − y"


def test_typographic_signs_are_read():
    assert [parse_formula(text).text for text in ("x∗y", "x∕y", "xˆ2")] == ["xy", "x/y", "x²"]


def test_powers_and_logarithms_are_what_they_are_called():
    x = np.array([[2.0], [1.0]])
    values = {
        "x²^3": 2.0**6,
        "x^2^3": 2.0**8,
        "x^2³": 2.0**8,
        "-x²": -4.0,
        "x⁻²^2": 2.0**-4,
        "2³^x": 64.0,
        "x² ³": 64.0,
    }
    values |= {"log10(1000*y)": 3.0, "log2(x^5)": 5.0, "lg(100)": 2.0, "log(e^2)": 2.0}
    for text, value in values.items():
        assert parse_formula(text).value(x)[0] == pytest.approx(value, rel=1e-15), text


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_offered_instead_of_a_name_can_be_read_and_is_equal(name):
    """Against NumPy's function of that name, where it has one."""
    offered = OTHERWISE[name]
    theirs, x = getattr(np, name, None), np.array([[0.3, 0.8, 1.4], [0.5, 0.2, 1.5]])
    if "x" in offered and name not in "fz":
        with np.errstate(invalid="ignore"):
            found = parse_formula(offered).value(x)
            if isinstance(theirs, np.ufunc) and name != "heaviside":  # of two numbers
                np.testing.assert_allclose(found, theirs(*x[: theirs.nin]), rtol=1e-13)
    with pytest.raises(FormulaError) as caught:
        parse_formula(f"{name}(x)")
    assert f"write {offered}." in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["1e-400", "x + .0001e-330", "1e-200*1e-200", "1e-200/1e12^20", "exp(-1000) + x", "1e-9^40", "1e-200*x*1e-200"],
)
def test_what_is_too_near_to_0_is_not_0_in_silence(text):
    with pytest.raises(FormulaError, match="near to 0"):
        parse_formula(text)
    parse_formula("x + 0*1e-200 + 0e-400 + 0.000 + exp(-700)*0")


@pytest.mark.parametrize("text", WRITTEN)
def test_formulas_are_written_as_people_write_them(text):
    f = parse_formula(text)
    assert (f.text, f.latex) == WRITTEN[text]


EVERYTHING = [
    "sin(x) + cos(3*y)",
    "tan(x)*exp(y)",
    "log(x^2 + 1) + sqrt(y^2 + x)",
    "tanh(x) + sinh(y) + cosh(x*y)",
    "atan(x) + abs(y)",
    "x^y + 2^x + x^2.5 + y^-3 + x^7",
    "x^where(y < 1, 2, where(y < 2, 0.5, -1))",
    "min(x, y^2)/max(y, x^3)",
    *[surface.formula for surface in SURFACES.values()],
]


@pytest.mark.parametrize("text", EVERYTHING)
def test_a_batch_equals_its_points_one_by_one_bit_for_bit(text):
    f, params = parse_formula(text), np.random.default_rng(2).uniform(0.1, 3, (2, 1000))
    whole = f.value(params), f.gradient(params), f.hessian(params)
    for size in (1, 2, 3, 7, 8, 33, 999):
        for at in range(0, 1000 - size, max(size, 29)):
            cut = slice(at, at + size)
            for one, all_of_them in zip((f.value, f.gradient, f.hessian), whole, strict=True):
                assert np.array_equal(one(params[:, cut]), all_of_them[..., cut]), (size, at)
    spread = np.repeat(params, 2, axis=1)[:, ::2]
    fortran = np.asfortranarray(np.tile(params[:, :, None], 3))[:, :, 1]
    for other in (spread, fortran, params.reshape(2, 10, 100).reshape(2, 1000)):
        assert np.array_equal(f.gradient(other), whole[1])
    for at in range(0, 1000, 50):
        assert np.array_equal(f.gradient(params[:, at]), whole[1][:, at])
        assert f.value(params[:, at]) == whole[0][at]
        constant = np.broadcast_to(params[:, at : at + 1], (2, 5))
        assert np.array_equal(f.gradient(constant)[:, 0], whole[1][:, at])


@pytest.mark.parametrize("text", EVERYTHING)
def test_the_source_that_is_shown_runs_alone_and_gives_the_same_bits(text):
    f, params = parse_formula(text), np.random.default_rng(3).uniform(0.1, 3, (2, 50))
    names: dict = {}
    exec(f.numpy_source, names)
    assert np.array_equal(names["value"](*params), f.value(params))
    for row, shown in zip(f.gradient(params), names["gradient"](*params), strict=True):
        assert np.array_equal(row, np.broadcast_to(shown, row.shape))
    (xx, xy), (_, yy) = f.hessian(params)
    for row, shown in zip((xx, xy, yy), names["hessian"](*params), strict=True):
        assert np.array_equal(row, np.broadcast_to(shown, row.shape))


def test_a_common_part_is_computed_once():
    source = parse_formula("exp(sin(x*y))").numpy_source
    gradient = source.split("def gradient")[1].split("def hessian")[0]
    assert gradient.count("exp(") == gradient.count("sin(") == 1


FUNCTIONS = "sin cos tan exp log ln sqrt abs tanh sinh cosh atan".split()
NOISE = [*"xy()+-*/^,.<>=!|²√ e0123456789\0\n'\"\\[]{}#@;:é𝑥⁻π", "**", "sin", "where(", "))))", "((((", "1e400", "max"]


def random_formula(rng, depth):
    if depth <= 0 or rng.random() < 0.1:
        return rng.choice(["x", "y", "x", "y", "2", "0.5", "-3", "pi", "e", "0", "1e-9", "7e11"])
    a, b, c, d = (random_formula(rng, depth - 1 - i % 2) for i in range(4))
    forms = [
        f"({a} + {b})",
        f"({a} - {b})",
        f"{a}*{b}",
        f"{a}/{b}",
        f"({a})^{b}",
        f"-{a}",
        f"{rng.choice(FUNCTIONS)}({a})",
    ]
    forms += [
        f"{rng.choice(['min', 'max'])}({a}, {b})",
        f"where({a} {rng.choice(['<', '>=', '==', '!='])} {b}, {c}, {d})",
    ]
    return rng.choice(forms)


def scrambled(rng, text):
    letters = list(text)
    for _ in range(rng.randrange(1, 4)):
        letters[rng.randrange(len(letters))] = rng.choice(NOISE)
    return "".join(letters)


def compiled(text):
    """Whatever is made of a formula."""
    f, params = parse_formula(text), np.full((2, 3), 1.5)
    with np.errstate(all="ignore"):
        assert f.value(params).shape == (3,) and f.hessian(params).shape == (2, 2, 3)
    assert f.numpy_source and f.text and f.latex
    return f


def counted(act):
    """What it returns, and the number of Python functions called: a measure of work that no machine changes."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        return act(), calls
    except FormulaError as refusal:
        return refusal, calls
    finally:
        sys.setprofile(before)


def test_whatever_is_typed_is_a_surface_or_a_kind_refusal_and_never_slow():
    rng, params, understood = random.Random(0), np.random.default_rng(4).normal(size=(2, 5)), 0
    for i in range(3000):
        text = random_formula(rng, rng.randrange(1, 5))
        if i % 3 == 1:
            text = scrambled(rng, text)
        elif i % 3 == 2:
            text = "".join(rng.choice(NOISE) for _ in range(rng.randrange(1, 30)))
        found, calls = counted(lambda text=text: compiled(text))
        assert calls < 20_000, text
        if isinstance(found, FormulaError):
            assert 0 <= found.position <= len(text) and str(found).endswith((".", "?")), text
        else:
            understood += works(found, params)
    assert 700 < understood < 2000


def works(f, params):
    with np.errstate(all="ignore"):
        value, gradient, hessian = f.value(params), f.gradient(params), f.hessian(params)
        singles = [f.gradient(params[:, i : i + 1])[:, 0] for i in range(5)]
    assert value.shape == (5,) and gradient.shape == (2, 5) and hessian.shape == (2, 2, 5), f.formula
    assert np.array_equal(np.transpose(singles), gradient, equal_nan=True), f.formula
    return True


WORST = [
    "^".join(["x"] * 59),
    "sin(" * 58 + "x" + ")" * 58,
    "x^y/" * 29 + "x",
    "*".join(["(x^y)"] * 40),
    "sqrt(" * 49 + "x^y" + ")" * 49,
]


@pytest.mark.parametrize("text", WORST)
def test_the_largest_formulas_stay_small_because_common_parts_are_shared(text):
    f, calls = counted(lambda: compiled(text))
    assert len(f.numpy_source) < 60_000 and calls < 200_000
