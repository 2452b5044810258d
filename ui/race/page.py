"""The pieces of the Race page. Stage, deck, bar and table are mounted once; only `live` speaks when something moves."""

from collections.abc import Callable

import streamlit as st

from experiments.race import optimizer_of
from figures.palette import SLOTS
from optimizers import OPTIMIZERS, Hyper, source, specs
from surfaces import Surface
from ui import guide
from ui.component import lab_component
from ui.race import session, wire
from ui.race.state import MAX_RACERS, Race
from ui.words import GLOSSARY

_ground = lab_component("ground", "wire.js", "mountGround")
_wire = lab_component("wire", "wire.js", "mountWire")
_stage = lab_component("stage", "stage.js", "mountStage", '<div class="lab-stage"></div>')
_table = lab_component("table", "table.js", "mountTable", '<div class="lab-table"></div>')
_deck = lab_component("deck", "deck.js", "mountDeck", '<div class="lab-deck"></div>')
_bar = lab_component("bar", "bar.js", "mountBar", '<div class="lab-bar"></div>')

_SHARED = {"name": wire.PAGE, "slots": [slot._asdict() for slot in SLOTS], "glossary": GLOSSARY}


def stage() -> None:
    _stage(key="race:stage", data=_SHARED)


def table() -> None:
    _table(key="race:table", data=_SHARED)


def bar() -> None:
    _bar(key="race:bar", data={"name": wire.PAGE}, width="stretch")


def deck() -> None:
    _deck(key="race:deck", data=_SHARED | {"optimizers": _optimizers(), "groups": _groups(), "maxRacers": MAX_RACERS})


@st.fragment
def live() -> None:
    """The ground, a hash unless the surface changed, and the wire, last: its arrival in the browser ends the turn."""

    def heard() -> None:
        session.handle(st.session_state.get("race:wire", {}).get("event"))

    if st.session_state.pop(session.AFRESH, False):
        st.rerun()
    race = session.current()
    _ground(key="race:ground", data=wire.ground_packet(race))
    _wire(key="race:wire", data=wire.wire_packet(race, session.next_turn()), on_event_change=heard)


def unfolding(title: str, icon: str, show: Callable[[], object]) -> None:
    """An expander that is filled when it is opened: what lies in a closed one costs the browser time at each move."""
    expander = st.expander(title, icon=icon, key=f"race:{title}", on_change="rerun")
    if expander.open:
        with expander:
            show()


def formulas(race: Race) -> None:
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


def about(surface: Surface) -> None:
    st.markdown(f"$f(x, y) = {surface.latex}$")
    st.markdown(surface.about)
    st.caption(f"Source: {surface.source} · Darker is lower; 14 levels, close together low down.")


def dialog(race: Race) -> None:
    """Opened by a click on a racer's name; the next full rerun closes it."""
    racer = race.racer(st.session_state.pop(session.RULE, None))
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
            "hypers": [_declared(key, spec) for key, spec in specs(kind).items() if isinstance(spec, Hyper)],
            "switches": [_declared(key, spec) for key, spec in specs(kind).items() if not isinstance(spec, Hyper)],
        }
        for name, kind in OPTIMIZERS.items()
    }


def _declared(name: str, spec) -> dict:
    facts = {key: value for key, value in spec._asdict().items() if key not in ("latex", "lowest", "highest")}
    named = f"{spec.on} form" if spec.label == "form" else spec.label
    return {"name": name, **facts, "label": named}


def _groups() -> list[str]:
    return list(dict.fromkeys(kind.facts.group for kind in OPTIMIZERS.values()))
