"""The Averages page: curves that bend under a finger, the arithmetic of a day, numbers of one's own."""

import pandas as pd
import pytest
from playwright.sync_api import expect

from experiments.series import SERIES
from figures.palette import SLOTS

SEATTLE = pd.Series(SERIES["seattle"].values)
DAY = 119
BETAS = (0.9, 0.98, 0.5)
ORANGE, GREEN = ([int(SLOTS[slot].light[k : k + 2], 16) for k in (1, 3, 5)] for slot in (1, 2))

# Where things are in a panel, in pixels of the page.
FRAME = """((panel, top) => {
  const {clientWidth: width, clientHeight: height} = axes(panel);
  return window.frameOf({x: [0, ground.n], y: top, margin: {l: 40, r: 8, t: 10, b: 24}}, {width, height});
})"""
INK = f"""(() => {{
  const frame = {FRAME}('series', wire.axis);
  const canvas = document.querySelector('[data-panel=series] canvas.lab-ink');
  const at = (length) => Math.round(length * devicePixelRatio);
  return [...canvas.getContext('2d').getImageData(at(frame.px(argument[0])), at(frame.py(argument[1])), 1, 1).data];
}})()"""
INKED = """(() => {
  const canvas = document.querySelector('[data-panel=weights] canvas.lab-ink');
  const {data, width, height} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const columns = Array.from({length: width}, (_, x) => x);
  const inked = (x) => Array.from({length: height}, (_, y) => data[4 * (y * width + x) + 3]).some(Boolean);
  return columns.filter(inked).map((x) => x / devicePixelRatio);
})()"""
COUNT = """(() => {
  const canvas = document.querySelector('[data-panel=weights] canvas.lab-ink');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const like = (k) => data[k + 3] === 255 && argument.every((part, c) => Math.abs(data[k + c] - part) < 4);
  return Array.from({length: data.length / 4}, (_, k) => 4 * k).filter(like).length;
})()"""
TRACKS = "wire.curves.map(({slot, track}) => [slot, ...Object.values(track ?? {}).map((c) => [...c].map(String))])"


@pytest.fixture
def page(make_lab):
    return make_lab("averages")


def plain(beta, theta=SEATTLE):
    """v_1, v_2, … by pandas: from a zero before the first day."""
    return pd.concat([pd.Series([0.0]), theta]).ewm(alpha=1 - beta, adjust=False).mean().to_numpy()[1:]


def corrected(beta, theta=SEATTLE):
    return theta.ewm(alpha=1 - beta, adjust=True).mean().to_numpy()


def lines(page):
    return [line.inner_text() for line in page.page.locator(".lab-line").all()]


def figures(page):
    """The four figures of each line: yesterday's average, today's number, today's average, corrected."""
    rows = page.page.locator(".lab-line").all()
    return [[float(text.replace("−", "-")) for text in row.locator(".lab-figure").all_inner_texts()] for row in rows]


def sheet(page):
    page.page.get_by_role("button", name="Your own").click()
    return page.page.get_by_role("group", name="Your own numbers")


def test_a_first_visit_plays_once(page):
    page.watch().open("")
    page.until("window.seen.size > 3")
    page.get("window.lab.setView({speed: 1000})")
    page.until("!view.playing && view.step === 365")
    assert page.get("view.opening") is False


def test_reduced_motion_does_not_play(make_lab):
    page = make_lab("averages", reduced_motion="reduce").open("")
    assert page.get("[view.step, view.playing]") == [365, False]


def test_dragging_beta_bends_its_average_while_it_is_held(page):
    page.open(f"step={DAY}")
    before, tracks = page.picture(), dict((slot, columns) for slot, *columns in page.get(TRACKS))
    page.grab(page.slider("blue average: memory"), 0.8)
    page.until("wire.held && wire.curves[0].beta > .97").settled()
    assert page.picture()[0] != before[0]
    held = dict((slot, columns) for slot, *columns in page.get(TRACKS))
    assert held[1] != tracks[1] and held[2] == tracks[2] and held[3] == tracks[3]
    assert page.get("location.search").count("c1=0.9&") in (0, 1)  # the address waits for the finger to leave
    expect(page.card("blue average").locator(".lab-card-name")).not_to_have_text("about 10 days")
    page.page.mouse.up()
    page.until("!wire.held").settled()
    beta = page.get("wire.curves[0].beta")
    page.until("location.search.includes(`c1=${argument}`)", beta)
    page.until("document.querySelector('.lab-line').innerText.includes(String(argument))", beta)
    assert figures(page)[0][2:] == pytest.approx([plain(beta)[DAY - 1], corrected(beta)[DAY - 1]], abs=0.0051)


def test_the_arithmetic_of_a_day_is_what_pandas_says(page):
    page.open(f"step={DAY}")
    expect(page.page.locator(".lab-line")).to_have_count(3)
    for beta, shown in zip(BETAS, figures(page), strict=True):
        v = plain(beta)
        wanted = [v[DAY - 2], SEATTLE[DAY - 1], v[DAY - 1], corrected(beta)[DAY - 1]]
        assert shown == pytest.approx(wanted, abs=0.0051), beta
    assert "Σ weights 0.9097" in lines(page)[1] and "lag 49 days" in lines(page)[1]
    page.page.keyboard.press("Home")
    for line in lines(page):
        assert "= 0.00" in " ".join(line.split()) and "Σ weights 0.0000" in line  # an average starts at nothing


def test_the_weights_end_at_the_cursor(page):
    page.open(f"step={DAY}")
    for key in ("ArrowLeft", "Shift+ArrowRight"):
        page.page.keyboard.press(key)
        cursor = page.get(f"{FRAME}('weights', [0, 1]).px(view.step)")
        columns = page.get(INKED)
        assert max(columns) == pytest.approx(cursor, abs=2)
        assert min(columns) == pytest.approx(40, abs=2)  # the longest memory reaches back to the first day


def test_keys(page):
    page.open("step=50&loop=1")
    for key, step in (("ArrowLeft", 49), ("Shift+ArrowRight", 59), ("Home", 0), ("End", 365), ("Shift+ArrowLeft", 355)):
        page.page.keyboard.press(key)
        assert page.get("view.step") == step, key
    page.page.keyboard.press(" ")
    assert page.get("view.playing")
    page.page.keyboard.press(" ")
    assert not page.get("view.playing")


@pytest.mark.parametrize("panel", ["series", "weights"])
def test_dragging_on_a_panel_scrubs(page, panel):
    page.open("step=10")
    box = page.page.locator(f"[data-panel={panel}]").bounding_box()
    place = f"{FRAME}(argument[0], [0, 1]).px(argument[1])"
    for day, move in ((80, page.page.mouse.move), (200, page.page.mouse.move)):
        move(box["x"] + page.get(place, [panel, day]), box["y"] + 60)
        page.page.mouse.down()
        page.until("view.step === argument", day)
    page.page.mouse.up()


def test_correction_off_on_and_both(page):
    page.open("step=40&c2=0.98")
    group = page.page.get_by_role("group", name="Bias correction")
    for choice, curve in (("off", plain), ("on", corrected), ("both", corrected)):
        group.get_by_role("button", name=choice, exact=True).click()
        page.until("wire.correction === argument", choice).settled()
        assert group.get_by_role("button", name=choice, exact=True).get_attribute("aria-pressed") == "true"
        assert page.get(INK, [20, curve(0.98)[19]])[:3] == pytest.approx(ORANGE, abs=3), choice
        page.until("location.search.includes(`correction=${argument}`)", choice)


def test_the_gap_is_tinted_wherever_there_is_one(page):
    page.open("step=365&series=sine&c1=0.99&correction=both")
    theta = pd.Series(SERIES["sine"].values)
    v, v_hat = plain(0.99, theta), corrected(0.99, theta)
    crossing = next(day for day in range(20, 365) if v[day] * v[day - 1] < 0)  # where both are 0 for a moment
    wide = [day for day in range(20, 365) if abs(v[day] - v_hat[day]) > 0.04]
    assert min(wide) < crossing < max(wide)
    for day in (wide[0], wide[len(wide) // 2], wide[-1]):
        assert page.get(INK, [day + 1, (v[day] + v_hat[day]) / 2])[3] > 0, day
    page.page.get_by_role("button", name="on", exact=True).click()
    page.until("wire.correction === 'on'").settled()
    assert page.get(INK, [wide[0] + 1, (v[wide[0]] + v_hat[wide[0]]) / 2])[3] == 0


def test_a_short_memory_has_its_weights_drawn_while_its_card_is_touched(page):
    page.open(f"step={DAY}")
    assert page.get(COUNT, GREEN) == 0
    page.slider("green average: memory").focus()
    page.until("touched === 3").settled()
    assert page.get(COUNT, GREEN) > 20


def test_fahrenheit_and_celsius(page):
    page.open(f"step={DAY}")
    celsius = page.page.get_by_role("group", name="Unit").get_by_role("button", name="°C")
    celsius.click()
    page.until("ground.unit === '°C'").settled()
    expect(celsius).to_have_attribute("aria-pressed", "true")
    expect(page.page.locator(".lab-panel h3").first).to_contain_text("°C")
    page.until(
        "document.querySelector('.lab-line').innerText.includes(argument)", f"{(SEATTLE[DAY - 1] - 32) / 1.8:.2f}"
    )
    page.until("decodeURIComponent(location.search).includes('unit=°C')")


def test_pasted_numbers_are_looked_at_and_used(page):
    page.open("step=0")
    panel = sheet(page)
    panel.get_by_role("textbox").fill("40\n49\n45\nnothing\n60")
    expect(panel.locator(".lab-preview")).to_contain_text("Read 4 of 5")
    assert page.get("[wire.series, ground.n]") == ["seattle", 365]
    panel.get_by_role("button", name="Use it").click()
    page.until("ground.series === 'own' && ground.n === 4").settled()
    expect(page.page.locator(".lab-chip")).to_have_text("your data: not in the link")
    page.page.keyboard.press("End")
    theta = pd.Series([40.0, 49, 45, 60])
    page.until("document.querySelector('.lab-line').innerText.includes('60')")
    assert figures(page)[1] == pytest.approx(
        [plain(0.98, theta)[2], 60, plain(0.98, theta)[3], corrected(0.98, theta)[3]], abs=0.0051
    )
    page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.hear(".lab-said").page.get_by_role("button", name="Copy link").click()
    page.until("window.heard.includes('Copied. It opens this without your data.')")


def test_a_column_of_a_file_can_be_chosen(page):
    page.open("step=0")
    panel = sheet(page)
    table = "a,b\n1,10\n2,20\n3,30\n"
    panel.locator("input[type=file]").set_input_files(
        {"name": "two.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    panel.get_by_role("combobox", name="Column").select_option("a")
    page.until("wire.preview?.column === 'a'").settled()
    panel.get_by_role("button", name="Use it").click()
    page.until("ground.series === 'own'").settled()
    assert page.get("[...ground.theta].slice(1)") == [1, 2, 3]


def test_commas_are_asked_and_can_be_changed(page):
    page.open("step=0")
    panel = sheet(page)
    panel.get_by_role("textbox").fill("n\n1,234\n2,345\n")
    expect(panel.get_by_role("status")).to_contain_text("Commas were read as thousands: 1,234 is 1234.")
    panel.get_by_role("combobox", name="Commas").select_option("decimal")
    expect(panel.get_by_role("status")).to_contain_text("Commas were read as decimal ones: 1,234 is 1.234.")
    panel.get_by_role("button", name="Use it").click()
    page.until("ground.series === 'own'").settled()
    assert page.get("[...ground.theta].slice(1)") == pytest.approx([1.234, 2.345])


def test_what_is_refused_changes_nothing(page):
    page.open(f"step={DAY}")
    before, tracks = page.picture(), page.get(TRACKS)
    panel = sheet(page)
    panel.get_by_role("textbox").fill("no numbers here")
    expect(panel.locator(".lab-refused")).to_be_visible()
    expect(panel.get_by_role("button", name="Use it")).to_have_count(0)
    large = {"name": "large.csv", "mimeType": "text/csv", "buffer": b"1\n" * (2 * 1024**2)}
    panel.locator("input[type=file]").set_input_files(large)
    expect(panel.locator(".lab-refused")).to_contain_text("more than 2 MB")
    page.page.keyboard.press("Escape")
    page.settled()
    assert page.picture() == before and page.get(TRACKS) == tracks


def test_cards_are_added_hidden_and_removed(page):
    page.open(f"step={DAY}")
    page.page.get_by_role("button", name="Add an average").click()
    page.until("wire.curves.length === 4").settled()
    expect(page.page.locator(".lab-line")).to_have_count(4)
    page.page.get_by_role("button", name="Hide orange average").click()
    page.until("wire.curves[1].hidden && !wire.curves[1].track").settled()
    expect(page.page.locator(".lab-line")).to_have_count(3)
    page.choose("green average", "Remove")
    page.until("wire.curves.length === 3").settled()
    page.page.get_by_role("button", name="Undo").click()
    page.until("wire.curves.length === 4").settled()
    page.page.get_by_label("show the plain window").check()
    page.until("wire.window && wire.curves[0].track.moving").settled()


def test_a_link_brings_the_same_picture(page, make_lab):
    page.open("step=77&series=sine&c1=0.95&c4=0.8&correction=both&window=1&touched=4")
    page.until("location.search.includes('series=sine') && location.search.includes('step=77')")
    other = make_lab("averages").open(page.page.url.split("?")[1])
    assert other.get(TRACKS) == page.get(TRACKS)
    assert other.get("[view.step, ground.series, wire.window]") == [77, "sine", True]
    assert other.picture() == page.picture()


def test_gradients_of_a_race(page):
    page.open("step=0")
    page.page.get_by_role("combobox", name="Series").select_option("run:1:y")
    page.until("wire.series === 'race'").settled()
    assert page.get("[wire.run.slot, wire.run.coordinate, ground.theta.length]") == [1, "y", 101]
    expect(page.page.locator(".lab-count")).to_have_text("step 100 / 100")  # another series is first seen whole


def test_nothing_is_wider_than_a_phone(make_lab):
    page = make_lab("averages", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.open(f"step={DAY}")
    assert page.get("document.documentElement.scrollWidth") <= 390
    rights = "[...document.querySelectorAll('.lab-page *')].map((part) => part.getBoundingClientRect().right)"
    assert max(page.get(rights)) <= 390
    page.page.get_by_role("button", name="Weights", exact=True).click()
    expect(page.page.locator("[data-panel=weights]")).to_be_visible()
    expect(page.page.locator("[data-panel=series]")).to_be_hidden()
    assert max(page.get(INKED)) == pytest.approx(page.get(f"{FRAME}('weights', [0, 1]).px(view.step)"), abs=2)
