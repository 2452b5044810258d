"""Random links of every page, and what each of their values should have become: told by the fields of the state."""

import random
from decimal import Decimal
from math import isfinite
from re import ASCII, fullmatch
from urllib.parse import urlencode

from experiments.race import GROUNDS
from experiments.series import SERIES
from optimizers import OPTIMIZERS, OPTIONS, SCHEDULES, Hyper, specs

ODD = ["nan", "inf", "-inf", "1e999", "-1e999", "1e-400", "", " 1", "1 ", "1_0", "٣", "0x10", "1,5", "1.5.2", "9" * 60]
ODD += [
    "-0",
    "-0.0",
    "0",
    "00",
    "1.",
    ".5",
    "100.7",
    "16.5",
    "-1",
    "true",
    "None",
    "<b>",
    "~",
    "~~",
    "1e5",
    "1E3",
    "5001",
]
FEW = ["0", "1", "2", "yes", "", "-1"]


# ---- what is asked for
def some_number(dice, spec=None):
    """Mostly inside the domain; a text."""
    if dice.random() < 0.25 or spec is None:
        return dice.choice(ODD) if dice.random() < 0.5 else repr(dice.uniform(-3, 3))
    if spec.scale == "integer":
        return str(dice.randint(int(spec.low), int(spec.high)))
    return repr(dice.uniform(spec.low, spec.high))


def pairs_of(dice, declared):
    """Some names with values: unknown names, names twice, and a last value that is missing now and then."""
    names = dice.choices([*declared, "hidden", "bogus"], k=dice.randint(0, 4))
    parts = []
    for name in names:
        spec = declared.get(name)
        parts += [name, some_number(dice, spec) if isinstance(spec, Hyper) else dice.choice(FEW)]
    return parts[:-1] if parts and dice.random() < 0.1 else parts


def racer(dice):
    name = dice.choice([*OPTIMIZERS, "adm", "bogus", ""])
    return "~".join([name, *pairs_of(dice, dict(specs(OPTIMIZERS[name])) if name in OPTIMIZERS else {})])


def schedule(dice):
    name = dice.choice([*SCHEDULES, "bogus"])
    return "~".join([name, *pairs_of(dice, dict(specs(SCHEDULES[name])) if name in SCHEDULES else {})])


def options(dice):
    return "~".join(pairs_of(dice, {name: OPTIONS[name] for name in ("weight_decay", "clip")}))


def by_hand(dice):
    rows = []
    for _ in range(dice.randint(1, 4)):
        at = dice.choice(["1", "5", "30", "5", "0", "-3", "2.5", "7000", "999999999"])
        rows += [at, dice.choice(["learning_rate", "beta1", "epsilon", "bogus"]), some_number(dice)]
    return "~".join(rows[:-1] if dice.random() < 0.1 else rows)


def cards(dice, count=4):
    """Keys of optimizers and of how they are steered."""
    found = {}
    for slot in dice.sample(range(0, 12), dice.randint(0, count)):
        found[f"r{slot}"] = racer(dice)
        for letter, make in (("s", schedule), ("h", by_hand), ("o", options)):
            if dice.random() < 0.3:
                found[f"{letter}{slot}"] = make(dice)
    return found


def some_of(dice, **makers):
    return {key: make() for key, make in makers.items() if dice.random() < 0.4}


def joined(dice, count):
    """So many numbers, or one too many."""
    return "~".join(some_number(dice) for _ in range(count + (dice.random() < 0.1)))


def view(dice):
    return some_of(
        dice,
        step=lambda: dice.choice(["0", "7", "100", "101", "7.5", "-1", *ODD]),
        speed=lambda: dice.choice(["20", "1000", "1001", "0", "20.5", *ODD]),
        loop=lambda: dice.choice(FEW),
        axis=lambda: dice.choice(["log", "linear", "sideways"]),
        view=lambda: dice.choice(["map", "3d", "4d"]),
        zoom=lambda: dice.choice(["0~1~0~1", "1~0~0~1", joined(dice, 4)]),
        camera=lambda: dice.choice(["1~1~1", "11~1~1", joined(dice, 3)]),
        touched=lambda: dice.choice(["1", "3", "9", *ODD]),
        nobody=lambda: dice.choice(FEW),
        v=lambda: dice.choice(["1", "2", "1.0", ""]),
        sky=lambda: "blue",
    )


def race(dice):
    return (
        some_of(
            dice,
            surface=lambda: dice.choice([*GROUNDS, "bowll", "mons"]),
            condition=lambda: some_number(dice),
            rotation=lambda: repr(dice.uniform(-90, 90)),
            a=lambda: some_number(dice),
            start=lambda: dice.choice(["1~2", "1~0", "1", "1e9~0", joined(dice, 2)]),
            steps=lambda: dice.choice(["1", "300", "5000", "5001", "100.7", "1e3", *ODD]),
            tolerance=lambda: dice.choice(["0.01", "0", "1", "1e-400", *ODD]),
            curve=lambda: dice.choice(["distance", "gradient", "alpha", "money"]),
            noise=lambda: dice.choice(["0.5~16~3", "0.5~16.5~3", "0~1~0", "-1~1~0", "0.5~0~1", joined(dice, 3)]),
        )
        | cards(dice)
        | view(dice)
    )


def inside(dice):
    return (
        some_of(
            dice,
            tab=lambda: dice.choice(["surface", "series", "check", "bogus"]),
            surface=lambda: dice.choice([*GROUNDS, "bowll"]),
            condition=lambda: some_number(dice),
            start=lambda: dice.choice(["1~2", "1", joined(dice, 2)]),
            steps=lambda: dice.choice(["1", "60", "1000", "1001", "60.5", *ODD]),
            optimizer=lambda: racer(dice),
            memory=lambda: dice.choice(FEW),
            scaling=lambda: dice.choice(FEW),
            correction=lambda: dice.choice(FEW),
            ghosts=lambda: dice.choice(FEW),
            same=lambda: dice.choice(FEW),
            given=lambda: joined(dice, dice.randint(0, 5)),
            series=lambda: dice.choice(["own", "nine_and_one", "bogus"]),
            coordinate=lambda: dice.choice(["x", "y", "z"]),
            what=lambda: dice.choice(["surface", "cube", "bogus"]),
            epsilon=lambda: dice.choice(["0.01", "1e-20", "1", *ODD]),
            at=lambda: dice.choice(["0", "30", "61", "5000", "1.5", *ODD]),
        )
        | {key: text for key, text in cards(dice).items() if key[0] == "r"}
        | view(dice)
    )


def averages(dice):
    run = urlencode({key: text for key, text in race(dice).items() if dice.random() < 0.3} | {"r1": "adam"})
    curves = {f"c{slot}": dice.choice(["0.5", "0.9~hidden", "1", "0.9~blue", "-0", *ODD]) for slot in range(0, 10, 3)}
    return (
        some_of(
            dice,
            series=lambda: dice.choice([*SERIES, "own", "race", "race", "seatle"]),
            run=lambda: dice.choice([run, "r1=adam&steps=50", "r1=adam&r2=adam", "r1=adam&step=3", ""]),
            of=lambda: dice.choice(["x", "y", "z"]),
            unit=lambda: dice.choice(["°F", "°C", "K"]),
            correction=lambda: dice.choice(["off", "on", "both", "bogus"]),
            window=lambda: dice.choice(FEW),
            none=lambda: dice.choice(FEW),
        )
        | {key: text for key, text in curves.items() if dice.random() < 0.3}
        | view(dice)
    )


def networks(dice):
    from ui.networks.state import CHOICES, FLAGS, NUMBERS

    numbers = {name: lambda spec=spec: some_number(dice, spec) for name, spec in NUMBERS.items()}
    choices = {name: lambda of=of: dice.choice([*of, "bogus"]) for name, of in CHOICES.items()}
    flags = {name: lambda: dice.choice(FEW) for name in FLAGS}
    hidden = {"hidden": lambda: dice.choice(["8~8", "0", "8~65", "8.5", "0~8", "1~" * 9 + "1", *ODD])}
    data = {"data": lambda: dice.choice(["moons", "spirals", "sine", "own", "mons"])}
    return some_of(dice, **numbers, **choices, **flags, **hidden, **data) | cards(dice, 3) | view(dice)


# ---- what became of it
def is_number(text, value):
    """Whether a text says exactly the number that is used, as far as a float can."""
    if isinstance(value, bool):
        return text == str(int(value))
    if not fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text.lower(), ASCII) or len(text) > 400:
        return False
    exact = Decimal(text)
    return float(exact) == value and isfinite(value) and (value != 0 or exact == 0)


def is_used(text, value):
    if isinstance(value, str):
        return text == value
    if isinstance(value, tuple | list):
        return len(value) == len(text.split("~")) and all(map(is_number, text.split("~"), value))
    return value is not None and is_number(text, value)


def named(words, key, text):
    """Whether a sentence names a value: whole, or cut after 40 characters."""
    said = f"{key}={text}"
    return f"‘{said}’" in words or (len(said) > 40 and f"‘{said[:39]}…’" in words)


def pairs_lost(words, text, used):
    """The pairs of name~value~name~value that are neither used nor named. `used`: name → value, or None."""
    parts = text.split("~")
    rows = list(zip(parts[::2], [*parts[1::2], *[""] * (len(parts) % 2)], strict=True))
    last = {name: k for k, (name, _) in enumerate(rows)}
    return [
        (name, value)
        for k, (name, value) in enumerate(rows)
        if not (last[name] == k and name in used and is_used(value, used[name])) and not named(words, name, value)
    ]


def card_lost(state, words, key, text):
    """What of a card's key is neither used nor named."""
    letter, slot = key[0], int(key[1:])
    one = next((racer for racer in state.racers if racer.slot == slot), None)
    if named(words, key, text) or slot > 8 or f"‘{key}" in words:
        return []  # the whole of it; beyond the eighth they are counted
    if one is None:
        return [(key, text)]
    head, _, rest = text.partition("~")
    if letter == "r":
        used = dict(one.values) | {"hidden": one.hidden}
        return [(key, head)] if head != one.optimizer else pairs_lost(words, rest, used) if rest else []
    if letter == "s":
        used = dict(one.steering.timing)
        return [(key, head)] if head != one.steering.schedule else pairs_lost(words, rest, used) if rest else []
    if letter == "o":
        return pairs_lost(words, text, one.steering._asdict())
    parts = text.split("~")
    rows = [tuple(parts[k : k + 3]) for k in range(0, len(parts), 3)]
    used = {(str(change.at), change.name): change.value for change in one.steering.changes}
    fine = [row for row in rows if len(row) == 3 and row[:2] in used and is_used(row[2], used[row[:2]])]
    return [] if fine == rows else [(key, text)]


def lost(asked, query, fields):
    """Every (key, text) of a query that is neither used as given nor named. `fields`: key → what the state has."""
    found = []
    for key, text in query.items():
        if fullmatch(r"[rsho][1-9]\d*", key) and hasattr(asked.state, "racers"):
            found += card_lost(asked.state, asked.words, key, text)
        elif not (named(asked.words, key, text) or (key in fields and is_used(text, fields[key]))):
            found.append((key, text))
    return found


def view_fields(asked):
    """The view, by the keys of the link."""
    view, camera = asked.view, asked.view.get("camera")
    found = {key: view[key] for key in ("step", "speed", "loop", "axis", "follow", "zoom") if key in view}
    if "space" in view:
        found["view"] = "3d" if view["space"] else "map"
    if camera:
        found["camera"] = [camera["eye"][axis] for axis in "xyz"]
    cards = getattr(asked.state, "racers", None) or getattr(asked.state, "curves", ())
    return found | {"v": "1", "touched": asked.state.touched, "nobody": not cards}


def dice_of(seed):
    return random.Random(seed)
