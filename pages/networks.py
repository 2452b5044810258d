"""Networks: the same racers, now training a small network in front of you."""

import streamlit as st

from ui.formulas import show_formulas
from ui.navigation import through_the_door
from ui.networks import page
from ui.networks.session import session

through_the_door()
st.set_page_config(page_title="Networks · Descent Lab")
state = session.enter()
page.pictures()
show_formulas(session)
page.dialog(state)
page.live()  # last: what it sends moves the rest, and its arrival in the browser ends the turn
