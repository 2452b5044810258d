"""The pages, in the order of the menu, and the way into them."""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

RACE = {"page": "pages/race.py", "title": "Race", "icon": ":material/flag:"}
RACE_NAMED = RACE | {"url_path": "race"}  # so that its own name opens it, too
PAGES = (
    RACE | {"default": True, "url_path": "home"},  # at the bare address; the name is Streamlit's wish
    {"page": "pages/averages.py", "title": "Averages", "icon": ":material/show_chart:", "url_path": "averages"},
    {"page": "pages/inside.py", "title": "Inside a step", "icon": ":material/zoom_in:", "url_path": "inside"},
    {"page": "pages/networks.py", "title": "Networks", "icon": ":material/hub:", "url_path": "networks"},
    {"page": "pages/guide.py", "title": "Guide", "icon": ":material/menu_book:", "url_path": "guide"},
    RACE_NAMED | {"visibility": "hidden"},
)
ENTERED = "entered"


def navigation():
    """Called by app.py in every full run. The icon is a file of ours: for one of its own Streamlit asks a font host."""
    st.set_page_config(layout="wide", page_icon="static/icon.svg")
    st.session_state[ENTERED] = True
    return st.navigation([st.Page(**page) for page in menu(st.context.url or "")], position="top")


def menu(address: str) -> list[dict[str, Any]]:
    """The pages as the menu shows them at an address. The Race has two addresses and stands in the menu once: under its
    own name where that is open, so that it is marked as the current page."""
    if urlsplit(address).path.rpartition("/")[2] != RACE_NAMED["url_path"]:
        return list(PAGES)
    first, *others, _ = PAGES
    return [first | {"visibility": "hidden"}, RACE_NAMED | {"visibility": "visible"}, *others]


def through_the_door() -> None:
    """First thing in every page. On a server that nobody has visited, Streamlit takes a folder named pages for its old
    kind of multipage app, and runs the file that an address names by itself, without app.py. To have called
    st.navigation once cures the server; the run begins again, through app.py.
    """
    if ENTERED not in st.session_state:
        navigation()
        st.rerun()
