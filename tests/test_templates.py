"""Templates: filled with the numbers of a step they are the arithmetic of that step, letter by letter."""

from itertools import product

import numpy as np
import pytest

from experiments.inside import OPENABLE, Parts, inside_of, lines_of, made
from experiments.race import Ground, Runner
from experiments.templates import Blank, columns_of, filled, made_steps, templates
from optimizers import OPTIMIZERS, Status, specs
from optimizers.parts import VARIANTS
from surfaces import SURFACES

BOWL, BEALE = Ground("elongated_bowl"), Ground("beale")


def every_form(key):
    """A runner with each combination of its switches."""
    plain = {name: spec.default for name, spec in specs(OPTIMIZERS[key]).items()} | {"learning_rate": 0.004}
    switches = [name for name, value in plain.items() if isinstance(value, bool)]
    for sides in product((False, True), repeat=len(switches)):
        yield Runner(key, tuple((plain | dict(zip(switches, sides, strict=True))).items()))


RUNNERS = [runner for key in OPENABLE for runner in every_form(key)]
EVERYONE = [*RUNNERS, *(Parts(0.01, 0.8, 0.95, **variant.switches) for variant in VARIANTS.values())]
RUNS = [
    (BOWL, (-4.0, 2.0), 60, (1, 2, 3, 17, 60)),
    (BEALE, (1.0, 1.5), 40, (1, 2, 40)),
    (Ground("elongated_bowl", (("condition", 200.0), ("rotation", 30.0))), (2.0, -1.0), 1, (1,)),
]


@pytest.mark.parametrize("what", EVERYONE, ids=str)
def test_filled_with_a_step_it_is_the_arithmetic_of_that_step(what):
    template = templates(made(what))
    for ground, start, steps, some in RUNS:
        inside = inside_of(ground, start, steps, what)
        columns = columns_of(ground, what, inside)
        for t in some:
            found = lines_of(ground, what, inside, t)
            assert [filled(line, columns, t) for line in template] == [line.numbers for line in found]
            for line, made_so in zip(found, template, strict=True):
                assert made_so[:4] == (line.name, line.formula, line.grey, line.arrow)
                assert np.array_equal(np.ravel(line.value), columns[made_so.result.of][:, t - 1]), line.name


@pytest.mark.parametrize("what", EVERYONE, ids=str)
def test_every_blank_has_its_column(what):
    columns = columns_of(BOWL, what, inside_of(BOWL, (-4.0, 2.0), 60, what))
    blanks = [part for line in templates(made(what)) for part in (*line.parts, line.result) if isinstance(part, Blank)]
    assert {blank.of for blank in blanks} <= set(columns)
    assert {len(column) for column in columns.values()} <= {1, 2}
    assert {column.shape[1] for column in columns.values()} == {60}
    for blank in blanks:
        assert not blank.before or not np.any(getattr(made(what).init(np.ones(2)), blank.of))


def test_what_does_not_begin_at_0_says_so_itself():
    what = Runner("rprop", (("learning_rate", 0.04), ("shrink", 0.5), ("grow", 1.2)))
    inside = inside_of(BOWL, (-4.0, 2.0), 60, what)
    columns = columns_of(BOWL, what, inside)
    assert columns["rate_before"][:, 0].tolist() == [0.04, 0.04]
    assert np.array_equal(columns["rate_before"][:, 1:], columns["rate"][:, :-1])


def test_adam_on_paper():
    line = next(line for line in templates(made(Parts(0.2))) if line.name == "v")
    assert line.parts == ("0.9 · ", Blank("v", before=True), " + 0.1 · ", Blank("g"))
    assert line.result == Blank("v")


@pytest.mark.parametrize("what", [RUNNERS[0], Parts(0.01, memory=False, scaling=False)], ids=str)
def test_the_step_that_diverged_is_shown_and_then_again(what):
    ground, what = Ground("rosenbrock"), _faster(what)
    inside = inside_of(ground, (-1.2, 1.0), 50, what)
    assert inside.outcome.status is Status.DIVERGED and made_steps(inside) == inside.last + 1 == 4
    columns = columns_of(ground, what, inside)
    found = lines_of(ground, what, inside, 4)
    assert [filled(line, columns, 4) for line in templates(made(what))] == [line.numbers for line in found]
    assert np.array_equal(columns["theta"][:, 3], found[-1].value) and abs(found[-1].value).max() > 4000
    for column in columns.values():
        assert column.shape[1] == 50 and (column[:, 3:] == column[:, 3:4]).all()


def _faster(what):
    return what._replace(values=(("learning_rate", 0.01),)) if isinstance(what, Runner) else what


@pytest.mark.parametrize("start", [(1e200, 1.0), (1e160, -1e160)])
def test_a_start_without_a_value_opens_too(start):
    what = Parts(0.1)
    inside = inside_of(Ground("rosenbrock"), start, 5, what)
    assert inside.last == 0
    columns = columns_of(Ground("rosenbrock"), what, inside)
    assert [filled(line, columns, 1) for line in templates(made(what))] == [
        line.numbers for line in lines_of(Ground("rosenbrock"), what, inside, 1)
    ]


@pytest.mark.parametrize("surface", SURFACES)
def test_on_every_surface(surface):
    ground, start = Ground(surface), SURFACES[surface].start
    for variant in VARIANTS.values():
        what = Parts(**variant.switches, **variant.preset(SURFACES[surface].rates))
        inside = inside_of(ground, start, 30, what)
        columns, t = columns_of(ground, what, inside), min(30, made_steps(inside))
        assert [filled(line, columns, t) for line in templates(made(what))] == [
            line.numbers for line in lines_of(ground, what, inside, t)
        ]
