"""The whole page in a link, and back, but for the visitor's own numbers: they stay with the visitor.

v=1&series=seattle&unit=°F&correction=both&window=0&c1=0.9&c2=0.98&c3=0.5~hidden   a curve by its slot
series=race&run=…&of=x   the gradient of x in a run: a link to a race with one racer, as Race writes it
and then the view, which the browser writes (ui/averages/view.py)
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from optimizers.averages import BETA
from optimizers.hyper import number_inside
from ui.averages.events import answer, with_gradient
from ui.averages.own import Own
from ui.averages.shown import TITLES, shown_of
from ui.averages.state import COORDINATES, OWN, RACE, Averages, Curve, Gradient, opening
from ui.averages.view import LOOKS
from ui.links import (
    VERSION,
    Asked,
    Complaints,
    Query,
    known,
    name_what_differs,
    quoted,
    singles,
    slots,
    the_rest,
    through_events,
    told,
)
from ui.numbers import number, whole
from ui.race import link as race_link

NOT_HERE = (
    "This link shows somebody's own numbers, which are not stored in a link. Here is a year of temperatures instead."
)


# ---- out
def parameters_of(state: Averages) -> dict[str, str]:
    """The link as key → text, in a fixed order; floats with every digit."""
    fixed = {"v": VERSION, "series": state.series}
    if state.gradient:
        fixed |= {"run": race_link.link_of(state.gradient.race), "of": state.gradient.coordinate}
    fixed |= {"unit": state.unit, "correction": state.correction, "window": str(int(state.window))}
    if not state.curves:
        fixed["none"] = "1"
    return fixed | {f"c{c.slot}": f"{c.beta!r}{'~hidden' if c.hidden else ''}" for c in state.curves}


def link_of(state: Averages) -> str:
    return urlencode(parameters_of(state))


def everything(state: Averages) -> dict[str, str]:
    """The same with all that is as it would be without: what a link may have asked for."""
    touched = {} if state.touched is None else {"touched": str(state.touched)}
    return parameters_of(state) | {"none": "0" if state.curves else "1"} | touched


# ---- in
def read_link(query: Query, own: Own | None = None) -> Asked[Averages]:
    """Reads what it can and says what it could not. `own`: the numbers that this visitor has brought."""
    complaints: Complaints = []
    single = singles(query, complaints)
    asked = dict(single)
    state = _with_series(replace(opening(), own=own), single, complaints)
    state = _with_curves(state, single, complaints)
    state = through_events(state, single, REST, answer, complaints)
    view = the_rest(single, LOOKS, shown_of(state).steps, complaints)
    missing = NOT_HERE if asked.get("series") == OWN and not own else ""
    if missing:
        del asked["series"]  # the sentence is about that
    name_what_differs(asked, everything(state), LOOKS, complaints)
    return Asked(state, view, " ".join(filter(None, [missing, told(complaints)])))


def _with_series(state: Averages, single: dict[str, str], complaints: Complaints) -> Averages:
    name = single.pop("series", None)
    if name == OWN:
        return replace(state, series=OWN) if state.own else state
    if name == RACE:
        return _with_gradient(state, single, complaints)
    titles = {key: title for key, title in TITLES.items() if key not in (OWN, RACE)}
    return replace(state, series=known("series", name, titles, complaints))


def _with_gradient(state: Averages, single: dict[str, str], complaints: Complaints) -> Averages:
    run, coordinate = single.pop("run", ""), single.pop("of", "x")
    asked = parse_qs(run, keep_blank_values=True)
    race, _, words = race_link.read_link(asked)
    try:
        if words or set(asked) & set(race_link.LOOKS.keys) or len(race.racers) != 1 or coordinate not in COORDINATES:
            raise ValueError(run)
        return with_gradient(state, Gradient(race, coordinate))
    except ValueError:
        complaints.append(quoted("run", run) if coordinate in COORDINATES else quoted("of", coordinate))
        return state


def _with_curves(state: Averages, single: dict[str, str], complaints: Complaints) -> Averages:
    texts = slots("c", "curve", single, complaints)
    curves = tuple(c for slot, text in texts.items() if (c := _curve(slot, text, complaints)))
    none = single.pop("none", None)
    return replace(state, curves=curves) if curves or none else state


def _curve(slot: int, text: str, complaints: Complaints) -> Curve | None:
    beta, _, rest = text.partition("~")
    try:
        if rest not in ("", "hidden"):
            raise ValueError(rest)
        return Curve(slot, number_inside("beta", number(beta), BETA), hidden=rest == "hidden")
    except ValueError:
        complaints.append(quoted(f"c{slot}", text))
        return None


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


REST: dict[str, Callable[[str], dict]] = {
    "unit": lambda text: {"kind": "unit", "value": text},
    "correction": lambda text: {"kind": "correction", "value": text},
    "window": lambda text: {"kind": "window", "value": _switch(text)},
    "touched": lambda text: {"kind": "touch", "slot": whole(text)},
}
