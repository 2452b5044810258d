"""What a page's wire tells of the visit itself."""

from typing import Any, NamedTuple


class Visit(NamedTuple):
    """What every wire tells beside its page's state."""

    turn: int = 0
    epoch: int = 1  # grows when the state was adopted from a link: then the browser takes `view`
    view: dict[str, Any] | None = None  # None: the browser keeps its own, and plays once on a first visit
    ticket: int = 0  # of the newest event answered
    notice: dict[str, Any] | None = None
    held: bool = False  # a drag is under way: axes that still hold may stay
    unfolded: bool = False  # whether formulas stand under the pictures
    link: str = ""  # of the state as it last settled: the address never tells of a drag under way
    computing: dict[str, Any] | None = None  # how far the runs are, while some are not finished
