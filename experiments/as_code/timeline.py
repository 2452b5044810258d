"""What changes from step to step: schedules as functions from their own source, changes by hand as they were made."""

import ast
import inspect
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any, NamedTuple

from optimizers import SCHEDULES, specs


class Timeline(NamedTuple):
    """Lines that serve every kind of script: they make plain numbers out of t."""

    functions: str = ""  # definitions, before the numbers
    math: tuple[str, ...] = ()  # the names that they need
    each: tuple[str, ...] = ()  # lines of each step, before the gradient
    changing: frozenset[str] = frozenset()  # hyperparameters
    multiplied: frozenset[str] = frozenset()  # those of them that a schedule makes from what they are at first

    zeroed: frozenset[str] = frozenset()  # those that somebody sets to 0 on the way

    def imports(self) -> list[str]:
        """What the functions need."""
        return [f"from math import {', '.join(self.math)}", ""] if self.math else []

    def base(self, name: str) -> str:
        """What the value of the card is called."""
        return f"base_{name}" if name in self.multiplied else name


def timeline(schedule: Callable[..., Any] | None, optimizer: Any) -> Timeline:
    """All that a schedule does to this optimizer. ValueError for a schedule that is not ours to read."""
    parts = [part for part in links(schedule) if changes(part, optimizer)]
    planned = frozenset(name for part in parts if not by_hand(part) for name in changes(part, optimizer))
    each: list[str] = []
    for part in parts:
        each += lines(part, planned, "".join(each))
    definitions, math = functions([part for part in parts if hasattr(part, "alpha")])
    changing = frozenset(name for part in parts for name in changes(part, optimizer))
    return Timeline(definitions, math, tuple(each), changing, planned, frozenset(zeroed(parts)))


def links(schedule: Any) -> Iterator[Any]:
    """The schedules of a chain, one by one."""
    if hasattr(schedule, "schedules"):
        for part in schedule.schedules:
            yield from links(part)
    elif hasattr(schedule, "changes") or isinstance(schedule, tuple(SCHEDULES.values())):
        yield schedule
    elif schedule is not None:
        raise ValueError(f"schedule = {schedule!r} is none of SCHEDULES, by_hand and chain")


def by_hand(part: Any) -> bool:
    """Whether these are changes that somebody made."""
    return hasattr(part, "changes")


def changes(part: Any, optimizer: Any) -> list[str]:
    """The names that a schedule changes."""
    if by_hand(part):
        return list(dict.fromkeys(name for _, name, _ in part.changes))
    if part.facts.key == "momentum_warm_up":
        return ["beta1"] if hasattr(optimizer, "beta1") else []
    return [] if part.facts.key == "constant" else ["learning_rate"]


def zeroed(parts: list[Any]) -> Iterator[str]:
    """What is 0 at some time, though it need not be so at first."""
    for part in parts:
        if by_hand(part):
            yield from (name for _, name, value in part.changes if value == 0)
        elif getattr(part, "low", None) == 0:
            yield "beta1"


def lines(part: Any, planned: frozenset[str], before: str) -> list[str]:
    """What a schedule does in each step, after the lines before."""

    def now(name: str) -> str:
        return name if f"{name} = " in before else f"base_{name}"

    if part.facts.key == "momentum_warm_up":
        return [f"beta1 = {part.low!r} if t <= {part.steps} else {now('beta1')}"]
    if not by_hand(part):
        return [f"learning_rate = {part.facts.key}({now('learning_rate')}, t)"]
    names = dict.fromkeys(name for _, name, _ in part.changes)
    reset = [f"{name} = base_{name}" for name in names if name in planned and now(name) != name]
    made = [(f"if t > {t}:  # by hand", f"    {name} = {float(value)!r}") for t, name, value in part.changes]
    return reset + [row for rows in made for row in rows]


def functions(parts: list[Any]) -> tuple[str, tuple[str, ...]]:
    """Each schedule as a function of α₀ and t, with its numbers as defaults; what they call comes first."""
    trees = [defined(part.alpha, part.facts.key, part) for part in parts]
    called = {name: found for part in parts for name, found in helpers(part.alpha).items()}
    texts = [ast.unparse(defined(found, name)).replace(" ** ", "**") for name, found in called.items()]
    texts += [ast.unparse(tree).replace(" ** ", "**") for tree in trees]
    words = {part.id for text in texts for part in ast.walk(ast.parse(text)) if isinstance(part, ast.Name)}
    return "\n\n\n".join(dict.fromkeys(texts)), tuple(sorted(words & {"cos", "pi", "sqrt"}))


def helpers(method: Any) -> dict[str, Any]:
    """The functions of its own module that a method calls."""
    words = method.__func__.__code__.co_names
    own = {name: method.__func__.__globals__.get(name) for name in words}
    return {name: found for name, found in own.items() if inspect.isfunction(found)}


def defined(function: Any, name: str, schedule: Any = None) -> ast.FunctionDef:
    """A function as it stands in a script: no annotations, no self."""
    tree: Any = Bare().visit(ast.parse(dedent(inspect.getsource(function))).body[0])
    tree.name = name
    tree.args.args = [arg for arg in tree.args.args if arg.arg != "self"]
    for key in specs(schedule) if schedule else ():
        tree.args.args.append(ast.arg(key))
        tree.args.defaults.append(ast.Constant(getattr(schedule, key)))
    tree.body = [node for node in tree.body if not isinstance(node, ast.Expr)]
    return ast.fix_missing_locations(tree)


class Bare(ast.NodeTransformer):
    """Without annotations; self.x → x."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(node.arg)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.Name(node.attr, ast.Load())
