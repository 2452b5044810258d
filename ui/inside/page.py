"""The pieces of the page. The pictures are mounted once; only `live` speaks when something moves."""

from typing import Any

import streamlit as st

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE, Parts, made
from experiments.race import optimizer_of, surface_of
from figures.palette import SLOTS
from figures.slots import OPENED
from optimizers import OPTIMIZERS, source, specs
from optimizers.facts import FOLDED
from optimizers.parts import AdamParts
from surfaces import SURFACES
from ui import guide
from ui.assets import STATIC
from ui.component import lab_component, sheets
from ui.controls import declared, formulas_folded, optimizers_told
from ui.deck import MOST
from ui.inside import wire
from ui.inside.session import session
from ui.inside.state import ADAM, CUBE, OWN, SWITCHES, TABS, WIDTH, Scene
from ui.inside.view import SPEEDS
from ui.live import speak
from ui.words import GLOSSARY, INTRO, SHORTCUTS

_ground = lab_component("inside_ground", "wire.js", "mountGround")
_wire = lab_component("inside_wire", "wire.js", "mountWire")
_inside = lab_component(
    "inside",
    "inside.js",
    "mountInside",
    (STATIC / "lab" / "inside.html").read_text(),
    sheets("base.css", "stage.css", "deck.css", "inside.css"),
)

TWO_SIDED = r"\frac{f(\theta + \varepsilon d) - f(\theta - \varepsilon d)}{2\varepsilon}"
ONE_SIDED = r"\frac{f(\theta + \varepsilon d) - f(\theta)}{\varepsilon}"
CHECK = (
    rf"{TWO_SIDED} &= \nabla f(\theta) \cdot d + O(\varepsilon^2)",
    rf"{ONE_SIDED} &= \nabla f(\theta) \cdot d + O(\varepsilon)",
)
CHECK_SOURCE = "Ng, Improving Deep Neural Networks, week 1: gradient checking."


def pictures() -> None:
    """Everything that is seen, in one element: the fewer there are, the less Streamlit does at each move."""
    data = {
        "name": wire.PAGE,
        "intro": INTRO["inside"],
        "slots": [slot._asdict() for slot in SLOTS],
        "glossary": GLOSSARY,
        "shortcuts": SHORTCUTS["inside"],
        "surfaces": {name: surface.title for name, surface in SURFACES.items()},
        "optimizers": {name: told for name, told in optimizers_told().items() if name in OPENABLE},
        "slotOf": OPENED,
        "parts": [declared(name, specs(AdamParts)[name]) for name in SWITCHES],
        "maxRacers": MOST,
        "tabs": TABS,
        "gradients": {name: series.title for name, series in GRADIENTS.items()} | {OWN: "Your own"},
        "epsilon": declared("epsilon", WIDTH),
        "speeds": SPEEDS,
    }
    _inside(key="inside:pictures", data=data)


def live() -> None:
    speak(session, _ground, _wire, wire.ground_packet, wire.wire_packet)


# ---- formula and source
def formulas(state: Scene) -> None:
    """Of what the open tab shows."""
    if room := formulas_folded(session):
        with room:
            {"surface": _shown, "series": _racers, "check": _check}[state.tab](state)


def _shown(state: Scene) -> None:
    st.markdown(f"$f(x, y) = {surface_of(state.ground).latex}$")
    if isinstance(state.shown, Parts):
        parts_rule(made(state.shown))
    else:
        guide.rule(made(state.shown))


def _racers(state: Scene) -> None:
    guide.rules(state.racers)


def _check(state: Scene) -> None:
    st.markdown(r"$f(\theta) = \theta^3$" if state.what == CUBE else f"$f(x, y) = {surface_of(state.ground).latex}$")
    st.latex(_aligned(CHECK))
    st.caption(CHECK_SOURCE)


def parts_rule(parts: AdamParts) -> None:
    """The recurrence with the parts that are in, and the source that runs, which has them all."""
    formula, code = st.columns([2, 3])
    formula.latex(_aligned(parts_lines(parts)))
    formula.caption(OPTIMIZERS[ADAM].facts.source)
    code.code(source(parts), language="python")


def parts_lines(parts: AdamParts) -> tuple[str, ...]:
    """Adam's recurrence in LaTeX, as its switches stand."""
    corrected = parts.bias_correction
    v = r"\beta_1 v_{t-1} + (1 - \beta_1)\, g_t" if parts.memory else "g_t"
    lines = [r"g_t &= \nabla f(\theta_{t-1})", f"v_t &= {v}"]
    if parts.scaling:
        lines.append(r"s_t &= \beta_2 s_{t-1} + (1 - \beta_2)\, g_t^2")
    if corrected and parts.memory:
        lines.append(r"\hat v_t &= \frac{v_t}{1 - \beta_1^t}")
    if corrected and parts.scaling:
        lines.append(r"\hat s_t &= \frac{s_t}{1 - \beta_2^t}")
    v = r"\hat v_t" if corrected and parts.memory else "v_t"
    s = r"\hat s_t" if corrected else "s_t"
    epsilon = FOLDED if corrected and parts.fold_correction else r"\varepsilon"
    rate = rf"\frac{{\alpha}}{{\sqrt{{{s}}} + {epsilon}}}" if parts.scaling else r"\alpha"
    return (*lines, rf"\theta_t &= \theta_{{t-1}} - {rate}\, {v}")


def _aligned(lines: tuple[str, ...]) -> str:
    return r"\begin{aligned}" + r"\\[1ex]".join(lines) + r"\end{aligned}"


def dialog(state: Scene) -> None:
    """Opened by a click on a racer's name; the next full rerun closes it."""
    slot: Any = session.taken("rule")
    racer = state.racer(slot)
    if racer is None:
        return
    optimizer = optimizer_of(racer.runner)
    st.dialog(optimizer.facts.name, width="large")(lambda: guide.rule(optimizer))()
