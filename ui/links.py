"""How any page reads its link: what can be used is used, what cannot is named in a sentence. A link always opens."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Generic, NamedTuple

from optimizers import OPTIMIZERS
from ui.deck import MOST
from ui.events import Answer, State
from ui.numbers import LONGEST, number
from ui.view import Looks

VERSION = "1"
NOT_OURS = ("embed", "embed_options")  # Streamlit's own
CARD = r"[a-z][1-9][0-9]{0,8}"  # a key of a card: r1, s1 …
SHOWN = 50  # complaints told one by one

Query = Mapping[str, Sequence[str]]  # each key with all its values
Complaints = list[str]


class Asked(NamedTuple, Generic[State]):
    state: State
    view: dict[str, Any]  # step None: play once from the start
    words: str  # what could not be used, or ""


def state_part(query: Query, looks: Looks) -> dict[str, Sequence[str]]:
    """A query without the browser's keys: what decides whether somebody navigated."""
    return {key: values for key, values in query.items() if key not in (*looks.keys, *NOT_OURS)}


def singles(query: Query, complaints: Complaints) -> dict[str, str]:
    """Each key with one value, the version read and gone."""
    single = {key: _last(key, values, complaints) for key, values in query.items() if key not in NOT_OURS}
    version = single.pop("v", VERSION)
    if version != VERSION:
        complaints.append(f"{quoted('v', version)} (this is version {VERSION})")
    return single


def _last(key: str, values: Sequence[str], complaints: Complaints) -> str:
    if len(values) > 1:
        complaints.append(f"{code(key)} {len(values)} times (the last one counts)")
    return values[-1]


def known(key: str, name: str | None, titles: Mapping[str, str], complaints: Complaints) -> str:
    """One of a table's names; the nearest one where it is misspelt, the first where nothing is near."""
    first = next(iter(titles))
    if name in titles or name is None:
        return name or first
    near, question = meant(name, titles)
    complaints.append(quoted(key, name) + question)
    return near or first


def slots(letter: str, one: str, single: dict[str, str], complaints: Complaints) -> dict[int, str]:
    """Slot → text of the keys r1, r2, … of the cards, in the link's order; they leave `single`."""
    keys = [key for key in single if re.fullmatch(letter + r"[1-9][0-9]{0,8}", key)]
    texts = {int(key[1:]): single.pop(key) for key in keys}
    beyond = [slot for slot in texts if slot > MOST]
    if beyond:
        complaints.append(
            f"{len(beyond)} {one}s beyond the eighth" if len(beyond) > 1 else f"{one} {code(f'{letter}{beyond[0]}')}"
        )
    return {slot: text for slot, text in texts.items() if slot <= MOST}


def through_events(
    state: State,
    single: dict[str, str],
    events: Mapping[str, Callable[[str], dict]],
    answer: Callable[[State, dict], Answer[State]],
    complaints: Complaints,
) -> State:
    """What a finger could do goes through the same events, so that one set of rules decides."""
    for key, event_of in events.items():
        text = single.pop(key, None)
        if text is None:
            continue
        try:
            after = answer(state, event_of(text))
        except ValueError:
            after = None
        if after is None or after.words:
            complaints.append(quoted(key, text))
        else:
            state = after.state
    return state


def the_rest(single: Mapping[str, str], looks: Looks, steps: int, complaints: Complaints) -> dict[str, Any]:
    """The view; whatever else is left in a link is unknown."""
    view, refused = looks.read({key: text for key, text in single.items() if key in looks.keys}, steps)
    unknown = [key for key in single if key not in looks.keys]
    complaints += [quoted(key, single[key]) for key in (*refused, *unknown)]
    return view


# ---- what was asked for, and is otherwise
ROWS = {"r": (1, 2), "optimizer": (1, 2), "s": (1, 2), "o": (0, 2), "h": (0, 3)}  # parts before the rows, and of a row


def name_what_differs(asked: Mapping[str, str], used: Mapping[str, str], looks: Looks, complaints: Complaints) -> None:
    """Whatever was asked for and is not so in the end is named, if it is not already. `used`: key → text as the link
    would be written, with everything in it, also what is as it would be without."""
    for key, text in asked.items():
        if key in looks.readers:
            continue  # the view is read elsewhere
        beyond = re.fullmatch(CARD, key) and int(key[1:]) > MOST  # these were counted
        if beyond or any(_named(words, complaints) for words in (f"‘{key}=", quoted(key, text))):
            continue
        complaints += (words for words in _differences(key, text, used.get(key)) if not _named(words, complaints))


def _named(words: str, complaints: Complaints) -> bool:
    return any(complaint.startswith(words) for complaint in complaints)


def _differences(key: str, asked: str, used: str | None) -> list[str]:
    """Each row that is not used, in words, or the whole of it."""
    if used is None:
        return [quoted(key, asked)]
    (head, rows), (used_head, used_rows) = (_rows(key, text) for text in (asked, used))
    if not _alike(head, used_head):
        return [quoted(key, asked)]
    left = {row[:-1]: row for row in rows}  # of two with one name the last one counts
    lost = [row for row in rows if left[row[:-1]] is not row or not any(_alike(row, other) for other in used_rows)]
    of = f" of {OPTIMIZERS[head[0]].facts.name}" if head and head[0] in OPTIMIZERS else f" of {code(key)}"
    return [quoted("~".join(row[:-1]), row[-1]) + of for row in lost]


def _rows(key: str, text: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    parts = text.split("~")
    first, width = ROWS.get(key.rstrip("0123456789"), (len(parts), 1))
    parts += [""] * (-(len(parts) - first) % width)  # the last row may have been cut off
    return tuple(parts[:first]), [tuple(parts[at : at + width]) for at in range(first, len(parts), width)]


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """The same words, and numbers that are equal."""
    return len(one) == len(other) and all(a == b or _equal(a, b) for a, b in zip(one, other, strict=True))


def _equal(one: str, other: str) -> bool:
    try:
        return number(one) == number(other)
    except ValueError:
        return False


# ---- words
def code(text: str) -> str:
    return f"‘{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}’"


def quoted(key: str, value: str) -> str:
    return code(f"{key}={value}")


def meant(name: str, titles: Mapping[str, str]) -> tuple[str | None, str]:
    """The nearest known name, and the question that asks for it."""
    spellings = {word: key for key in titles for word in key.split("_")}
    spellings |= {word: key for key in titles for word in (titles[key].lower(), key)}
    near = [spellings[word] for word in get_close_matches(name[:LONGEST].lower(), spellings, n=1)]
    return (near[0], f" (did you mean {titles[near[0]]}?)") if near else (None, "")


def told(complaints: Complaints) -> str:
    if not complaints:
        return ""
    things = "1 thing" if len(complaints) == 1 else f"{len(complaints)} things"
    more = [f"{len(complaints) - SHOWN} more"] if len(complaints) > SHOWN else []
    return (
        f"This link asked for {things} we could not use: {', '.join(complaints[:SHOWN] + more)}. The rest is as asked."
    )
