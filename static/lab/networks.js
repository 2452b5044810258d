// The Networks page: bar, stage, deck and table, and the training that they show.
import { Deck } from "./deck.js";
import { NetworksBar } from "./networks_bar.js";
import { tellClasses } from "./networks_classes.js";
import { NetworksPanels } from "./networks_panels.js";
import { Runs } from "./networks_runs.js";
import { Lesson } from "./networks_lesson.js";
import { NetworksTable } from "./networks_table.js";
import { Training } from "./networks_training.js";
import { racers } from "./race_deck.js";
import { Stage } from "./stage.js";
import { storeOf } from "./store.js";
import { mountStory } from "./story.js";

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
