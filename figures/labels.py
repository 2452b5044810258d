"""What happened in a run, in one word and a fact: the table's tag, its detail, and what hovering adds."""

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
OUTSIDE = ("position", "value", "gradient")  # parts that can be seen from outside; any other is the optimizer's memory


class Label(NamedTuple):
    """`stopped` is the step at which a run diverged."""

    label: str
    tone: str
    detail: str
    hover: str
    stopped: int | None = None


def label_of(outcome: Outcome, letters: tuple[str, ...] = ("x", "y")) -> Label:
    """The words for one outcome. A single letter is named beside its value."""
    where = "" if outcome.point is None else point(outcome.point, letters)
    detail, hover = WORDS[outcome.status](outcome, where)
    if outcome.circling and outcome.fall is None and outcome.status is not Status.OSCILLATING:
        detail = f"{detail} · circling ± {short(outcome.amplitude)}".removeprefix(" · ")
    stopped = outcome.step if outcome.status is Status.DIVERGED else None
    return Label(outcome.status.label, TONES[outcome.status], detail, hover, stopped)


def unfinished(made: int, steps: int, running: bool) -> Label:
    """Of a run that is being computed, or whose computing was stopped."""
    how_far = f"{made:,} of {steps:,} steps"
    if running:
        return Label("computing", "mute", how_far, "The status is decided when the last step is made.")
    return Label("not finished", "mute", how_far, "Computing was stopped. Press Go on for the other steps.")


def _converged(found: Outcome, where: str) -> tuple[str, str]:
    return f"from step {found.step}", f"From step {found.step} on it stays at the minimum {where}."


def _still_moving(found: Outcome, where: str) -> tuple[str, str]:
    detail = f"loss falls {short(found.fall, 2)} % a step" if found.fall else "loss does not fall"
    if found.out:
        detail += f" · was out from step {found.out[0]} to {found.out[1]}"
    return detail, "Out of steps, not out of road. Try 1000."


def _oscillating(found: Outcome, where: str) -> tuple[str, str]:
    detail = f"± {short(found.amplitude)} around {where}"
    return detail, "It circles and no longer gets nearer. A constant rate keeps it from settling."


def _stalled(found: Outcome, where: str) -> tuple[str, str]:
    if not found.moved:
        return "did not move", "Every step was exactly 0: no learning rate, or no slope at all."
    return (
        f"gradient {short(found.gradient_norm, 2)} at {where}",
        "It hardly moves any more, and this is not a minimum that we know.",
    )


def _left(found: Outcome, where: str) -> tuple[str, str]:
    return f"step {found.step}, at {where}", "It goes on outside the picture. Press F to see it."


def _diverged(found: Outcome, where: str) -> tuple[str, str]:
    if found.part in OUTSIDE:
        return (
            f"step {found.step}",
            "A value went past 1000 times the surface's width. What you see is the last finite part.",
        )
    hover = "Positions look calm, but the optimizer's own memory is no longer a number."
    return f"inside, step {found.step}: {found.part} overflowed", hover


WORDS = {
    Status.CONVERGED: _converged,
    Status.STILL_MOVING: _still_moving,
    Status.OSCILLATING: _oscillating,
    Status.STALLED: _stalled,
    Status.LEFT_DOMAIN: _left,
    Status.DIVERGED: _diverged,
}


def short(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}g}".replace("-", "−")


def point(coordinates, letters: tuple[str, ...] = ("x", "y")) -> str:
    """(3, 0.5), or w = 5."""
    texts = [short(0.0 if abs(c) < 5e-7 else float(c)) for c in coordinates]
    return f"({', '.join(texts)})" if len(letters) > 1 else f"{letters[0]} = {texts[0]}"
