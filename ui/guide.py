"""The pieces of the Guide, from the registries alone: a new optimizer or surface appears here by itself."""

from functools import partial

import pandas as pd
import streamlit as st

from experiments.race import optimizer_of
from figures.ground import facts_of, facts_of_curve, grid_of
from optimizers import OPTIMIZERS, Hyper, latex, source, specs
from surfaces import Surface
from ui import cached
from ui.component import lab_component, sheets
from ui.packets import packet
from ui.race.state import Racer

_thumb = lab_component("thumb", "thumb.js", "mountThumb", '<div class="lab-thumb"></div>', sheets("base.css"))
NX, NY = 97, 73  # enough for a picture 240 px wide


def optimizer(kind) -> None:
    """Idea, recurrence, symbols, the source that runs, hyperparameters, whose form is which, differences, paper."""
    facts, plain = kind.facts, kind()
    st.subheader(facts.name, anchor=facts.key)
    st.markdown(facts.idea)
    formula, code = st.columns([2, 3])
    with formula:
        recurrence(plain)
        st.markdown("  \n".join(f"${letter}$ — {meaning}" for letter, meaning in facts.symbols.items()))
    with code:
        st.code(source(plain), language="python")
    st.table(hyperparameters(kind))
    if facts.conventions:
        st.table(conventions(kind))
    st.markdown("\n".join(f"- {sentence}" for sentence in facts.differs))
    st.caption(f"Source: {facts.source}")


def recurrence(chosen) -> None:
    """As this optimizer's switches stand, aligned on the equals signs."""
    lines = [line.replace("=", "&=", 1) for line in latex(chosen)]
    st.latex(r"\begin{aligned}" + r"\\".join(lines) + r"\end{aligned}")


def hyperparameters(kind) -> pd.DataFrame:
    """One row each: name in code, symbol, default, valid domain, slider range, meaning."""
    rows = [_row(name, spec) for name, spec in specs(kind).items()]
    return pd.DataFrame(rows, columns=["argument", "symbol", "default", "valid", "slider", "what it does"]).set_index(
        "argument"
    )


def _row(name: str, spec) -> tuple[str, ...]:
    if isinstance(spec, Hyper):
        return (
            name,
            spec.symbol,
            f"{spec.default:g}",
            spec.domain(spec.symbol),
            f"{spec.low:g} … {spec.high:g}, {SCALES[spec.scale]}",
            spec.help,
        )
    return name, "", spec.on if spec.default else spec.off, f"{spec.off} or {spec.on}", "check box", spec.help


def conventions(kind) -> pd.DataFrame:
    """One row each: whose form of the rule, what differs in it from the rule as it stands here, what it begins with."""
    declared = specs(kind)
    rows = [
        (
            each.title,
            _settings(declared, {n: v for n, v in each.values.items() if v != declared[n].default}) or "nothing",
            _settings(declared, each.defaults) or "nothing of its own",
        )
        for each in kind.facts.conventions
    ]
    return pd.DataFrame(rows, columns=["as in", "what differs", "what it proposes"]).set_index("as in")


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
    st.subheader(shown.title, anchor=shown.name)
    picture, facts = st.columns([1, 3])
    with picture:
        _thumb(key=f"guide:{shown.name}", data=thumb_packet(shown))
    with facts:
        st.markdown(f"${shown.head} = {shown.latex}$")
        st.markdown(f"{shown.about}  \n{minima(shown)}")
        st.caption(f"Source: {shown.source}")


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


# ---- under the pictures of other pages
def rules(racers: tuple[Racer, ...]) -> None:
    """Each optimizer once: its recurrence beside the very source that runs."""
    kinds = {racer.optimizer: racer for racer in racers}
    if not kinds:
        st.markdown("Nobody is running.")
        return
    tabs = st.tabs([OPTIMIZERS[name].facts.name for name in kinds])
    for tab, racer in zip(tabs, kinds.values(), strict=True):
        with tab:
            rule(optimizer_of(racer.runner))


def rule(optimizer) -> None:
    """The recurrence as this optimizer's switches stand, and its source by `inspect`, so that the two cannot drift."""
    formula, code = st.columns([2, 3])
    with formula:
        recurrence(optimizer)
        st.caption(optimizer.facts.source)
    with code:
        st.code(source(optimizer), language="python")
