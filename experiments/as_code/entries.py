"""One entry of a framework's table: an expression that makes its optimizer, and of which racers it is the rule."""

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from optimizers import Hyper, specs

from .timeline import Timeline

Need = tuple[Callable[[Any], bool], str]  # what has to hold of a racer, and what to say where it does not
CORRECTED_ANEW = "{title} corrects by 1 − {symbol}ᵗ as if {symbol} had never been another; here its history counts."
FADED_ANEW = "{title} fades β₁ as if {symbol} had never been another; here its history counts."
ANOTHER_LENGTH = "In {title} v is 1/(1 − β₁) times as long as here, and keeps that of the old β₁ when β₁ changes."
VELOCITY_RESTS = "{title} leaves v as it is while β₁ is 0; here v goes on."
BOTH = dict.fromkeys(("beta1", "beta2"), CORRECTED_ANEW)

# What every framework takes in another way when it changes in mid-run, by optimizer. All else walks our path.
DIFFERS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("adam", "amsgrad", "adamw", "radam", "adabelief", "yogi"), BOTH),
    "adamax": {"beta1": CORRECTED_ANEW},
    "nadam": {"beta2": CORRECTED_ANEW, "fade": FADED_ANEW},
}


class Entry(NamedTuple):
    """`makes` is written in the names of our hyperparameters; a switch in it becomes its value, and
    `initial_learning_rate` is α₀, which no schedule changes."""

    makes: str
    needs: tuple[Need, ...] = ()
    scheduled: tuple[Need, ...] = ()  # needs that count only where α changes in mid-run
    differs: Mapping[str, str] = MappingProxyType({})  # beside DIFFERS
    rests: bool = False  # whether its velocity is left as it is while β₁ is 0
    form: Mapping[str, bool] = MappingProxyType({})  # the switches that it stands for, where others have other entries
    point: str = "params"  # where the racer stands
    closure: bool = False  # whether its step asks for the loss itself
    by_hand: tuple[Need, ...] = ()  # needs that count only where somebody changes α in mid-run

    def stands_for(self, optimizer: Any) -> bool:
        return all(getattr(optimizer, name) == value for name, value in self.form.items())

    def refused(self, optimizer: Any, timeline: Timeline, title: str) -> str | None:
        """Why this is not the racer's recurrence, in a sentence; None where it is."""
        needs = self.needs + self.scheduled * ("learning_rate" in timeline.changing)
        needs += self.by_hand * ("learning_rate" in timeline.by_hand)
        broken = next((sentence for holds, sentence in needs if not holds(optimizer)), None)
        found = (self.cannot(name, optimizer, timeline, title) for name in sorted(timeline.changing))
        return broken or next((words for words in found if words), None)

    def cannot(self, name: str, optimizer: Any, timeline: Timeline, title: str) -> str | None:
        """Why a hyperparameter cannot change in mid-run as it does here; None where it can."""
        spec = specs(optimizer)[name]
        symbol = spec.symbol if isinstance(spec, Hyper) else name
        if name not in self.arguments:
            return f"{title} has no {symbol} that could change in mid-run."
        stopped = getattr(optimizer, name) == 0 or name in timeline.zeroed
        differs = {**DIFFERS.get(optimizer.facts.key, {}), **self.differs}
        words = differs.get(name, VELOCITY_RESTS if self.rests and stopped and name == "beta1" else "")
        return words.format(title=title, symbol=symbol) or None

    @property
    def arguments(self) -> set[str]:
        """The names in the call."""
        return {node.id for node in ast.walk(ast.parse(self.makes)) if isinstance(node, ast.Name)}


Table = Mapping[str, tuple[Entry, ...] | str]  # by optimizer; a sentence where the framework has none


def chosen(table: Table, optimizer: Any, timeline: Timeline, title: str) -> Entry | str:
    """The entry that is the racer's recurrence, or why there is none."""
    known = table.get(optimizer.facts.key, f"{optimizer.facts.name}: {title} has none.")
    if isinstance(known, str):
        return known
    entry = next(entry for entry in known if entry.stands_for(optimizer))
    return entry.refused(optimizer, timeline, title) or entry


# ---- what several tables ask


def off(name: str, sentence: str) -> Need:
    """A switch that is off, or a number that is 0."""
    return (lambda optimizer: not getattr(optimizer, name)), sentence


def on(name: str, sentence: str) -> Need:
    """A switch that is on, or a number that is not 0."""
    return (lambda optimizer: bool(getattr(optimizer, name))), sentence


def or_no_epsilon(need: Need) -> Need:
    """With ε = 0 both forms are one."""
    holds, sentence = need
    return (lambda optimizer: optimizer.epsilon == 0 or holds(optimizer)), sentence


# ---- the decay of the AdamW paper, in a framework that multiplies it by α
BY_ALPHA = {"decay_by_schedule": False}


def by_schedule(makes: str, *needs: Need) -> Entry:
    """The call of AdamW with the decay λ / α₀, so that α_t λ / α₀ = η_t λ."""
    rate = (lambda racer: racer.learning_rate > 0), "At α = 0 the decay stays here, and not in a framework."
    by_hand = (off("weight_decay", "An α changed by hand changes the decay in a framework, and not here."),)
    makes = makes.replace("weight_decay=weight_decay", "weight_decay=weight_decay / initial_learning_rate")
    return Entry(makes, (*needs, rate), by_hand=by_hand, form={"decay_by_schedule": True})
