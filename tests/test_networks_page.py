"""The Networks page as the server makes it: links adopted, events answered, training pulled by the browser."""

import json

from streamlit.testing.v1 import AppTest

from tests.pages import PATIENCE, components, elements
from ui.networks.trainer import TRAININGS
from ui.packets import unpacked


def networks_script():
    import streamlit as st

    from ui.formulas import show_formulas
    from ui.networks import page
    from ui.networks.session import session

    events = st.session_state.pop("events", ())
    if not events:  # as in a fragment's rerun, where only the event is heard
        session.enter()
        page.pictures()
        show_formulas(session)
    for event in events:
        session.handle(event)
    page.live()


class Visitor:
    """The page, where the browser's events can be handed in."""

    def __init__(self, **query):
        self.page = AppTest.from_function(networks_script, default_timeout=PATIENCE)
        for key, value in query.items():
            self.page.query_params[key] = value
        self.send()

    def send(self, *events):
        """The wire's header after some events."""
        self.page.session_state["events"] = events
        self.page.run()
        assert not self.page.exception
        self.header = self.message("wire")
        return self.header

    def message(self, name):
        return unpacked(components(self.page)[f"networks:{name}"].bytes)

    def trained(self):
        """Pulls as the browser does."""
        while self.header["training"]["running"]:
            self.send({"kind": "go"})
        return self.header


def test_the_page_opens_and_trains():
    TRAININGS.kept.clear()  # nobody has been here
    visitor = Visitor()
    assert visitor.header["racers"][0]["made"] == 0 and visitor.header["training"]["running"]
    told = visitor.trained()
    assert [racer["made"] for racer in told["racers"]] == [140] * 4
    assert visitor.message("ground")["id"] == told["picture"]
    kinds = {element.type for element in elements(visitor.page._tree)}
    assert not kinds & {"exception", "error", "warning", "toast"}


def test_what_the_pictures_are_told():
    visitor = Visitor()
    told = json.loads(components(visitor.page)["networks:pictures"].json)
    assert told["name"] == "networks" and told["datasets"]["moons"] == "Moons"
    assert told["numbers"]["batch_size"]["scale"] == "integer"
    assert set(told["presets"]["overfit"]) == {"group", "title", "idea", "units"}
    assert set(told["rates"]) == set(told["optimizers"])


def test_a_small_net_is_trained_in_the_answer_to_its_slider():
    visitor = Visitor(points="61")
    visitor.trained()
    before = visitor.header["racers"]
    moved = {"kind": "hyper", "slot": 3, "name": "learning_rate", "value": 0.0123}
    told = visitor.send(moved | {"have": visitor.header["turn"]})["racers"]
    assert told[2]["made"] > 0 and told[2]["values"]["learning_rate"] == 0.0123
    assert all(piece == {} for piece in told[0]["pieces"]) and told[0]["made"] == before[0]["made"]


def test_stop_keeps_what_is_there():
    visitor = Visitor(points="2000", batch_size="1", epochs="50", data_seed="7")
    while not all(racer["made"] for racer in visitor.header["racers"]):
        visitor.send({"kind": "go"})
    stopped = visitor.send({"kind": "stop"})
    made = [racer["made"] for racer in stopped["racers"]]
    assert not stopped["training"]["running"] and all(made) and max(made) < stopped["steps"]
    assert [racer["made"] for racer in visitor.send({"kind": "go"})["racers"]] == made
    assert visitor.send({"kind": "train"})["training"]["running"]


def test_the_address_says_what_is_shown():
    visitor = Visitor(data="circles", points="64", hidden="4")
    assert visitor.header["hidden"] == [4] and visitor.header["points"] == 64
    visitor.send({"kind": "choice", "name": "activation", "value": "relu"})
    address = dict(visitor.page.query_params.items())
    assert (address["data"], address["activation"], address["hidden"]) == ("circles", "relu", "4")


def test_a_link_that_asks_for_the_impossible_opens_with_a_word():
    notice = Visitor(dropout="1", hidden="999").header["notice"]
    assert notice["tone"] == "warn" and "2 things" in notice["text"]


def test_own_points_stay_in_the_session():
    mine, other = Visitor(), Visitor()
    table = "a,b,kind\n" + "\n".join(f"{k},{k * k % 7},{'xy'[k % 2]}" for k in range(12))
    told = mine.send({"kind": "paste", "text": table})
    assert told["preview"]["target"] == "kind" and told["preview"]["count"] == 12
    told = mine.send({"kind": "use"})
    assert told["data"] == "own" and mine.message("ground")["classes"] == ["x", "y"]
    assert other.send({"kind": "data", "value": "own"})["notice"]["text"] == "Paste points or upload a CSV first."


def test_undo_brings_back_what_a_preset_replaced():
    visitor = Visitor()
    told = visitor.send({"kind": "preset", "value": "overfit"})
    assert told["notice"]["undo"] and told["hidden"] == [32, 32]
    assert visitor.send({"kind": "undo"})["hidden"] == [16, 16]
