"""The Networks page: nets that learn while one looks, tiles and curves under one cursor, experiments, own points."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from experiments.datasets import DATASETS
from experiments.training import surface, trained
from tests.browser.lab import BUNDLE, MODULES
from tests.browser.test_looks import PHONE, UNNAMED, WIDTHS
from ui.networks.link import read_link

END = "step=140"
LONG = "batch_size=1&epochs=40"  # 16,000 steps: seconds, so that there is something to look at meanwhile
RUNS = """wire.racers.map(({slot, made, pieces}) => [
  slot, made, pieces.flatMap((piece) => Object.values(piece).map((part) => String([...(part.length ? part : [part])])))
])"""
DONE = "wire.racers.every(({made, hidden}) => hidden || made === wire.steps)"
NET = """(([points, at]) => {
  const {forward, scaled} = window.forwardJs;
  const run = racer(1).pieces.filter(({weights}) => weights);
  const kept = run.flatMap(({kept_at}) => [...kept_at]);
  const weights = Float32Array.from(run.flatMap((piece) => [...piece.weights]));
  const size = weights.length / kept.length;
  const row = kept.indexOf(at);
  const inputs = scaled(ground.scale, points[0].map((_, f) => points.map((point) => point[f])), points.length);
  return [...forward(wire.layers, weights.subarray(row * size, (row + 1) * size), inputs, points.length)];
})(argument)"""
TILES = "[...document.querySelectorAll('.lab-tile canvas.lab-ink')].map((canvas) => canvas.toDataURL())"
FINE = "[...document.querySelectorAll('.lab-tile')].every((tile) => tile.hasAttribute('data-fine'))"
COLOR = """(([tile, x, y]) => {
  const canvas = document.querySelectorAll('.lab-tile canvas.lab-ink')[tile];
  const {clientWidth: width, clientHeight: height} = canvas;
  const [x0, x1, y0, y1] = ground.view;
  const frame = window.frameOf({x: [x0, x1], y: [y0, y1], margin: {l: 30, r: 6, t: 6, b: 22}}, {width, height});
  const at = (length) => Math.round(length * devicePixelRatio);
  return [...canvas.getContext('2d').getImageData(at(frame.px(x)), at(frame.py(y)), 1, 1).data].slice(0, 3);
})(argument)"""


@pytest.fixture
def page(make_lab):
    return make_lab("networks")


def opened(page, query=END):
    """Trained to its end, and at rest."""
    page.open(query)
    return rested(page)


def rested(page):
    return page.until(f"!wire.training.running && {DONE}").settled()


def at_work(page, seed, query=""):
    """While it trains. Trainings are kept by the server: each test that looks on has a seed of its own."""
    page.page.goto(f"{page.address}/networks?{LONG}&net_seed={seed}&step=0{query}")
    page.painted()
    page.page.evaluate(MODULES, "networks")
    return page.until("wire.training.running && wire.training.steps > 200")


def stopped(page):
    page.page.get_by_role("button", name="Stop").click()
    return page.until("!wire.training.running").settled()


def tab(page, name):
    return page.page.get_by_role("tab", name=name, exact=True)


def setting(page, sheet):
    page.page.get_by_title(re.compile(f"^{sheet}")).first.click()
    return page.page.locator(".lab-settings:popover-open")


def preset(page, title):
    page.page.get_by_role("button", name="Presets").click()
    page.page.get_by_role("menuitem", name=title).click()
    return page


def inputs_near(page, count=7):
    """Points all over the picture."""
    x0, x1, y0, y1 = page.get("ground.view")
    at = np.linspace(0.05, 0.95, count)
    return [[x0 + (x1 - x0) * a, y0 + (y1 - y0) * b] for a, b in zip(at, at[::-1] ** 2, strict=True)]


# ---- the first look
def test_a_first_visit_trains_and_plays_once(page):
    page.watch().open("")
    page.until("window.seen.size > 3")
    rested(page)
    page.get("window.lab.setView({speed: 1000})")
    page.until("!view.playing && view.step === wire.steps")
    assert page.get("[view.opening, wire.steps, wire.perEpoch]") == [False, 140, 7]
    expect(page.page.get_by_role("button", name="Trained")).to_be_disabled()


def test_reduced_motion_does_not_play(make_lab):
    page = make_lab("networks", reduced_motion="reduce").open("")
    rested(page)
    assert page.get("[view.step, view.playing]") == [140, False]


def test_nothing_needed_is_below_the_fold_of_a_projector(page):
    opened(page)
    transport = page.page.locator(".lab-transport").bounding_box()
    assert transport["y"] + transport["height"] <= 720
    assert max(page.get(WIDTHS)) <= 1280


@pytest.mark.parametrize("query", [END, f"{END}&tab=inside"])
def test_every_control_has_a_name(page, query):
    opened(page, query)
    assert page.get(f"({UNNAMED})()") == []


# ---- what is drawn is what the net says
@pytest.mark.parametrize(
    "query",
    [
        "hidden=8~8&activation=tanh",
        "hidden=5&activation=relu&inputs=decorrelated&batch_norm=1",
        "hidden=3~2&activation=sigmoid&data=blobs&inputs=normalised",
        "hidden=0&data=penguins&inputs=normalised",
        "hidden=6&activation=relu&data=sine",
    ],
)
def test_the_browsers_net_is_numpys(page, query):
    """To the precision of float32, folded batch normalisation and scaled inputs included."""
    opened(page, f"{query}&epochs=4&step=0")
    page.page.evaluate(
        f"async () => {{ window.forwardJs = (await import('{BUNDLE}')).modules['networks/forward.js'] }}"
    )
    state = read_link({key: [text] for key, text in (pair.split("=") for pair in f"{query}&epochs=4".split("&"))}).state
    plan = state.plan(state.racers[0])
    record = trained(plan).record
    points = inputs_near(page)
    if DATASETS[state.data].task != "classes":
        points = [[x] for x, _ in points]
    for row in (0, -1):
        wanted = surface(plan, record.weights[row], record.statistics[row], np.array(points)).ravel()
        found = page.get(NET, [points, int(record.kept_at[row])])
        assert found == pytest.approx(list(wanted), abs=2e-5)


def test_the_plane_is_in_the_colours_of_the_classes(page):
    opened(page)
    expect(page.page.locator(".lab-legend")).to_contain_text("orange")
    page.until(FINE)
    red, _, blue = page.get(COLOR, [2, -1, 1.6])  # above the upper moon
    assert red > blue
    red, _, blue = page.get(COLOR, [2, 1.4, -1.4])  # below the lower
    assert blue > red


def test_tiles_move_with_the_cursor(page):
    opened(page).until(FINE)
    last = page.get(TILES)
    assert len(last) == 3 and len(set(last)) == 3
    page.page.keyboard.press("Home")
    page.until(f"view.step === 0 && {FINE} && new Set({TILES}).size === 1")  # all begin with the same weights
    first = page.get(TILES)
    assert all(one != other for one, other in zip(first, last, strict=True))
    page.page.keyboard.press("End")
    page.until(f"{TILES}.join() === argument", ",".join(last))


# ---- training
def test_one_can_scrub_while_it_trains_and_stop(page):
    at_work(page, 11)
    scrub = page.page.get_by_role("slider", name="Step", exact=True)
    scrub.fill("100")
    page.until("view.step === 100 && wire.training.steps > 400")
    stopped(page)
    made = page.get("wire.racers.map(({made}) => made)")
    assert all(100 < steps < 16000 for steps in made) and page.get("view.step") == 100
    page.page.keyboard.press("End")
    assert page.get("view.step") == max(made)  # what is not trained yet cannot be reached
    page.page.get_by_role("button", name="Train").click()
    page.until(f"wire.training.steps > {max(made)}")
    stopped(page)


def test_playing_waits_for_the_training(page):
    at_work(page, 12, "&speed=1000")
    page.page.keyboard.press("Space")
    page.until("view.playing && view.step > 300")
    assert page.get("view.step <= Math.max(...wire.racers.map(({made}) => made)) && view.playing")
    page.page.keyboard.press("Space")
    stopped(page)


def test_a_changed_racer_trains_alone(page):
    opened(page)
    before = {slot: pieces for slot, _, pieces in page.get(RUNS)}
    page.slider("Adam: learning rate").press("ArrowLeft")
    page.until("racer(3).values.learning_rate < .03")
    assert page.get("racer(1).made === wire.steps && racer(2).made === wire.steps")
    rested(page)
    after = {slot: pieces for slot, _, pieces in page.get(RUNS)}
    assert after[1] == before[1] and after[2] == before[2] and after[3] != before[3]
    assert page.get("view.step") == 140


def test_another_net_trains_all_and_the_cursor_comes_back(page):
    opened(page)
    sheet = setting(page, "The net")
    sheet.get_by_label("Units of layer 2").select_option("3")
    page.until("wire.hidden.join() === '8,3'")
    rested(page)
    assert page.get("[view.step, wire.layers.map((layer) => layer.out).join()]") == [140, "8,3,1"]
    sheet.get_by_role("button", name="One layer fewer").click()
    page.until("wire.hidden.join() === '8'")
    rested(page)
    for _ in range(3):
        sheet.get_by_role("button", name="One more layer").click()
    page.until("wire.hidden.length > 1")
    rested(page)
    page.page.keyboard.press("Escape")
    expect(page.page.locator("button[title='The net']")).to_contain_text("tanh")


def test_batch_size_names_its_regime(page):
    opened(page)
    sheet = setting(page, "Batches and epochs")
    sheet.get_by_role("slider", name="batch size").press("End")
    page.until("wire.batches.regime === 'full' && wire.perEpoch === 1")
    expect(sheet).to_contain_text("full: 1 step an epoch")
    rested(page)
    page.until("location.search.includes('batch_size=400')")


def test_smoothing_trains_nothing_again(page):
    opened(page)
    made = page.get("wire.racers.map(({pieces}) => [...pieces[0].weights].join())")
    slider = page.page.locator(".lab-smoothing input[type=range]")
    slider.press("Home")
    page.until("wire.smoothing === 0").settled()
    assert page.get("wire.racers.map(({pieces}) => [...pieces[0].weights].join())") == made
    smooth, losses = page.get(
        "['smoothed', 'batch_loss'].map((name) => racer(1).pieces.flatMap((piece) => [...(piece[name] ?? [])]))"
    )
    assert smooth == pytest.approx(losses, rel=1e-6)  # with β = 0 an average is what came last


def test_a_rate_beyond_all_bounds_is_labelled_and_disturbs_nobody(page):
    opened(page, f"{END}&activation=relu")
    others = [run for run in page.get(RUNS) if run[0] != 1]
    box = page.box("Momentum: learning rate")
    box.fill("30")
    box.press("Enter")
    page.until("racer(1).status?.label === 'diverged'").until("!wire.training.running").settled()
    expect(page.page.locator(".lab-table tbody tr").first).to_contain_text("diverged")
    assert [run for run in page.get(RUNS) if run[0] != 1] == others


# ---- curves and table
def test_dragging_a_curve_moves_the_step(page):
    opened(page)
    area = page.page.locator("[data-panel=loss]").bounding_box()
    page.page.mouse.move(area["x"] + 60, area["y"] + 40)
    page.page.mouse.down()
    page.page.mouse.move(area["x"] + 42 + (area["width"] - 50) / 2, area["y"] + 40, steps=4)
    page.page.mouse.up()
    assert page.get("view.step") == pytest.approx(70, abs=1)


def test_the_table_says_the_losses_of_the_step(page):
    opened(page)
    row = page.page.locator(".lab-table tbody tr").first
    loss = page.get("Number([...racer(1).pieces.filter(({train}) => train).at(-1).train].at(-1).toPrecision(3))")
    expect(row.locator("td").nth(1)).to_have_text(str(loss))
    page.page.keyboard.press("Home")
    first = page.get("Number(racer(1).pieces.find(({train}) => train).train[0].toPrecision(3))")
    expect(row.locator("td").nth(1)).to_have_text(str(first))


def test_log_and_linear_and_another_third_curve(page):
    opened(page)
    before = page.picture()
    page.page.get_by_role("button", name="Log or linear axis").click()
    page.until("view.axis === 'linear' && location.search.includes('axis=linear')")
    assert page.picture() != before
    page.page.get_by_role("button", name="Accuracy").click()
    page.page.get_by_role("menuitem", name="Size of the weights").click()
    page.until("wire.third === 'size'").settled()
    expect(page.page.locator("[data-panel=size]")).to_be_visible()
    expect(page.page.locator("[data-panel=accuracy]")).to_be_hidden()


def test_early_stopping_is_marked(page):
    opened(page, "step=0")
    preset(page, re.compile("^Overfitting"))
    page.until("wire.preset === 'overfit'")
    rested(page)
    expect(page.page.locator(".lab-lesson")).to_contain_text("early stopping would end at the mark")
    best = page.get("wire.racers[0].best")
    assert 0 < best < page.get("wire.steps")
    epoch = float(best / page.get("wire.perEpoch"))
    expect(page.page.locator(".lab-table tbody tr").first).to_contain_text(f"at epoch {epoch:g}")
    page.page.get_by_role("button", name="Hide", exact=False).first.click()
    page.until("wire.changed").settled()
    expect(page.page.locator(".lab-lesson")).to_contain_text("You have changed this picture.")
    page.page.locator(".lab-lesson").get_by_role("button", name="Restore").click()
    page.until("!wire.changed && !wire.racers[0].hidden").settled()
    expect(page.page.locator(".lab-lesson")).not_to_contain_text("You have changed")


# ---- experiments
def test_an_experiment_is_played_from_its_start(page):
    opened(page).watch()
    preset(page, "ReLU units: one bend each")
    page.until("wire.preset === 'relu' && [...window.seen].filter((step) => step < 100).length > 3")
    page.get("window.lab.setView({speed: 1000})")
    page.until("!view.playing && view.step === wire.steps")
    assert page.get("[ground.task, wire.layers.length, document.querySelectorAll('.lab-tile').length]") == [
        "regression",
        2,
        1,
    ]
    expect(page.page.locator("[data-panel=size]")).to_be_visible()  # no classes, no accuracy


# ---- inside
def test_inside_opens_the_nets_at_the_cursor(page):
    opened(page)
    assert page.get("wire.inside") is None
    tab(page, "Inside").click()
    page.until("wire.inside?.racers.length === 3").settled()
    expect(page.page.locator(".lab-inside-row")).to_have_count(3)
    page.page.get_by_role("slider", name="Step", exact=True).fill("0")
    page.until("wire.look === 0").settled()
    first = page.get("wire.inside.racers.map(({layers}) => layers.map(({activation}) => activation))")
    assert first[0] == first[1] == first[2]  # the same first weights
    tab(page, "Boundary").click()
    page.until("wire.inside === null").settled()
    expect(page.page.locator(".lab-tile")).to_have_count(3)


def test_signals_grow_as_a_power(page):
    opened(page, "step=0")
    preset(page, "Exploding signals: 1.5 to the power of L")
    page.until("wire.preset === 'grow' && wire.inside")
    page.page.keyboard.press("Home")
    page.until("wire.look === 0 && wire.inside").settled()
    sizes = page.get("wire.inside.racers[0].layers.slice(0, 8).map(({activation}) => activation)")
    ratios = np.array(sizes[1:]) / np.array(sizes[:-1])
    assert ratios == pytest.approx(1.5)


# ---- points of one's own
def test_a_table_of_ones_own(page):
    opened(page)
    page.page.get_by_role("button", name="Your own").click()
    random = np.random.RandomState(0)
    rows = [(random.normal(k, 0.4), random.normal(-k, 0.4), ("day", "night")[k]) for k in (0, 1) for _ in range(20)]
    text = "width,length,kind\n" + "\n".join(f"{x:.3f},{y:.3f},{kind}" for x, y, kind in rows)
    page.page.get_by_role("textbox", name="Points to learn from").fill(text)
    page.until("wire.preview && !wire.preview.refused")
    assert page.get("[wire.preview.target, wire.preview.count]") == ["kind", 40]
    page.page.get_by_role("button", name="Use it").click()
    page.until("wire.data === 'own'")
    rested(page)
    expect(page.page.get_by_text("your data: not in the link")).to_be_visible()
    assert page.get("[ground.classes.join(), ground.x.length]") == ["day,night", 40]


def test_what_is_no_table_is_refused_in_words(page):
    opened(page)
    page.page.get_by_role("button", name="Your own").click()
    page.page.get_by_role("textbox", name="Points to learn from").fill("a,b,kind\n1,2,x\n2,3,x\n3,4,x\n4,5,x\n5,6,x")
    page.until("wire.preview?.refused")
    expect(page.page.locator(".lab-refused")).to_be_visible()
    assert page.get("wire.data") == "moons"


# ---- links and looks
@pytest.mark.parametrize(
    "query",
    [
        "step=33&data=circles&noise=0.15&hidden=6~3&activation=relu&initial=he&l2=0.01&dropout=0.2&epochs=6&axis=linear",
        "step=20&tab=inside&data=penguins&inputs=normalised&batch_norm=1&epochs=5&third=size",
    ],
)
def test_a_link_trains_the_same_bit_for_bit(page, make_lab, query):
    opened(page, query)
    page.until("location.search.includes('v=1') && location.search.includes(`step=${view.step}`)")
    other = opened(make_lab("networks"), page.get("location.search.slice(1)"))
    assert other.get(RUNS) == page.get(RUNS)
    assert other.get("view.step") == page.get("view.step")


def test_back_brings_the_net_back(page):
    opened(page)
    before = page.get(RUNS)
    page.page.get_by_role("combobox", name="Points").select_option("XOR")
    page.until("wire.data === 'xor'")
    rested(page)
    page.page.go_back()
    page.until("wire.data === 'moons'")
    rested(page)
    assert page.get(RUNS) == before


def test_a_phone(make_lab):
    page = opened(make_lab("networks", **PHONE))
    assert max(page.get(WIDTHS)) <= 390
    expect(page.page.locator("[data-panel=loss]")).to_be_hidden()
    page.page.get_by_role("group", name="Picture").get_by_role("button").nth(1).tap()
    expect(page.page.locator("[data-panel=loss]")).to_be_visible()
    page.page.locator("button[title='The net']").tap()
    area = page.page.locator(".lab-settings:popover-open").bounding_box()
    assert area["x"] >= 0 and area["x"] + area["width"] <= 390


def test_dark_is_dark(make_lab):
    page = opened(make_lab("networks", color_scheme="dark"))
    color = page.page.locator(".lab-tile b").first.evaluate("title => getComputedStyle(title).color")
    assert min(map(int, color[4:-1].split(","))) > 200
    page.until(FINE)
    assert max(page.get(COLOR, [0, -1, 1.6])) < 190
