"""Components whose JavaScript is a module under static/lab: Streamlit sends two lines, the browser caches the bundle.

Register at module level: inside a page script it would happen, and be logged, on every rerun.
"""

import streamlit as st

from ui.assets import STATIC
from ui.bundle import bundle

# Two lines: Streamlit takes a one-line text that contains "/" for the path of a file.
LOADER = """const lab = import(new URL("app/static/lab/{bundle}", document.baseURI));
export default async (component) => (await lab).modules["{module}"].{function}(component);"""


HIDDEN = '<i class="lab-hidden" hidden></i>'


def lab_component(name: str, module: str, function: str, html: str = HIDDEN, css: str = ""):
    """A component that calls `function` of static/lab/`module` with its element and data.

    `css` comes with the element, so that nothing is laid out twice.
    """
    loader = LOADER.format(bundle=bundle().name, module=module, function=function)
    return st.components.v2.component(f"lab_{name}", html=html, css=css or None, js=loader, isolate_styles=False)


def sheets(*names: str) -> str:
    """Style sheets of static/lab."""
    return "".join((STATIC / "lab" / name).read_text() for name in names)
