"""The bytes that travel: uint32 header length, JSON header padded to 4 bytes, body of numbers.

static/lab/wire/packets.js reads them.

A header is a dict in which arrays may stand anywhere; their numbers are in the body, in the order of the text: as
float32, which is enough for a picture, or as float64 where they are `Exact`, because somebody reads them. Under the key
"..." a block lends its arrays to the object that it stands in.
"""

import json
import struct
from itertools import count
from typing import Any

import numpy as np

_serials = count(1)


class Exact:
    """An array of numbers that are read, not only drawn: it travels as float64."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: Any) -> None:
        self.numbers = np.ascontiguousarray(numbers, "<f8")


class Block:
    """Arrays, and what is said of them, that never change. A browser that holds them is told their serial alone."""

    __slots__ = ("arrays", "serial")

    def __init__(self, **arrays: Any) -> None:
        self.arrays, self.serial = arrays, next(_serials)


def packet(header: dict[str, Any], held: set[int] | None = None) -> bytes:
    """`held`: serials of the blocks that the browser holds from its newest message; afterwards those of this one.

    NaN and infinities may stand in the arrays, never in the header: JSON has no word for them (ValueError).
    """
    body: list[bytes] = []
    told: set[int] = set()

    def placed(part: Any) -> dict[str, Any]:
        if isinstance(part, np.ndarray):
            body.append(np.ascontiguousarray(part, "<f4").tobytes())
            return {"@": part.size}
        if isinstance(part, Exact):
            body.append(part.numbers.tobytes())
            return {"@@": part.numbers.size}
        known = part.serial in told or part.serial in (held or ())
        told.add(part.serial)
        return {"#": part.serial} if known else {"#": part.serial, **part.arrays}

    with np.errstate(over="ignore"):  # beyond float32 is infinite, which the browser draws as "off the picture"
        text = json.dumps(header, separators=(",", ":"), allow_nan=False, default=placed).encode()
    text += b" " * (-len(text) % 4)
    if held is not None:
        held.clear()
        held |= told
    return b"".join([struct.pack("<I", len(text)), text, *body])


def unpacked(data: bytes) -> dict[str, Any]:
    """The header of a packet, with its arrays in place. A block is a dict of them; one that was held is {}."""
    length = struct.unpack_from("<I", data)[0]
    blocks, at = dict[int, dict](), 4 + length

    def array(kind: str, size: int) -> np.ndarray:
        nonlocal at
        found = np.frombuffer(data, kind, size, at)
        at += found.nbytes
        return found

    def placed(part: dict[str, Any]) -> Any:
        if "@" in part:
            return array("<f4", part["@"])
        if "@@" in part:
            return array("<f8", part["@@"])
        if "#" in part:
            return blocks.setdefault(part.pop("#"), part)
        return part | part.pop("...") if "..." in part else part

    header = json.loads(data[4 : 4 + length], object_hook=placed)
    assert at == len(data), "the body holds what the header announces"
    return header
