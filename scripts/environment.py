"""Makes the virtual environment that the Makefile works in: python3 scripts/environment.py .venv"""

import importlib
import subprocess
import sys
from importlib.util import find_spec


def main(folder: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older Python gets to read
        sys.exit(f"Descent Lab needs Python 3.11 or newer and met {dotted()}. Name another: make PYTHON=python3.12 run")
    if not find_spec("ensurepip") and not find_spec("pip"):
        fetch_ensurepip()
    if find_spec("ensurepip"):
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", folder])
    else:  # some distributions leave ensurepip out; their own pip can stand in
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", "--without-pip", folder])
        subprocess.check_call([sys.executable, "-m", "pip", "--python", folder, "install", "--quiet", "pip"])


def fetch_ensurepip() -> None:
    from browser import distribution_package  # not above: an older Python could not read it

    package = f"python{dotted()}-venv"
    distribution_package(package)
    importlib.invalidate_caches()
    if not find_spec("ensurepip"):
        sys.exit(f"This Python has no pip to put into .venv. On Debian and Ubuntu: apt-get install {package}")


def dotted() -> str:
    return ".".join(map(str, sys.version_info[:2]))


if __name__ == "__main__":
    main(*sys.argv[1:])
