"""What optimizers on a page are called: those of one kind say how they differ."""

from experiments.race import convention_of
from experiments.steering import ALL_DATA, CONSTANT
from optimizers import OPTIMIZERS, SCHEDULES
from ui.racers.racer import Racer


def titles(racers: tuple[Racer, ...]) -> list[str]:
    """Names; those of one optimizer say how they differ, and are counted where they do not: Adam · Keras, Adam 2."""
    seen: dict[str, int] = {}
    named = []
    for racer in racers:
        alike = [other for other in racers if other.optimizer == racer.optimizer]
        words = [own for tell in TOLD_APART if len({tell(other) for other in alike}) > 1 and (own := tell(racer))]
        name = " · ".join([OPTIMIZERS[racer.optimizer].facts.name, *words])
        seen[name] = count = seen.get(name, 0) + 1
        named.append(name if count == 1 else f"{name} {count}")
    return named


def _form(racer: Racer) -> str:
    found = convention_of(racer.runner)
    return found.title if found else "custom" if OPTIMIZERS[racer.optimizer].facts.conventions else ""


def _schedule(racer: Racer) -> str:
    warm_up, name = racer.steering.warm_up, racer.steering.schedule
    title = "" if name == CONSTANT else SCHEDULES[name].facts.title.lower()
    return ", ".join(["warm-up"] * bool(warm_up) + [title] * bool(title))


def _by_hand(racer: Racer) -> str:
    return f"changed from step {racer.steering.changes[0].at}" if racer.steering.changes else ""


def _batch(racer: Racer) -> str:
    batch = racer.steering.batch
    return "" if batch is None else "all data" if batch == ALL_DATA else f"batch {batch}"


TOLD_APART = (_form, _schedule, _by_hand, _batch)
