"""Formulas that are unfolded follow what is shown above them."""

import pytest
from playwright.sync_api import expect

CASES = [
    ("race", "step=0", {"kind": "parameter", "name": "condition", "value": 10.0}, "50", "10"),
    ("inside", "step=0", {"kind": "parameter", "name": "condition", "value": 10.0}, "50", "10"),
    ("inside", "tab=check&what=cube", {"kind": "what", "value": "surface"}, "θ", "50"),
]


@pytest.mark.parametrize("story, query, event, before, after", CASES)
def test_formulas_follow(make_lab, story, query, event, before, after):
    page = make_lab(story).open(query)
    page.page.locator(".lab-formulas summary").click()
    formula = page.page.locator(f".st-key-{story}-formulas .katex-html").first
    expect(formula).to_contain_text(before)
    page.get("window.lab.send(argument)", event)
    expect(formula).to_contain_text(after)
    expect(page.page.locator(".lab-formulas")).to_have_attribute("open", "")
