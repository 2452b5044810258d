"""What people upload: bytes → text → rows of cells → numbers. What cannot be read is refused, in words that help.

No file can swallow its own rows: where quotes do not close, they are taken as ordinary characters.
"""

import csv
import io
import re
from math import ceil
from typing import NamedTuple

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
    """Rows, blank ones between others included, comments left out, and what stood between the cells."""

    rows: list[Row]
    separator: str


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
def table_of(text: str) -> Table:
    """The rows of a text, in cells, without comments (# …) and without the blank rows at its end."""
    lines = text.rstrip().split("\n")
    hold_count(len(lines) - 1, "rows")
    separator = separator_of(lines)
    rows = [row for row in records("\n".join(lines), separator) if not is_comment(row)]
    while rows and not any(rows[-1].cells):
        rows.pop()
    if separator == "," and splits_decimals(rows):
        rows = [Row(row.line, [",".join(row.cells)]) for row in rows]
    return Table(rows, separator)


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
    """The separator with which most cells of a sample are numbers or dates."""
    sample = [line[:2000] for line in lines[:: len(lines) // 200 + 1]]
    return max(SEPARATORS, key=lambda mark: sum(is_datum(cell.strip(' "')) for x in sample for cell in x.split(mark)))


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


def splits_decimals(rows: list[Row]) -> bool:
    """Whether the commas of a file stand inside its numbers: 12,5 above 13 above 9,8.

    They do where every row is a whole number with or without a second one, and the second looks like decimals: it
    starts with a 0, is missing in some rows, or stands under a single name, or is equally short in all of at least
    3 rows whose first numbers do not count up.
    """
    full = [row.cells for row in rows if any(row.cells)]
    named = bool(full) and not any(is_datum(cell) for cell in full[0])
    body = full[1:] if named else full
    pairs = [cells for cells in body if len(cells) == 2]
    single = [cells for cells in body if len(cells) == 1]
    whole = all(WHOLE.fullmatch(left) and right.isdigit() for left, right in pairs)
    if not pairs or not whole or len(pairs) + len(single) < len(body) or (named and len(full[0]) > 1):
        return False
    lengths = {len(right) for _, right in pairs}
    leading = any(len(right) > 1 and right[0] == "0" for _, right in pairs)
    even = len(pairs) > 2 and lengths <= {1, 2} and len(lengths) == 1 and not counts_up([left for left, _ in pairs])
    return named or leading or any(WHOLE.fullmatch(cells[0]) for cells in single) or even


def counts_up(cells: list[str]) -> bool:
    """Whether these are whole numbers, each 1 more than the one before: the numbers of rows, not readings."""
    if len(cells) < 2 or not WHOLE.fullmatch(cells[0]):
        return False
    first = int(cells[0])
    return all(cell.lstrip("0") == str(i or "") for i, cell in enumerate(cells, first))


# ---- cells
LONGEST = 40  # characters of a number
WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
GROUP = "['’\u00a0\u2009\u202f]"
THOUSANDS = re.compile(rf"[+-]?\d{{1,3}}(?:(?:,\d{{3}})+|(?:{GROUP}\d{{3}})+)(?:\.\d*)?", re.ASCII)
DECIMAL_COMMA = re.compile(
    rf"[+-]?(?:\d{{1,3}}(?:(?:\.\d{{3}})+|(?:{GROUP}\d{{3}})+)|\d*),\d+(?:[eE][+-]?\d+)?", re.ASCII
)
DOTTED_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+", re.ASCII)
DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[T ].{1,30})?|\d{1,2}([-/.])\d{1,2}\2\d{2,4}(?: .{1,30})?|\d{4}[-/]\d{1,2}"
    r"|(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,2}:\d\d(?::\d\d)?"
    r"|\d{1,2}\.?[ -][^\W\d_]{3,9}\.?[ -]\d{2,4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}",
)


def number(cell: str, comma: bool = False) -> float | None:
    """The number in a cell, `comma` its decimal mark or not; inf where it is too large, None where there is none."""
    if len(cell) > LONGEST:
        return None
    if comma and DECIMAL_COMMA.fullmatch(cell):
        return float(re.sub(rf"\.|{GROUP}", "", cell).replace(",", "."))
    if comma and DOTTED_THOUSANDS.fullmatch(cell):
        return float(cell.replace(".", ""))
    if PLAIN.fullmatch(cell):
        return float(cell)
    if cell.startswith("−"):  # a typographer's minus
        return number(f"-{cell[1:]}", comma)
    return float(re.sub(rf",|{GROUP}", "", cell)) if THOUSANDS.fullmatch(cell) else None


def is_date(cell: str) -> bool:
    return len(cell) <= LONGEST and DATE.fullmatch(cell) is not None


def is_datum(cell: str) -> bool:
    """Whether a cell holds a number, in either notation, or a date."""
    return number(cell) is not None or number(cell, comma=True) is not None or is_date(cell)
