"""What may be done to a racer beside its hyperparameters, on every page that has racers."""

from dataclasses import replace
from math import inf
from typing import Any, TypeVar

from experiments.plans import LONGEST
from experiments.race import Values, optimizer_of
from experiments.steering import WARM_UP, Change, Steering, options_of, schedule_of
from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, Hyper, specs
from optimizers.hyper import inside, varies
from ui.deck import Deck
from ui.events import Answer, Handler, Refused, outside
from ui.racers.racer import Racer

State = TypeVar("State")
DECK = Deck("racers", "optimizer")
MOST_CHANGES = 40
OFF = {"weight_decay": 0.0, "clip": inf, "batch": None}  # what a racer's options are while they are off
ROWS = ("weight_decay", "clip")  # those that a card shows as rows with a slider


# ---- events
def schedule(state: Any, event: dict) -> Any:
    """Another schedule, with numbers that fit the run."""
    if event["value"] not in SCHEDULES:
        raise Refused("That schedule is not known here.")
    racer = DECK.card(state, event)
    warm_up = racer.steering.warm_up if SCHEDULES[event["value"]].facts.falls else 0
    timing = proposal(event["value"], *state.pace_of(racer), warm_up)
    return steered(state, event, schedule=event["value"], timing=timing, warm_up=warm_up)


def proposal(name: str, steps: int, epoch: int, warm_up: int = 0) -> Values:
    """A schedule's defaults; what it counts in steps or epochs is taken from the run, as much as a warm-up leaves."""
    left = max(steps - warm_up, 1)
    parts = {key: float(max(left // part, 1)) for key, part in SCHEDULES[name].facts.parts}
    fitting = {"steps": float(left), "every": float(epoch)} | parts
    declared = {key: spec.default for key, spec in specs(SCHEDULES[name]).items()}
    return tuple((declared | {key: fitting[key] for key in declared if key in fitting}).items())


def in_pace(before: Any, after: Any) -> Any:
    """Schedules that went with the run go with it when its length or its epochs change; what was set stays."""
    for racer in after.racers:
        known = before.racer(racer.slot)
        paces = before.pace_of(known or racer), after.pace_of(racer)
        if paces[0] != paces[1]:
            steering = moved(racer.steering, *paces, racer.steering.warm_up)
            after = after.with_racer(replace(racer, steering=steering))
    return after


def moved(steering: Steering, before: tuple[int, int], after: tuple[int, int], warm_up: int) -> Steering:
    """The numbers of a schedule that are as proposed go with the length of the run and of the warm-up before it."""
    old = dict(proposal(steering.schedule, *before, steering.warm_up))
    new = dict(proposal(steering.schedule, *after, warm_up))
    timing = tuple((key, new[key] if value == old.get(key) else value) for key, value in steering.timing)
    return steering._replace(timing=timing, warm_up=warm_up)


def warm_up(state: Any, event: dict) -> Any:
    """So many steps of warm-up before a racer's schedule, which is shorter by them."""
    racer, value = DECK.card(state, event), float(event["value"])
    pace = state.pace_of(racer)
    try:
        steps = inside("warm_up", value, WARM_UP)
        return steered(state, event, **moved(racer.steering, pace, pace, steps)._asdict())
    except Refused:
        raise
    except ValueError as error:
        raise outside(WARM_UP, value, racer.steering.warm_up) from error


def timing(state: Any, event: dict) -> Any:
    """A number of a racer's schedule, or of the warm-up before it."""
    if event["name"] == "warm_up":
        return warm_up(state, event)
    old, name, value = DECK.card(state, event).steering, event["name"], float(event["value"])
    declared, kept = specs(SCHEDULES[old.schedule])[name], dict(old.timing)[name]
    new = tuple((key, value if key == name else number) for key, number in old.timing)
    try:
        return steered(state, event, timing=new)
    except Refused:
        raise
    except ValueError as error:
        raise outside(declared, value, kept) from error


def option(state: Any, event: dict) -> Any:
    """Weight decay, clipping or a batch size of its own; None turns it off."""
    name, value = event["name"], event["value"]
    if name not in OFF:
        raise KeyError(name)
    old = getattr(DECK.card(state, event).steering, name)
    try:
        new = OFF[name] if value is None else whole(value) if name == "batch" else float(value)
        return steered(state, event, **{name: new})
    except ValueError as error:
        raise outside(OPTIONS[name], float(value), old or 0) from error


def whole(value: Any) -> int:
    """ValueError where it is not a whole number."""
    if value != int(value):
        raise ValueError(value)
    return int(value)


def steered(state: Any, event: dict, **changes: Any) -> Any:
    """ValueError where one of the new values is outside its domain."""
    racer = DECK.card(state, event)
    steering = racer.steering._replace(**changes)
    schedule_of(steering), options_of(steering)
    return replace(state.with_racer(replace(racer, steering=steering)), touched=racer.slot)


def by_hand(racer: Racer, at: Any, name: str, value: float) -> Racer:
    """From step `at` on the hyperparameter has the value. ValueError where the optimizer does not take it."""
    declared = specs(OPTIMIZERS[racer.optimizer])[name]
    if not varies(declared):
        what = f"The {declared.label}" if isinstance(declared, Hyper) else "A switch"
        raise Refused(f"{what} stays as it is for the whole run.")
    if name in getattr(OPTIMIZERS[racer.optimizer], "at_first", ()):
        raise Refused(f"{declared.symbol} counts in the first step alone. Change it at step 0.")
    optimizer_of(racer.with_value(name, value).runner)
    others = [change for change in racer.steering.changes if change[:2] != (at, name)]
    if len(others) >= MOST_CHANGES:
        raise Refused(f"{MOST_CHANGES} changes in mid-run are the most. Remove one first.")
    return with_changes(racer, [*others, Change(step(at), name, value)])


def step(at: Any) -> int:
    """Of a change: 1 or later, for at step 0 the whole run would change."""
    if isinstance(at, bool) or at != int(at) or not 1 <= at <= LONGEST:
        raise Refused(f"A change in mid-run holds from one of the steps 1 to {LONGEST:,} on.")
    return int(at)


def with_changes(racer: Racer, changes: list[Change]) -> Racer:
    return replace(racer, steering=racer.steering._replace(changes=tuple(sorted(changes))))


def change(state: Any, event: dict) -> Any:
    """A mark on the time line is moved; where there is one of its kind already, it stays."""
    racer, found = marked(state, event)
    moved = found._replace(at=min(step(event["to"]), state.pace_of(racer)[0] - 1))
    others = [other for other in racer.steering.changes if other != found]
    if moved.at < 1 or any(other[:2] == moved[:2] for other in others):
        return state
    return replace(state.with_racer(with_changes(racer, [*others, moved])), touched=racer.slot)


def drop(state: Any, event: dict) -> Any:
    """A mark on the time line is removed, or with no name all of a racer's, which can be undone."""
    if "name" not in event:
        racer = DECK.card(state, event)
        words = f"{OPTIMIZERS[racer.optimizer].facts.name} has no changes in mid-run any more."
        return Answer(state.with_racer(with_changes(racer, [])), words, undo=True)
    racer, found = marked(state, event)
    return state.with_racer(with_changes(racer, [other for other in racer.steering.changes if other != found]))


def marked(state: Any, event: dict) -> tuple[Racer, Change]:
    racer = DECK.card(state, event)
    for found in racer.steering.changes:
        if found[:2] == (event["at"], event["name"]):
            return racer, found
    raise Refused("That change is no longer here.")


def convention(state: Any, event: dict) -> Any:
    """A framework's form of the rule: its switches and small numbers. Rates and memories stay."""
    racer = DECK.card(state, event)
    return replace(state.with_racer(in_form(racer, event["value"])), touched=racer.slot)


def overlay(state: Any, event: dict) -> Any:
    """The same racer once more, in another convention, beside it."""
    racer = DECK.card(state, event)
    twin = replace(in_form(racer, event["value"]), slot=DECK.free(state, racer.optimizer), hidden=False)
    return DECK.added(state, twin, after=racer)


def in_form(racer: Racer, key: str) -> Racer:
    for found in OPTIMIZERS[racer.optimizer].facts.conventions:
        if found.key == key:
            return replace(racer, values=tuple((dict(racer.values) | dict(found.values)).items()))
    raise Refused("That convention is not known here.")


EVENTS: dict[str, Handler] = {
    "schedule": schedule,
    "timing": timing,
    "option": option,
    "change": change,
    "drop": drop,
    "convention": convention,
    "overlay": overlay,
}
