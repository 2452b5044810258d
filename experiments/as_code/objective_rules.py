"""Rules that are given the objective: written out for one run, where their own source is for many runs at once."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from optimizers.status import unit

from . import one_run
from .recurrence import Recurrence
from .task import Task


def objective_rule(task: Task) -> Recurrence | None:
    """None for a rule that is given a gradient."""
    wanted = getattr(task.optimizer, "wants_objective", False)
    return WRITTEN[task.optimizer.facts.key](task) if wanted else None


def searches(optimizer: Any) -> bool:
    """Whether a rule looks for its lengths along a line."""
    return optimizer.facts.key == "conjugate_gradient" or getattr(optimizer, "line_search", False)


def newton(task: Task) -> Recurrence:
    decay = f" + l2 * np.eye({task.surface.n})" * task.decays
    second = "xx, xy, yy = hessian(*params)" if task.surface.n > 1 else "xx = hessian(*params)"
    matrix = "[[xx, xy], [xy, yy]]" if task.surface.n > 1 else "[[xx]]"
    lines = (
        second,
        f"curvature, axes = np.linalg.eigh(np.array({matrix}, dtype=float){decay})",
        "size = abs(curvature) + damping",
        "along = np.where(size > 0, (axes.T * g).sum(axis=1) / size, 0.0)",
        "params = params - learning_rate * (axes * along).sum(axis=1)",
    )
    return Recurrence(lines, ("learning_rate", "damping"), asks=frozenset({"hessian"}))


def conjugate_gradient(task: Task) -> Recurrence:
    kept = "dot(g, g)" if task.optimizer.fletcher_reeves else "max(dot(g, g - g_before), 0.0)"
    lines = (
        "f, g = look(params)",
        f"beta = {kept} / dot(g_before, g_before) if moved else 0.0",
        "beta = beta if dot(g, g + beta * p) > 0 else 0.0",
        "p = g + beta * p",
        "length = search(look, params, p, f, g, 0.0 if rests else learning_rate, 0.1, True, farthest)",
        "step, g_before = -length * p, g",
        "moved = (params + step != params).any()",
        "rests = not moved and beta == 0 and learning_rate > 0",
        "params = params + step",
    )
    begin = ("p = g_before = np.zeros_like(params)", "moved = rests = False")
    return searching(task, lines, ("learning_rate",), begin, (one_run.norm, one_run.search, one_run.following))


def lbfgs(task: Task) -> Recurrence:
    begin = ("step = g_before = np.zeros_like(params)", "pairs = []  # the last moves, and what they changed in g")
    numbers = ("learning_rate", "memory")
    if not task.optimizer.line_search:
        made = Recurrence((*remembered("1e-10"), *FIXED), numbers, begin)
        return made._replace(helpers=sources(one_run.dot, one_run.two_loops))
    lines = ("f, g = look(params)", *remembered("1e-10 * norm(change) * norm(step)"), *SEARCHED)
    helpers = (one_run.norm, one_run.search, one_run.following, one_run.two_loops)
    return searching(task, lines, numbers, (*begin, "rests = False"), helpers)


def remembered(least: str) -> tuple[str, ...]:
    """The pair of the last move, where it tells a curvature."""
    return (
        "change = g - g_before",
        "product, square = dot(change, step), dot(change, change)",
        f"if product > {least} and min(product, square) > np.finfo(float).tiny:",
        "    pairs = [*pairs, (step, change)][-memory:]",
        "p = two_loops(pairs, g)",
    )


FIXED = (
    "rate = learning_rate * min(1, 1 / abs(g).sum()) if t == 1 else learning_rate",
    "rate = 0.0 if abs(g).max() <= 1e-7 or dot(p, g) < 1e-9 else rate",
    "step, g_before = -rate * p, g",
    "params = params + step",
)
SEARCHED = (
    "first = learning_rate if pairs else learning_rate * min(1, 1 / abs(g).sum())",
    "length = search(look, params, p, f, g, 0.0 if rests else first, 0.9, False, farthest)",
    "step, g_before = -length * p, g",
    "moved = (params + step != params).any()",
    "rests = not moved and not pairs and learning_rate > 0",
    "pairs = pairs if moved else []",
    "params = params + step",
)
WRITTEN: dict[str, Callable[[Task], Recurrence]] = {
    "newton": newton,
    "conjugate_gradient": conjugate_gradient,
    "lbfgs": lbfgs,
}


def searching(
    task: Task, lines: tuple[str, ...], numbers: tuple[str, ...], begin: tuple[str, ...], helpers: Sequence[Any]
) -> Recurrence:
    """A rule that searches along a line, no farther than the surface's width."""
    widest = unit(task.surface)
    begin = (*begin, f"farthest = {widest!r}  # no step is longer")
    return Recurrence(lines, numbers, begin, helpers=sources(one_run.dot, *helpers), looks=True)


def sources(*functions: Any) -> str:
    """Functions as they stand in `one_run`."""
    return "\n\n\n".join(inspect.getsource(function).strip() for function in functions)
