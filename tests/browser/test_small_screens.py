"""A phone, and a page at 200 %: what is needed together is on the screen together."""

import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
ZOOMED = {"viewport": {"width": 640, "height": 360}}


def area(lab, selector):
    return lab.page.locator(selector).first.bounding_box()


def test_a_phone_says_the_page_s_name_and_has_a_wide_time_line(make_lab):
    lab = make_lab(**PHONE).open("step=40")
    name = lab.page.get_by_role("heading", name="Race", level=1).bounding_box()
    assert name["width"] > 20 and name["height"] > 12 and name["y"] < 60
    assert area(lab, ".lab-scrub")["width"] > 0.85 * 390
    assert lab.get("document.documentElement.scrollWidth") <= 390
    for tag in lab.page.locator(".lab-table .lab-tag").all():
        assert tag.evaluate("(tag) => tag.getClientRects().length") == 1, "a label in two lines"


@pytest.mark.parametrize("page, panel, high", [("race", "map", 140), ("averages", "series", 70)])
def test_at_200_percent_picture_and_transport_are_on_the_screen_together(make_lab, page, panel, high):
    lab = make_lab(page, **ZOOMED).open("step=40")
    picture, transport = area(lab, f"[data-panel={panel}]"), area(lab, ".lab-transport")
    assert picture["y"] >= 60 and picture["height"] >= high
    assert transport["y"] + transport["height"] <= 360


@pytest.mark.parametrize("page", ["race", "averages"])
def test_with_reduced_motion_the_first_picture_is_the_whole(make_lab, page):
    lab = make_lab(page, reduced_motion="reduce", **PHONE)
    lab.page.goto(f"{lab.address}/{'' if page == 'race' else page}")
    lab.ready()
    lab.until("view.step === wire.steps")
