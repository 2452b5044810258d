"""The bytes that travel: uint32 header length, JSON header padded to 4 bytes, float32 body (static/lab/packets.js)."""

import json
import struct
from collections.abc import Iterable

import numpy as np


def packet(header: dict, arrays: Iterable[np.ndarray] = ()) -> bytes:
    """NaN and infinities may stand in the arrays, never in the header: JSON has no word for them (ValueError)."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    with np.errstate(over="ignore"):  # beyond float32 is infinite, which the browser draws as "off the picture"
        body = [np.ascontiguousarray(array, "<f4").tobytes() for array in arrays]
    return b"".join([struct.pack("<I", len(text)), text, *body])


def unpacked(data: bytes) -> tuple[dict, np.ndarray]:
    """The header and the whole body of a packet."""
    length = struct.unpack_from("<I", data)[0]
    return json.loads(data[4 : 4 + length]), np.frombuffer(data, "<f4", offset=4 + length)
