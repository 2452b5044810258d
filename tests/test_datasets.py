"""Points: shapes and penguins, how they are split and scaled, and what is read from people's files."""

from hashlib import sha256

import numpy as np
import pytest

from experiments.datasets import CLASSES, CURVE, DATASETS, FEWEST, MOST
from experiments.own_points import ReadingError, read_points
from networks import SCALINGS, condition_number, scaling, split

MADE = [name for name, dataset in DATASETS.items() if not dataset.fixed]


# ---- what is shipped
@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_what_it_says(name):
    dataset = DATASETS[name]
    data = dataset()
    assert data.inputs.shape == (dataset.points, len(dataset.features)) and len(data.targets) == dataset.points
    assert np.isfinite(data.inputs).all() and np.isfinite(data.targets).all()
    assert (dataset.task == CLASSES) == bool(data.classes)
    assert all((dataset.title, dataset.source, dataset.note)) and dataset.note.endswith(".")
    if data.classes:
        assert sorted(set(data.targets.tolist())) == list(range(len(data.classes)))
    else:
        assert dataset.task == CURVE and len(dataset.features) == 1


@pytest.mark.parametrize("name", MADE)
def test_points_follow_the_seed_and_their_number(name):
    dataset = DATASETS[name]
    assert (dataset(40, seed=3).inputs == dataset(40, seed=3).inputs).all()
    changed = dataset(40, seed=4)
    assert (changed.inputs != dataset(40, seed=3).inputs).any() or (
        changed.targets != dataset(40, seed=3).targets
    ).any()
    for points in (FEWEST, 5, MOST):
        assert dataset(points).inputs.shape[0] == points


def test_the_points_of_a_link_are_the_same_for_ever():
    """Rounded to 9 digits: the last bits of sine and cosine belong to the machine."""
    data = DATASETS["moons"](50, 0.1, seed=7)
    digest = sha256(np.round(data.inputs, 9).tobytes() + data.targets.astype("<i8").tobytes()).hexdigest()
    assert digest[:16] == "96fb6734b8c9bd32"


@pytest.mark.parametrize("name", ["circles", "blobs", "spirals", "moons"])
def test_classes_are_of_equal_size(name):
    counts = np.bincount(DATASETS[name](60).targets)
    assert np.ptp(counts) == 0


def test_a_line_parts_the_separable_set_with_room_to_spare():
    data = DATASETS["separable"](1000)
    side = data.inputs @ [0.6, 0.8] - 0.1
    assert ((side > 0) == (data.targets == 1)).all() and abs(side).min() >= 0.1 - 1e-12


def test_moons_without_noise_lie_on_two_half_circles():
    data = DATASETS["moons"](100, 0.0)
    upper, lower = data.inputs[data.targets == 0], data.inputs[data.targets == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1, rtol=1e-12)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1, rtol=1e-12)
    assert (upper[:, 1] >= 0).all() and (lower[:, 1] <= 0.5).all()


def test_the_penguins_are_those_that_were_published():
    data = DATASETS["penguins"]()
    assert data.classes == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(data.targets).tolist() == [151, 68, 123]
    means = [data.inputs[data.targets == k].mean(axis=0).round(1).tolist() for k in range(3)]
    assert means == [[38.8, 190.0], [48.8, 195.8], [47.5, 217.2]]
    assert "CC0" in DATASETS["penguins"].source


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"points": 3}, "points = 3 is outside its domain 4 ≤ points ≤ 5000"),
        ({"points": 5001}, "points"),
        ({"points": 10.5}, "points = 10.5"),
        ({"noise": -1.0}, "noise"),
        ({"noise": float("nan")}, "noise"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
    ],
)
def test_what_no_data_set_can_be_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        DATASETS["moons"](**change)


# ---- split and scaled
@pytest.mark.parametrize(
    ("points", "dev", "count"), [(100, 0.2, 20), (100, 0.0, 0), (5, 0.1, 1), (4, 0.99, 3), (4, 0.9, 3)]
)
def test_each_point_is_trained_on_or_kept_back(points, dev, count):
    data = DATASETS["moons"](points)
    train, kept = split(data, dev, seed=2)
    assert len(kept.targets) == count and len(train.targets) == points - count
    together = np.concatenate((train.inputs, kept.inputs))
    assert (np.sort(together, axis=0) == np.sort(data.inputs, axis=0)).all()
    assert (split(data, dev, seed=2)[0].inputs == train.inputs).all()


@pytest.mark.parametrize("dev", [1.0, -0.1, float("nan")])
def test_a_share_that_is_none_is_refused(dev):
    with pytest.raises(ValueError, match="dev"):
        split(DATASETS["moons"](), dev, 0)


def test_condition_numbers_of_the_lecture():
    assert condition_number(np.array([[101, 101], [101, 99]]), bias=False) == pytest.approx(40006, abs=0.1)
    assert condition_number(np.array([[1.0, 1], [1, -1]]), bias=False) == pytest.approx(1)
    assert condition_number(np.array([[0.1, 10], [0.1, -10]]), bias=False) == pytest.approx(1e4)
    assert condition_number(np.ones((5, 2))) == condition_number(np.ones((1, 2))) == float("inf")


def test_normalised_and_decorrelated_inputs_make_a_rounder_bowl():
    inputs = DATASETS["penguins"]().inputs
    raw, normalised, decorrelated = (condition_number(scaling(inputs, how)(inputs)) for how in SCALINGS)
    assert raw > 1e5 and 4 < normalised < 6 and decorrelated == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("how", ["normalised", "decorrelated"])
@pytest.mark.parametrize("inputs", [[1e9, 1e-9], [1e-150, 1.0], [1.0, 1e12]])
def test_scaled_inputs_have_mean_0_and_variance_1(how, inputs):
    points = np.random.RandomState(0).standard_normal((50, 2)) * inputs + np.array(inputs) * 1000
    scaled = scaling(points, how)(points)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(scaled.var(axis=0), 1, rtol=1e-9)


def test_a_small_spread_far_from_0_is_a_spread():
    x = 1.7e9 + np.linspace(-100, 100, 50)[:, None]  # seconds since 1970 of three minutes
    np.testing.assert_allclose(scaling(x, "normalised")(x).var(), 1, rtol=1e-9)


def test_of_the_two_directions_of_an_axis_one_is_chosen():
    points = np.random.RandomState(3).standard_normal((50, 2)) * [1.0, 3.0]
    for inputs in (points, -points, points @ [[0.8, -0.6], [0.6, 0.8]]):
        turn = scaling(inputs, "decorrelated").turn * inputs.std(axis=0)[:, None]
        assert (turn[abs(turn).argmax(axis=0), [0, 1]] > 0).all()


@pytest.mark.parametrize("how", SCALINGS)
def test_a_constant_feature_and_two_equal_ones_stay_finite(how):
    x = np.linspace(1, 2, 9)
    for inputs in (np.column_stack((x, np.full(9, 0.1))), np.column_stack((x, x)), np.ones((9, 2)), x[:, None]):
        assert abs(scaling(inputs, how)(inputs)).max() <= 2


def test_an_unknown_scaling_is_refused():
    with pytest.raises(ValueError, match="inputs = 'whitened' is none of raw, normalised, decorrelated"):
        scaling(np.eye(2), "whitened")


# ---- people's files
def table(*rows):
    return "\n".join(rows).encode()


FOUR = ("1.5,2,yes", "2.5,7,no", "0.5,4,yes", "9.5,1,no")


def test_two_features_and_a_label_in_words():
    own = read_points(table("a,b,label", *FOUR))
    assert own.task == CLASSES and own.features == ("a", "b") and own.target == "label"
    assert own.data.classes == ("no", "yes") and own.data.targets.tolist() == [1, 0, 1, 0]
    assert own.data.inputs.tolist() == [[1.5, 2], [2.5, 7], [0.5, 4], [9.5, 1]]
    assert own.words == "Read all 4 rows. Predict “label” from “a” and “b”."


def test_without_names_with_semicolons_and_decimal_commas():
    own = read_points("1,5;2;b\n2,5;7;a\n0,5;4;b\n9,5;1;a\n".encode("utf-16"))
    assert own.data.inputs[:, 0].tolist() == [1.5, 2.5, 0.5, 9.5] and own.data.classes == ("a", "b")
    assert own.words.endswith("Commas were read as decimal ones: 1,5 is 1.5.")


def test_labels_that_are_whole_numbers_come_in_their_order():
    rows = [f"{i * 1.5},{i * i * 0.5},{(10, 9, 2)[i % 3]}" for i in range(9)]
    own = read_points(table("a,b,class", *rows))
    assert own.data.classes == ("2", "9", "10") and own.data.targets[:3].tolist() == [2, 1, 0]


def test_x_and_y_where_there_is_no_label():
    own = read_points(table("x,y", "1,2.5", "2,3.5", "4,7.5", "3,1.5"))
    assert own.task == CURVE and own.features == ("x",) and own.target == "y" and own.data.classes == ()
    assert own.data.inputs.tolist() == [[1], [2], [4], [3]] and own.data.targets.tolist() == [2.5, 3.5, 7.5, 1.5]


def test_of_more_than_two_features_two_are_chosen():
    rows = [f"{i},{i * 0.5},3,{i * i}.5,{'uv'[i % 2]}" for i in range(1, 9)]
    data = table("id,a,same,b,kind", *rows)
    own = read_points(data)  # neither the one that numbers the rows nor the one that never changes
    assert own.features == ("a", "b") and own.numbers == ("id", "a", "same", "b")
    other = read_points(data, features=("same", "b"), target="kind")
    assert other.features == ("same", "b") and "“same” is the same in every row" in other.words
    curve = read_points(data, features=("a",), target="b")
    assert curve.task == CURVE and curve.words.endswith("Fit “b” over “a”.")


def test_rows_without_a_number_or_a_label_are_counted():
    own = read_points(table("a,b,label", *FOUR, "x,1,yes", "1,2,", "3,1e400,no", "4,1e200,no", "7,7,n/a"))
    assert len(own.data.targets) == 4
    assert own.words.startswith("Read 4 of 9 rows; 3 lacked a number or a label (lines 6, 7, 10), ")
    assert "2 had a number beyond 1e30 (lines 8, 9)." in own.words


def test_of_very_many_rows_some_are_taken_evenly():
    own = read_points(table("x,y", *(f"{i},{i % 7}.5" for i in range(9000))))
    assert len(own.data.targets) == MOST and own.data.inputs[[0, -1], 0].tolist() == [0, 8999]
    assert "5,000 of them, evenly spaced, are used." in own.words


def test_equal_points_are_equal_specs():
    one, same, other = (read_points(table(top, *FOUR)) for top in ("a,b,label", "a,b,label", "c,b,label"))
    assert one == same and hash(one) == hash(same) and one != other
    assert one.digest == other.digest != read_points(table("a,b,label", *FOUR[1:], "1,2,no")).digest


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is nothing in it. Two features"),
        (b" \n\r\n", "There is nothing in it"),
        (b"\xff\xfe", "There is nothing in it"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"only words here", "no column of numbers"),
        (table("x", "1", "2", "4", "3"), "only one column of numbers"),
        (table("a,b,label", *FOUR[:2]), "2 rows are too few: at least 4"),
        (table("a,b,label", *(row.replace("no", "yes") for row in FOUR)), "Every row of “label” is “yes”"),
        (table("a,b,label", *(f"{i}.5,{i * i},1" for i in range(9))), "“label” is the same in every row"),
        (table("a,b,label", *(f"7,8,{'uv'[i % 2]}" for i in range(9))), "“a” and “b” never change"),
        (table("x,y", *(f"{i},3" for i in range(9))), "“y” is the same in every row"),
        (table("x,y", *(f"3,{i}" for i in range(9))), "“x” never changes"),
        (table("a,label", *(f"{i}.5,{'uv'[i % 2]}" for i in range(9))), "only one column of numbers"),
        (table("a,b,label", "1,2,u", "3,4,u", "5,1,u", "2,2,u", "x,4,v"), "same “label”"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_in_words(data, words):
    with pytest.raises(ReadingError, match=words):
        read_points(data)


@pytest.mark.parametrize(
    ("features", "target", "words"),
    [
        (("a", "a"), "label", "two different features"),
        (("a", "b"), "a", "two different features"),
        ((), "label", "two different features"),
        (("a", "label"), "label", "no numbers"),
        (("a", "z"), "label", "not in this table"),
        (("a", "b"), "z", "not in this table"),
        (("a",), "label", "no numbers"),
        (("a", "b"), "name", "9 different labels; at most 8"),
    ],
)
def test_columns_that_do_not_fit_are_refused_in_words(features, target, words):
    rows = [f"{i}.5,{i * i},{'uv'[i % 2]},{chr(97 + i) * 2}" for i in range(9)]
    with pytest.raises(ReadingError, match=words):
        read_points(table("a,b,label,name", *rows), features=features, target=target)


def test_any_bytes_are_points_or_words():
    random = np.random.RandomState(0)
    alphabet = list("ab,;\t\n\n 0123456789.-\"'#e")
    for _ in range(300):
        text = "".join(random.choice(alphabet, random.randint(1, 200)))
        try:
            own = read_points(text.encode())
        except ReadingError as refusal:
            assert str(refusal).endswith(".")
        else:
            assert np.isfinite(own.data.inputs).all() and len(own.data.targets) >= FEWEST
