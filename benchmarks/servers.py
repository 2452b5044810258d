"""Streamlit servers on 127.0.0.1, each on a free port of its own, ended when their block is left."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from os import environ
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from ui.bundle import bundle, write_bundle

HOUSE = Path(__file__).parents[1]
FLOOR = Path(__file__).parent / "floor"
EMPTY = "import streamlit as st\n\nst.text('Hello')\n"
PATIENCE = 240  # s, until a server answers: only a hang takes so long
HOST = "127.0.0.1"


_kept: dict[str, str] = {}  # what stays open → its address
_open: list[ExitStack] = []


class SilentServerError(RuntimeError):
    """The server ended or never answered; the message holds its last words."""


@contextmanager
def kept() -> Iterator[None]:
    """While this block lasts, each kind of server is started once: to see that everything runs, not to measure it."""
    with ExitStack() as stack:
        _open.append(stack)
        yield
    _open.clear()
    _kept.clear()


def shareable(make: Callable[[], Iterator[str]]) -> Callable[[], AbstractContextManager[str]]:
    """A server of its own for each block, except where they are kept."""
    server = contextmanager(make)

    @contextmanager
    def shared() -> Iterator[str]:
        if not _open:
            with server() as address:
                yield address
            return
        if make.__name__ not in _kept:
            _kept[make.__name__] = _open[0].enter_context(server())
        yield _kept[make.__name__]

    return shared


@shareable
def app() -> Iterator[str]:
    """The address of Descent Lab itself."""
    with serve(HOUSE) as address:
        yield address


@shareable
def floor() -> Iterator[str]:
    """The least a slider of ours can do: the app's navigation, settings and modules around one number."""
    with tempfile.TemporaryDirectory() as name:
        folder = furnished(Path(name))
        shutil.copy(FLOOR / "app.py", folder)
        shutil.copytree(HOUSE / "static" / "lab", folder / "static" / "lab")
        shutil.copy(FLOOR / "floor.js", folder / "static" / "lab")
        lab = folder / "static" / "lab"
        write_bundle(lab, {}).replace(lab / bundle().name)  # the name that the app's modules ask for
        with serve(folder) as address:
            yield address


@shareable
def empty() -> Iterator[str]:
    """A Streamlit app of one word, with the app's settings."""
    with tempfile.TemporaryDirectory() as name:
        folder = furnished(Path(name))
        (folder / "app.py").write_text(EMPTY, encoding="utf-8")
        with serve(folder) as address:
            yield address


def furnished(folder: Path) -> Path:
    shutil.copytree(HOUSE / ".streamlit", folder / ".streamlit")
    return folder


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Runs the app.py of a folder; the repository is on its path."""
    port = free_port()
    settings = [f"--server.port={port}", f"--server.address={HOST}", "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *settings]
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            command, cwd=folder, env=environ | {"PYTHONPATH": str(HOUSE)}, stdout=words, stderr=words
        )
        try:
            await_health(process, port, words)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def await_health(process: subprocess.Popen, port: int, words) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=PATIENCE):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    words.seek(0)
    raise SilentServerError(words.read().decode(errors="replace")[-2000:])
