"""The whole race in a link, and back. Every value is written, defaults too: links outlive a change of presets.

v=1&surface=elongated_bowl&condition=50.0&rotation=0.0&start=-4.0~2.0&steps=100&tolerance=0.001&curve=distance
&r1=momentum~learning_rate~0.002~beta1~0.9~average~0&…   a racer by its slot, name~value pairs, hidden~1 where it is
&story=saddle&part=2   whose text stands beside the picture, where there is one; alone in a link it is the whole race
&s1=…&h1=…&o1=…   how it is steered (ui/racers/steering.py)   &noise=0.5~16~0   σ, batch and seed, where there is noise
and then the view, which the browser writes (ui/race/view.py)

What cannot be used is left out and named: a link always opens.
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from experiments.race import GROUNDS, surface_of
from experiments.steering import Noise, Steering, options_of
from ui.links import (
    VERSION,
    Asked,
    Complaints,
    Query,
    known,
    meant,
    name_what_differs,
    quoted,
    singles,
    the_rest,
    through_events,
    told,
)
from ui.numbers import number, whole
from ui.race.events import answer
from ui.race.state import Race, opening
from ui.race.stories import STORIES, number_of, opened_part, view_of
from ui.race.view import LOOKS
from ui.racers.link import RUN, parameters, preset_of, racer_texts, with_racers
from ui.racers.link import everything as racers_whole
from ui.racers.steering_link import with_steering


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
    return fixed | racer_texts(race.racers) | story_texts(race)


def story_texts(race: Race) -> dict[str, str]:
    if race.story is None:
        return {}
    return {"story": race.story} | ({"part": str(race.part)} if race.part > 1 else {})


def link_of(race: Race) -> str:
    return urlencode(parameters_of(race))


def everything(race: Race) -> dict[str, str]:
    """The same with all that is as it would be without: what a link may have asked for."""
    found = parameters_of(race) | racers_whole(race.racers) | {"noise": "~".join(map(repr, race.noise))}
    return found | ({} if race.touched is None else {"touched": str(race.touched)})


# ---- in
def read_link(query: Query) -> Asked[Race]:
    """Reads what it can and says what it could not."""
    complaints: Complaints = []
    single = singles(query, complaints)
    told_story = read_story(single, complaints)
    if told_story and not single.keys() - {*LOOKS.keys}:
        view = view_of(*told_story) | the_rest(single, LOOKS, opened_part(*told_story).steps, complaints)
        return Asked(opened_part(*told_story), view, told(complaints))
    asked = dict(single)
    surfaces = {key: surface.title for key, surface in GROUNDS.items()}
    race = opening(known("surface", single.pop("surface", None), surfaces, complaints))
    race = with_racers(race, single, preset_of(race.surface), complaints)
    race = with_noise(race, single, complaints)
    race = through_events(race, single, parameters(race) | REST, answer, complaints)
    race = replace(race, **dict(zip(("story", "part"), told_story or (), strict=False)))
    race = with_steering(race, single, complaints)  # once it is known how many steps there are
    view = the_rest(single, LOOKS, race.steps, complaints)
    if view["space"] and surface_of(race.ground).n == 1:
        view["space"] = False
        complaints.append(f"{quoted('view', '3d')} (a curve has no third dimension)")
    name_what_differs(asked, everything(race), LOOKS, complaints)
    return Asked(race, view, told(complaints))


def read_story(single: dict[str, str], complaints: Complaints) -> tuple[str, int] | None:
    """The story of a link and its part."""
    key, part = single.pop("story", None), single.pop("part", None)
    if key is None:
        complaints += [quoted("part", part)] if part is not None else []
        return None
    if key not in STORIES:
        complaints.append(quoted("story", key) + meant(key, {name: story.title for name, story in STORIES.items()})[1])
        return None
    try:
        return key, number_of(key, part or 1)
    except (ValueError, OverflowError):
        complaints.append(quoted("part", str(part)))
        return key, 1


def with_noise(race: Race, single: dict[str, str], complaints: Complaints) -> Race:
    text = single.pop("noise", None)
    if text is None:
        return race
    try:
        noise, batch, seed = text.split("~")
        read = Noise(number(noise), whole(batch), whole(seed))
        options_of(Steering(noise=read))
    except (ValueError, OverflowError):
        complaints.append(quoted("noise", text))
        return race
    return replace(race, noise=read)


REST: dict[str, Callable[[str], dict]] = RUN | {
    "tolerance": lambda text: {"kind": "tolerance", "value": number(text)},
    "curve": lambda text: {"kind": "curve", "value": text},
}
