"""What a run leaves behind, and the contracts of those who take part in it."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from .hyper import Array


class Objective(Protocol):
    """What is made small. Both methods are pure, and act on each run of a batch alone."""

    def value(self, params: Array) -> Array:
        """(n, *batch) → (*batch,): the full objective."""

    def gradient(self, params: Array, t: int | None = None) -> Array:
        """(n, *batch) → (n, *batch): of step t's mini-batch or noise; exact where t is None."""


class Optimizer(Protocol):
    """An update rule. `step` of the state that `update` returns is added to the parameters."""

    @property
    def init(self) -> Callable[..., Any]: ...
    @property
    def update(self) -> Callable[..., Any]: ...


class End(NamedTuple):
    """Where a run can be taken up again, bit for bit: all that its next step and its label depend on."""

    t: int  # steps made, since the first start
    params: Array  # (n, *batch)
    gradient: Array  # (n, *batch), the last one seen
    state: Any  # each field (…, *batch)
    steepest: Array  # (*batch,), the largest gradient norm seen; 0 where the labels need none
    broke: Array  # (*batch,), 0 or 1 + the index in `parts` of what stopped being finite
    stopped_at: Array  # (*batch,), the step at which it did
    inside_at: Array  # (*batch,), the last step at which it was inside the objective's bounds; −1 if it never was
    memory: Any = None  # what a schedule remembers that looks at the loss, each field (*batch,); None for others

    @property
    def alive(self) -> Array:
        """Which runs have not diverged."""
        return self.broke == 0

    @property
    def parts(self) -> tuple[str, ...]:
        """What can stop being finite, in the order in which a step makes it; `step` shows in the position."""
        return ("gradient", *(name for name in self.state._fields if name != "step"), "position", "value")


class Trajectory(NamedTuple):
    """A run, or a batch of runs. What was not recorded is None; a single run has batch ().

    From the step at which a run diverged on, every record repeats the row before, so that everything here is finite.
    """

    params: Array | None  # (steps + 1, n, *batch), the start included
    loss: Array | None  # (steps + 1, *batch), the full objective; between evaluations the last one made
    gradient: Array | None  # (steps, n, *batch), what the optimizer saw, noise included
    state: Any | None  # the optimizer's state, each field (steps, …, *batch)
    final: Array  # (n, *batch)
    final_loss: Array  # (*batch,)
    best: Array  # (n, *batch), the point of lowest loss
    best_loss: Array  # (*batch,)
    status: Any  # Status, or an array of them (*batch,)
    stopped_at: Any  # the step at which it diverged, or the number of steps made; an int, or an array (*batch,)
    end: End

    def recorded(self) -> tuple[Array, Array, Array, Any]:
        """params, loss, gradient and state. ValueError where one of them was not recorded."""
        if self.params is None or self.loss is None or self.gradient is None or self.state is None:
            raise ValueError("params, loss, gradient and state are needed: record them all")
        return self.params, self.loss, self.gradient, self.state
