"""Numbers that people bring: a CSV that they upload, a table or a list that they paste.

What cannot be read is refused with a ReadingError, in words that say what to do. What is left out is counted, with its
lines. Nothing is guessed in silence: `words` says how commas were read.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import inf, isfinite, isinf
from typing import NamedTuple

import numpy as np

from .cells import DECIMAL_COMMA, LONGEST, THOUSANDS, Amount, amount, is_date, is_datum, is_quantity, number
from .commas import COLUMNS, DECIMAL, GROUPED, counts_up, readings_in
from .tables import (
    ReadingError,
    Row,
    Table,
    hold_count,
    hold_shape,
    hold_size,
    readable,
    table_of,
    text_of,
)

NO_NUMBER, TOO_LARGE = "had no number", "had a number too large to hold"
MISSING = {"", "-", "--", "?", ".", "na", "n/a", "#n/a", "nan", "null", "none", "missing"}
COUNTING = set(  # names of columns that number the rows or say when
    "year month day hour minute second time timestamp date index id no nr row step steps epoch epochs iteration "
    "iterations iter batch".split()
) | {"unnamed: 0", "wall time", "walltime", "relative time", "relative time (process)"}
READ_AS = {COLUMNS: "column separators", DECIMAL: "decimal ones", GROUPED: "thousands"}
SHOWN = 5  # lines named in a sentence
__all__ = [
    "Column",
    "Dropped",
    "Reading",
    "ReadingError",
    "clean",
    "columns_of",
    "header_of",
    "hold_names",
    "read_csv",
    "read_pasted",
]


class Dropped(NamedTuple):
    """A row that is not in the series."""

    line: int
    reason: str


class Reading(NamedTuple):
    """A column of numbers, read-only, and what became of the rows: len(values) + len(dropped) of them."""

    values: np.ndarray  # (t,) float64, finite
    column: str  # the one that was read
    columns: tuple[str, ...]  # every one that has at least 2 numbers
    labels: tuple[str, ...] | None  # (t,) dates as they were written, where there is a column of dates
    dropped: tuple[Dropped, ...]
    words: str  # how much was read, and how
    commas: str | None = None  # how commas were read: "columns", "decimal", "thousands"; None where there are none
    comma_readings: tuple[str, ...] = ()  # how they can be read


class Column(NamedTuple):
    """A column of a table by its filled cells."""

    name: str
    cells: dict[int, str]  # row → cell
    numbers: dict[int, float]  # row → number, inf where it is too large
    finite: int  # how many of them can be read
    remark: str  # how its commas and units were read, in words; empty where it has none

    @property
    def is_dates(self) -> bool:
        """Whether nearly all of its cells, or of some 200 from all over it, are dates."""
        sample = list(self.cells.values())[:: len(self.cells) // 200 + 1]
        return sum(map(is_date, sample)) > 0.9 * len(sample)

    @property
    def counts(self) -> bool:
        """Whether it numbers the rows, or says when: offered, but not the first choice."""
        return self.name.lower() in COUNTING or counts_up(list(self.cells.values()))

    @property
    def only_grows(self) -> bool:
        """Whether each number is larger than the one before, as times are."""
        values = list(self.numbers.values())
        return len(values) > 2 and all(a < b for a, b in pairwise(values))

    @property
    def looks_like_numbers(self) -> bool:
        """Whether most of its cells begin with a digit, a sign or a currency."""
        cells = list(self.cells.values())
        return 2 * sum(is_quantity(cell) or cell[0].isdigit() for cell in cells) > len(cells)

    @property
    def is_partly_read(self) -> bool:
        """Whether it looks like numbers, and many of them cannot be read."""
        return not self.is_dates and self.looks_like_numbers and self.finite < 0.9 * len(self.cells)


def read_csv(data: bytes, column: str | None = None, commas: str | None = None) -> Reading:
    """A file of at most 2 MB and 100,000 rows, with at least 2 numbers.

    UTF-8, UTF-16 with its byte order mark, or Windows-1252; cells parted by , ; tab or |; points or commas as decimal
    marks; with or without a row of names. column: one of `Reading.columns`, by default the fullest, the first of
    equals, that does not just count or grow. commas: one of `Reading.comma_readings`, by default the likeliest. A unit
    that all numbers of a column share (45%, $12.50, 12.5 °C) is left out. Blank and missing cells, words and numbers
    beyond 1.8e308 are dropped and counted; the days after a gap move up. One single row of numbers is read along the
    row. ReadingError otherwise.
    """
    text = text_of(data)
    table = table_of(text, commas)
    rows = [row for row in table.rows if any(row.cells)]
    if len(rows) == 1 and len(rows[0].cells) > 1:
        return _list(*_entries(text, commas))
    return _reading(table, column)


def read_pasted(text: str, column: str | None = None, commas: str | None = None) -> Reading:
    """Numbers typed or pasted: a table as in `read_csv`, or a list, parted by spaces, line ends, commas or semicolons.

    In a list of which every part is like 12,5 the commas are decimal ones. Brackets are passed over. Limits, refusals,
    choices and what is dropped are those of `read_csv`.
    """
    hold_size(len(text.encode("utf-8", "replace")))
    text = readable(text)
    table = table_of(text, commas)
    if _is_table(table) or (table.separator == "," and table.commas not in (None, COLUMNS)):
        return _reading(table, column)
    return _list(*_entries(text, commas))


# ---- a table
def _reading(table: Table, column: str | None) -> Reading:
    hold_shape(table.rows)
    header, body = header_of(table.rows)
    hold_names(header, body)
    columns = columns_of(header, body, table)
    dates = next((c for c in columns if c.is_dates), None)
    offered = [c for c in columns if c is not dates and c.finite > 1]
    chosen = _chosen(offered, column, [c for c in columns if c is not dates])
    labels = dates and tuple(clean(dates.cells.get(i, "")) for i in _kept(chosen))
    read = _read(chosen, [row.line for row in body], tuple(c.name for c in offered), labels, "row", "line")
    passed = [c for c in columns if c is not chosen and c.is_partly_read]
    return with_commas(read._replace(words=read.words + "".join(map(_unread, passed[:2]))), table)


def _unread(column: Column) -> str:
    """Why a column that looks like numbers was not chosen."""
    cell = next(cell for i, cell in column.cells.items() if i not in column.numbers or isinf(column.numbers[i]))
    can = "can only in part" if column.finite > 1 else "cannot"
    return f" “{column.name}” {can} be read as numbers: “{clean(cell)}”."


def with_commas(reading: Reading, table: Table) -> Reading:
    """A reading that says how its commas were read where they could be read otherwise, too."""
    words = reading.words + commas_said(table)
    return reading._replace(words=words, commas=table.commas, comma_readings=table.readings)


def commas_said(table: Table) -> str:
    """How the commas could be read otherwise; empty where they could not."""
    others = [READ_AS[other] for other in table.readings if other != table.commas]
    said = f" Commas were read as {READ_AS[COLUMNS]}." if table.commas == COLUMNS and others else ""
    return said + (f" They could also be {' or '.join(others)}." if others and table.commas else "")


def header_of(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """The names of the columns, none if there are none, and the rows of data.

    The names are the row with most words above the first number or date. Other rows above it, titles and units, are
    rows without a number; blank ones above it do not count.
    """
    first = next((i for i, row in enumerate(rows) if any(map(is_datum, row.cells))), None)
    if first is None:  # without a plain number or a date, numbers with units are what is below the names
        first = next((i for i, row in enumerate(rows) if any(map(is_quantity, row.cells))), len(rows))
    above = [row for row in rows[:first] if any(row.cells)]
    fullest = max(above, key=_filled, default=None)
    if fullest is None or not _filled(fullest):
        return [], above + rows[first:]
    return fullest.cells, [row for row in above if row is not fullest] + rows[first:]


def hold_names(header: list[str], body: list[Row]) -> None:
    """Refused where most rows reach beyond the names: nobody knows then which name is whose."""
    if header and sum(any(row.cells[len(header) :]) for row in body) > len(body) / 2:
        raise ReadingError(
            "The rows have more cells than there are names above them. Please name every column, or, "
            "if these are decimal commas, put semicolons between the columns."
        )


def _filled(row: Row) -> int:
    return sum(cell.lower() not in MISSING for cell in row.cells)


def columns_of(header: list[str], body: list[Row], table: Table) -> list[Column]:
    width = max((len(row.cells) for row in body), default=0)
    names = _names(header, width)
    return [_column(names[j], j, body, table) for j in range(width)]


def _names(header: list[str], width: int) -> list[str]:
    """A name for each column, no two alike."""
    names: list[str] = []
    for j in range(width):
        name = clean(header[j]) if j < len(header) else ""
        name = name or f"column {j + 1}"
        while name in names:
            name = f"{name} ({j + 1})"
        names.append(name)
    return names


def _column(name: str, j: int, body: list[Row], table: Table) -> Column:
    cells = {i: row.cells[j] for i, row in enumerate(body) if j < len(row.cells) and row.cells[j]}
    texts = dict.fromkeys(cells.values())  # each only once, in order: readings repeat
    amounts = _without_unit(texts)
    bare = {text: amounts[text].number if text in amounts else text for text in texts}
    with_commas = [text for text in texts if "," in bare[text] and len(text) <= LONGEST]
    decimal = _are_decimal([bare[text] for text in with_commas], table)
    known = {text: value for text in texts if (value := number(bare[text], comma=decimal)) is not None}
    numbers = {i: known[text] for i, text in cells.items() if text in known}
    remark = _example("Commas were read as " + READ_AS[DECIMAL if decimal else GROUPED], with_commas, known)
    remark += _example("Units were left out", list(amounts), known)
    return Column(name, cells, numbers, sum(map(isfinite, numbers.values())), remark)


def _are_decimal(texts: list[str], table: Table) -> bool:
    """Whether the commas in these numbers are decimal ones: as the whole table has them, else as they must be."""
    if not texts or table.commas in (DECIMAL, GROUPED):
        return bool(texts) and table.commas == DECIMAL
    return any(DECIMAL_COMMA.fullmatch(text) and not THOUSANDS.fullmatch(text) for text in texts)


def _without_unit(texts: Iterable[str]) -> dict[str, Amount]:
    """The cells of a column whose numbers nearly all have one and the same unit; none of another column."""
    given = [text for text in texts if text.lower() not in MISSING]
    found = {text: part for text in given if not is_datum(text) and (part := amount(text)) and part.has_unit}
    shared = Counter((part.before, part.unit) for part in found.values()).most_common(1)
    if not shared or shared[0][1] < 2 or shared[0][1] < 0.8 * len(given):
        return {}
    return {text: part for text, part in found.items() if (part.before, part.unit) == shared[0][0]}


def _example(how: str, texts: list[str], known: dict[str, float]) -> str:
    example = next((text for text in texts if isfinite(known.get(text, inf))), None)
    return f" {how}: {clean(example)} is {known[example]:g}." if example else ""


def _chosen(offered: list[Column], name: str | None, columns: list[Column]) -> Column:
    """The column that was asked for, or the fullest. Refused where there is none."""
    if not offered:
        most = max((c.finite for c in columns), default=0)
        raise ReadingError(
            "An average needs at least 2 numbers in a column; there is only 1."
            if most
            else "No number was found. An average needs at least 2 in a column; "
            "commas, semicolons or tabs part the columns."
        )
    if name is None:
        fullest = max(c.finite for c in offered)
        return max(offered, key=lambda c: (not c.counts, not c.only_grows and 2 * c.finite > fullest, c.finite))
    if name not in (c.name for c in offered):
        raise ReadingError("That column is not in this table. Please choose one of those that are.")
    return next(c for c in offered if c.name == name)


# ---- a list
def _list(entries: list[str], table: Table) -> Reading:
    hold_count(len(entries), "numbers")
    body = [Row(i, [entry]) for i, entry in enumerate(entries, 1)]
    column = _column("numbers", 0, body, table)
    _chosen([column] if column.finite > 1 else [], None, [column])
    read = _read(column, [row.line for row in body], (column.name,), None, "entry", "entry")
    return with_commas(read, table)


def _is_table(table: Table) -> bool:
    """Whether what was pasted has columns: names above them, dates, tabs, or numbers of rows."""
    header, body = header_of(table.rows)
    widths = {len(row.cells) for row in body if any(row.cells)}
    if len(body) < 2 or not any(is_quantity(cell) for row in body for cell in row.cells):
        return False
    if header:
        return len(header) in widths
    if widths == {1}:
        return all(" " not in row.cells[0] for row in body if row.cells)
    dated = sum(is_date(row.cells[0]) for row in body if row.cells) > len(body) / 2
    return table.separator == "\t" or dated or counts_up([row.cells[0] for row in body if any(row.cells)])


def _entries(text: str, asked: str | None) -> tuple[list[str], Table]:
    """The parts of a list, and how its commas are read."""
    parts = [part for part in re.split(r"(?:[;|\s\[\](){}]|(?<=\s)/(?=\s))+", text) if part]
    with_commas = [part for part in parts if "," in part]
    inside = readings_in(with_commas)
    if not inside or any(len(part) > LONGEST or not is_datum(part) for part in with_commas):
        return [entry for part in parts for entry in part.split(",") if entry], Table([], " ")
    below_one = [re.match(r"[+-]?0,\d\d", part) is not None for part in with_commas]
    readings = (*([] if all(below_one) else [COLUMNS]), *inside)
    likeliest = inside[0] if len(with_commas) > 1 or len(parts) > 2 or any(below_one) else COLUMNS
    readings = readings if len(parts) > 1 else (COLUMNS,)
    commas = asked if asked in readings else likeliest
    entries = [entry for part in parts for entry in (part.split(",") if commas == COLUMNS else [part]) if entry]
    return entries, Table([], " ", commas, readings)


# ---- what was read
def _kept(column: Column) -> list[int]:
    return [i for i, value in column.numbers.items() if not isinf(value)]


def _read(
    column: Column, lines: list[int], columns: tuple[str, ...], labels: tuple[str, ...] | None, row: str, line: str
) -> Reading:
    values = np.array([column.numbers[i] for i in _kept(column)])
    values.setflags(write=False)
    reasons = [TOO_LARGE if isinf(column.numbers.get(i, 0)) else NO_NUMBER for i in range(len(lines))]
    kept = set(_kept(column))
    dropped = tuple(Dropped(lines[i], reasons[i]) for i in range(len(lines)) if i not in kept)
    words = _sentence(len(values), dropped, row, line) + column.remark
    return Reading(values, column.name, columns, labels, dropped, words)


def _sentence(read: int, dropped: tuple[Dropped, ...], row: str, line: str) -> str:
    """Read 362 of 365 rows; 3 had no number (lines 14, 90, 201)."""
    if not dropped:
        return f"Read all {read:,} {_plural(row)}."
    parts = []
    for reason in (NO_NUMBER, TOO_LARGE):
        at = [d.line for d in dropped if d.reason == reason]
        if at:
            shown = ", ".join(map(str, at[:SHOWN])) + (f" and {len(at) - SHOWN:,} more" if len(at) > SHOWN else "")
            parts.append(f"{len(at):,} {reason} ({_plural(line) if len(at) > 1 else line} {shown})")
    return f"Read {read:,} of {read + len(dropped):,} {_plural(row)}; {', '.join(parts)}."


def _plural(word: str) -> str:
    return "entries" if word == "entry" else word + "s"


def clean(text: str) -> str:
    """What can safely be shown: printable, without gaps, at most 60 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:60]
