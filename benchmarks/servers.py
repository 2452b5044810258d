"""Streamlit servers on 127.0.0.1, each on a free port of its own, ended when their block is left."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from ui.bundle import write_bundle

HOUSE = Path(__file__).parents[1]
FLOOR = Path(__file__).parent / "floor"
EMPTY = "import streamlit as st\n\nst.text('Hello')\n"
PATIENCE = 60  # s, until a server answers
HOST = "127.0.0.1"


class SilentServerError(RuntimeError):
    """The server ended or never answered; the message holds its last words."""


@contextmanager
def app() -> Iterator[str]:
    """The address of Descent Lab itself."""
    with serve(HOUSE) as address:
        yield address


@contextmanager
def floor() -> Iterator[str]:
    """The least a slider of ours can do: the app's navigation, settings and modules around one number."""
    with tempfile.TemporaryDirectory() as name:
        folder = furnished(Path(name))
        shutil.copy(FLOOR / "app.py", folder)
        shutil.copytree(HOUSE / "static" / "lab", folder / "static" / "lab")
        shutil.copy(FLOOR / "floor.js", folder / "static" / "lab")
        write_bundle(folder / "static" / "lab")
        with serve(folder) as address:
            yield address


@contextmanager
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
            with urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    words.seek(0)
    raise SilentServerError(words.read().decode(errors="replace")[-2000:])
