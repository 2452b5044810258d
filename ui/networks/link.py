"""The whole page in a link, and back, but for the visitor's own points: they stay with the visitor.

v=1&data=moons&points=500&noise=0.2&data_seed=0&dev=0.2&inputs=raw         no hidden layer: hidden=0
&hidden=8~8&activation=tanh&initial=xavier&loss=logistic&l2=0.0&dropout=0.0&batch_norm=0&net_seed=0
&batch_size=64&epochs=20&each_step=0&smoothing=0.9&third=accuracy&tab=boundary&r1=momentum~learning_rate~0.1~…
and then the view, which the browser writes (ui/networks/view.py)
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from experiments.datasets import DATASETS
from ui.links import (
    VERSION,
    Asked,
    Complaints,
    Query,
    known,
    name_what_differs,
    singles,
    the_rest,
    through_events,
    told,
)
from ui.networks.events import answer
from ui.networks.own import Own
from ui.networks.state import (
    CHOICES,
    FLAGS,
    NUMBERS,
    OWN,
    WHOLE,
    Networks,
    fresh,
    on_data,
    preset_values,
)
from ui.networks.view import LOOKS
from ui.numbers import number, whole
from ui.racers.link import everything as racers_whole
from ui.racers.link import racer_texts, with_racers
from ui.racers.steering_link import with_steering

NOT_HERE = "This link shows somebody's own points, which are not stored in a link. Here are the moons instead."


# ---- out
def parameters_of(state: Networks) -> dict[str, str]:
    """The link as key → text, in a fixed order; floats with every digit."""
    fixed = {"v": VERSION, "data": state.data} | {name: _text(getattr(state, name)) for name in FIELDS}
    if not state.racers:
        fixed["nobody"] = "1"
    return fixed | racer_texts(state.racers)


def _text(value) -> str:
    if isinstance(value, tuple):
        return "~".join(map(str, value)) or "0"
    return str(int(value)) if isinstance(value, bool) else str(value)


def link_of(state: Networks) -> str:
    return urlencode(parameters_of(state))


def everything(state: Networks) -> dict[str, str]:
    """The same with all that is as it would be without: what a link may have asked for."""
    touched = {} if state.touched is None else {"touched": str(state.touched)}
    return parameters_of(state) | racers_whole(state.racers) | touched


# ---- in
def read_link(query: Query, own: Own | None = None) -> Asked[Networks]:
    """Reads what it can and says what it could not. `own`: the points that this visitor has brought."""
    complaints: Complaints = []
    single = singles(query, complaints)
    asked = dict(single)
    name = single.pop("data", None)
    state = replace(fresh(), own=own)
    if name != OWN:
        titles = {key: dataset.title for key, dataset in DATASETS.items()}
        state = on_data(state, known("data", name, titles, complaints))
    elif own:
        state = on_data(state, OWN)
    state = with_racers(state, single, preset_values, complaints)
    state = through_events(state, single, FIELDS | TOUCHED, answer, complaints)
    state = with_steering(state, single, complaints)
    view = the_rest(single, LOOKS, state.epochs * state.finest, complaints)
    missing = NOT_HERE if name == OWN and not own else ""
    if missing:
        del asked["data"]  # the sentence is about that
    name_what_differs(asked, everything(state), LOOKS, complaints)
    return Asked(state, view, " ".join(filter(None, [missing, told(complaints)])))


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


def _number(name: str) -> Callable[[str], dict]:
    read: Callable[[str], float] = whole if name in WHOLE else number
    return lambda text: {"kind": "number", "name": name, "value": read(text)}


def _choice(name: str) -> Callable[[str], dict]:
    return lambda text: {"kind": "choice", "name": name, "value": text}


def _flag(name: str) -> Callable[[str], dict]:
    return lambda text: {"kind": "flag", "name": name, "value": _switch(text)}


def _hidden(text: str) -> dict:
    return {"kind": "hidden", "value": [] if text == "0" else list(map(whole, text.split("~")))}


FIELDS: dict[str, Callable[[str], dict]] = (
    {name: _number(name) for name in NUMBERS}
    | {name: _choice(name) for name in CHOICES}
    | {name: _flag(name) for name in FLAGS}
    | {"hidden": _hidden}
)
TOUCHED: dict[str, Callable[[str], dict]] = {"touched": lambda text: {"kind": "touch", "slot": whole(text)}}
