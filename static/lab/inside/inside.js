// The page "Inside a step": a bar with three tabs, and under it what belongs to the open one.
import { CheckCard, CheckPanels } from "./check.js";
import { InsideBar } from "./bar.js";
import { InsideTable } from "./table.js";
import { Opened } from "./lines.js";
import { ShownDeck } from "./deck.js";
import { SurfacePanels } from "./panels.js";
import { SeriesPanels, Sums, seriesDeck } from "./series.js";
import { Deck } from "../deck/deck.js";
import { Stage } from "../stage/stage.js";
import { storeOf } from "../wire/store.js";
import { mountStory } from "../stage/story.js";
import { tellSlots } from "../plot/variants.js";

export function mountInside(component) {
  tellSlots(component.data.slotOf);
  return mountStory(component, (find, { data }) => [
    new InsideBar(find(".lab-bar"), data, find(".lab-front")),
    new Open(find(".lab-inside"), data, partsOf(find, data)),
  ]);
}

const partsOf = (find, data) => ({
  surface: () => [
    new Stage(find(".lab-stage"), data, (stage) => new SurfacePanels(stage, data)),
    new Opened(find(".lab-opened"), data),
    new ShownDeck(find(".lab-deck"), data),
    new InsideTable(find(".lab-table"), data),
  ],
  series: () => [
    new Stage(find(".lab-stage"), data, (stage) => new SeriesPanels(stage, data)),
    new Sums(find(".lab-opened"), data),
    new Deck(find(".lab-deck"), data, seriesDeck(data)),
  ],
  check: () => [
    new Stage(find(".lab-stage"), data, (stage) => new CheckPanels(stage)),
    new CheckCard(find(".lab-deck"), data),
  ],
});

// Puts the parts of the open tab in place of those of the one before.
class Open {
  constructor(root, { name }, makers) {
    Object.assign(this, { root, makers, store: storeOf(name), tab: null, parts: [], seen: new Set() });
    this.listeners = new AbortController();
    this.store.on("wire", ({ tab }) => this.turn(tab), this.listeners.signal);
  }

  turn(tab) {
    if (tab === this.tab) return;
    const first = this.tab === null;
    this.close();
    this.tab = this.root.dataset.tab = tab;
    if (!first) this.store.setView({ panel: 0, zoom: null, follow: false, ...this.beginning(tab) });
    this.seen.add(tab);
    this.parts = this.makers[tab]();
  }

  // What is opened for the first time plays once.
  beginning(tab) {
    return this.seen.has(tab) || tab === "check" ? {} : { step: 0, opening: true };
  }

  close() {
    for (const part of this.parts) part.unmount();
    this.parts = [];
  }

  unmount() {
    this.listeners.abort();
    this.close();
  }
}
