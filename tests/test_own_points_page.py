"""Points that people bring to the Networks page: whatever they are, a word that helps or a training."""

from base64 import b64encode

import numpy as np
import pytest

from experiments.training import total
from tests.pages import Visitor, app, texts, unfolded
from ui.networks.events import answer
from ui.networks.state import fresh, plans_of

NAMES = ("width", "height", "kind")
PLACES = [(2.5 + (k * 7) % 11, 0.25 * ((k * k) % 13)) for k in range(24)]


def rows(labels="xy", sep=",", write=str, header=True):
    """24 points in a table; labels go round."""
    body = [(*map(write, place), labels[k % len(labels)]) for k, place in enumerate(PLACES)]
    return "\n".join(sep.join(cells) for cells in ([NAMES] if header else []) + body)


def with_cell(text):
    """The table with another cell in its fifth row of numbers, line 6."""
    lines = rows().split("\n")
    lines[5] = f"{text},1,x"
    return "\n".join(lines)


def comma(value):
    return str(value).replace(".", ",")


READ = {  # what is brought → the classes, and what is said of it
    "semicolons and decimal commas": (rows(sep=";", write=comma), ["x", "y"], "Commas were read as decimal ones"),
    "tabs": (rows(sep="\t"), ["x", "y"], "Read all 24 rows."),
    "quotes": (rows(write=lambda value: f'"{value}"'), ["x", "y"], "Read all 24 rows."),
    "a byte order mark": ("\ufeff" + rows(), ["x", "y"], "Predict “kind” from “width” and “height”."),
    "blank lines": (rows().replace("\n", "\r\n\r\n"), ["x", "y"], "Read all 24 rows."),
    "no names": (rows(header=False), ["x", "y"], "Predict “column 3” from “column 1” and “column 2”."),
    "0 and 1": (rows("01"), ["0", "1"], "Predict “kind” from"),
    "true and false": (rows(["true", "false"]), ["false", "true"], "Read all 24 rows."),
    "plus and minus": (rows("+-"), ["+", "-"], "Read all 24 rows."),
    "none or some": (rows(["none", "some"]), ["none", "some"], "Read all 24 rows."),
    "accents": (rows(["épinette", "花", "Äpfel"]), ["Äpfel", "épinette", "花"], "Read all 24 rows."),
    "a word among numbers": (with_cell("wide"), ["x", "y"], "1 lacked a number or a label (line 6)"),
    "NaN": (with_cell("NaN"), ["x", "y"], "1 lacked a number or a label (line 6)"),
    "1e400": (with_cell("1e400"), ["x", "y"], "1 had a number beyond 1e30 (line 6)"),
    "a gap": (with_cell(""), ["x", "y"], "Read 23 of 24 rows"),
    "a feature that never changes": (
        "\n".join(["a,b,kind", *(f"5,{b},{'xy'[k % 2]}" for k, (_, b) in enumerate(PLACES))]),
        ["x", "y"],
        "“a” is the same in every row and tells nothing.",
    ),
    "30 labels": (rows([f"w{k}" for k in range(30)]), [], "“kind” has 24 different labels; at most 8"),
    "10,001 rows": (
        "\n".join(["a,b,kind", *(f"{k % 97}.5,{k % 89}.5,{'xy'[k % 2]}" for k in range(10_001))]),
        ["x", "y"],
        "5,000 of them, evenly spaced, are used.",
    ),
}
REFUSED = {  # what cannot be learned from → what is said
    "nothing": (b"", "There is nothing in it."),
    "blanks": (b" \n\t\n", "There is nothing in it."),
    "one column": (b"a\n1\n2\n3\n4", "only one column of numbers"),
    "spaces": (rows(sep=" ").encode(), "parted by commas, semicolons or tabs"),
    "prose": (b"Dear all,\nthe points\nfollow.", "Two features and a label are needed"),
    "one class": (rows("x").encode(), "Telling classes apart needs at least two"),
    "two rows": (b"a,b,kind\n1,2,x\n3,4,y", "2 rows are too few: at least 4"),
    "one row": (b"a,b,kind\n1,2,x", "1 row is too few: at least 4"),
    "far too large": (rows(write=lambda value: f"{value}e32").encode(), "24 had a number beyond 1e30"),
    "a constant": (b"x,y\n1,5\n2,5\n3,5\n4,5", "“y” is the same in every row"),
    "decimal commas between commas": (
        b"a,b,kind\n1,5,2,5,x\n2,5,3,5,y\n3,5,1,5,x\n4,5,7,5,y",
        "put semicolons between the columns",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "This looks like a picture"),
    "a spreadsheet": (b"PK\x03\x04xl/worksheets" + bytes(200), "This looks like a spreadsheet file"),
    "bytes": (bytes(range(256)) * 40, "This looks like a binary file"),
    "3 MB": (b"1,2,3\n" * 600_000, "more than 2 MB: take fewer rows"),
}


def upload(data):
    return {"kind": "upload", "name": "mine.csv", "data": b64encode(data).decode()}


@pytest.fixture(scope="module")
def visitor():
    return Visitor("networks", hidden="4", epochs="2")


@pytest.mark.parametrize(("text", "classes", "words"), READ.values(), ids=READ)
def test_odd_tables_are_read_and_learned_from(visitor, text, classes, words):
    told = visitor.send({"kind": "paste", "text": text})
    assert not told["preview"]["refused"] and words in told["preview"]["words"]
    same = visitor.send(upload(text.encode()))["preview"]
    assert {**same, "name": ""} == {**told["preview"], "name": ""}
    visitor.send({"kind": "use"})
    ground = visitor.ground
    assert ground["classes"] == classes and words in "".join(piece["text"] for piece in ground["notice"])
    assert np.isfinite(ground["x"]).all() and np.isfinite(ground["view"]).all()
    assert all(racer["made"] and racer["status"] for racer in visitor.trained()["racers"])


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_told_and_nothing_is_lost(visitor, data, words):
    shown = visitor.header["picture"], visitor.header["data"], visitor.header["hidden"]
    told = visitor.send(upload(data))
    assert told["preview"]["refused"] and words in told["preview"]["words"]
    assert told["preview"]["words"].endswith(".") and "!" not in told["preview"]["words"]
    told = visitor.send({"kind": "use"})
    assert told["notice"]["text"] == "There is nothing to use yet."
    assert (told["picture"], told["data"], told["hidden"]) == shown


def test_of_more_than_two_features_two_are_chosen(visitor):
    table = "\n".join(["a,b,c,kind", *(f"{k % 5}.5,{k % 7}.5,{k % 11}.5,{'xy'[k % 2]}" for k in range(20))])
    told = visitor.send({"kind": "paste", "text": table})["preview"]
    assert told["features"] == ["a", "b"] and told["numbers"] == ["a", "b", "c"]
    told = visitor.send({"kind": "paste", "text": table, "features": ["c", "a"], "target": "kind"})["preview"]
    assert told["features"] == ["c", "a"] and told["words"].endswith("Predict “kind” from “c” and “a”.")
    for features in (["a", "a"], ["a", "b", "c"], []):
        told = visitor.send({"kind": "paste", "text": table, "features": features, "target": "kind"})["preview"]
        assert told["refused"] and "two different features" in told["words"]
    told = visitor.send({"kind": "paste", "text": table, "features": ["a", "gone"], "target": "kind"})["preview"]
    assert told["refused"] and "Please choose another." in told["words"]


@pytest.mark.parametrize(
    "query",
    [
        {"hidden": "0"},
        {"batch_size": "5000"},
        {"dropout": "0.999999"},
        {"l2": "1e9"},
        {"hidden": "0", "dropout": "0.99", "l2": "1e9", "batch_size": "5000", "batch_norm": "1"},
    ],
    ids=str,
)
def test_odd_nets_are_a_result(query):
    visitor = Visitor("networks", points="60", epochs="3", **query)
    assert not visitor.header["notice"] or visitor.header["notice"]["tone"] != "warn"
    for racer in visitor.trained()["racers"]:
        assert racer["status"]["label"] and (racer["made"] == visitor.header["steps"] or racer["status"]["stopped"])


def test_a_batch_larger_than_all_points_is_all_points():
    state = answer(fresh(), {"kind": "number", "name": "batch_size", "value": 5000}).state
    assert total(plans_of(state)[0]) == state.epochs


def test_dropout_of_everything_gets_a_word():
    visitor = Visitor("networks")
    told = visitor.send({"kind": "number", "name": "dropout", "value": 1})
    assert "Kept 0" in told["notice"]["text"] and told["dropout"] == 0


def test_commas_are_asked():
    """A table whose commas part columns as well as decimals can be read in either way; what is refused can, too."""
    visitor = Visitor("networks")
    table = "x\ty\tkind\n" + "\n".join(f"1,{k:03}\t{k},5\t{'ab'[k % 2]}" for k in range(100, 120))
    told = visitor.send({"kind": "paste", "text": table})["preview"]
    assert told["commas"] == "decimal" and told["commaChoices"] == {}
    table = "x\ty\tkind\n" + "\n".join(f"1,{k:03}\t{k}\t{'ab'[k % 2]}" for k in range(100, 120))
    told = visitor.send({"kind": "paste", "text": table})["preview"]
    assert told["commas"] == "thousands" and set(told["commaChoices"]) == {"decimal", "thousands"}
    told = visitor.send({"kind": "paste", "text": table, "commas": "decimal"})["preview"]
    assert "1,100 is 1.1" in told["words"] and told["rows"][0][1].startswith("1.1, 100 →")
    column = "\n".join(f"0,{k}" for k in range(100, 120))
    told = visitor.send({"kind": "paste", "text": column})["preview"]
    assert told["refused"] and "only one column" in told["words"]  # and never 0 and 100
    pairs = "\n".join(f"{7 * k % 5},{k}" for k in range(10, 20))
    told = visitor.send({"kind": "paste", "text": pairs})["preview"]
    assert told["commas"] == "columns" and set(told["commaChoices"]) == {"columns", "decimal"}
    refused = visitor.send({"kind": "paste", "text": pairs, "commas": "decimal"})["preview"]
    assert refused["refused"] and set(refused["commaChoices"]) == {"columns", "decimal"}


# ---- formulas
def test_folded_formulas_are_those_of_the_net_and_of_its_racers():
    page = app().switch_page("pages/networks.py").run()
    assert not page.exception and "def forward" not in texts(page)
    shown = texts(unfolded(page, "networks"))
    for part in (r"\mathcal{L}", "Rumelhart, Hinton, Williams (1986)", "def forward", "def backward", "np.matmul"):
        assert part in shown, part


def test_a_click_on_a_racers_name_opens_its_formula():
    page = app().switch_page("pages/networks.py").run()
    page.session_state["networks:rule"] = 3
    page.run()
    assert not page.exception and "Adam" in texts(page) and "def update" in texts(page)
    page.run()
    assert not page.exception and "def update" not in texts(page)
