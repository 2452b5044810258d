"""A headless Chromium, the pages it opens, and the links they are opened with."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import count, cycle, islice
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from optimizers import OPTIMIZERS
from scripts.browser import provide
from ui.race.link import link_of
from ui.race.state import opening
from ui.racers.racer import Racer, preset_values

SCRIPT = Path(__file__).with_name("page.js")
NO_GPU = ["--disable-gpu"]  # plain software rendering, not a GPU imitated on the same cores that run the server
SIZE = {"width": 1280, "height": 720}
STAGE = ".lab-stage"
# Tracks have come, and every picture that is to be seen has its axes.
DRAWN = ".lab-stage[data-drawn]:has([data-panel=map][data-ready]):not(:has(.lab-plot:not([hidden]):not([data-ready])))"
RANGE = '.lab-deck input[type=range][aria-label="Adam: learning rate"]'  # at any rate it makes all its steps
_nudges = count(1)


@lru_cache(maxsize=1)
def chromium_path() -> str:
    return provide()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=NO_GPU)
        yield browser
        browser.close()


def new_page(browser: Browser) -> Page:
    """In a context of its own, with an empty cache."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.add_init_script(path=SCRIPT)
    return page


def open_race(browser: Browser, address: str, link: str) -> Page:
    """A Race page whose picture stands and rests."""
    page = new_page(browser)
    page.goto(f"{address}/?{link}", wait_until="commit")
    page.evaluate("selector => bench.there(selector)", DRAWN)
    page.wait_for_timeout(500)
    return page


def default_race(steps: int) -> str:
    """The three racers of a first visit."""
    return link_of(nudged(replace(opening(), steps=steps)))


def full_race(steps: int) -> str:
    """Eight racers on Rosenbrock, Adam first: every optimizer, and two again at half their rate."""
    names = list(islice(cycle(sorted(OPTIMIZERS, key="adam".__ne__)), 8))
    racers = [Racer(slot, name, preset_values("rosenbrock", name)) for slot, name in enumerate(names, 1)]
    racers = [slower(racer) if racer.slot > len(OPTIMIZERS) else racer for racer in racers]
    return link_of(nudged(replace(opening("rosenbrock"), racers=tuple(racers), steps=steps)))


def slower(racer: Racer) -> Racer:
    return racer.with_value("learning_rate", dict(racer.values)["learning_rate"] / 2)


def nudged(race):
    """From a start of its own, so that no run of it was ever made before."""
    x, y = race.start
    return replace(race, start=(x + 1e-6 * next(_nudges), y))


def fresh_ticks(number: int) -> list[int]:
    """Different places of a slider of 1000 notches, shuffled."""
    return random.Random(0).sample(range(300, 640), number)
