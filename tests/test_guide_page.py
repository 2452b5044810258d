"""The Guide comes from the registries alone: everything that is there, is told."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, Hyper, source, specs
from optimizers.facts import GROUPS
from surfaces import COSTS, SURFACES
from tests.pages import FILES, app, elements, texts
from ui import guide
from ui.guide_index import ENTRIES, GLOSSARY_KEY
from ui.packets import Block, packet, unpacked
from ui.race.link import read_link
from ui.words import GLOSSARY

GROUNDS = SURFACES | COSTS


def opened(**query):
    page = app(**query).run().switch_page(FILES["Guide"])
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


@pytest.fixture(scope="module")
def entries():
    """Entry → its page, each opened once."""
    return {key: opened(entry=key) for key in ENTRIES}


def index_of(page):
    (proto,) = [e.proto for e in elements(page._tree) if e.type == "bidi_component" and "guide:index" in e.proto.id]
    return json.loads(proto.json)


def test_every_entry_is_there_once():
    assert set(ENTRIES) == {*OPTIMIZERS, *GROUNDS, GLOSSARY_KEY} and len(ENTRIES) == len(OPTIMIZERS) + len(GROUNDS) + 1
    optimizers = [entry.group for entry in ENTRIES.values() if entry.key in OPTIMIZERS]
    assert list(dict.fromkeys(optimizers)) == list(GROUPS)


@pytest.mark.parametrize("key", ENTRIES)
def test_one_entry_is_shown_at_a_time(entries, key):
    page = entries[key]
    assert not page.exception and [heading.value for heading in page.header] == [ENTRIES[key].title]
    told = index_of(page)
    assert told["current"] == key and sum(map(len, told["groups"].values())) == len(ENTRIES)


def test_without_an_address_the_first_is_shown_and_a_wrong_one_is_said():
    assert opened().header[0].value == next(iter(ENTRIES.values())).title
    page = opened(entry="adamm")
    assert page.header[0].value == "Adam" and "did you mean Adam?" in page.info[0].value
    page = opened(entry="<b>$x$</b>")
    assert "does not have" in page.info[0].value and "<b>" not in texts(page)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_is_told_whole(entries, name):
    kind, page = OPTIMIZERS[name], entries[name]
    words = texts(page)
    assert [block.value for block in page.code] == [source(kind()).strip()]
    for words_of_it in (kind.facts.idea, kind.facts.source, *kind.facts.differs):
        assert words_of_it in words


def line_of(page, start):
    """The only line of the page that begins so."""
    (line,) = [line for line in texts(page).split("\n") if line.startswith(f"- {start}")]
    return line


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_convention_is_told(entries, name):
    kind = OPTIMIZERS[name]
    for each in kind.facts.conventions:
        line = line_of(entries[name], f"**{each.title}**")
        plain = all(getattr(kind(), argument) == value for argument, value in each.values.items())
        assert ("as above" in line) == plain
        assert all(f"{value:g}" in line for value in each.defaults.values())


def test_what_differs_is_told_in_letters_and_words(entries):
    assert "ε = 1e-07" in line_of(entries["adam"], "**Keras**")
    assert "as above" in line_of(entries["adam"], "**PyTorch")
    assert "form" in line_of(entries["momentum"], "**Lecture**")
    assert "line search: off" in line_of(entries["lbfgs"], "**PyTorch")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_hyperparameter_is_told(entries, name):
    for argument, spec in specs(OPTIMIZERS[name]).items():
        symbol = spec.symbol if isinstance(spec, Hyper) else spec.label
        line = line_of(entries[name], f"**{symbol}** `{argument}`")
        assert spec.help in line
        assert not isinstance(spec, Hyper) or f"Default {spec.default:g};" in line


@pytest.mark.parametrize("name", GROUNDS)
def test_a_surface_is_told_whole(entries, name):
    surface, words = GROUNDS[name], texts(entries[name])
    assert surface.about in words and surface.source in words and surface.latex in words
    for x, *y in surface.minima:
        assert (f"({x:.6g}, " if y else f"{surface.letters[0]} = {x:.6g}").replace("-", "−") in words


@pytest.mark.parametrize("name", GROUNDS)
def test_every_surface_has_its_small_picture(entries, name):
    found = [e.proto for e in elements(entries[name]._tree) if e.type == "bidi_component" and e.proto.bytes]
    (header,) = [unpacked(proto.bytes) for proto in found]
    kind = "Contour" if name in SURFACES else "Curve"
    assert header["label"].split(":")[0] == f"{kind} of {GROUNDS[name].title}"
    if name in SURFACES:
        assert len(header["f"]) == header["grid"]["nx"] * header["grid"]["ny"]
    else:
        assert len(header["graph"]["f"]) == len(header["graph"]["slope"]) > 1000


@pytest.mark.parametrize("key", [key for key in ENTRIES if key != GLOSSARY_KEY])
def test_try_it_opens_a_race_of_it(key):
    query = guide.race_with(key) if key in OPTIMIZERS else {"surface": key}
    asked = read_link({name: [value] for name, value in query.items()})
    assert not asked.words
    assert key == asked.state.surface or key in [racer.optimizer for racer in asked.state.racers]


def test_every_word_is_explained(entries):
    words = texts(entries[GLOSSARY_KEY])
    assert all(f"- **{word}**: {line}" in words for word, line in GLOSSARY.items())


def test_no_sentence_shouts(entries):
    assert not any(re.search(r"\w!(?:\s|$)", texts(page)) for page in entries.values())


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
