"""Stories of the Race page: rows of whole races, each with a text whose every claim is computed by a test."""

from ui.claims import Claim
from ui.race.stories.kinds import Part, Seen, Story
from ui.race.stories.opening import is_changed, number_of, opened_part, view_of
from ui.race.stories.registry import STORIES

__all__ = ["STORIES", "Claim", "Part", "Seen", "Story", "is_changed", "number_of", "opened_part", "view_of"]
