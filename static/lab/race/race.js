// The Race page: bar, stage, deck and table.
import { Bar } from "./bar.js";
import { Deck } from "../deck/deck.js";
import { racePanels } from "./panels.js";
import { racers } from "../deck/optimizers.js";
import { Stage } from "../stage/stage.js";
import { mountStory } from "../stage/story.js";
import { mountTable } from "./table.js";

export function mountRace(component) {
  return mountStory(component, (find, { data }) => [
    new Bar(find(".lab-bar"), data),
    new Stage(find(".lab-stage"), data, racePanels),
    new Deck(find(".lab-deck"), data, racers(data)),
    { unmount: mountTable(component) },
  ]);
}
