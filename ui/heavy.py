"""How computing leaves the processor to others: one piece at a time in the whole server, in slices with rests.

Whoever moves a slider meanwhile is answered from another thread, and shall not feel it.
"""

import sys
from functools import lru_cache
from threading import Lock

ONE_AT_A_TIME = Lock()  # held while a piece of a run, of a training or of a sweep is computed
REST = 0.004  # s between two slices, when other threads have the processor to themselves
PATIENCE = 0.25  # s to wait while others' pieces are computed: to answer with nothing new costs them time
SWITCH = 0.001  # s after which a thread that computes lets another one go on; Python's own is 5 times as long


@lru_cache(maxsize=1)
def take_turns() -> None:
    """Before the first piece: another visitor's slider shall not wait for it."""
    sys.setswitchinterval(SWITCH)
