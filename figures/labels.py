"""What happened in a run, in one word and a fact: the table's tag, its detail and what hovering adds."""

from typing import Literal, NamedTuple

from optimizers import Outcome, Status

Tone = Literal["ok", "info", "warn", "mute", "bad"]
