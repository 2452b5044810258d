"""Stories by key, in the order of the menu: the course first, in its order, then the others by their group."""

from ui.race.stories.adam import ADAMS
from ui.race.stories.grounds import GROUNDS
from ui.race.stories.kinds import Story
from ui.race.stories.more import MORE
from ui.race.stories.noise import NOISE
from ui.race.stories.rules import RULES
from ui.race.stories.steps import FIRST

STORIES: dict[str, Story] = FIRST | ADAMS | NOISE | GROUNDS | RULES | MORE
