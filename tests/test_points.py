"""A single run is made in Python's floats: to the same bits as in a batch, whatever happens to it."""

import dis
import itertools

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Switch, run, specs
from optimizers.points import FLOATS, in_floats, possible
from surfaces import SURFACES

SPECIAL = [0.0, -0.0, 1.5, -2.5, 5e-324, 1.7e308, np.inf, -np.inf, np.nan]
RATES = (1.0, 30.0, 1e4)  # times the preset: calm, wild, and out within a few steps


def bits(array):
    return np.ascontiguousarray(array, float).tobytes()


@pytest.mark.thorough
@pytest.mark.parametrize("times", RATES)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_run_alone_has_the_bits_of_a_run_in_company(kind, surface, times):
    f = SURFACES[surface]
    optimizer = OPTIMIZERS[kind](learning_rate=min(f.rates[kind] * times, 1e9))
    start = np.array(f.start, float)
    assert possible(f, optimizer, start[:, None]) is getattr(optimizer, "elementwise", True)
    alone = run(f, optimizer, start, 300)
    company = run(f, optimizer, np.stack([start, start * 0.5], axis=1), 300)
    for name in ("params", "loss", "gradient", "best"):
        assert bits(getattr(alone, name)) == bits(getattr(company, name)[..., 0]), name
    for name, field in alone.state._asdict().items():
        assert bits(field) == bits(getattr(company.state, name)[..., 0]), name
    assert (alone.status, alone.stopped_at) == (company.status[0], company.stopped_at[0])


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_run_taken_up_again_has_the_bits_of_one_in_one_piece(kind):
    f, optimizer = SURFACES["rosenbrock"], OPTIMIZERS[kind](learning_rate=SURFACES["rosenbrock"].rates[kind])
    first = run(f, optimizer, f.start, 37)
    assert bits(run(f, optimizer, first, 63).final) == bits(run(f, optimizer, f.start, 100).final)


@pytest.mark.parametrize("name", ["minimum", "maximum"])
def test_functions_of_two_numbers_are_numpy_s(name):
    for a, b in itertools.product(SPECIAL, SPECIAL):
        if a == b == 0:
            continue  # which zero is no matter: NumPy's own choice depends on the machine
        assert str(float(FLOATS[name](a, b))) == str(float(getattr(np, name)(a, b))), (a, b)


@pytest.mark.parametrize("name", ["sign", "sqrt"])
def test_functions_of_one_number_are_numpy_s(name):
    for a in SPECIAL:
        if name == "sqrt" and a < 0:
            with pytest.raises(ValueError):
                FLOATS[name](a)
        else:
            assert float(FLOATS[name](a)) == pytest.approx(float(getattr(np, name)(a)), abs=0, rel=0, nan_ok=True)


def test_only_squares_are_powers():
    def update(self, g, params, state, t):
        return g**3

    with pytest.raises(ValueError, match="squares"):
        in_floats(update)


def test_the_branch_of_a_switch_is_all_that_is_compiled():
    """Each form of a rule is made once, without the branches that its switches leave out."""

    def update(self, g, params, state, t):
        return (g + 1 if self.inner else g) * 2 if self.outer and not self.other else state.lost

    kinds = [(("inner", a), ("other", b), ("outer", c)) for a, b, c in itertools.product((False, True), repeat=3)]
    made = {kind: in_floats(update, kind) for kind in kinds}
    assert len({id(function) for function in made.values()}) == 8 and made[kinds[3]] is in_floats(update, kinds[3])
    for ((_, inner), (_, other), (_, outer)), function in made.items():
        lost = any(step.argval == "lost" for step in dis.get_instructions(function))
        assert lost is not (outer and not other)
        assert not any("JUMP" in step.opname for step in dis.get_instructions(function))
        if not lost:
            assert function(None, 3.0, 0.0, None, 1) == (8.0 if inner else 6.0)


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_form_of_a_rule_has_the_bits_of_arrays(kind):
    f, declared = SURFACES["beale"], specs(OPTIMIZERS[kind])
    names = [name for name, spec in declared.items() if isinstance(spec, Switch)]
    for values in itertools.product((False, True), repeat=len(names)):
        optimizer = OPTIMIZERS[kind](learning_rate=f.rates[kind], **dict(zip(names, values, strict=True)))
        alone = run(f, optimizer, f.start, 60)
        company = run(f, optimizer, np.stack([f.start, (0.3, 0.4)], axis=1), 60)
        assert bits(alone.params) == bits(company.params[..., 0]), values
