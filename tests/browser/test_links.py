"""An address opens what it was copied from, anywhere; a bad one opens what it can."""

import re

import numpy as np
import pytest

from figures.ground import grid_of
from figures.heights import height
from figures.palette import BANDS, LIGHT
from surfaces import SURFACES
from tests.browser.lab import BUNDLE, NOTICE

SEEN = "[view.step, view.speed, view.loop, view.axis, view.space, view.zoom, touched, wire.link]"


def test_a_copied_link_opens_the_same_picture_on_a_cold_server(cold_server, make_lab):
    lab = make_lab(permissions=["clipboard-read", "clipboard-write"])
    lab.open("step=0&surface=himmelblau")
    lab.page.mouse.click(*lab.at(-1, -2))
    lab.until("Math.abs(wire.start[0] + 1) < .1").settled()
    lab.page.get_by_role("button", name="Add an optimizer").click()
    lab.page.get_by_role("menuitem", name=re.compile("^Nesterov ")).click()
    lab.until("wire.racers.length === 4").settled()
    lab.slider("Adam: learning rate").press("PageUp")
    lab.until("racer(3).values.learning_rate > .2").settled()
    lab.card("RMSprop").get_by_role("button", name="Hide RMSprop").click()
    lab.until("racer(2).hidden").settled()
    lab.get("(document.activeElement.blur(), window.lab.setView({speed: 50, loop: true, axis: 'linear'}))")
    lab.page.keyboard.press("f")
    lab.until("view.zoom")
    for _ in range(17):
        lab.page.keyboard.press("ArrowRight")
    lab.hear(".lab-said").page.get_by_role("button", name="Copy link").click()
    lab.until("window.heard.includes('Copied. It opens exactly this.')")
    link = lab.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{lab.address}/?v=1&surface=himmelblau&") and "step=17" in link
    lab.until("location.href === argument", link)  # the address bar is right, too

    again = make_lab()
    again.begin_with("localStorage.setItem('lab-start-dragged', '1')")  # else it says that the start can be dragged
    again.open(link.partition("?")[2], cold_server)
    for one, other in zip(lab.get(SEEN), again.get(SEEN), strict=True):
        assert one == (pytest.approx(other, abs=1e-4) if isinstance(other, list) else other)
    assert again.tracks() == lab.tracks()
    lab.open(link.partition("?")[2])  # its zoom has now the six digits of the link, too
    assert again.picture() == lab.picture()


# Added to the bundle: one of its functions waits until the test lets it in.
GATE = """
const held = {{ ...modules["{module}"] }}, opened = new Promise((open) => (window.openGate = open));
const gated = {{ ...held, {function}: async (component) => (await opened, held.{function}(component)) }};
Object.defineProperty(modules, "{module}", {{ value: gated }});"""
THERE = {
    "stage": "document.querySelector('.lab-panels')",
    "wire": f"import('{BUNDLE}').then(({{modules}}) => modules['wire/store.js'].storeOf('race').wire)",
}


@pytest.mark.parametrize(
    ("module", "function", "first"), [("wire/wire.js", "mountWire", "stage"), ("race/race.js", "mountRace", "wire")]
)
def test_the_step_of_a_link_holds_whichever_element_comes_first(lab, module, function, first):
    def add_gate(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + GATE.format(module=module, function=function))

    lab.page.route(f"**{BUNDLE}", add_gate)
    lab.page.goto(f"{lab.address}/?step=17&speed=50")
    lab.page.wait_for_function(f"() => {THERE[first]}")
    assert not lab.page.locator("[data-drawn]").count()
    lab.page.evaluate("openGate()")
    lab.ready()
    assert lab.get("[view.step, view.speed]") == [17, 50]
    assert "Loss at step 17" in lab.page.locator(".lab-table thead").inner_text()


@pytest.mark.parametrize(("path", "title"), [("guide", "Guide"), ("", "Race")])
def test_a_page_s_link_works_on_a_cold_server(cold_server, make_lab, path, title):
    lab = make_lab()
    lab.page.goto(f"{cold_server}/{path}")
    lab.page.get_by_role("heading", name=title, exact=True).wait_for(state="attached")
    lab.page.wait_for_function("title => document.title === title", arg=f"{title} · Descent Lab")
    for page in ("Guide", "Race"):
        assert lab.page.get_by_role("link", name=page, exact=True).count() == 1
    assert not lab.page.get_by_role("dialog").count()


BAD = {
    "surface=bowll": "‘surface=bowll’",
    "start=nan~inf&steps=1e999": "2 things we could not use: ‘start=nan~inf’, ‘steps=1e999’",
    "r1=%3Cscript%3Ealert(1)%3C/script%3E": "‘r1=<script>alert(1)</script>’",
    "surface=" + "x" * 10_000: "‘surface=xxxx",
    "&".join(f"r{slot}=adam" for slot in range(1, 1001)): "992 racers beyond the eighth",
    "steps=200&steps=300": "‘steps’ 2 times (the last one counts)",
    "v=77&step=400&zoom=1~1~1~1&camera=x": "4 things",
}


@pytest.mark.parametrize("query", BAD, ids=lambda query: query[:30])
def test_a_bad_link_opens_with_a_sentence_and_a_picture(lab, query):
    lab.open(query)
    notice = lab.page.locator(NOTICE)
    assert notice.is_visible() and BAD[query] in notice.inner_text()
    assert notice.inner_text().startswith("This link asked for") and "The rest is as asked." in notice.inner_text()
    assert lab.get("racer(1).x.length > 1 && Number(stage.dataset.drawn) >= 1")
    notice.get_by_role("button", name="Dismiss").click()
    assert notice.is_hidden()


def assert_ground(lab, surface, colors):
    """At nearly every point the map has the colour of the band that Python computes; the rest are level lines."""
    (x0, x1), (y0, y1) = surface.view
    points = np.random.default_rng(0).uniform((x0, y0), (x1, y1), (200, 2))
    u = height(surface.value(points.T), grid_of(surface).scale)
    bands = [colors.bands[min(int(value * BANDS), BANDS - 1)] for value in u]
    wanted = np.array([[int(band[k : k + 2], 16) for k in (1, 3, 5)] for band in bands])
    drawn = np.array(lab.ground(points.tolist()))
    near = (abs(drawn[:, :3] - wanted) <= 4).all(axis=1) & (drawn[:, 3] == 255)
    assert near.mean() > 0.75, f"{near.mean():.0%} of the ground is as computed"


@pytest.mark.parametrize("name", SURFACES)
def test_every_surface_draws(lab, name):
    lab.open(f"surface={name}&step=10")
    assert lab.get("ground.surface") == name and not lab.page.locator(NOTICE).is_visible()
    assert_ground(lab, SURFACES[name], LIGHT)
    for slot, color in ((1, (39, 83, 226)), (3, (0, 100, 83))):
        x, y = lab.get("[racer(argument).x[10], racer(argument).y[10]]", slot)
        assert lab.ink(x, y)[:3] == pytest.approx(color, abs=3)
    assert lab.get("wire.curves.length") == (5 if SURFACES[name].minima else 4)


EXTREMES = {
    "diverging": "step=9&r1=momentum~learning_rate~10&r2=momentum~learning_rate~1e300&r3=adam~learning_rate~1e9",
    "far": "step=5&start=-9000.0~9000.0",
    "at rest": "step=100&r1=adam~learning_rate~0.0&r2=momentum~learning_rate~0.0",
    "tiny": "step=1&steps=1&r1=adam~learning_rate~1e-300&curve=rate",
    "long": "step=5000&steps=5000&curve=gradient",
    "narrow": "step=50&condition=1000000000000.0&rotation=33.0",
    "nobody": "step=0&nobody=1",
}


@pytest.mark.parametrize("name", EXTREMES)
def test_no_race_breaks_the_picture(lab, name):
    """That no page complained is checked for every test (conftest.py)."""
    lab.open(EXTREMES[name])
    for key in ("f", "Home", "End", "0"):
        lab.page.keyboard.press(key)
    lab.page.get_by_role("button", name="3-D", exact=True).click()
    lab.page.wait_for_selector("[data-panel=space][data-drawn]")
    lab.page.get_by_role("button", name="Map", exact=True).click()
    lab.settled()
    assert lab.page.locator(".lab-table tbody tr").count() == lab.get("wire.racers.length")
    if name == "diverging":
        assert {*lab.get("wire.racers.map(({status}) => status.label)")} == {"diverged"}
