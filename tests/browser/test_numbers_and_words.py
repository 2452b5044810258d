"""What a browser writes of a step: the digits that Python writes, words that hide no others, arrows of one scale."""

import numpy as np
import pytest

from experiments.writing import digits
from tests.browser.lab import BUNDLE

WRITTEN = f"""async (numbers) => {{
  const {{modules}} = await import('{BUNDLE}');
  return numbers.map((number) => modules['widgets/digits.js'].digits(Number(number)));
}}"""
# Of every step of the run: what is said of the scale, and the boxes of all words, as the map places them.
OPENED = f"""async (frame) => {{
  const {{modules}} = await import('{BUNDLE}');
  const {{partsOf, scaleOf, drawParts}} = modules['inside/opened.js'];
  const {{wire}} = window.lab;
  const theme = {{text: '#000', background: '#fff', font: 'sans-serif'}};
  const at = modules['plot/axes.js'].frameOf(...frame);
  const scale = scaleOf({{wire}}, at);
  const g = new OffscreenCanvas(600, 500).getContext('2d');
  return Array.from({{length: wire.path.last}}, (_, row) => {{
    const parts = partsOf({{wire, theme}}, at, row, '#006453', scale);
    const {{label, avoid, write}} = modules['plot/labels.js'].makeLabels(theme, {{...at, ratio: 1}});
    drawParts(g, parts, {{theme, lit: null, label, avoid}});
    write(g);
    return {{scaled: parts.scaled, boxes: parts.map(({{words}}) => words?.box).filter(Boolean)}};
  }});
}}"""
FRAME = """[{
  x: (view.zoom ?? ground.view).slice(0, 2), y: (view.zoom ?? ground.view).slice(2),
  equal: true, margin: {l: 30, r: 4, t: 8, b: 28},
}, {width: axes('map').clientWidth, height: axes('map').clientHeight}]"""
EDGES = [0.0, -0.0, 4e-69, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-4, 9.9995e-5, 999_950.0]
HALFWAY = [12345.0, 12355.0, 0.5, 1.0625, 1.1875, 2**-30, 123450000.0, 99995.0, -12345.0, 100.25, 100.75]


@pytest.fixture(scope="module")
def random_floats():
    """Of all sizes: random bits, and short decimal numbers, some of which are halfway between two texts."""
    random = np.random.default_rng(7)
    bits = random.integers(0, 2**64, 6000, dtype=np.uint64).view(float)
    short = random.integers(1, 100_000, 3000) * 10.0 ** random.integers(-12, 12, 3000)
    return [*EDGES, *HALFWAY, *bits[np.isfinite(bits)].tolist(), *short.tolist()]


def test_the_browser_writes_what_python_writes(make_lab, random_floats):
    page = make_lab("inside").open("step=0")
    shown = page.page.evaluate(WRITTEN, [repr(float(number)) for number in random_floats])
    wrong = [(n, a, digits(n)) for n, a in zip(random_floats, shown, strict=True) if a != digits(n)]
    assert not wrong, wrong[:5]


def test_a_tiny_number_is_shown_as_it_is(make_lab):
    """In float32 it would be 0."""
    page = make_lab("inside").open("step=14&start=4e-69~-0.0&optimizer=gradient_descent~learning_rate~0.001")
    x = 4e-69 * (1 - 2 * 0.001) ** 14
    page.until("document.querySelector('[data-line=theta] .lab-numbers').textContent.length > 9")
    words = page.page.locator("[data-line=theta] .lab-numbers").text_content()
    assert words.startswith(f"({digits(x)}, 0) + (")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "zoom=-1~0.5~-1.1~0.1",
        "surface=rosenbrock",
        "surface=beale",
        "optimizer=nesterov~learning_rate~0.002~beta1~0.9~look_ahead~1~rate_inside~0",
        "optimizer=gradient_descent~learning_rate~0.05",
    ],
)
def test_arrows_have_one_scale_and_their_words_hide_nothing(make_lab, query):
    page = make_lab("inside").open(f"step=3&{query}")
    steps = page.page.evaluate(OPENED, page.get(FRAME))
    assert len({step["scaled"] for step in steps if step.get("scaled")}) <= 1
    assert sum(len(step["boxes"]) for step in steps) > 0
    for k, step in enumerate(steps):
        for i, a in enumerate(step["boxes"]):
            for b in step["boxes"][:i]:
                assert not meet(a, b), (k, a, b)


def meet(a, b):
    return all(a[p] < b[p] + b[size] and b[p] < a[p] + a[size] for p, size in (("x", "width"), ("y", "height")))
