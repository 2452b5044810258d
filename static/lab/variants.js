// Adam's variants: what its switches make of it, and the colour that each variant keeps, whether it is the one shown or beside it.
const VARIANTS = {
  adam: { slot: 3, short: "Adam", switches: [true, true, true] },
  adam_uncorrected: { slot: 5, short: "Adam, uncorrected", switches: [true, true, false] },
  rmsprop_corrected: { slot: 4, short: "RMSprop, corrected", switches: [false, true, true] },
  rmsprop: { slot: 2, short: "RMSprop", switches: [false, true, false] },
  momentum_corrected: { slot: 6, short: "momentum, corrected", switches: [true, false, true] },
  momentum: { slot: 1, short: "momentum", switches: [true, false, false] },
  gradient_descent: { slot: 8, short: "gradient descent", switches: [false, false, false] },
};
const SWITCHES = ["memory", "scaling", "bias_correction"];
const ANOTHER = 7; // the slot of an optimizer that is no variant of Adam

// The key of what is shown; an optimizer that is no variant goes by its own name.
export function shownKey(wire) {
  if (!wire.switchable) return wire.optimizer;
  const off = !wire.memory && !wire.scaling; // then nothing is to correct
  const wanted = [wire.memory, wire.scaling, wire.bias_correction && !off].join();
  return Object.keys(VARIANTS).find((key) => VARIANTS[key].switches.join() === wanted);
}

export const slotOf = (key) => VARIANTS[key]?.slot ?? ANOTHER;
export const shortOf = (key, title) => VARIANTS[key]?.short ?? title;

// The switches that have to be turned to get from what is shown to a variant: [name, value].
export function turnsTo(key, wire) {
  const wanted = VARIANTS[key].switches;
  return SWITCHES.map((name, k) => [name, wanted[k]]).filter(([name, value]) => wire[name] !== value);
}
