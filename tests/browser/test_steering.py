"""Schedules, options, conventions and changes by hand: on the cards, on the time line, and in the picture."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from optimizers import OPTIMIZERS, run
from surfaces import SURFACES
from ui.race.stories import STORIES
from ui.words import INTRO

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
RATE = "Momentum: learning rate"
# Keys all at once: letters that come late would begin another word.
TYPE = """(keys) => keys.forEach(
  (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))
)"""


def changes(lab, slot=1):
    return lab.get(f"racer({slot}).steering.changes")


def to_step(lab, step):
    lab.page.locator(".lab-scrub").fill(str(step))
    lab.until(f"view.step === {step}")


def by_hand(lab):
    lab.page.get_by_role("button", name="Change mid-run", exact=True).click()
    lab.until("view.byHand")


def change(lab, step, value, name=RATE, slot=1):
    """From a step on another value, typed."""
    to_step(lab, step)
    lab.box(name).fill(value)
    lab.box(name).press("Enter")
    lab.until(f"racer({slot}).steering.changes.some(([at]) => at === {step})").settled()


def marks(lab):
    return lab.page.locator(".lab-moment:visible").evaluate_all("all => all.map((mark) => mark.ariaLabel)")


def points(lab, slot=1):
    return np.array([lab.get(f"[...racer({slot}).x]"), lab.get(f"[...racer({slot}).y]")]).T


def gone_on(rates_by_steps):
    """Momentum's points when it goes on with another rate after so many steps, one leg after the other."""
    whole, start = [], SURFACES["elongated_bowl"].start
    for steps, rate in rates_by_steps:
        leg = run(SURFACES["elongated_bowl"], OPTIMIZERS["momentum"](learning_rate=rate, beta1=0.9), start, steps)
        whole.append(leg.params[1 if whole else 0 :])
        start = leg
    return np.concatenate(whole)


# ---- under "more"
def test_a_card_is_calm_until_more_is_opened(lab):
    lab.open()
    card = lab.card("Adam")
    assert card.get_by_role("slider").count() == 3 and card.get_by_role("checkbox").count() == 1
    assert card.get_by_role("combobox").count() == 0 and card.locator(".lab-summary").is_hidden()
    card.get_by_role("button", name="settings", exact=True).click()
    assert card.get_by_role("slider").count() == 4 and card.get_by_role("checkbox").count() == 4
    expect(card.get_by_role("combobox", name="Adam: Convention")).to_have_value(lab.get("racer(3).steering.convention"))
    expect(card.get_by_role("combobox", name="Adam: schedule")).to_have_value("constant")


def test_a_schedule_bends_the_path_and_is_said_on_the_closed_card(lab):
    lab.open()
    before, card = points(lab, 3), lab.card("Adam")
    card.get_by_role("button", name="settings", exact=True).click()
    card.get_by_role("combobox", name="Adam: schedule").select_option("Cosine")
    lab.until("racer(3).steering.schedule === 'cosine'").settled()
    assert (points(lab, 3)[:2] == before[:2]).all() and (points(lab, 3)[-1] != before[-1]).any()
    lab.slider("Adam: steps").press("Home")
    lab.until("racer(3).steering.timing.steps === 1").settled()
    assert len(np.unique(points(lab, 3), axis=0)) == 2  # one step at α, and then none
    card.get_by_role("checkbox", name="Adam: use clipping").check()
    lab.until("racer(3).steering.options.clip === 1").settled()
    lab.box("Adam: clipping").fill(".5")
    lab.box("Adam: clipping").press("Enter")
    lab.until("racer(3).steering.options.clip === .5").settled()
    card.get_by_role("button", name="settings", exact=True).click()
    summary = card.locator(".lab-summary")
    expect(summary).to_have_text("cosine · clip 0.5")
    summary.click()
    card.get_by_role("checkbox", name="Adam: use clipping").uncheck()
    lab.until("racer(3).steering.options.clip === null").settled()
    assert lab.slider("Adam: clipping").is_hidden()


def test_a_convention_sets_the_switches_and_its_twin_stands_beside_it(lab):
    lab.open()
    card = lab.card("Adam")
    card.get_by_role("button", name="settings", exact=True).click()
    card.get_by_role("combobox", name="Adam: Convention").select_option("Keras")
    lab.until("racer(3).steering.convention === 'keras'").settled()
    assert card.get_by_role("checkbox", name="fold bias correction into α (Keras)").is_checked()
    lab.box("Adam: numerical stability").fill("1e-5")
    lab.box("Adam: numerical stability").press("Enter")
    lab.until("racer(3).steering.convention === null").settled()
    assert card.get_by_role("combobox", name="Adam: Convention").evaluate("e => e.selectedOptions[0].text") == "custom"
    lab.choose("Adam", "Overlay as PyTorch")
    lab.until("wire.racers.length === 4").settled()
    assert lab.get("[racer(3), racer(4)].map(({values}) => values.epsilon)") == [1e-5, 1e-8]


def test_a_racers_run_is_copied_as_code(lab):
    lab.open()
    lab.choose("Adam", "Copy as code")
    dialog = lab.page.get_by_role("dialog")
    expect(dialog.get_by_role("tab")).not_to_have_count(0)
    expect(dialog.locator("code").first).to_contain_text("import ")
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="hidden")


# ---- by hand
def test_the_path_goes_on_from_there_with_the_new_value(lab):
    lab.open("step=0")
    before = points(lab)
    by_hand(lab)
    change(lab, 30, "0.01")
    assert changes(lab) == [[30, "learning_rate", 0.01]] and lab.get("racer(1).values.learning_rate") == 0.002
    after = points(lab)
    assert (after[:31] == before[:31]).all() and (after[31] != before[31]).any()
    assert after == pytest.approx(gone_on([(30, 0.002), (70, 0.01)]), abs=1e-6)
    change(lab, 60, "0.001")
    assert points(lab) == pytest.approx(gone_on([(30, 0.002), (30, 0.01), (40, 0.001)]), abs=1e-6)
    for step, value in ((29, "0.002"), (30, "0.01"), (59, "0.01"), (60, "0.001"), (0, "0.002")):
        to_step(lab, step)
        expect(lab.box(RATE)).to_have_value(value)
    lab.box(RATE).fill("0.004")  # at step 0: the whole run
    lab.box(RATE).press("Enter")
    lab.until("racer(1).values.learning_rate === .004").settled()
    assert [at for at, *_ in changes(lab)] == [30, 60]
    by = lab.page.get_by_role("button", name="Change mid-run", exact=True)
    to_step(lab, 70)
    by.click()
    expect(lab.box(RATE)).to_have_value("0.004")


def test_a_drag_while_it_plays_pauses_and_bends_the_path_live(lab):
    lab.open("step=10&speed=5&loop=1")
    by_hand(lab)
    lab.page.get_by_role("button", name="Play", exact=True).click()
    lab.until("view.playing && view.step > 10")
    drawn = int(lab.page.locator(".lab-stage").get_attribute("data-drawn"))
    lab.grab(lab.slider(RATE), 0.6)
    lab.until("!view.playing && racer(1).steering.changes.length === 1")
    assert changes(lab)[0][0] == lab.get("view.step")
    lab.until("Number(stage.dataset.drawn) > argument", drawn)
    lab.page.mouse.up()
    lab.settled()
    assert len(changes(lab)) == 1


def test_at_the_end_the_last_step_is_changed_and_the_reader_told(lab):
    lab.open("step=60")
    by_hand(lab)
    lab.until("view.byHand")
    lab.page.get_by_label("Step", exact=True).press("End")
    lab.until("view.step === 100")
    lab.slider(RATE).press("End")
    lab.until("racer(1).steering.changes.length === 1").settled()
    told = lab.page.get_by_text("Only the last step changes.")
    assert told.is_visible()  # the answer did not take it away
    assert changes(lab) == [[99, "learning_rate", 10]]
    to_step(lab, 90)
    assert told.is_hidden()


def test_marks_are_moved_with_keys_and_removed(lab):
    lab.open()
    by_hand(lab)
    change(lab, 30, "0.01")
    change(lab, 60, "0.001")
    assert marks(lab) == [
        "Momentum: α 0.002 → 0.01 from step 30",
        "Momentum: α 0.01 → 0.001 from step 60",
    ]
    first = lab.page.locator(".lab-moment").first
    first.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowLeft"):
        first.press(key)
    lab.until("racer(1).steering.changes[0][0] === 22").settled()
    assert lab.get("view.step") == 60  # the page's own keys stay out of it
    first.press("End")  # up to its neighbour
    lab.until("racer(1).steering.changes[0][0] === 59").settled()
    assert points(lab) == pytest.approx(gone_on([(59, 0.002), (1, 0.01), (40, 0.001)]), abs=1e-6)
    first.press("Delete")
    lab.until("racer(1).steering.changes.length === 1").settled()
    assert marks(lab) == ["Momentum: α 0.002 → 0.001 from step 60"]
    expect(lab.page.locator(".lab-moment")).to_be_focused()
    lab.page.keyboard.press("Enter")
    lab.page.get_by_role("button", name="Remove Momentum: α 0.002 → 0.001 from step 60").click()
    lab.until("racer(1).steering.changes.length === 0").settled()
    assert marks(lab) == [] and points(lab) == pytest.approx(gone_on([(100, 0.002)]), abs=1e-6)


def test_a_mark_is_dragged_and_the_link_says_where(lab):
    lab.open()
    by_hand(lab)
    change(lab, 30, "0.01")
    change(lab, 30, "0.5", "Adam: learning rate", 3)
    assert len(marks(lab)) == 2
    box = lab.page.locator(".lab-moment").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lane = lab.page.locator(".lab-changes").bounding_box()
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 0.25 * lane["width"], y, steps=12)
    lab.until("racer(1).steering.changes[0][0] === 55 && wire.held")
    assert points(lab) == pytest.approx(gone_on([(55, 0.002), (45, 0.01)]), abs=1e-6)
    lab.page.mouse.up()
    lab.until("!wire.held").settled()
    assert changes(lab) == [[55, "learning_rate", 0.01]] and changes(lab, 3) == [[30, "learning_rate", 0.5]]
    lab.until("location.search.includes('h1=55')")
    tracks, query = lab.tracks(), lab.get("location.search.slice(1)")
    lab.open(query)
    assert lab.tracks() == tracks and not lab.get("Boolean(view.byHand)")
    assert len(marks(lab)) == 2
    lab.page.get_by_role("button", name="Hide Momentum").click()
    lab.until("racer(1).hidden").settled()
    assert marks(lab) == ["Adam: α 0.2 → 0.5 from step 30"]
    lab.choose("Adam", "Remove changes in mid-run")
    lab.until("racer(3).steering.changes.length === 0").settled()
    assert marks(lab) == []


def test_a_ring_stands_where_the_path_was_changed(lab):
    lab.open("step=0")
    by_hand(lab)
    change(lab, 12, "0.004")
    to_step(lab, 20)
    x, y = points(lab)[12]
    assert lab.ink(x, y) == [255, 255, 255, 255]
    lab.choose("Momentum", "Remove changes in mid-run")
    lab.until("racer(1).steering.changes.length === 0").settled()
    red, _, blue, _ = lab.ink(x, y)
    assert blue - red > 100  # the line itself, at whose edge the point may lie


def test_by_hand_on_a_phone(make_lab):
    lab = make_lab(**PHONE)
    lab.open("step=40")
    lab.page.get_by_role("button", name="Change mid-run", exact=True).tap()
    change(lab, 40, "0.01")
    bar = lab.page.locator(".lab-transport")
    assert bar.evaluate("e => e.scrollWidth <= e.clientWidth") and lab.get("document.body.scrollWidth") <= 390
    mark = lab.page.locator(".lab-moment")
    assert min(mark.bounding_box()[side] for side in ("width", "height")) >= 32
    mark.tap()
    lab.page.get_by_role("button", name=re.compile("^Remove Momentum")).tap()
    lab.until("racer(1).steering.changes.length === 0").settled()


def test_nets_are_steered_by_hand_too(make_lab):
    lab = make_lab("networks")
    lab.open()
    lab.until("!wire.training.running && wire.training.steps === wire.steps").settled()
    by_hand(lab)
    change(lab, 50, "0.5")
    lab.until("!wire.training.running && wire.training.steps === wire.steps").settled()
    assert marks(lab) == ["Momentum: α 0.1 → 0.5 from step 50"]
    lab.card("Momentum").get_by_role("button", name="More for Momentum").click()
    entries = lab.page.get_by_role("menuitem").all_inner_texts()
    assert "Remove changes in mid-run" in entries and "Copy as code" not in entries


# ---- stories, noise, menu, table
@pytest.mark.parametrize("wishes", [{}, PHONE], ids=["desk", "phone"])
def test_a_story_is_told_from_its_start(make_lab, wishes):
    lab = make_lab(**wishes)
    lab.open("step=50&zoom=-1~1~-1~1").watch()
    lab.page.get_by_role("button", name="View and link" if wishes else "Stories").click()
    for story in STORIES.values():
        expect(lab.page.get_by_role("menuitem", name=story.title)).to_be_visible(visible=not story.group)
    lab.page.get_by_role("menuitem", name="More", exact=True).click()
    lab.page.get_by_role("menuitem", name=STORIES["gain"].title).click()
    lab.until("wire.story?.key === 'gain' && [...window.seen].filter((step) => step < 50).length > 3")
    assert lab.get("view.zoom === null && !wire.racers[0].steering.changes.length")
    assert lab.get("wire.racers[1].steering.changes[0][0] === 30")
    expect(lab.page.locator(".lab-lead")).to_contain_text(STORIES["gain"].parts[0].text)
    lab.page.get_by_role("button", name="Undo").click()
    lab.until("wire.story === null && racer(3).optimizer === 'adam'")
    expect(lab.page.locator(".lab-lead")).to_contain_text(INTRO["race"])


def test_the_parts_of_a_story_and_its_link(lab):
    """Next and Back walk through the parts and on to other stories; what is changed is marked, and can be restored."""
    lab.open("story=bias&step=0")
    lead = lab.page.locator(".lab-lead")
    said = [part.text for part in STORIES["bias"].parts]
    expect(lead).to_contain_text(said[0])
    lab.page.get_by_role("button", name="Next", exact=True).click()
    expect(lead).to_contain_text(said[1])
    lab.until("location.search.includes('story=bias') && location.search.includes('part=2')").settled()
    lab.page.get_by_role("slider", name="learning rate").first.press("ArrowRight")
    expect(lead.get_by_text("You have changed this picture.")).to_be_visible()
    lab.until("(decodeURIComponent(location.search).match(/learning_rate~0\\.2~/g) ?? []).length === 1").settled()
    lab.page.reload()
    lab.ready()
    expect(lead).to_contain_text(said[1])
    lab.page.get_by_role("button", name="Restore", exact=True).click()
    lab.until("!wire.story.changed").settled()
    expect(lead.get_by_text("You have changed this picture.")).to_be_hidden()
    lab.page.get_by_role("button", name="Back", exact=True).click()
    expect(lead).to_contain_text(said[0])
    lab.page.get_by_role("button", name="Close", exact=True).click()
    lab.until("wire.story === null && !location.search.includes('story')").settled()
    lab.page.get_by_role("button", name="Start the course").click()
    expect(lead).to_contain_text(next(iter(STORIES.values())).parts[0].text)


@pytest.mark.parametrize("query", ["step=100", "story=adam&part=2&step=100"])
def test_what_is_seen_what_to_do_and_three_rows_stand_above_the_fold(lab, query):
    """At 1280 × 720: no symbol that a beginner needs stands without its name."""
    lab.open(query)
    ends = lab.get(
        "[...document.querySelectorAll('.lab-lead, .lab-table tbody tr')].map((row) => "
        "row.getBoundingClientRect().bottom)"
    )
    assert len(ends) == 4 and max(ends) <= 720
    for name in ("Play", "Change mid-run", "Loop", "Fit", "Stories", "Copy link", "Hide", "More", "settings"):
        expect(lab.page.locator("button:visible", has_text=name).first).to_be_visible()


def test_noise_is_the_same_for_all_and_goes_away(lab):
    lab.open()
    before = lab.tracks()
    lab.page.get_by_role("button", name="Noise: off").click()
    for name, value in (("noise", "2"), ("batch", "16"), ("seed", "7")):
        lab.box(f"Noise: {name}").fill(value)
        lab.box(f"Noise: {name}").press("Enter")
        lab.until(f"wire.noise.{name} === {value}").settled()
    noise = lab.page.get_by_role("region", name="Noise")
    expect(noise.get_by_role("button")).to_have_text(re.compile("Noise: σ 2 · b 16 · seed 7$"))
    expect(noise).to_contain_text("σ/√b = 0.5")
    assert all(lab.tracks()[k] != before[k] for k in range(3))
    lab.slider("Noise: noise").press("Home")
    lab.until("wire.noise.noise === 0").settled()
    assert lab.tracks() == before


def test_the_menu_of_racers_takes_letters_and_fits_the_screen(make_lab):
    lab, phone = make_lab(), make_lab(**PHONE)
    lab.open()
    lab.page.get_by_role("button", name="Add an optimizer").click()
    menu = lab.page.get_by_role("menu", name="Add an optimizer")
    items = menu.get_by_role("menuitem")
    assert items.count() == len(OPTIMIZERS) and menu.get_by_role("group").count() == 5
    assert menu.evaluate("e => e.scrollHeight <= e.clientHeight")
    assert len(set(items.evaluate_all("all => all.map((e) => e.getBoundingClientRect().left)"))) == 2
    expect(items.first).to_be_focused()
    for typed, title in (("adamw", "AdamW"), ("ArrowDown", "RAdam"), ("l", "Lion"), ("l", "L-BFGS"), ("l", "Lion")):
        lab.page.evaluate(TYPE, [typed] if typed.startswith("Arrow") else [*typed])
        expect(lab.page.locator("[role=menuitem]:focus span")).to_have_text(title)
    lab.page.keyboard.press("Enter")
    lab.until("wire.racers.some(({optimizer}) => optimizer === 'lion')").settled()
    phone.open()
    phone.page.get_by_role("button", name="Add an optimizer").tap()
    sheet = phone.page.get_by_role("menu", name="Add an optimizer")
    box = sheet.bounding_box()
    assert box["x"] == 0 and box["width"] == 390 and box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert sheet.evaluate("e => e.scrollHeight > e.clientHeight") and box["height"] <= 0.6 * 844 + 1


def test_evaluations_are_counted_where_a_rule_asks_for_more_than_a_gradient(lab):
    lab.open()
    column = lab.page.get_by_role("columnheader", name="Evaluations", exact=True)
    assert column.is_hidden()
    lab.page.get_by_role("button", name="Add an optimizer").click()
    lab.page.get_by_role("menuitem", name=re.compile("^Newton")).click()
    lab.until("racer(4)?.evaluations").settled()
    expect(column).to_be_visible()
    cells = lab.page.locator(".lab-table tbody tr td:last-child")
    expect(cells.first).to_have_text("∇ 100")
    counts = lab.get("racer(4).evaluations")
    assert counts["hessians"] > 0
    found = dict(zip("f∇H", (counts[name] for name in ("values", "gradients", "hessians")), strict=True))
    expect(cells.nth(3)).to_have_text(" · ".join(f"{of} {count:g}" for of, count in found.items() if count))


def test_switching_by_hand_does_nothing_to_what_stands(lab):
    lab.open("step=36")
    before = lab.tracks()
    by_hand(lab)
    lab.page.get_by_role("button", name="Change mid-run", exact=True).click()
    assert lab.tracks() == before and marks(lab) == []
    assert "hand" not in lab.get("location.search")
