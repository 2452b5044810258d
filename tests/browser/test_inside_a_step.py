"""Inside a step: parts of Adam come and go, the arithmetic at the cursor and its arrows, series and gradient checks."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.lab import NOTICE
from tests.browser.test_looks import PHONE, UNNAMED, WIDTHS

STEP = 14
MANTISSA = re.compile(r"−?\d+(?:\.\d+)?(?:e−?\d+)?")
PATH = "['x', 'y', 'loss'].map((name) => [...wire.path[name]].map(String))"
GHOSTS = "wire.ghostPaths.map(({key, x}) => [key, ...[...x].map(String)])"
# The arithmetic follows a frame or two after the picture.
SHOWN = """(() => {
  const text = document.querySelector('[data-line=theta] .lab-result').textContent.replaceAll('−', '-');
  const shown = text.match(/-?[0-9.]+(e-?[0-9]+)?/g)?.map(Number) ?? [];
  return argument.every((wanted, k) => Math.abs(shown[k] - wanted) <= 1e-3 * Math.abs(wanted));
})()"""
# Key by key to the end: the axes after each step, and whether both ends of the step are within them.
WALK = """(async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const {x, y} = wire.path;
  const within = ([x0, x1, y0, y1], k) => x0 <= x[k] && x[k] <= x1 && y0 <= y[k] && y[k] <= y1;
  const walked = [];
  for (let step = 0; step < wire.steps; step++) {
    const {zoom} = window.lab.view;
    walked.push([zoom.join(), within(zoom, step) && within(zoom, step + 1)]);
    document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
    await drawn();
  }
  return walked;
})()"""


@pytest.fixture
def page(make_lab):
    return make_lab("inside")


def pill(page, name):
    return page.page.get_by_role("group", name="Parts of Adam").get_by_role("button", name=name)


def line(page, name):
    return page.page.locator(f"[data-line={name}]")


def numbers(text):
    return [float(number.replace("−", "-")) for number in MANTISSA.findall(text)]


def result(page, name):
    return numbers(line(page, name).locator(".lab-result").text_content())


def unfold(page, *titles):
    """Opens groups of lines."""
    for title in titles:
        page.page.locator(f"[data-group='{title}'] summary").click()


def title(page):
    return page.page.locator(".lab-opened h2")


def worked(t, alpha=0.3, memory=True, scaling=True, correction=True):
    """Adam on x² + 50y² from (−4, 2) with the opening's settings, in plain NumPy: the quantities of step t."""
    beta1, beta2, epsilon = 0.9, 0.999, 1e-8
    theta, v, s = np.array([-4.0, 2.0]), np.zeros(2), np.zeros(2)
    for k in range(1, t + 1):
        before = theta
        g = np.array([2.0, 100.0]) * theta
        v = beta1 * v + (1 - beta1) * g if memory else g
        s = beta2 * s + (1 - beta2) * g**2
        v_hat = v / (1 - beta1**k) if correction and memory else v
        s_hat = s / (1 - beta2**k) if correction else s
        rate = alpha / (np.sqrt(s_hat) + epsilon) if scaling else np.full(2, alpha)
        step = -rate * v_hat
        theta = theta + step
    return {"params": before, "g": g, "v": v, "s": s, "v_hat": v_hat, "s_hat": s_hat, "step": step, "theta": theta}


def assert_worked(page, t, **switches):
    wanted = worked(t, page.get("wire.hypers.learning_rate"), **switches)
    page.until(SHOWN, list(wanted["theta"]))
    for name in ("g", "v", "s", "v_hat", "s_hat", "step", "theta"):
        assert result(page, name) == pytest.approx(list(wanted[name]), rel=6e-4), name
    shown = numbers(line(page, "theta").locator(".lab-numbers").text_content())
    assert shown == pytest.approx([*wanted["params"], *wanted["step"]], rel=6e-4)


# ---- the first look
def test_a_first_visit_plays_once(page):
    page.watch().open("")
    page.until("window.seen.size > 3")
    page.get("window.lab.setView({speed: 1000})")
    page.until("!view.playing && view.step === 60")
    assert page.get("[view.opening, wire.tab, wire.title]") == [False, "surface", "Adam"]


def test_reduced_motion_does_not_play(make_lab):
    page = make_lab("inside", reduced_motion="reduce").open("")
    assert page.get("[view.step, view.playing]") == [60, False]


def test_nothing_needed_is_below_the_fold_of_a_projector(page):
    page.open(f"step={STEP}")
    transport = page.page.locator(".lab-transport").bounding_box()
    assert transport["y"] + transport["height"] <= 720
    lines = page.page.locator(".lab-lines")
    assert lines.evaluate("lines => lines.scrollHeight <= lines.clientHeight + 1")
    theta, map_area = line(page, "theta").bounding_box(), page.page.locator("[data-panel=map]").bounding_box()
    assert theta["y"] + theta["height"] <= map_area["y"] + map_area["height"] + 1
    assert page.get("frame().wide / frame().high") == pytest.approx(4 / 3, abs=0.02)
    assert max(page.get(WIDTHS)) <= 1280


@pytest.mark.parametrize("tab", ["surface", "series", "check"])
def test_every_control_has_a_name(page, tab):
    page.open(f"tab={tab}&step=10")
    assert page.get(f"({UNNAMED})()") == []


# ---- the arithmetic
def test_the_arithmetic_is_what_numpy_says(page):
    page.open(f"step={STEP}")
    expect(title(page)).to_contain_text(f"from step {STEP} to {STEP + 1}")
    assert_worked(page, STEP + 1)
    page.page.keyboard.press("ArrowRight")
    expect(title(page)).to_contain_text(f"from step {STEP + 1} to {STEP + 2}")
    assert_worked(page, STEP + 2)
    page.page.keyboard.press("Home")
    assert_worked(page, 1)
    before = numbers(line(page, "v").locator(".lab-numbers").text_content())
    assert before[:3] == [0.9, 0, 0]  # an average starts at nothing
    page.page.keyboard.press("End")
    assert_worked(page, 60)  # the last step again: there is none after it


def test_numbers_put_in_are_those_of_this_step(page):
    page.open(f"step={STEP}")
    earlier, now = worked(STEP), worked(STEP + 1)
    page.until(SHOWN, list(now["theta"]))
    shown = numbers(line(page, "s").locator(".lab-numbers").text_content())
    assert shown == pytest.approx([0.999, *earlier["s"], 0.001, *now["g"]], rel=6e-4)


# ---- the switches
def test_a_switch_takes_its_part_out_of_formula_title_and_path(page):
    page.open(f"step={STEP}")
    with_all = page.get(PATH)
    assert line(page, "v_hat").locator(".lab-grey").count() == 0
    pill(page, "bias correction").click()
    page.until("wire.bias_correction === false").settled()
    expect(title(page)).to_contain_text("Adam without correction")
    expect(line(page, "v_hat").locator(".lab-grey")).to_have_text(" / (1 − β₁ᵗ)")
    expect(pill(page, "bias correction")).to_have_attribute("aria-pressed", "false")
    assert page.get(PATH) != with_all
    assert_worked(page, STEP + 1, correction=False)
    pill(page, "momentum").click()
    page.until("wire.memory === false").settled()
    expect(title(page)).to_contain_text("RMSprop")
    assert_worked(page, STEP + 1, correction=False, memory=False)
    for name in ("momentum", "bias correction"):
        pill(page, name).click()
    page.until("wire.memory && wire.bias_correction").settled()
    assert page.get(PATH) == with_all


def test_another_optimizer_has_no_switches_and_no_ghosts(page):
    page.open(f"step={STEP}")
    page.page.get_by_role("combobox", name="Optimizer").select_option("Nesterov")
    page.until("wire.optimizer === 'nesterov'").settled()
    expect(pill(page, "momentum")).to_be_hidden()
    expect(page.page.get_by_text("Adam’s other variants")).to_be_hidden()
    assert page.get("wire.ghostPaths.length") == 0
    expect(page.page.locator(".lab-table tbody tr")).to_have_count(1)
    page.page.get_by_role("combobox", name="Optimizer").select_option("Adam")
    page.until("wire.optimizer === 'adam'").settled()
    expect(pill(page, "momentum")).to_be_visible()


def test_lines_are_folded_by_click_and_by_key(page):
    """Three lines are there at first, and what the others lead to."""
    page.open(f"step={STEP}")
    lines = page.page.locator(".lab-opened-line")
    assert [line.get_attribute("data-line") for line in lines.all() if line.is_visible()] == ["rate", "step", "theta"]
    for title, name in {"Gradient": "g", "First moment": "v_hat", "Second moment": "s_hat"}.items():
        folded = page.page.locator(f"[data-group='{title}'] summary")
        assert numbers(folded.locator(".lab-result").inner_text()) == pytest.approx(worked(STEP + 1)[name], rel=6e-4)
    unfold(page, "First moment")
    for name in ("v", "v_weight", "v_hat"):
        expect(line(page, name)).to_be_visible()
    summary = page.page.locator("[data-group='Second moment'] summary")
    summary.focus()
    page.until("window.lab.lit === 'ellipse'")
    summary.press("Space")
    expect(line(page, "s_weight")).to_be_visible()
    assert not page.get("view.playing")
    page.page.get_by_role("combobox", name="Optimizer").select_option("AdamW")
    page.until("wire.optimizer === 'adamw'").settled()
    expect(line(page, "s_weight")).to_be_visible()  # what was opened stays open


def test_a_high_screen_has_as_many_lines_as_fit(make_lab):
    page = make_lab("inside", viewport={"width": 1920, "height": 1080}).open(f"step={STEP}")
    expect(line(page, "s_hat")).to_be_visible()
    expect(line(page, "theta")).to_be_in_viewport(ratio=1)
    assert page.page.locator(".lab-lines").evaluate("lines => lines.scrollHeight <= lines.clientHeight + 1")


def test_a_switch_brings_its_own_rate_and_undo_takes_it_back(page):
    page.open(f"step={STEP}")
    pill(page, "RMS scaling").click()
    page.until("!wire.scaling").settled()
    assert page.get("wire.hypers.learning_rate") == 0.02
    notice = page.page.locator(".lab-notice.lab-info")
    expect(notice).to_contain_text("α = 0.02, its preset on this surface (was 0.3)")
    notice.get_by_role("button", name="Undo").click()
    page.until("wire.scaling && wire.hypers.learning_rate === .3").settled()


# ---- arrows and lines
def test_a_line_lights_its_arrow(page):
    page.open(f"step={STEP}")
    unfold(page, "Gradient", "Second moment")
    page.page.mouse.move(5, 5)
    still = page.picture()
    line(page, "s_hat").hover()
    page.until("window.lab.lit === 'ellipse'")
    lit = page.picture()
    assert lit[0] != still[0] and lit[1:] == still[1:]
    expect(line(page, "s_hat")).to_have_class(re.compile("lab-lit"))
    expect(line(page, "step")).to_have_class(re.compile("lab-unlit"))
    line(page, "g").focus()
    page.until("window.lab.lit === 'gradient'")
    assert page.picture()[0] not in (still[0], lit[0])
    page.page.mouse.move(5, 5)
    line(page, "g").blur()
    page.until("window.lab.lit === null")
    assert page.picture() == still


def test_an_arrow_lights_its_lines(make_lab):
    page = make_lab("inside", reduced_motion="reduce").open(f"step={STEP}")
    page.page.keyboard.press("z")
    page.until("view.follow && view.zoom")
    (x, y), (dx, dy) = worked(STEP + 1)["params"], worked(STEP + 1)["step"]
    page.page.mouse.move(*page.at(x + 0.7 * dx, y + 0.7 * dy))
    page.until("window.lab.lit === 'step'")
    expect(line(page, "step")).to_have_class(re.compile("lab-lit"))
    expect(line(page, "g")).to_have_class(re.compile("lab-unlit"))
    page.page.mouse.move(5, 5)
    page.until("window.lab.lit === null")


def test_the_look_ahead_point(page):
    page.open(f"step={STEP}&optimizer=nesterov~learning_rate~0.002~beta1~0.9~look_ahead~1")
    first = page.page.locator(".lab-opened-line").first
    expect(first).to_have_attribute("data-line", "look_ahead")
    point = page.get("wire.values.rule.look_ahead.map((column) => column[view.step])")
    expect(first.locator(".lab-result")).not_to_be_empty()
    assert result(page, "look_ahead") == pytest.approx(point, rel=6e-4)
    assert result(page, "g") == pytest.approx([2 * point[0], 100 * point[1]], rel=2e-3)  # taken there
    unfold(page, "Gradient")
    page.page.mouse.move(5, 5)
    page.until("!window.lab.lit")
    still = page.picture()
    first.hover()
    page.until("window.lab.lit === 'look_ahead'")
    assert page.picture()[0] != still[0]


def test_zoomed_on_the_step_the_picture_stands_still_for_some_steps(make_lab):
    """Every opened step is inside, and the axes do not move with every step. Without motion they jump, not glide."""
    page = make_lab("inside", reduced_motion="reduce").open("step=0")
    page.page.get_by_role("button", name="Zoom on this step").click()
    page.until("view.zoom && (view.zoom[1] - view.zoom[0]) < .6 * (ground.view[1] - ground.view[0])")
    zooms, inside = zip(*page.get(WALK), strict=True)
    assert len(zooms) == 60 and all(inside)
    assert 1 < len(set(zooms)) <= 40
    page.page.keyboard.press("z")
    page.until("!view.follow && view.zoom === null")


# ---- sliders and ghosts
def test_a_slider_bends_the_path_while_it_is_dragged(page):
    page.open(f"step={STEP}")
    before, ghosts, picture = page.get(PATH), page.get(GHOSTS), page.picture()
    page.grab(page.slider("learning rate"), 0.6)
    page.until("wire.held && wire.hypers.learning_rate < .2").settled()
    assert page.get(PATH) != before and page.picture()[0] != picture[0]
    assert page.get(GHOSTS) == ghosts  # each has its own α
    assert "learning_rate~0.3~" in page.get("location.search")  # the address waits for the finger to leave
    page.page.mouse.up()
    page.until("!wire.held").settled()
    page.until("location.search.includes(`learning_rate~${wire.hypers.learning_rate}~`)")


def test_ghosts_with_the_same_rate_follow_the_slider(page):
    page.open(f"step={STEP}")
    own = page.get("wire.ghostPaths.map(({rate}) => rate)")
    assert len(own) == 6 and len(set(own)) > 2
    page.page.get_by_role("button", name="all with the same α").click()
    page.until("wire.same").settled()
    assert set(page.get("wire.ghostPaths.map(({rate}) => rate)")) == {0.3}
    ghosts = page.get(GHOSTS)
    page.slider("learning rate").press("ArrowLeft")
    page.until("wire.hypers.learning_rate < .3").settled()
    assert page.get(GHOSTS) != ghosts
    page.page.get_by_label("Adam’s other variants").uncheck()
    page.until("!wire.ghosts && wire.ghostPaths.length === 0").settled()
    expect(page.page.locator(".lab-table tbody tr")).to_have_count(1)


def test_a_variant_that_is_pressed_becomes_the_shown_one(page):
    page.open(f"step={STEP}")
    page.page.get_by_role("button", name=re.compile(r"^Momentum \(average form\) α")).click()
    page.until("!wire.scaling && !wire.bias_correction && wire.memory").settled()
    expect(title(page)).to_contain_text("Momentum (average form)")
    assert page.get("wire.ghostPaths.map(({key}) => key)").count("adam") == 1


def test_the_table_has_first_steps_in_units_of_alpha(page):
    page.open(f"step={STEP}")
    expect(page.page.locator(".lab-table tbody tr")).to_have_count(7)
    rows = {row.locator("th").inner_text(): row.inner_text() for row in page.page.locator(".lab-table tbody tr").all()}
    assert "(1, 1)" in rows["Adam"] and "(3.16, 3.16)" in rows["Adam without correction"]
    x, y = worked(STEP)["theta"]
    assert numbers(rows["Adam"])[-3:-1] == pytest.approx([x, y], rel=6e-3)


def test_the_start_is_dragged(page):
    page.open(f"step={STEP}")
    page.page.mouse.move(*page.at(-4, 2))
    page.page.mouse.down()
    page.page.mouse.move(*page.at(-3, -1), steps=5)
    page.page.mouse.up()
    page.until("Math.hypot(wire.start[0] + 3, wire.start[1] + 1) < .1").settled()
    assert page.get("[wire.path.x[0], wire.path.y[0]]") == pytest.approx(page.get("wire.start"), rel=1e-6)


# ---- tabs
def test_tabs_by_mouse_and_keyboard(page):
    page.open(f"step={STEP}")
    tabs = page.page.get_by_role("tablist")
    tabs.get_by_role("tab", name="A series of gradients").click()
    page.until("wire.tab === 'series' && wire.series").settled()
    expect(page.page.locator("[data-panel=theta]")).to_be_visible()
    page.until("location.search.includes('tab=series')")
    page.page.keyboard.press("ArrowRight")
    page.until("wire.tab === 'check'").settled()
    expect(page.page.get_by_role("tab", name="Gradient check")).to_be_focused()
    expect(page.page.locator("[data-panel=errors]")).to_be_visible()
    page.page.keyboard.press("Home")
    page.until("wire.tab === 'surface'").settled()
    expect(page.page.locator("[data-panel=map]")).to_be_visible()
    page.page.go_back()
    page.until("wire.tab === 'check'").settled()


def test_keys(page):
    page.open("step=20")
    for key, step in (("ArrowLeft", 19), ("Shift+ArrowRight", 29), ("Home", 0), ("End", 60), ("Shift+ArrowLeft", 50)):
        page.page.keyboard.press(key)
        assert page.get("view.step") == step, key


def test_dragging_a_chart_moves_the_step(page):
    page.open("step=20")
    area = page.page.locator("[data-panel=chart1]").bounding_box()
    page.page.mouse.move(area["x"] + 60, area["y"] + 40)
    page.page.mouse.down()
    page.page.mouse.move(area["x"] + 40 + (area["width"] - 46) / 2, area["y"] + 40, steps=4)
    assert page.get("view.step") == pytest.approx(30, abs=1)
    page.page.mouse.up()


# ---- a series
def sums(page):
    return page.page.locator(".lab-sums").first


def test_nine_and_one(page):
    page.open("tab=series&step=10")
    expect(sums(page)).to_contain_text("Gradient descent 0")
    expect(sums(page)).to_contain_text("Sign descent −8 α")
    expect(sums(page)).to_contain_text("RMSprop −13")
    before = page.picture()
    page.page.get_by_role("button", name="Hide Rprop").click()
    page.until("wire.racers.find(({optimizer}) => optimizer === 'rprop').hidden").settled()
    assert page.picture()[1] != before[1] and "Rprop" not in sums(page).inner_text()


def test_a_series_of_ones_own_and_what_is_no_number(page):
    page.open("tab=series&step=5")
    page.page.get_by_role("combobox", name="Series").select_option("Alternating")
    page.until("wire.series.key === 'alternating'").settled()
    assert page.get("[...wire.series.g].slice(0, 4)") == [1, -1, 1, -1]
    page.page.get_by_role("button", name="Your own").click()
    typed = page.page.get_by_role("textbox", name="Gradients, one a step")
    typed.fill("2 −1 0.5")
    page.page.get_by_role("button", name="Use them").click()
    page.until("wire.series.key === 'own'").settled()
    assert page.get("[...wire.series.g]") == [2, -1, 0.5]
    expect(page.page.get_by_role("combobox", name="Series")).to_have_value("own")
    page.page.get_by_role("button", name="Your own").click()
    typed.fill("up and down")
    typed.press("Enter")
    expect(page.page.locator(NOTICE)).to_contain_text("Please give at least 2 numbers")
    assert page.get("[...wire.series.g]") == [2, -1, 0.5]
    page.until("location.search.includes('given=2.0~-1.0~0.5')")


# ---- a gradient check
def answers(page):
    return [answer.inner_text() for answer in page.page.locator(".lab-answer b").all()]


def test_theta_cubed(page):
    page.open("tab=check&what=cube&epsilon=0.01")
    assert answers(page) == ["3", "3.0001", "3.0301"]
    page.page.get_by_role("button", name="Least error at").click()
    page.until("wire.check.epsilon < 1e-4").settled()
    assert page.get("wire.check.two_error") < 1e-10
    page.slider("width of the difference").press("End")
    page.until("wire.check.epsilon === .1").settled()
    assert answers(page) == ["3", "3.01", "3.31"]


def test_the_width_is_dragged_on_the_curve(page):
    page.open("tab=check&what=cube")
    area = page.page.locator("[data-panel=errors]").bounding_box()
    place = area["x"] + 48 + (area["width"] - 58) * 6 / 11, area["y"] + 200
    page.page.mouse.move(*place)
    page.page.mouse.down()
    page.page.mouse.up()
    page.until("Math.abs(Math.log10(wire.check.epsilon) + 6) < .1 && !wire.held").settled()


def test_a_point_of_the_path(page):
    page.open("tab=check&what=surface&at=3&coordinate=y")
    x, y = worked(3)["theta"]
    expect(page.page.locator(".lab-where")).to_contain_text("along y")
    assert numbers(answers(page)[0]) == pytest.approx([100 * y], rel=1e-8)
    page.page.get_by_role("button", name="along x").click()
    page.until("wire.coordinate === 'x'").settled()
    assert numbers(answers(page)[0]) == pytest.approx([2 * x], rel=1e-8)
    page.page.get_by_role("slider", name="step", exact=True).press("Home")
    page.until("wire.at === 0").settled()
    assert answers(page)[0] == "−8"


# ---- links and looks
@pytest.mark.parametrize(
    "query",
    [
        "step=9&optimizer=adam~learning_rate~0.2~beta1~0.8~beta2~0.99~epsilon~1e-08&correction=0&same=1&zoom=-5~3~-3~3",
        "step=12&zoom=-2~1~-1.6~0.65&follow=1",  # the step is well inside, so that the camera stays
        "tab=series&step=3&series=own&given=1.0~-1.0~0.5~0.25",
        "tab=check&what=surface&at=12&coordinate=y&epsilon=1e-05",
    ],
)
def test_a_link_opens_exactly_this(page, make_lab, query):
    page.open(query)
    page.until("argument.every((part) => location.search.includes(part))", ["v=1", *query.split("&")])
    link = page.get("location.search.slice(1)")
    assert make_lab("inside").open(link).picture() == page.picture()


def test_a_phone(make_lab):
    page = make_lab("inside", **PHONE)
    page.open(f"step={STEP}")
    assert max(page.get(WIDTHS)) <= 390
    area = page.page.locator("[data-panel=map]").bounding_box()
    opened = page.page.locator(".lab-opened").bounding_box()
    assert opened["y"] >= area["y"] + area["height"] and opened["x"] + opened["width"] <= 390
    page.page.get_by_role("group", name="Picture").get_by_role("button").nth(4).tap()
    expect(page.page.locator("[data-panel=chart3]")).to_be_visible()
    expect(page.page.locator("[data-panel=map]")).to_be_hidden()
    for tab in ("A series of gradients", "Gradient check"):
        page.page.get_by_role("tab", name=tab).tap()
        expect(page.page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        page.settled()
        assert max(page.get(WIDTHS)) <= 390


def test_the_theme_may_change_while_the_page_is_open(page):
    page.open(f"step={STEP}")
    color = "getComputedStyle(document.querySelector('.lab-opened')).getPropertyValue('--c')"
    page.until(f"{color} === '#006453'")
    page.page.emulate_media(color_scheme="dark")
    page.until(f"{color} === '#a6f7bd'").settled()


def test_dark_is_dark(make_lab):
    page = make_lab("inside", color_scheme="dark").open(f"step={STEP}")
    x, y = page.get("[wire.path.x[view.step], wire.path.y[view.step]]")
    assert page.ink(x, y)[:3] == pytest.approx((166, 247, 189), abs=3)
    expect(title(page)).to_contain_text("Adam")
    color = title(page).evaluate("title => getComputedStyle(title).color")
    assert min(map(int, color[4:-1].split(","))) > 200
