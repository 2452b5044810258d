"""Race: drag a learning rate and watch the path bend."""

import streamlit as st

from ui.race import page, session

st.set_page_config(page_title="Race · Descent Lab")
race = session.enter()
page.pictures()
page.formulas(race)
page.dialog(race)
page.live()  # last: what it sends moves the rest, and its arrival in the browser ends the turn
