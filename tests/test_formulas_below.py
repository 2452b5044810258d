"""Whatever an event does, what stands under the pictures is what a fresh visit to the same state shows there."""

from importlib import import_module
from itertools import chain, product

import pytest
from streamlit.testing.v1 import AppTest

from experiments.race import GROUNDS, optimizer_of, surface_of
from optimizers import latex
from tests.pages import elements
from ui.inside.state import TABS
from ui.networks.presets import PRESETS
from ui.race.stories import STORIES

PAGES = ("race", "averages", "inside", "networks")
UNFOLD = {"kind": "unfold", "open": True}
NAMES = ("condition", "fold_correction", "average", "memory", "scaling", "learning_rate")
VALUES = (
    *(True, False, "x", "y", 10.0, 3, "keras", "pytorch", "cube", "surface", "momentum", "adam"),
    *(*TABS, *list(GROUNDS)[1:3], *list(STORIES)[:2], *list(PRESETS)[:2]),
)
CHANGE = {  # the kinds that must be seen to change what stands below
    "race": {"add", "convention", "hyper", "overlay", "parameter", "remove", "story", "surface"},
    "averages": set(),
    "inside": {"hyper", "optimizer", "parameter", "surface", "switch", "tab"},
    "networks": {"add", "convention", "hyper", "overlay", "preset", "remove"},
}


def below_script(name):
    """The part of a page that stands under its pictures, where the browser's events can be handed in."""
    from importlib import import_module

    import streamlit as st

    from ui.formulas import show_formulas

    session = import_module(f"ui.{name}.session").session
    for event in st.session_state.pop("events", ()):  # as in a fragment's rerun: the rest of the page stays
        session.handle(event)
        if not session.taken("afresh"):
            st.session_state["whole"] = False
            return
    session.enter()
    st.session_state["whole"] = True
    show_formulas(session)


class Visitor:
    """Somebody who has unfolded the formulas of a page. `below`: all that stands there."""

    def __init__(self, name):
        self.session = import_module(f"ui.{name}.session").session
        self.page = AppTest.from_function(below_script, args=(name,), default_timeout=30).run()
        self.send(UNFOLD)

    def send(self, event):
        """`of`: an optimizer, whose slot is filled in."""
        if "of" in event:
            event = event | {"slot": next(r.slot for r in self.state.racers if r.optimizer == event["of"])}
        self.page.session_state["events"] = (event,)
        return self.seen()

    def go(self, query):
        self.page.query_params.clear()
        for key, value in query.items():
            self.page.query_params[key] = value
        return self.seen()

    def seen(self):
        assert not self.page.run().exception
        if self.page.session_state["whole"]:
            tabs = [tab.label for tab in self.page.tabs]
            self.below = [(element.type, element.value) for element in elements(self.page._tree)] + tabs
        return self.below

    @property
    def state(self):
        return self.page.session_state[self.session.key("state")]


def events_of(name):
    """One event of each kind: one that changes what stands below where there is any, else one that does anything."""
    events, story = import_module(f"ui.{name}.events"), import_module(f"ui.{name}.session").session.story
    common = {"x": 1.5, "y": -1.0, "text": "1, 2; 3", "optimizer": "adagrad", "coordinate": "x", "to": 7}
    state = story.opening()
    slots = [0, next((card.slot for card in getattr(state, "racers", ()) if card.optimizer == "adam"), 1)]
    for kind in events.EVENTS:
        changing = changed = None
        for slot, (key, value) in product(slots, chain(product([None], VALUES), product(NAMES, (True, False)))):
            event = common | {"kind": kind, "slot": slot, "name": key, "value": value}
            after = events.answer(state, event).state
            if after != state:
                changed = event
                if not CHANGE[name]:
                    break
            if after != state and story.formulas_of(after) != story.formulas_of(state):
                changing = event
                break
        if changing or changed:
            yield changing or changed


@pytest.mark.parametrize("name", PAGES)
def test_after_any_event_it_is_what_a_fresh_visit_shows(name):
    visitor, other = Visitor(name), Visitor(name)
    story, opening = visitor.session.story, visitor.below
    changed = set()
    for event in events_of(name):
        below = visitor.send(event)
        assert below == other.go(story.parameters_of(visitor.state)), event
        if below != opening:
            changed.add(event["kind"])
        visitor.send({"kind": "undo"})
        assert visitor.go(story.parameters_of(story.opening())) == opening
    assert CHANGE[name] <= changed
    if "remove" in changed:
        assert visitor.send({"kind": "remove", "of": "adam"}) != opening == visitor.send({"kind": "restore"})


def words(below):
    return "\n".join(str(part) for part in below)


def test_what_stands_there_is_what_runs():
    """Each racer's recurrence in its own form, and the surface with its numbers."""
    visitor = Visitor("race")
    for event in (
        {"kind": "parameter", "name": "condition", "value": 10.0},
        {"kind": "convention", "of": "adam", "value": "keras"},
        {"kind": "duplicate", "of": "adam"},
        {"kind": "convention", "of": "adam", "value": "pytorch"},
    ):
        shown = words(visitor.send(event)).replace("&=", "=").replace("\\\\", "\\")
        assert surface_of(visitor.state.ground).latex in shown and "50" not in shown
        for racer in visitor.state.racers:
            for line in latex(optimizer_of(racer.runner)):
                assert line in shown, (event, racer.optimizer)
    names = [part for part in visitor.below if isinstance(part, str)]
    assert names[:2] == ["Momentum", "RMSprop"] and names[3] == "Adam · Keras" and names[2].startswith("Adam · ")


def test_a_slider_that_is_held_waits_and_folded_formulas_cost_nothing(monkeypatch):
    visitor = Visitor("race")
    before = visitor.below
    moved = {"kind": "parameter", "name": "condition", "value": 10.0}
    assert visitor.send(moved | {"settled": False}) == before
    assert visitor.send(moved) != before
    visitor.send({"kind": "unfold", "open": False})
    assert visitor.below == []
    refuse = lambda state: pytest.fail("nobody sees them")  # noqa: E731
    monkeypatch.setattr(visitor.session, "story", visitor.session.story._replace(formulas_of=refuse))
    visitor.send({"kind": "surface", "value": "beale"})


def test_the_other_tabs_of_a_step():
    visitor, other = Visitor("inside"), Visitor("inside")
    for event in (
        {"kind": "tab", "value": "check"},
        {"kind": "what", "value": "surface"},
        {"kind": "parameter", "name": "condition", "value": 10.0},
        {"kind": "what", "value": "cube"},
        {"kind": "tab", "value": "series"},
        {"kind": "add", "optimizer": "adamax"},
        {"kind": "hyper", "name": "average", "value": True, "of": "momentum"},
        {"kind": "remove", "of": "rprop"},
    ):
        before = visitor.below
        assert before != visitor.send(event) == other.go(visitor.session.story.parameters_of(visitor.state)), event
