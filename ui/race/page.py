"""The pieces of the Race page. The pictures are mounted once; only `live` speaks when something moves."""

import streamlit as st

from experiments.race import optimizer_of, surface_of
from figures.palette import SLOTS
from optimizers import OPTIMIZERS, Hyper, source, specs
from surfaces import SURFACES
from ui import guide
from ui.assets import STATIC
from ui.component import lab_component, sheets
from ui.race import session, wire
from ui.race.state import MAX_RACERS, Race
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
        "maxRacers": MAX_RACERS,
        "shortcuts": SHORTCUTS,
    }
    _race(key="race:pictures", data=data)


@st.fragment
def live() -> None:
    """The ground, a hash unless the surface changed, and the wire, last: its arrival in the browser ends the turn."""

    def heard() -> None:
        session.handle(st.session_state.get("race:wire", {}).get("event"))

    if st.session_state.pop(session.AFRESH, False):
        st.rerun()
    race = session.current()
    _ground(key="race:ground", data=wire.ground_packet(race))
    data = wire.wire_packet(race, session.next_turn(), session.held())
    _wire(key="race:wire", data=data, on_event_change=heard)


def formulas(race: Race) -> None:
    """Filled when it is opened: what lies in a closed expander costs the browser time at each move."""
    expander = st.expander("Formula and source", icon=":material/function:", key="race:formulas", on_change="rerun")
    st.session_state[session.UNFOLDED] = bool(expander.open)
    if expander.open:
        with expander:
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
