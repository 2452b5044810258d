"""The cells of a table as numbers and dates, whichever marks they are written with."""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 40  # characters of a number
WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
FIRST = r"[1-9]\d{0,2}"  # no group of thousands begins with 0: 0,234 is never 234
GROUP = "['’\u00a0\u2009\u202f]"
THOUSANDS = re.compile(rf"[+-]?{FIRST}(?:(?:,\d{{3}})+|(?:{GROUP}\d{{3}})+)(?:\.\d*)?", re.ASCII)
DECIMAL_COMMA = re.compile(
    rf"[+-]?(?:{FIRST}(?:(?:\.\d{{3}})+|(?:{GROUP}\d{{3}})+)|\d*),\d+(?:[eE][+-]?\d+)?", re.ASCII
)
DOTTED_THOUSANDS = re.compile(rf"[+-]?{FIRST}(?:\.\d{{3}})+", re.ASCII)
DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[T ].{1,30})?|\d{1,2}([-/.])\d{1,2}\2\d{2,4}(?: .{1,30})?|\d{4}[-/]\d{1,2}"
    r"|(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,2}:\d\d(?::\d\d)?"
    r"|\d{1,2}\.?[ -][^\W\d_]{3,9}\.?[ -]\d{2,4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}",
)
WITH_UNIT = re.compile(  # $12.50, −5 °C, 45%, EUR 7: at most a currency before and a unit behind
    r"(?P<sign>[+−-]?)(?P<before>[A-Z]{3} | ?[^\w\s.,+−-] ?)?(?P<number>[+−-]?[\d.,'’\u00a0\u2009\u202f]*\d)"
    r"(?P<unit> ?[^\d\s.,:/+−-][^\d\s.,:+−-]{0,7})?",
)


class Amount(NamedTuple):
    """A number with what is written around it: $12.50 is ("12.50", "$", "")."""

    number: str
    before: str
    unit: str

    @property
    def has_unit(self) -> bool:
        return bool(self.before or self.unit)


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


def amount(cell: str) -> Amount | None:
    """A cell as a number with a currency before it or a unit behind it; None where it is neither."""
    found = WITH_UNIT.fullmatch(cell) if len(cell) <= LONGEST else None
    if not found:
        return None
    before, unit = (found["before"] or "").strip(), (found["unit"] or "").strip()
    if before and not (before.isalpha() or unicodedata.category(before) == "Sc"):
        return None
    return Amount(found["sign"] + found["number"], before, unit)


def bare(cell: str) -> str:
    """The number of a cell without its unit; the cell itself where there is none."""
    found = None if is_datum(cell) else amount(cell)
    return found.number if found else cell


def is_date(cell: str) -> bool:
    return len(cell) <= LONGEST and DATE.fullmatch(cell) is not None


def is_datum(cell: str) -> bool:
    """Whether a cell holds a number, in either notation, or a date."""
    return number(cell) is not None or number(cell, comma=True) is not None or is_date(cell)


def is_quantity(cell: str) -> bool:
    """Whether a cell holds a datum, or a number with a unit."""
    found = amount(cell)
    return is_datum(cell) or (found is not None and found.has_unit)


def holds_commas(cell: str) -> bool:
    """Whether a cell is a number with a comma in it."""
    return "," in cell and (number(cell) is not None or number(cell, comma=True) is not None)
