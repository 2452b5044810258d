"""The two messages of the Networks page: the ground changes with the points, the wire with everything."""

from math import isfinite
from typing import Any

import numpy as np

from experiments.training import Inside, Plan, best_dev, inside_of, keeps_every, mlp_of, problem_of, regime
from figures.curves import Axis
from figures.labels import Label
from figures.net_labels import label_of
from figures.networks import Reach, axes_of, reach_of, rows_of, view_of
from ui import cached
from ui.brought import commas_json
from ui.networks import rates, shown
from ui.networks.own import Preview
from ui.networks.presets import is_changed
from ui.networks.state import (
    CHOICES,
    FLAGS,
    NUMBERS,
    RATES,
    Networks,
    losses_of,
    plans_of,
    reference_plan,
    seen,
    thirds_of,
)
from ui.networks.sweeper import SWEEPS, TAB, sweeps_of
from ui.networks.trainer import TRAININGS, Entry, is_done, smooth_blocks
from ui.packets import Block, packet
from ui.racers.racer import Racer
from ui.racers.titles import titles
from ui.visit import Visit
from ui.words import explained

PAGE = "networks"
PREVIEW_ROWS = 8


# ---- the ground
def ground_packet(state: Networks) -> bytes:
    """Constant for the points, their split and their scaling."""
    return _ground_packet(state.source)


@cached.bounded(16, key=shown.key_of)
def _ground_packet(source) -> bytes:
    train, dev = shown.raw(source)
    words, condition = shown.words_of(source), problem_of(source).condition
    classes = bool(train.classes)
    inputs, targets = np.concatenate((train.inputs, dev.inputs)), np.concatenate((train.targets, dev.targets))
    header = {
        "name": PAGE,
        "id": shown.key_of(source),
        "title": words.title,
        "task": "classes" if classes else "regression",
        "classes": train.classes,
        "inputs": words.inputs,
        "target": words.target,
        "notice": [piece._asdict() for piece in explained(words.notice)],
        "facts": [piece._asdict() for piece in explained(words.facts)],
        "view": view_of(inputs, targets, classes),
        "condition": {"before": _number(condition[0]), "after": _number(condition[1])},
        "scale": shown.scale_of(source),
        "own": {"words": words.notice, "dropped": [], "total_dropped": 0} if source.own else None,
        "rates": RATES,
        "x": inputs[:, 0],
        "y": inputs[:, 1] if classes else targets,
        "label": targets if classes else np.zeros(len(targets)),
        "dev": np.repeat((0.0, 1.0), (len(train.targets), len(dev.targets))),
    }
    return packet(header)


def _number(value: float | None) -> float | None:
    """JSON has no word for infinity."""
    return value if value is not None and isfinite(value) else None


# ---- the wire
def wire_packet(state: Networks, visit: Visit, held: set[int] | None = None) -> bytes:
    """As far as the trainings have come, and all that bar, deck and table show.

    `pieces` of a racer alternate: what was recorded, then the average of its batch losses, which alone changes with β.
    """
    plan = reference_plan(state)
    net, per_epoch = mlp_of(plan), state.finest
    steps = state.epochs * per_epoch
    header = {
        "name": PAGE,
        **visit._asdict(),
        "picture": shown.picture_of(state),
        "data": state.data,
        "hasOwn": state.own is not None,
        "fixed": not state.makes_points,
        "hidden": state.hidden,
        **{name: getattr(state, name) for name in (*NUMBERS, *FLAGS, *CHOICES)},
        "choices": {"loss": losses_of(state), "third": thirds_of(state)},
        "touched": state.touched,
        "preset": state.preset,
        "changed": is_changed(state),
        "look": state.look,
        "steps": steps,
        "perEpoch": per_epoch,
        "batches": {"size": net.batch, "most": net.points, "regime": regime(net.batch, net.points)},
        "parameters": net.n,
        "kept": keeps_every(plan),
        "training": training(state, steps),
        "layers": [{"in": r.fan_in, "out": r.fan_out, "activation": r.activation} for r in rows_of(plan)],
        "racers": [_racer(state, *named) for named in zip(state.racers, titles(state.racers), strict=True)],
        "axes": axes(state),
        "preview": _preview(state.preview) if state.preview else None,
        "inside": inside(state) if state.tab == "inside" else None,
        "rates": rates.told(state) if state.tab == TAB else None,
    }
    return packet(header, held)


def training(state: Networks, steps: int) -> dict[str, Any]:
    """`steps`: as far as all are on the time line."""
    todo = TRAININGS.unfinished(plans_of(state))
    per_epoch = steps // state.epochs
    made = min((on_time_line(state, plan, TRAININGS.seen(plan).training.steps) for plan in todo), default=steps)
    words = f"Training: epoch {made // per_epoch} of {state.epochs}. You can already scrub."
    if not todo and (todo := SWEEPS.unfinished(sweeps_of(state))):
        made, words = int(rates.share(state) * steps), rates.words(state)
    return {
        "running": bool(todo) and not state.stopped,
        "unfinished": bool(todo),
        "steps": made,
        "of": steps,
        "words": words if todo and not state.stopped else "Stopped." if todo else "",
    }


def on_time_line(state: Networks, plan: Plan, step: int) -> int:
    """A step of a training as the time line counts it."""
    return step * state.finest // mlp_of(plan).steps_per_epoch


def _racer(state: Networks, racer: Racer, title: str) -> dict[str, Any]:
    told = {
        "slot": racer.slot,
        "optimizer": racer.optimizer,
        "title": title,
        "hidden": racer.hidden,
        "limit": None,
        "whyNot": state.why_not(racer),
        **cached.settings(racer.runner),
        "perEpoch": state.steps_per_epoch(racer),
    }
    told["steering"] = steering_on_time_line(state, racer, told["steering"])
    if racer.hidden or told["whyNot"]:
        status = Label("not on this net", "mute", "", told["whyNot"])._asdict() if told["whyNot"] else None
        return told | {"made": 0, "seconds": 0.0, "status": status, "best": None, "pieces": []}
    plan = state.plan(racer)
    entry = TRAININGS.seen(plan)
    label = label_of(plan, entry.training)
    averages = smooth_blocks(entry, state.smoothing)
    pairs = zip(entry.pieces, averages, strict=True)
    return told | {
        "made": entry.training.steps,
        "seconds": float(f"{entry.seconds:.2g}"),
        "done": is_done(plan, entry.training),
        "status": label._asdict() if label else None,
        "best": best_dev(entry.training.record),
        "pieces": [block for piece, average in pairs for block in (piece.block, average)],
    }


def steering_on_time_line(state: Networks, racer: Racer, steering: dict[str, Any]) -> dict[str, Any]:
    """How a racer is steered, the steps of its changes as the time line counts them."""
    own, finest = state.steps_per_epoch(racer), state.finest
    if own == finest or not steering["changes"]:
        return steering
    return steering | {"changes": [[round(at * finest / own), *rest] for at, *rest in steering["changes"]]}


def axes(state: Networks) -> dict[str, Any]:
    reaches = [_reaches(TRAININGS.seen(plan), state.smoothing) for plan in plans_of(state)]
    found = axes_of(reaches, rates.extents(state))
    return {name: _axis(axis) if isinstance(axis, Axis) else axis for name, axis in found.items()}


def _axis(axis: Axis) -> dict[str, Any]:
    return {"title": axis.title, "log": axis.log, "range": axis.range, "logRange": axis.decades}


def _reaches(entry: Entry, beta: float) -> list[Reach]:
    averages = smooth_blocks(entry, beta)
    return [_reach(piece.block, average) for piece, average in zip(entry.pieces, averages, strict=True)]


@cached.bounded(4, key=lambda block, average: (block.serial, average.serial))
def _reach(block: Block, average: Block) -> Reach:
    return reach_of(block.arrays, average.arrays["smoothed"])


# ---- own points
def _preview(preview: Preview) -> dict[str, Any]:
    told = {"name": preview.name, "words": preview.words, "refused": preview.own is None}
    told |= commas_json(preview.commas)
    told |= {"columns": [], "column": None, "dropped": []}  # columns are chosen by what they are for
    if preview.own is None:
        return told | {"numbers": [], "labels": [], "features": [], "target": None, "rows": [], "count": 0}
    points = preview.own.points
    return told | {
        "numbers": points.numbers,
        "labels": points.labels,
        "features": points.features,
        "target": points.target,
        "task": points.task,
        "rows": [[row + 1, _words(points.data, row)] for row in range(len(points.data.targets))[:PREVIEW_ROWS]],
        "count": len(points.data.targets),
    }


def _words(data, row: int) -> str:
    """5.1, 3.5 → setosa"""
    inputs = ", ".join(f"{value:.6g}" for value in data.inputs[row])
    target = data.classes[data.targets[row]] if data.classes else f"{data.targets[row]:.6g}"
    return f"{inputs} → {target}".replace("-", "−")


# ---- inside
def inside(state: Networks) -> dict[str, Any]:
    """The nets opened up at the kept step nearest before `look`, or the newest."""
    found = [_inside(state, racer) for racer in seen(state)]
    return {"step": state.look, "racers": found}


def _inside(state: Networks, racer: Racer) -> dict[str, Any]:
    plan = state.plan(racer)
    record = TRAININGS.seen(plan).training.record
    look = state.look if state.look is None else state.look * state.steps_per_epoch(racer) // state.finest
    limit = record.kept_at[-1] if look is None else look
    at = max(int(np.searchsorted(record.kept_at, limit, side="right")) - 1, 0)
    step = int(record.kept_at[at])
    return {"slot": racer.slot, "step": step, "layers": layers_told(_opened(plan, step, record.weights[at]))}


@cached.bounded(8, key=lambda plan, step, weights: (plan, step))
def _opened(plan, step: int, weights: np.ndarray) -> Inside:
    return inside_of(plan, weights)


def layers_told(found: Inside) -> list[dict[str, Any]]:
    """From the first hidden layer to the scores."""
    activations, gradients = (np.asarray(part, float).tolist() for part in found.signals)
    return [
        {
            "activation": _number(activation),
            "gradient": _number(gradient),
            "histogram": {"edges": edges, "counts": counts},
        }
        for activation, gradient, edges, counts in zip(
            activations, gradients, found.histogram.edges, found.histogram.counts, strict=True
        )
    ]
