"""What the wire tells of caviar: the nets that each racer trains with other learning rates."""

from typing import Any

from figures.curves import Extent
from figures.networks import beside_of
from ui.networks.state import Networks, seen
from ui.networks.sweeper import SWEEPS, TRIED, sweep_of, sweeps_of


def told(state: Networks) -> dict[str, Any]:
    """Of each racer the losses that are known: group by group of nets, in a group epoch by epoch."""
    plans = {racer.slot: sweep_of(state.plan(racer)) for racer in seen(state)}
    entries = {slot: SWEEPS.seen(plan) for slot, plan in plans.items()}
    return {
        "values": TRIED,
        "group": max((entry.sweep.group for entry in entries.values()), default=1),
        "racers": [{"slot": slot, "pieces": list(entry.pieces)} for slot, entry in entries.items()],
    }


def share(state: Networks) -> float:
    """How much of it is known."""
    plans = sweeps_of(state)
    known = sum(len(SWEEPS.seen(plan).sweep.losses) for plan in plans)
    return known / (len(plans) * len(TRIED) * (state.epochs + 1))


def words(state: Networks) -> str:
    return f"Training {len(TRIED)} nets per optimizer: {100 * share(state):.0f} %."


def extents(state: Networks) -> list[Extent]:
    """For the axis of the loss, while they are looked at."""
    known = [SWEEPS.seen(plan).sweep.losses for plan in sweeps_of(state)]
    return [beside_of(losses) for losses in known if len(losses)]
