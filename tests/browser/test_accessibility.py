"""axe-core on every page, light and dark, with what opens on it; and what axe cannot know."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

GRAVE = ("serious", "critical")
OPTIONS = {"resultTypes": ["violations"], "iframes": False}
STORIES = {  # story → queries of its pages
    "race": ["step=50", "step=50&surface=cliff"],
    "averages": ["step=100"],
    "inside": ["step=14", "tab=series&step=5", "tab=check"],
    "networks": ["points=60&epochs=3", "points=60&epochs=3&tab=inside", "points=60&epochs=3&tab=rates"],
}
GUIDE = ["", "entry=nadam", "entry=rosenbrock", "entry=glossary"]
SCHEMES = ["light", "dark"]
OPENERS = ", ".join(f"{part} [aria-expanded]" for part in (".lab-bar", ".lab-stage", ".lab-deck", ".lab-table"))
POPOVER = ":popover-open"
# Fonts decide what scrolls, and the frame after them marks it.
MARKED = (
    "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"
)


def assert_sound(page, what, context=None):
    """`context`: a selector of what is looked at, all of the page without one."""
    page.evaluate(MARKED)
    found = Axe().run(page, context, OPTIONS).response["violations"]
    grave = [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
    assert not grave, "\n".join([what, *grave])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("story", STORIES)
def test_a_page_is_sound(make_lab, story, scheme):
    lab = make_lab(story, color_scheme=scheme)
    for query in STORIES[story]:
        lab.open(query)
        assert_sound(lab.page, query)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("story", STORIES)
def test_whatever_opens_is_sound_and_named(make_lab, story, scheme):
    """Each button that opens a menu or a sheet, one after the other."""
    lab = make_lab(story, color_scheme=scheme).open(STORIES[story][0])
    openers, sheet, opened = lab.page.locator(OPENERS).filter(visible=True), lab.page.locator(POPOVER), 0
    while opened < openers.count():
        opener = openers.nth(opened)
        opener.click()
        if sheet.count():
            name = sheet.get_attribute("aria-label")
            assert name and name != "null", opener.inner_text()
            assert_sound(lab.page, f"{story}: {name}", POPOVER)
            lab.page.keyboard.press("Escape")
            expect(sheet).to_have_count(0)
        opened += 1
    assert opened >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_dialog_is_sound(make_lab, scheme):
    lab = make_lab(color_scheme=scheme).open()
    lab.card("Adam").get_by_role("button", name="Adam", exact=True).click()
    lab.page.get_by_role("dialog").locator(".katex").first.wait_for()
    assert_sound(lab.page, "a rule", "[role=dialog]")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_guide_is_sound(make_lab, scheme):
    lab = make_lab("guide", color_scheme=scheme)
    for query in GUIDE:
        lab.page.goto(f"{lab.address}/guide?{query}")
        lab.page.locator(".lab-index a[aria-current=page]").wait_for()
        lab.page.get_by_role("heading", level=2).first.wait_for()
        assert_sound(lab.page, query)
