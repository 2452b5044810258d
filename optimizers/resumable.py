"""One run made piece by piece, for those who cannot wait for the whole of it.

pieces = ResumableRun(objective, adam, (-1.2, 1.0), 5000)
while pieces.left:
    pieces.advance(100)
    pieces.so_far().params  # (steps made + 1, n)
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .batches import flattened, joined, spread
from .driver import Chunk, beginning, each
from .options import Options
from .scheduling import Schedule
from .status import Status
from .trajectory import Trajectory


class ResumableRun:
    """`run` for one run. After the last step `so_far()` is what `run` returns, bit for bit,
    however the steps were cut into pieces.

    `start` is a point (n,). ValueError as from `run`. Not for several threads at once.
    """

    def __init__(
        self,
        objective: Any,
        optimizer: Any,
        start: Any,
        steps: int,
        *,
        record: bool | str | Sequence[str] = True,
        schedule: Schedule | None = None,
        options: Options | None = None,
    ) -> None:
        begin = each(lambda array: spread(array, 0, ()), beginning(start))
        seen = options.seen(objective) if options else objective
        with np.errstate(all="ignore"):
            self._chunk = Chunk(objective, seen, flattened(optimizer, ()), schedule, begin, steps, record, 1)
        self.steps = steps

    @property
    def left(self) -> int:
        """How many steps are still to be made."""
        return self._chunk.left

    @property
    def in_floats(self) -> bool:
        """Whether the steps are made in Python's floats, which is several times as fast as in arrays."""
        return self._chunk.walk.alone

    @property
    def values(self) -> int:
        """How often the rule has asked for f by itself, where it counts that."""
        return int(np.ravel(getattr(self._chunk.here.state, "values", 0))[0])

    @property
    def diverged(self) -> bool:
        """Whether nothing moves any more: the steps that are left repeat the last one."""
        return not self._chunk.here.alive.any()

    def advance(self, steps: int) -> None:
        """The next steps, as many as are left at most."""
        with np.errstate(all="ignore"):
            self._chunk.advance(steps)

    def so_far(self) -> Trajectory:
        """The steps that are made. The status is decided with the last step; before, it is None."""
        with np.errstate(all="ignore"):
            path: Trajectory = joined([self._chunk.so_far()], ())
        status = None if path.status is None else Status(path.status)
        return path._replace(status=status, stopped_at=int(path.stopped_at))
