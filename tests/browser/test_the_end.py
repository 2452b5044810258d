"""End reaches the last step of what is shown, on every tab of every page, and the last step is drawn there."""

import pytest
from playwright.sync_api import expect

SMALL = "epochs=2&r1=adam&tab="
COUNT = "document.querySelector('.lab-count').textContent"
REACHED = "Number(document.querySelector('.lab-scrub').value) === Number(document.querySelector('.lab-scrub').max)"


def ends(lab, query):
    """The count beside the time line, before and after End."""
    lab.open(f"step=0&{query}")
    lab.until("!wire.training || !wire.training.running")
    lab.page.evaluate("document.activeElement?.blur()")
    lab.page.keyboard.press("End")
    lab.until(REACHED)
    return lab.get("view.step"), lab.get(COUNT)


@pytest.mark.parametrize(
    "story, query, step, count",
    [
        ("race", "steps=37", 37, "step 37 / 37"),
        ("race", "steps=37&view=3d", 37, "step 37 / 37"),
        ("averages", "", None, "day 365 / 365"),
        ("inside", "steps=23", 23, "step 23 / 23"),
        ("inside", "tab=series&steps=23", 100, "step 100 / 100"),
        ("inside", "tab=series&series=own&given=1.0~-1.0~0.5~2.0~4.0", 5, "step 5 / 5"),
        *(("networks", f"{SMALL}{tab}", None, None) for tab in ("boundary", "inside", "rates")),
    ],
)
def test_end_reaches_the_end(make_lab, story, query, step, count):
    reached, words = ends(make_lab(story), query)
    assert step is None or reached == step
    now, _, all_ = words.split(" ")[-3:]
    assert now == all_ and reached > 0 and (count is None or words == count)


def test_a_series_is_told_to_its_end(make_lab):
    page = make_lab("inside").open("step=0&tab=series&series=own&given=1.0~-1.0~0.5~2.0~4.0")
    page.page.get_by_role("button", name="Play", exact=True).click()
    page.until("!view.playing && view.step === 5")
    said = page.page.locator(".lab-transport [aria-live]")
    expect(said).to_contain_text("Step 5 of 5. Gradient descent: θ −0.065")  # 0.01 times the sum of the five
    assert "∞" not in said.inner_text()


def test_the_keys_choose_the_step_that_is_checked(make_lab):
    page = make_lab("inside").open("tab=check&what=surface&steps=23&at=3")
    for key, at in (("End", 23), ("ArrowLeft", 22), ("Shift+ArrowLeft", 12), ("Home", 0)):
        page.page.keyboard.press(key)
        page.until("wire.at === argument", at).settled()
