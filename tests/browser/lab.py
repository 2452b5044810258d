"""A real server, and a page of it in a real Chromium, as tests see them."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from ui.bundle import bundle

HOUSE = Path(__file__).parents[2]
PATIENCE = 240_000  # ms, for what has to happen: only a hang takes so long, on a slow and busy machine too
NOTICE = ".lab-notice:not(.lab-computing, .lab-connection)"  # what an answer says, above the picture
STREAMLIT_S_OWN = ("/_stcore/host-config", "/_stcore/health")  # it asks for these beside a deep link, in vain

# Notes which steps were ever on the screen: a short play may be over before a test looks.
WATCH = """() => {
  window.seen = new Set();
  const look = () => {
    const step = document.querySelector('.lab-scrub')?.value;
    if (step !== undefined) window.seen.add(Number(step));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# Notes what an element says, also when it falls silent again before a test looks.
HEAR = """(element) => {
  window.heard = [];
  new MutationObserver(() => window.heard.push(element.textContent)).observe(element, {childList: true, subtree: true});
}"""

# What an expression of a test may name.
HERE = """const {view, wire, ground, touched} = window.lab; const stage = document.querySelector('.lab-stage');
const racer = (slot) => wire.racers.find((racer) => racer.slot === slot);
const axes = (panel) => document.querySelector(`[data-panel=${panel}] .lab-axes`);
const frame = () => {
  const [x0, x1, y0, y1] = view.zoom ?? ground.view, {clientWidth: width, clientHeight: height} = axes('map');
  return window.frameOf({x: [x0, x1], y: [y0, y1], equal: true, margin: {l: 30, r: 4, t: 8, b: 28}}, {width, height});
};"""
BUNDLE = f"/app/static/lab/{bundle().name}"
MODULES = f"""async (story) => {{
  const {{modules}} = await import('{BUNDLE}');
  window.lab = modules['wire/store.js'].storeOf(story);
  window.turns = modules['wire/turns.js'];
  window.quiet = modules['widgets/after_frame.js'].quiet;
  window.frameOf = modules['plot/axes.js'].frameOf;
}}"""

PLACE = """(([x, y]) => {
  const {left, top} = axes('map').getBoundingClientRect();
  return [left + frame().px(x), top + frame().py(y)];
})(argument)"""
INK = """(([points, sheet]) => {
  const canvas = document.querySelector(`[data-panel=map] canvas.${sheet}`);
  const {data, width} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const at = (length) => Math.round(length * devicePixelRatio);
  const place = ([x, y]) => 4 * (at(frame().py(y)) * width + at(frame().px(x)));
  return points.map(place).map((k) => [...data.slice(k, k + 4)]);
})(argument)"""
TRACKS = """wire.racers.map(({slot, x, y, loss, third}) => [
  slot, ...[x, y, loss, ...(third ?? [])].map((column) => column && [...column].map(String))
])"""


@contextmanager
def served(log, folder=HOUSE, port=None):
    """The address of a new server that nobody has visited."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.address=127.0.0.1",
        f"--server.port={port}",
    ]
    with open(log, "w") as words:
        process = subprocess.Popen(command, cwd=folder, stdout=words, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(process, address, log)
            yield address
        finally:
            process.terminate()
            process.wait(PATIENCE / 1000)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until_healthy(process, address, log):
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        assert process.poll() is None, Path(log).read_text()
        try:
            return urlopen(f"{address}/_stcore/health", timeout=PATIENCE / 1000).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}: {Path(log).read_text()}")


class Lab:
    """The Race page, or another one. Expressions are JavaScript over the page's own store."""

    def __init__(self, page, address, story="race"):
        self.page, self.address, self.story, self.errors = page, address, story, []
        self.kept = True
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", self.broke)
        page.on("console", self.heard)

    def broke(self, error):
        self.errors.append(error.stack or str(error))

    def heard(self, message):
        missing = any(message.location["url"].endswith(own) for own in STREAMLIT_S_OWN)
        if message.type == "error" and not (missing and "404" in message.text):
            self.errors.append(f"{message.text} {message.location['url']}")

    def leave(self):
        """No longer listened to."""
        self.page.remove_listener("pageerror", self.broke)
        self.page.remove_listener("console", self.heard)

    def is_as_new(self, scheme):
        """Whether nothing is left in the tab that another test could notice."""
        if not self.kept or self.page.is_closed() or len(self.page.context.pages) > 1:
            return False
        self.page.mouse.up()
        self.page.unroute_all()
        self.page.emulate_media(color_scheme=scheme)
        self.page.goto(f"{self.address}/_stcore/health")
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.mouse.move(0, 0)
        tools = self.page.context.new_cdp_session(self.page)
        tools.send("Page.resetNavigationHistory")
        tools.detach()
        return True

    def open(self, query="step=0", address=None):
        """The page with a query, painted. A step in it keeps the page from playing by itself."""
        path = "" if self.story == "race" else self.story
        self.page.goto(f"{address or self.address}/{path}{query and '?'}{query}")
        return self.ready()

    def ready(self):
        self.painted()
        self.page.evaluate(MODULES, self.story)
        return self.settled()

    def painted(self):
        """Through a locator: a handle on an element would keep it alive, and leaks are looked for."""
        in_space = "[data-panel=space]:not([hidden])"  # the map under it may never be drawn
        picture = f".lab-stage[data-drawn] .lab-panel:first-child :is([data-ready], {in_space})"
        self.page.locator(picture).first.wait_for(state="attached")

    def begin_with(self, script):
        """What every page of this tab runs first; no other test gets the tab."""
        self.kept = False
        self.page.add_init_script(script)

    def watch(self):
        """From now on, and from the start of the next page: `seen` is the set of steps that were shown."""
        self.begin_with(f"({WATCH})()")
        self.page.evaluate(WATCH)
        return self

    def hear(self, selector):
        """From now on `heard` is the list of what an element said."""
        self.page.locator(selector).evaluate(HEAR)
        return self

    def get(self, expression, argument=None):
        return self.page.evaluate(f"(argument) => {{ {HERE} return {expression}; }}", argument)

    def until(self, expression, argument=None):
        self.page.wait_for_function(f"(argument) => {{ {HERE} return {expression}; }}", arg=argument)
        return self

    def settled(self):
        """Nothing is on its way, and what is drawn is the newest, tables too, which follow the picture."""
        newest = "Number(stage.dataset.turn) === wire.turn && ground.id === wire.picture"
        return self.until(f"turns.idle() && quiet() && {newest}")

    def at(self, x, y):
        """Where a point of the map is on the screen."""
        return self.get(PLACE, [x, y])

    def ink(self, x, y):
        """The colour drawn over the map at a point, as [r, g, b, a]."""
        return self.get(INK, [[[x, y]], "lab-ink"])[0]

    def ground(self, points):
        """The colours of the map itself at points."""
        return self.get(INK, [points, "lab-under"])

    def picture(self):
        """Everything that is drawn over the pictures, to the last pixel."""
        return self.get("[...stage.querySelectorAll('canvas.lab-ink')].map((canvas) => canvas.toDataURL())")

    def tracks(self):
        """Every number that is drawn, a list of columns a racer."""
        return self.get(TRACKS)

    def slider(self, name):
        return self.page.get_by_role("slider", name=name, exact=True)

    def box(self, name):
        return self.page.get_by_label(f"{name}, exact value", exact=True)

    def grab(self, slider, target):
        """Press on a slider's thumb and move it to a share of its width, without letting go."""
        area = slider.bounding_box()
        share = float(slider.input_value()) / float(slider.get_attribute("max"))
        x, y = area["x"] + 8 + share * (area["width"] - 16), area["y"] + area["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(area["x"] + target * area["width"], y, steps=6)

    def card(self, title):
        return self.page.locator(f"section.lab-card[aria-label='{title}']")

    def choose(self, title, action):
        """An entry of a card's menu."""
        self.card(title).get_by_role("button", name=f"More for {title}").click()
        self.page.get_by_role("menuitem", name=action).click()
