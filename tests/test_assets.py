"""What is served has a name that tells its content, and what other versions need is not taken away."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

from ui import assets
from ui.assets import KEPT_S, place, place_plotly
from ui.bundle import bundle, write_bundle

LONG_AGO = (time.time() - KEPT_S - 60,) * 2
ONE = {"one.js": "export const one = 1;\n", "two.js": 'import { one } from "./one.js";\nexport const two = 2 * one;\n'}


def modules(folder, sources):
    for name, source in sources.items():
        (folder / name).write_text(source)
    return folder


def test_the_same_content_keeps_its_name_and_another_gets_another(tmp_path):
    first = write_bundle(modules(tmp_path, ONE), {})
    assert write_bundle(tmp_path, {}) == first
    changed = write_bundle(modules(tmp_path, {"two.js": ONE["two.js"].replace("2", "3")}), {})
    assert changed != first and first.exists() and changed.read_bytes() != first.read_bytes()
    assert write_bundle(modules(tmp_path, ONE), {}) == first  # a version that comes back is itself again


def test_what_a_module_fetches_has_the_name_that_is_served(tmp_path):
    folder = modules(tmp_path, {"page.js": 'export const address = "../plotly.min.js";\n'})
    served = write_bundle(folder, {"plotly.min.js": "plotly.0123.min.js"})
    assert '"../plotly.0123.min.js"' in served.read_text() and "../plotly.min.js" not in served.read_text()
    other = write_bundle(folder, {"plotly.min.js": "plotly.4567.min.js"})
    assert other != served  # another plotly is another bundle


def test_the_app_s_own_bundle_fetches_the_plotly_that_is_there():
    assert place_plotly().exists() and bundle().exists()
    assert f'"../{place_plotly().name}"' in bundle().read_text() and '"../plotly.min.js"' not in bundle().read_text()


def test_files_of_other_versions_stay_for_a_week(tmp_path):
    old, young = place(tmp_path, "bundle.js", b"old"), place(tmp_path, "bundle.js", b"young")
    unversioned, module = tmp_path / "bundle.js", tmp_path / "bar.js"
    for path in (unversioned, module):
        path.write_text("")
    for path in (old, unversioned, module):
        os.utime(path, LONG_AGO)
    new = place(tmp_path, "bundle.js", b"new")
    assert new.exists() and young.exists() and module.exists() and not old.exists() and not unversioned.exists()
    os.utime(new, LONG_AGO)
    assert place(tmp_path, "bundle.js", b"new") == new and new.exists()  # who starts with it keeps it


def test_several_start_at_once(tmp_path):
    """Every one of them finds its own file whole, whatever the others write and remove."""
    (tmp_path / "bundle.js").write_text("")
    os.utime(tmp_path / "bundle.js", LONG_AGO)
    contents = [bytes([k % 3]) * 100_000 for k in range(24)]
    with ThreadPoolExecutor(8) as pool:
        placed = list(pool.map(lambda content: place(tmp_path, "bundle.js", content), contents))
    assert [path.read_bytes() for path in placed] == contents
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({path.name for path in placed})


def test_a_file_that_another_process_removed_first_is_no_error(tmp_path):
    assets.remove_if_old(tmp_path / "gone.js")
