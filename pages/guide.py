"""Guide: every optimizer, every surface, every word."""

import streamlit as st

from optimizers import OPTIMIZERS
from surfaces import COSTS, SURFACES
from ui import guide
from ui.component import sheets
from ui.navigation import through_the_door
from ui.words import GLOSSARY, INTRO

through_the_door()
st.set_page_config(page_title="Guide · Descent Lab")
st.html(f"<style>{sheets('base.css')}</style>")  # the page's margins, before any picture brings them
st.title("Guide", anchor=False)
st.markdown(INTRO["guide"])
optimizers, surfaces, words = st.tabs(["Optimizers", "Surfaces", "Words"])
with optimizers:
    for kind in OPTIMIZERS.values():
        guide.optimizer(kind)
with surfaces:
    for surface in (SURFACES | COSTS).values():
        guide.surface(surface)
with words:
    st.table({"in one line": GLOSSARY})
