"""Descent Lab: the door. Pages stand in pages/, everything they show in the packages beside it."""

import pandas  # noqa: F401  first of all: concurrent first sessions meet half-imported modules otherwise
import plotly.graph_objects  # noqa: F401
import streamlit as st

from ui.navigation import PAGES
from ui.start import start_once

start_once()
st.set_page_config(layout="wide", page_icon="static/icon.svg")
# A page's url_path differs from what Streamlit infers from its file name, or its link breaks on a cold server.
st.navigation([st.Page(**page) for page in PAGES], position="top").run()
