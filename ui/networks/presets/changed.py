"""Whether what is shown is still the picture that a preset's text is about."""

from dataclasses import replace

from ui.networks.presets.fits import FITS
from ui.networks.presets.making import Preset
from ui.networks.presets.steps import STEPS
from ui.networks.state import Networks

PRESETS: dict[str, Preset] = STEPS | FITS
LOOKED_AT = ("preset", "touched", "look", "stopped", "own", "preview", "tab", "third", "smoothing", "each_step")


def is_changed(state: Networks) -> bool:
    """Whether something was changed that the text is about: neither how it is looked at, nor the number of units where
    the text asks for that."""
    if state.preset not in PRESETS:
        return False
    chosen = PRESETS[state.preset]
    made = chosen.make(state)
    alike = {name: getattr(made, name) for name in LOOKED_AT}
    if chosen.units and len(state.hidden) == 1:
        alike["hidden"] = made.hidden
    return replace(state, **alike) != made
