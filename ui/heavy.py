"""How computing leaves the processor to others: one piece at a time in the whole server, in slices with rests.

Whoever moves a slider meanwhile is answered from another thread, and shall not feel it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

ONE_AT_A_TIME = Lock()  # held while a piece of a run, of a training or of a sweep is computed
REST = 0.004  # s between two slices, when other threads have the processor to themselves
PATIENCE = 0.25  # s to wait while others' pieces are computed: to answer with nothing new costs them time
LARGE = 2**17  # bytes of a table from which on reading it takes some 100 ms
SWITCH = 0.001  # s after which a thread that computes lets another one go on; Python's own is 5 times as long


@lru_cache(maxsize=1)
def take_turns() -> None:
    """Before the first piece: another visitor's slider shall not wait for it."""
    sys.setswitchinterval(SWITCH)


@contextmanager
def one_large_table(size: int) -> Iterator[None]:
    """While a table of so many bytes is read. A large one takes a second or so: only one of them is read at a time."""
    if size < LARGE:
        yield
        return
    take_turns()
    with ONE_AT_A_TIME:
        yield
