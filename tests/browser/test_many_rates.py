"""In Chromium: 64 nets per optimizer as one picture that moves with the cursor, and from which a rate is chosen."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from experiments.sweeps import swept, table
from tests.browser.lab import BUNDLE, MODULES
from tests.browser.test_looks import PHONE, UNNAMED, WIDTHS
from tests.browser.test_training_nets import opened, preset, rested, tab
from ui.networks.link import read_link
from ui.networks.sweeper import TRIED, sweeps_of

RATES = "tab=rates&step=140"
LINES = "data=sine&activation=linear&hidden=16&epochs=8"  # straight lines, fitted: too large a rate diverges
AT = f"""(async ([slot, step]) => {{
  const {{Tried}} = (await import('{BUNDLE}')).modules['networks/tried.js'];
  const {{wire}} = window.lab;
  const tried = new Tried();
  tried.take(wire, slot);
  return tried.at(step).map(String);
}})"""
UNDER = "document.querySelector('[data-panel=loss] canvas.lab-under').toDataURL()"
INKS = "[...document.querySelectorAll('.lab-rate canvas.lab-ink')].map((canvas) => canvas.toDataURL())"
PIECES = "wire.rates.racers.map(({slot, pieces}) => [slot, pieces.flatMap(({losses}) => [...losses].map(String))])"


# The page asks for no piece of a training by itself any more, only through `pull`.
HELD_BACK = """(() => {
  const {send} = window.lab;
  window.lab.send = (event, how) => event.kind === 'go' ? 0 : send(event, how);
  window.pull = () => send({kind: 'go'});
})()"""
KNOWN = f"{PIECES}.flatMap(([, losses]) => losses).length"


@pytest.fixture
def page(make_lab):
    return make_lab("networks")


def shown(page, query=RATES):
    opened(page, query)
    return page.until("wire.rates")


def pulled_until(page, happened):
    while not page.get(happened):
        assert page.get("wire.training.running")
        page.get("window.pull()")
        page.settled()


def handle(page, title="Adam"):
    return page.page.get_by_role("slider", name=f"{title}: one of 64 learning rates", exact=True)


def across(page, slot, share):
    """A place in a racer's picture, at a share of the way from the least rate to the largest."""
    area = page.page.locator(".lab-rate").nth(slot - 1).bounding_box()
    left, right = area["x"] + 42, area["x"] + area["width"] - 8
    power = (0.08 + 5 * share) / 5.16
    return left + power * (right - left), area["y"] + area["height"] / 2


def rate(page, slot=3):
    return page.get("racer(argument).values.learning_rate", slot)


# ---- what is shown
def test_the_tab_trains_64_nets_a_racer(page):
    opened(page)
    assert page.get("wire.rates") is None
    tab(page, "64 rates").click()
    page.until("wire.rates")
    rested(page)
    expect(page.page.locator(".lab-rate")).to_have_count(3)
    assert "tab=rates" in page.get("location.search")
    for slot, title in enumerate(("Momentum", "RMSprop", "Adam"), 1):
        losses = np.array(page.page.evaluate(AT, [slot, 140]), float)
        best = float(f"{TRIED[losses.argmin()]:.3g}")
        words = f"best here: α = {best:g}"
        expect(page.page.locator(".lab-tile:has(.lab-rate)").nth(slot - 1)).to_contain_text(words)
        expect(handle(page, title)).to_have_attribute("aria-valuetext", re.compile(f"{words}, train loss"))
    tab(page, "Boundary").click()
    page.until("wire.rates === null").settled()
    expect(page.page.locator(".lab-rate").first).to_be_hidden()


@pytest.mark.parametrize("query", ["epochs=4", "hidden=32~32&epochs=2", LINES])
def test_what_stands_at_a_step_is_numpys(page, query):
    shown(page, f"{query}&tab=rates&step=0")
    asked = read_link({key: [text] for key, text in (pair.split("=") for pair in f"{query}&tab=rates".split("&"))})
    plan, per_epoch = sweeps_of(asked.state)[0], page.get("wire.perEpoch")
    exact = table(plan, swept(plan, "learning_rate", TRIED)).astype("f4")
    assert np.isinf(exact).any() == ("linear" in query)
    for row in (0, 1, plan.epochs):
        np.testing.assert_array_equal(np.array(page.page.evaluate(AT, [1, row * per_epoch]), float), exact[row])
    half = np.array(page.page.evaluate(AT, [1, per_epoch / 2]), float)
    gone = np.isinf(exact[1])
    np.testing.assert_allclose(half, np.where(gone, exact[0], (exact[0] + exact[1]) / 2), rtol=1e-6)


def test_the_picture_moves_with_the_cursor(page):
    shown(page)
    last = page.get(INKS)
    page.page.keyboard.press("Home")
    page.until("view.step === 0").settled()
    first = page.get(INKS)
    assert all(one != other for one, other in zip(first, last, strict=True))
    page.page.keyboard.press("Space")
    page.until(f"{INKS}.join() !== argument", ",".join(first))
    page.page.keyboard.press("End")
    page.until("view.step === 140").settled()
    assert page.get(INKS) == last


def test_what_diverged_is_counted(page):
    shown(page, f"{LINES}&tab=rates&step=16")
    gone = sum(loss == "Infinity" for loss in page.page.evaluate(AT, [1, 16]))
    assert 5 < gone < 60
    expect(handle(page, "Momentum")).to_have_attribute("aria-valuetext", re.compile(f", {gone} diverged$"))


def test_the_tip_says_rate_and_loss(page):
    shown(page)
    page.page.mouse.move(*across(page, 3, 20 / 63))
    tip = page.page.locator(".lab-tip")
    expect(tip).to_contain_text(f"α {TRIED[20]:g}")
    expect(tip).to_contain_text(f"train loss {float(page.page.evaluate(AT, [3, 140])[20]):.3g}")


def test_every_control_has_a_name(page):
    shown(page)
    assert page.get(f"({UNNAMED})()") == []


# ---- choosing
def test_a_click_sets_the_rate_of_that_racer_alone(page):
    shown(page)
    before = page.get(PIECES)
    page.page.mouse.click(*across(page, 3, 50 / 63))
    page.until("racer(3).values.learning_rate === argument", TRIED[50])
    rested(page)
    page.until(f"location.search.includes('r3=adam~learning_rate~{TRIED[50]!r}~')")
    assert (rate(page, 1), rate(page, 2)) == (0.1, 0.03) and page.get(PIECES) == before
    assert float(page.slider("Adam: learning rate").get_attribute("aria-valuetext")) == TRIED[50]
    loss = page.page.locator(".lab-table tbody tr").nth(2).locator("td").nth(1)
    expect(loss).to_have_text(f"{float(page.page.evaluate(AT, [3, 140])[50]):.3g}")  # the net of the picture


def test_a_drag_is_settled_when_it_ends(page):
    shown(page)
    page.page.mouse.move(*across(page, 1, 30 / 63))
    page.page.mouse.down()
    page.page.mouse.move(*across(page, 1, 10 / 63), steps=5)
    page.until("racer(1).values.learning_rate === argument && wire.held", TRIED[10])
    assert f"r1=momentum~learning_rate~{TRIED[10]!r}~" not in page.get("location.search")
    page.page.mouse.up()
    page.until(f"!wire.held && location.search.includes('r1=momentum~learning_rate~{TRIED[10]!r}~')")


def test_keys_choose_among_the_rates(page):
    shown(page)
    handle(page).press("End")
    page.until("racer(3).values.learning_rate === 10 && !wire.held")
    handle(page).press("ArrowLeft")
    page.until("racer(3).values.learning_rate === argument && !wire.held", TRIED[62])
    expect(handle(page)).to_have_attribute("aria-valuenow", "62")
    assert page.get("view.step") == 140


def test_the_experiment_opens_the_tab(page):
    opened(page, "step=0")
    preset(page, re.compile("^64 learning rates"))
    page.until("wire.preset === 'caviar' && wire.tab === 'rates'")
    rested(page)
    expect(page.page.locator(".lab-lesson")).to_contain_text("A panda is one run")
    expect(tab(page, "64 rates")).to_have_attribute("aria-selected", "true")


def test_stop_stops_them_too(page):
    """From pull to pull: the browser asks for each piece, and here it waits until the test has looked."""
    page.page.goto(f"{page.address}/networks?points=60&batch_size=1&epochs=40&net_seed=61&step=0&tab=rates")
    page.painted()
    page.page.evaluate(MODULES, "networks")
    page.get(HELD_BACK)
    pulled_until(page, "wire.racers.every(({made}) => made === wire.steps) && " + KNOWN)
    page.page.get_by_role("button", name="Stop").click()
    page.until("!wire.training.running").settled()
    known = page.get(PIECES)
    assert page.get("wire.training.words") == "Stopped."
    page.page.get_by_role("button", name="Train").click()
    page.until("wire.training.running").settled()
    pulled_until(page, f"{KNOWN} > {sum(len(losses) for _, losses in known)}")
    page.page.get_by_role("button", name="Stop").click()
    page.until("!wire.training.running").settled()
    more = page.get(PIECES)
    assert all(new[: len(old)] == old for (_, old), (_, new) in zip(known, more, strict=True))


def test_a_link_shows_the_same_bit_for_bit(page, make_lab):
    shown(page, "step=33&data=circles&hidden=6~3&activation=relu&dropout=0.2&epochs=6&tab=rates")
    page.until("location.search.includes('v=1')")
    other = shown(make_lab("networks"), page.get("location.search.slice(1)"))
    assert other.get(PIECES) == page.get(PIECES) and other.get("wire.tab") == "rates"


# ---- looks
def test_a_finger_chooses_and_turns_no_panel(make_lab):
    page = shown(make_lab("networks", **PHONE))
    assert max(page.get(WIDTHS)) <= 390
    page.page.touchscreen.tap(*across(page, 3, 20 / 63))
    page.until("Math.abs(Math.log(racer(3).values.learning_rate / argument)) < .4 && !wire.held", TRIED[20])
    assert page.get("view.panel") == 0
    expect(page.page.locator(".lab-rate").first).to_be_visible()


def test_dark_is_dark(make_lab):
    page = shown(make_lab("networks", color_scheme="dark"))
    color = page.page.locator(".lab-tile:has(.lab-rate) b").first.evaluate("title => getComputedStyle(title).color")
    assert min(map(int, color[4:-1].split(","))) > 200


# ---- the axis of the loss, and seconds
def test_the_axis_fits_and_only_grows_under_a_drag(page):
    opened(page, "step=140&r1=adam~learning_rate~0.03")
    low, high = page.get("wire.axes.loss.logRange")
    assert high == 0 and low == pytest.approx(np.log10(0.05))
    before = page.get(UNDER)
    page.grab(page.slider("Adam: learning rate"), 0.01)
    page.until("wire.held && wire.axes.loss.logRange[0] === -1").settled()
    assert page.get(UNDER) == before
    page.page.mouse.up()
    page.until("!wire.held").settled()
    assert page.get(UNDER) != before


def test_the_table_says_the_seconds_of_computing(page):
    opened(page)
    head = page.page.get_by_role("columnheader", name="Seconds")
    expect(head).to_be_visible()
    seconds = page.get("racer(1).seconds")
    assert seconds > 0
    cell = page.page.locator(".lab-table tbody tr").first.locator("td").last
    assert float(cell.inner_text()) == pytest.approx(seconds)
