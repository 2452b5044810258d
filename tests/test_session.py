"""What every page's session promises, on a page that only counts."""

from streamlit.testing.v1 import AppTest


def counting_script():
    from dataclasses import dataclass

    import streamlit as st

    from ui.events import Refused, answered
    from ui.links import Asked
    from ui.session import Session, Story
    from ui.view import TRANSPORT, Looks

    @dataclass(frozen=True)
    class Count:
        value: int = 0

    def add(state, event):
        if event["value"] > 100:
            raise Refused("That is more than 100.")
        return Count(state.value + event["value"])

    def read_link(query):
        text = query.get("count", ["0"])[-1]
        return Asked(Count(int(text) if text.isdigit() else 0), {}, "" if text.isdigit() else "No number.")

    def session(name):
        answer = lambda state, event: answered({"add": add}, state, event)  # noqa: E731
        parameters = lambda state: {"count": str(state.value)}  # noqa: E731
        below = lambda state: ("even" if state.value % 2 == 0 else "odd",)  # noqa: E731
        looks = Looks({"step": None}, TRANSPORT)
        return Session(Story(name, Count, answer, parameters, read_link, looks, below, ("aside",)))

    here, there = session("here"), session("there")
    event = st.session_state.pop("event", "enter")
    if event == "enter":
        here.enter()
    else:
        here.handle(event)
    if here.newest:
        st.session_state["seen"] = (here.current(), here.next_turn(), sorted(here.held()), there.newest)
    st.session_state["afresh"] = here.taken("afresh")
    st.session_state["left"] = here.taken("aside") if st.session_state["afresh"] else None


class Page:
    def __init__(self, **query):
        self.page = AppTest.from_function(counting_script)
        self.go(**query)

    def go(self, **query):
        self.page.query_params.clear()
        for key, value in query.items():
            self.page.query_params[key] = value
        return self.send("enter")

    def send(self, event):
        self.page.session_state["event"] = event
        self.page.run()
        assert not self.page.exception
        self.state, self.visit, self.held, self.other = self.page.session_state["seen"]
        return self.state.value

    @property
    def address(self):
        return dict(self.page.query_params.items())


def test_it_opens_by_itself_and_by_a_link():
    assert Page().state.value == 0 and Page().address == {}
    page = Page(count="7")
    assert page.state.value == 7 and page.visit.link == "count=7" and page.visit.epoch == 2


def test_an_event_before_the_first_run_is_nobody_s():
    page = AppTest.from_function(counting_script)
    page.session_state["event"] = {"kind": "add", "value": 1}
    assert not page.run().exception and "seen" not in page.session_state


def test_the_address_is_written_when_a_drag_has_settled():
    page = Page()
    assert page.send({"kind": "add", "value": 2, "settled": False}) == 2 and page.address == {} and page.visit.held
    assert page.send({"kind": "add", "value": 3}) == 5 and page.address == {"count": "5"} and not page.visit.held


def test_two_pages_of_one_visitor_know_nothing_of_each_other():
    page = Page(count="3")
    assert page.other is None


def test_what_is_told_goes_with_the_next_event_and_with_the_next_link():
    page = Page()
    for go_on in (lambda: page.send({"kind": "add", "value": 1}), lambda: page.go(count="9")):
        page.send({"kind": "add", "value": 101})
        assert page.visit.notice["text"] == "That is more than 100."
        go_on()
        assert page.visit.notice is None
    page.go(count="many")
    assert page.visit.notice == {"id": page.visit.turn, "text": "No number.", "undo": False, "tone": "warn"}


def test_the_view_alone_is_no_navigation():
    page = Page(count="3")
    epoch = page.visit.epoch
    page.send({"kind": "add", "value": 1})
    page.go(count="4", step="7", speed="60", touched="2", embed="true")
    assert (page.state.value, page.visit.epoch) == (4, epoch)
    assert page.go(count="3", step="7") == 3 and page.visit.epoch == epoch + 1


def test_an_aside_changes_nothing_and_is_heard_once():
    page = Page(count="3")
    assert page.send({"kind": "aside", "slot": 4}) == 3
    assert page.page.session_state["left"] == 4
    page.send({"kind": "add", "value": 0})
    assert page.page.session_state["left"] is None


def test_turns_and_tickets_are_counted():
    page = Page()
    turns = [page.visit.turn]
    for ticket in (5, "odd"):
        page.send({"kind": "add", "value": 0, "ticket": ticket})
        turns.append(page.visit.turn)
    assert turns == [1, 2, 3] and page.visit.ticket == 0


def test_the_whole_page_runs_when_what_it_shows_under_the_pictures_changed():
    page = Page()
    add = {"kind": "add", "value": 1}

    def runs_afresh(event):
        page.send(event)
        return bool(page.page.session_state["afresh"])

    assert not runs_afresh(add)  # folded
    assert runs_afresh({"kind": "unfold", "open": True})
    page.go()
    assert not runs_afresh({"kind": "add", "value": 2}) and runs_afresh(add)
    page.go()
    assert not runs_afresh(add | {"settled": False})  # while a slider is dragged
    assert runs_afresh({"kind": "add", "value": 0})  # when it is let go
    page.go()
    assert not runs_afresh({"kind": "touch", "slot": 1}) and not runs_afresh({"kind": "no such event"})
    assert runs_afresh({"kind": "unfold", "open": False})
