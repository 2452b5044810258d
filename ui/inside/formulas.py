"""What stands under the pictures of Inside a step, for the tab that is open."""

from experiments.inside import Parts, made
from experiments.race import surface_of
from optimizers import OPTIMIZERS, source
from optimizers.facts import FOLDED
from optimizers.parts import AdamParts
from ui.formulas import Formulas, Rule, Words, rule_of, rules_of
from ui.inside.state import ADAM, CUBE, Scene

TWO_SIDED = r"\frac{f(\theta + \varepsilon d) - f(\theta - \varepsilon d)}{2\varepsilon}"
ONE_SIDED = r"\frac{f(\theta + \varepsilon d) - f(\theta)}{\varepsilon}"
CHECK = Rule(
    (
        rf"{TWO_SIDED} &= \nabla f(\theta) \cdot d + O(\varepsilon^2)",
        rf"{ONE_SIDED} &= \nabla f(\theta) \cdot d + O(\varepsilon)",
    ),
    "Ng, Improving Deep Neural Networks, week 1: gradient checking.",
)


def formulas_of(state: Scene) -> Formulas:
    return TABS[state.tab](state)


def _shown(state: Scene) -> Formulas:
    optimizer = made(state.shown)
    return (_surface(state), parts_rule(optimizer) if isinstance(state.shown, Parts) else rule_of(optimizer))


def _series(state: Scene) -> Formulas:
    return rules_of(state.racers)


def _check(state: Scene) -> Formulas:
    return (Words(r"$f(\theta) = \theta^3$") if state.what == CUBE else _surface(state), CHECK)


TABS = {"surface": _shown, "series": _series, "check": _check}


def _surface(state: Scene) -> Words:
    return Words(f"$f(x, y) = {surface_of(state.ground).latex}$")


def parts_rule(parts: AdamParts) -> Rule:
    """The recurrence with the parts that are in, and the source that runs, which has them all."""
    return Rule(parts_lines(parts), OPTIMIZERS[ADAM].facts.source, source(parts))


def parts_lines(parts: AdamParts) -> tuple[str, ...]:
    """Adam's recurrence in LaTeX, as its switches stand."""
    corrected = parts.bias_correction
    v = r"\beta_1 v_{t-1} + (1 - \beta_1)\, g_t" if parts.memory else "g_t"
    lines = [r"g_t &= \nabla f(\theta_{t-1})", f"v_t &= {v}"]
    if parts.scaling:
        lines.append(r"s_t &= \beta_2 s_{t-1} + (1 - \beta_2)\, g_t^2")
    if corrected and parts.memory:
        lines.append(r"\hat v_t &= \frac{v_t}{1 - \beta_1^t}")
    if corrected and parts.scaling:
        lines.append(r"\hat s_t &= \frac{s_t}{1 - \beta_2^t}")
    v = r"\hat v_t" if corrected and parts.memory else "v_t"
    s = r"\hat s_t" if corrected else "s_t"
    epsilon = FOLDED if corrected and parts.fold_correction else r"\varepsilon"
    rate = rf"\frac{{\alpha}}{{\sqrt{{{s}}} + {epsilon}}}" if parts.scaling else r"\alpha"
    return (*lines, rf"\theta_t &= \theta_{{t-1}} - {rate}\, {v}")
