"""What changes from step to step: schedules as functions from their own source, changes by hand as they were made."""

import ast
import inspect
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any, NamedTuple

from optimizers import SCHEDULES, specs
from optimizers.feedback import watches

from .on_plateau import on_plateau

LOSS = "LOSS"
PLATEAU = ("factor", "patience", "threshold", "rest", "least")


class Timeline(NamedTuple):
    """Lines that serve every kind of script: they make plain numbers out of t."""

    functions: str = ""  # definitions, before the numbers
    math: tuple[str, ...] = ()  # the names that they need
    begin: tuple[str, ...] = ()  # lines before the first step
    each: tuple[str, ...] = ()  # lines of each step, before the gradient
    looks: tuple[str, ...] = ()  # lines of each step, at its end, where LOSS stands for the loss after it
    multiplier: tuple[str, ...] = ()  # lines of each step that make η_t = α_t / α₀, for a rule that asks for it
    changing: frozenset[str] = frozenset()  # hyperparameters
    multiplied: frozenset[str] = frozenset()  # those of them that a schedule makes from what they are at first
    by_hand: frozenset[str] = frozenset()  # those that somebody changes
    zeroed: frozenset[str] = frozenset()  # those that somebody sets to 0 on the way

    def imports(self) -> list[str]:
        """What the functions need."""
        return [f"from math import {', '.join(self.math)}", ""] if self.math else []

    def base(self, name: str) -> str:
        """What the value of the card is called."""
        return f"base_{name}" if name in self.multiplied else name

    def ends(self, loss: str) -> list[str]:
        """The lines at the end of a step, with an expression for its loss."""
        return [line.replace(LOSS, loss) for line in self.looks]


def timeline(schedule: Callable[..., Any] | None, optimizer: Any) -> Timeline:
    """All that a schedule does to this optimizer. ValueError for a schedule that is not ours to read."""
    parts = [part for part in links(schedule) if changes(part, optimizer)]
    planned = frozenset(name for part in parts if not by_hand(part) for name in changes(part, optimizer))
    leaves = [leaf for part in parts for leaf in leaves_of(part)]
    each: list[str] = []
    for part in parts:
        each += lines(part, planned, optimizer, leaves, "".join(each))
    plateaus = [(leaf, after) for leaf, after in leaves if watches(leaf)]
    definitions, math = functions([leaf for leaf, _ in leaves if is_function(leaf)], bool(plateaus))
    changing = frozenset(name for part in parts for name in changes(part, optimizer))
    return Timeline(
        definitions,
        math,
        tuple(f"{plateau(leaf, leaves)} = float('inf'), 0, 0, 1.0" for leaf, _ in plateaus),
        tuple(each),
        tuple(line for leaf, after in plateaus for line in looks(leaf, after, leaves)),
        tuple(eta_lines(parts, leaves)) if hasattr(optimizer, "multiplier") else (),
        changing,
        planned,
        frozenset(name for part in parts if by_hand(part) for name in changes(part, optimizer)),
        frozenset(zeroed(parts)),
    )


# ---- what a schedule is made of
def links(schedule: Any) -> Iterator[Any]:
    """The schedules of a chain, one by one."""
    if hasattr(schedule, "schedules"):
        for part in schedule.schedules:
            yield from links(part)
    elif schedule is not None:
        ours = [isinstance(leaf, tuple(SCHEDULES.values())) for leaf, _ in leaves_of(schedule)]
        if not (hasattr(schedule, "changes") or all(ours)):
            raise ValueError(f"schedule = {schedule!r} is none of SCHEDULES, by_hand, chain and sequence")
        yield schedule


def leaves_of(part: Any, after: int = 0) -> list[tuple[Any, int]]:
    """The schedules in a sequence, each with the step after which its own first one comes."""
    if not hasattr(part, "milestone"):
        return [(part, after)]
    then = after + part.milestone * part.restarts
    return [*leaves_of(part.first, after), *leaves_of(part.second, then)]


def by_hand(part: Any) -> bool:
    """Whether these are changes that somebody made."""
    return hasattr(part, "changes")


def is_function(leaf: Any) -> bool:
    """Whether α is a function of α₀ and t alone, and not α₀ itself."""
    return hasattr(leaf, "alpha") and not watches(leaf) and leaf.facts.key != "constant"


def changes(part: Any, optimizer: Any) -> list[str]:
    """The names that a schedule changes."""
    if by_hand(part):
        return list(dict.fromkeys(name for _, name, _ in part.changes))
    keys = {leaf.facts.key for leaf, _ in leaves_of(part)} - {"constant"}
    found = ["learning_rate"] * bool(keys - {"momentum_warm_up"})
    return found + ["beta1"] * ("momentum_warm_up" in keys and hasattr(optimizer, "beta1"))


def zeroed(parts: list[Any]) -> Iterator[str]:
    """What is 0 at some time, though it need not be so at first."""
    for part in parts:
        if by_hand(part):
            yield from (name for _, name, value in part.changes if value == 0)
        elif any(getattr(leaf, "low", None) == 0 for leaf, _ in leaves_of(part)):
            yield "beta1"


# ---- lines
def lines(part: Any, planned: frozenset[str], optimizer: Any, leaves: Any, before: str) -> list[str]:
    """What a schedule does in each step, after the lines before."""

    def now(name: str) -> str:
        return name if f"{name} = " in before else f"base_{name}"

    if not by_hand(part):
        return [f"{name} = {value(part, name, now(name), leaves)}" for name in changes(part, optimizer)]
    names = dict.fromkeys(name for _, name, _ in part.changes)
    reset = [f"{name} = base_{name}" for name in names if name in planned and now(name) != name]
    made = [(f"if t > {t}:  # by hand", f"    {name} = {float(value)!r}") for t, name, value in part.changes]
    return reset + [row for rows in made for row in rows]


def value(part: Any, name: str, base: str, leaves: Any, after: int = 0, first: bool = True) -> str:
    """A hyperparameter under a schedule, as an expression of what it is without, and of t."""
    if hasattr(part, "milestone"):
        then = after + part.milestone * part.restarts
        one, other = (
            value(each, name, base, leaves, begin, False) for each, begin in ((part.first, after), (part.second, then))
        )
        text = one if one == other else f"{one} if {counted(after)} <= {part.milestone} else {other}"
        return text if first or one == other else f"({text})"
    if part.facts.key == "momentum_warm_up":
        text = f"{part.low!r} if {counted(after)} <= {part.steps} else {base}" if name == "beta1" else base
        return text if first or name != "beta1" else f"({text})"
    if watches(part) and name != "beta1":
        return f"{base} * {plateau(part, leaves)}[-1]"
    return f"{part.facts.key}({base}, {counted(after)})" if is_function(part) and name != "beta1" else base


def eta_lines(parts: list[Any], leaves: Any) -> Iterator[str]:
    """η_t = α_t / α₀, which no change by hand touches."""
    base = "1.0"
    for part in parts:
        if not by_hand(part) and (text := value(part, "learning_rate", base, leaves)) != base:
            yield f"multiplier = {text}"
            base = "multiplier"


def counted(after: int) -> str:
    """Step t as it is counted after another one."""
    return f"t - {after}" if after else "t"


def plateau(leaf: Any, leaves: Any) -> str:
    """The name of what a schedule remembers that looks at the loss; with a number where there are several."""
    all_of_them = [each for each, _ in leaves if watches(each)]
    at = next(at for at, each in enumerate(all_of_them, 1) if each is leaf)
    return f"plateau{at}" if len(all_of_them) > 1 else "plateau"


def looks(leaf: Any, after: int, leaves: Any) -> list[str]:
    """The look at the loss at the end of a step."""
    name, numbers = plateau(leaf, leaves), ", ".join(f"{key}={getattr(leaf, key)!r}" for key in PLATEAU)
    due = f"t > {after} and " * bool(after) + (
        f"({counted(after)}) % {leaf.every} == 0" if after else f"t % {leaf.every} == 0"
    )
    return [f"if {due}:", f"    loss = {LOSS}", f"    {name} = on_plateau(loss, *{name}, {numbers})"]


def functions(parts: list[Any], looking: bool) -> tuple[str, tuple[str, ...]]:
    """Each schedule as a function of α₀ and t, with its numbers as defaults; what they call comes first."""
    trees = [defined(part.alpha, part.facts.key, part) for part in parts]
    called = {name: found for part in parts for name, found in helpers(part.alpha).items()}
    texts = [ast.unparse(defined(found, name)).replace(" ** ", "**") for name, found in called.items()]
    texts += [ast.unparse(tree).replace(" ** ", "**") for tree in trees]
    texts += [inspect.getsource(on_plateau).strip()] * looking
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
