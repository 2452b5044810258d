"""Optimizers on cards, on every page that has them: their settings, how they are steered, their links and titles."""
