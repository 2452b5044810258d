"""Guide: every optimizer, every surface, every word; one entry at a time."""

import streamlit as st

from ui import guide
from ui.component import sheets
from ui.guide_index import chosen, index
from ui.navigation import through_the_door
from ui.words import INTRO

through_the_door()
st.set_page_config(page_title="Guide · Descent Lab")
st.html(f"<style>{sheets('stage/base.css')}</style>")  # the page's margins, before any picture brings them
st.title("Guide", anchor=False)
st.markdown(INTRO["guide"])
entry, complaint = chosen()
left, right = st.columns([1, 3], gap="large")
with left:
    index(entry)
with right:
    if complaint:
        st.info(complaint)
    guide.entry(entry)
