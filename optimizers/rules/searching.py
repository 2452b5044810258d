"""What rules with a line search share: where the last search ended is where the next begins, and is not asked again."""

from typing import Any

import numpy as np

from ..hyper import Array, Number
from ..line_search import Found, ask
from .states import zeros

COUNTS = ("values", "gradients", "hessians")


def begun(kind: Any, params: Array, *own: str) -> Any:
    """A state of zeros; what is one number a run, the fields named `own` among it, is (runs,)."""
    none = np.zeros(params.shape[1])
    return zeros(kind, params)._replace(**dict.fromkeys((*COUNTS, "value_there", "at_rest", *own), none))


def known(objective: Any, params: Array, state: Any, t: int) -> tuple[Array, Array, Any]:
    """Value (runs,) and gradient (n, runs) at θ, asked only where the last search did not end, and counted."""
    same = (state.values > 0) & (params == state.there).all(axis=0) & (uneven(objective) is None)
    value, g = state.value_there, state.gradient_there
    if not same.all():
        new, value, g = np.flatnonzero(~same), value.copy(), g.copy()
        value[new], g[:, new] = ask(objective, params[:, new], t)
    asked, at_rest = ~same, np.where(same, state.at_rest, 0.0)
    return value, g, state._replace(values=state.values + asked, gradients=state.gradients + asked, at_rest=at_rest)


def length_first(learning_rate: Number, state: Any) -> Array:
    """Where a search looks first: at α, or nowhere once it rests."""
    return np.where(state.at_rest > 0, 0.0, learning_rate)


def ended(state: Any, params: Array, found: Found, again: Array) -> Any:
    """The state after a search. Who did not move rests from then on, unless the direction can be made `again`."""
    step = -found.place.length * state.p
    there = params + step
    still = (there == params).all(axis=0)
    return state._replace(
        there=there,
        value_there=found.place.value,
        gradient_there=found.place.gradient,
        at_rest=np.where(still & (found.asked > 0) & ~again, 1.0, state.at_rest),
        values=state.values + found.asked,
        gradients=state.gradients + found.asked,
        rate=np.where(still, 0.0, found.place.length),
        step=np.where(still, 0.0, step),
    )


def asked_again(objective: Any, params: Array, state: Any, t: int) -> Any:
    """A state that is taken up, perhaps with another objective: it stands for what was counted before."""
    value, g = ask(objective, params, t)
    same = (value == state.value_there) & (g == state.gradient_there).all(axis=0)
    return state._replace(value_there=value, gradient_there=g, at_rest=np.where(same, state.at_rest, 0.0))


def mixed(name: str, objective: Any) -> str | None:
    """Why a search cannot compare what this objective says of two points."""
    needs = uneven(objective)
    return needs and f"{name} compares losses along a line: it needs {needs}."


def uneven(objective: Any) -> str | None:
    """What an objective would need so that each step sees the same function; None where it does."""
    points, options = getattr(objective, "points", 0), getattr(objective, "options", None)
    if getattr(objective, "batch", 0) < points:
        return f"all {points} points in each batch"
    if getattr(objective, "dropout", 0):
        return "a net without dropped units"
    return "a gradient without noise" if options and options.noise else None
