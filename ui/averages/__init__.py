"""The Averages page's state (state, own, events, link) and its messages to the browser (shown, wire)."""
