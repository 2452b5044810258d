"""Components whose JavaScript is a module under static/lab: Streamlit sends two lines, the browser caches the module.

Register at module level: inside a page script it would happen, and be logged, on every rerun.
"""

import streamlit as st

# Two lines: Streamlit takes a one-line text that contains "/" for the path of a file.
LOADER = """const module = import(new URL("app/static/lab/{module}", document.baseURI));
export default async (component) => (await module).{function}(component);"""


def lab_component(name: str, module: str, function: str, html: str = '<i class="lab-hidden" hidden></i>'):
    """A component that calls `function` of static/lab/`module` with its element and data."""
    loader = LOADER.format(module=module, function=function)
    return st.components.v2.component(f"lab_{name}", html=html, js=loader, isolate_styles=False)
