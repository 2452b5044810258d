"""What fits where, in which colours, for whom; and that leaving a page leaves nothing behind."""

import numpy as np
import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
UNNAMED = """() => {
  const wanted = 'button, input, select, textarea, a[href], summary, [role=slider], [role=button], [tabindex="0"]';
  const hidden = (node) => node.nodeType === 1 && node.ariaHidden === 'true';
  const said = (node) => node.nodeType === 3 ? node.data.trim()
    : hidden(node) ? '' : node.ariaLabel || node.alt || [...node.childNodes].map(said).join('');
  const around = (node) => node.closest('[aria-label]:not([role=group]):not(section)');
  const named = (node) => said(node) || [...(node.labels ?? [])].some(said) || around(node);
  const all = [...document.querySelectorAll(wanted)].filter((node) => node.checkVisibility());
  return all.filter((node) => !named(node)).map((node) => node.outerHTML.slice(0, 200));
}"""
WIDTHS = """[document.documentElement, ...document.querySelectorAll('.stApp, .stMain, .stMain .block-container')]
  .map((element) => element.scrollWidth)"""


def edges(lab, selector):
    area = lab.page.locator(selector).first.bounding_box()
    return area["y"], area["y"] + area["height"]


def test_nothing_needed_is_below_the_fold_of_a_projector(lab):
    lab.open()
    bar, stage, transport = (edges(lab, part) for part in (".lab-bar", ".lab-stage", ".lab-transport"))
    assert bar[0] >= 60 and bar[1] <= 112
    assert bar[1] <= stage[0] <= 150  # below the sentence that says what is seen
    rows = lab.page.locator(".lab-table tbody tr")
    last = rows.nth(2).bounding_box()
    assert transport[1] <= 640 and last["y"] + last["height"] <= 720
    map_area = lab.page.locator("[data-panel=map]").bounding_box()
    assert map_area["width"] >= 500
    assert lab.get("frame().wide / frame().high") == pytest.approx(4 / 3, abs=0.02)
    assert lab.get("document.documentElement.scrollWidth") <= 1280


def test_dark_is_dark(make_lab):
    lab = make_lab(color_scheme="dark")
    lab.open("step=30")
    background = lab.get("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(16, 22, 29)"
    for slot, color in ((1, (115, 145, 255)), (2, (217, 138, 62)), (3, (166, 247, 189))):
        x, y = lab.get("[racer(argument).x[30], racer(argument).y[30]]", slot)
        assert lab.ink(x, y)[:3] == pytest.approx(color, abs=3)
    ground = np.array(lab.ground([[x / 2, y / 2] for x in range(-9, 9) for y in range(-6, 6)]))[:, :3]
    assert np.percentile(ground.max(axis=1), 90) < 110  # some of the points lie on a contour line, which is brighter
    shot = lab.page.locator(".lab-card").first.evaluate("card => getComputedStyle(card).color")
    assert min(map(int, shot[4:-1].split(","))) > 200


def test_the_theme_may_change_while_the_page_is_open(lab):
    lab.open("step=30")
    x, y = lab.get("[racer(1).x[30], racer(1).y[30]]")
    assert lab.ink(x, y)[:3] == pytest.approx((39, 83, 226), abs=3)
    drawn = lab.get("Number(stage.dataset.drawn)")
    lab.page.emulate_media(color_scheme="dark")
    lab.until("Number(stage.dataset.drawn) > argument", drawn)
    lab.until("getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(16, 22, 29)'").settled()
    assert lab.ink(x, y)[:3] == pytest.approx((115, 145, 255), abs=3)


def test_a_phone(make_lab):
    lab = make_lab(**PHONE)
    lab.open()
    assert max(lab.get(WIDTHS)) <= 390
    stage = lab.page.locator(".lab-stage").bounding_box()
    assert stage["x"] >= 0 and stage["x"] + stage["width"] <= 390
    card = lab.page.locator(".lab-card").first.bounding_box()
    assert card["y"] >= stage["y"] + stage["height"] - 1
    assert lab.page.locator(".lab-table tbody tr").first.bounding_box()["width"] <= 390
    lab.page.locator(".lab-add").scroll_into_view_if_needed()
    lab.get("document.querySelector('.stMain').scrollTo(0, 300)")
    lab.until("document.querySelector('.lab-card').getBoundingClientRect().top < argument - 50", card["y"])
    top, bottom = edges(lab, ".lab-transport")
    assert 0 <= edges(lab, ".lab-stage")[0] <= 130 and bottom <= 844
    on_top = lab.get("document.elementFromPoint(200, argument).closest('.lab-transport') !== null", (top + bottom) / 2)
    assert on_top


def test_cards_go_below_the_stage_under_1100(make_lab):
    lab = make_lab(viewport={"width": 1000, "height": 800})
    lab.open()
    assert edges(lab, ".lab-card")[0] >= edges(lab, ".lab-transport")[1]
    assert lab.get("document.documentElement.scrollWidth") <= 1000


@pytest.mark.parametrize("wishes", [{}, PHONE], ids=["desk", "phone"])
def test_every_control_has_a_name(make_lab, wishes):
    lab = make_lab(**wishes)
    lab.open()
    assert lab.page.evaluate(UNNAMED) == []
    for more in lab.page.locator(".lab-more:visible").all():
        more.click()
    for opener in lab.page.locator(".lab-steps:visible, .lab-shape:visible, .lab-bar-dots:visible").all():
        opener.click()
        assert lab.page.evaluate(UNNAMED) == []
        lab.page.keyboard.press("Escape")
    names = lab.page.get_by_role("slider").evaluate_all(
        "all => all.filter((e) => e.checkVisibility()).map((e) => e.ariaLabel)"
    )
    assert len(set(names)) == len(names) >= 9


def counted(lab):
    """Nodes and listeners that are alive, after a collection."""
    client = lab.page.context.new_cdp_session(lab.page)
    client.send("HeapProfiler.collectGarbage")
    client.send("Performance.enable")
    metrics = {metric["name"]: metric["value"] for metric in client.send("Performance.getMetrics")["metrics"]}
    client.detach()
    return metrics["Nodes"], metrics["JSEventListeners"]


def there_and_back(lab):
    lab.page.get_by_role("link", name="Guide").click()
    lab.page.locator(".lab-index").wait_for()
    lab.page.locator(".lab-stage").wait_for(state="detached")
    lab.page.get_by_role("link", name="Race", exact=True).first.click()
    lab.painted()
    lab.settled()


def test_two_pages_back_and_forth_leave_nothing_behind(lab):
    lab.open("step=20&zoom=-5~3~-3~3")
    for _ in range(3):
        there_and_back(lab)
    nodes, listeners = counted(lab)
    for _ in range(4):
        there_and_back(lab)
    later = counted(lab)
    assert later[0] <= nodes + 60 and later[1] <= listeners + 10, f"{nodes, listeners} → {later}"
    assert lab.get("[view.step, view.zoom]") == [20, [-5, 3, -3, 3]]
    lab.page.keyboard.press("ArrowRight")
    assert lab.get("view.step") == 21  # one listener, not five
