"""One visitor's state of one page: adopted from the link, changed by events, written back when a drag has settled."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from ui.events import Answer, State
from ui.links import Asked, Query, state_part
from ui.view import Looks
from ui.visit import Visit


class Story(NamedTuple, Generic[State]):
    """What tells one page from another. The state is one frozen value."""

    name: str  # of the page; what it keeps in the session is "name:…"
    opening: Callable[[], State]
    answer: Callable[[State, dict[str, Any]], Answer[State]]
    parameters_of: Callable[[State], dict[str, str]]  # the link as key → text
    read_link: Callable[[Query], Asked[State]]
    looks: Looks
    formulas_of: Callable[[State], tuple]  # what stands under the pictures while it is unfolded
    asides: tuple[str, ...] = ()  # kinds of events that leave a slot under "name:kind" and change nothing else
    quiet: tuple[str, ...] = ()  # kinds of events that the browser sends by itself: they leave a notice standing
    opened_view: Callable[[dict[str, Any], State], dict[str, Any] | None] = lambda event, state: None
    """How the browser is to look at what an event has opened, as `Looks` names it; None: as it did before."""
    plans: Callable[[State], Sequence[Any]] = lambda state: ()  # the runs that a state shows (ui/computing.py)


class Session(Generic[State]):
    """A story as this visitor has it, in st.session_state."""

    def __init__(self, story: Story[State]) -> None:
        self.story = story

    def enter(self) -> State:
        """At the top of the page. The link wins when somebody navigated: a first visit, Back, Forward, another address.

        Streamlit empties the query when the page is changed in the menu: an empty query never changes anything.
        """
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        part = state_part(query, self.story.looks)
        first = self.newest is None
        self["held"], self["ground"] = set(), None  # nobody knows who reads on: what comes now comes whole
        if first:
            self["state"], self["visit"] = self.story.opening(), Visit()
            self._issue(self.current())
        if (first and query) or (part and part not in (self["part"], self["asked"])):
            asked = self.story.read_link(query)
            self["state"] = asked.state
            self._issue(asked.state, asked=part)
            view = asked.view if first or "step" in query else None
            self._visit(epoch=self["visit"].epoch + 1, view=view, notice=None)
            self._notice(asked.words, tone="warn")
        self["formulas"] = self._formulas()
        return self.current()

    @property
    def newest(self) -> State | None:
        """None where this visitor has not been to the page."""
        return st.session_state.get(self.key("state"))

    def current(self) -> State:
        return self["state"]

    def handle(self, event: Any) -> None:
        """One event from the browser."""
        if self.newest is None or not isinstance(event, dict):  # a stale tab may send before the page has run
            return
        ticket, kind = event.get("ticket"), event.get("kind")
        if event.get("have") != self["visit"].turn:
            self["held"], self["ground"] = set(), None
        self._visit(ticket=ticket if isinstance(ticket, int) else 0)
        if kind not in ("touch", "compute", *self.story.quiet):
            self._visit(notice=None)  # it was about what is over now, and so was its way back
        if kind in self.story.asides:
            self[kind] = event.get("slot")
        elif kind == "unfold":
            self._visit(unfolded=event.get("open") is True)
        elif kind in COMPUTING:
            COMPUTING[kind](self)
        elif kind == "undo" and self.key("before") in st.session_state:
            self._take(Answer(st.session_state.pop(self.key("before"))), settled=True)
        else:
            before = self.current()
            self._take(self.story.answer(before, event), settled=bool(event.get("settled", True)))
            if self.current() is not before and (view := self.story.opened_view(event, self.current())):
                self._visit(epoch=self["visit"].epoch + 1, view=view)
        dragged = self["visit"].held  # the formulas follow when the slider is let go
        self["afresh"] = kind in self.story.asides or not (dragged or self._formulas() == self["formulas"])

    # ---- what is computed piece by piece
    @property
    def stopped(self) -> frozenset | None:
        """The plans of the runs that were shown when this visitor pressed Stop; None while computing may go on."""
        stopped: frozenset | None = st.session_state.get(self.key("stopped"))
        return stopped

    @stopped.setter
    def stopped(self, plans: frozenset | None) -> None:
        self["stopped"] = plans

    def pull(self) -> None:
        self["pulled"] = True

    def stop(self) -> None:
        self.stopped = frozenset(self.story.plans(self.current()))

    def go_on(self) -> None:
        self.stopped = None

    def tell_computing(self, progress: dict[str, Any] | None) -> None:
        self._visit(computing=progress)

    @property
    def unfolded(self) -> bool:
        """Whether formulas are to stand under the pictures."""
        return self["visit"].unfolded

    @property
    def formulas(self) -> tuple:
        """As this run of the page shows them."""
        return self["formulas"]

    def held(self) -> set[int]:
        """Serials of the blocks that the browser holds."""
        return self["held"]

    def is_new_ground(self, packet: bytes) -> bool:
        """Whether the browser holds another one; from now on it holds this."""
        before, self["ground"] = self["ground"], packet
        return before is not packet

    def next_turn(self) -> Visit:
        """Counted, so that no two messages are equal: an equal one would not reach the browser and end the turn."""
        self._visit(turn=self["visit"].turn + 1)
        return self["visit"]

    def taken(self, name: str) -> Any:
        """What an event left for the page, once."""
        return st.session_state.pop(self.key(name), None)

    def key(self, name: str) -> str:
        return f"{self.story.name}:{name}"

    # ---- inside
    def __getitem__(self, name: str) -> Any:
        return st.session_state[self.key(name)]

    def __setitem__(self, name: str, value: Any) -> None:
        st.session_state[self.key(name)] = value

    def _take(self, answered: Answer[State], settled: bool) -> None:
        if answered.undo:
            self["before"] = self.current()
        self["state"] = answered.state
        self._visit(held=not settled)
        self._notice(answered.words, undo=answered.undo)
        if settled and self._parts(answered.state) != self["part"]:
            st.query_params.from_dict(self.story.parameters_of(answered.state))
            self._issue(answered.state)

    def _formulas(self) -> tuple:
        """Of the newest state: the whole page must run where they are others than those that it shows."""
        return self.story.formulas_of(self.current()) if self.unfolded else ()

    def _issue(self, state: State, asked: Query | None = None) -> None:
        """From now on the address says this, or still what was asked for, until the browser writes it in full."""
        self["part"], self["asked"] = self._parts(state), asked
        self._visit(link=urlencode(self.story.parameters_of(state)))

    def _parts(self, state: State) -> dict[str, list[str]]:
        return {key: [text] for key, text in self.story.parameters_of(state).items()}

    def _notice(self, words: str, *, undo: bool = False, tone: str = "info") -> None:
        if words:
            number = self["visit"].turn + 1
            self._visit(notice={"id": number, "text": words, "undo": undo, "tone": tone})

    def _visit(self, **changes: Any) -> None:
        self["visit"] = self["visit"]._replace(**changes)


COMPUTING: dict[str, Callable[[Session], None]] = {  # events of every page; the first one the browser sends by itself
    "compute": Session.pull,
    "stop_computing": Session.stop,
    "go_on": Session.go_on,
}
