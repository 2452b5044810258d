"""What stands under the pictures: formulas, and the source that runs, as plain values: equal if they look equal.

A page makes them from its state alone. So the session can tell after any event whether those that are shown are still
those of the state: `Session.handle`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import streamlit as st

from experiments.race import optimizer_of
from optimizers import OPTIMIZERS, latex, source
from ui.racers.racer import Racer
from ui.racers.titles import titles
from ui.session import Session


class Words(NamedTuple):
    """A line of Markdown, in which formulas may stand between dollar signs."""

    text: str

    def show(self) -> None:
        st.markdown(self.text)


class Rule(NamedTuple):
    """Lines of LaTeX, aligned at `&`, with their source in words, and the code beside them where there is any."""

    lines: tuple[str, ...]
    source: str
    code: str = ""

    def show(self) -> None:
        formula, code = st.columns([2, 3])
        formula.latex(r"\begin{aligned}" + r"\\[1ex]".join(self.lines) + r"\end{aligned}")
        formula.caption(self.source)
        if self.code:
            code.code(self.code, language="python")


class Tabs(NamedTuple):
    """Rules side by side, each under its title."""

    rules: tuple[tuple[str, Rule], ...]

    def show(self) -> None:
        titles = [title for title, _ in self.rules]
        for tab, (_, rule) in zip(st.tabs(titles), self.rules, strict=True):
            with tab:
                rule.show()


Formulas = tuple[Words | Rule | Tabs, ...]


@lru_cache(maxsize=512)
def rule_of(optimizer) -> Rule:
    """The recurrence as the optimizer's switches stand, and its source by `inspect`, so that the two cannot drift."""
    lines = tuple(line.replace("=", "&=", 1) for line in latex(optimizer))
    return Rule(lines, optimizer.facts.source, source(optimizer))


def rules_of(racers: Sequence[Racer]) -> Formulas:
    """Each recurrence once: two optimizers of one name whose forms differ stand under two titles."""
    if not racers:
        return (Words("No optimizer selected."),)
    first: dict[Rule, tuple[str, str]] = {}  # the first that has it: its name, and what tells it from its namesakes
    for racer, title in zip(racers, titles(tuple(racers)), strict=True):
        first.setdefault(rule_of(optimizer_of(racer.runner)), (OPTIMIZERS[racer.optimizer].facts.name, title))
    names = [name for name, _ in first.values()]
    rules = ((title if names.count(name) > 1 else name, rule) for rule, (name, title) in first.items())
    return (Tabs(tuple(rules)),)


def show_formulas(session: Session) -> None:
    """Nothing while they are folded: an expander, even a closed one, costs the browser a millisecond or two at each
    move of a slider."""
    if not session.unfolded:
        return
    with st.container(key=session.key("formulas")):
        for piece in session.formulas:
            piece.show()
