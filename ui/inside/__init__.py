"""The page Inside a step: its state (state, given, events, link) and its messages to the browser (opened, wire)."""
