"""Lines that belong together: no line is lost or twice there, and switches move none."""

import pytest

from experiments.groups import groups_of
from experiments.inside import OPENABLE, made
from experiments.templates import templates
from optimizers import OPTIMIZERS
from optimizers.parts import VARIANTS, AdamParts
from tests.test_templates import EVERYONE


@pytest.mark.parametrize("what", EVERYONE, ids=str)
def test_each_line_is_in_one_group_in_the_order_of_the_source(what):
    names = [line.name for line in templates(made(what))]
    groups = groups_of(made(what))
    inside = [name for group in groups for name in group.lines]
    assert sorted(inside) == sorted(names) and len(set(inside)) == len(inside)
    for group in groups:
        assert group.head in group.lines and list(group.lines) == [name for name in names if name in group.lines]
    assert (groups[0].title, groups[-1].title, groups[-1].head) == ("Gradient", "Step", "theta")
    assert len({group.title for group in groups}) == len(groups)


def rows(optimizer):
    return {group.title: (group.head, *group.lines) for group in groups_of(optimizer)}


def test_adam_on_paper():
    assert rows(AdamParts()) == {
        "Gradient": ("g", "g"),
        "First moment": ("v_hat", "v", "v_weight", "v_hat"),
        "Second moment": ("s_hat", "s", "s_weight", "s_hat"),
        "Step": ("theta", "rate", "step", "theta"),
    }


@pytest.mark.parametrize("key", VARIANTS)
def test_switches_move_no_line(key):
    assert groups_of(AdamParts(**VARIANTS[key].switches)) == groups_of(AdamParts())


def test_what_is_no_moment_is_not_called_one():
    assert list(rows(OPTIMIZERS["momentum"]())) == ["Gradient", "Momentum", "Step"]
    assert list(rows(OPTIMIZERS["adagrad"]())) == ["Gradient", "Squared gradients", "Step"]
    moments = {key for key, kind in OPENABLE.items() if "First moment" in rows(kind())}
    assert moments == {
        key for key, kind in OPENABLE.items() if "v_hat" in kind.update.__annotations__["return"]._fields
    }
