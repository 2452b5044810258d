"""The pieces of the Averages page. The pictures are mounted once; only `live` speaks when something moves."""

import inspect

import streamlit as st

from figures.palette import SLOTS
from optimizers import averages
from optimizers.averages import BETA
from ui.assets import STATIC
from ui.averages import wire
from ui.averages.own import STAYS
from ui.averages.session import race, session
from ui.averages.shown import TITLES
from ui.averages.state import CORRECTIONS, PRESETS
from ui.averages.view import SPEEDS
from ui.component import lab_component, sheets
from ui.controls import declared, formulas_folded
from ui.deck import MOST
from ui.live import speak
from ui.words import GLOSSARY, INTRO, SHORTCUTS

_ground = lab_component("averages_ground", "wire.js", "mountGround")
_wire = lab_component("averages_wire", "wire.js", "mountWire")
_averages = lab_component(
    "averages",
    "averages.js",
    "mountAverages",
    (STATIC / "lab" / "averages.html").read_text(),
    sheets("base.css", "stage.css", "deck.css", "averages.css"),
)

LINES = (
    r"v_t &= \beta\, v_{t-1} + (1-\beta)\,\theta_t, \qquad v_0 = 0",
    r"\hat v_t &= \frac{v_t}{1-\beta^t}",
    r"v_t &= \sum_{k=0}^{t-1} (1-\beta)\,\beta^k\,\theta_{t-k}, \qquad \sum_{k=0}^{t-1} (1-\beta)\,\beta^k = 1-\beta^t",
)
SOURCE = "The correction: Kingma, Ba (2015), Adam: A Method for Stochastic Optimization, arXiv:1412.6980, section 3."


def pictures() -> None:
    """Bar, stage, deck, note and table in one element: the fewer there are, the less Streamlit does at each move."""
    data = {
        "name": wire.PAGE,
        "intro": INTRO["averages"],
        "slots": [slot._asdict() for slot in SLOTS],
        "maxCurves": MOST,
        "glossary": GLOSSARY,
        "shortcuts": SHORTCUTS["averages"],
        "spec": declared("beta", BETA),
        "presets": PRESETS,
        "series": TITLES,
        "corrections": CORRECTIONS,
        "speeds": SPEEDS,
        "wordsForOwn": STAYS,
    }
    _averages(key="averages:pictures", data=data)


def live() -> None:
    speak(
        session,
        _ground,
        _wire,
        wire.ground_packet,
        lambda state, visit, held: wire.wire_packet(state, race(), visit, held),
    )


def formulas() -> None:
    if not (room := formulas_folded(session)):
        return
    with room:
        formula, code = st.columns([2, 3])
        formula.latex(r"\begin{aligned}" + r"\\[1ex]".join(LINES) + r"\end{aligned}")
        formula.caption(SOURCE)
        code.code(source(), language="python")


def source() -> str:
    """The very source that runs, by `inspect`, so that formula and code cannot drift."""
    return "\n\n".join(inspect.getsource(part) for part in (averages.exponential_average, averages._running))
