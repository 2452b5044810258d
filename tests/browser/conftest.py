"""One browser and one server for all tests of pages; a page of its own for each."""

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts.browser import find
from tests.browser.lab import PATIENCE, Lab, served

SIZE = {"width": 1280, "height": 720}
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """A browser is needed: without one these tests fail, in words (scripts/browser.py)."""
    path = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def cold_server(tmp_path):
    """Another server, which nobody has visited."""
    with served(tmp_path / "log.txt") as address:
        yield address


@pytest.fixture
def make_lab(chromium, server):
    """Makes pages in contexts of their own; none of them may have complained at the end."""
    made = []

    def make(story="race", **wishes):
        context = chromium.new_context(
            **{"viewport": SIZE, "color_scheme": "light", "reduced_motion": "no-preference"} | wishes
        )
        made.append(Lab(context.new_page(), server, story))
        return made[-1]

    yield make
    for lab in made:
        lab.page.context.close()
    assert [error for lab in made for error in lab.errors] == []


@pytest.fixture
def lab(make_lab):
    return make_lab()
