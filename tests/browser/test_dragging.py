"""A value on its way from the finger to the picture, and into the address when it has settled."""

import pytest

RATE = "Momentum: learning rate"
LATER = "stage.dataset.turn > argument && Number(stage.dataset.turn) === wire.turn"


def rate(lab):
    return lab.get("racer(1).values.learning_rate")


def test_a_path_bends_while_it_is_dragged(lab):
    """Zoom, position and playback stay as they are."""
    lab.open("step=20&loop=1&zoom=-5~3~-3~3")
    lab.page.keyboard.press(" ")
    lab.until("view.playing && view.step > 22")
    before, turn, path = rate(lab), lab.get("wire.turn"), lab.tracks()[0]
    lab.grab(lab.slider(RATE), 0.6)
    lab.until(f"{LATER} && racer(1).values.learning_rate !== {before}", turn)
    held = lab.tracks()[0]
    assert held[:2] != path[:2] and lab.tracks()[1:] != []
    assert lab.get("[view.playing, view.zoom]") == [True, [-5, 3, -3, 3]]
    assert lab.get("view.step") > 22
    lab.page.mouse.up()
    lab.until("location.search.startsWith(`?${wire.link}&`) && racer(1).values.learning_rate > .01 && turns.idle()")
    assert lab.get("[view.playing, view.zoom]") == [True, [-5, 3, -3, 3]]


def test_only_the_dragged_racer_runs_anew(lab):
    lab.open()
    others = lab.tracks()[1:]
    lab.slider(RATE).press("ArrowRight")
    lab.until("racer(1).values.learning_rate > .002").settled()
    assert lab.tracks()[1:] == others


def test_history_grows_by_one_a_settled_drag_and_back_works(lab):
    lab.open()
    entries = lab.get("history.length")
    for target in (0.5, 0.3):
        lab.grab(lab.slider(RATE), target)
        lab.get("window.lab.setView({speed: argument})", 50 if target == 0.5 else 5)  # the finger rests
        lab.until("location.search.includes(`speed=${view.speed}`)").settled()  # the address has waited for quiet
        assert lab.get("history.length") == entries
        lab.page.mouse.up()
        entries += 1
        lab.until("history.length === argument", entries).settled()
    second = rate(lab)
    lab.page.go_back()
    lab.until("racer(1).values.learning_rate !== argument", second).settled()
    first = rate(lab)
    assert first not in (0.002, second)
    lab.page.go_back()
    lab.until("racer(1).values.learning_rate === .002").settled()
    lab.page.go_forward()
    lab.until("racer(1).values.learning_rate === argument", first).settled()
    assert lab.get("history.length") == entries


def test_a_page_opened_by_back_shows_the_value_on_its_slider(lab):
    lab.open()
    shown, entries = lab.box(RATE).input_value(), lab.get("history.length")
    lab.grab(lab.slider(RATE), 0.6)
    lab.page.mouse.up()
    lab.until("history.length > argument && location.search.includes('step=0')", entries).settled()
    assert lab.box(RATE).input_value() != shown
    lab.page.go_back()
    lab.until("racer(1).values.learning_rate === .002").settled()
    assert lab.box(RATE).input_value() == shown


def test_the_start_is_dragged_by_its_handle(lab):
    lab.open()
    turn = lab.get("wire.turn")
    lab.page.mouse.move(*lab.at(-4, 2))
    lab.page.mouse.down()
    lab.page.mouse.move(*lab.at(-3, 1), steps=6)
    lab.until(f"{LATER} && wire.start[1] < 1.5", turn)  # it runs from there before it is let go
    lab.page.mouse.up()
    lab.until("Math.abs(wire.start[0] + 3) < .03 && Math.abs(wire.start[1] - 1) < .03").settled()
    assert lab.get("racer(3).x[0]") == pytest.approx(-3, abs=0.03)
    lab.until("location.search.startsWith(`?${wire.link}&`)")


def test_a_click_sets_the_start_and_a_pan_does_not(lab):
    lab.open()
    lab.page.mouse.click(*lab.at(2, -1))
    lab.until("Math.abs(wire.start[0] - 2) < .03 && Math.abs(wire.start[1] + 1) < .03").settled()
    start = lab.get("wire.start")
    lab.page.mouse.move(*lab.at(-2, -2))
    lab.page.mouse.down()
    lab.page.mouse.move(*lab.at(-1, -2), steps=6)
    lab.page.mouse.up()
    lab.until("view.zoom !== null").settled()
    assert lab.get("wire.start") == start
    assert lab.get("view.zoom[0]") == pytest.approx(-6.5, abs=0.1)


def test_arrow_keys_move_the_start(lab):
    lab.open()
    lab.slider("Start").focus()
    lab.page.keyboard.press("ArrowRight")
    lab.until("wire.start[0] === -3.9").settled()
    lab.page.keyboard.press("Shift+ArrowDown")
    lab.until("wire.start[1] === 1").settled()


@pytest.mark.parametrize(("typed", "value"), [(".0035", 0.0035), ("5e-4", 0.0005), ("25", 25), ("0", 0)])
def test_a_number_is_typed(lab, typed, value):
    lab.open()
    lab.box(RATE).fill(typed)
    lab.box(RATE).press("Enter")
    lab.until("racer(1).values.learning_rate === argument", value).settled()
    lab.until("location.search.includes('step=0') && racer(1).status")
    assert float(lab.box(RATE).input_value()) == value


def test_what_is_no_number_is_answered_in_words(lab):
    lab.open()
    box = lab.box(RATE)
    box.fill("abc")
    box.press("Enter")
    assert box.get_attribute("aria-invalid") == "true"
    assert lab.card("Momentum").get_by_text("‘abc’: please a number, such as 0.05 or 5e-2.").is_visible()
    box.fill("0,5")
    box.press("Enter")
    lab.until("racer(1).values.learning_rate === .5").settled()
    assert box.get_attribute("aria-invalid") is None
    assert lab.card("Momentum").get_by_text("‘0,5’ is read as 0.5").is_visible()
    box.fill("-1")
    box.press("Enter")
    lab.page.get_by_text("-1 is outside 0 ≤ α < ∞. Kept 0.5.").wait_for()
    assert rate(lab) == 0.5 and float(box.input_value()) == 0.5


def test_a_switch_and_a_preset(lab):
    lab.open()
    lab.page.get_by_role("checkbox", name="bias correction", exact=True).click()
    lab.until("racer(3).values.bias_correction === false").settled()
    lab.slider(RATE).press("End")
    lab.until("racer(1).values.learning_rate === 10").settled()
    lab.slider(RATE).dblclick()
    lab.until("racer(1).values.learning_rate === .002").settled()


def test_turning_the_bowl_turns_the_start(lab):
    lab.open()
    lab.page.locator(".lab-shape").click()
    lab.slider("rotation").press("End")
    lab.until("wire.picture.endsWith(' 45') && ground.id === wire.picture").settled()
    assert lab.get("wire.start") == pytest.approx([-4.242640687, -1.414213562])
    assert lab.get("wire.racers.map(({values}) => values.learning_rate)") == [0.002, 0.04, 0.2]
    lab.slider("condition κ").press("Home")
    lab.until("wire.picture.startsWith('elongated_bowl 1 ') && ground.id === wire.picture").settled()
    assert lab.get("wire.start") == pytest.approx([-4.242640687, -1.414213562])
