"""Cards come and go, surfaces are chosen and taken back, rules are shown, the ground is turned in 3-D."""

import re

from playwright.sync_api import expect

from optimizers import OPTIMIZERS, source
from tests.browser.lab import NOTICE

EIGHT = "At most 8 can be shown. Remove one first."


def slots(lab):
    return lab.get("wire.racers.map(({slot}) => slot)")


def cards(lab):
    return lab.page.locator("section.lab-card").evaluate_all("cards => cards.map((card) => card.ariaLabel)")


def test_up_to_eight_racers(lab):
    lab.open()
    for count, title in enumerate(["Gradient descent", "Momentum", "Nesterov", "Adagrad", "Adam"], 4):
        lab.page.get_by_role("button", name="Add an optimizer").click()
        lab.page.get_by_role("menuitem", name=re.compile(f"^{title} ")).click()
        lab.until("wire.racers.length === argument", count).settled()
    assert slots(lab) == [1, 2, 3, 8, 4, 6, 5, 7]  # each its own, a twin what is left
    assert cards(lab) == [
        "Momentum",
        "RMSprop",
        "Adam",
        "Gradient descent",
        "Momentum 2",
        "Nesterov",
        "Adagrad",
        "Adam 2",
    ]
    lab.page.get_by_role("button", name="Add an optimizer").click()
    lab.page.get_by_text(EIGHT).wait_for()
    lab.page.keyboard.press("Escape")
    assert len(slots(lab)) == 8 and lab.page.locator(".lab-table tbody tr").count() == 8
    assert lab.get("document.documentElement.scrollHeight <= innerHeight")  # the panel scrolls by itself


def test_duplicate_hide_reset_and_remove(lab):
    lab.open()
    lab.choose("RMSprop", "Duplicate")
    lab.until("wire.racers.length === 4").settled()
    assert cards(lab) == ["Momentum", "RMSprop", "RMSprop 2", "Adam"] and slots(lab) == [1, 2, 4, 3]
    lab.slider("RMSprop 2: learning rate").press("End")
    lab.until("racer(4).values.learning_rate === 10").settled()
    lab.choose("RMSprop 2", "Reset")
    lab.until("racer(4).values.learning_rate === .04").settled()
    lab.page.get_by_role("button", name="Hide RMSprop 2").click()
    lab.until("racer(4).hidden && !racer(4).x").settled()
    expect(lab.page.locator(".lab-table tbody tr").nth(2).locator(".lab-tag")).to_have_text("hidden")
    lab.page.get_by_role("button", name="Show RMSprop 2").click()
    lab.until("!racer(4).hidden && racer(4).x").settled()
    lab.choose("Momentum", "Remove")
    lab.until("wire.racers.length === 3").settled()
    assert slots(lab) == [2, 4, 3]
    lab.page.get_by_role("button", name="Undo").click()
    lab.until("wire.racers.length === 4").settled()
    assert slots(lab) == [1, 2, 4, 3]


def test_a_card_gets_another_colour_by_keyboard(lab):
    lab.open()
    lab.page.get_by_role("button", name="More for Adam").press("Enter")
    keys = lab.page.keyboard
    for _ in range(3):  # past Duplicate, Reset and Remove
        keys.press("ArrowDown")
    blue = lab.page.get_by_role("menuitemradio", name="blue circle, exchange with Momentum")
    expect(blue).to_be_focused()
    expect(lab.page.get_by_role("menuitemradio", name="green diamond")).to_have_attribute("aria-checked", "true")
    keys.press("Enter")
    lab.until("wire.racers[2].slot === 1").settled()
    assert cards(lab) == ["Momentum", "RMSprop", "Adam"] and slots(lab) == [3, 2, 1]
    expect(lab.card("Adam").get_by_role("button", name="Adam", exact=True)).to_be_focused()
    expect(lab.card("Adam")).to_have_class(re.compile("lab-touched"))
    lab.page.get_by_role("button", name="More for Adam").press("Enter")
    lab.page.get_by_role("menuitemradio", name="violet cross").click()
    lab.until("wire.racers[2].slot === 7").settled()
    assert "r7=adam" in lab.page.url and slots(lab) == [3, 2, 7]


def test_nobody_is_running(lab):
    lab.open()
    for left, title in ((2, "Adam"), (1, "RMSprop"), (0, "Momentum")):
        lab.choose(title, "Remove")
        lab.until("wire.racers.length === argument", left).settled()
    lab.page.get_by_role("button", name="Restore the defaults").click()
    lab.until("wire.racers.length === 3").settled()
    assert cards(lab) == ["Momentum", "RMSprop", "Adam"]


def test_a_surface_is_chosen_and_taken_back(lab):
    lab.open("step=40")
    surfaces = lab.page.get_by_role("combobox", name="Surface")
    surfaces.select_option("Beale")
    lab.until("ground.surface === 'beale' && wire.start[0] === 1").settled()
    assert "Loaded Beale with its own start and rates." in lab.page.locator(NOTICE).inner_text()
    assert lab.get("racer(1).values.learning_rate") == 0.003
    lab.page.get_by_text("One minimum, at (3, 0.5), in a long flat valley that bends.").wait_for()
    lab.page.get_by_role("button", name="Undo").click()
    lab.until("ground.surface === 'elongated_bowl' && wire.start[0] === -4").settled()
    expect(surfaces).to_have_value("elongated_bowl")


def test_a_name_opens_the_rule_beside_its_source(lab):
    lab.open()
    lab.card("Adam").get_by_role("button", name="Adam", exact=True).click()
    dialog = lab.page.get_by_role("dialog")
    dialog.locator(".katex").first.wait_for()
    shown = " ".join(dialog.locator("code").first.inner_text().split())
    assert shown == " ".join(source(OPTIMIZERS["adam"]()).split())
    lab.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    lab.slider("Adam: learning rate").press("ArrowRight")
    lab.until("racer(3).values.learning_rate > .2").settled()
    assert not dialog.is_visible()


def test_three_dimensions(lab):
    lab.open("step=30")
    lab.page.get_by_role("button", name="3-D", exact=True).click()
    lab.page.wait_for_selector("[data-panel=space][data-drawn]")
    assert lab.page.locator("[data-panel=space] canvas").count() and lab.page.locator("[data-panel=map]").is_hidden()
    drawn = "Number(document.querySelector('[data-panel=space]').dataset.drawn)"
    head = "axes('space').data.find(({mode}) => mode === 'markers').x[0]"
    before, place = lab.get(drawn), lab.get(head)
    lab.page.keyboard.press("End")
    lab.until(f"{drawn} > argument", before)
    assert lab.get(head) != place
    lab.until("location.search.includes('view=3d')")
    expect(lab.page.locator(".lab-space-word")).to_be_hidden()
    before = lab.get(drawn)
    lab.page.keyboard.press("Home")
    lab.page.get_by_role("button", name="Play", exact=True).click()  # and the heads move without a new picture
    lab.until("view.playing && document.querySelector('[data-panel=space]').dataset.step > 0")
    at = "axes('space').data.find(({mode}) => mode === 'markers').x[0]"
    lab.until(f"[...racer(1).x].slice(1, 100).includes({at})")
    lab.page.get_by_role("button", name="Pause", exact=True).click()
    lab.until(f"!view.playing && {drawn} > argument", before)
    lab.page.get_by_role("button", name="Map", exact=True).click()
    lab.page.locator("[data-panel=map]").wait_for()


def test_three_dimensions_that_cannot_be_loaded_say_so(lab):
    lab.page.route("**/plotly*.js", lambda route: route.abort())
    lab.open("step=30&view=3d")
    expect(lab.page.locator(".lab-space-word")).to_contain_text("could not be loaded")
    lab.errors.clear()  # the browser's own word on the file that did not come


def test_the_third_curve_and_the_tolerance(lab):
    lab.open()
    lab.page.get_by_role("button", name="distance to the nearest minimum").click()
    lab.page.get_by_role("menuitem", name="effective step size").click()
    lab.until("wire.curve === 'rate' && racer(3).third.length === 2").settled()
    lab.page.get_by_role("button", name="Steps to 0.1 %").click()
    lab.page.get_by_role("group", name="Tolerance").get_by_role("button", name="1 %", exact=True).click()
    lab.until("wire.tolerance === .01").settled()
    steps = lab.page.locator(".lab-table tbody tr").first.locator("td").nth(3)
    expect(steps).to_have_text(str(lab.get("racer(1).stepsTo")))  # the table follows a frame after the picture
