"""The Guide comes from the registries alone: everything that is there, is told."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, Hyper, source, specs
from surfaces import COSTS, SURFACES
from tests.pages import FILES, app, elements, texts
from ui.packets import Block, packet, unpacked
from ui.words import GLOSSARY


@pytest.fixture(scope="module")
def guide():
    return app().run().switch_page(FILES["Guide"]).run()


GROUNDS = SURFACES | COSTS


def test_it_opens(guide):
    assert not guide.exception and guide.title[0].value == "Guide"
    assert [tab.label for tab in guide.tabs] == ["Optimizers", "Surfaces", "Words"]


def test_every_entry_has_a_heading_in_the_order_of_the_registries(guide):
    names = [kind.facts.name for kind in OPTIMIZERS.values()] + [surface.title for surface in GROUNDS.values()]
    assert [heading.value for heading in guide.subheader] == names


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_is_told_whole(guide, name):
    kind, words = OPTIMIZERS[name], texts(guide)
    assert source(kind()).strip() in [block.value for block in guide.code]
    for words_of_it in (kind.facts.idea, kind.facts.source, *kind.facts.differs):
        assert words_of_it in words


def tables_of(guide, name, column):
    """Of an optimizer: those between its heading and the next that have a column."""
    found, heading = [], None
    for element in elements(guide._tree):
        heading = element.value if element.type == "subheader" else heading
        if element.type == "table" and heading == OPTIMIZERS[name].facts.name and column in element.value.columns:
            found.append(element.value)
    return found


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_whose_form_is_which_stands_in_a_table(guide, name):
    kind, tables = OPTIMIZERS[name], tables_of(guide, name, "what differs")
    assert [list(table.index) for table in tables] == [
        [each.title for each in kind.facts.conventions] for _ in range(bool(kind.facts.conventions))
    ]
    for each in kind.facts.conventions:
        differs, proposes = tables[0].loc[each.title]
        plain = all(getattr(kind(), argument) == value for argument, value in each.values.items())
        assert (differs == "nothing") == plain
        assert all(f"{value:g}" in proposes for value in each.defaults.values())


def test_what_differs_is_told_in_letters_and_words(guide):
    (table,) = tables_of(guide, "adam", "what differs")
    assert table.loc["Keras", "what differs"] == "ε = 1e-07, correction in α"
    assert table.loc["PyTorch", "what differs"] == "nothing"
    (momentum,), (lbfgs,) = (tables_of(guide, name, "what differs") for name in ("momentum", "lbfgs"))
    assert momentum.loc["Lecture", "what differs"] == "average form"
    assert lbfgs.loc["PyTorch", "what differs"] == "line search: off"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_hyperparameter_stands_in_a_table(guide, name):
    declared = specs(OPTIMIZERS[name])
    (table,) = tables_of(guide, name, "default")
    assert list(table.index) == list(declared)
    for argument, spec in declared.items():
        row = table.loc[argument]
        assert spec.help in row.values
        if isinstance(spec, Hyper):
            assert row["symbol"] == spec.symbol and float(row["default"]) == float(f"{spec.default:g}")


@pytest.mark.parametrize("name", GROUNDS)
def test_a_surface_is_told_whole(guide, name):
    surface, words = GROUNDS[name], texts(guide)
    assert surface.about in words and surface.source in words and surface.latex in words
    for x, *y in surface.minima:
        assert (f"({x:.6g}, " if y else f"{surface.letters[0]} = {x:.6g}").replace("-", "−") in words


def test_every_surface_has_its_small_picture(guide):
    thumbs = [element.proto for element in elements(guide._tree) if element.type == "bidi_component"]
    headers = [unpacked(proto.bytes) for proto in thumbs]
    contours, curves = headers[: len(SURFACES)], headers[len(SURFACES) :]
    assert [shown["label"].split(":")[0] for shown in contours] == [f"Contour of {s.title}" for s in SURFACES.values()]
    assert [shown["label"].split(":")[0] for shown in curves] == [f"Curve of {cost.title}" for cost in COSTS.values()]
    for header in contours:
        assert len(header["f"]) == header["grid"]["nx"] * header["grid"]["ny"]
    for header in curves:
        assert len(header["graph"]["f"]) == len(header["graph"]["slope"]) > 1000


def test_every_word_is_explained(guide):
    (words,) = [table.value for table in guide.table if list(table.value.index) == list(GLOSSARY)]
    assert list(words.iloc[:, 0]) == list(GLOSSARY.values())


def test_no_sentence_shouts(guide):
    assert not re.search(r"\w!(?:\s|$)", texts(guide))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="abc"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="abc"), inner, max_size=3),
    max_leaves=8,
)
COLUMNS = st.lists(st.lists(st.floats(width=32), max_size=5), max_size=4)


def same(column, numbers):
    return list(map(str, column.tolist())) == list(map(str, numbers))


@given(JSON, COLUMNS, COLUMNS)
@settings(max_examples=100)
def test_a_packet_arrives_as_it_was_sent(part, loose, bound):
    block = Block(kept=[np.array(column) for column in bound])
    header = {"before": part, "loose": [np.array(column) for column in loose], "a": [block], "b": block, "after": part}
    data = packet(header | {"lent": {"own": 1, "...": block}})
    got = unpacked(data)
    assert got["before"] == got["after"] == part and int.from_bytes(data[:4], "little") % 4 == 0
    assert all(map(same, got["loose"], loose)) and len(got["loose"]) == len(loose)
    assert all(map(same, got["b"]["kept"], bound)) and got["a"][0] is got["b"]
    assert got["lent"]["own"] == 1 and got["lent"]["kept"] is got["b"]["kept"]
    assert len(data) < 600 + 3 * len(repr(part)) + 4 * sum(map(len, loose + bound))


def test_a_block_that_is_held_travels_by_its_serial():
    block, other, held = Block(x=np.zeros(1000)), Block(x=np.ones(10)), set()
    assert len(packet({"a": block}, held)) > 4000 and held == {block.serial}
    second = packet({"a": block, "b": other}, held)
    assert len(second) < 200 and held == {block.serial, other.serial}
    assert unpacked(second)["a"] == {} and list(unpacked(second)["b"]["x"]) == [1] * 10
    packet({"b": other}, held)
    assert held == {other.serial} and len(packet({"a": block}, held)) > 4000


def test_a_packet_s_header_is_json():
    with pytest.raises(ValueError):
        packet({"x": float("nan")})
