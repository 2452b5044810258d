"""What the pictures are made of: heights, axes and words."""

import json
from math import isfinite

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from figures.curves import curves_of, decades, extent_of, loss_axis, rounded, third_axis
from figures.ground import grid_of, space_figure
from figures.heights import Scale, height, levels, scale_of
from figures.labels import TONES, WORDS
from figures.palette import BANDS
from optimizers import Status
from surfaces import SURFACES
from ui.words import GLOSSARY, SPELLINGS, explained

# The table of the design: level lines of f, as far as they are given there.
LEVELS = {
    "elongated_bowl": ("below", [9.1, 20, 34, 51, 72, 98, 130, 170, 218, 279, 353, 444, 557]),
    "bounded_saddle": ("below", [-4.4, -3.7, -2.9, -1.9, -0.74, 0.68, 2.4, 4.4, 6.8, 9.7, 13, 17, 22]),
    "plateau": ("above", [0.51, 0.76, 0.89, 0.944, 0.973, 0.987, 0.994, 0.997, 0.9986, 0.9993, 0.9997, 0.9998, 0.9999]),
    "rosenbrock": ("below", [2.3, 6, 12, 22, 37, 62, 103, 168, 273, 442, 714, 1150, 1860]),
    "beale": ("below", [0.039, 0.12, 0.29, 0.65, 1.4, 3, 6.3, 13, 28, 59, 124, 262, 551]),
    "himmelblau": ("below", [3.8, 9, 16, 25, 38, 55, 78, 109, 150, 207, 282, 385, 522]),
}


# ---- heights
@pytest.mark.parametrize("name", LEVELS)
def test_levels_are_those_of_the_design(name):
    side, expected = LEVELS[name]
    scale = grid_of(SURFACES[name]).scale
    assert scale.side == side
    digits = [len(f"{abs(value):g}".replace(".", "").strip("0")) for value in expected]
    unit = [10.0 ** (np.floor(np.log10(abs(v))) - d + 1) for v, d in zip(expected, digits, strict=True)]
    assert np.all(abs(levels(scale) - expected) <= unit)  # of the last digit that the table shows


@pytest.mark.parametrize("name", SURFACES)
def test_sixty_percent_of_the_colours_for_the_lower_half(name):
    grid = grid_of(SURFACES[name])
    u = height(grid.f, grid.scale)
    assert np.median(u) == pytest.approx(
        0.5 if grid.scale.side == "linear" else 0.6, abs=0.11 if grid.scale.side == "linear" else 1e-9
    )
    assert u.min() == 0 and u.max() <= 1
    assert np.all(np.bincount((u * BANDS).astype(int).ravel().clip(0, BANDS - 1)) <= 0.24 * u.size)


@pytest.mark.parametrize("name", SURFACES)
def test_a_level_line_is_where_its_height_is(name):
    scale = grid_of(SURFACES[name]).scale
    assert height(levels(scale), scale) == pytest.approx(np.arange(1, BANDS) / BANDS, abs=1e-9)


@pytest.mark.parametrize(
    "f", [np.zeros((3, 4)), np.full((3, 4), np.nan), np.array([0.0, 0, 0, 1]), np.array([0.0, 1, 1, 1])]
)
def test_a_flat_view_has_heights_too(f):
    u = height(f, scale_of(f))
    assert np.array_equal(np.isnan(u), np.isnan(f))
    assert np.all((u >= 0) & (u <= 1) | np.isnan(f))


@given(st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), min_size=4, max_size=40))
@settings(max_examples=200)
def test_heights_climb_with_f(values):
    f = np.sort(np.array(values))
    u = height(f, scale_of(f))
    finite = u[np.isfinite(f)]
    assert np.all(np.diff(finite) >= 0) and np.all((finite >= 0) & (finite <= 1))


def test_heights_worked_by_hand():
    """ln(1 + 3/1)/ln(1 + 15/1) = 2/4."""
    assert height(np.array([5.0, 8.0, 20.0, 99.0]), Scale("below", 5.0, 15.0, 1.0)) == pytest.approx([0, 0.5, 1, 1])


# ---- axes
@given(st.floats(), st.floats())
@example(0.0, 5e-324)
@example(-1.7e308, 1.7e308)
@example(0.0, 1.7e308)
def test_a_rounded_range_holds_both_ends(low, high):
    start, end = rounded(low, high)
    assert isfinite(start) and isfinite(end) and start < end
    if isfinite(low) and isfinite(high) and low < high and end - start < 1e300:
        slack = 1e-8 * (end - start)
        assert start <= low + slack and high <= end + slack


@given(st.floats(1e-300, 1e300), st.floats(1e-300, 1e300))
def test_decades_hold_what_is_shown(bottom, top):
    low, high = decades(bottom, top)
    assert type(low) is type(high) is int and high - low >= 2
    assert top <= 10.0**high * (1 + 1e-6) or high <= -12


@given(st.lists(st.lists(st.floats(), min_size=1, max_size=9), max_size=3), st.sampled_from(sorted(SURFACES)))
def test_no_curve_breaks_an_axis(curves, name):
    surface, extents = SURFACES[name], [extent_of(np.array(values)) for values in curves]
    axes = [third_axis(curve, extents, surface) for curve in curves_of(surface).values()]
    axes.append(loss_axis(extents, surface, (-1.0, 1.0)))
    for found in axes:
        assert found.range[0] < found.range[1] and all(map(isfinite, found.range))
        assert (found.decades is not None) == found.log
        json.dumps(found._asdict(), allow_nan=False)


def test_the_figure_in_three_dimensions_is_valid():
    figure = space_figure(Scale("linear", 0, 1, 1))
    assert len(figure.data) == 1 and all(
        set(text) <= set("−0123456789.") for text in figure.layout.scene.zaxis.ticktext
    )


# ---- words
def test_every_status_has_a_word_and_a_tone():
    assert set(WORDS) == set(TONES) == set(Status)
    assert set(TONES.values()) == {"ok", "info", "warn", "mute", "bad"}


def test_the_glossary():
    assert set(SPELLINGS.values()) <= set(GLOSSARY)
    assert all(line.endswith(".") and "!" not in line for line in GLOSSARY.values())


@pytest.mark.parametrize("name", SURFACES)
def test_a_word_is_explained_where_it_stands(name):
    for sentence in (SURFACES[name].notice, SURFACES[name].about):
        pieces = explained(sentence)
        assert "".join(f"*{piece.text}*" if piece.stressed else piece.text for piece in pieces) == sentence
        assert all(piece.text for piece in pieces)
        assert [piece.line for piece in pieces if piece.line] == [
            GLOSSARY[SPELLINGS[piece.text.lower()]] for piece in pieces if piece.line
        ]


def test_pieces_of_a_sentence_by_hand():
    """The first time only, whatever the spelling, whole words only, and nothing within what is stressed."""
    assert explained("Optimizers and an optimizer, the *loss* of glossy Loss") == [
        ("Optimizers", GLOSSARY["optimizer"], False),
        (" and an optimizer, the ", "", False),
        ("loss", "", True),
        (" of glossy ", "", False),
        ("Loss", GLOSSARY["surface, loss"], False),
    ]


def test_text_is_told_as_it_stands():
    """It travels as text: nothing is taken for a tag."""
    assert explained("<b> & 1 < 2") == [("<b> & 1 < 2", "", False)]
    assert explained("") == []


def components(mask, seed):
    """The connected part of a mask that a node belongs to, four neighbours each."""
    part, todo = np.zeros_like(mask), [seed]
    while todo:
        j, i = todo.pop()
        if mask[j, i] and not part[j, i]:
            part[j, i] = True
            todo += [(b, a) for b, a in ((j + 1, i), (j - 1, i), (j, i + 1), (j, i - 1)) if inside(mask, b, a)]
    return part


def inside(mask, j, i):
    return 0 <= j < mask.shape[0] and 0 <= i < mask.shape[1]


BOWL = SURFACES["elongated_bowl"]
TURNED = [BOWL.with_parameters(condition=kappa, rotation=30.0) for kappa in (1.0, 200.0)]


@pytest.mark.parametrize("surface", [*(s for s in SURFACES.values() if s.minima), *TURNED], ids=lambda s: s.text)
def test_a_closed_line_runs_round_each_minimum(surface):
    """In the view, and large enough to be seen: a hundredth of the picture's width at least."""
    grid = grid_of(surface, 241, 181)
    lines = sorted([*levels(scale_of(grid_of(surface).f)), *surface.rings])
    (x0, x1), (y0, y1) = surface.view
    for x, y in surface.minima:
        seed = round((y - y0) / (y1 - y0) * 180), round((x - x0) / (x1 - x0) * 240)
        parts = (components(grid.f <= line, seed) for line in lines)  # the lowest first: few are looked at
        closed = (p for p in parts if p.any() and not (p[0].any() or p[-1].any() or p[:, 0].any() or p[:, -1].any()))
        assert any(np.ptp(np.flatnonzero(part.any(axis=0))) > 2.4 for part in closed)
