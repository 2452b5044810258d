"""Race: drag a learning rate and watch the path bend."""

import streamlit as st

from ui.formulas import show_formulas
from ui.navigation import through_the_door
from ui.race import page
from ui.race.session import session

through_the_door()
st.set_page_config(page_title="Race · Descent Lab")
race = session.enter()
page.pictures()
show_formulas(session)
page.dialog(race)
page.live()  # last: what it sends moves the rest, and its arrival in the browser ends the turn
