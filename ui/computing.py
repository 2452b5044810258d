"""What a page's runs still need: each answer makes a piece of them, and tells the browser whether to ask for more."""

from collections.abc import Sequence
from typing import Any

from optimizers import OPTIMIZERS
from ui.cached import Plan
from ui.heavy import PATIENCE
from ui.runs import LIGHT, RUNS
from ui.session import Session


def compute(session: Session) -> None:
    """A piece of the runs that are shown. Nobody else computes for a visitor: to stop is to ask no more."""
    plans = session.story.plans(session.current())
    if session.stopped is not None and not set(plans) <= session.stopped:
        session.stopped = None  # something else is shown than what was stopped
    if session.stopped is None:
        pulled = session.taken("pulled")  # nobody waits for that answer: all of it is made in this visitor's turn
        RUNS.work(plans, patience=PATIENCE if pulled else 0, light=0 if pulled else LIGHT)
    else:
        RUNS.look(plans)
    session.tell_computing(progress(plans, session.stopped is None))


def progress(plans: Sequence[Plan], running: bool) -> dict[str, Any] | None:
    """JSON; None where nothing is left to do. `share`: of all steps that are shown."""
    todo = RUNS.unfinished(plans)
    if not todo:
        return None
    made = sum(map(RUNS.made, plans)) / sum(plan.steps for plan in plans)
    return {"running": running, "share": made, "words": words(todo, running)}


def words(todo: Sequence[Plan], running: bool) -> str:
    """Computing L-BFGS: 2,300 of 5,000 steps · 3 more optimizers to go"""
    now, others = todo[0], len(todo) - 1
    what = OPTIMIZERS[now.runner.optimizer].facts.name
    text = f"{what}: {RUNS.made(now):,} of {now.steps:,} steps"
    if others:
        text += f" · {others} more optimizer{'s' if others > 1 else ''} to go"
    return f"Computing {text}" if running else f"Stopped. {text}"
