"""The Race page's state (state, events, link) and its message to the browser (wire)."""
