// What the Race's cards are: optimizers with their hyperparameters and switches, and what can be done to them.
import { Noise } from "./noise.js";

export const racers = (data) => ({
  items: (wire) => wire.racers.map((racer) => ({ ...racer, kind: racer.optimizer })),
  kindOf: (racer) => data.optimizers[racer.kind],
  presets: ({ kind, limit }, ground) => ({ learning_rate: { preset: ground?.rates[kind], limit } }),
  moved: (slot, name, value, at) => ({ kind: "hyper", slot, name, value, ...(at && { at }) }),
  actions: (racer, deck) => actionsOf(racer, data, deck.full()),
  opens: { kind: "rule", title: "Formula and source" },
  foot: data.noise && ((store, signal) => new Noise(store, data.noise, signal).root),
  most: data.maxRacers,
  choices: () => groupsOf(data.optimizers),
  words: {
    add: "Add an optimizer",
    full: "At most 8 can be shown. Remove one first.",
    none: "No optimizer selected. ",
    restore: "Restore the defaults",
  },
});

function groupsOf(optimizers) {
  const groups = Map.groupBy(Object.entries(optimizers), ([, { group }]) => group);
  return [...groups].map(([title, members]) => ({
    title,
    entries: members.map(([optimizer, { title: text, idea }]) => ({ text, idea, event: { kind: "add", optimizer } })),
  }));
}

// A run on a surface is a script; the training of a net is not.
function actionsOf({ optimizer, steering }, { optimizers, surfaces }, full) {
  if (!steering) return [];
  const { conventions = [] } = optimizers[optimizer];
  const others = conventions.filter(({ key }) => key !== steering.convention);
  const overlay = ({ key, title }) => ({
    text: `Overlay as ${title}`,
    event: { kind: "overlay", value: key },
    disabled: full,
  });
  const groups = [
    surfaces ? [{ text: "Copy as code", event: { kind: "code" } }] : [],
    conventions.length > 1 ? others.map(overlay) : [],
    steering.changes.length > 0 ? [{ text: "Remove changes in mid-run", event: { kind: "drop" } }] : [],
  ];
  return groups.filter((group) => group.length > 0);
}
