"""Numbers that a visitor types or pastes, one gradient a step."""

from experiments.readings import ReadingError, read_pasted
from experiments.tables import hold_size
from ui.events import Refused
from ui.inside.state import MOST_GIVEN


def numbers_of(text: str) -> tuple[tuple[float, ...], str]:
    """The numbers, and how they were read. Refused, in words that say what to do, where they are too few or many."""
    try:
        hold_size(len(text))
        reading = read_pasted(" ".join(text.split()))  # one row, whatever the lines: a list and never a table
    except ReadingError as refusal:
        raise Refused("Please give at least 2 numbers with spaces between them, such as 1 −1 0.5.") from refusal
    if len(reading.values) > MOST_GIVEN:
        raise Refused(f"{len(reading.values):,} numbers are more than {MOST_GIVEN}: take fewer.")
    return tuple(map(float, reading.values)), reading.words
