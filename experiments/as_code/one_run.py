"""The searching rules for one run: functions that stand in a script as they stand here, and need NumPy alone.

`look(params)` gives the value and the gradient that the rule sees. The rules themselves are for many runs at once.
"""

import numpy as np


def dot(a, b):
    return (a * b).sum()


def norm(a):
    return np.sqrt(dot(a, a))


def search(look, params, p, f, g, first, curvature, exact, farthest):
    """How far to go along -p: strong Wolfe conditions, Nocedal and Wright (2006), algorithms 3.5 and 3.6."""

    def place(length):
        f, g = look(params - length * p)
        return length, f, -dot(g, p), g

    slope, slack, end = -dot(g, p), 2.0**-50 * abs(f), farthest / norm(p)
    low = before = (0.0, f, slope, g)
    high, length, sharp, width = (np.inf, f, slope, g), min(first, end), False, np.inf
    if not (slope < 0 and 0 < length < np.inf):
        return 0.0
    for _ in range(30):
        new = place(length)
        fine = new[1] <= min(f + 1e-4 * length * slope, low[1]) + slack and np.isfinite(new[1] + new[2])
        if not fine:
            high = new
        elif abs(new[2]) <= (curvature if sharp or not exact else 1e-10) * abs(slope):
            low = new
            break
        else:
            high = low if new[2] * np.sign(high[0] - low[0]) >= 0 else high
            before, low = low, new
        length, sharp = following(low, high, before, abs(high[0] - low[0]) > 0.5 * width)
        length, sharp = min(length, end), sharp and length <= end
        width = abs(high[0] - low[0])
        if length in (low[0], high[0]):
            break
    useless = low[1] >= f - slack and norm(low[3]) > 0.5 * norm(g)
    return 0.0 if useless else low[0]


def following(low, high, before, slow):
    """Where to look next, and whether the slope should be 0 there. Halfway after a look that helped little."""
    free = np.isinf(high[0])
    other = before if free else high
    room = 10.0 * (low[0] - before[0]) if free else high[0] - low[0]
    with np.errstate(all="ignore"):
        share = low[2] * (low[0] - other[0]) / (other[2] - low[2]) / room
        parabola = low[2] * room / (low[2] * room + low[1] - high[1]) / 2
    if 0 < share < 1 and (free or not slow):
        return low[0] + share * room, True
    halfway = 0.5 if slow else np.fmin(np.fmax(parabola, 0.1), 0.9)
    return low[0] + (1.0 if free else halfway) * room, False


def two_loops(pairs, g):
    """H g from the last moves and what they changed in g: Nocedal and Wright (2006), algorithm 7.4."""
    if not pairs:
        return g
    move, change = pairs[-1]
    scale = dot(change, move) / dot(change, change)
    q, along, rho = g, {}, [1 / dot(change, move) for move, change in pairs]
    for i, (move, change) in reversed(list(enumerate(pairs))):
        along[i] = rho[i] * dot(move, q)
        q = q - along[i] * change
    r = scale * q
    for i, (move, change) in enumerate(pairs):
        r = r + move * (along[i] - rho[i] * dot(change, r))
    return r
