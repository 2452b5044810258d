"""Experiments to begin with: each is a whole page with a text, and a test computes every claim of the text."""

from ui.networks.presets.fits import FITS
from ui.networks.presets.making import Preset
from ui.networks.presets.seen import SeenNets
from ui.networks.presets.steps import STEPS

PRESETS: dict[str, Preset] = STEPS | FITS

__all__ = ["PRESETS", "Preset", "SeenNets"]
