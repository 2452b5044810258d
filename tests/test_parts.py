"""Adam in parts is each of its parents, to the bit, and its variants have their figures."""

from itertools import product

import numpy as np
import pytest
from driver_objectives import Slope

from optimizers import OPTIMIZERS, Status, run
from optimizers.parts import VARIANTS, AdamParts, variant_of
from surfaces import SURFACES

BETAS = {"beta1": 0.8, "beta2": 0.95}
PARENTS = {  # variant: the parent as the registry has it
    "adam": ("adam", BETAS | {"epsilon": 1e-6}),
    "adam_uncorrected": ("adam", BETAS | {"epsilon": 1e-6, "bias_correction": False}),
    "rmsprop_corrected": ("adam", {"beta1": 0.0, "beta2": 0.95, "epsilon": 1e-6}),
    "rmsprop": ("rmsprop", {"beta2": 0.95, "epsilon": 1e-6}),
    "momentum": ("momentum", {"beta1": 0.8, "average": True}),
    "gradient_descent": ("gradient_descent", {}),
}


def made(variant, **given):
    return AdamParts(**VARIANTS[variant].switches, **given)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("variant", PARENTS)
def test_a_variant_is_its_parent_to_the_bit(variant, surface):
    kind, given = PARENTS[variant]
    rate, surface = SURFACES[surface].rates[VARIANTS[variant].parent], SURFACES[surface]
    parent = run(surface, OPTIMIZERS[kind](learning_rate=rate, **given), surface.start, 200)
    ours = run(surface, made(variant, learning_rate=rate, epsilon=1e-6, **BETAS), surface.start, 200)
    assert np.array_equal(ours.params, parent.params) and ours.status == parent.status


def test_momentum_with_correction_is_the_average_over_its_weights():
    surface, start = SURFACES["beale"], (1.0, 1.5)
    path = run(surface, made("momentum_corrected", learning_rate=0.02), start, 100)
    weights = 0.1 * 0.9 ** np.arange(100)
    for t in (1, 2, 50, 100):
        average = weights[:t] @ path.gradient[t - 1 :: -1] / weights[:t].sum()
        assert path.state.step[t - 1] == pytest.approx(-0.02 * average, rel=1e-12)


FIRST = {  # the first step at gradients of 3 and −.01, in units of α, worked by hand
    "adam": (-1, 1),
    "adam_uncorrected": (-(10**0.5), 10**0.5),  # .1 / √.001
    "rmsprop_corrected": (-1, 1),
    "rmsprop": (-(1000**0.5), 1000**0.5),
    "momentum_corrected": (-3, 0.01),
    "momentum": (-0.3, 0.001),
    "gradient_descent": (-3, 0.01),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_first_step(variant):
    path = run(Slope(3.0, -0.01), made(variant, learning_rate=0.25, epsilon=0.0), (0.0, 0.0), 1)
    assert path.final / 0.25 == pytest.approx(FIRST[variant], rel=1e-12)


def test_eight_switches_seven_variants():
    found = [variant_of(*switches) for switches in product((True, False), repeat=3)]
    assert len(found) == 8 and set(found) == set(VARIANTS.values()) and len({v.title for v in found}) == 7
    for on, variant in zip(product((True, False), repeat=3), found, strict=True):
        ours = run(SURFACES["beale"], made(variant.key, learning_rate=0.01), (1.0, 1.0), 100)
        switched = AdamParts(learning_rate=0.01, memory=on[0], scaling=on[1], bias_correction=on[2])
        assert np.array_equal(run(SURFACES["beale"], switched, (1.0, 1.0), 100).params, ours.params)


def test_presets_are_the_parents():
    rates = SURFACES["elongated_bowl"].rates
    assert {key: v.preset(rates)["learning_rate"] for key, v in VARIANTS.items()} == {
        "adam": 0.2,
        "adam_uncorrected": 0.2,
        "rmsprop_corrected": 0.04,
        "rmsprop": 0.04,
        "momentum_corrected": 0.02,
        "momentum": 0.02,
        "gradient_descent": 0.018,
    }
    assert VARIANTS["rmsprop"].preset(rates)["beta2"] == 0.9 and VARIANTS["adam"].preset(rates)["beta2"] == 0.999


@pytest.mark.parametrize("key", VARIANTS)
@pytest.mark.parametrize("name", SURFACES)
def test_presets_stay_but_where_correction_makes_the_first_steps_of_momentum_too_long(name, key):
    surface, variant = SURFACES[name], VARIANTS[key]
    path = run(surface, AdamParts(**variant.switches, **variant.preset(surface.rates)), surface.start, 300)
    gone = path.status in (Status.LEFT_DOMAIN, Status.DIVERGED)
    assert gone == (name == "saddle" or (name, key) == ("beale", "momentum_corrected"))
