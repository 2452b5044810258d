"""The two elements of a page that speak: everything else is sent once."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.computing import compute
from ui.session import Session
from ui.visit import Visit


@st.fragment
def speak(
    session: Session,
    ground: Callable,
    wire: Callable,
    ground_packet: Callable[[Any], bytes],
    wire_packet: Callable[[Any, Visit, set[int]], bytes],
) -> None:
    """The ground where the browser has another one, and the wire, last: its arrival in the browser ends the turn."""
    key = session.key("wire")

    def heard() -> None:
        session.handle(st.session_state.get(key, {}).get("event"))

    if session.taken("afresh"):
        st.rerun()
    compute(session)
    state = session.current()
    below = ground_packet(state)
    if session.is_new_ground(below):
        ground(key=session.key("ground"), data=below)
    wire(key=key, data=wire_packet(state, session.next_turn(), session.held()), on_event_change=heard)
