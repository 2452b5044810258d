"""When no answer comes, the reader is told, and what was changed is kept and sent again. A page that is always true."""

from tests.browser.test_dragging import RATE

MOMENTUM = "wire.racers.find(({optimizer}) => optimizer === 'momentum')"
RATE_NOW = f"{MOMENTUM}.values.learning_rate"
LOST = "Connection lost, or the server is busy."


class Line:
    """The connection between page and server, which can be cut and joined."""

    def __init__(self, page):
        self.cut, self.sockets = False, []
        page.route_web_socket("**/_stcore/stream", self.opened)

    def opened(self, socket):
        if self.cut:
            return socket.close()
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if self.cut else server.send(message))
        server.on_message(lambda message: None if self.cut else socket.send(message))
        self.sockets.append(socket)

    def lose(self):
        self.cut = True

    def join(self):
        """The page connects anew, as after a break of the network."""
        self.cut = False
        for socket in self.sockets:
            socket.close()


def test_a_value_that_was_lost_on_the_way_is_sent_again(make_lab):
    lab = make_lab()
    line = Line(lab.page)
    lab.open("step=0")
    line.lose()
    lab.slider(RATE).focus()
    before = lab.get(RATE_NOW)
    lab.page.keyboard.press("ArrowRight")
    told = lab.page.locator(".lab-connection")
    told.get_by_text(LOST).wait_for()
    shown = lab.box(RATE).input_value()
    assert lab.get(RATE_NOW) == before
    line.join()
    lab.until(f"{RATE_NOW} !== argument", before).settled()
    assert lab.box(RATE).input_value() == shown and not told.is_visible()
    lab.errors.clear()  # the browser itself complains of a socket that was closed


def test_somebody_without_a_network_is_told(lab):
    lab.open("step=0")
    lab.page.context.set_offline(True)
    lab.page.get_by_text("You are offline. Your changes are kept").wait_for()
    lab.page.context.set_offline(False)
    lab.page.locator(".lab-connection").wait_for(state="hidden")
    lab.errors.clear()


def test_a_change_in_mid_run_begins_inside_the_run(lab):
    lab.open("step=100")
    lab.page.get_by_role("button", name="Change mid-run").click()
    lab.page.get_by_text("What you change now applies from step 50 on.").wait_for()
    assert lab.get("view.step") == 50
    before = lab.tracks()
    lab.slider(RATE).focus()
    lab.page.keyboard.press("PageUp")
    lab.until(f"{MOMENTUM}.steering.changes.length === 1").settled()
    assert lab.get(f"{MOMENTUM}.steering.changes[0][0]") == 50
    changed = [new != old for new, old in zip(lab.tracks(), before, strict=True)]
    assert changed == lab.get("wire.racers.map(({optimizer}) => optimizer === 'momentum')")


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(make_lab):
    lab = make_lab(viewport={"width": 1000, "height": 500})
    lab.open("step=0")
    lab.page.mouse.move(*lab.at(0, 0))
    lab.page.mouse.wheel(0, 120)
    lab.page.get_by_text("+ scroll to zoom").wait_for()
    lab.page.wait_for_function("() => [...document.querySelectorAll('*')].some((element) => element.scrollTop > 0)")
    assert lab.get("view.zoom") is None
    lab.page.keyboard.down("Control")
    lab.page.mouse.wheel(0, -200)
    lab.page.keyboard.up("Control")
    lab.until("view.zoom && view.zoom[1] - view.zoom[0] < ground.view[1] - ground.view[0]")


def test_the_race_is_marked_at_both_of_its_addresses(lab):
    for path in ("", "race"):
        lab.page.goto(f"{lab.address}/{path}?step=0")
        lab.ready()
        current = lab.page.locator("[data-testid=stTopNavLink][aria-current=page]")
        assert current.all_inner_texts() == ["Race"] or "Race" in current.first.inner_text()
        assert lab.page.get_by_role("link", name="Race").count() == 1
