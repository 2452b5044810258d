"""The whole race in a link, and back. Every value is written, defaults too: links outlive a change of presets.

v=1&surface=elongated_bowl&condition=50.0&rotation=0.0&start=-4.0~2.0&steps=100&tolerance=0.001&curve=distance
&r1=momentum~learning_rate~0.002~beta1~0.9~average~0&…   a racer by its slot, name~value pairs, hidden~1 where it is
&s1=…&h1=…&o1=…   how it is steered (ui/race/steering.py)   &noise=0.5~16~0   σ, batch and seed, where there is noise
and then the view, which the browser writes (ui/race/view.py)

What cannot be used is left out and named: a link always opens.
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from experiments.race import GROUNDS
from experiments.steering import Noise, Steering, options_of
from ui.links import VERSION, Asked, Complaints, Query, known, quoted, singles, the_rest, through_events, told
from ui.numbers import number, numbers
from ui.race.events import answer
from ui.race.racers import parameters, preset_of, racer_texts, with_racers
from ui.race.state import Race, opening
from ui.race.steering_link import with_steering
from ui.race.view import LOOKS


# ---- out
def parameters_of(race: Race) -> dict[str, str]:
    """The link of a race as key → text, in a fixed order; floats with every digit."""
    fixed = {"v": VERSION, "surface": race.surface} | {name: repr(value) for name, value in race.parameters}
    fixed |= {"start": f"{race.start[0]!r}~{race.start[1]!r}", "steps": str(race.steps)}
    fixed |= {"tolerance": repr(race.tolerance), "curve": race.curve}
    if not race.racers:
        fixed["nobody"] = "1"
    if race.noise != Noise():
        fixed["noise"] = "~".join(map(repr, race.noise))
    return fixed | racer_texts(race.racers)


def link_of(race: Race) -> str:
    return urlencode(parameters_of(race))


# ---- in
def read_link(query: Query) -> Asked[Race]:
    """Reads what it can and says what it could not."""
    complaints: Complaints = []
    single = singles(query, complaints)
    surfaces = {key: surface.title for key, surface in GROUNDS.items()}
    race = opening(known("surface", single.pop("surface", None), surfaces, complaints))
    race = with_racers(race, single, preset_of(race.surface), complaints)
    race = with_noise(race, single, complaints)
    race = through_events(race, single, parameters(race) | REST, answer, complaints)
    race = with_steering(race, single, complaints)  # once it is known how many steps there are
    view = the_rest(single, LOOKS, race.steps, complaints)
    return Asked(race, view, told(complaints))


def with_noise(race: Race, single: dict[str, str], complaints: Complaints) -> Race:
    text = single.pop("noise", None)
    if text is None:
        return race
    try:
        noise, batch, seed = text.split("~")
        read = Noise(number(noise), int(batch), int(seed))
        options_of(Steering(noise=read))
    except (ValueError, OverflowError):
        complaints.append(quoted("noise", text))
        return race
    return replace(race, noise=read)


REST: dict[str, Callable[[str], dict]] = {
    "start": lambda text: {"kind": "start"} | dict(zip("xy", numbers(text, 2), strict=True)),
    "steps": lambda text: {"kind": "steps", "value": int(text)},
    "tolerance": lambda text: {"kind": "tolerance", "value": number(text)},
    "curve": lambda text: {"kind": "curve", "value": text},
    "touched": lambda text: {"kind": "touch", "slot": int(text)},
}
