"""The pieces of the page. The pictures are mounted once; only `live` speaks when something moves."""

from typing import Any

import streamlit as st

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE
from experiments.race import optimizer_of
from figures.palette import SLOTS
from figures.slots import OPENED
from optimizers import specs
from optimizers.parts import AdamParts
from surfaces import SURFACES
from ui.component import page_components
from ui.controls import declared, optimizers_told
from ui.deck import MOST
from ui.formulas import rule_of
from ui.inside import wire
from ui.inside.session import session
from ui.inside.state import OWN, SWITCHES, TABS, WIDTH, Scene
from ui.inside.view import SPEEDS
from ui.live import speak
from ui.words import GLOSSARY, INTRO, SHORTCUTS

COMPONENTS = page_components("inside")


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
    COMPONENTS.page(key="inside:pictures", data=data)


def live() -> None:
    speak(session, COMPONENTS.ground, COMPONENTS.wire, wire.ground_packet, wire.wire_packet)


def dialog(state: Scene) -> None:
    """Opened by a click on a racer's name; the next full rerun closes it."""
    slot: Any = session.taken("rule")
    racer = state.racer(slot)
    if racer is None:
        return
    optimizer = optimizer_of(racer.runner)
    st.dialog(optimizer.facts.name, width="large")(rule_of(optimizer).show)()
