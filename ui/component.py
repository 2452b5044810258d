"""Components whose JavaScript is a module under static/lab: Streamlit sends two lines, the browser caches the bundle.

Register at module level: inside a page script it would happen, and be logged, on every rerun.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from ui.assets import STATIC
from ui.bundle import bundle

LAB = STATIC / "lab"
Component = Callable[..., Any]

# Two lines: Streamlit takes a one-line text that contains "/" for the path of a file.
LOADER = """const lab = import(new URL("app/static/lab/{bundle}", document.baseURI));
export default async (component) => (await lab).modules["{module}"].{function}(component);"""


HIDDEN = '<i class="lab-hidden" hidden></i>'


def lab_component(name: str, module: str, function: str, html: str = HIDDEN, css: str = "") -> Component:
    """A component that calls `function` of static/lab/`module` with its element and data.

    `css` comes with the element, so that nothing is laid out twice.
    """
    loader = LOADER.format(bundle=bundle().name, module=module, function=function)
    return st.components.v2.component(f"lab_{name}", html=html, css=css or None, js=loader, isolate_styles=False)


class PageComponents(NamedTuple):
    """The three elements of a page: what is on it, and two that only bring data (ui/live.py)."""

    page: Component
    ground: Component
    wire: Component


def page_components(name: str) -> PageComponents:
    """Of the folder static/lab/`name`: its module, its HTML, and its style sheet where it has one."""
    own = f"{name}/{name}"
    styles = [f"{own}.css"] if (LAB / f"{own}.css").exists() else []
    style = sheets("stage/base.css", "stage/stage.css", "deck/deck.css", *styles, "stage/phone.css")
    return PageComponents(
        lab_component(name, f"{own}.js", f"mount{name.title()}", (LAB / f"{own}.html").read_text(), style),
        lab_component(f"{name}_ground", "wire/wire.js", "mountGround"),
        lab_component(f"{name}_wire", "wire/wire.js", "mountWire"),
    )


def sheets(*names: str) -> str:
    """Style sheets of static/lab."""
    return "".join((LAB / name).read_text() for name in names)
