"""One visitor's race: adopted from the link, changed by events, written back into the link when a drag has settled."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui.race.events import Answer, answer
from ui.race.link import link_of, parameters_of, race_part, read_link
from ui.race.state import Race, opening
from ui.race.wire import Visit

RACE, BEFORE, VISIT, PART, ASKED, RULE, AFRESH, HELD = (
    f"race:{name}" for name in ("race", "before", "visit", "part", "asked", "rule", "afresh", "held")
)


UNFOLDED = "race:unfolded"  # whether formulas are shown, which only a full rerun writes anew


def enter() -> Race:
    """At the top of the page. The link wins when somebody navigated: a first visit, Back, Forward, an edited address.

    Streamlit empties the query when the page is changed in the menu: an empty query never changes anything.
    """
    state, query = st.session_state, {key: st.query_params.get_all(key) for key in st.query_params}
    part = race_part(query)
    first = RACE not in state
    state[HELD] = set()  # nobody knows who reads on: what comes now comes whole
    if first:
        state[RACE], state[VISIT] = opening(), Visit()
        _issue(state[RACE])
    if (first and query) or (part and part not in (state[PART], state[ASKED])):
        asked = read_link(query)
        state[RACE] = asked.race
        _issue(asked.race, asked=part)
        view = asked.view if first or "step" in query else None
        _visit(epoch=state[VISIT].epoch + 1, view=view)
        _notice(asked.words, tone="warn")
    return state[RACE]


def current() -> Race:
    return st.session_state[RACE]


def handle(event: Any) -> None:
    """One event from the browser. What only the whole page can show (a dialog, a surface) asks for a full rerun."""
    state = st.session_state
    if RACE not in state or not isinstance(event, dict):  # a stale tab may send before the page has run, or for another
        return
    ticket, kind = event.get("ticket"), event.get("kind")
    if event.get("have") != state[VISIT].turn:
        state[HELD].clear()
    _visit(ticket=ticket if isinstance(ticket, int) else 0)
    if kind != "touch":
        _visit(notice=None)  # it was about what is over now, and so was its way back
    if kind == "rule":
        state[RULE] = event.get("slot")
    elif kind == "undo" and BEFORE in state:
        _take(Answer(state.pop(BEFORE)), settled=True)
    else:
        _take(answer(state[RACE], event), settled=bool(event.get("settled", True)))
    roster = kind in ("add", "duplicate", "remove", "restore") or isinstance(event.get("value"), bool)
    state[AFRESH] = kind in ("rule", "undo", "surface") or (roster and state.get(UNFOLDED, False))


def held() -> set[int]:
    """Serials of the blocks that the browser holds."""
    return st.session_state[HELD]


def _take(answered: Answer, settled: bool) -> None:
    state = st.session_state
    if answered.undo:
        state[BEFORE] = state[RACE]
    state[RACE] = answered.race
    _visit(held=not settled)
    _notice(answered.words, undo=answered.undo)
    if settled and _parts(answered.race) != state[PART]:
        st.query_params.from_dict(parameters_of(answered.race))
        _issue(answered.race)


def _issue(race: Race, asked: Mapping[str, Sequence[str]] | None = None) -> None:
    """From now on the address says this, or still what was asked for, until the browser writes it in full."""
    st.session_state[PART], st.session_state[ASKED] = _parts(race), asked
    _visit(link=link_of(race))


def _parts(race: Race) -> dict[str, list[str]]:
    return {key: [text] for key, text in parameters_of(race).items()}


def _notice(words: str, *, undo: bool = False, tone: str = "info") -> None:
    if words:
        number = st.session_state[VISIT].turn + 1
        _visit(notice={"id": number, "text": words, "undo": undo, "tone": tone})


def _visit(**changes: Any) -> None:
    st.session_state[VISIT] = st.session_state[VISIT]._replace(**changes)


def next_turn() -> Visit:
    """Counted, so that no two messages are equal: an equal one would not reach the browser and end the turn."""
    _visit(turn=st.session_state[VISIT].turn + 1)
    return st.session_state[VISIT]
