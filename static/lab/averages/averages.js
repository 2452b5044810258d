// The Averages page: bar, stage, the arithmetic of a day, deck and table.
import { Arithmetic } from "./arithmetic.js";
import { AveragesBar } from "./bar.js";
import { averagesPanels } from "./panels.js";
import { AveragesTable } from "./table.js";
import { Deck } from "../deck/deck.js";
import { el } from "../widgets/dom.js";
import { Stage } from "../stage/stage.js";
import { mountStory } from "../stage/story.js";

export function mountAverages(component) {
  return mountStory(component, (find, { data }) => [
    new AveragesBar(find(".lab-bar"), data),
    new Stage(find(".lab-stage"), data, averagesPanels(data)),
    new Arithmetic(find(".lab-arithmetic"), data),
    new Deck(find(".lab-deck"), data, curves(data)),
    new AveragesTable(find(".lab-table"), data),
  ]);
}

// Its cards: one slider each, named by their colours, for the title follows the slider.
function curves(data) {
  const kind = { hypers: [{ ...data.spec, name: "beta", unit: "day" }] };
  const colors = new Map(data.slots.map(({ slot, name }) => [slot, `${name} average`]));
  const cardOf = ({ slot, beta, hidden, title }) => ({
    slot,
    title,
    hidden,
    values: { beta },
    spoken: colors.get(slot),
  });
  return {
    items: (wire) => wire.curves.map(cardOf),
    kindOf: () => kind,
    presets: () => ({ beta: { preset: null } }),
    moved: (slot, _, value) => ({ kind: "beta", slot, value }),
    opens: null,
    choices: null,
    most: data.maxCurves,
    foot: windowSwitch,
    words: {
      add: "Add an average",
      none: "No average is shown. ",
      restore: "Restore the defaults",
    },
  };
}

function windowSwitch(store, signal) {
  let ticket = 0;
  const change = () => (ticket = store.send({ kind: "window", value: box.checked }));
  const box = el("input", { type: "checkbox", onchange: change });
  store.on(
    "wire",
    ({ window: shown }) => {
      if (box.checked !== shown && store.answered(ticket)) box.checked = shown;
    },
    signal,
  );
  return el("label", { class: "lab-switch lab-foot" }, box, "show the plain window of 1/(1 − β) days");
}
