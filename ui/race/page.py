"""The pieces of the Race page. The pictures are mounted once; only `live` speaks when something moves."""

from typing import Any

import streamlit as st

from experiments.as_code import TITLES, offered, script
from experiments.race import optimizer_of
from experiments.steering import Noise
from figures.palette import SLOTS
from surfaces import COSTS, SURFACES
from ui.component import page_components
from ui.controls import batches_told, optimizers_told, options_told, schedules_told
from ui.deck import MOST
from ui.formulas import rule_of
from ui.live import speak
from ui.race import wire
from ui.race.session import session
from ui.race.state import Race
from ui.race.stories import STORIES, Story
from ui.racers.racer import Racer
from ui.racers.steering import ROWS
from ui.words import GLOSSARY, INTRO, SHORTCUTS

COMPONENTS = page_components("race")


def pictures() -> None:
    """Bar, stage, deck, note and table in one element: the fewer there are, the less Streamlit does at each move."""
    data = {
        "name": wire.PAGE,
        "intro": INTRO["race"],
        "slots": [slot._asdict() for slot in SLOTS],
        "glossary": GLOSSARY,
        "surfaces": {name: surface.title for name, surface in SURFACES.items()},
        "costs": {name: cost.title for name, cost in COSTS.items()},
        "optimizers": optimizers_told(),
        "maxRacers": MOST,
        "stories": {key: stories_told(story) for key, story in STORIES.items()},
        "schedules": schedules_told(),
        "batches": batches_told(),
        "options": options_told(*ROWS),
        "noise": options_told(*Noise._fields),
        "shortcuts": SHORTCUTS["race"],
    }
    COMPONENTS.page(key="race:pictures", data=data)


def stories_told(story: Story) -> dict[str, Any]:
    """A story as the menu and the line above the picture show it; JSON. Its parts are asked for by their number."""
    parts = [{"text": part.text, "change": part.change} for part in story.parts]
    return {"group": story.group, "title": story.title, "idea": story.idea, "parts": parts}


def live() -> None:
    speak(session, COMPONENTS.ground, COMPONENTS.wire, wire.ground_packet, wire.wire_packet)


def dialog(race: Race) -> None:
    """Opened by a click on a racer's name, or by ‘Copy as code’; the next full rerun closes it."""
    opened, copied = race.racer(session.taken("rule")), race.racer(session.taken("code"))
    if opened:
        optimizer = optimizer_of(opened.runner)
        st.dialog(optimizer.facts.name, width="large")(rule_of(optimizer).show)()
    elif copied:
        st.dialog("Copy as code", width="large")(lambda: as_code(race, copied))()


def as_code(race: Race, racer: Racer) -> None:
    """A racer's run as scripts that run by themselves, each with its button to copy."""
    runner = race.runner(racer)
    for tab, (kind, why_not) in zip(st.tabs(list(TITLES.values())), offered(runner).items(), strict=True):
        with tab:
            if why_not:
                st.markdown(why_not)
            else:
                st.code(script(kind, race.ground, race.start, race.steps, runner), language="python")
