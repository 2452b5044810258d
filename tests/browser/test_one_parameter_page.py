"""A cost of one parameter on the Race page: a curve, balls on it, and hands that move them."""

import pytest

LECTURE = "surface=quadratic_cost&r1=gradient_descent~learning_rate~0.01&steps=1000"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PLACE = """(([x]) => {
  const [x0, x1, y0, y1] = view.zoom ?? ground.view, {clientWidth: width, clientHeight: height} = axes('map');
  const margin = {l: 30, r: 4, t: 8, b: 28};
  const frame = window.frameOf({x: [x0, x1], y: [y0, y1], margin}, {width, height});
  const {a, b, c} = Object.fromEntries(ground.parameters.map(({name, value}) => [name, value]));
  return [frame.px(x), frame.py(a * x * x + b * x + c)];
})(argument)"""
PIXEL = """(([px, py, sheet]) => {
  const canvas = document.querySelector(`[data-panel=map] canvas.${sheet}`);
  return [...canvas.getContext('2d').getImageData(px * devicePixelRatio, py * devicePixelRatio, 1, 1).data];
})(argument)"""


def place(lab, x):
    """Where a point of the parabola is in the map's box."""
    return lab.get(PLACE, [x])


def pixel(lab, x, sheet="lab-ink"):
    return lab.get(PIXEL, [*place(lab, x), sheet])[:3]


def on_screen(lab, x):
    area, (px, py) = lab.page.locator("[data-panel=map] .lab-axes").bounding_box(), place(lab, x)
    return area["x"] + px, area["y"] + py


def handle(lab):
    area = lab.page.locator(".lab-start").bounding_box()
    return area["x"] + area["width"] / 2, area["y"] + area["height"] / 2


def coefficient(lab, name, value):
    box = lab.box(name)
    box.fill(value)
    box.press("Enter")
    lab.settled()


def test_the_lecture_s_run(lab):
    lab.open(f"{LECTURE}&step=1")
    assert lab.get("racer(1).x[1]") == pytest.approx(0.1) and lab.get("racer(1).x[1000]") == pytest.approx(5, abs=1e-4)
    lab.page.get_by_text("J(w) = w² − 10w + 25", exact=True).wait_for()
    assert lab.page.locator(".lab-table tbody tr td").nth(1).inner_text() == "24"  # (.1 − 5)²
    lab.page.keyboard.press("End")
    lab.until("view.step === 1000")
    assert pixel(lab, 5 - 1e-6) == pytest.approx((39, 83, 226), abs=3)  # the ball has come down


def test_the_ball_and_the_curve_are_where_they_should_be(make_lab):
    for scheme, ink, around in (("light", (39, 83, 226), 255), ("dark", (115, 145, 255), 20)):
        lab = make_lab(color_scheme=scheme)
        lab.open(f"{LECTURE}&step=30")
        assert pixel(lab, lab.get("racer(1).x[30]")) == pytest.approx(ink, abs=3)
        assert abs(pixel(lab, 9, "lab-under")[1] - around) > 70  # the curve
        px, py = place(lab, 9)
        assert abs(lab.get(PIXEL, [px, py - 8, "lab-under"])[1] - around) <= 5  # and nothing beside it


def test_three_that_arrive_together_are_all_seen(lab):
    lab.open("surface=quadratic_cost&step=100")
    for lane, color in enumerate(((39, 83, 226), (165, 89, 17), (0, 100, 83))):  # momentum, RMSprop, Adam
        px, py = place(lab, lab.get(f"racer({lane + 1}).x[100]"))
        assert lab.get(PIXEL, [px, py - 11 * lane + 3, "lab-ink"])[:3] == pytest.approx(color, abs=3)


def test_the_start_moves_along_the_curve(lab):
    lab.open(f"{LECTURE}&step=0")
    lab.page.mouse.move(*handle(lab))
    lab.page.mouse.down()
    x, _ = on_screen(lab, 8)
    lab.page.mouse.move(x, 300, steps=5)
    assert handle(lab) == pytest.approx(on_screen(lab, 8), abs=1.5)
    lab.page.mouse.up()
    lab.until("Math.abs(wire.start[0] - 8) < .05").settled()
    w = lab.get("wire.start[0]")
    assert lab.get("wire.start[1]") == pytest.approx((w - 5) ** 2)
    lab.page.wait_for_url(lambda address: f"start={w}~0.0" in address)
    lab.page.locator(".lab-start").focus()
    lab.page.keyboard.press("ArrowUp")
    lab.page.keyboard.press("ArrowLeft")
    lab.until(f"wire.start[0] < {w}").settled()
    assert lab.page.locator(".lab-start").get_attribute("aria-valuetext").startswith("w 7.")


def test_a_click_sets_the_start_and_the_wheel_comes_nearer(lab):
    lab.open(f"{LECTURE}&step=0")
    x, y = on_screen(lab, 2)
    lab.page.mouse.click(x, y - 100)  # above the curve
    lab.until("Math.abs(wire.start[0] - 2) < .05").settled()
    before = lab.get("ground.view")
    lab.page.mouse.move(*on_screen(lab, 8))
    lab.page.keyboard.down("Control")
    lab.page.mouse.wheel(0, -500)
    lab.page.keyboard.up("Control")
    lab.until("view.zoom !== null")
    zoom = lab.get("view.zoom")
    assert zoom[1] - zoom[0] < before[1] - before[0] and zoom[3] - zoom[2] < before[3] - before[2]
    assert handle(lab) == pytest.approx(on_screen(lab, lab.get("wire.start[0]")), abs=1.5)
    lab.page.keyboard.press("0")
    lab.until("view.zoom === null")
    lab.page.keyboard.press("f")
    lab.until("view.zoom !== null")
    w0, w1, low, high = lab.get("view.zoom")
    assert w0 < 2 and w1 > 5 and low < 0 and high > 9


def test_coefficients_are_sliders(lab):
    lab.open(f"{LECTURE}&step=0")
    assert lab.page.locator(".lab-shape").inner_text().startswith("a 1 · b −10 · c 25")
    lab.page.locator(".lab-shape").click()
    coefficient(lab, "coefficient b of w", "-20")
    coefficient(lab, "coefficient c", "100")
    lab.until("ground.minima[0][0] === 10 && ground.minimum === 0").settled()
    lab.page.get_by_text("J(w) = w² − 20w + 100", exact=True).wait_for()
    assert lab.get("racer(1).x[1000]") == pytest.approx(10, abs=1e-4)


def test_words_say_w(lab):
    lab.open(f"{LECTURE}&step=30&speed=20")
    lab.page.mouse.move(*on_screen(lab, lab.get("racer(1).x[30]")))
    tip = lab.page.locator(".lab-tip")
    tip.get_by_text("step 30").wait_for()
    assert [line.split(" ")[0] for line in tip.inner_text().split("\n")] == ["Gradient", "step", "w", "J(w)"]
    lab.page.mouse.move(on_screen(lab, 9)[0], on_screen(lab, 5)[1] - 200)
    tip.get_by_text("J(w) ≈ 16").wait_for()
    assert lab.page.locator(".lab-tag").first.get_attribute("title").endswith("of the minimum w = 5.")


def test_a_curve_has_no_third_dimension(lab):
    lab.open("surface=double_well&view=3d&step=0")
    lab.page.get_by_text("a curve has no third dimension").wait_for()
    assert lab.page.locator("[data-panel=map]").is_visible() and not lab.page.locator("[data-panel=space]").is_visible()
    assert not lab.page.get_by_role("button", name="3-D").is_visible()
    groups = lab.get("[...document.querySelectorAll('.lab-select optgroup')].map((group) => group.label)")
    assert groups == ["Two parameters", "One parameter"]
    lab.page.get_by_label("Surface", exact=True).select_option("beale")
    lab.until("ground.surface === 'beale'").settled()
    lab.page.get_by_role("button", name="3-D").click()
    lab.page.locator("[data-panel=space]").wait_for(state="visible")
    lab.page.get_by_label("Surface", exact=True).select_option("cliff")
    lab.until("ground.surface === 'cliff'").settled()
    lab.page.locator("[data-panel=map]").wait_for(state="visible")


def test_a_ball_that_leaves_is_told_at_the_edge_where_it_is(lab):
    lab.open("surface=quadratic_cost&r1=gradient_descent~learning_rate~1.05&step=60")
    first = lab.picture()
    lab.page.keyboard.press("ArrowRight")
    lab.until("view.step === 61").settled()
    assert lab.picture()[0] != first[0]  # it is on the other side now
    assert lab.page.locator(".lab-tag").first.inner_text() == "diverged"


def test_a_phone(make_lab):
    lab = make_lab(**PHONE)
    lab.open(f"{LECTURE}&step=30")
    assert lab.get("document.documentElement.scrollWidth") <= 390
    assert pixel(lab, lab.get("racer(1).x[30]")) == pytest.approx((39, 83, 226), abs=3)
    lab.page.locator(".lab-shape").tap()
    area = lab.page.locator(".lab-shape-panel").bounding_box()
    assert area["x"] >= 0 and area["x"] + area["width"] <= 390


def test_the_guide_shows_the_curves(lab):
    lab.open("step=0")
    lab.page.get_by_role("link", name="Guide").click()
    lab.page.get_by_role("link", name="Cliff").click()
    lab.page.get_by_role("img", name="Curve of Cliff: 0.1x² + 3(1 + tanh(8(x − 2)))").wait_for()
