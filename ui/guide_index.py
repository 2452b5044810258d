"""The Guide's index: every entry by its group, found by its words, with an address of its own (?entry=adam)."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import streamlit as st

from optimizers import OPTIMIZERS, specs
from optimizers.facts import GROUPS
from surfaces import COSTS, SURFACES, Surface
from ui.component import lab_component, sheets
from ui.links import meant
from ui.words import GLOSSARY

GLOSSARY_KEY = "glossary"
_index = lab_component(
    "guide_index",
    "guide/index.js",
    "mountIndex",
    '<nav class="lab-index"></nav>',
    sheets("stage/base.css", "guide/guide.css"),
)


class Entry(NamedTuple):
    """One entry of the Guide; `words` is what the search looks through beside the title."""

    key: str
    title: str
    group: str
    words: str


def optimizer_entries() -> Iterable[Entry]:
    for group in GROUPS:
        for key, kind in OPTIMIZERS.items():
            if kind.facts.group == group:
                letters = (getattr(spec, "symbol", "") for spec in specs(kind).values())
                yield Entry(key, kind.facts.name, group, " ".join((kind.facts.idea, kind.facts.source, *letters)))


def surface_entries(group: str, surfaces: Iterable[Surface]) -> Iterable[Entry]:
    return (Entry(s.name, s.title, group, f"{s.about} {s.text}") for s in surfaces)


ENTRIES: dict[str, Entry] = {
    entry.key: entry
    for entry in (
        *optimizer_entries(),
        *surface_entries("Surfaces", SURFACES.values()),
        *surface_entries("Costs of one parameter", COSTS.values()),
        Entry(GLOSSARY_KEY, "Glossary", "Words", " ".join(f"{word}: {line}" for word, line in GLOSSARY.items())),
    )
}


def chosen() -> tuple[Entry, str]:
    """The entry that the address names, and a sentence where it names none that is here."""
    first = next(iter(ENTRIES.values()))
    key = st.query_params.get("entry")
    if key is None or key in ENTRIES:
        return ENTRIES.get(key or "", first), ""
    near, question = meant(key, {entry.key: entry.title for entry in ENTRIES.values()})
    return ENTRIES.get(near or "", first), f"This link names an entry that the Guide does not have{question}."


def index(entry: Entry) -> None:
    """The index, with this entry marked. A click writes the address, and the page shows what the address says."""
    key = "guide:index"

    def chose() -> None:
        event = st.session_state.get(key, {}).get("event")
        if isinstance(event, dict) and event.get("entry") in ENTRIES:
            st.query_params["entry"] = event["entry"]

    groups: dict[str, list[dict[str, Any]]] = {}
    for each in ENTRIES.values():
        groups.setdefault(each.group, []).append({"key": each.key, "title": each.title, "words": each.words})
    _index(key=key, data={"groups": groups, "current": entry.key}, on_event_change=chose)
