"""The floor: two pages on top, one slider of ours, and one number that follows it through the same wire and turns."""

import pandas  # noqa: F401
import plotly.graph_objects  # noqa: F401
import streamlit as st

from optimizers import OPTIMIZERS, specs
from ui.component import lab_component
from ui.packets import packet
from ui.start import start_once

_floor = lab_component("floor", "floor.js", "mountFloor", '<div class="lab-floor"></div>')
_wire = lab_component("wire", "wire/wire.js", "mountWire")
DECLARED = specs(OPTIMIZERS["momentum"])["learning_rate"]
SLIDER = {key: getattr(DECLARED, key) for key in ("symbol", "label", "help", "low", "high", "scale", "default")}
# What every wire must say of a race; here nobody runs.
NOBODY = {"name": "floor", "epoch": 1, "view": None, "touched": None}


def slider() -> None:
    _floor(key="floor", data={"name": "floor", "spec": SLIDER})
    live()


@st.fragment
def live() -> None:
    def heard() -> None:
        st.session_state["event"] = st.session_state["floor:wire"]["event"]

    event = st.session_state.get("event", {})
    turn = st.session_state["turn"] = st.session_state.get("turn", 0) + 1
    news = {"turn": turn, "ticket": event.get("ticket", 0), "value": event.get("value", SLIDER["default"])}
    _wire(key="floor:wire", data=packet(NOBODY | news), on_event_change=heard)


def other() -> None:
    st.text("Nothing here")


start_once()
st.set_page_config(layout="wide")
st.navigation([st.Page(slider, title="Floor", default=True), st.Page(other, title="Other")], position="top").run()
