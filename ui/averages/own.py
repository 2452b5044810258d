"""Numbers that a visitor brings. They stay in this visitor's session; caches know them by a SHA-256 alone."""

from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from experiments.readings import Reading, ReadingError, read_csv, read_pasted
from experiments.tables import hold_size
from ui.brought import LONGEST_NAME, NO_COMMAS, Commas, commas_of
from ui.heavy import one_large_table


@dataclass(frozen=True)
class Own:
    """A series that was read. Equal keys are equal bytes, read in the same way."""

    key: str
    reading: Reading = field(compare=False, repr=False)


@dataclass(frozen=True)
class Preview:
    """What was read, before it is used; `own` is None where it was refused."""

    name: str
    words: str
    own: Own | None = None
    commas: Commas = NO_COMMAS


def pasted(text: str, column: str | None, commas: str | None = None) -> Preview:
    data = text.encode("utf-8", "surrogatepass")
    return _preview("pasted numbers", "pasted", data, lambda: read_pasted(text, column, commas), commas)


def uploaded(name: str, base64: str, column: str | None, commas: str | None = None) -> Preview:
    """Refused by its size before it is decoded."""
    try:
        hold_size(len(base64) * 3 // 4 - base64[-2:].count("="))
        data = b64decode(base64, validate=True)
    except ReadingError as refusal:
        return Preview(_shown(name), str(refusal))
    except (Error, ValueError):
        return Preview(_shown(name), "The file did not arrive whole. Please choose it again.")
    return _preview(_shown(name), "uploaded", data, lambda: read_csv(data, column, commas), commas)


def _preview(name: str, how: str, data: bytes, read: Callable[[], Reading], commas: str | None) -> Preview:
    try:
        with one_large_table(len(data)):
            reading = read()
    except ReadingError as refusal:
        return Preview(name, str(refusal), commas=commas_of(data, commas))
    key = sha256(f"{how} {reading.column} {reading.commas}\0".encode("utf-8", "surrogatepass") + data).hexdigest()
    return Preview(name, reading.words, Own(key, reading), (reading.commas, reading.comma_readings))


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else " " for c in name)[:LONGEST_NAME] or "your file"
