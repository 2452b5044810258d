"""The pieces of the Averages page. The pictures are mounted once; only `live` speaks when something moves."""

from figures.palette import SLOTS
from optimizers.averages import BETA
from ui.averages import wire
from ui.averages.session import race, session
from ui.averages.shown import TITLES
from ui.averages.state import CORRECTIONS, PRESETS
from ui.averages.view import SPEEDS
from ui.brought import STAYS
from ui.component import page_components
from ui.controls import declared
from ui.deck import MOST
from ui.live import speak
from ui.words import GLOSSARY, INTRO, SHORTCUTS

COMPONENTS = page_components("averages")


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
    COMPONENTS.page(key="averages:pictures", data=data)


def live() -> None:
    speak(
        session,
        COMPONENTS.ground,
        COMPONENTS.wire,
        wire.ground_packet,
        lambda state, visit, held: wire.wire_packet(state, race(), visit, held),
    )
