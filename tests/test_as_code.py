"""Every script runs by itself and gives our path: NumPy's always, those of the frameworks where they are installed."""

import re
import subprocess
import sys
import warnings
from importlib.util import find_spec
from itertools import product

import numpy as np
import pytest

from experiments.as_code import KINDS, offered, script
from experiments.race import Ground, Runner, optimizer_of, run_of, surface_of
from experiments.steering import Change, Noise, Steering, schedule_of
from optimizers import OPTIMIZERS, SCHEDULES, Options, Status, Switch, by_hand, chain, run, sequence, specs
from surfaces import COSTS, SURFACES

PACKAGES = {"pytorch": ("torch",), "keras": ("keras", "torch"), "optax": ("optax", "jax")}
FRAMEWORKS = [kind for kind, packages in PACKAGES.items() if all(map(find_spec, packages))]
GROUNDS = [Ground("rosenbrock"), Ground("plateau"), Ground("elongated_bowl", (("rotation", 30.0),))]
ONE = Ground("double_well")
ALL = SURFACES | COSTS
STEPS = 100
ADAM = Runner("adam", (("learning_rate", 0.1),))
FOLDED = ADAM._replace(values=(*ADAM.values, ("fold_correction", True)))
ADAM_OF = {"keras": FOLDED}  # where it is another one
MOMENTUM = Runner("momentum", (("learning_rate", 0.002), ("beta1", 0.9)))


def runners():
    """Every optimizer with every choice of its switches."""
    for key, kind in OPTIMIZERS.items():
        switches = [name for name, spec in specs(kind).items() if isinstance(spec, Switch)]
        for sides in product((False, True), repeat=len(switches)):
            yield Runner(key, tuple(zip(switches, sides, strict=True)))


def named(runner):
    return "-".join((runner.optimizer, *(name for name, value in runner.values if value)))


RUNNERS = list(runners())


def at_a_good_rate(runner, ground):
    return runner._replace(values=(("learning_rate", ALL[ground.surface].rates[runner.optimizer]), *runner.values))


def ours(ground, steps, runner, schedule=None, options=None):
    """Our points, up to the last one in good health."""
    surface = surface_of(ground)
    path = run(surface, optimizer_of(runner), surface.start, steps, schedule=schedule, options=options)
    return path.params[: path.stopped_at + (path.status is not Status.DIVERGED)]


def theirs(kind, ground, steps, runner, schedule=None, options=None):
    """The points of a script that knows nothing but its own text."""
    text = script(kind, ground, surface_of(ground).start, steps, runner, schedule, options)
    names = {"__name__": "pasted"}
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(text, f"<{kind}>", "exec"), names)
    assert isinstance(names["path"], np.ndarray)
    assert names["path"].shape == (steps + 1, surface_of(ground).n)
    assert names["path"].dtype == np.float64
    return names["path"]


def assert_same(kind, ground, steps, runner, schedule=None, options=None, tolerance=1e-9):
    points = ours(ground, steps, runner, schedule, options)
    assert len(points) > 1
    found = theirs(kind, ground, steps, runner, schedule, options)[: len(points)]
    np.testing.assert_allclose(found, points, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("ground", [*GROUNDS, ONE], ids=lambda ground: ground.surface)
@pytest.mark.parametrize("runner", RUNNERS, ids=named)
def test_numpy_walks_our_path(runner, ground, capsys):
    elementwise = getattr(OPTIMIZERS[runner.optimizer], "elementwise", True)
    assert_same("numpy", ground, STEPS, at_a_good_rate(runner, ground), tolerance=0 if elementwise else 1e-9)
    assert "loss" in capsys.readouterr().out


# Fewer steps where rounding grows along the path: RMSprop at a constant rate ends in a chaotic limit cycle, and L-BFGS
# of a fixed length leaps in Rosenbrock's valley.
SHORT = {"rmsprop": 30, "rmsprop_momentum": 30, "lbfgs": 15}


@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
@pytest.mark.parametrize("runner", RUNNERS, ids=named)
def test_a_framework_walks_our_path(runner, kind):
    if offered(runner)[kind] is None:
        for ground in (*GROUNDS, ONE):
            assert_same(kind, ground, SHORT.get(runner.optimizer, STEPS), at_a_good_rate(runner, ground))
    else:
        assert offered(runner)[kind].endswith(".")
        with pytest.raises(ValueError, match=re.escape(offered(runner)[kind])):
            script(kind, GROUNDS[0], (1.0, 1.0), 10, runner)


@pytest.mark.parametrize("optimizer", ["newton", "conjugate_gradient", "lbfgs"])
def test_rules_that_are_given_the_objective(optimizer):
    runner = Runner(optimizer, (("learning_rate", 0.3),))
    for options in (None, Options(weight_decay=0.1), Options(clip=1.0)):
        for schedule in (None, by_hand([(2, "learning_rate", 0.1), (5, "learning_rate", 0.5)])):
            for ground in (GROUNDS[0], GROUNDS[2], ONE):
                assert_same("numpy", ground, STEPS, runner, schedule, options)
    if optimizer == "newton":
        assert_same("numpy", GROUNDS[0], STEPS, runner, options=Options(noise=0.1))
    else:
        assert all(offered(runner, options=Options(noise=0.1)).values())


# ---- what is offered
@pytest.mark.parametrize(
    ("optimizer", "values", "kinds"),
    [
        ("momentum", {}, {"pytorch", "keras", "optax"}),
        ("momentum", {"average": True}, {"pytorch", "keras", "optax"}),
        ("momentum", {"dampening": 0.5}, {"pytorch"}),
        ("nesterov", {"look_ahead": True}, set()),
        ("adagrad", {}, {"pytorch"}),
        ("adagrad", {"epsilon": 0.0}, {"pytorch", "keras", "optax"}),
        ("rmsprop", {"epsilon_inside": True}, {"keras", "optax"}),
        ("adam", {}, {"pytorch", "optax"}),
        ("adam", {"fold_correction": True}, {"keras"}),
        ("adam", {"bias_correction": False}, set()),
        ("amsgrad", {"of_corrected": True}, {"optax"}),
        ("nadam", {"fade": 0.0}, {"optax"}),
        ("nadam", {"fade": 0.96}, {"pytorch", "keras"}),
        ("yogi", {"bias_correction": True, "initial_s": 1e-6, "initial_v": 1e-6}, {"optax"}),
        ("lion", {}, {"keras", "optax"}),
        ("rprop", {}, {"pytorch"}),
    ],
)
def test_a_framework_is_offered_where_its_rule_is_the_racers(optimizer, values, kinds):
    found = offered(Runner(optimizer, tuple(values.items())))
    assert {kind for kind, refusal in found.items() if refusal is None} == kinds | {"numpy"}
    for kind in kinds & set(FRAMEWORKS):
        assert_same(kind, GROUNDS[0], 50, Runner(optimizer, (("learning_rate", 0.001), *values.items())))


ANOTHER_SEARCH = ("lbfgs", "optax")  # optax finds the lengths of its steps in another way


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_convention_of_a_framework_is_offered_in_it(key):
    for convention in OPTIMIZERS[key].facts.conventions:
        runner = Runner(key, tuple(convention.values.items()))
        if convention.key in PACKAGES and (key, convention.key) != ANOTHER_SEARCH:
            assert offered(runner)[convention.key] is None
            text = script(convention.key, GROUNDS[0], (1.0, 1.0), 10, runner)
            assert convention.title in text.splitlines()[1]


# ---- time
TIMED = {key: kind() for key, kind in SCHEDULES.items()} | {
    "by_hand": by_hand([(30, "learning_rate", 0.03), (60, "learning_rate", 0.2)]),
    "both": chain(SCHEDULES["warm_up"](), SCHEDULES["cosine"](steps=80), by_hand([(40, "learning_rate", 0.05)])),
    "sequence": sequence(SCHEDULES["warm_up"](steps=10), SCHEDULES["restarts"](steps=20, times=2), 10),
    "nested": sequence(
        SCHEDULES["constant"](),
        sequence(SCHEDULES["linear"](steps=20, first=0.1, last=1.0), SCHEDULES["on_plateau"](every=3, patience=0), 20),
        15,
    ),
    "counted_on": sequence(SCHEDULES["warm_up"](steps=10), SCHEDULES["cosine"](steps=80), 10, restarts=False),
    "twice": chain(SCHEDULES["on_plateau"](every=1, patience=0), SCHEDULES["on_plateau"](every=2, factor=0.5)),
    "steered": schedule_of(
        Steering("on_plateau", (("every", 2), ("patience", 1)), (Change(70, "learning_rate", 0.1),), warm_up=10)
    ),
    "hand_first": chain(by_hand([(20, "learning_rate", 0.2)]), SCHEDULES["staircase"](every=30)),
}


@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
@pytest.mark.parametrize("name", TIMED)
def test_what_changes_with_time(name, kind):
    if name != "momentum_warm_up" or kind == "numpy":
        assert_same(kind, GROUNDS[1], STEPS, ADAM_OF.get(kind, ADAM), TIMED[name])


@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
@pytest.mark.parametrize("name", ["cosine", "steered", "both", "by_hand"])
def test_the_decay_of_the_paper(name, kind):
    values = {"learning_rate": 0.1, "weight_decay": 0.05, "decay_by_schedule": True, "fold_correction": kind == "keras"}
    runner = Runner("adamw", tuple(values.items()))
    refused = offered(runner, TIMED[name])[kind]
    if refused is None:
        assert_same(kind, GROUNDS[1], STEPS, runner, TIMED[name])
    else:
        assert "by hand" in refused and kind != "numpy" and name != "cosine"


@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
@pytest.mark.parametrize("inside", [False, True])
def test_a_rate_inside_the_velocity(kind, inside):
    runner = MOMENTUM._replace(values=(*MOMENTUM.values, ("rate_inside", inside)))
    refused = offered(runner, TIMED["staircase"])
    assert {key for key, sentence in refused.items() if sentence is None} == {
        "numpy",
        *(["keras"] if inside else ["pytorch", "optax"]),
    }
    if refused[kind] is None:
        assert_same(kind, GROUNDS[0], STEPS, runner, TIMED["staircase"])


def test_a_memory_that_changes():
    changes = by_hand([(10, "beta1", 0.5), (60, "beta1", 0.95)])
    warmed = SCHEDULES["momentum_warm_up"]()
    for schedule in (changes, warmed, chain(warmed, changes)):
        for kind, refusal in offered(MOMENTUM, schedule).items():
            assert refusal is None
            if kind in {"numpy", *FRAMEWORKS}:
                assert_same(kind, GROUNDS[0], STEPS, MOMENTUM, schedule)
    assert "as if β₁ had never been another" in offered(ADAM, changes)["pytorch"]
    assert_same("numpy", GROUNDS[0], STEPS, ADAM, changes)
    assert "leaves v as it is while β₁ is 0" in offered(MOMENTUM, by_hand([(10, "beta1", 0.0)]))["pytorch"]


OTHER = {"learning_rate": 0.5, "beta1": 0.7, "beta2": 0.9, "epsilon": 0.01, "weight_decay": 0.3, "dampening": 0.4}
OTHER |= {"shrink": 0.3, "grow": 1.5, "initial_s": 0.5, "initial_v": 0.5, "fade": 0.9}
CHANGED = [(key, name) for key, kind in OPTIMIZERS.items() for name, spec in specs(kind).items() if name in OTHER]


@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
@pytest.mark.parametrize(("key", "name"), CHANGED)
def test_whatever_changes_in_mid_run_walks_our_path_or_is_refused_by_name(key, name, kind):
    rate = ALL["plateau"].rates[key]
    value = rate * OTHER[name] if name == "learning_rate" else OTHER[name]
    own = [each.values for each in OPTIMIZERS[key].facts.conventions if each.key == kind]
    runner = Runner(key, tuple(({"learning_rate": rate} | dict(*own)).items()))
    schedule = by_hand([(15, name, value)])
    refused = offered(runner, schedule)[kind]
    if refused is None:
        assert_same(kind, GROUNDS[1], 40, runner, schedule)
    elif offered(runner)[kind] is None:
        assert (
            specs(OPTIMIZERS[key])[name].symbol in refused
            and name not in ("learning_rate", "epsilon")
            or "α" in refused
        )


def test_no_script_of_a_form_that_is_switched_on_the_way():
    assert all(sentence for sentence in offered(MOMENTUM, by_hand([(10, "average", True)])).values())


# ---- options
@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
@pytest.mark.parametrize("name", ["adam", "momentum", "nesterov"])
def test_what_is_done_to_the_gradient(name, kind):
    runner = ADAM_OF.get(kind, ADAM) if name == "adam" else MOMENTUM._replace(optimizer=name)
    for options in (Options(weight_decay=0.1), Options(clip=2.0), Options(weight_decay=0.1, clip=2.0)):
        assert_same(kind, GROUNDS[0], 50, runner, options=options)


def test_the_noise_is_ours():
    look_ahead = Runner("nesterov", (("learning_rate", 0.001), ("look_ahead", True)))
    for runner in (ADAM, look_ahead):
        options = Options(noise=0.5, batch=16, seed=3, clip=5.0, weight_decay=0.01)
        assert_same("numpy", GROUNDS[0], STEPS, runner, options=options)
    assert {kind for kind, refusal in offered(ADAM, options=options).items() if refusal is None} == {
        "numpy",
        "pytorch",
        "optax",
    }
    fixed = Runner("lbfgs", (("learning_rate", 0.3), ("line_search", False)))
    for kind in FRAMEWORKS:
        assert_same(kind, GROUNDS[1], STEPS, ADAM_OF.get(kind, ADAM), options=options)
        if offered(fixed, options=options)[kind] is None:
            assert_same(kind, GROUNDS[1], 5, fixed, options=options)


def test_a_racer_brings_its_own_steering():
    steering = Steering("cosine", (("steps", 80),), (Change(40, "learning_rate", 0.05),), 0.1, noise=Noise(0.5, 4, 7))
    runner = ADAM._replace(steering=steering)
    surface = surface_of(GROUNDS[0])
    names = {}
    exec(script("numpy", GROUNDS[0], surface.start, STEPS, runner), names)
    np.testing.assert_array_equal(names["path"], run_of(GROUNDS[0], surface.start, STEPS, runner).path)


# ---- alone
@pytest.mark.parametrize("kind", ["numpy", *FRAMEWORKS])
def test_a_script_runs_where_nothing_of_ours_is(kind, tmp_path):
    file = tmp_path / "pasted.py"
    file.write_text(
        script(kind, GROUNDS[0], (-1.2, 1.0), 50, ADAM_OF.get(kind, ADAM), TIMED["one_cycle"]), encoding="utf-8"
    )
    ran = subprocess.run([sys.executable, "-I", file], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "loss" in ran.stdout


@pytest.mark.parametrize("surface", ALL)
def test_every_surface_is_written_out(surface):
    for kind in ("numpy", *FRAMEWORKS):
        assert_same(kind, Ground(surface), 20, Runner("gradient_descent", (("learning_rate", 0.001),)))


def test_a_script_reads_like_the_paper():
    lines = script("numpy", GROUNDS[0], (-1.2, 1.0), 10, ADAM).splitlines()
    assert lines[0].startswith("# Adam on Rosenbrock: 10 steps from (-1.2, 1.0), in NumPy.")
    assert "    v = beta1 * v + (1 - beta1) * g" in lines
    assert "    params = params - rate * v_hat" in lines
    assert not any(word in line for line in lines for word in ("self", "state", "optimizers"))
    assert max(map(len, lines)) <= 120
    assert "# f = (1 − x)² + 100(y − x²)²" in lines
    plain = script("numpy", GROUNDS[0], (-1.2, 1.0), 10, MOMENTUM).splitlines()
    assert "    v = beta1 * v + g" in plain


def test_what_cannot_be_written_is_refused():
    with pytest.raises(ValueError, match="fortran"):
        script("fortran", GROUNDS[0], (1.0, 1.0), 10, ADAM)
    with pytest.raises(ValueError, match="SCHEDULES"):
        offered(ADAM, lambda optimizer, t: optimizer)
    with pytest.raises(ValueError, match="learning_rate"):
        offered(Runner("adam", (("learning_rate", -1.0),)))
    assert set(offered(ADAM)) == set(KINDS)
