"""Which scripts there are of a run, and the scripts."""

from collections.abc import Callable
from typing import Any

from optimizers import Switch, specs

from ..race import Ground, Runner, optimizer_of, surface_of
from ..steering import options_of, schedule_of
from .entries import chosen
from .framework_scripts import FRAMEWORKS, framework_script
from .numpy_script import numpy_script
from .objective_rules import searches
from .task import Task
from .timeline import Timeline, timeline

KINDS = ("numpy", *FRAMEWORKS)
TITLES = {"numpy": "NumPy"} | {kind: framework.title for kind, framework in FRAMEWORKS.items()}
Schedule = Callable[[Any, int], Any] | None


def script(
    kind: str,
    ground: Ground,
    start: tuple[float, ...],
    steps: int,
    runner: Runner,
    schedule: Schedule = None,
    options: Any = None,
) -> str:
    """A complete script of this run, float64; when it is through, `path` is a NumPy array (steps + 1, n).

    kind: one of KINDS; start: n numbers, what is beyond them is not used; schedule: of optimizers.SCHEDULES, by_hand or
    chain; options: optimizers.Options. Where these two are None, the runner's steering says what is done. A run that
    diverges goes on to infinity there, where ours stops.

    ValueError for an unknown kind or schedule, with the sentence of `offered` for a kind that is not offered, and
    where a hyperparameter is outside its domain.
    """
    if kind not in KINDS:
        raise ValueError(f"kind = {kind!r} is none of {', '.join(KINDS)}")
    if refused := offered(runner, schedule, options)[kind]:
        raise ValueError(refused)
    optimizer = optimizer_of(runner)
    course, options = steered(runner, schedule, options)
    surface = surface_of(ground)
    task = Task(optimizer, surface, tuple(map(float, start[: surface.n])), steps, course, options)
    if kind == "numpy":
        return numpy_script(task)
    framework = FRAMEWORKS[kind]
    entry = chosen(framework.table, optimizer, course, framework.title)
    assert not isinstance(entry, str)  # else it was refused above
    return framework_script(framework, task, entry)


def offered(runner: Runner, schedule: Schedule = None, options: Any = None) -> dict[str, str | None]:
    """Of each kind of script None where there is one, else a sentence that says why there is none."""
    optimizer = optimizer_of(runner)
    course, options = steered(runner, schedule, options)
    return {kind: refusal(kind, optimizer, course, options) for kind in KINDS}


def steered(runner: Runner, schedule: Schedule, options: Any) -> tuple[Timeline, Any]:
    """What is done to the run: as it is given, or as the runner has it."""
    schedule = schedule_of(runner.steering) if schedule is None else schedule
    return timeline(schedule, optimizer_of(runner)), options_of(runner.steering) if options is None else options


def refusal(kind: str, optimizer: Any, course: Timeline, options: Any) -> str | None:
    """Why there is no script of this kind."""
    turned = sorted(name for name in course.changing if isinstance(specs(optimizer).get(name), Switch))
    if turned:
        return f"A script keeps one form, and {turned[0].replace('_', ' ')} is switched in mid-run."
    noisy = options is not None and options.noise > 0
    if kind == "numpy":
        name = optimizer.facts.name
        return (
            f"{name} searches along lines: there is no script of it with noise."
            if noisy and searches(optimizer)
            else None
        )
    framework = FRAMEWORKS[kind]
    found = chosen(framework.table, optimizer, course, framework.title)
    return found if isinstance(found, str) else None
