// The Networks page: bar, stage, deck and table, and the training that they show.
import { Deck } from "../deck/deck.js";
import { NetworksBar } from "./bar.js";
import { tellClasses } from "./classes.js";
import { NetworksPanels } from "./panels.js";
import { Runs } from "./runs.js";
import { Lesson } from "./lesson.js";
import { NetworksTable } from "./table.js";
import { Training } from "./training.js";
import { racers } from "../deck/optimizers.js";
import { Stage } from "../stage/stage.js";
import { storeOf } from "../wire/store.js";
import { mountStory } from "../stage/story.js";

export function mountNetworks(component) {
  return mountStory(component, (find, { data }) => {
    tellClasses(data.classes, data.signs);
    const runs = new Runs(storeOf(data.name));
    return [
      runs, // first: the others show what it has put together
      new NetworksBar(find(".lab-bar"), data),
      new Stage(find(".lab-stage"), data, (stage) => new NetworksPanels(stage, data, runs)),
      new Deck(find(".lab-deck"), data, trained(data)),
      new Lesson(find(".lab-lesson"), data.presets, storeOf(data.name)),
      new NetworksTable(find(".lab-table"), data, runs),
      new Training(storeOf(data.name)),
    ];
  });
}

// Racers with rates of their own for nets.
const trained = (data) => ({
  ...racers(data),
  presets: ({ kind }) => ({ learning_rate: { preset: data.rates[kind] } }),
  words: { ...racers(data).words, none: "No optimizer selected. " },
});
