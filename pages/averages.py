"""Averages: one number remembers the last ten days."""

import streamlit as st

from ui.averages import page
from ui.averages.session import session
from ui.formulas import show_formulas
from ui.navigation import through_the_door

through_the_door()
st.set_page_config(page_title="Averages · Descent Lab")
session.enter()
page.pictures()
show_formulas(session)
page.live()  # last: what it sends moves the rest, and its arrival in the browser ends the turn
