"""The Averages page: five averages of a series of 100,000 days under a dragged β, and the playback of a year."""

import math
import random

from playwright.sync_api import Page

from . import servers
from .browser import STAGE, chromium, new_page
from .motion import drag_row, idle_rate, play_rows
from .moves import interleaved, move_row, open_floor
from .report import Row, median

DAYS = 100_000
BETAS = (0.9, 0.98, 0.5, 0.99, 0.8)
LINK = "&".join(f"c{slot}={beta}" for slot, beta in enumerate(BETAS, 1))
RANGE = ".lab-deck input[type=range]"  # the first card's β
DRAWN = f"{STAGE}[data-drawn]"


def rows(moves: int = 40, seconds: float = 3, days: int = DAYS) -> list[Row]:
    with servers.app() as app, servers.floor() as floor, chromium() as browser:
        display = idle_rate(browser, app, seconds)
        ground, long = open_floor(browser, floor), open_averages(browser, app, f"{LINK}&step=1000", days)
        times = interleaved({"floor": ground, "long": long}, moves, RANGE)
        size = f"5 averages × {days:,} days"
        year = open_averages(browser, app, f"{LINK}&step=0&speed=30")
        return [
            move_row(size, times["long"], median(times["floor"]), 2.0),
            drag_row(size, long, seconds, RANGE),
            *play_rows("5 averages × a year, 30 days/s", year, seconds, display),
        ]


def open_averages(browser, address: str, link: str, days: int = 0) -> Page:
    """The page at rest, with so many days of its own where any are asked for."""
    page = new_page(browser)
    page.goto(f"{address}/averages?{link}", wait_until="commit")
    page.evaluate("selector => bench.there(selector)", DRAWN)
    for event in ({"kind": "paste", "text": weather(days)}, {"kind": "use"}) if days else ():
        ground = page.evaluate("told => bench.tell(told)", {"name": "averages", "event": event, "root": STAGE})
    assert not days or ground["n"] == days, f"{ground['n']} days are shown, not {days}"
    page.wait_for_timeout(500)
    return page


def weather(days: int) -> str:
    """Numbers like temperatures, one a line."""
    dice = random.Random(0)
    values = (52 - 12 * math.cos(math.tau * day / 365) + dice.gauss(0, 5) for day in range(days))
    return "\n".join(f"{value:.1f}" for value in values)
