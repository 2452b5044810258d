"""Where the optimizers of a page start."""

from typing import Protocol

from experiments.race import Ground, surface_of

FAR = 1000  # times the surface's widest side: beyond it a run counts as diverged, so no start stands there


class OnGround(Protocol):
    """The state of a page with a map."""

    @property
    def ground(self) -> Ground: ...


def placed(start: tuple[float, ...]) -> tuple[float, float]:
    """A start as a race keeps it: with one parameter y is 0."""
    x, y = (*start, 0.0)[:2]
    return float(x), float(y)


def far(state: OnGround, start: tuple[float, float]) -> bool:
    """Whether a start lies so far out that every run from it counts as diverged."""
    side = max(high - low for low, high in surface_of(state.ground).bounds)
    return not all(abs(x) <= FAR * side for x in start)  # NaN is far, too
