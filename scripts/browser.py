"""A real Chromium for the browser tests: found where there is one, installed where there is none.

    python scripts/browser.py          prints its path

Looked for in this order: $CHROMIUM, a system browser, Playwright's own build. Installed in this order: Playwright's
build, the libraries it lacks, the distribution's package. A browser counts only once Playwright has run a page in it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHT = (sys.executable, "-m", "playwright")

# These run in a process of their own, because Playwright's loops do not nest: a test session may already have one.
OWN_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
TRIAL = """
import sys
from playwright.sync_api import sync_playwright
try:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sys.argv[1])
        assert browser.new_page().evaluate("6 * 7") == 42
        browser.close()
except Exception as error:
    lines = str(error).splitlines()
    sys.exit("\\n".join(dict.fromkeys(lines[:1] + [line for line in lines if line.startswith("[pid")])))
"""


class NoBrowserError(RuntimeError):
    """No Chromium runs here, and none could be installed."""


def find() -> str:
    """The path of the first Chromium that runs; raises NoBrowserError with what was tried."""
    tried = []
    for path in candidates():
        trial = subprocess.run([sys.executable, "-c", TRIAL, path], capture_output=True, text=True)
        if trial.returncode == 0:
            return path
        tried.append(f"{path} does not run: {trial.stderr.strip()}")
    raise NoBrowserError(
        "\n".join(tried) + "\nThe browser tests need a Chromium, and none that runs was found or could be installed. "
        "Install Chromium or Google Chrome, or set CHROMIUM to its path."
    )


def provide() -> str:
    """find(), after installing what is missing. A browser that the user chose is used or refused, never replaced."""
    driver_library()
    chosen = os.environ.get("CHROMIUM")
    for install in () if chosen else (playwright_build, playwright_libraries, distribution_build):
        try:
            return find()
        except NoBrowserError:
            install()
    return find()


def candidates() -> Iterator[str]:
    if chosen := os.environ.get("CHROMIUM"):
        yield chosen
        return
    yield from filter(None, map(shutil.which, ON_PATH))
    yield from (path for path in ON_MACOS if Path(path).exists())
    if built := playwright_path():
        yield built


def playwright_path() -> str:
    """Where Playwright's own build is; empty if it is not there."""
    path = subprocess.run([sys.executable, "-c", OWN_PATH], capture_output=True, text=True).stdout.strip()
    return path if Path(path).is_file() else ""


def driver_library() -> None:
    """Playwright's driver is a Node that needs libatomic, which a bare system lacks."""
    if subprocess.run([*PLAYWRIGHT, "--version"], capture_output=True).returncode:
        distribution_package("libatomic1")


def playwright_build() -> None:
    attempt(*PLAYWRIGHT, "install", "--no-shell", "chromium")


def playwright_libraries() -> None:
    if playwright_path() and as_root() is not None:
        attempt(*PLAYWRIGHT, "install-deps", "chromium")


def distribution_build() -> None:
    distribution_package("chromium")


def distribution_package(name: str) -> None:
    root = as_root()
    if root is None or not shutil.which("apt-get"):
        return
    apt = (*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
    attempt(*apt, "update")
    attempt(*apt, "install", "--yes", "--no-install-recommends", name)


def as_root() -> tuple[str, ...] | None:
    """What to put before a command that needs root; None where that would take a password."""
    if os.geteuid() == 0:
        return ()
    sudo = ("sudo", "--non-interactive")
    allowed = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
    return sudo if allowed else None


def attempt(*command: str) -> None:
    """Run an installer, its words on stderr. Its failure is no news: only a browser that runs counts."""
    print("$", *command, file=sys.stderr)
    subprocess.run(command, stdout=sys.stderr)


if __name__ == "__main__":
    try:
        print("Chromium:", provide())
    except NoBrowserError as missing:
        sys.exit(str(missing).strip())
