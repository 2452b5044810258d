// What the Race's cards are: optimizers with their hyperparameters and switches.
export const racers = (data) => ({
  items: (wire) => wire.racers.map((racer) => ({ ...racer, kind: racer.optimizer })),
  kindOf: (racer) => data.optimizers[racer.kind],
  presets: ({ kind, limit }, ground) => ({ learning_rate: { preset: ground?.rates[kind], limit } }),
  moved: (slot, name, value) => ({ kind: "hyper", slot, name, value }),
  opens: { kind: "rule", title: "Formula and source" },
  most: data.maxRacers,
  choices: () => groupsOf(data.optimizers),
  words: {
    add: "Add a racer",
    full: "Eight is all that eyes can follow. Remove one first.",
    none: "Nobody is running. ",
    restore: "Bring back the three",
  },
});

function groupsOf(optimizers) {
  const groups = Map.groupBy(Object.entries(optimizers), ([, { group }]) => group);
  return [...groups].map(([title, members]) => ({
    title,
    entries: members.map(([optimizer, { title: text, idea }]) => ({ text, idea, event: { kind: "add", optimizer } })),
  }));
}
