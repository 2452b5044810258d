"""The two messages of the Race page: the ground changes with the surface, the wire with everything."""

from typing import Any

from experiments.race import optimizer_of, surface_of
from figures.curves import Axis, curves_of, loss_axis, third_axis
from figures.labels import unfinished
from figures.tracks import Track, arrows_of
from ui import cached
from ui.cached import Shown
from ui.ground import ground_packet_of, picture_of, point_of
from ui.packets import Block, packet
from ui.race.notes import Shown as Noted
from ui.race.notes import notes
from ui.race.plans import plan_of
from ui.race.state import Race
from ui.race.stories import is_changed
from ui.racers.racer import Racer
from ui.racers.titles import titles
from ui.runs import RUNS
from ui.visit import Visit
from ui.words import explained

PAGE = "race"


def ground_packet(race: Race) -> bytes:
    """Constant for a surface: over 10 kB, so Streamlit sends a hash after the first time."""
    return ground_packet_of(race.ground, PAGE, notice=False)


def wire_packet(race: Race, visit: Visit, held: set[int] | None = None) -> bytes:
    """The tracks of all racers that are not hidden, and all that the deck, the table and the bar show."""
    surface = surface_of(race.ground)
    runs = {racer.slot: RUNS.seen(plan_of(race, racer)) for racer in race.racers if not racer.hidden}
    tracks = [
        None if racer.hidden else cached.track(plan_of(race, racer), runs[racer.slot], race.curve)
        for racer in race.racers
    ]
    shown = [track for track in tracks if track]
    loss, third = axes_of(race, shown)
    seen = finished(race, runs)
    named = zip(race.racers, titles(race.racers), tracks, strict=True)
    header = {
        "name": PAGE,
        **visit._asdict(),
        "picture": picture_of(race.ground),
        "surface": race.surface,
        "steps": race.steps,
        "start": point_of(surface, race.start),
        "touched": race.touched,
        "tolerance": race.tolerance,
        "curve": race.curve,
        "curves": [{"key": key, "title": curve.title} for key, curve in curves_of(surface).items()],
        "axes": {"loss": _axis(loss), "third": _axis(third)},
        "racers": [_racer(race, racer, title, track, runs.get(racer.slot), visit) for racer, title, track in named],
        "arrows": _arrows(race, runs),
        "note": {"...": note_block(notes(race, seen))},
        "noise": race.noise._asdict(),
        "story": race.story and {"key": race.story, "part": race.part, "changed": is_changed(race)},
    }
    return packet(header, held)


def finished(race: Race, runs: dict[int, Shown]) -> list[Noted]:
    """The optimizers that are shown and whose runs are made; none while one of them is under way."""
    named = zip(race.racers, titles(race.racers), strict=True)
    seen = [Noted(title, racer, runs[racer.slot].run) for racer, title in named if racer.slot in runs]
    return seen if all(shown.done for shown in runs.values()) else []


@cached.bounded(1)
def note_block(said: str) -> Block:
    """The same sentences are sent once."""
    return Block(pieces=[piece._asdict() for piece in explained(said)])


def axes_of(race: Race, tracks: list[Track]) -> tuple[Axis, Axis]:
    """Of the loss and of the third curve, around all shown racers."""
    surface, curve = surface_of(race.ground), curves_of(surface_of(race.ground))[race.curve]
    loss = loss_axis([track.loss for track in tracks], surface, cached.spread(race.ground))
    return loss, third_axis(curve, [track.third for track in tracks], surface)


def _axis(axis: Axis) -> dict[str, Any]:
    return {"title": axis.title, "log": axis.log, "range": axis.range, "logRange": axis.decades, "base": axis.base}


def _racer(
    race: Race, racer: Racer, title: str, track: Track | None, shown: Shown | None, visit: Visit
) -> dict[str, Any]:
    facts = {
        "slot": racer.slot,
        "optimizer": racer.optimizer,
        "title": title,
        "hidden": racer.hidden,
        "limit": cached.limit(race.ground, racer.runner),
    }
    if not (track and shown):
        return facts | cached.settings(racer.runner)
    if not shown.done:
        running = bool(visit.computing and visit.computing["running"])
        computed = RUNS.made(plan_of(race, racer))
        facts |= {"made": shown.made, "status": unfinished(computed, race.steps, running)._asdict()}
    facts["..."] = cached.block(plan_of(race, racer), shown, race.curve)
    if surface_of(race.ground).minimum is not None:
        facts["stepsTo"] = track.steps_to(race.tolerance)
    return facts


def _arrows(race: Race, runs: dict[int, Shown]) -> dict[str, Any] | None:
    """Of the racer last touched."""
    racer = race.racer(race.touched) if race.touched is not None else None
    if racer is None or racer.hidden:
        return None
    dx, dy, *velocity = arrows_of(runs[racer.slot].run, optimizer_of(racer.runner))
    return {"slot": race.touched, "gradient": [dx, dy], "velocity": velocity or None}
