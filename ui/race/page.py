"""The pieces of the Race page. The pictures are mounted once; only `live` speaks when something moves."""

import streamlit as st

from experiments.race import optimizer_of, surface_of
from figures.palette import SLOTS
from optimizers import OPTIMIZERS, Hyper, source, specs
from surfaces import SURFACES
from ui import guide
from ui.assets import STATIC
from ui.component import lab_component, sheets
from ui.controls import declared, formulas_folded
from ui.deck import MOST
from ui.live import speak
from ui.race import wire
from ui.race.session import session
from ui.race.state import Race
from ui.words import GLOSSARY, INTRO, SHORTCUTS

_ground = lab_component("ground", "wire.js", "mountGround")
_wire = lab_component("wire", "wire.js", "mountWire")
_race = lab_component(
    "race",
    "race.js",
    "mountRace",
    (STATIC / "lab" / "race.html").read_text(),
    sheets("base.css", "stage.css", "deck.css"),
)


def pictures() -> None:
    """Bar, stage, deck, note and table in one element: the fewer there are, the less Streamlit does at each move."""
    data = {
        "name": wire.PAGE,
        "intro": INTRO["race"],
        "slots": [slot._asdict() for slot in SLOTS],
        "glossary": GLOSSARY,
        "surfaces": {name: surface.title for name, surface in SURFACES.items()},
        "optimizers": _optimizers(),
        "maxRacers": MOST,
        "shortcuts": SHORTCUTS["race"],
    }
    _race(key="race:pictures", data=data)


def live() -> None:
    speak(session, _ground, _wire, wire.ground_packet, wire.wire_packet)


def formulas(race: Race) -> None:
    if room := formulas_folded(session):
        with room:
            st.markdown(f"$f(x, y) = {surface_of(race.ground).latex}$")
            rules(race)


def rules(race: Race) -> None:
    """Each optimizer of the race once: its recurrence beside the very source that runs."""
    kinds = {racer.optimizer: racer for racer in race.racers}
    if not kinds:
        st.markdown("Nobody is running.")
        return
    tabs = st.tabs([OPTIMIZERS[name].facts.name for name in kinds])
    for tab, racer in zip(tabs, kinds.values(), strict=True):
        with tab:
            rule(optimizer_of(racer.runner))


def rule(optimizer) -> None:
    """The recurrence as this optimizer's switches stand, and its source by `inspect`, so that the two cannot drift."""
    formula, code = st.columns([2, 3])
    with formula:
        guide.recurrence(optimizer)
        st.caption(optimizer.facts.source)
    with code:
        st.code(source(optimizer), language="python")


def dialog(race: Race) -> None:
    """Opened by a click on a racer's name; the next full rerun closes it."""
    racer = race.racer(session.taken("rule"))
    if racer is None:
        return
    optimizer = optimizer_of(racer.runner)
    st.dialog(optimizer.facts.name, width="large")(lambda: rule(optimizer))()


def _optimizers() -> dict:
    return {
        name: {
            "title": kind.facts.name,
            "idea": kind.facts.idea,
            "group": kind.facts.group,
            "hypers": [declared(key, spec) for key, spec in specs(kind).items() if isinstance(spec, Hyper)],
            "switches": [declared(key, spec) for key, spec in specs(kind).items() if not isinstance(spec, Hyper)],
        }
        for name, kind in OPTIMIZERS.items()
    }
