"""Descent Lab: the door. Pages stand in pages/, everything they show in the packages beside it."""

import pandas  # noqa: F401  first of all: concurrent first sessions meet half-imported modules otherwise
import plotly.graph_objects  # noqa: F401

from ui.navigation import navigation
from ui.start import start_once

start_once()
navigation().run()
