"""What the commas of a table are: they part columns, or mark decimals, or group thousands.

A file never says which. Where its numbers leave only one reading, that one is taken; where they leave several, the
likeliest is taken, said, and the others are offered.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .cells import DECIMAL_COMMA, DOTTED_THOUSANDS, THOUSANDS, WHOLE, bare, holds_commas, is_date, is_quantity, number

COLUMNS, DECIMAL, GROUPED = "columns", "decimal", "thousands"
ZERO = re.compile(r"[+-]?0+", re.ASCII)


class Pairs(NamedTuple):
    """Rows that a comma parts in two, where both parts may also be one number: 12,5 or 1,234.50 or $1,234."""

    lefts: tuple[str, ...]
    rights: tuple[str, ...]
    singles: tuple[str, ...]  # the rows without a comma
    named: bool  # one name stands above them


def pairs_of(rows: Sequence[list[str]]) -> Pairs | None:
    """The rows of a table that is parted by commas, if those could stand inside its numbers; None if they cannot."""
    full = [cells for cells in rows if any(cells)]
    header = full[:1] if full and not any(map(is_quantity, full[0])) else []
    body = full[len(header) :]
    dated = bool(body) and all(is_date(cells[0]) and len(cells) > 1 for cells in body)
    tails = [cells[dated:] for cells in body]
    twos = [tail for tail in tails if len(tail) == 2]
    if not twos or not all(len(tail) == 1 or _may_be_one(tail) for tail in tails):
        return None
    if header and len([cell for cell in header[0] if cell]) > 1 + dated:
        return None
    lefts, rights = zip(*twos, strict=True)
    return Pairs(lefts, rights, tuple(tail[0] for tail in tails if len(tail) == 1), bool(header))


def _may_be_one(tail: list[str]) -> bool:
    if len(tail) != 2 or not tail[1][:1].isdigit():
        return False
    left, text = bare(tail[0]), bare(",".join(tail))
    first = WHOLE.fullmatch(left) or DOTTED_THOUSANDS.fullmatch(left)
    return bool(first and (DECIMAL_COMMA.fullmatch(text) or THOUSANDS.fullmatch(text)))


def joined(cells: list[str]) -> list[str]:
    """A row whose last two cells are one number; a row of names stays as it is."""
    head = 1 if cells and is_date(cells[0]) else 0
    if not any(map(is_quantity, cells[head:])):
        return cells
    return [*cells[:head], ",".join(cells[head:])] if len(cells) == head + 2 else cells


def surely_inside(pairs: Pairs) -> bool:
    """Whether the commas stand inside numbers beyond doubt: one name above them, a currency before them, some numbers
    without any, decimals that begin with 0, or numbers that all begin with 0."""
    leading = any(len(right) > 1 and right[0] == "0" for right in pairs.rights)
    below_one = all(map(ZERO.fullmatch, pairs.lefts)) and any(len(right) > 1 for right in pairs.rights)
    priced = any(bare(left) != left for left in pairs.lefts)
    return pairs.named or priced or leading or below_one or any(number(cell) is not None for cell in pairs.singles)


def likely_inside(pairs: Pairs) -> bool:
    """Whether they probably do: at least 3 equally short second numbers under first ones that do not count up, or
    0,25 among others, or groups of three digits throughout."""
    if counts_up(list(pairs.lefts)) or surely_inside(pairs):
        return surely_inside(pairs)
    lengths = set(map(len, pairs.rights))
    fraction = any(ZERO.fullmatch(left) and len(right) > 1 for left, right in zip(*pairs[:2], strict=True))
    even = lengths in ({1}, {2}) or (GROUPED in readings_of(pairs) and lengths in ({3}, {6}))
    plain = any(map(WHOLE.fullmatch, pairs.lefts))  # 1.234,5 alone may as well be 1.234 beside 5
    return fraction or (len(pairs.rights) > 2 and even and plain)


def readings_of(pairs: Pairs) -> tuple[str, ...]:
    """What the commas of such rows can be; the last is the likeliest where they stand inside numbers."""
    texts = [bare(f"{left},{right}") for left, right in zip(*pairs[:2], strict=True)]
    fitting = ((DECIMAL, DECIMAL_COMMA), (GROUPED, THOUSANDS))
    inside = [reading for reading, form in fitting if all(map(form.fullmatch, texts))] or [DECIMAL]
    return (*([] if surely_inside(pairs) else [COLUMNS]), *inside)


def readings_in(cells: Iterable[str]) -> tuple[str, ...]:
    """What commas inside the cells of a table can be, the likeliest first; none where there are no commas.

    One table has one notation: a cell that can only be read in one way settles it for all.
    """
    texts = [text for text in dict.fromkeys(cells) if holds_commas(text)]
    only_decimal = any(not THOUSANDS.fullmatch(text) for text in texts)
    only_grouped = any(not DECIMAL_COMMA.fullmatch(text) for text in texts)
    if not texts:
        return ()
    if only_decimal and only_grouped:
        return ()  # no single reading serves: each column is read by itself
    return (DECIMAL,) if only_decimal else (GROUPED,) if only_grouped else (GROUPED, DECIMAL)


def counts_up(cells: list[str]) -> bool:
    """Whether these are whole numbers, each 1 more than the one before: the numbers of rows, not readings."""
    if len(cells) < 2 or not WHOLE.fullmatch(cells[0]):
        return False
    first = int(cells[0])
    return all(cell.lstrip("0") == str(i or "") for i, cell in enumerate(cells, first))
