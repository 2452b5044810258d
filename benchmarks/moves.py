"""A slider moves: how long until the picture has changed, and what travels for it. Every value is new."""

from playwright.sync_api import Page

from . import servers
from .browser import RANGE, STAGE, chromium, default_race, fresh_ticks, full_race, new_page, open_race
from .report import Row, median

FLOOR = ".lab-floor"
REST_MS = 60
OVERHEAD = 6.0  # kB


def rows(moves: int = 40) -> list[Row]:
    """The floor and the race take turns, so that they share the machine's noise."""
    with servers.app() as app, servers.floor() as floor, chromium() as browser:
        ground = open_floor(browser, floor)
        three = open_race(browser, app, default_race(300) + "&step=300")
        eight = open_race(browser, app, full_race(1000) + "&step=1000")
        times = interleaved({"floor": ground, "three": three, "eight": eight}, moves)
        low = median(times["floor"])
        return [
            move_row("3 × 300", times["three"], low, 1.5),
            move_row("8 × 1000", times["eight"], low, 1.8),
            bytes_row("3 × 300", three),
            bytes_row("8 × 1000", eight),
        ]


def open_floor(browser, address: str) -> Page:
    page = new_page(browser)
    page.goto(address, wait_until="commit")
    page.evaluate("selector => bench.there(selector)", f"{FLOOR}[data-turn]")
    return page


def interleaved(pages: dict[str, Page], moves: int, range_: str = RANGE) -> dict[str, list[float]]:
    """Milliseconds of each move; the floor before each of the others, and all of them warm."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    others = [name for name in pages if name != "floor"]
    for tick in fresh_ticks(moves + 3):
        for at, name in enumerate(others):
            times["floor"].append(move(pages["floor"], tick + at, FLOOR, f"{FLOOR} input[type=range]"))
            times[name].append(move(pages[name], tick, STAGE, range_))
    return {name: measured[3 * len(measured) // (moves + 3) :] for name, measured in times.items()}


def move(page: Page, tick: int, root: str = STAGE, range_: str = RANGE) -> float:
    page.wait_for_timeout(REST_MS)
    return page.evaluate("place => bench.move(place)", {"root": root, "range": range_, "tick": tick})


def move_row(size: str, times: list[float], low: float, limit: float) -> Row:
    return Row(f"slider move → repaint, {size}, p50", median(times), "ms", "ratio ≤", limit, low, "floor")


def bytes_row(size: str, page: Page) -> Row:
    """What a move brings beyond the float32 that are new: the moved racer's. All frames of the socket count."""
    received = 0

    def count(message: dict) -> None:
        nonlocal received
        text = message["response"]["payloadData"]
        received += 3 * len(text) // 4 if message["response"]["opcode"] == 2 else len(text)

    socket = page.context.new_cdp_session(page)
    socket.send("Network.enable")
    socket.on("Network.webSocketFrameReceived", count)
    move(page, 651)
    page.wait_for_timeout(1000)
    raw = page.evaluate("name => bench.rawBytes(name)", "race")
    return Row(
        f"bytes a move beyond raw float32, {size}", (received - raw) / 1e3, "kB", "≤", OVERHEAD, raw / 1e3, "raw"
    )
