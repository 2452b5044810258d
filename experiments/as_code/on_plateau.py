"""Reduce on plateau for one run: a function that stands in a script as it stands here."""


def on_plateau(loss, best, bad, resting, share, factor, patience, threshold, rest, least):
    """Another loss: the new best, bad looks in a row, looks left of the rest after a cut, and α / α₀."""
    better = loss < best * (1 - threshold)
    bad = 0 if better or resting > 0 else bad + 1
    best = loss if better else best
    if bad > patience:
        return best, 0, rest, min(max(share * factor, least), share)
    return best, bad, max(resting - 1, 0), share
