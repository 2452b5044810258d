"""What happened in a run, in one word and a fact: the table's tag, its detail, and what hovering adds.

Every sentence is about the steps that were made; none says what comes next.
"""

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Literal, NamedTuple

from optimizers import Outcome, Status

TONES: dict[Status, Literal["ok", "info", "warn", "mute", "bad"]] = {
    Status.CONVERGED: "ok",
    Status.STILL_MOVING: "info",
    Status.OSCILLATING: "warn",
    Status.LEFT_DOMAIN: "warn",
    Status.STALLED: "mute",
    Status.DIVERGED: "bad",
}
GROWN = 1.01  # times: a growth that shows in three digits
MILLION = 1e6
LEAST = 0.01  # % a step: what falls more slowly is told by its two ends
MOST = 99.9  # %: and what falls faster


class Label(NamedTuple):
    """`stopped` is the step at which a run diverged."""

    label: str
    tone: str
    detail: str
    hover: str
    stopped: int | None = None


def label_of(outcome: Outcome, letters: tuple[str, ...] = ("x", "y")) -> Label:
    """The words for one outcome. A single letter is named beside its value."""
    detail, hover = WORDS[outcome.status](outcome, letters)
    stopped = outcome.step if outcome.status is Status.DIVERGED else None
    return Label(outcome.status.label, TONES[outcome.status], detail, hover, stopped)


def unfinished(made: int, steps: int, running: bool) -> Label:
    """Of a run that is being computed, or whose computing was stopped."""
    how_far = f"{made:,} of {steps:,} steps"
    if running:
        return Label("computing", "mute", how_far, "The status is decided when the last step is made.")
    return Label("not finished", "mute", how_far, "Computing was stopped. Press Go on for the other steps.")


def _converged(found: Outcome, letters: tuple[str, ...]) -> tuple[str, str]:
    return f"from step {found.step}", f"{near_words(found, letters)}."


def _still_moving(found: Outcome, letters: tuple[str, ...]) -> tuple[str, str]:
    if found.growth is not None:
        detail = f"within {at_most(reach_of(found))} of {minimum_of(found, letters)} from step {found.step}"
        return detail, f"{near_words(found, letters)}, but {growth_words(found)} it can leave again."
    parts = [fall_words(found), *swing_words(found, letters), *out_words(found)]
    return " · ".join(parts), f"Not converged: the budget of {counted(found.steps)} is used up. {loss_words(found)}"


def _oscillating(found: Outcome, letters: tuple[str, ...]) -> tuple[str, str]:
    what = "It" if len(found.circling) == len(letters) else letters[found.circling[0]]
    around = f"± {short(found.amplitude)} around {place(found, letters)}"
    detail = around if what == "It" else " · ".join([*swing_words(found, letters), fall_words(found)])
    return detail, f"{what} went to and fro in the last {found.window} steps. {loss_words(found)}"


def _stalled(found: Outcome, letters: tuple[str, ...]) -> tuple[str, str]:
    detail = f"gradient {short(found.gradient_norm, 2)} at {place(found, letters)}"
    if not found.moved:
        return "did not move", f"No step changed a parameter: {detail}."
    moved = f"It moved by {short(found.path, 2)} in the last {counted(found.window)}"
    where = "near a minimum" if found.near else f"and no minimum is known within {short(found.reach)}"
    return detail, f"{moved}, {where}. {loss_words(found)}"


def _left(found: Outcome, letters: tuple[str, ...]) -> tuple[str, str]:
    at = [f"step {found.step}" + (f", at {place(found, letters)}" if found.point is not None else "")]
    hover = f"Outside the surface's domain from step {found.step} to the last. Press F to see the whole path."
    return " · ".join([*at, *swing_words(found, letters)]), hover


def _diverged(found: Outcome, letters: tuple[str, ...]) -> tuple[str, str]:
    shown = "The path is shown up to the step before."
    if found.part in REASONS:
        return f"step {found.step}", f"{REASONS[found.part].format(limit=short(found.limit, 4))} {shown}"
    hover = f"The optimizer's own {found.part} is no longer a finite number. {shown}"
    return f"inside, step {found.step}: {found.part} not finite", hover


REASONS = {  # what can be seen from outside; any other part is the optimizer's memory
    "position": "A parameter went past ±{limit}, or is no longer a number.",
    "value": "The loss is no longer a finite number.",
    "gradient": "The gradient is no longer a finite number.",
}
WORDS = {
    Status.CONVERGED: _converged,
    Status.STILL_MOVING: _still_moving,
    Status.OSCILLATING: _oscillating,
    Status.STALLED: _stalled,
    Status.LEFT_DOMAIN: _left,
    Status.DIVERGED: _diverged,
}


# ---- parts of sentences
def reach_of(found: Outcome) -> float:
    """Of a run that is near a minimum."""
    assert found.reach is not None
    return found.reach


def point_of(found: Outcome) -> Iterable[float]:
    """Of a run whose label names one."""
    assert found.point is not None
    return found.point


def ends_of(found: Outcome) -> tuple[float, float]:
    """The loss where the last quarter begins, and at the end."""
    assert found.loss is not None
    return found.loss


def near_words(found: Outcome, letters: tuple[str, ...]) -> str:
    kind = "the local minimum" if found.local else "the minimum"
    where = f"within {at_most(reach_of(found))} of {kind} {minimum_of(found, letters)}"
    return f"From step {found.step} to the last it is {where}"


def growth_words(found: Outcome) -> str:
    """Why a run may leave the minimum at which it is."""
    if found.growth is not None and found.growth >= GROWN:
        return f"its effective step size has grown {short(found.growth)}-fold in the last {counted(found.window)}:"
    return "at this effective step size"


def fall_words(found: Outcome) -> str:
    """How the loss changed in the last quarter: in % where that has a meaning."""
    if found.fall is not None and LEAST <= found.fall < MOST:
        above = " above the minimum" if found.minimum else ""
        return f"loss{above} falls {short(found.fall, 2 if found.fall < 99 else 3)} % a step"
    first, last = ends_of(found)
    if first == last:
        return "loss unchanged"
    how = "fell" if last < first else "rose"
    before, after = apart(first, last)
    return f"loss {how} from {before} to {after}" if before != after else f"loss {how} by {short(abs(last - first), 2)}"


def loss_words(found: Outcome) -> str:
    """The two ends of the last quarter."""
    first, last = ends_of(found)
    if not found.window:
        return "No step was made."
    if first == last:
        return f"The loss is what it was {counted(found.window)} before."
    how = "fell" if last < first else "rose"
    before, after = apart(first, last)
    if before == after:
        return f"The loss {how} by {short(abs(last - first), 2)} in the last {counted(found.window)}."
    return f"The loss {how} from {before} to {after} in the last {counted(found.window)}."


def swing_words(found: Outcome, letters: tuple[str, ...]) -> list[str]:
    """Which coordinates go to and fro, and how far at most."""
    names = " and ".join(letters[k] for k in found.circling)
    if not names:
        return []
    around = ""
    if found.point is not None and len(found.circling) == 1 and found.status is Status.OSCILLATING:
        around = f" around {coordinate(found.point[found.circling[0]])}"
    return [f"{names} ± {short(found.amplitude)}{around}"]


def out_words(found: Outcome) -> list[str]:
    """When it was outside the domain."""
    if not found.out:
        return []
    first, last = found.out
    if found.outside == found.steps + 1:
        return ["never in the domain"]
    if found.outside == last - first + 1:
        return [f"out of the domain from step {first} to {last}"]
    return [f"out of the domain at {counted(found.outside)}, last at {last}"]


def place(found: Outcome, letters: tuple[str, ...]) -> str:
    return point(point_of(found), letters)


def counted(steps: int) -> str:
    return f"{steps} step" if steps == 1 else f"{steps} steps"


def apart(first: float, last: float) -> tuple[str, str]:
    """Both numbers with as many digits, up to six, as tell them apart."""
    for digits in range(3, 7):
        before, after = short(first, digits), short(last, digits)
        if before != after:
            break
    return before, after


def short(value: float | None, digits: int = 3) -> str:
    """Significant digits, and no power of ten up to a million: 1,230 and 2.3e8."""
    if value is None:
        return "–"
    text = f"{value:.{digits}g}"
    if "e+" in text:
        text = f"{float(text):,.0f}" if abs(value) < MILLION else text.replace("e+0", "e").replace("e+", "e")
    return text.replace("-", "−")


def at_most(reach: float) -> str:
    """Three digits, rounded up: a path that is within the reach is within what is said."""
    places = 2 - floor(log10(reach))
    up = ceil(round(reach * 10.0**places, 9)) / 10.0**places
    return short(up)


def minimum_of(found: Outcome, letters: tuple[str, ...]) -> str:
    """With so many digits that rounding is less than a thousandth of the reach."""
    return point(point_of(found), letters, max(2, 3 - floor(log10(reach_of(found)))))


def coordinate(value: float, places: int | None = None) -> str:
    """Three significant digits, or so many after the point."""
    value = 0.0 if abs(value) < 5e-7 else float(value)
    return short(value) if places is None else f"{value:.{places}f}".rstrip("0").rstrip(".").replace("-", "−")


def point(coordinates: Iterable[float], letters: tuple[str, ...] = ("x", "y"), places: int | None = None) -> str:
    """(3, 0.5), or w = 5."""
    texts = [coordinate(c, places) for c in coordinates]
    return f"({', '.join(texts)})" if len(letters) > 1 else f"{letters[0]} = {texts[0]}"
