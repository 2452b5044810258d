"""The house stands: imports run one way, settings are honoured, nothing in the repository belongs to one machine."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from scripts.browser import NoBrowserError, find

HOUSE = Path(__file__).parents[1]
CORE = {"optimizers", "surfaces", "networks"}

# room: (rooms it may import, packages it may import)
ROOMS = {
    "optimizers": (set(), {"numpy"}),
    "surfaces": (set(), {"numpy"}),
    "networks": (set(), {"numpy"}),
    "experiments": (CORE, {"numpy"}),
    "figures": (CORE | {"experiments"}, {"numpy", "pandas", "plotly"}),
    "ui": (
        CORE | {"experiments", "figures"},
        {"cachetools", "numpy", "pandas", "plotly", "streamlit", "threadpoolctl"},
    ),
    "pages": (CORE | {"experiments", "figures", "ui"}, {"numpy", "pandas", "plotly", "streamlit"}),
    "app": ({"pages", "ui"}, {"pandas", "plotly", "streamlit"}),
}
NOT_OURS = {".git", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"}
EVERY_ROOM = set(ROOMS) | {"tests", "benchmarks", "scripts"}


def sources(house, room):
    return sorted(house.glob(f"{room}/**/*.py")) + sorted(house.glob(f"{room}.py"))


def imported(source):
    """The top-level names a file imports from outside its own package."""
    names = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names


def trespasses(house):
    """Every (file, name) where a room imports what it may not."""
    for room, (neighbours, packages) in ROOMS.items():
        allowed = {room} | neighbours | packages
        for source in sources(house, room):
            for name in sorted(imported(source) - allowed - sys.stdlib_module_names):
                yield str(source.relative_to(house)), name


def runtime_packages():
    return {name for room in ROOMS for source in sources(HOUSE, room) for name in imported(source)} - EVERY_ROOM


def pins(requirements):
    lines = (line.partition("#")[0].strip() for line in (HOUSE / requirements).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("-")]


def repository_texts():
    """(path, text) of every file that belongs to the repository, pictures and other binaries left out."""
    rooms = (path for path in HOUSE.iterdir() if path.name not in NOT_OURS)
    files = (file for room in rooms for file in ([room] if room.is_file() else room.rglob("*")) if file.is_file())
    for file in files:
        content = file.read_bytes()
        if b"\0" not in content and not file.match("static/plotly*.js"):
            yield file.relative_to(HOUSE), content.decode("utf-8")


def python(program):
    """Run a program as Streamlit would be run, from the repository's root; its last line is JSON."""
    answer = subprocess.run([sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout.splitlines()[-1]), answer.stderr


@pytest.mark.parametrize("room", ["optimizers", "surfaces", "figures", "ui", "pages", "app"])
def test_every_room_is_there(room):
    assert sources(HOUSE, room)


def test_imports_run_one_way():
    assert list(trespasses(HOUSE)) == []


def test_pages_share_nothing_but_what_is_shared():
    """A page's folder imports no other page's; but Averages shows the gradients of a race."""
    pages = {path.parent.name for path in HOUSE.glob("ui/*/page.py")}
    found = {
        (page, node.module.split(".")[1])
        for page in pages
        for source in sources(HOUSE, f"ui/{page}")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ui.")
    }
    assert {(page, other) for page, other in found if other in pages - {page}} == {("averages", "race")}
    shared = [source for source in sources(HOUSE, "ui") if not pages & set(source.relative_to(HOUSE).parts)]
    assert not [source for source in shared if re.search(rf"^from ui\.({'|'.join(pages)})\b", source.read_text(), re.M)]


@pytest.mark.parametrize(
    ("room", "line", "name"),
    [
        ("optimizers", "from surfaces import SURFACES", "surfaces"),
        ("surfaces", "def late():\n    import scipy.optimize", "scipy"),
        ("figures", "import streamlit as st", "streamlit"),
        ("figures", "from ui.controls import card", "ui"),
        ("ui", "import pages.race", "pages"),
        ("pages", "from tests.conftest import page", "tests"),
    ],
)
def test_a_wrong_import_is_seen(tmp_path, room, line, name):
    (tmp_path / room).mkdir()
    (tmp_path / room / "guest.py").write_text(line)
    assert list(trespasses(tmp_path)) == [(f"{room}/guest.py", name)]


def test_the_core_loads_nothing_but_numpy():
    loaded, _ = python("import json, sys, optimizers, surfaces; print(json.dumps(sorted(sys.modules)))")
    assert not {"streamlit", "plotly", "pandas", "scipy", "figures", "ui"} & set(loaded)


def test_requirements_cover_what_the_app_imports():
    required = {re.split(r"[=<>!~\[ ]", pin)[0] for pin in pins("requirements.txt")}
    assert runtime_packages() - sys.stdlib_module_names <= required


def test_the_lock_has_the_versions_that_are_tested():
    """What `make` installs is what runs here; a package that is new in a requirements file needs `make lock`."""
    locked = dict(pin.split("==") for pin in pins("requirements.lock"))
    for requirement in pins("requirements.txt") + pins("requirements-dev.txt"):
        name = re.split(r"[=<>!~\[ ]", requirement)[0]
        assert name in locked, f"{name} is not in requirements.lock: run `make lock`"
        assert locked[name] == version(name), f"{name} {version(name)} is installed, locked is {locked[name]}"


@pytest.mark.parametrize("name", ["streamlit", "plotly"])
def test_the_pinned_version_is_the_tested_one(name):
    assert f"{name}=={version(name)}" in pins("requirements.txt")


def settings(table, prefix=""):
    """(dotted name, value) of every setting in config.toml."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from settings(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def test_streamlit_honours_every_setting():
    written = dict(settings(tomllib.loads((HOUSE / ".streamlit/config.toml").read_text(encoding="utf-8"))))
    program = f"""
import json
from streamlit import config
config.get_option("server.port")
names = {sorted(written)}
print(json.dumps({{name: config.get_option(name) for name in names}}))
"""
    read, complaints = python(program)
    assert read == written
    assert "not a valid config option" not in complaints
    assert "server.address" not in written and "server.port" not in written  # a host sets these


def test_protections_are_on():
    names = ["server.enableCORS", "server.enableXsrfProtection"]
    program = f"import json; from streamlit import config; print(json.dumps([config.get_option(n) for n in {names}]))"
    assert python(program)[0] == [True, True]


def test_no_garbage_collection_after_a_run():
    """The server's script runner, with our setting and with its default: only the default collects."""
    program = """
import gc, json
from streamlit import config
from streamlit.testing.v1 import AppTest, local_script_runner

del local_script_runner.LocalScriptRunner._on_script_finished  # AppTest's own ending; the server's is under it
full = []
gc.collect = lambda generation=2: full.append(generation)
counts = []
for honoured in (True, False):
    if not honoured:
        config.set_option("runner.postScriptGC", True)
    full.clear()
    AppTest.from_string("import streamlit as st; st.write(1)").run()
    counts.append(len(full))
print(json.dumps(counts))
"""
    ours, default = python(program)[0]
    assert ours == 0
    assert default >= 1


def test_a_browser_that_does_not_run_is_refused_in_words(monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'libnss3.so: cannot open' >&2\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    with pytest.raises(NoBrowserError, match=r"(?s)does not run.*libnss3.*set CHROMIUM to its path"):
        find()


MACHINE = re.compile(r"(?<![\w.\-/:])/(?:root|home|Users|work|tmp|opt|mnt|private)/\w|[A-Z]:\\+Users\\")
REGISTRY = re.compile(r"(?:pypi|npmjs|pythonhosted|debian)\.(?:org|com)\b")


def test_the_repository_names_no_machine():
    texts = list(repository_texts())
    assert len(texts) > 20
    found = [
        (str(path), hit.group()) for path, text in texts for rule in (MACHINE, REGISTRY) for hit in rule.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["see /" + "home/ann/app", '"/' + 'tmp/x"', "C:\\" + "Users\\ann", "https://pypi" + ".org/simple"]
)
def test_a_machine_path_is_seen(text):
    assert MACHINE.search(text) or REGISTRY.search(text)
