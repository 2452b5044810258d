"""Which colour and marker an optimizer gets: its own wherever that is free, so that it looks the same on every page."""

from collections import Counter
from collections.abc import Collection, Iterable

from figures.palette import SLOTS
from optimizers import OPTIMIZERS
from optimizers.parts import VARIANTS

PREFERRED: dict[str, int] = {name: kind.facts.slot for name, kind in OPTIMIZERS.items()}
KEPT = {slot for slot, count in Counter(PREFERRED.values()).items() if count == 1}  # each for one optimizer alone
OPENED: dict[str, int] = PREFERRED | {key: variant.slot for key, variant in VARIANTS.items()}  # Inside a step


def free_slot(taken: Collection[int], optimizer: str | None = None) -> int | None:
    """The optimizer's own slot if it is free, else the lowest free one, those that are kept for another optimizer last.

    Without an optimizer the lowest free one. None where all are taken.
    """
    free = sorted({slot.slot for slot in SLOTS} - set(taken))
    if optimizer is None:
        return next(iter(free), None)
    own = PREFERRED[optimizer]
    return min(free, key=lambda slot: (slot != own, slot in KEPT, slot), default=None)


def allotted(optimizers: Iterable[str]) -> list[int]:
    """A slot for each of at most eight optimizers: who comes first has its own, and the others do with what is left."""
    names = list(optimizers)
    slots: dict[int, int] = {}  # position → slot
    for at, name in enumerate(names):
        if PREFERRED[name] not in slots.values():
            slots[at] = PREFERRED[name]
    for at, name in enumerate(names):
        if at not in slots:
            free = free_slot(slots.values(), name)
            if free is None:
                raise ValueError(f"{len(names)} optimizers are more than the {len(SLOTS)} slots")
            slots[at] = free
    return [slots[at] for at in range(len(names))]
