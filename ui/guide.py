"""The pieces of the Guide, from the registries alone: a new optimizer or surface appears here by itself."""

from collections.abc import Iterable, Iterator
from functools import partial

import streamlit as st

from experiments.race import GROUNDS
from figures.ground import facts_of, facts_of_curve, grid_of
from figures.slots import allotted
from optimizers import OPTIMIZERS, Hyper, latex, source, specs
from surfaces import SURFACES, Surface
from ui import cached
from ui.component import lab_component, sheets
from ui.guide_index import Entry
from ui.navigation import RACE
from ui.packets import packet
from ui.words import GLOSSARY

_thumb = lab_component(
    "thumb", "guide/thumb.js", "mountThumb", '<div class="lab-thumb"></div>', sheets("stage/base.css")
)
NX, NY = 97, 73  # enough for a picture 240 px wide


def optimizer(kind) -> None:
    """Idea, recurrence, symbols, the source that runs, hyperparameters, conventions, differences, paper."""
    facts, plain = kind.facts, kind()
    st.markdown(facts.idea)
    try_it(f"Try {facts.name} in a race", race_with(facts.key))
    formula, code = st.columns([2, 3])
    with formula:
        recurrence(plain)
        st.markdown("  \n".join(f"${letter}$ — {meaning}" for letter, meaning in facts.symbols.items()))
    with code:
        st.code(source(plain), language="python", wrap_lines=True)
    listed("Hyperparameters", hyperparameters(kind))
    listed("Conventions", conventions(kind))
    listed("Differences", facts.differs)
    st.caption(f"Source: {facts.source}")


def listed(title: str, lines: Iterable[str]) -> None:
    """A list, which wraps on a phone as a table does not; nothing where there is nothing to list."""
    if lines := list(lines):
        st.subheader(title, anchor=False)
        st.markdown("\n".join(f"- {line}" for line in lines))


def race_with(key: str) -> dict[str, str]:
    """The link of a race of one optimizer against gradient descent, or of that against momentum."""
    pair = ("momentum" if key == "gradient_descent" else "gradient_descent", key)
    return {
        "surface": next(iter(SURFACES)),
        **{f"r{slot}": each for slot, each in zip(allotted(pair), pair, strict=True)},
    }


def try_it(label: str, query: dict[str, str]) -> None:
    st.page_link(RACE["page"], label=label, icon=":material/play_arrow:", query_params=query)


def recurrence(chosen) -> None:
    """As this optimizer's switches stand, aligned on the equals signs."""
    lines = [line.replace("=", "&=", 1) for line in latex(chosen)]
    st.latex(r"\begin{aligned}" + r"\\".join(lines) + r"\end{aligned}")


def hyperparameters(kind) -> Iterator[str]:
    """One line each: symbol, name in code, meaning, default, valid domain, slider range."""
    return (_line(name, spec) for name, spec in specs(kind).items())


def _line(name: str, spec) -> str:
    if isinstance(spec, Hyper):
        return (
            f"**{spec.symbol}** `{name}`: {spec.help} Default {spec.default:g}; valid {spec.domain(spec.symbol)}; "
            f"slider {spec.low:g} … {spec.high:g}, {SCALES[spec.scale]}."
        )
    default = spec.on if spec.default else spec.off
    return f"**{spec.label}** `{name}`: {spec.help} {spec.off} or {spec.on}; default {default}."


def conventions(kind) -> Iterator[str]:
    """One line each: whose form of the rule, what differs in it from the rule as it stands here, its defaults."""
    declared = specs(kind)
    for each in kind.facts.conventions:
        differs = {name: value for name, value in each.values.items() if value != declared[name].default}
        defaults = _settings(declared, each.defaults)
        yield (
            f"**{each.title}**: {_settings(declared, differs) or 'as above'}."
            + (f" Default {defaults}." if defaults else "")
        )


def _settings(known, values) -> str:
    """ε = 1e-07, ε inside the root"""
    return ", ".join(_setting(known[name], value) for name, value in values.items())


def _setting(spec, value) -> str:
    if isinstance(spec, Hyper):
        return f"{spec.symbol} = {value:g}"
    named = f"{spec.on} form" if spec.label == "form" else spec.label
    return named if value else f"{named}: {spec.off}"


SCALES = {"linear": "even", "log": "logarithmic", "one_minus": "logarithmic in 1 − β", "integer": "whole numbers"}


def surface(shown: Surface) -> None:
    """A small contour or curve, the formula, the facts."""
    try_it(f"Race on {shown.title}", {"surface": shown.name})
    picture, facts = st.columns([1, 3])
    with picture:
        _thumb(key=f"guide:{shown.name}", data=thumb_packet(shown))
    with facts:
        st.markdown(f"${shown.head} = {shown.latex}$")
        st.markdown(f"{shown.about}  \n{minima(shown)}")
        st.caption(f"Source: {shown.source}")


def glossary() -> None:
    """Every word of the pages with its definition."""
    st.markdown("\n".join(f"- **{word}**: {definition}" for word, definition in GLOSSARY.items()))


def entry(shown: Entry) -> None:
    """One entry of the Guide under its title."""
    st.header(shown.title, anchor=False)
    if shown.key in OPTIMIZERS:
        optimizer(OPTIMIZERS[shown.key])
    elif shown.key in GROUNDS:
        surface(GROUNDS[shown.key])
    else:
        glossary()


def minima(shown: Surface) -> str:
    if not shown.minima:
        return "No minimum."
    points = ", ".join(map(partial(place, shown), shown.minima))
    return f"{'Minimum' if len(shown.minima) == 1 else 'Minima'} {shown.minimum:g} at {points}.".replace("-", "−")


def place(shown: Surface, point: tuple[float, ...]) -> str:
    """(3, 0.5), or w = 5."""
    texts = [f"{x:.6g}" for x in point]
    return f"({', '.join(texts)})" if shown.n > 1 else f"{shown.letters[0]} = {texts[0]}"


@cached.bounded(4)
def thumb_packet(shown: Surface) -> bytes:
    if shown.n == 1:
        return curve_packet(shown)
    grid = grid_of(shown, NX, NY)
    label = f"Contour of {shown.title}: {shown.text}"
    header = facts_of(grid) | {"minima": list(shown.minima), "label": label, "f": grid.f}
    return packet(header)


def curve_packet(shown: Surface) -> bytes:
    minima = [(*point, shown.minimum) for point in shown.minima]
    label = f"Curve of {shown.title}: {shown.text}"
    return packet(facts_of_curve(shown) | {"view": shown.view, "minima": minima, "label": label})
