"""What stands under the pictures of the Race page."""

from experiments.race import surface_of
from ui.formulas import Formulas, Words, rules_of
from ui.race.state import Race


def formulas_of(race: Race) -> Formulas:
    """The surface, and each optimizer's rule."""
    surface = surface_of(race.ground)
    return (Words(f"${surface.head} = {surface.latex}$"), *rules_of(race.racers))
