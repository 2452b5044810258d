// The Race page: bar, stage, deck and table.
import { Bar } from "./bar.js";
import { Deck } from "./deck.js";
import { racePanels } from "./race_panels.js";
import { racers } from "./race_deck.js";
import { Stage } from "./stage.js";
import { mountStory } from "./story.js";
import { mountTable } from "./table.js";

export function mountRace(component) {
  return mountStory(component, (find, { data }) => [
    new Bar(find(".lab-bar"), data),
    new Stage(find(".lab-stage"), data, racePanels),
    new Deck(find(".lab-deck"), data, racers(data)),
    { unmount: mountTable(component) },
  ]);
}
