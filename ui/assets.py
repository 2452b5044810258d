"""Files that are served under a name that tells their content: what a browser has kept is never taken for another one.

Streamlit names no age for them, and browsers keep what has none for days. With another version of the app its files
have other addresses. plotly.js comes from the installed plotly package: Python and the browser agree about its version.
"""

import time
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

STATIC = Path(__file__).parent.parent / "static"
DAY_S = 24 * 3600
KEPT_S = 7 * DAY_S  # pages that are open may ask for a file of the version before


def place(folder: Path, name: str, content: bytes) -> Path:
    """Puts `content` into a folder as name.hash.suffix. Safe when several processes start at once, of any version.

    Files of other versions that no process has started with for a week are removed.
    """
    stem, suffix = name.split(".", 1)
    target = folder / f"{stem}.{sha256(content).hexdigest()[:12]}.{suffix}"
    if not target.exists():
        unfinished = target.with_suffix(f".{uuid4().hex}.tmp")
        unfinished.write_bytes(content)
        unfinished.replace(target)
    elif age(target) > DAY_S:  # no sooner: with its time changes what browsers compare
        target.touch()
    for other in folder.glob(f"{stem}.*"):
        remove_if_old(other)
    return target


def age(path: Path) -> float:
    """Seconds since it was written, or a process started with it: to a day."""
    return time.time() - path.stat().st_mtime


def remove_if_old(path: Path) -> None:
    try:
        if age(path) > KEPT_S:
            path.unlink()
    except FileNotFoundError:
        pass  # another process was faster


@lru_cache(maxsize=1)
def place_plotly(folder: Path = STATIC) -> Path:
    return place(folder, "plotly.min.js", (files("plotly") / "package_data" / "plotly.min.js").read_bytes())
