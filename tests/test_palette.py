"""The palette keeps its promises: nobody ‘improves’ a colour by eye."""

import tomllib
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert

from experiments.own_points import MOST_CLASSES
from figures.palette import BANDS, CLASSES, DARK, HUES, LIGHT, SIGNS, SLOTS, steps_of

THEMES = {"light": (LIGHT, [slot.light for slot in SLOTS]), "dark": (DARK, [slot.dark for slot in SLOTS])}
ENDS = {"light": ("#cedae6", "#fbfcfe"), "dark": ("#0e141b", "#333f4d")}
VISIONS = {"normal": None} | {name: name for name in ("deuteranomaly", "protanomaly", "tritanomaly")}
CONFIG = tomllib.loads((Path(__file__).parent.parent / ".streamlit/config.toml").read_text())["theme"]


def rgb(color):
    return np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255


def lab(color, vision=None):
    seen = rgb(color)
    if vision:  # Machado, Oliveira and Fernandes (2009), full severity
        space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
        seen = np.clip(cspace_convert(seen, space, "sRGB1"), 0, 1)
    return cspace_convert(seen, "sRGB1", "CIELab")


def ciede2000(one, two):
    """Sharma, Wu and Dalal (2005), equations 2 to 22."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    c_mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 1.5 - 0.5 * sqrt(c_mean**7 / (c_mean**7 + 25**7))
    c1, c2 = hypot(g * a1, b1), hypot(g * a2, b2)
    h1, h2 = degrees(atan2(b1, g * a1)) % 360, degrees(atan2(b2, g * a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * cos(radians(hm - 30))
        + 0.24 * cos(radians(2 * hm))
        + 0.32 * cos(radians(3 * hm + 6))
        - 0.2 * cos(radians(4 * hm - 63))
    )
    sl, sc, sh = 1 + 0.015 * (lm - 50) ** 2 / sqrt(20 + (lm - 50) ** 2), 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rotation = -2 * sqrt(cm**7 / (cm**7 + 25**7)) * sin(radians(60 * exp(-(((hm - 275) / 25) ** 2))))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotation * dc / sc * dh / sh)


def contrast(one, two):
    """WCAG 2.2, relative luminance."""

    def luminance(color):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(color)]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def nearest(colors, vision):
    return min(ciede2000(lab(a, vision), lab(b, vision)) for a, b in combinations(colors, 2))


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    [  # from the supplementary data of Sharma, Wu and Dalal (2005)
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_itself(one, two, difference):
    assert ciede2000(one, two) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_racers_differ_in_every_kind_of_vision(theme, vision):
    colors = THEMES[theme][1]
    assert nearest(colors[:3], vision) >= 15
    assert nearest(colors, vision) >= 10


@pytest.mark.parametrize("theme", THEMES)
def test_racers_stand_out_from_every_band(theme):
    ground, colors = THEMES[theme]
    assert min(contrast(color, band) for color in colors for band in ground.bands) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_lines_are_seen_on_every_band_and_stay_behind_the_paths(theme):
    ground, colors = THEMES[theme]
    assert min(contrast(ground.line, band) for band in ground.bands) >= (1.5 if theme == "light" else 2)
    assert min(contrast(ground.ring, band) for band in ground.bands) >= 3
    assert max(contrast(ground.line, band) for band in ground.bands) < min(
        max(contrast(color, band) for band in ground.bands) for color in colors
    )


@pytest.mark.parametrize("theme", THEMES)
def test_bands_go_straight_from_low_to_high(theme):
    bands, (low, high) = THEMES[theme][0].bands, map(lab, ENDS[theme])
    lightness = [lab(band)[0] for band in bands]
    assert len(bands) == BANDS == 14
    assert all(np.diff(lightness) > 0)
    for k, band in enumerate(bands):
        straight = low + (high - low) * (k + 0.5) / BANDS
        assert np.linalg.norm(lab(band) - straight) < 0.75, "three channels, each rounded to a hex digit"


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read(theme):
    colors = CONFIG[theme]
    for ground in (colors["backgroundColor"], colors["secondaryBackgroundColor"]):
        assert contrast(colors["textColor"], ground) >= 4.5
        assert contrast(colors["grayTextColor"], ground) >= 4.5
    assert contrast(colors["primaryColor"], colors["backgroundColor"]) >= 4.5, "the sign on the Play button"


@pytest.mark.parametrize("theme", THEMES)
def test_streamlits_own_charts_use_the_same_colors(theme):
    assert CONFIG[theme]["chartCategoricalColors"] == THEMES[theme][1]


def test_every_slot_has_its_own_marker():
    assert len({slot.marker for slot in SLOTS}) == len({slot.name for slot in SLOTS}) == len(SLOTS) == 8


def test_a_color_scale_is_flat_within_a_band():
    scale = steps_of(LIGHT)
    assert (scale[0][0], scale[-1][0]) == (0, 1)
    assert all(scale[k][1] == scale[k + 1][1] for k in range(0, len(scale), 2))


# ---- classes, beside racers on the Networks page
@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_classes_differ_in_every_kind_of_vision(theme, vision):
    points = [getattr(drawn, theme) for drawn in CLASSES[: len(HUES)]]
    regions = [getattr(drawn, f"{theme}_region") for drawn in CLASSES[: len(HUES)]]
    assert nearest(points[:3], vision) >= 15
    assert nearest(points, vision) >= 10
    assert nearest(regions, vision) >= 10


@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_no_class_and_no_sign_is_taken_for_an_optimizer(theme, vision):
    points = [getattr(drawn, theme) for drawn in CLASSES[: len(HUES)]]
    regions = [getattr(drawn, f"{theme}_region") for drawn in CLASSES[: len(HUES)]]
    signs = [getattr(sign, theme) for sign in SIGNS]
    for colors, others in ((points + regions + signs, THEMES[theme][1]), (signs, points)):
        assert min(ciede2000(lab(a, vision), lab(b, vision)) for a in colors for b in others) >= 10
    assert nearest(signs, vision) >= 15


@pytest.mark.parametrize("theme", THEMES)
def test_points_stand_out_from_the_page_and_from_their_region(theme):
    for drawn in CLASSES:
        point, region = getattr(drawn, theme), getattr(drawn, f"{theme}_region")
        assert contrast(point, CONFIG[theme]["backgroundColor"]) >= 3, "WCAG 2.2, 1.4.11: graphical objects"
        assert contrast(point, region) >= 2
    assert all(contrast(getattr(sign, theme), CONFIG[theme]["backgroundColor"]) >= 3 for sign in SIGNS)


def test_as_many_classes_as_can_be_brought_look_different():
    assert len(CLASSES) == len(set(CLASSES)) == len({drawn.marker for drawn in CLASSES}) == MOST_CLASSES
