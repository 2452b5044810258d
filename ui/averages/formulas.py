"""What stands under the pictures of the Averages page: always the same."""

import inspect

from optimizers import averages
from ui.averages.state import Averages
from ui.formulas import Formulas, Rule

LINES = (
    r"v_t &= \beta\, v_{t-1} + (1-\beta)\,\theta_t, \qquad v_0 = 0",
    r"\hat v_t &= \frac{v_t}{1-\beta^t}",
    r"v_t &= \sum_{k=0}^{t-1} (1-\beta)\,\beta^k\,\theta_{t-k}, \qquad \sum_{k=0}^{t-1} (1-\beta)\,\beta^k = 1-\beta^t",
)
SOURCE = "The correction: Kingma, Ba (2015), Adam: A Method for Stochastic Optimization, arXiv:1412.6980, section 3."


def formulas_of(state: Averages) -> Formulas:
    return (Rule(LINES, SOURCE, source()),)


def source() -> str:
    """The very source that runs, by `inspect`, so that formula and code cannot drift."""
    return "\n\n".join(inspect.getsource(part) for part in (averages.exponential_average, averages._running))
