"""The script in plain NumPy: the surface's own source, the rule's own source, and a loop."""

from .formulas import numpy_formulas
from .objective_rules import objective_rule
from .recurrence import Recurrence, recurrence
from .task import Task, indented


def numpy_script(task: Task) -> str:
    """A whole script; `path` is (steps + 1, n)."""
    rule = objective_rule(task) or recurrence(task.optimizer, task.start, task.timeline)
    formulas = numpy_formulas(task.surface, hessian="hessian" in rule.asks)
    functions = sorted({*formulas.functions, *rule.functions})
    return "\n".join(
        [
            *task.heading("NumPy"),
            *task.timeline.imports(),
            "import numpy as np",
            *[f"from numpy import {', '.join(functions)}"] * bool(functions),
            "\n",
            f"# f = {task.surface.text}",
            formulas.text,
            *[f"\n\n{text}" for text in (task.timeline.functions, rule.helpers) if text],
            "\n",
            *top(task, rule),
            "",
            f"params = np.array({list(task.start)!r})",
            *first_step(task, rule),
            *rule.begin,
            "path = [params]",
            *looked(task) * rule.looks,
            "for t in range(1, steps + 1):",
            *indented(loop(task, rule)),
            "path = np.array(path)",
            'print(f"{path[-1]}, loss {value(*path[-1])}")',
            "",
        ]
    )


def loop(task: Task, rule: Recurrence) -> list[str]:
    """A step: what has changed, the gradient, the rule, and what a schedule wants to see of the loss."""
    slope = [] if rule.looks else gradient(task, rule)
    step = [*task.timeline.each, *multiplier(rule, task), *slope, *rule.lines, "path.append(params)"]
    return step + task.timeline.ends("value(*params)")


def top(task: Task, rule: Recurrence) -> list[str]:
    """Every number by its name."""
    changing = task.timeline.changing
    own = task.numbers({*rule.numbers, *changing})
    constants = [f"{name} = {value!r}" for name, value in rule.constants.items()]
    return [*own, *constants, f"steps = {task.steps}", *task.option_numbers(), *task.timeline.begin]


def multiplier(rule: Recurrence, task: Task) -> list[str]:
    """η_t = α_t / α₀, where the rule asks for it."""
    return list(task.timeline.multiplier) * any("multiplier" in line for line in rule.lines)


def first_step(task: Task, rule: Recurrence) -> list[str]:
    """What a schedule makes of the numbers with which a state begins, as Rprop's does with α."""
    begins = any(name in line for name in task.timeline.multiplied for line in rule.begin)
    return ["t = 1", *task.timeline.each] if begins else []


def gradient(task: Task, rule: Recurrence) -> list[str]:
    """g where the rule looks for it, and what is done to it before the rule sees it."""
    at = "ahead" if rule.ahead else "params"
    lines = [f"ahead = {rule.ahead}"] if rule.ahead else []
    slope = f"gradient(*{at})" if task.surface.n > 1 else f"[gradient(*{at})]"
    lines.append(f"g = np.array({slope})")
    if task.noisy:
        lines.append("g = g + noise / np.sqrt(batch) * np.random.default_rng((seed, t)).standard_normal(len(params))")
    if task.clips:
        lines += ["length = np.sqrt((g * g).sum())", "if length > clip:", "    g = g * (clip / length)"]
    if task.decays:
        lines.append(f"g = g + l2 * {at}")
    return lines


def looked(task: Task) -> list[str]:
    """Value and gradient as the rule sees them, wherever it looks."""
    value = "value(*params)" + " + l2 / 2 * dot(params, params)" * task.decays
    return ["", "", "def look(params):", *indented([*gradient(task, Recurrence((), ())), f"return {value}, g"]), "", ""]
