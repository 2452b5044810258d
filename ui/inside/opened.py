"""What the messages of the page are made of, each part in a bounded cache: what did not move is not made again."""

from typing import Any, NamedTuple

import numpy as np

from experiments import gradient_check, gradients, inside
from experiments.gradients import GRADIENTS, Gradients
from experiments.inside import Ghost, Inside, Parts, made
from experiments.race import Ground, Point, Runner, surface_of
from experiments.stability import largest_rate
from experiments.templates import columns_of as rule_columns
from figures.inside import Chart, Columns, arrows, charts, columns_of
from figures.labels import label_of
from optimizers import OPTIMIZERS
from ui import cached
from ui.packets import Block, Exact

Source = str | tuple[float, ...]  # a series by its name, or the numbers of one's own


class Opened(NamedTuple):
    """A run, and what the browser is told of it."""

    inside: Inside
    path: Block
    values: Block
    charts: tuple[Chart, ...]
    arrows: dict[str, str | None]


@cached.bounded(48)
def opened(ground: Ground, start: Point, steps: int, what: Runner | Parts) -> Opened:
    found, optimizer = inside.inside_of(ground, start, steps, what), made(what)
    columns = columns_of(found)
    return Opened(
        found,
        path_block(found),
        values_block(rule_columns(ground, what, found), columns),
        charts(optimizer, columns, found.last),
        arrows(optimizer, columns),
    )


def values_block(of_rule: Columns, of_charts: Columns) -> Block:
    """The numbers of the lines and those of charts and arrows, apart: both may have a `size`, and mean two
    things. The lines are read to four digits, so they travel in full; the others are only drawn."""
    rule = {name: [Exact(row) for row in column] for name, column in of_rule.items()}
    return Block(rule=rule, chart={name: list(column) for name, column in of_charts.items()})


def path_block(run: Inside | Ghost) -> Block:
    x, y = map(Exact, run.path.T)
    return Block(x=x, y=y, loss=Exact(run.loss), last=run.last, status=label_of(run.outcome)._asdict())


# ---- the other variants
def ghosts(ground: Ground, start: Point, steps: int, parts: Parts, own: bool) -> tuple[tuple[Ghost, Block], ...]:
    """With presets of their own they do not ask what the shown values are: a slider moves none of them."""
    known = Parts(0.0, memory=parts.memory, scaling=parts.scaling, bias_correction=parts.bias_correction)
    return _ghosts(ground, start, steps, known if own else parts, own)


@cached.bounded(48)
def _ghosts(ground: Ground, start: Point, steps: int, parts: Parts, own: bool) -> tuple[tuple[Ghost, Block], ...]:
    return tuple((ghost, path_block(ghost)) for ghost in inside.ghosts(ground, start, steps, parts, own))


def limit(ground: Ground, what: Runner | Parts) -> float | None:
    """The exact bound on α, None where there is none. Bias correction fades, and leaves it as it is."""
    optimizer = made(what)
    if isinstance(what, Parts) and not what.scaling:
        beta1 = what.beta1 if what.memory else 0.0
        optimizer = OPTIMIZERS["momentum"](what.learning_rate, beta1, average=True)
    return largest_rate(surface_of(ground), optimizer)


def slope(ground: Ground, start: Point) -> np.ndarray:
    """(2,) the gradient at the start."""
    with np.errstate(all="ignore"):
        return surface_of(ground).gradient(np.array(start))


# ---- a series
def gradients_of(source: Source) -> Gradients:
    return GRADIENTS[source] if isinstance(source, str) else gradients.given(source)


@cached.bounded(4)
def series_block(source: Source) -> Block:
    return Block(g=gradients_of(source).values)


class Answered(NamedTuple):
    answer: gradients.Answer
    block: Block


@cached.bounded(32)
def answered(source: Source, runner: Runner) -> Answered:
    with np.errstate(all="ignore"):
        answer = gradients.answer_of(gradients_of(source), runner)
    stopped = label_of(answer.outcome).stopped
    theta, step = Exact(answer.theta), Exact(answer.step)
    return Answered(answer, Block(theta=theta, step=step, last=answer.last, stopped=stopped))


# ---- a gradient check
@cached.bounded(8)
def checked(ground: Ground, point: Point, coordinate: int) -> tuple[gradient_check.Check, Block]:
    surface = surface_of(ground)
    return _with_block(gradient_check.check(surface.value, surface.gradient, point, coordinate))


@cached.bounded(1)
def cube_checked() -> tuple[gradient_check.Check, Block]:
    """θ³ at 1, the lecture's example."""
    return _with_block(gradient_check.check(gradient_check.CUBE.value, gradient_check.CUBE.gradient, (1.0,), 0))


def _with_block(check: gradient_check.Check) -> tuple[gradient_check.Check, Block]:
    return check, Block(epsilons=check.epsilons, two=check.two_sided_error, one=check.one_sided_error)


def check_at(ground: Ground | None, point: Any, coordinate: int, epsilon: float) -> gradient_check.Check:
    """One width alone; without a ground it is θ³."""
    f = surface_of(ground) if ground else gradient_check.CUBE
    return gradient_check.check(f.value, f.gradient, point, coordinate, np.array([epsilon]))
