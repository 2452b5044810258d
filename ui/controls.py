"""What pages show in the same way: declarations of hyperparameters, and the fold under the pictures."""

from collections.abc import Iterable
from math import inf
from typing import Any

from experiments.race import Runner, by_name, convention_of
from experiments.steering import BATCHES, WARM_UP
from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, Hyper, Switch, specs
from optimizers.facts import Convention


def declared(name: str, spec: Hyper | Switch) -> dict[str, Any]:
    """What a slider or a check box is told; JSON."""
    facts = {key: value for key, value in spec._asdict().items() if key not in ("latex", "lowest", "highest")}
    named = f"{spec.on} form" if isinstance(spec, Switch) and spec.label == "form" else spec.label
    return {"name": name, **facts, "label": named}


def optimizers_told() -> dict[str, Any]:
    """Every optimizer, as cards and menus are told; JSON."""
    return {
        name: {
            "title": kind.facts.name,
            "idea": kind.facts.idea,
            "group": kind.facts.group,
            "hypers": [declared(key, spec) for key, spec in specs(kind).items() if isinstance(spec, Hyper)],
            "switches": [declared(key, spec) for key, spec in specs(kind).items() if not isinstance(spec, Hyper)],
            "conventions": conventions_told(kind.facts.conventions),
        }
        for name, kind in OPTIMIZERS.items()
    }


def conventions_told(conventions: Iterable[Convention]) -> list[dict[str, str]]:
    """Those to choose from: who agrees stands together, under the key by which a racer is known; none where all do."""
    forms: dict[tuple, list[Convention]] = {}
    for each in by_name(conventions):
        forms.setdefault(tuple(sorted(each.values.items())), []).append(each)
    told = [{"key": form[0].key, "title": ", ".join(each.title for each in form)} for form in forms.values()]
    return told if len(told) > 1 else []


def schedules_told() -> dict[str, Any]:
    """Every schedule, in the order of the menu, its numbers after the warm-up that it may have before it; JSON."""
    warm_up = [declared("warm_up", WARM_UP)]
    return {
        key: {
            "title": kind.facts.title,
            "idea": kind.facts.idea,
            "hypers": [*warm_up * kind.facts.falls, *(declared(name, spec) for name, spec in specs(kind).items())],
        }
        for key, kind in SCHEDULES.items()
    }


def options_told(*names: str) -> list[dict[str, Any]]:
    """Options of a run, as rows that are off until somebody turns them on; JSON. Off may be ∞, which JSON has not."""
    return [declared(name, OPTIONS[name]) | {"default": _finite(OPTIONS[name].default)} for name in names]


def batches_told(own: str = "as for all") -> list[dict[str, Any]]:
    """The batch sizes that a card offers; JSON. The empty key: no size of its own."""
    sizes = [{"key": str(size), "title": title} for size, title in BATCHES.items()]
    return [{"key": "", "title": own}, *sizes]


def steering_told(runner: Runner) -> dict[str, Any]:
    """How a racer is steered, as cards, time line and menus show it; JSON."""
    steering, form = runner.steering, convention_of(runner)
    return {
        "schedule": steering.schedule,
        "timing": dict(steering.timing) | ({"warm_up": steering.warm_up} if steering.warm_up else {}),
        "changes": [list(change) for change in steering.changes],
        "options": {"weight_decay": steering.weight_decay or None, "clip": _finite(steering.clip)},
        "batch": steering.batch,
        "convention": form.key if form else None,
    }


def _finite(number: float) -> float | None:
    return None if number == inf else number
