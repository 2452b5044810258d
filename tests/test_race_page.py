"""The Race page as the server makes it: links adopted, events answered, the address written."""

import json
from functools import partial
from urllib.parse import parse_qsl

import numpy as np
import pytest

from optimizers import OPTIMIZERS, source
from surfaces import SURFACES
from tests import pages
from tests.pages import FILES, app, components, elements, ground_of, said, unfolded, wire_of
from ui.component import LAB
from ui.race.link import link_of, parameters_of
from ui.race.state import opening

Session = partial(pages.Visitor, "race")


def values(header, slot):
    return next(racer["values"] for racer in header["racers"] if racer["slot"] == slot)


def rate(value, slot=1, **more):
    return {"kind": "hyper", "slot": slot, "name": "learning_rate", "value": value, **more}


# ---- the whole page
def test_the_page_opens():
    page = app().run()
    header = wire_of(page)
    assert list(components(page)) == [f"race:{name}" for name in ("pictures", "ground", "wire")]
    assert [racer["title"] for racer in header["racers"]] == ["Momentum", "RMSprop", "Adam"]
    assert (header["steps"], header["start"], header["view"]) == (100, [-4.0, 2.0], None)
    assert all((racer["x"][0], racer["y"][0]) == (-4.0, 2.0) for racer in header["racers"])


def test_only_the_wire_speaks_again():
    page = app().run()
    before = components(page)
    page.session_state["race:state"] = opening("elongated_bowl").with_racer(
        opening().racer(1).with_value("learning_rate", 0.001)
    )
    after = components(page.run())
    changed = [key for key in before if (before[key].bytes, before[key].json) != (after[key].bytes, after[key].json)]
    assert changed == ["race:wire"]
    assert before["race:ground"].bytes == after["race:ground"].bytes


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_can_be_chosen(surface):
    session = Session()
    header = session.send({"kind": "surface", "value": surface})
    ground = ground_of(session.page)
    assert header["surface"] == ground["surface"] == surface and header["picture"] == ground["id"]
    assert header["start"] == list(SURFACES[surface].start)
    assert said(header["note"]["pieces"]).startswith(SURFACES[surface].notice.replace("*", ""))
    assert SURFACES[surface].about in said(ground["facts"]) and SURFACES[surface].source in said(ground["facts"])
    if surface != "elongated_bowl":
        assert header["notice"]["undo"] and SURFACES[surface].title in header["notice"]["text"]
        assert session.address["surface"] == surface


def test_a_link_is_adopted():
    page = app(surface="beale", steps="250", r2="adam~learning_rate~0.5~hidden~0", step="40", zoom="0~1~0~1").run()
    header = wire_of(page)
    assert header["surface"] == ground_of(page)["surface"] == "beale"
    assert header["steps"] == 250 and header["notice"] is None
    assert [(racer["slot"], racer["optimizer"]) for racer in header["racers"]] == [(2, "adam")]
    assert header["view"]["step"] == 40 and header["view"]["zoom"] == [0, 1, 0, 1]


def test_what_a_link_could_not_have_is_told_in_a_sentence():
    page = app(surface="bowll", steps="nan", r1="<script>alert(1)</script>").run()
    header = wire_of(page)
    assert header["notice"]["text"].startswith("This link asked for 3 things we could not use: ‘surface=bowll’")
    assert header["notice"]["tone"] == "warn" and len(header["racers"]) == 3


def test_the_source_that_is_shown_is_the_source_that_runs():
    page = unfolded(app().run(), "race")
    assert [tab.label for tab in page.tabs] == ["Momentum", "RMSprop", "Adam"]
    shown = [element.value for element in page.code]
    for racer in opening().racers:
        optimizer = OPTIMIZERS[racer.optimizer](**dict(racer.values))
        assert source(optimizer).strip() in shown


def test_formulas_come_and_go_as_they_are_asked_for():
    """What nobody asked for would cost the browser time at each move."""
    session = Session()
    session.send({"kind": "unfold", "open": True})
    assert session.header["unfolded"] and not session.header["notice"]
    session.send({"kind": "unfold", "open": "yes"})
    assert not session.header["unfolded"]
    page = app().run()
    assert not page.code and not page.expander and unfolded(page, "race").code


def test_a_racer_s_name_opens_its_rule():
    page = app().run()
    assert not list(dialogs(page))
    page.session_state["race:rule"] = 3
    assert [block.proto.dialog.title for block in dialogs(page.run())] == ["Adam"]
    assert not list(dialogs(page.run()))


def dialogs(page):
    def blocks(block):
        for child in getattr(block, "children", {}).values():
            yield child
            yield from blocks(child)

    for block in blocks(page._tree):
        if getattr(block, "type", "") == "dialog":
            yield block


def test_the_page_survives_a_visit_elsewhere():
    page = app(steps="300").run()
    page.switch_page(FILES["Guide"]).run()
    page.query_params.clear()
    header = wire_of(page.switch_page(FILES["Race"]).run())
    assert header["steps"] == 300


@pytest.fixture(scope="module")
def pictures():
    """What the pictures are told once: it stays while numbers move."""
    return json.loads(components(app().run())["race:pictures"].json)


def test_every_surface_is_offered(pictures):
    assert list(pictures["surfaces"].items()) == [(name, surface.title) for name, surface in SURFACES.items()]


def test_the_page_has_one_heading_and_a_place_for_each_picture():
    html = (LAB / "race/race.html").read_text()
    assert html.count("<h1") == html.count(">Race</h1>") == 1
    for name in ("bar", "stage", "deck", "table", "note", "about", "shortcuts"):
        assert html.count(f'class="lab-{name}"') == 1


def test_the_deck_knows_every_optimizer(pictures):
    deck = pictures
    assert list(deck["optimizers"]) == list(OPTIMIZERS) and deck["maxRacers"] == 8
    declared = deck["optimizers"]["adam"]["hypers"][0]
    assert (declared["symbol"], declared["low"], declared["high"], declared["scale"]) == ("α", 1e-5, 10, "log")


def test_no_page_shows_an_error_element():
    kinds = {element.type for element in elements(app().run()._tree)}
    assert not kinds & {"exception", "error", "warning", "toast"}


# ---- one visitor's session
def test_a_drag_writes_the_address_once_it_has_settled():
    session = Session()
    assert session.address == {}
    assert values(session.send(rate(0.003, settled=False)), 1)["learning_rate"] == 0.003
    assert session.address == {}
    session.send(rate(0.004, settled=True))
    assert session.address["r1"].startswith("momentum~learning_rate~0.004~")


def test_the_wire_answers_the_ticket_and_never_repeats_itself():
    session = Session()
    turns = [session.send(rate(0.003, ticket=ticket))["turn"] for ticket in (5, 6)]
    assert session.header["ticket"] == 6 and turns[0] < turns[1]


def test_the_link_of_the_wire_opens_the_same_picture():
    session = Session()
    header = session.send(
        {"kind": "add", "optimizer": "nesterov"}, rate(0.3, slot=3), {"kind": "start", "x": 1.1, "y": -0.7}
    )
    again = Session(**dict(parse_qsl(header["link"])))
    assert again.header["link"] == header["link"]
    for one, other in zip(session.header["racers"], again.header["racers"], strict=True):
        assert all(np.array_equal(one[name], other[name]) for name in ("x", "y", "loss", "third"))


def test_a_browser_that_holds_the_newest_message_is_sent_what_is_new():
    session = Session()

    def sent(event):
        return [racer["slot"] for racer in session.send(event)["racers"] if "x" in racer]

    first = session.header["turn"]
    assert sent(rate(0.004, have=first)) == [1]
    assert sent(rate(0.005, have=first)) == [1, 2, 3]  # it has missed one
    assert sent(rate(0.006)) == [1, 2, 3]
    assert sent({"kind": "hide", "slot": 1, "have": session.header["turn"]}) == []


def test_a_ground_that_the_browser_holds_is_not_sent():
    session = Session()

    def is_sent(event):
        session.send(event | {"have": session.header["turn"]})
        return "race:ground" in components(session.page)

    steeper = {"kind": "parameter", "name": "condition", "value": 60}
    assert [is_sent(event) for event in (rate(0.004), steeper, rate(0.005))] == [False, True, False]
    assert is_sent(rate(0.006, have=0) | {"kind": "unknown"}) is False
    session.send(rate(0.007, have=-1))
    assert "race:ground" in components(session.page)


def test_undo_brings_back_what_a_surface_took():
    session = Session()
    session.send(rate(0.005))
    kept = session.header["link"]
    assert "surface=beale" in session.send({"kind": "surface", "value": "beale"})["link"]
    assert session.header["notice"]["undo"]
    assert session.send({"kind": "undo"})["link"] == kept
    assert session.send({"kind": "undo"})["link"] == kept  # a second one has nothing to take back


def test_undo_is_one_visitor_s_own():
    one, other = Session(), Session()
    one.send({"kind": "remove", "slot": 1})
    assert len(other.send({"kind": "undo"})["racers"]) == 3
    assert len(one.send({"kind": "undo"})["racers"]) == 3


def test_a_refusal_is_told_and_nothing_changes():
    session = Session()
    before = session.header["link"]
    header = session.send(rate(1.0, name="beta1"))
    assert header["link"] == before and header["notice"]["text"].startswith("β₁: it must stay under 1")


def test_a_new_notice_has_a_new_name():
    session = Session()
    names = [session.send(rate(-1.0))["notice"]["id"] for _ in range(3)]
    assert len(set(names)) == 3


def test_a_notice_goes_with_the_next_event_but_outlives_a_touch():
    session = Session()
    told = session.send({"kind": "remove", "slot": 1})["notice"]
    assert told["undo"]
    assert session.send({"kind": "touch", "slot": 2})["notice"] == told
    assert session.send({"kind": "touch", "slot": 1})["notice"] == told  # gone: there is nothing to say
    assert session.send(rate(0.3, slot=3))["notice"] is None


def test_a_drag_is_known_and_stays_out_of_the_link():
    session = Session()
    before = session.header["link"]
    dragged = session.send(rate(0.003, settled=False))
    assert dragged["held"] and dragged["link"] == before
    settled = session.send(rate(0.003, settled=True))
    assert not settled["held"] and settled["link"] == link_of(opening().with_racer(moved(0.003)))


def moved(value):
    return opening().racer(1).with_value("learning_rate", value)


def test_back_is_adopted_and_one_s_own_address_is_not():
    session = Session()
    first = session.header["epoch"]
    session.send(rate(0.004, settled=True))
    own = session.address
    assert session.go({**own, "step": "7"})["epoch"] == first
    back = session.go(parameters_of(opening()))
    assert back["epoch"] == first + 1 and values(back, 1)["learning_rate"] == 0.002


def test_an_emptied_address_resets_nothing():
    session = Session()
    session.send(rate(0.004, settled=True))
    assert values(session.go({}), 1)["learning_rate"] == 0.004


@pytest.mark.parametrize(
    "event", [{}, {"kind": None}, {"kind": "rule", "slot": [1]}, {"kind": "hyper"}, {"kind": "undo"}]
)
def test_an_odd_event_changes_nothing(event):
    session = Session()
    assert session.send(event)["link"] == link_of(opening())
