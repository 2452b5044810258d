"""What the ground shows: the points as they are drawn, their words, and a key that stands for both in every cache."""

from typing import Any, NamedTuple

import numpy as np

from experiments.datasets import CLASSES, DATASETS
from experiments.training import Source, problem_of
from networks import Data, split
from ui.brought import STAYS
from ui.networks.state import Networks


class Words(NamedTuple):
    title: str
    inputs: tuple[str, ...]  # names of the features
    target: str  # of what is fitted or told apart
    notice: str
    facts: str


def raw(source: Source) -> tuple[Data, Data]:
    """Train and dev points, not scaled."""
    data = source.own.data if source.own else DATASETS[source.name](source.points, source.noise, source.seed)
    return split(data, source.dev, source.seed)


def words_of(source: Source) -> Words:
    if source.own:
        own = source.own
        return Words(f"Your own: {own.target}", own.features, own.target, own.words, STAYS)
    chosen = DATASETS[source.name]
    target = "y" if chosen.task != CLASSES else "class"
    return Words(chosen.title, chosen.features, target, chosen.note, f"Source: {chosen.source}")


def key_of(source: Source) -> str:
    """Equal keys are equal points, split and scaled alike, of which the same is said."""
    own = (source.own.digest, source.own.features, source.own.target, source.own.words) if source.own else ()
    return repr((*source[:-1], *own))


def picture_of(state: Networks) -> str:
    return key_of(state.source)


def scale_of(source: Source) -> dict[str, Any]:
    """net input j = Σ_i (x_i − shift_i) · matrix[i × features + j]"""
    scaling = problem_of(source).scaling
    return {"shift": scaling.centre.tolist(), "matrix": np.ravel(scaling.turn).tolist()}
