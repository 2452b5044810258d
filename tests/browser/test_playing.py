"""Time: play, pause, step and scrub, by mouse and by keyboard, without a word to the server."""

import pytest


def rgb(color):
    return [int(color[k : k + 2], 16) for k in (1, 3, 5)]


LIGHT = {1: rgb("#2753e2"), 2: rgb("#a55911"), 3: rgb("#006453")}


def assert_heads(lab, colors):
    """Each racer's marker stands where its track says that it is at this step."""
    for slot, color in colors.items():
        x, y = lab.get("[racer(argument).x[view.step], racer(argument).y[view.step]]", slot)
        assert lab.ink(x, y) == pytest.approx([*color, 255], abs=3), f"slot {slot} at step {lab.get('view.step')}"


def test_a_first_visit_plays_once(lab):
    lab.watch().open("")
    lab.until("window.seen.size > 3")
    lab.get("window.lab.setView({speed: 1000})")
    lab.until("!view.playing && view.step === wire.steps")
    assert lab.get("view.opening") is False


def test_play_moves_the_markers(lab):
    lab.open("step=0&steps=1000&loop=1")
    turn, first = lab.get("wire.turn"), lab.picture()
    lab.page.get_by_role("button", name="Play", exact=True).click()
    lab.until("view.step >= 12")
    lab.page.get_by_role("button", name="Pause", exact=True).click()
    lab.until("!view.playing")
    assert_heads(lab, LIGHT)
    assert all(before != after for before, after in zip(first, lab.picture(), strict=True))
    assert lab.get("wire.turn") == turn  # playing never leaves the browser


def test_the_table_and_the_address_follow(lab):
    lab.open("step=36")
    assert_heads(lab, LIGHT)
    head = lab.page.locator(".lab-table thead")
    assert "Loss at step 36" in head.inner_text()
    lab.page.keyboard.press("ArrowRight")
    lab.until("location.search.includes('step=37')")
    assert "Loss at step 37" in head.inner_text()
    x, y = lab.get("[racer(3).x[37], racer(3).y[37]]")
    shown = float(lab.page.locator(".lab-table tbody tr").nth(2).locator("td").nth(1).inner_text())
    assert shown == pytest.approx(x * x + 50 * y * y, rel=0.01)


def test_keys(lab):
    lab.open("step=50&loop=1")
    for key, step in (
        ("ArrowLeft", 49),
        ("ArrowRight", 50),
        ("Shift+ArrowRight", 60),
        ("Home", 0),
        ("End", 100),
        ("Shift+ArrowLeft", 90),
    ):
        lab.page.keyboard.press(key)
        assert lab.get("view.step") == step, key
    lab.page.keyboard.press(" ")
    assert lab.get("view.playing")
    lab.page.keyboard.press(" ")
    assert not lab.get("view.playing")


def test_f_fits_all_paths_and_0_goes_back(lab):
    lab.open("step=0&surface=saddle")
    lab.page.keyboard.press("f")
    lab.until("view.zoom")
    inside = """wire.racers.every(({x, y, last, status}) => status.stopped !== null || [...x].slice(0, last + 1).every(
      (x, k) => x >= view.zoom[0] && x <= view.zoom[1] && y[k] >= view.zoom[2] && y[k] <= view.zoom[3]))"""
    assert lab.get(inside)
    lab.page.keyboard.press("0")
    lab.until("!view.zoom")
    assert_heads(lab, {3: LIGHT[3]})


def test_keys_are_not_stolen_from_what_is_being_operated(lab):
    lab.open("step=50&zoom=-5~3~-3~3")
    before = lab.get("[view.step, view.zoom, view.playing]")
    box = lab.box("Momentum: learning rate")
    box.click()
    for key in ("Home", "0", " ", "f", "ArrowLeft", "End"):
        lab.page.keyboard.press(key)
    assert "0" in box.input_value() and "f" in box.input_value()
    lab.page.keyboard.press("Escape")
    for name in ("Momentum: learning rate", "Start"):
        lab.slider(name).focus()
        for key in ("ArrowRight", "Home"):
            lab.page.keyboard.press(key)
    lab.page.get_by_role("button", name="One step on").focus()
    lab.page.keyboard.press(" ")
    assert lab.get("view.step") == 51  # the button was pressed, nothing was played
    assert lab.get("[view.step - 1, view.zoom, view.playing]") == before


def test_scrubbing(lab):
    lab.open("step=0")
    area = lab.page.get_by_role("slider", name="Step", exact=True).bounding_box()
    lab.page.mouse.click(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    assert lab.get("view.step") == pytest.approx(50, abs=1)
    area = lab.page.locator("[data-panel=loss]").bounding_box()
    lab.page.mouse.click(area["x"] + 42 + 0.2 * (area["width"] - 48), area["y"] + area["height"] / 2)
    assert lab.get("view.step") == pytest.approx(20, abs=1)
    assert_heads(lab, {3: LIGHT[3]})


def test_loop_and_speed(lab):
    lab.open("step=90&loop=1&speed=300")
    lab.page.keyboard.press(" ")
    lab.until("view.step < 80 && view.playing")
    lab.page.keyboard.press(" ")
    lab.page.get_by_role("button", name="300 steps/s").click()
    lab.page.get_by_role("group", name="Speed").get_by_role("button", name="50", exact=True).click()
    assert lab.get("view.speed") == 50
    lab.until("location.search.includes('speed=50')")


def test_number_of_steps(lab):
    lab.open("step=30")
    lab.page.locator(".lab-steps").click()
    lab.page.get_by_role("button", name="1000", exact=True).click()
    lab.until("wire.steps === 1000").settled()
    assert lab.get("view.step") == 30
    lab.until("document.querySelector('.lab-table thead').innerText.includes('in 1000 steps')")


def test_reduced_motion_does_not_play(make_lab):
    lab = make_lab(reduced_motion="reduce")
    lab.open("")
    lab.until("view.opening === false")
    assert lab.get("[view.playing, view.step]") == [False, 100]
