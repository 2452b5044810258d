"""Inside a step: open one step of an optimizer and see where each part of it points."""

import streamlit as st

from ui.formulas import show_formulas
from ui.inside import page
from ui.inside.session import session
from ui.navigation import through_the_door

through_the_door()
st.set_page_config(page_title="Inside a step · Descent Lab")
state = session.enter()
page.pictures()
show_formulas(session)
page.dialog(state)
page.live()  # last: what it sends moves the rest, and its arrival in the browser ends the turn
