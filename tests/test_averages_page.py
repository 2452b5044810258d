"""The Averages page as the server makes it: links adopted, events answered, everybody's numbers their own."""

import inspect
import json
from base64 import b64encode
from functools import partial
from urllib.parse import parse_qsl

import numpy as np
import pytest

from experiments.series import SERIES
from optimizers import averages
from tests import pages
from tests.pages import FILES, app, components, elements, unfolded
from ui.averages.link import NOT_HERE
from ui.averages.state import PRESETS, opening
from ui.brought import STAYS
from ui.component import LAB
from ui.packets import unpacked
from ui.race.state import opening as opening_race

Visitor = partial(pages.Visitor, "averages")


def message(page, name):
    assert not page.exception
    return unpacked(components(page)[f"averages:{name}"].bytes)


def beta(value, slot=1, **more):
    return {"kind": "beta", "slot": slot, "value": value, **more}


def averages_page(**query):
    page = app().run().switch_page(FILES["Averages"])
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


# ---- the whole page
@pytest.fixture(scope="module")
def opened():
    return averages_page()


def test_the_page_opens(opened):
    assert list(components(opened)) == [f"averages:{name}" for name in ("pictures", "ground", "wire")]
    header, ground = message(opened, "wire"), message(opened, "ground")
    assert [curve["title"] for curve in header["curves"]] == ["about 10 days", "about 50 days", "about 2 days"]
    assert (header["steps"], header["picture"], header["view"]) == (365, ground["id"], None)
    assert (ground["title"], ground["unit"]) == (SERIES["seattle"].title, "°F")


def test_what_the_pictures_are_told(opened):
    told = json.loads(components(opened)["averages:pictures"].json)
    assert (told["name"], told["maxCurves"], len(told["slots"]), told["presets"]) == ("averages", 8, 8, list(PRESETS))
    assert list(told["series"]) == [*SERIES, "own", "race"]
    assert (told["spec"]["symbol"], told["spec"]["scale"], told["spec"]["high"]) == ("β", "one_minus", 0.999)
    assert told["wordsForOwn"] == STAYS and 30 in told["speeds"] and list(told["corrections"]) == ["off", "on", "both"]
    assert told["intro"].startswith("Each dot is one value")


def test_the_page_has_one_heading():
    html = (LAB / "averages/averages.html").read_text()
    assert html.count("<h1") == html.count(">Averages</h1>") == 1


def test_no_error_element(opened):
    kinds = {element.type for element in elements(opened._tree)}
    assert not kinds & {"exception", "error", "warning", "toast"}


def test_the_source_that_is_shown_is_the_source_that_runs():
    page = unfolded(app().run().switch_page(FILES["Averages"]).run(), "averages")
    assert not page.exception
    assert inspect.getsource(averages.exponential_average).strip() in page.code[0].value
    assert r"\beta\, v_{t-1}" in page.latex[0].value


def test_formulas_are_not_there_before_they_are_asked_for(opened):
    assert not opened.code and not opened.expander


def test_the_page_survives_a_visit_elsewhere():
    page = averages_page(correction="on", c4="0.7")
    page.switch_page(FILES["Guide"]).run()
    page.query_params.clear()
    header = message(page.switch_page(FILES["Averages"]).run(), "wire")
    assert header["correction"] == "on" and [curve["slot"] for curve in header["curves"]] == [4]


# ---- one visitor's session
def test_a_drag_writes_the_address_once_it_has_settled():
    visitor = Visitor()
    before = visitor.header["link"]
    dragged = visitor.send(beta(0.93, settled=False))
    assert (visitor.address, dragged["held"], dragged["link"]) == ({}, True, before)
    assert visitor.send(beta(0.94, settled=True))["curves"][0]["beta"] == 0.94
    assert visitor.address["c1"] == "0.94" and not visitor.header["held"]


def test_a_browser_that_holds_the_newest_message_is_sent_what_is_new():
    visitor = Visitor()

    def sent(event):
        return [curve["slot"] for curve in visitor.send(event)["curves"] if curve["track"]]

    first = visitor.header["turn"]
    assert sent(beta(0.91, have=first)) == [1]
    assert sent(beta(0.92, have=first)) == [1, 2, 3]  # it has missed one
    assert sent({"kind": "correction", "value": "off", "have": visitor.header["turn"]}) == []


def test_the_link_of_the_wire_opens_the_same_picture():
    visitor = Visitor()
    header = visitor.send(
        {"kind": "series", "value": "london"}, {"kind": "add"}, beta(0.77), {"kind": "hide", "slot": 2}
    )
    again = Visitor(**dict(parse_qsl(header["link"])))
    assert again.header["link"] == header["link"] and again.ground["id"] == visitor.ground["id"]
    for one, other in zip(visitor.header["curves"], again.header["curves"], strict=True):
        assert one.keys() == other.keys() and (one["track"] is None) == one["hidden"]
        assert one["track"] is None or np.array_equal(one["track"]["v"], other["track"]["v"])


def test_undo_and_refusals_and_their_notices():
    visitor = Visitor()
    assert visitor.send({"kind": "remove", "slot": 2})["notice"]["undo"]
    assert len(visitor.send({"kind": "undo"})["curves"]) == 3
    told = visitor.send(beta(1.0))["notice"]
    assert told["text"] == "β: it must stay under 1, for at 1 nothing is ever forgotten. Kept 0.9."


def test_a_link_is_told_what_it_could_not_have():
    header = Visitor(series="seatle", c1="<b>").header
    assert header["notice"]["tone"] == "warn" and "2 things" in header["notice"]["text"]


def test_back_is_adopted_and_keeps_one_s_own_numbers():
    visitor = Visitor()
    visitor.send({"kind": "paste", "text": "1 2 3"}, {"kind": "use"})
    own = visitor.address
    assert own["series"] == "own" and visitor.ground["n"] == 3
    back = visitor.go({"v": "1", "series": "london"})
    assert back["epoch"] == 2
    assert visitor.ground["title"] == SERIES["london"].title and back["own"]
    assert visitor.go(own)["notice"] is None and visitor.ground["n"] == 3


@pytest.mark.parametrize("event", [{}, {"kind": None}, {"kind": "rule", "slot": [1]}, {"kind": "beta"}, "x", None])
def test_an_odd_event_changes_nothing(event):
    visitor = Visitor()
    before = visitor.header["link"]
    assert visitor.send(event)["link"] == before


# ---- everybody's numbers are their own
def upload(values, name="mine.csv"):
    data = "value\n" + "\n".join(f"{value:.3f}" for value in values)
    return {"kind": "upload", "name": name, "data": b64encode(data.encode()).decode()}


def test_one_visitor_s_upload_never_shows_in_another_s():
    """Two sessions on one server, files of equal shape and equal name: every number that arrives is one's own."""
    mine, yours = np.full((2, 5000), 50.0)
    mine[2345], yours[2345] = 51.0, 49.0  # a cache that looked at samples of an array would take them for one
    visitors = {Visitor(): mine, Visitor(): yours}
    for visitor, values in visitors.items():
        header = visitor.send(upload(values))
        assert header["preview"]["count"] == 5000
        visitor.send({"kind": "use"}, beta(0.9))
    for visitor, values in visitors.items():
        extreme = values[2345]
        header, ground = visitor.send(beta(0.9)), visitor.ground
        assert {np.nanmin(ground["low"]), np.nanmax(ground["high"])} == {50.0, extreme}
        plain = averages.exponential_average(values, 0.9)
        days = ground["days"].astype(int)
        assert header["curves"][0]["track"]["v"][1:] == pytest.approx(plain[days[1:] - 1], rel=1e-6)
    one, other = visitors
    assert one.ground["id"] != other.ground["id"]


def test_a_new_visitor_sees_nothing_of_it():
    visitor = Visitor()
    visitor.send({"kind": "paste", "text": "12.5 13.5 14.5"}, {"kind": "use"})
    newcomer = Visitor(**dict(parse_qsl(visitor.header["link"])))
    assert newcomer.ground["series"] == "seattle" and not newcomer.header["own"]
    assert newcomer.header["notice"]["text"] == NOT_HERE
    refused = newcomer.send({"kind": "series", "value": "own"})
    assert refused["notice"]["text"] == "Paste numbers or upload a CSV first." and not newcomer.header["own"]


def test_use_says_that_the_numbers_stay():
    visitor = Visitor()
    header = visitor.send({"kind": "paste", "text": "1 2 3"}, {"kind": "use"})
    assert header["notice"]["text"] == STAYS and header["preview"] is None


# ---- the visitor's race
def test_the_gradient_comes_from_this_visitor_s_race():
    race = opening_race("beale")
    visitor = Visitor()
    visitor.page.session_state["race:state"] = race
    assert len(visitor.send(beta(0.9))["runs"]) == 3
    visitor.send({"kind": "run", "slot": 1, "coordinate": "x"})
    assert visitor.ground["series"] == "race" and visitor.ground["n"] == race.steps
    assert "beale" in visitor.address["run"] and visitor.address["of"] == "x"
    other = Visitor(**visitor.address)
    assert np.array_equal(other.ground["theta"], visitor.ground["theta"], equal_nan=True)


def test_without_a_race_it_is_the_opening_one():
    visitor = Visitor()
    visitor.send({"kind": "run", "slot": 3, "coordinate": "y"})
    assert visitor.header["run"]["title"] == "Gradient of Adam, y"
    assert (
        "elongated_bowl" in visitor.address["run"] and visitor.header["curves"][0]["beta"] == opening().curves[0].beta
    )
