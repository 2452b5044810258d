"""Race: drag a learning rate and watch the path bend."""

import streamlit as st

from surfaces import SURFACES
from ui.race import page, session
from ui.words import INTRO, SHORTCUTS, explained

st.set_page_config(page_title="Race · Descent Lab")
race = session.enter()
surface = session.surface()

with st.container(key="lab-title"):
    st.title("Race")
with st.container(key="lab-bar", horizontal=True, vertical_alignment="center"):
    st.selectbox(
        "Surface",
        list(SURFACES),
        format_func=lambda name: SURFACES[name].title,
        key=session.SURFACE,
        on_change=session.choose_surface,
        label_visibility="collapsed",
        width=190,
    )
    page.bar()
with st.container(key="lab-floor"):
    left, right = st.columns([3.1, 1])
    with left:
        page.stage()
    with right:
        page.deck()
page.table()

st.html(f'<p class="lab-note"><b>{INTRO["race"]}</b> {explained(surface.notice)}</p>')
page.unfolding("Formula and source", ":material/function:", lambda: page.formulas(race))
page.unfolding("About this surface", ":material/landscape:", lambda: page.about(surface))
page.unfolding("Shortcuts", ":material/keyboard:", lambda: st.markdown(SHORTCUTS))

page.dialog(race)
page.live()  # last: what it sends moves the rest, and its arrival in the browser ends the turn
