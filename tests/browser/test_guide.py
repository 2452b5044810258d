"""The Guide in a browser: an index that finds, entries with addresses of their own, and a way into a race."""

from playwright.sync_api import expect


def heading(page, title):
    expect(page.get_by_role("heading", name=title, exact=True, level=2).last).to_be_visible()


def test_an_entry_is_found_opened_and_tried(lab):
    page = lab.page
    page.goto(f"{lab.address}/guide?entry=adam")
    heading(page, "Adam")
    page.locator(".lab-index a[aria-current=page]", has_text="Adam").wait_for()
    heading(page, "Adam")
    page.get_by_role("searchbox", name="Search the Guide").fill("nestero")
    expect(page.locator(".lab-index li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    heading(page, "Nesterov")
    page.wait_for_url("**/guide?entry=nesterov")
    page.get_by_role("searchbox").fill("condition number")
    page.locator(".lab-index li:visible", has_text="Glossary").wait_for()
    page.get_by_role("searchbox").fill("")
    page.get_by_role("link", name="Rosenbrock", exact=True).click()
    heading(page, "Rosenbrock")
    page.get_by_role("img", name="Contour of Rosenbrock").wait_for()
    page.go_back()
    heading(page, "Nesterov")
    page.get_by_role("link", name="Try Nesterov in a race").click()
    lab.ready()
    assert lab.get("wire.racers.map(({optimizer}) => optimizer)") == ["gradient_descent", "nesterov"]


def test_on_a_phone_the_index_folds_and_nothing_is_wider(make_lab):
    lab = make_lab(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = lab.page
    page.goto(f"{lab.address}/guide?entry=lbfgs")
    heading(page, "L-BFGS")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".lab-index summary").tap()
    page.get_by_role("link", name="Yogi", exact=True).tap()
    heading(page, "Yogi")
    expect(page.get_by_role("searchbox")).to_be_hidden()
