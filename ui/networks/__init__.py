"""The Networks page's state (state, own, presets, events, link), its training (trainer) and its messages (wire)."""
