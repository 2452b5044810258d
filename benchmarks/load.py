"""A lecture hall: many visitors at once, each moving a slider every other second."""

import asyncio
import random

from . import servers
from .browser import default_race
from .report import Row, median, quantile
from .sessions import Session

EVERY = 2.0  # s
ALONE = 20  # moves of one visitor alone, the reference
TOGETHER = 5  # visitors that arrive at a time


def rows(sessions: int = 60, seconds: float = 24) -> list[Row]:
    """Milliseconds from sending a move to the end of its answer."""
    with servers.app() as app:
        alone, times, errors = asyncio.run(crowd(app, sessions, seconds))
    name = f"{sessions} sessions, a fresh run every {EVERY:g} s"
    return [
        Row(f"{name}, p50", 1e3 * median(times), "ms", "≤", 100, 1e3 * alone, "one alone"),
        Row(f"{name}, p95", 1e3 * quantile(times, 0.95), "ms", "≤", 100, 1e3 * alone, "one alone, p50"),
        Row(f"{name}, errors", len(errors), "errors", "≤", 0, about="; ".join(errors[:1])),
    ]


async def crowd(address: str, sessions: int, seconds: float) -> tuple[float, list[float], list[str]]:
    """The median of one visitor alone; all times and all errors of the crowd."""
    visitors = [Session(address, default_race(300), seed) for seed in range(sessions)]
    for at in range(0, sessions, TOGETHER):
        await asyncio.gather(*(visitor.open() for visitor in visitors[at : at + TOGETHER]))
    alone = median([await visitors[0].move() for _ in range(ALONE)])
    times: list[float] = []
    errors: list[str] = []
    end = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(*(visit(visitor, end, times, errors) for visitor in visitors))
    await asyncio.gather(*(visitor.close() for visitor in visitors))
    return alone, times, errors


async def visit(visitor: Session, end: float, times: list[float], errors: list[str]) -> None:
    """One visitor's moves, on a beat of their own; an error ends the visit."""
    loop = asyncio.get_running_loop()
    beat = loop.time() + random.random() * EVERY
    try:
        while beat < end:
            await asyncio.sleep(beat - loop.time())
            times.append(await visitor.move())
            beat += EVERY
    except Exception as error:  # whatever it was, it is what the row counts
        errors.append(repr(error))
