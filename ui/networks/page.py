"""The pieces of the Networks page. The pictures are mounted once; only `live` speaks when something moves."""

from typing import Any

import streamlit as st

from experiments.datasets import DATASETS
from experiments.race import optimizer_of
from figures.palette import CLASSES, SIGNS, SLOTS
from ui.brought import STAYS
from ui.component import page_components
from ui.controls import batches_told, declared, optimizers_told, options_told, schedules_told
from ui.deck import MOST
from ui.formulas import rule_of
from ui.live import speak
from ui.networks import wire
from ui.networks.presets import PRESETS
from ui.networks.session import session
from ui.networks.state import CHOICES, NUMBERS, RATES, Networks
from ui.networks.view import SPEEDS
from ui.networks.words import INTRO, SHORTCUTS
from ui.racers.steering import ROWS
from ui.words import GLOSSARY

COMPONENTS = page_components("networks")


def told() -> dict[str, Any]:
    """What the pictures are told once."""
    return {
        "name": wire.PAGE,
        "intro": INTRO,
        "slots": [slot._asdict() for slot in SLOTS],
        "classes": [drawn._asdict() for drawn in CLASSES],
        "signs": [sign._asdict() for sign in SIGNS],
        "glossary": GLOSSARY,
        "shortcuts": SHORTCUTS,
        "optimizers": optimizers_told(),
        "maxRacers": MOST,
        "schedules": schedules_told(),
        "batches": batches_told(),
        "options": options_told(*ROWS),
        "rates": RATES,
        "datasets": {key: dataset.title for key, dataset in DATASETS.items()},
        "choices": CHOICES,
        "numbers": {name: declared(name, spec) for name, spec in NUMBERS.items()},
        "presets": {
            key: {"group": p.group, "title": p.title, "idea": p.note, "units": p.units} for key, p in PRESETS.items()
        },
        "speeds": SPEEDS,
        "wordsForOwn": STAYS,
    }


def pictures() -> None:
    """Bar, stage, deck, note and table in one element: the fewer there are, the less Streamlit does at each move."""
    COMPONENTS.page(key="networks:pictures", data=told())


def live() -> None:
    speak(session, COMPONENTS.ground, COMPONENTS.wire, wire.ground_packet, wire.wire_packet)


def dialog(state: Networks) -> None:
    """Opened by a click on a racer's name; the next full rerun closes it."""
    racer = state.racer(session.taken("rule"))
    if racer is None:
        return
    optimizer = optimizer_of(racer.runner)
    st.dialog(optimizer.facts.name, width="large")(rule_of(optimizer).show)()
