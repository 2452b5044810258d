"""The runs that a race shows."""

from ui.cached import Plan
from ui.race.state import Race
from ui.racers.racer import Racer


def plan_of(race: Race, racer: Racer) -> Plan:
    """What a racer's run depends on."""
    return Plan(race.ground, race.start, race.steps, race.runner(racer))


def plans_of(race: Race) -> list[Plan]:
    """Of all racers that are not hidden."""
    return [plan_of(race, racer) for racer in race.racers if not racer.hidden]
