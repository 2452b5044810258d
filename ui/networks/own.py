"""Points that a visitor brings. They stay in this visitor's session."""

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from typing import NamedTuple

from experiments.own_points import Own as Points
from experiments.own_points import ReadingError, read_points
from experiments.tables import hold_size
from ui.brought import LONGEST_NAME, NO_COMMAS, Commas, commas_of
from ui.heavy import one_large_table


@dataclass(frozen=True)
class Own:
    """Points that were read, and where they came from."""

    name: str
    points: Points


@dataclass(frozen=True)
class Preview:
    """What was read, before it is used; `own` is None where it was refused."""

    name: str
    words: str
    own: Own | None = None
    commas: Commas = NO_COMMAS


class Chosen(NamedTuple):
    """What was chosen beside a preview: columns, and how commas are read."""

    features: tuple[str, ...] | None = None
    target: str | None = None
    commas: str | None = None


def pasted(text: str, chosen: Chosen) -> Preview:
    data = text.encode("utf-8", "surrogatepass")
    return _preview("pasted points", data, chosen)


def uploaded(name: str, base64: str, chosen: Chosen) -> Preview:
    """Refused by its size before it is decoded."""
    try:
        hold_size(len(base64) * 3 // 4 - base64[-2:].count("="))
        data = b64decode(base64, validate=True)
    except ReadingError as refusal:
        return Preview(_shown(name), str(refusal))
    except (Error, ValueError):
        return Preview(_shown(name), "The file did not arrive whole. Please choose it again.")
    return _preview(_shown(name), data, chosen)


def _preview(name: str, data: bytes, chosen: Chosen) -> Preview:
    try:
        hold_size(len(data))
        with one_large_table(len(data)):
            points = read_points(data, *chosen)
    except ReadingError as refusal:
        return Preview(name, str(refusal), commas=commas_of(data, chosen.commas, alone=False))
    return Preview(name, points.words, Own(name, points), (points.commas, points.comma_readings))


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else " " for c in name)[:LONGEST_NAME] or "your file"
