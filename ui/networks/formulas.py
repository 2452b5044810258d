"""What stands under the pictures of the Networks page."""

import inspect

from networks import passes
from ui.formulas import Formulas, Rule, rules_of
from ui.networks.state import Networks
from ui.networks.words import RULE, SOURCE


def formulas_of(state: Networks) -> Formulas:
    """The net, which is trained by the same rules as points on a surface."""
    return (Rule(RULE, SOURCE, source()), *rules_of(state.racers))


def source() -> str:
    """The very source that runs, by `inspect`, so that formula and code cannot drift."""
    parts = (passes.Pass.forward, passes.Pass.backward)
    return "\n".join(inspect.cleandoc(inspect.getsource(part)) for part in parts)
