"""What people upload: bytes → text → rows of cells → numbers. What cannot be read is refused, in words that help.

No file can swallow its own rows: where quotes do not close, they are taken as ordinary characters.
"""

import csv
import io
import re
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from .cells import amount, bare, is_datum
from .commas import COLUMNS, joined, likely_inside, pairs_of, readings_in, readings_of, surely_inside

MEGABYTE = 1024**2
MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 2 * MEGABYTE, 100_000, 1000
SEPARATORS = "\t;|,"  # where two read equally many numbers, the first: a comma may be a decimal one


class ReadingError(ValueError):
    """What was given cannot be read. Its words are for the reader of the page."""


class Row(NamedTuple):
    """A row of a table and the line on which it starts, from 1."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """Rows, blank ones between others included, comments left out, and what stood between the cells.

    `commas` says how commas in it are read (COLUMNS, DECIMAL or GROUPED), `readings` how they can be read; None and ()
    where there are none, or where one column settles it otherwise than another.
    """

    rows: list[Row]
    separator: str
    commas: str | None = None
    readings: tuple[str, ...] = ()

    def numbers(self) -> Iterator[str]:
        """Its cells, units left out."""
        return (bare(cell) for row in self.rows for cell in row.cells)


# ---- bytes → text
STARTS = {
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"RIFF": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"PK\x03\x04": "archive",
    b"\x1f\x8b": "archive",
    b"7z\xbc\xaf": "archive",
    b"\xd0\xcf\x11\xe0": "spreadsheet",
    b"%PDF": "document",
    b"<!doctype": "web page",
    b"<html": "web page",
}
REFUSALS = {
    "picture": "This looks like a picture, not a table. Please save it as CSV.",
    "archive": "This looks like a compressed file. Please unpack it and choose the CSV inside.",
    "spreadsheet": "This looks like a spreadsheet file. Please save it as CSV in the program that made it.",
    "document": "This looks like a PDF document, not a table. Please save its table as CSV.",
    "web page": "This looks like a web page, not a table. Please download the CSV itself.",
    "binary": "This looks like a binary file, not a table. Please save it as CSV in UTF-8.",
}


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or Windows-1252."""
    if kind := kind_of(data):
        raise ReadingError(REFUSALS[kind])
    hold_size(len(data))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return readable(text)


def kind_of(data: bytes) -> str | None:
    """What a file is, by its first bytes, where it is certainly no table."""
    start = data[:16].lstrip().lower()
    kind = next((kind for mark, kind in STARTS.items() if data.startswith(mark) or start.startswith(mark)), None)
    is_sheet = kind == "archive" and (b"xl/" in data or b"opendocument.spreadsheet" in data)
    return "spreadsheet" if is_sheet else kind


def hold_size(size: int) -> None:
    if size > MOST_BYTES:
        raise ReadingError(f"{ceil(10 * size / MEGABYTE) / 10:g} MB is more than 2 MB: take fewer rows or columns.")


def readable(text: str) -> str:
    """Text with one kind of line end. Refused where it is empty, or no text."""
    if not text.strip():
        raise ReadingError("There is nothing in it. An average needs at least 2 numbers.")
    strange = len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f]", text))
    if "\0" in text or strange > 2 + len(text) / 100:
        raise ReadingError(REFUSALS["binary"])
    return re.sub(r"\r*\n|\r", "\n", text.removeprefix("\ufeff"))


# ---- text → rows
def table_of(text: str, commas: str | None = None, *, alone: bool = True) -> Table:
    """The rows of a text, in cells, without comments (# …) and without the blank rows at its end.

    `commas`: how they were asked to be read, where they can be. `alone`: whether a table of a single column is of use.
    """
    lines = text.rstrip().split("\n")
    hold_count(len(lines) - 1, "rows")
    separator = separator_of(lines)
    rows = [row for row in records("\n".join(lines), separator) if not is_comment(row)]
    while rows and not any(rows[-1].cells):
        rows.pop()
    return settled(Table(rows, separator), commas, alone)


def settled(table: Table, asked: str | None, alone: bool) -> Table:
    """The table with its commas read as asked for, or as is likeliest."""
    pairs = pairs_of([row.cells for row in table.rows]) if table.separator == "," else None
    if not pairs:
        readings = readings_in(table.numbers())
        readings = readings[::-1] if table.separator == ";" else readings  # a comma beside semicolons is a decimal one
        return table._replace(commas=asked if asked in readings else next(iter(readings), None), readings=readings)
    readings = readings_of(pairs)
    inside = likely_inside(pairs) if alone else surely_inside(pairs)
    if COLUMNS in readings and (asked == COLUMNS or (asked not in readings and not inside)):
        return table._replace(commas=COLUMNS, readings=readings)
    rows = [Row(row.line, joined(row.cells)) for row in table.rows]
    return Table(rows, table.separator, asked if asked in readings else readings[-1], readings)


def hold_count(count: int, what: str) -> None:
    if count > MOST_ROWS:
        raise ReadingError(f"{count:,} {what} are more than {MOST_ROWS:,}: take fewer {what}.")


def hold_shape(rows: list[Row]) -> None:
    widest = max((len(row.cells) for row in rows), default=0)
    if widest > MOST_COLUMNS:
        raise ReadingError(f"{widest:,} columns are more than {MOST_COLUMNS:,}: keep the ones that you need.")
    if len(rows) * widest > 2 * MOST_BYTES:  # more cells than separators: nearly all would be missing
        raise ReadingError("Some rows are far longer than the others. Please save it as CSV with equal rows.")


def separator_of(lines: list[str]) -> str:
    """The separator with which most cells of a sample are numbers, with or without a unit, or dates."""
    sample = [line[:2000] for line in lines[:: len(lines) // 200 + 1]]

    def data(mark: str) -> tuple[int, int]:
        cells = [cell.strip(' "') for line in sample for cell in line.split(mark)]
        plain = sum(map(is_datum, cells))
        return plain, sum(amount(cell) is not None for cell in cells) if not plain else 0

    return max(SEPARATORS, key=data)


def records(text: str, separator: str) -> list[Row]:
    """Rows as in RFC 4180, quoted cells over several lines included; else line by line, without quotes."""
    rows, line = [], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            rows.append(Row(line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error:
        lines = text.split("\n")
        return [Row(i, [cell.strip(' "\t') for cell in x.split(separator)]) for i, x in enumerate(lines, 1)]
    return rows


def is_comment(row: Row) -> bool:
    return bool(row.cells) and row.cells[0].startswith("#") and row.cells[0] != "#"
