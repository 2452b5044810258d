"""A first visit: from the address to the painted picture, with an empty cache and a warm server."""

from playwright.sync_api import Browser

from . import servers
from .browser import DRAWN, chromium, new_page
from .report import Row, median

WORD = '[data-testid="stText"]'
WARM = 1


def rows(loads: int = 10) -> list[Row]:
    """The app and an empty Streamlit app take turns."""
    with servers.app() as app, servers.empty() as empty, chromium() as browser:
        pairs = [(load(browser, app, DRAWN), load(browser, empty, WORD)) for _ in range(WARM + loads)][WARM:]
    ours, bare = (median(times) for times in zip(*pairs, strict=True))
    return [Row("cold load → painted picture, p50", ours, "ms", "ratio ≤", 1.3, bare, "empty Streamlit app")]


def load(browser: Browser, address: str, selector: str) -> float:
    """Milliseconds since the navigation began."""
    page = new_page(browser)
    page.goto(address, wait_until="commit")
    time = page.evaluate("selector => bench.there(selector)", selector)
    page.context.close()
    return time
