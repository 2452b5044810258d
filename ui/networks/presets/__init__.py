"""Experiments to begin with: each is a whole page with a text, and a test computes every claim of the text."""

from ui.networks.presets.changed import PRESETS, is_changed
from ui.networks.presets.making import Preset
from ui.networks.presets.seen import SeenNets

__all__ = ["PRESETS", "Preset", "SeenNets", "is_changed"]
