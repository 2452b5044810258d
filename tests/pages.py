"""What AppTest sees of a page: elements in a flat row, and the packets of our components."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui.navigation import PAGES
from ui.packets import unpacked

PATIENCE = 240  # s, for a run of a page: only a hang takes so long, on a slow and busy machine too
APP = Path(__file__).parents[1] / "app.py"
FILES = {page["title"]: page["page"] for page in PAGES}  # a page's title → its file


def app(**query):
    """The app before its first run, with a query in the address."""
    page = AppTest.from_file(str(APP), default_timeout=PATIENCE)
    for key, value in query.items():
        page.query_params[key] = value
    return page


def elements(block):
    """Every element of a page, those in columns and fragments included."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child


def components(page):
    """Key → message of each of our components."""
    found = [element.proto for element in elements(page._tree) if element.type == "bidi_component"]
    return {proto.id.split("-", 2)[-1]: proto for proto in found}


def wire_of(page):
    """The newest wire."""
    assert not page.exception
    return unpacked(components(page)["race:wire"].bytes)


def ground_of(page):
    """The header of the ground."""
    return unpacked(components(page)["race:ground"].bytes)


def unfolded(page, name):
    """The page with its formulas."""
    page.session_state[f"{name}:visit"] = page.session_state[f"{name}:visit"]._replace(unfolded=True)
    return page.run()


def said(pieces):
    """A sentence that travelled in pieces."""
    return "".join(piece["text"] for piece in pieces)


def texts(page):
    """Whatever a reader could read, in one string."""
    parts = [getattr(element.proto, "body", "") or getattr(element, "value", "") for element in elements(page._tree)]
    return "\n".join(map(str, parts))


def live_script(name):
    """The live part of a page, where the browser's events can be handed in."""
    from importlib import import_module

    import streamlit as st

    page, session = import_module(f"ui.{name}.page"), import_module(f"ui.{name}.session").session
    events = st.session_state.pop("events", ())
    if not events:  # as in a fragment's rerun, where only the event is heard
        session.enter()
    for event in events:
        session.handle(event)
    page.live()


class Visitor:
    """Somebody on the live part of a page."""

    def __init__(self, name, /, **query):
        self.name = name
        self.page = AppTest.from_function(live_script, args=(name,), default_timeout=PATIENCE)
        self.go(query)

    def go(self, query):
        self.page.query_params.clear()
        for key, value in query.items():
            self.page.query_params[key] = value
        return self.send()

    def send(self, *events):
        """The wire after some events."""
        self.page.session_state["events"] = events
        self.page.run()
        self.header = self.message("wire")
        return self.header

    def message(self, element):
        assert not self.page.exception
        return unpacked(components(self.page)[f"{self.name}:{element}"].bytes)

    def trained(self):
        """The wire at the end of the training, asked for piece by piece as the browser does."""
        while self.header["training"]["running"]:
            self.send({"kind": "go", "have": self.header["turn"]})
        return self.header

    @property
    def ground(self):
        return self.message("ground")

    @property
    def address(self):
        return dict(self.page.query_params.items())
