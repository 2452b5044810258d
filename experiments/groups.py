"""Which lines of an update belong together: those of the gradient, of the first moment, of the second, of the step."""

import ast
from functools import lru_cache
from typing import Any, NamedTuple

from .templates import in_letters, rows_of, switches_of

HEADS: dict[str, tuple[str, ...]] = {  # title → the lines that can stand for a group; the last one that a rule has does
    "Gradient": ("g",),
    "First moment": ("v", "v_hat"),
    "Second moment": ("s", "spread", "s_hat"),
    "Largest gradient": ("u",),
    "Gain": ("gain",),
    "Step": ("theta",),
}
OTHERWISE = {"First moment": "Momentum", "Second moment": "Squared gradients"}  # without v̂ and ŝ they may be sums


class Group(NamedTuple):
    title: str
    head: str  # the line that the others lead to
    lines: tuple[str, ...]  # names, in the order of the source; the head is among them


def groups_of(optimizer: Any) -> tuple[Group, ...]:
    """The lines of a rule in groups, in the order of the source: each head with whatever leads to it alone, or first.

    Switches move no line from one group to another, for a line belongs where it would be needed with all of them on.
    """
    kind: Any = type(optimizer)
    return _groups(kind, switches_of(optimizer))


@lru_cache(maxsize=64)
def _groups(kind: Any, switches: tuple[tuple[str, bool], ...]) -> tuple[Group, ...]:
    names = [line.name for line in in_letters(kind, switches)]
    asked = _asked(kind(**dict(switches)), names)
    heads = {found[-1]: title for title, wanted in HEADS.items() if (found := [n for n in names if n in wanted])}
    groups, taken = [], set[str]()
    for head in sorted(heads, key=names.index):
        lines = tuple(name for name in names if name in _leading_to(head, asked) - taken)
        title = heads[head] if head.endswith("_hat") else OTHERWISE.get(heads[head], heads[head])
        groups.append(Group(title, head, lines))
        taken |= set(lines)
    return tuple(groups)


def _asked(optimizer: Any, names: list[str]) -> dict[str, set[str]]:
    """Line → the lines whose results stand in it, on whichever side of a switch; θ is the step of all that is there."""
    asked = {
        row.name: {part.id for part in ast.walk(row.expression) if isinstance(part, ast.Name)} & set(names)
        for row in rows_of(optimizer)
    }
    return asked | {"g": {"look_ahead"} & set(names), "theta": set(names)}


def _leading_to(head: str, asked: dict[str, set[str]]) -> set[str]:
    found, new = set[str](), {head}
    while new:
        found |= new
        new = set().union(*(asked.get(name, set()) for name in new)) - found
    return found
