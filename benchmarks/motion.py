"""What moves: the paths under a dragged slider, and the playback."""

import time
from itertools import pairwise

from playwright.sync_api import Page

from . import servers
from .browser import RANGE, STAGE, chromium, default_race, full_race, new_page, open_race
from .report import Row, quantile

MAP = ".lab-stage canvas.lab-ink"  # the first is the map's
LIVE, SMOOTH, GAP_MS = 10, 55, 34


def rows(seconds: float = 3) -> list[Row]:
    """Repaints a second while a mouse drags, frames a second while it plays."""
    with servers.app() as app, chromium() as browser:
        display = idle_rate(browser, app, seconds)
        found = [
            drag_row("3 × 300", open_race(browser, app, default_race(300) + "&step=300"), seconds),
            drag_row("8 × 1000", open_race(browser, app, full_race(1000) + "&step=1000"), seconds),
            *play_rows("3 × 100, 20 steps/s", open_race(browser, app, default_race(100) + "&step=0"), seconds, display),
        ]
        for speed in (300, 1000):
            page = open_race(browser, app, full_race(5000) + f"&step=0&speed={speed}")
            found += play_rows(f"8 × 5000, {speed} steps/s", page, seconds, display)
        return found


def idle_rate(browser, address: str, seconds: float) -> float:
    """Frames a second of an empty page."""
    blank = new_page(browser)
    blank.goto(f"{address}/_stcore/health")
    return rate(blank.evaluate("ms => bench.idle(ms)", 1000 * seconds))


def drag_row(size: str, page: Page, seconds: float, range_: str = RANGE) -> Row:
    """Once across the slider, slowly, so that every value is new."""
    box = page.locator(range_).first.bounding_box()
    left, wide, y = box["x"] + 0.3 * box["width"], 0.5 * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(left, y)
    page.mouse.down()
    page.evaluate("place => { bench.counted = bench.repaints(place); }", {"root": STAGE, "ms": 1000 * seconds})
    begin = time.monotonic()
    while (passed := time.monotonic() - begin) < seconds:
        page.mouse.move(left + wide * passed / seconds, y)
        page.wait_for_timeout(8)
    times = page.evaluate("bench.counted")
    page.mouse.up()
    page.context.close()
    return Row(f"live drag, {size}", len(times) / seconds, "repaints/s", "≥", LIVE)


def play_rows(size: str, page: Page, seconds: float, display: float) -> list[Row]:
    """The map's redraws; the reference is what an empty page draws."""
    page.locator(f"{STAGE} .lab-play").click()
    page.wait_for_timeout(300)
    times = page.evaluate("place => bench.redraws(place)", {"canvas": MAP, "ms": 1000 * seconds})
    page.context.close()
    gaps = [after - before for before, after in pairwise(times)]
    return [
        Row(f"playback, {size}", rate(times), "frames/s", "≥", SMOOTH, display, "empty page"),
        Row(f"playback, {size}, p95 gap", quantile(gaps, 0.95), "ms", "≤", GAP_MS),
    ]


def rate(times: list[float]) -> float:
    """Frames a second, from the first to the last."""
    return 1000 * (len(times) - 1) / (times[-1] - times[0])
