"""Racers that are steered: each event, what a link says of it, and that the run is the driver's own, to the bit."""

from dataclasses import replace
from math import inf, nan
from urllib.parse import parse_qs

import numpy as np
import pytest

from experiments.race import Ground, Runner, run_of
from experiments.steering import Change, Noise, Steering, options_of, schedule_of
from optimizers import OPTIMIZERS, SCHEDULES, Options, by_hand, chain, run, specs
from surfaces import SURFACES
from tests.races import assert_valid
from ui.packets import unpacked
from ui.race.events import answer
from ui.race.link import link_of, parameters_of, read_link
from ui.race.state import EPOCH, opening
from ui.race.wire import wire_packet
from ui.racers.racer import Racer, preset_values
from ui.racers.steering import MOST_CHANGES, proposal
from ui.racers.titles import titles
from ui.visit import Visit

OPENED = opening()
MOMENTUM, RMSPROP, ADAM = (racer.slot for racer in OPENED.racers)
CANNOT = "This could not be used; everything stays as it was."
BOWL, START = Ground("elongated_bowl", OPENED.parameters), OPENED.start


def after(race, *events):
    for event in events:
        answered = answer(race, event)
        assert answered.undo or not answered.words, answered.words
        race = answered.state
    return race


def refused(race, **event):
    answered = answer(race, event)
    assert answered.state == race and not answered.undo
    assert answered.words.endswith(".") and "!" not in answered.words
    return answered.words


def steering(race, slot=ADAM):
    return race.racer(slot).steering


def opened(link):
    return read_link(parse_qs(link, keep_blank_values=True))


def made(race, slot):
    """A racer's run, and its optimizer."""
    racer = race.racer(slot)
    return run_of(race.ground, race.start, race.steps, race.runner(racer)), OPTIMIZERS[racer.optimizer](
        **dict(racer.values)
    )


def by(slot, at, name="learning_rate", value=0.01):
    return {"kind": "hyper", "slot": slot, "name": name, "value": value, "at": at}


def scheduled(value, slot=ADAM):
    return {"kind": "schedule", "slot": slot, "value": value}


# ---- schedules
@pytest.mark.parametrize("key", SCHEDULES)
def test_every_schedule_can_be_chosen_and_runs_as_the_driver_runs_it(key):
    race = after(OPENED, scheduled(key))
    told, numbers = steering(race), dict(steering(race).timing)
    assert told.schedule == key and list(numbers) == list(specs(SCHEDULES[key])) and race.touched == ADAM
    found, optimizer = made(race, ADAM)
    exact = run(SURFACES["elongated_bowl"], optimizer, START, race.steps, schedule=SCHEDULES[key](**numbers))
    assert np.array_equal(found.path, exact.params) and np.array_equal(found.loss, exact.loss)
    assert (schedule_of(told) is None) == (key == "constant")
    assert_valid(race)


def test_a_schedule_comes_with_numbers_that_fit_the_run():
    race = after(OPENED, {"kind": "steps", "value": 400}, scheduled("cosine"))
    assert dict(steering(race).timing)["steps"] == 400
    assert dict(proposal("warm_up", 400, EPOCH))["steps"] == 80 and dict(proposal("warm_up", 3, EPOCH))["steps"] == 1
    assert dict(steering(after(OPENED, scheduled("staircase"))).timing)["every"] == 25
    assert dict(steering(after(OPENED, scheduled("exponential"))).timing)["every"] == EPOCH


def test_numbers_of_a_schedule():
    race = after(OPENED, scheduled("exponential"), {"kind": "timing", "slot": ADAM, "name": "rate", "value": 0.5})
    assert dict(steering(race).timing) == {"rate": 0.5, "every": 10.0}
    alpha = made(race, ADAM)[0].alpha
    assert alpha[:30:10].tolist() == [0.2, 0.1, 0.05] and alpha[9] == 0.2
    for value in (-0.5, nan, inf):
        assert "Kept 0.5." in refused(race, kind="timing", slot=ADAM, name="rate", value=value)
    assert "Kept 10." in refused(race, kind="timing", slot=ADAM, name="every", value=2.5)
    assert refused(race, kind="timing", slot=ADAM, name="factor", value=0.5) == CANNOT
    assert refused(OPENED, kind="timing", slot=ADAM, name="rate", value=0.5) == CANNOT  # constant has no numbers
    assert refused(OPENED, **scheduled("sometimes")) == "That schedule is not known here."


# ---- a warm-up before a schedule
def warmed(value, slot=ADAM):
    return {"kind": "timing", "slot": slot, "name": "warm_up", "value": value}


def test_a_warm_up_leaves_the_schedule_what_is_left_of_the_run():
    race = after(OPENED, scheduled("cosine"), warmed(20))
    assert steering(race).warm_up == 20 and dict(steering(race).timing)["steps"] == 80
    alpha = made(race, ADAM)[0].alpha
    assert alpha.max() == alpha[19] == alpha[20] == 0.2 and alpha[0] == 0.2 * (1 / 20) and alpha[99] < 1e-3
    longer = after(race, {"kind": "steps", "value": 200})
    assert dict(steering(longer).timing)["steps"] == 180 and steering(longer).warm_up == 20
    assert steering(after(race, scheduled("polynomial"))).warm_up == 20
    assert steering(after(race, scheduled("one_cycle"))).warm_up == 0  # which goes up by itself
    assert steering(after(race, warmed(0))) == steering(after(OPENED, scheduled("cosine")))
    for value in (-1, 2.5, nan, inf):
        assert "Kept 20." in refused(race, **warmed(value))


def test_a_link_says_of_a_warm_up_only_where_there_is_one():
    race = after(
        OPENED, scheduled("cosine"), warmed(20), {"kind": "timing", "slot": ADAM, "name": "steps", "value": 50}
    )
    assert parameters_of(race)["s3"] == "cosine~warm_up~20~steps~50.0~end~0.0"
    assert opened(link_of(race)).state == replace(race, touched=None)
    assert "warm_up" not in parameters_of(after(OPENED, scheduled("cosine")))["s3"]
    assert steering(opened("s3=cosine~warm_up~10").state) == steering(after(OPENED, scheduled("cosine"), warmed(10)))
    told = unpacked(wire_packet(race, Visit()))["racers"][2]["steering"]["timing"]
    assert told == {"steps": 50.0, "end": 0.0, "warm_up": 20}
    twin = after(race, {"kind": "duplicate", "slot": ADAM}, warmed(0))
    assert titles(twin.racers)[2:] == ["Adam · cosine", "Adam · warm-up, cosine"]


# ---- by hand
@pytest.mark.parametrize("key", [key for key in OPTIMIZERS if key != "rprop"])  # whose α counts in the first step alone
def test_by_hand_is_the_driver_s_own_to_the_bit(key):
    racer = Racer(1, key, preset_values("elongated_bowl", key))
    rate = dict(racer.values)["learning_rate"]
    events = (by(1, 30, value=rate / 4), by(1, 60, value=rate / 2), by(1, 10, value=0.0))
    race = after(replace(OPENED, racers=(racer,)), *events)
    assert [change.at for change in steering(race, 1).changes] == [10, 30, 60]
    found, optimizer = made(race, 1)
    changes = [(10, "learning_rate", 0.0), (30, "learning_rate", rate / 4), (60, "learning_rate", rate / 2)]
    exact = run(SURFACES["elongated_bowl"], optimizer, START, race.steps, schedule=by_hand(changes))
    assert np.array_equal(found.path, exact.params) and np.array_equal(found.gradient, exact.gradient)
    assert found.alpha[[9, 10, 29, 30, 59, 60, 99]].tolist() == [rate, 0, 0, rate / 4, rate / 4, rate / 2, rate / 2]
    before, _ = made(replace(OPENED, racers=(racer,)), 1)
    assert np.array_equal(found.path[:11], before.path[:11])  # what was made before a change stays


def test_the_path_leaves_at_the_mark_and_not_before():
    race = after(OPENED, by(ADAM, 50, value=0.01))
    (plain, _), (turned, _) = made(OPENED, ADAM), made(race, ADAM)
    assert np.array_equal(plain.path[:51], turned.path[:51]) and (plain.path[51] != turned.path[51]).all()
    assert race.touched == ADAM and race.racer(ADAM).values == OPENED.racer(ADAM).values


def test_a_memory_may_change_in_mid_run():
    race = after(OPENED, by(MOMENTUM, 20, "beta1", 0.5))
    assert made(race, MOMENTUM)[0].beta1[[0, 19, 20, 99]].tolist() == [0.9, 0.9, 0.5, 0.5]


def test_by_hand_wins_over_a_schedule():
    race = after(OPENED, scheduled("exponential"), by(ADAM, 40, value=0.3))
    found, optimizer = made(race, ADAM)
    both = chain(SCHEDULES["exponential"](**dict(steering(race).timing)), by_hand([(40, "learning_rate", 0.3)]))
    assert np.array_equal(found.path, run(SURFACES["elongated_bowl"], optimizer, START, 100, schedule=both).params)
    assert set(found.alpha[40:]) == {0.3} and found.alpha[39] < 0.2


def test_a_second_change_at_one_place_takes_the_place_of_the_first():
    race = after(OPENED, by(ADAM, 5, value=0.1), by(ADAM, 5, value=0.3), by(ADAM, 5, "beta1", 0.5))
    assert steering(race).changes == (Change(5, "beta1", 0.5), Change(5, "learning_rate", 0.3))


def test_at_step_0_the_whole_run_changes():
    changed = after(OPENED, by(ADAM, 0, value=0.3))
    assert steering(changed) == Steering() and dict(changed.racer(ADAM).values)["learning_rate"] == 0.3


def test_what_cannot_be_changed_in_mid_run():
    assert "Kept 0.2." in refused(OPENED, **by(ADAM, 5, value=-1.0))
    assert "it must stay under 1" in refused(OPENED, **by(ADAM, 5, "beta1", 1.0))
    assert refused(OPENED, **by(ADAM, 5, "bias_correction", True)) == "A switch stays as it is for the whole run."
    lbfgs = after(OPENED, {"kind": "add", "optimizer": "lbfgs"})
    assert refused(lbfgs, **by(7, 5, "memory", 3.0)) == "The memory stays as it is for the whole run."
    for at in (-3, 0.5, 10**9, "5", [5]):
        assert refused(OPENED, **by(ADAM, at)), at
    full = OPENED
    for at in range(1, MOST_CHANGES + 1):
        full = after(full, by(ADAM, at))
    assert refused(full, **by(ADAM, 77)) == "40 changes in mid-run are the most. Remove one first."
    assert len(steering(after(full, by(ADAM, 7, value=0.5))).changes) == MOST_CHANGES


def test_marks_are_moved_and_removed():
    race = after(OPENED, by(ADAM, 10, value=0.1), by(ADAM, 20, value=0.3))
    move = {"kind": "change", "slot": ADAM, "at": 10, "name": "learning_rate"}
    moved = after(race, move | {"to": 30})
    assert [tuple(change) for change in steering(moved).changes] == [
        (20, "learning_rate", 0.3),
        (30, "learning_rate", 0.1),
    ]
    assert after(race, move | {"to": 20}) == race  # there is one of its kind already
    assert [change.at for change in steering(after(race, move | {"to": 4000})).changes] == [20, 99]
    assert refused(race, **move | {"to": 0}).startswith("A change in mid-run holds from one of the steps 1 to ")
    assert refused(race, **move | {"at": 11, "to": 5}) == "That change is no longer here."
    dropped = after(race, {"kind": "drop", "slot": ADAM, "at": 20, "name": "learning_rate"})
    assert steering(dropped).changes == (Change(10, "learning_rate", 0.1),)
    assert answer(race, {"kind": "drop", "slot": ADAM}).state.racers == OPENED.racers
    assert refused(OPENED, kind="drop", slot=ADAM, at=1, name="beta1") == "That change is no longer here."


# ---- options
def test_weight_decay_and_clipping():
    race = after(
        OPENED,
        {"kind": "option", "slot": MOMENTUM, "name": "weight_decay", "value": 0.1},
        {"kind": "option", "slot": MOMENTUM, "name": "clip", "value": 5},
    )
    found, optimizer = made(race, MOMENTUM)
    options = Options(weight_decay=0.1, clip=5.0)
    assert options_of(steering(race, MOMENTUM)) == options
    assert np.array_equal(found.path, run(SURFACES["elongated_bowl"], optimizer, START, 100, options=options).params)
    off = [{"kind": "option", "slot": MOMENTUM, "name": name, "value": None} for name in ("weight_decay", "clip")]
    assert after(race, *off).racers == OPENED.racers and options_of(Steering()) is None


def test_options_outside_their_domain_are_refused():
    assert "Kept 0." in refused(OPENED, kind="option", slot=ADAM, name="weight_decay", value=-1)
    assert "c: " in refused(OPENED, kind="option", slot=ADAM, name="clip", value=nan)
    for name in ("noise", "seed", "learning_rate", None):
        assert refused(OPENED, kind="option", slot=ADAM, name=name, value=1) == CANNOT


# ---- noise
def noisy(race=OPENED, **values):
    return after(race, *({"kind": "noise", "name": name, "value": value} for name, value in values.items()))


def test_all_racers_meet_the_same_noise():
    race = noisy(noise=2.0, batch=4, seed=3)
    assert race.noise == Noise(2.0, 4, 3) and all(type(value) is int for value in race.noise[1:])
    surface, met = SURFACES["elongated_bowl"], []
    for racer in race.racers:
        found, optimizer = made(race, racer.slot)
        options = Options(noise=2.0, batch=4, seed=3)
        assert np.array_equal(found.path, run(surface, optimizer, START, 100, options=options).params)
        met.append(found.gradient - surface.gradient(found.path[:-1].T).T)
    assert np.ptp(met, axis=0).max() < 1e-12 and 0.8 < np.std(met[0]) < 1.2  # σ/√batch = 1
    assert made(noisy(race, seed=4), ADAM)[0].path[1:].tolist() != made(race, ADAM)[0].path[1:].tolist()


def test_noise_outside_its_domain_is_refused():
    assert "Kept 0." in refused(OPENED, kind="noise", name="noise", value=-1)
    assert "Kept 1." in refused(OPENED, kind="noise", name="batch", value=0)
    assert "Kept 0." in refused(OPENED, kind="noise", name="seed", value=1e40)
    assert refused(OPENED, kind="noise", name="clip", value=1) == CANNOT
    assert refused(OPENED, kind="noise", name="batch", value=inf) == CANNOT


# ---- conventions
FORMS = [(key, convention) for key, kind in OPTIMIZERS.items() for convention in kind.facts.conventions]


@pytest.mark.parametrize("key, convention", FORMS, ids=lambda part: getattr(part, "key", part))
def test_a_convention_is_a_form_and_leaves_rates_and_memories(key, convention):
    race = replace(OPENED, racers=(Racer(1, key, preset_values("beale", key)),))
    formed = after(race, {"kind": "convention", "slot": 1, "value": convention.key})
    before, now = dict(race.racers[0].values), dict(formed.racers[0].values)
    assert now == before | dict(convention.values) and list(now) == list(before)
    assert not {"learning_rate", "beta1", "beta2"} & set(convention.values)
    told = unpacked(wire_packet(replace(formed, steps=3), Visit()))["racers"][0]["steering"]["convention"]
    assert told in {each.key for each in OPTIMIZERS[key].facts.conventions if each.values == convention.values}
    assert_valid(formed)


def test_an_overlay_is_a_twin_in_another_form():
    race = after(OPENED, by(ADAM, 30), {"kind": "overlay", "slot": ADAM, "value": "keras"})
    model, twin = race.racers[2:]
    assert (twin.slot, race.touched, twin.steering) == (4, 4, model.steering)
    assert dict(twin.values) == dict(model.values) | {"fold_correction": True, "epsilon": 1e-7}
    assert titles(race.racers)[2:] == ["Adam · PyTorch", "Adam · Keras"]
    full = after(race, *[{"kind": "duplicate", "slot": 1}] * 4)
    assert "At most 8 can be shown. Remove one first." in refused(full, kind="overlay", slot=ADAM, value="keras")
    assert refused(OPENED, kind="overlay", slot=ADAM, value="jax") == "That convention is not known here."
    assert refused(OPENED, kind="convention", slot=ADAM, value=None) == "That convention is not known here."


def test_titles_tell_racers_of_one_kind_apart():
    race = after(OPENED, {"kind": "duplicate", "slot": ADAM}, scheduled("cosine", 4), by(ADAM, 30))
    schedule = SCHEDULES["cosine"].facts.title.lower()
    assert titles(race.racers) == ["Momentum", "RMSprop", "Adam · changed from step 30", f"Adam · {schedule}"]


# ---- together
@pytest.mark.parametrize("kind", ["schedule", "timing", "option", "convention", "overlay", "change", "drop"])
def test_a_racer_that_is_gone(kind):
    event = {"kind": kind, "slot": 7, "value": "cosine", "name": "clip", "at": 1, "to": 2}
    assert refused(OPENED, **event) == "That optimizer is no longer here."


STEERED = after(
    noisy(noise=0.5, batch=16, seed=9),
    scheduled("one_cycle", MOMENTUM),
    {"kind": "timing", "slot": MOMENTUM, "name": "warm", "value": 0.25},
    by(ADAM, 60, "beta1", 0.99),
    by(ADAM, 30, value=0.01),
    {"kind": "option", "slot": ADAM, "name": "clip", "value": 1},
    {"kind": "option", "slot": RMSPROP, "name": "weight_decay", "value": 0.01},
)


def test_reset_brings_back_a_racer_that_nobody_steers():
    fresh = after(STEERED, *({"kind": "reset", "slot": slot} for slot in (MOMENTUM, RMSPROP, ADAM)))
    assert fresh.racers == OPENED.racers and fresh.noise == STEERED.noise
    assert after(STEERED, {"kind": "duplicate", "slot": ADAM}).racers[-1].steering == steering(STEERED)


def test_another_surface_takes_rates_set_by_hand_away_and_leaves_the_rest():
    there = after(STEERED, {"kind": "surface", "value": "beale"})
    assert steering(there) == steering(STEERED)._replace(changes=(Change(60, "beta1", 0.99),))
    cycle = tuple((dict(steering(STEERED, MOMENTUM).timing) | {"steps": 150.0}).items())
    assert there.steps == SURFACES["beale"].steps == 150, "and a cycle of the whole run is as long"
    assert steering(there, MOMENTUM) == steering(STEERED, MOMENTUM)._replace(timing=cycle)


@pytest.mark.parametrize(
    ("kind", "name"), [("adagrad", "initial_s"), ("yogi", "initial_v"), ("rprop", "learning_rate")]
)
def test_what_counts_at_first_alone_is_not_changed_later(kind, name):
    race = after(OPENED, {"kind": "add", "optimizer": kind})
    told = answer(race, by(race.racers[-1].slot, 20, name, 0.2))
    assert told.state == race and told.words.endswith("counts in the first step alone. Change it at step 0.")


def test_forgetting_all_changes_can_be_undone():
    told = answer(STEERED, {"kind": "drop", "slot": ADAM})
    assert told.undo and told.words and not steering(told.state).changes


# ---- links
def test_a_link_says_how_racers_are_steered_where_they_are():
    told = parameters_of(STEERED)
    assert told["s1"].startswith("one_cycle~steps~100.0~warm~0.25~")
    assert told["h3"] == "30~learning_rate~0.01~60~beta1~0.99"
    assert (told["o3"], told["o2"], told["noise"]) == ("clip~1.0", "weight_decay~0.01", "0.5~16~9")
    assert not {"h1", "o1", "s2", "h2", "s3"} & set(told)
    plain = parameters_of(OPENED)
    assert not [key for key in plain if key == "noise" or (key[0] in "sho" and key[1:].isdigit())]


def test_a_link_opens_the_same_race_bit_for_bit():
    asked = opened(link_of(STEERED))
    assert (asked.words, asked.state) == ("", replace(STEERED, touched=None))
    for racer in STEERED.racers:
        (one, _), (other, _) = made(STEERED, racer.slot), made(asked.state, racer.slot)
        assert one.path.tobytes() == other.path.tobytes()


def test_a_short_link_is_enough():
    race = opened("s3=cosine&h1=30~beta1~0.5").state
    assert steering(race) == steering(after(OPENED, scheduled("cosine")))
    assert steering(race, MOMENTUM).changes == (Change(30, "beta1", 0.5),) and race.touched is None
    assert dict(steering(opened("s3=cosine&steps=400").state).timing)["steps"] == 400  # of the link's own run


BAD = [
    "s3=sometimes",
    "s3=cosine~steps",
    "s3=cosine~steps~0",
    "s3=cosine~steps~nan",
    "s3=cosine~factor~2",
    "s7=cosine",
    "h3=30~learning_rate",
    "h3=30~learning_rate~-1",
    "h3=30~learning_rate~nan",
    "h3=30~bias_correction~1",
    "h3=30~gain~1",
    "h3=0~learning_rate~1",
    "h3=1.5~learning_rate~1",
    "h3=" + "9" * 5000 + "~learning_rate~1",
    "h3=999999999~learning_rate~1",
    "h7=30~learning_rate~1",
    "h3=" + "~".join(f"{at}~beta1~0.5" for at in range(1, MOST_CHANGES + 2)),
    "o3=clip",
    "o3=clip~-1",
    "o3=noise~1",
    "o3=",
    "noise=1~2",
    "noise=1~2.5~0",
    "noise=1~0~0",
    "noise=-1~1~0",
    "noise=nan~1~0",
    "noise=1~1~" + "9" * 30,
]


@pytest.mark.parametrize("link", BAD, ids=lambda link: link[:40])
def test_a_bad_link_opens_unsteered_with_a_sentence(link):
    asked = opened(link)
    assert asked.state == OPENED
    assert asked.words.startswith(f"This link asked for 1 thing we could not use: ‘{link[:20]}")
    assert asked.words.endswith(". The rest is as asked.") and len(asked.words) < 200


# ---- the wire
def test_what_the_wire_tells_of_steering():
    told = unpacked(wire_packet(STEERED, Visit()))
    momentum, rmsprop, adam = (racer["steering"] for racer in told["racers"])
    assert told["noise"] == {"noise": 0.5, "batch": 16, "seed": 9} and told["story"] is None
    assert momentum["schedule"] == "one_cycle" and momentum["timing"] == dict(steering(STEERED, MOMENTUM).timing)
    assert momentum["changes"] == [] and momentum["options"] == {"weight_decay": None, "clip": None}
    assert rmsprop["options"] == {"weight_decay": 0.01, "clip": None}
    assert adam["changes"] == [[30, "learning_rate", 0.01], [60, "beta1", 0.99]]
    assert (adam["schedule"], adam["timing"], adam["options"]["clip"]) == ("constant", {}, 1)


def test_settings_of_a_hidden_racer_are_told_beside_its_block():
    hidden = after(STEERED, {"kind": "hide", "slot": ADAM})
    seen, unseen = (unpacked(wire_packet(race, Visit()))["racers"][2] for race in (STEERED, hidden))
    assert all(seen[name] == unseen[name] for name in ("values", "steering")) and "x" not in unseen


def test_a_steered_racer_sends_its_settings_and_its_numbers_alone():
    held = set()
    wire_packet(STEERED, Visit(), held)
    moved = after(STEERED, {"kind": "timing", "slot": MOMENTUM, "name": "warm", "value": 0.5})
    new, *others = unpacked(wire_packet(moved, Visit(), held))["racers"]
    assert new["steering"]["timing"]["warm"] == 0.5 and {"values", "x", "loss"} <= set(new)
    assert not any({"steering", "values", "x"} & set(other) for other in others)


@pytest.mark.parametrize("key", ["newton", "conjugate_gradient", "lbfgs"])
def test_what_second_order_asked_is_counted(key):
    race = replace(OPENED, racers=(Racer(1, key, preset_values("elongated_bowl", key)), OPENED.racers[2]), steps=20)
    told, adam = (racer["evaluations"] for racer in unpacked(wire_packet(race, Visit()))["racers"])
    state = run(SURFACES["elongated_bowl"], OPTIMIZERS[key](**dict(race.racers[0].values)), START, 20).state
    assert told == {name: int(getattr(state, name)[-1]) for name in ("values", "gradients", "hessians")}
    assert told["gradients"] > 0 and (told["hessians"] == 20) == (key == "newton") and adam is None


def test_nobody_steered_is_as_it_always_was():
    """A link without these keys opens what it opened before there was any of this."""
    assert opened(link_of(OPENED)).state == OPENED and steering(OPENED) == Steering()
    runner = Runner("adam", preset_values("beale", "adam"))
    found = run_of(Ground("beale"), (1.0, 1.0), 50, runner)
    exact = run(SURFACES["beale"], OPTIMIZERS["adam"](**dict(runner.values)), (1.0, 1.0), 50)
    assert np.array_equal(found.path, exact.params)
