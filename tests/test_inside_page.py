"""The page Inside a step as the server makes it: links adopted, events answered, the address written."""

import json
from functools import partial
from urllib.parse import parse_qsl

import numpy as np
import pytest

from experiments.gradients import GRADIENTS
from experiments.inside import OPENABLE
from optimizers import OPTIMIZERS, latex, source
from optimizers.parts import VARIANTS, AdamParts
from surfaces import SURFACES
from tests import pages
from tests.pages import FILES, app, components, elements, said, texts
from ui.component import LAB
from ui.inside.formulas import parts_lines
from ui.inside.link import link_of, parameters_of
from ui.inside.state import OWN, opening
from ui.packets import unpacked

Visitor = partial(pages.Visitor, "inside")


def message(page, name):
    assert not page.exception
    return unpacked(components(page)[f"inside:{name}"].bytes)


def rate(value, slot=0, **more):
    return {"kind": "hyper", "slot": slot, "name": "learning_rate", "value": value, **more}


def inside_page(*events, **query):
    page = app().run().switch_page(FILES["Inside a step"])
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


# ---- the whole page
@pytest.fixture(scope="module")
def opened():
    return inside_page()


def test_the_page_opens(opened):
    assert list(components(opened)) == [f"inside:{name}" for name in ("pictures", "ground", "wire")]
    header, ground = message(opened, "wire"), message(opened, "ground")
    assert (header["tab"], header["title"], header["steps"], header["view"]) == ("surface", "Adam", 60, None)
    assert header["picture"] == ground["id"] and ground["title"] == "Elongated bowl"
    assert (header["path"]["x"][0], header["path"]["y"][0]) == (-4, 2) and len(header["ghostPaths"]) == 6


def test_what_the_pictures_are_told(opened):
    told = json.loads(components(opened)["inside:pictures"].json)
    assert (told["name"], told["maxRacers"], len(told["slots"]), told["speeds"]) == ("inside", 8, 8, [1, 2, 5, 10, 20])
    assert list(told["surfaces"]) == list(SURFACES) and list(told["optimizers"]) == list(OPENABLE)
    assert list(told["gradients"]) == [*GRADIENTS, OWN]
    assert [part["name"] for part in told["parts"]] == ["memory", "scaling", "bias_correction"]
    assert (told["epsilon"]["low"], told["epsilon"]["high"], told["epsilon"]["scale"]) == (1e-12, 0.1, "log")


def test_the_page_has_one_heading_and_a_place_for_each_picture():
    html = (LAB / "inside/inside.html").read_text()
    assert html.count("<h1") == html.count(">Inside a step</h1>") == 1
    for name in ("bar", "stage", "deck", "table", "note"):
        assert html.count(f'class="lab-{name}"') == 1


def test_no_page_shows_an_error_element(opened):
    kinds = {element.type for element in elements(opened._tree)}
    assert not kinds & {"exception", "error", "warning", "toast"}


def test_only_the_wire_speaks_again():
    page = inside_page()
    before = components(page)
    page.session_state["inside:state"] = opening().with_value("learning_rate", 0.1)
    after = components(page.run())
    changed = [key for key in before if (before[key].bytes, before[key].json) != (after[key].bytes, after[key].json)]
    assert changed == ["inside:wire"]


def test_the_page_survives_a_visit_elsewhere():
    page = inside_page(steps="200", tab="check")
    page.switch_page(FILES["Guide"]).run()
    page.query_params.clear()
    header = message(page.switch_page(FILES["Inside a step"]).run(), "wire")
    assert header["steps"] == 200 and header["tab"] == "check"


def test_a_link_is_adopted():
    header = message(inside_page(tab="series", series="spike", r3="rprop~learning_rate~0.02", step="40"), "wire")
    assert header["series"]["title"] == GRADIENTS["spike"].title and header["view"]["step"] == 40
    assert [(racer["slot"], racer["optimizer"]) for racer in header["racers"]] == [(3, "rprop")]


def test_what_a_link_could_not_have_is_told_in_a_sentence():
    header = message(inside_page(surface="bowll", steps="nan", optimizer="<script>"), "wire")
    assert header["notice"]["text"].startswith("This link asked for 3 things we could not use: ‘surface=bowll’")
    assert header["notice"]["tone"] == "warn" and header["title"] == "Adam"


# ---- formula and source
def unfolded(**query):
    page = inside_page(**query)
    page.session_state["inside:visit"] = page.session_state["inside:visit"]._replace(unfolded=True)
    return page.run()


def test_folded_formulas_cost_nothing(opened):
    assert not opened.code and not opened.latex


@pytest.mark.parametrize("key", VARIANTS)
def test_the_source_of_adam_s_parts_is_the_source_that_runs(key):
    switches = {name.replace("bias_", ""): str(int(on)) for name, on in VARIANTS[key].switches.items()}
    page = unfolded(**switches)
    assert [element.value for element in page.code] == [source(AdamParts()).strip()]
    (formula,) = [element.value for element in page.latex]
    assert (r"\hat v_t" in formula) == (VARIANTS[key].memory and VARIANTS[key].bias_correction)
    assert (r"\varepsilon" in formula) == VARIANTS[key].scaling


@pytest.mark.parametrize("fold", [False, True])
def test_adam_whole_is_adam_s_recurrence(fold):
    ours = [line.replace("&", "") for line in parts_lines(AdamParts(fold_correction=fold))]
    assert ours == latex(OPTIMIZERS["adam"](fold_correction=fold))


def test_formulas_of_the_other_tabs():
    nesterov = unfolded(optimizer="nesterov")
    assert [element.value for element in nesterov.code] == [source(OPTIMIZERS["nesterov"]()).strip()]
    assert [tab.label for tab in unfolded(tab="series").tabs][:4] == [
        "Gradient descent",
        "Momentum",
        "Sign descent",
        "Rprop",
    ]
    assert r"\theta^3" in texts(unfolded(tab="check", what="cube"))
    assert "50" in texts(unfolded(tab="check"))


def test_a_racer_s_name_opens_its_rule():
    page = inside_page(tab="series")
    page.session_state["inside:rule"] = 5
    titles = [block.proto.dialog.title for block in blocks(page.run()) if block.type == "dialog"]
    assert titles == ["Rprop"]
    assert not [block for block in blocks(page.run()) if block.type == "dialog"]


def blocks(page):
    def inside(block):
        for child in getattr(block, "children", {}).values():
            yield child
            yield from inside(child)

    return [block for block in inside(page._tree) if getattr(block, "type", "")]


# ---- one visitor's session
def test_a_drag_writes_the_address_once_it_has_settled():
    visitor = Visitor()
    assert visitor.address == {}
    assert visitor.send(rate(0.2, settled=False))["hypers"]["learning_rate"] == 0.2
    assert visitor.header["held"] and visitor.address == {}
    visitor.send(rate(0.25, settled=True))
    assert visitor.address["optimizer"].startswith("adam~learning_rate~0.25~")


def test_the_wire_answers_the_ticket_and_never_repeats_itself():
    visitor = Visitor()
    turns = [visitor.send(rate(0.2, ticket=ticket))["turn"] for ticket in (5, 6)]
    assert visitor.header["ticket"] == 6 and turns[0] < turns[1]


def test_the_link_of_the_wire_opens_the_same_picture():
    visitor = Visitor()
    header = visitor.send(
        {"kind": "switch", "name": "scaling", "value": False}, rate(0.03), {"kind": "start", "x": 1.1, "y": -0.7}
    )
    again = Visitor(**dict(parse_qsl(header["link"])))
    assert again.header["link"] == header["link"] and again.header["title"] == VARIANTS["momentum_corrected"].title
    assert all(np.array_equal(header["path"][name], again.header["path"][name]) for name in ("x", "y", "loss"))


def test_own_numbers_travel_in_the_link():
    visitor = Visitor()
    header = visitor.send({"kind": "tab", "value": "series"}, {"kind": "given", "text": ".1 -.9 .1"})
    assert header["notice"]["text"] == "Read all 3 entries."
    again = Visitor(**dict(parse_qsl(header["link"])))
    assert again.header["series"]["g"] == pytest.approx([0.1, -0.9, 0.1])
    assert again.header["link"] == header["link"]


def test_two_visitors_know_nothing_of_each_other():
    one, other = Visitor(tab="series"), Visitor(tab="series")
    one.send({"kind": "given", "text": "1 2 3"})
    words = other.send({"kind": "series", "value": "own"})["notice"]["text"]
    assert words == "Type or paste some numbers first."
    other.send({"kind": "given", "text": "3 2 1"})
    assert one.send({"kind": "touch", "slot": 1})["series"]["g"].tolist() == [1, 2, 3]


def test_a_browser_that_holds_the_newest_message_is_sent_what_is_new():
    visitor = Visitor()

    def sent(event):
        header = visitor.send(event)
        return ["x" in header["path"], *("x" in ghost for ghost in header["ghostPaths"])]

    turn = visitor.header["turn"]
    assert sent(rate(0.2, have=turn)) == [True] + [False] * 6
    assert sent(rate(0.21, have=turn)) == [True] * 7  # it has missed one
    assert not any(sent({"kind": "touch", "slot": 1, "have": visitor.header["turn"]}))


def test_every_surface_can_be_chosen_and_undone():
    visitor = Visitor()
    kept = visitor.header["link"]
    for surface in list(SURFACES)[1:]:
        header = visitor.send({"kind": "surface", "value": surface})
        assert header["surface"] == visitor.ground["surface"] == surface and header["notice"]["undo"]
        assert said(visitor.ground["notice"]) == SURFACES[surface].notice.replace("*", "")
    back = [visitor.send({"kind": "undo"})["link"], visitor.send({"kind": "undo"})["link"]]
    assert back[0] == back[1] != kept  # one step back, and a second undo has nothing to take back


def test_a_refusal_is_told_and_nothing_changes():
    visitor = Visitor()
    before = visitor.header["link"]
    header = visitor.send({"kind": "given", "text": "abc"})
    assert header["link"] == before and header["notice"]["text"].startswith("Please give at least 2 numbers")


def test_back_is_adopted_and_one_s_own_address_is_not():
    visitor = Visitor()
    first = visitor.header["epoch"]
    visitor.send(rate(0.2, settled=True))
    own = visitor.address
    assert visitor.go({**own, "step": "7"})["epoch"] == first
    back = visitor.go(parameters_of(opening()))
    assert back["epoch"] == first + 1 and back["hypers"]["learning_rate"] == 0.3


@pytest.mark.parametrize(
    "event", [{}, {"kind": None}, {"kind": "rule", "slot": [1]}, {"kind": "hyper"}, {"kind": "at"}]
)
def test_an_odd_event_changes_nothing(event):
    assert Visitor().send(event)["link"] == link_of(opening())
