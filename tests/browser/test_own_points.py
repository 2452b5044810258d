"""A visitor's own points in a real browser: looked at, chosen from, used, refused; nothing that was there is lost."""

import pytest
from playwright.sync_api import expect

from figures.palette import CLASSES

TABLE = "\n".join(
    ["a;b;c;kind", *(f"{k % 5},5;{k % 7},25;{k % 3};{'élan orme houx'.split()[k % 3]}" for k in range(30))]
)


@pytest.fixture
def page(make_lab):
    return make_lab("networks").open("points=60&epochs=3&step=0")


def own(page):
    page.page.get_by_role("button", name="Your own").click()
    return page.page.get_by_role("group", name="Your own points")


def test_two_of_three_features_are_chosen_and_learned_from(page):
    panel = own(page)
    panel.get_by_label("Points to learn from").fill(TABLE)
    expect(panel.get_by_role("status")).to_contain_text("Commas were read as decimal ones")
    panel.get_by_label("from", exact=True).select_option("c")
    expect(panel.get_by_role("status")).to_contain_text("Predict “kind” from “c” and “b”.")
    panel.get_by_role("button", name="Use it").click()
    page.until("ground.classes.length === 3 && wire.data === 'own'").settled()
    assert page.get("ground.classes") == ["houx", "orme", "élan"] and page.get("ground.inputs") == ["c", "b"]
    page.until("!wire.training.running")
    expect(page.page.locator(".lab-legend")).to_contain_text("élan")
    color = page.page.locator(".lab-legend span").first.evaluate("(span) => span.style.getPropertyValue('--c').trim()")
    assert color == CLASSES[0].light


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b,kind\n1,2,x\n2,3,y", "2 rows are too few"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "This looks like a picture"),
        (b"1,2,3\n" * 600_000, "is more than 2 MB"),
    ],
    ids=["two rows", "a picture", "3 MB"],
)
def test_a_file_that_cannot_be_used_is_refused_and_the_moons_stay(page, data, words):
    shown, panel = page.get("ground.id"), own(page)
    panel.locator("input[type=file]").set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": data})
    expect(panel.locator(".lab-refused")).to_contain_text(words)
    expect(panel.get_by_role("button", name="Use it")).to_have_count(0)
    assert page.get("ground.id") == shown and page.get("wire.data") == "moons"
