"""Two pages back and forth: what they leave in memory."""

from playwright.sync_api import CDPSession, Page

from . import servers
from .browser import DRAWN, chromium, default_race, open_race
from .report import Row

GROWTH = 5.0  # MB
FLAT = 1.02  # a few nodes come and go with Streamlit's own menus


def rows(switches: int = 50, warm: int = 6) -> list[Row]:
    """Compared on the same page, after garbage collection: once warm, and so many switches later."""
    with servers.app() as app, chromium() as browser:
        page = open_race(browser, app, default_race(100) + "&step=100")
        tools = page.context.new_cdp_session(page)
        tools.send("Performance.enable")
        before, after = (memory_after(page, tools, there_and_back) for there_and_back in (warm // 2, switches // 2))
    heap = (after["JSHeapUsedSize"] - before["JSHeapUsedSize"]) / 2**20
    size = before["JSHeapUsedSize"] / 2**20
    return [
        Row(f"heap growth over {switches} page switches", heap, "MB", "≤", GROWTH, size, "MB before"),
        *(flat(what, before[key], after[key]) for what, key in (("nodes", "Nodes"), ("listeners", "JSEventListeners"))),
    ]


def flat(what: str, before: float, after: float) -> Row:
    return Row(f"{what} after them", after, what, "ratio ≤", FLAT, before, "before")


def memory_after(page: Page, tools: CDPSession, there_and_back: int) -> dict[str, float]:
    for _ in range(there_and_back):
        go(page, "Guide", ".lab-index")
        go(page, "Race", DRAWN)
    page.wait_for_timeout(1000)
    for _ in range(3):  # what a finalizer frees goes with the next
        tools.send("HeapProfiler.collectGarbage")
    return {metric["name"]: metric["value"] for metric in tools.send("Performance.getMetrics")["metrics"]}


def go(page: Page, title: str, selector: str) -> None:
    page.get_by_role("link", name=title).first.click()
    page.evaluate("selector => bench.there(selector)", selector)
