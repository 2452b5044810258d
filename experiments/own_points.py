"""Points that people bring as a CSV: two features and a label, or x and y.

What cannot be read is refused with a ReadingError, in words that say what to do; what is left out is counted.
"""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import inf

import numpy as np

from networks import Data

from .datasets import CLASSES, CURVE, FEWEST, MOST
from .readings import MISSING, SHOWN, Column, clean, columns_of, commas_said, header_of, hold_names
from .tables import ReadingError, Row, hold_shape, table_of, text_of

MOST_CLASSES = 8
LARGEST = 1e30  # what any net makes of it, squared, is still a number
EITHER = {"-", "none"}  # a label where all others are one and the same, else a missing one
NEEDED = "Two features and a label are needed, or x and y, parted by commas, semicolons or tabs."
__all__ = ["Own", "ReadingError", "read_points"]


@dataclass(frozen=True)
class Own:
    """Points from a file. Two are equal if their points are: a spec may hold them."""

    digest: str  # SHA-256 of the points
    data: Data = field(compare=False, repr=False)
    features: tuple[str, ...]  # the columns that were read: two, or x
    target: str  # the column of labels, or y
    numbers: tuple[str, ...] = field(compare=False)  # every column that can be a feature, or y
    labels: tuple[str, ...] = field(compare=False)  # every column that can be the label
    words: str = field(compare=False)  # how much was read, and how
    commas: str | None = field(default=None, compare=False)  # how commas were read, as in `Reading`
    comma_readings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def task(self) -> str:
        return CLASSES if self.data.classes else CURVE


def read_points(
    data: bytes, features: tuple[str, ...] | None = None, target: str | None = None, commas: str | None = None
) -> Own:
    """Two features and a label, or x and y, from a CSV as in `read_csv`.

    features: two columns of numbers for classes, one, x, for a curve. target: the label, words or at most 8 whole
    numbers, or y. By default the label is the last column of few words, else the last of few whole numbers beside two
    others; where there is none, the last column of numbers is fitted over the first. Columns that only number the rows
    or never change are no first choice. commas: how they are read, as in `read_csv`. Rows without a number or label,
    or with one beyond 1e30, are dropped and counted; of more than 5,000, evenly spaced ones are taken. ReadingError, in
    words, for fewer than 4 rows, one class only, more than 8, and what is not there.
    """
    if not data.strip(b"\0 \t\r\n\xff\xfe\xef\xbb\xbf"):
        raise ReadingError(f"There is nothing in it. {NEEDED}")
    table = table_of(text_of(data), commas, alone=False)
    hold_shape(table.rows)
    header, body = header_of(table.rows)
    hold_names(header, body)
    columns = [column for column in columns_of(header, body, table) if not column.is_dates]
    numbers = [c for c in columns if c.finite > len(c.cells) / 2]
    labels = [c for c in columns if 2 <= len(kinds(c)) <= MOST_CLASSES and (c not in numbers or repeats(c))]
    if numbers:
        hold_rows(sum(any(row.cells) for row in body))
    free = target is None
    if features is None:
        features, target = chosen(columns, numbers, labels, target)
    used = [named(numbers, name, "numbers") for name in features]
    if len(set(features)) != len(features) or target in features or len(features) not in (1, 2):
        raise ReadingError("Please choose two different features and a label, or one column for x and another for y.")
    goal = named(numbers if len(used) == 1 else columns, target or "", "numbers" if len(used) == 1 else "labels")
    passed = [c for c in columns if crowded(c) and c not in numbers] if free else []
    own = gathered(used, goal, body, tuple(c.name for c in numbers), tuple(c.name for c in labels), passed)
    return replace(own, words=own.words + commas_said(table), commas=table.commas, comma_readings=table.readings)


def kinds(column: Column) -> set[str]:
    """The different labels of a column, missing ones left out; + and - are two labels."""
    found = {clean(cell) for cell in column.cells.values()}
    given = {label for label in found if label.lower() not in MISSING}
    either = {label for label in found if label.lower() in EITHER}
    return given | either if len(given) == len(either) == 1 and not column.numbers else given


def crowded(column: Column) -> bool:
    return len(kinds(column)) > MOST_CLASSES


def crowd(column: Column) -> str:
    return f"“{column.name}” has {len(kinds(column)):,} different labels; at most {MOST_CLASSES} can be told apart."


def hold_rows(count: int) -> None:
    """Refused where there is too little to learn from."""
    if count < FEWEST:
        rows = "1 row is" if count == 1 else f"{count} rows are"
        raise ReadingError(f"{rows} too few: at least {FEWEST} are needed, some to learn from, some to check.")


def repeats(column: Column) -> bool:
    """Whether these are few whole numbers, each of which stands twice on average: numbers of classes."""
    whole = all(value == round(value) for value in column.numbers.values() if abs(value) < inf)
    return whole and 2 * len(kinds(column)) <= len(column.cells)


def varied(column: Column) -> bool:
    return len(set(column.numbers.values())) > 1


def chosen(
    columns: list[Column], numbers: list[Column], labels: list[Column], target: str | None
) -> tuple[tuple[str, ...], str]:
    """Features and target where nobody chose them."""
    if len(numbers) < 2:
        found = "only one column" if numbers else "no column"
        raise ReadingError(f"There is {found} of numbers. {NEEDED}")
    words = [c for c in columns if c not in numbers and c.cells]
    alone = [c for c in words if len(kinds(c)) == 1]
    enough = sum(not c.counts for c in numbers[:-1]) > 1
    few = [c for c in labels if c in words] or [c for c in labels if c is numbers[-1] and enough]
    if target is None and not few and alone:
        raise ReadingError(one_class(alone[-1]))
    label = target or (few[-1].name if few else None)
    left = sorted((c for c in numbers if c.name != label), key=lambda c: (c.counts, not varied(c)))
    if label is None or (target and target not in (c.name for c in [*labels, *words])):
        y = target or numbers[-1].name
        return (next(c.name for c in left if c.name != y),), y
    if len(left) < 2:
        raise ReadingError("There is a label and only one column of numbers: two features are needed.")
    return tuple(c.name for c in numbers if c in left[:2]), label


def named(columns: list[Column], name: str, what: str) -> Column:
    for column in columns:
        if column.name == name:
            return column
    raise ReadingError(f"That column has no {what}, or is not in this table. Please choose another.")


def one_class(column: Column) -> str:
    only = next(iter(kinds(column)), "empty")
    return f"Every row of “{column.name}” is “{only}”. Telling classes apart needs at least two of them."


def gathered(
    used: list[Column],
    goal: Column,
    body: list[Row],
    numbers: tuple[str, ...],
    labels: tuple[str, ...],
    passed: list[Column],
) -> Own:
    """The rows that have everything, as points. `passed`: columns of too many labels, named where a curve is fitted."""
    classes = class_names(goal) if len(used) == 2 else ()
    needed = used if classes else [*used, goal]
    kept = [i for i in range(len(body)) if all(abs(c.numbers.get(i, inf)) <= LARGEST for c in needed)]
    kept = [i for i in kept if clean(goal.cells.get(i, "")) in classes] if classes else kept
    dropped = left_out(kept, needed, body, " or a label" if classes else "")
    if len(kept) < FEWEST:
        raise ReadingError(how_many(len(kept), dropped) + f" At least {FEWEST} are needed.")
    words = sentence(len(kept), dropped, CLASSES if classes else CURVE, used, goal)
    words = words if classes else " ".join([words, *map(crowd, passed)])
    if len(kept) > MOST:
        kept = [kept[i] for i in np.linspace(0, len(kept) - 1, MOST).astype(int)]
    inputs = np.array([[c.numbers[i] for c in used] for i in kept])
    targets = np.array([classes.index(clean(goal.cells[i])) if classes else goal.numbers[i] for i in kept])
    hold_variety(inputs, targets, classes, used, goal)
    digest = sha256(inputs.tobytes() + targets.tobytes() + repr(classes).encode()).hexdigest()
    return Own(digest, Data(inputs, targets, classes), tuple(c.name for c in used), goal.name, numbers, labels, words)


def class_names(goal: Column) -> tuple[str, ...]:
    """The labels, numbers by size and then words by letter."""
    found = kinds(goal)
    if len(found) < 2:
        raise ReadingError(one_class(goal))
    if crowded(goal):
        raise ReadingError(crowd(goal))
    size = {clean(cell): goal.numbers.get(i, inf) for i, cell in goal.cells.items()}
    return tuple(sorted(found, key=lambda label: (size[label], label)))


def hold_variety(
    inputs: np.ndarray, targets: np.ndarray, classes: tuple[str, ...], used: list[Column], goal: Column
) -> None:
    """Refused where there is nothing to learn."""
    if classes and len(set(targets.tolist())) < 2:
        raise ReadingError(f"All complete rows have the same “{goal.name}”. Telling classes apart needs at least two.")
    if not classes and np.ptp(targets) == 0:
        raise ReadingError(f"“{goal.name}” is the same in every row: there is nothing to learn.")
    if (np.ptp(inputs, axis=0) == 0).all():
        names = " and ".join(f"“{c.name}”" for c in used)
        raise ReadingError(f"{names} never change{'s' * (len(used) == 1)}: there is nothing to tell the rows apart by.")


def left_out(kept: list[int], needed: list[Column], body: list[Row], lacking: str) -> dict[str, list[int]]:
    """What is wrong with rows that are not used → their lines."""
    left = [i for i in sorted(set(range(len(body))) - set(kept)) if any(body[i].cells)]
    large = {i for i in left if any(abs(c.numbers.get(i, 0)) > LARGEST for c in needed)}
    found = {
        "lacked a number" + lacking: set(left) - large,
        f"had a number beyond {LARGEST:.0e}".replace("+", ""): large,
    }
    return {why: [body[i].line for i in sorted(rows)] for why, rows in found.items() if rows}


def sentence(read: int, dropped: dict[str, list[int]], task: str, used: list[Column], goal: Column) -> str:
    """Read 148 of 150 rows; 2 lacked a number or a label (lines 14, 90). Predict “species” from “bill” and …"""
    names = " and ".join(f"“{c.name}”" for c in used)
    goal_words = f"Predict “{goal.name}” from" if task == CLASSES else f"Fit “{goal.name}” over"
    return "".join(
        (
            how_many(read, dropped),
            f" {MOST:,} of them, evenly spaced, are used." if read > MOST else "",
            f" {goal_words} {names}.",
            *(f" “{c.name}” is the same in every row and tells nothing." for c in used if not varied(c)),
            next((c.remark for c in (*used, goal) if c.remark), ""),
        )
    )


def how_many(read: int, dropped: dict[str, list[int]]) -> str:
    if not dropped:
        return f"Read all {read:,} rows."
    total = read + sum(map(len, dropped.values()))
    parts = (f"{len(at):,} {why} ({lines(at)})" for why, at in dropped.items())
    return f"Read {read:,} of {total:,} rows; {', '.join(parts)}."


def lines(at: list[int]) -> str:
    """lines 14, 90, 201, 202, 203 and 7 more"""
    more = f" and {len(at) - SHOWN:,} more" if len(at) > SHOWN else ""
    return f"line{'s' * (len(at) > 1)} {', '.join(map(str, at[:SHOWN]))}{more}"
