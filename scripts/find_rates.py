"""Finds the learning rates with which first pictures are good: python -m scripts.find_rates [--check] [rule …]

A first picture is 100 steps from a surface's own start, with the rule's own hyperparameters. All rates of a grid run
side by side and get marks, and the lowest sum wins. Lengths are in widths of the view. What is still to do goes from 1
at the start to 0 at a thousandth of the start's height above the minimum, by decades: .9 at half that height.

    1 × what is still to do, on average     it moves, and soon
    2 × the same over the last quarter      it comes close to a minimum and stays there
    ½ × the length of the path              it does not zigzag, overshoot or circle more than it must
    2 × the longest step                    it can be followed by eye
    1 × hundreds of values that line searches ask for until then
    10 where it leaves the view, its domain or all bounds, and the share of steps outside

A surface without a minimum is left behind at its lower end: that is the arrival, and the picture ends there. Of rates
with nearly the same mark, the one next to the rule's default is taken.

For nets it is how deep the loss falls in 20 epochs on moons and on a sine, in decades: on average, over the last
quarter once more, and less what it rises again on the way. Rules that look for the lengths of their steps themselves
keep their default there.

Some rates were chosen by hand, before this script, and are kept: links and stories rely on them. Others repeat one of
these on purpose, so that the rule alone makes the difference. Newton and L-BFGS take their whole step, α = 1, where
that stays in the view. The script prints all marks and writes the two tables, also with a row for a new rule and a
column for a new surface; --check only says where they do not hold what is found,
and fails then.
"""

import argparse
import csv
import sys
from collections.abc import Mapping
from math import nan
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import surfaces
from experiments.plans import Net, Plan, Source
from experiments.race import GROUNDS, Runner
from experiments.series import DATA
from experiments.sweeps import swept, table
from optimizers import OPTIMIZERS, Status, run, specs
from surfaces import Surface
from surfaces.rates import read

BY_HAND = "gradient_descent momentum nesterov adagrad rmsprop adam sign_descent rprop".split()
TWINS = {"amsgrad": "adam", "adamw": "adam"}
WHOLE = ("newton", "lbfgs")  # their step has a length of its own, and α = 1 is all of it
BAD = 10  # from this mark on a path leaves the view
GRID = np.array([float(f"{k}e{power}") for power in range(-5, 1) for k in (1, 1.5, 2, 3, 4, 5, 6, 8)] + [10.0])
STEPS, QUARTER, DECADES = 100, 25, 3
ALIKE = 0.02  # marks nearer to one another than this are the same
NETS, LEARNED = "nets", ("moons", "sine")
TABLES = {Path(surfaces.__file__).with_name("rates.csv"): tuple(GROUNDS), DATA / "net_rates.csv": (NETS,)}


class Found(NamedTuple):
    """The rate for a rule on a surface or for nets, how it was found, its mark and what became of the run."""

    rate: float
    how: str
    mark: float
    label: str


# ---- marks of a path
def marks(surface: Surface, path: Any) -> np.ndarray:
    """What is said above of the runs of a batch, (rates,). The lower the better."""
    out, left_behind = outside(surface, path), gone(surface, path)
    todo = np.where(left_behind, 0.0, still_to_do(surface, path))
    before = np.roll(left_behind, 1, axis=0)  # the step that leaves is still seen
    before[0] = False
    moves = np.where(before, 0.0, np.sqrt((np.diff(path.params, axis=0) ** 2).sum(axis=1)) / width(surface))
    bad = (path.status == Status.DIVERGED) | (out & ~left_behind).any(axis=0)
    if surface.minima:
        bad |= path.status == Status.LEFT_DOMAIN
    arrival = todo.mean(axis=0) + 2 * todo[-QUARTER:].mean(axis=0)
    return (
        arrival
        + 0.5 * moves.sum(axis=0)
        + 2 * moves.max(axis=0)
        + asked(path, todo) / 100
        + np.where(bad, 10 + out.mean(axis=0), 0)
    )


def width(surface: Surface) -> float:
    (low, high), _ = surface.view
    return high - low


def outside(surface: Surface, path: Any) -> np.ndarray:
    """After which steps (steps, rates) a run stands outside the view."""
    drawn = path.params if surface.n == 2 else np.stack([path.params[:, 0], path.loss], axis=1)
    low, high = np.transpose(surface.view)[..., None]
    return ((drawn < low) | (drawn > high)).any(axis=1)[1:]


def gone(surface: Surface, path: Any) -> np.ndarray:
    """After which steps a surface without a minimum lies behind: out of the view, and lower than at the start."""
    down = outside(surface, path) & (path.loss[1:] < path.loss[0]) & (not surface.minima)
    return np.logical_or.accumulate(down)


def still_to_do(surface: Surface, path: Any) -> np.ndarray:
    """The share of the decades between the start and 1/1000 of its height above the minimum, after each step."""
    if not surface.minima:
        return np.ones(path.loss[1:].shape)
    goals = goals_of(surface)
    near = ((path.final[:, None] - goals[:, :, None]) ** 2).sum(axis=0).argmin(axis=0)
    above = np.maximum(path.loss - surface.value(goals)[near], 0)
    with np.errstate(divide="ignore"):
        return np.clip(1 + np.log10(above[1:] / above[0]) / DECADES, 0, 1)


def goals_of(surface: Surface) -> np.ndarray:
    """The minima, (n, goals); of a curve also those of their neighbourhood alone."""
    if surface.n == 2:
        return np.array(surface.minima).T
    x = np.linspace(*surface.view[0], 4001)
    lower = np.diff(surface.value(x[None])) < 0
    return x[1:-1][lower[:-1] & ~lower[1:]][None]


def asked(path: Any, todo: np.ndarray) -> np.ndarray | float:
    """How many values a line search asked for until nothing was to do any more."""
    return np.where(todo > 0, path.state.values, 0).max(axis=0) if hasattr(path.state, "values") else 0.0


# ---- marks of nets
def net_marks(rule: str, rates: np.ndarray) -> np.ndarray:
    """(rates,), the lower the better."""
    defaults = tuple((name, spec.default) for name, spec in specs(OPTIMIZERS[rule]).items())
    plans = [Plan(Runner(rule, defaults), Net(), Source(data)) for data in LEARNED]
    return np.sum([net_mark(table(plan, swept(plan, "learning_rate", rates))) for plan in plans], axis=0)


def net_mark(losses: np.ndarray) -> np.ndarray:
    """Of losses after each epoch (epochs + 1, rates), inf from where a net has diverged."""
    depth = np.log10(np.minimum(losses / losses[0], 10))
    rise = np.maximum(np.diff(depth, axis=0), 0).sum(axis=0)
    return depth.mean(axis=0) + depth[-5:].mean(axis=0) + rise


# ---- tables
def found(rule: str, place: str, stands: Mapping[str, float]) -> Found:
    """The best of the grid; what stands where that was chosen by hand, for this rule or for its twin."""
    whose, default = TWINS.get(rule, rule), OPTIMIZERS[rule]().learning_rate
    if place == NETS and getattr(OPTIMIZERS[rule], "wants_objective", False):
        return Found(default, "default", nan, "looks for its lengths itself")
    fixed = whose in BY_HAND and whose in stands
    rates = np.array([stands[whose]]) if fixed else GRID
    how = "found" if not fixed else "by hand" if whose == rule else f"as {whose}"
    if place == NETS:
        given, labels = net_marks(rule, rates), None
    else:
        path = run(GROUNDS[place], OPTIMIZERS[rule](learning_rate=rates), GROUNDS[place].start, STEPS)
        given, labels = marks(GROUNDS[place], path), path.status
    at = best(given, rates, default)
    whole = int(np.flatnonzero(rates == default)[0]) if rule in WHOLE and place != NETS else at
    if rule in WHOLE and given[whole] < BAD:
        at, how = whole, "whole"
    return Found(float(rates[at]), how, float(given[at]), "" if labels is None else Status(labels[at]).label)


def best(given: np.ndarray, rates: np.ndarray, default: float) -> int:
    """The place of the lowest mark, and of those alike, of the rate next to the default."""
    alike = given <= given.min() + ALIKE
    return int(np.where(alike, abs(np.log(rates / default)), np.inf).argmin())


def write(path: Path, rates: Mapping[tuple[str, str], float]) -> None:
    """The table with these rates; what was not asked for stays."""
    before, places = read(path), TABLES[path]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["optimizer", *places])
        for rule in OPTIMIZERS:
            row = (rates[rule, place] if (rule, place) in rates else before[place][rule] for place in places)
            writer.writerow([rule, *(f"{rate:g}" for rate in row)])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.find_rates", description=__doc__.splitlines()[0])
    parser.add_argument("rules", nargs="*", metavar="rule", help=f"some of: {', '.join(OPTIMIZERS)}")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where a table holds another rate")
    asked, wrong = parser.parse_args(), []
    if unknown := set(asked.rules) - OPTIMIZERS.keys():
        parser.error(f"no rule named {', '.join(sorted(unknown))}")
    for path, places in TABLES.items():
        before, rates = read(path), {}
        for rule in asked.rules or OPTIMIZERS:
            for place in places:
                one = found(rule, place, before[place])
                print(f"{rule:19} {place:15} {one.rate:<8g} {one.how:8} {one.mark:7.3f}  {one.label}".rstrip())
                rates[rule, place] = one.rate
                if before[place].get(rule) != one.rate:
                    wrong.append(f"{rule} on {place}: {before[place].get(rule)} stands, {one.rate:g} is found")
        if not asked.check:
            write(path, rates)
    if asked.check and wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
