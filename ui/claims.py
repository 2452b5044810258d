"""What a text of a page claims, so that a test can compute it."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Claim(NamedTuple):
    """Words of a text, and what they say as a function of what is seen: True, or the figures in the words.

    One number stands for the last figure in `said`, a tuple for all of them, in the digits that are written there.
    """

    said: str
    holds: Callable[[Any], Any]
