"""What pages share of files and tables that a visitor brings."""

from typing import Any

from experiments.readings import ReadingError
from experiments.tables import table_of, text_of

Commas = tuple[str | None, tuple[str, ...]]  # how they are read, how they can be read
NO_COMMAS: Commas = (None, ())
COMMA_TITLES = {
    "columns": "separators: 1,5 is 1 and 5",
    "decimal": "decimal commas: 1,5 is 1.5",
    "thousands": "thousands: 1,500 is 1500",
}
STAYS = "Your file is not stored in the link."
LONGEST_NAME = 60


def commas_of(data: bytes, asked: str | None, *, alone: bool = True) -> Commas:
    """How the commas of something that was refused are read: another reading may help."""
    try:
        table = table_of(text_of(data), asked, alone=alone)
    except ReadingError:
        return NO_COMMAS
    return table.commas, table.readings


def commas_json(commas: Commas) -> dict[str, Any]:
    """The switch beside a preview: its value and its choices, none where there is nothing to choose."""
    value, readings = commas
    choices = {key: COMMA_TITLES[key] for key in COMMA_TITLES if key in readings}
    return {"commas": value, "commaChoices": choices if len(choices) > 1 else {}}
