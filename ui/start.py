"""What a server does once, before its first page."""

import gc
from functools import lru_cache

import streamlit as st

from ui.assets import STATIC, place_plotly

SHEETS = ("base.css", "stage.css", "deck.css")


@lru_cache(maxsize=1)
def start_once() -> None:
    """Puts plotly.js where it is served, and takes the imported modules out of the garbage collector's sight."""
    place_plotly()
    gc.collect()
    gc.freeze()


@lru_cache(maxsize=1)
def _style() -> str:
    return "".join((STATIC / "lab" / sheet).read_text() for sheet in SHEETS)


def show_style() -> None:
    """With the first message, so that nothing is ever laid out twice; over 10 kB, so that Streamlit sends it once."""
    st.html(f"<style>{_style()}</style>")
