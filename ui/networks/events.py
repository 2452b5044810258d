"""What the browser may ask of the page, beside what may be done to any card."""

from dataclasses import replace
from math import isfinite
from typing import Any

from experiments.datasets import DATASETS
from experiments.plans import LONGEST
from networks.checks import DEEPEST, WIDEST
from optimizers import OPTIMIZERS
from optimizers.hyper import number_inside
from ui.brought import STAYS
from ui.events import Answer, Handler, Refused, answered, optional_text, outside
from ui.networks.own import Chosen, pasted, uploaded
from ui.networks.presets import PRESETS
from ui.networks.state import (
    CHOICES,
    FLAGS,
    NUMBERS,
    OWN,
    WHOLE,
    Networks,
    hold,
    losses_of,
    most_epochs,
    on_data,
    opening_racers,
    plans_of,
    preset_racer,
    thirds_of,
)
from ui.racers.events import EVENTS_OF_RACERS
from ui.racers.steering import DECK, in_pace, option


def answer(state: Networks, event: dict[str, Any]) -> Answer[Networks]:
    """Never raises for an event, however odd. Whatever is to be trained anew begins at once."""
    found = answered(EVENTS, state, in_own_steps(state, event))
    if event.get("kind") != "preset":  # a preset brings schedules of its own
        found = found._replace(state=in_pace(state, found.state))
    if found.state.stopped and not set(plans_of(found.state)) <= set(plans_of(state)):
        return found._replace(state=replace(found.state, stopped=False))
    return found


def in_own_steps(state: Networks, event: dict[str, Any]) -> dict[str, Any]:
    """An event whose steps, counted on the time line, are those of its racer: larger batches make fewer steps."""
    racer = DECK.find(state, event.get("slot"))
    whole = {key: event[key] for key in ("at", "to") if type(event.get(key)) in (int, float)}
    if not racer or not whole or not all(isfinite(step) for step in whole.values()):
        return event
    own, finest = state.steps_per_epoch(racer), state.finest
    return event | {key: step if own == finest else max(round(step * own / finest), 1) for key, step in whole.items()}


# ---- the points
def _data(state: Networks, event: dict) -> Networks | Answer[Networks]:
    name = event["value"]
    if name == OWN and not state.own:
        raise Refused("Paste points or upload a CSV first.")
    if name not in (*DATASETS, OWN):
        raise Refused("These points are not known here.")
    return state if name == state.data else in_time(replace(on_data(state, name), preset=None))


def _paste(state: Networks, event: dict) -> Networks:
    return replace(state, preview=pasted(_text(event["text"]), _chosen(event)))


def _upload(state: Networks, event: dict) -> Networks:
    return replace(state, preview=uploaded(_text(event["name"]), _text(event["data"]), _chosen(event)))


def _use(state: Networks, event: dict) -> Answer[Networks]:
    if not (state.preview and state.preview.own):
        raise Refused("There is nothing to use yet.")
    adopted = replace(state, own=state.preview.own, preview=None, preset=None)
    answer = in_time(on_data(adopted, OWN))
    return answer._replace(words=f"{STAYS} {answer.words}".strip())


def _discard(state: Networks, event: dict) -> Networks:
    return replace(state, preview=None)


# ---- the net, and how it is trained
def in_time(state: Networks) -> Answer[Networks]:
    """With fewer epochs where there would be too many steps."""
    most = most_epochs(state)
    if state.epochs <= most:
        return Answer(hold(state))
    smallest = min([state.batch_size, *map(state.batch_of, state.racers)])
    words = f"A training has at most {LONGEST:,} steps: with batches of {smallest} that is {most} epochs."
    return Answer(hold(replace(state, epochs=most)), words)


def _number(state: Networks, event: dict) -> Networks | Answer[Networks]:
    name, value = event["name"], event["value"]
    if name == "look":
        return replace(state, look=None if value is None else _whole(number_inside(name, value, LOOK)))
    declared = NUMBERS[name]
    try:
        number = number_inside(name, float(value), declared)
    except ValueError as error:
        raise outside(declared, float(value), getattr(state, name)) from error
    changed = replace(state, **{name: _whole(number) if name in WHOLE else number})
    return changed if name == "smoothing" else in_time(changed)


LOOK = NUMBERS["data_seed"]._replace(symbol="step")


def _whole(number: Any) -> int:
    return round(float(number))


def _option(state: Networks, event: dict) -> Networks | Answer[Networks]:
    changed = option(state, event)
    return in_time(changed) if event["name"] == "batch" else changed


def _named(name: str) -> Handler:
    return lambda state, event: _number(state, event | {"name": name})


def _choice(state: Networks, event: dict) -> Networks:
    name, value = event["name"], event["value"]
    if value not in CHOICES[name]:
        raise ValueError(value)
    if name == "loss" and value not in losses_of(state):
        raise Refused("These points do not go with that loss.")
    if name == "third" and value not in thirds_of(state):
        raise Refused("Where a curve is fitted there are no classes, and so no accuracy.")
    return hold(replace(state, **{name: value}))


def _hidden(state: Networks, event: dict) -> Networks:
    sizes = event["value"]
    whole = isinstance(sizes, list | tuple) and all(type(size) in (int, float) and size == int(size) for size in sizes)
    if not whole or len(sizes) > DEEPEST or not all(1 <= size <= WIDEST for size in sizes):
        raise Refused(f"A net here has 0 to {DEEPEST} hidden layers of 1 to {WIDEST} units.")
    return hold(replace(state, hidden=tuple(map(int, sizes))))


def _flag(state: Networks, event: dict) -> Networks:
    if event["name"] not in FLAGS or event["value"] not in (False, True):
        raise ValueError(event)
    return replace(state, **{event["name"]: bool(event["value"])})


def _preset(state: Networks, event: dict) -> Answer[Networks]:
    chosen = PRESETS[event["value"]]
    made = replace(chosen.make(state), preset=event["value"], touched=None, look=None, preview=None)
    return Answer(hold(made), f"Loaded “{chosen.title}”.", undo=True)


def _train(state: Networks, event: dict) -> Networks:
    return replace(state, stopped=False)


def _stop(state: Networks, event: dict) -> Networks:
    return replace(state, stopped=True)


def _go(state: Networks, event: dict) -> Networks:
    return state  # the answer itself is what was asked for


# ---- the racers
def _add(state: Networks, event: dict) -> Networks:
    if event["optimizer"] not in OPTIMIZERS:
        raise Refused("That optimizer is not known here.")
    return DECK.added(state, preset_racer(DECK.free(state, event["optimizer"]), event["optimizer"]))


def _reset(state: Networks, event: dict) -> Networks:
    racer = DECK.card(state, event)
    return state.with_racer(replace(preset_racer(racer.slot, racer.optimizer), hidden=racer.hidden))


def _restore(state: Networks, event: dict) -> Networks:
    return replace(state, racers=opening_racers(), touched=None)


# ---- fields of an event
def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _chosen(event: dict) -> Chosen:
    """The columns and the reading of commas that were chosen, if any were."""
    features = event.get("features")
    features = None if features is None else tuple(map(_text, features))
    return Chosen(features, optional_text(event, "target"), optional_text(event, "commas"))


EVENTS: dict[str, Handler] = EVENTS_OF_RACERS | {
    "option": _option,
    "data": _data,
    "paste": _paste,
    "upload": _upload,
    "use": _use,
    "discard": _discard,
    "number": _number,
    "batch_size": _named("batch_size"),
    "epochs": _named("epochs"),
    "choice": _choice,
    "hidden": _hidden,
    "flag": _flag,
    "preset": _preset,
    "train": _train,
    "stop": _stop,
    "go": _go,
    "add": _add,
    "reset": _reset,
    "restore": _restore,
}
