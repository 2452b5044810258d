"""The app is updated while browsers have kept the files of the version before."""

import shutil

from tests.browser.lab import HOUSE, free_port, served

APP = ["app.py", "pages", "ui", "figures", "experiments", "optimizers", "networks", "surfaces", "static", ".streamlit"]
SEEN = "document.querySelector('.lab-stage').dataset.version"
LOADED = (
    "performance.getEntriesByType('resource').map(({name}) => name).filter((name) => name.includes('/app/static/'))"
)


def copied(folder):
    """The app in a folder of its own, where a test may change it."""
    for name in APP:
        copy = shutil.copytree if (HOUSE / name).is_dir() else shutil.copy
        copy(HOUSE / name, folder / name)
    return folder


def updated(folder, version):
    """Another version of one module: it marks the page."""
    module = folder / "static" / "lab" / "race/race.js"
    mark = "document.querySelector('.lab-stage').dataset.version ="
    kept = [line for line in module.read_text().splitlines() if mark not in line]
    module.write_text("\n".join([*kept, f"setTimeout(() => {{ {mark} '{version}'; }});", ""]))


def visit(page, address):
    """What a visitor is shown, and the addresses it came from."""
    page.goto(f"{address}/?view=3d&step=0")
    page.wait_for_selector("[data-panel=space][data-drawn]")
    seen = page.wait_for_function(SEEN).json_value(), page.evaluate(LOADED)
    page.goto("about:blank")  # else it would go on asking for a server that is gone
    return seen


def test_who_comes_back_after_an_update_gets_the_new_modules(make_lab, tmp_path):
    folder, port, page = copied(tmp_path), free_port(), make_lab().page
    found = []
    for version in ("old", "new"):
        updated(folder, version)
        with served(tmp_path / "log.txt", folder, port) as address:
            found.append(visit(page, address))
    (first, here), (later, there) = found
    assert (first, later) == ("old", "new")
    assert len(here) == len(there) == 2  # a bundle, and plotly.js
    assert [name for name in there if "plotly" in name] == [name for name in here if "plotly" in name]
    assert not {name for name in there if "bundle" in name} & set(here)
