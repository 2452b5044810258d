"""plotly.js comes from the installed plotly package: Python and the browser never disagree about its version."""

import os
import shutil
from importlib.resources import as_file, files
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"


def place_plotly(folder: Path = STATIC) -> Path:
    """Copies plotly.min.js into the served folder, unless it is there. Safe when several processes start at once."""
    target = folder / "plotly.min.js"
    with as_file(files("plotly") / "package_data" / "plotly.min.js") as source:
        if not target.exists() or target.stat().st_mtime != source.stat().st_mtime:
            unfinished = target.with_suffix(f".{os.getpid()}.tmp")
            shutil.copy2(source, unfinished)
            unfinished.replace(target)
    return target
