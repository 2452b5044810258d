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


@pytest.fixture(scope="session")
def tabs(chromium, server):
    """Tabs that tests use one after another, by what was wished of them: a new one takes a page three times as long."""
    kept = {}
    yield kept
    for page in kept.values():
        page.context.close()


@pytest.fixture
def make_lab(chromium, server, tabs):
    """Makes pages; none of them may have complained at the end. Two in one test share nothing."""
    made = []

    def make(story="race", **wishes):
        wishes = {"viewport": SIZE, "color_scheme": "light", "reduced_motion": "no-preference"} | wishes
        page = tabs.pop(repr(wishes), None) or chromium.new_context(**wishes).new_page()
        made.append((wishes, Lab(page, server, story)))
        return made[-1][1]

    yield make
    for wishes, lab in made:
        lab.leave()
        key = repr(wishes)
        if key in tabs or "permissions" in wishes or not lab.is_as_new(wishes["color_scheme"]):
            lab.page.context.close()
        else:
            tabs[key] = lab.page
    assert [error for _, lab in made for error in lab.errors] == []


@pytest.fixture
def lab(make_lab):
    return make_lab()
