// Adam's variants: what its switches make of it. Each variant and each optimizer keeps its colour (figures/slots.py), shown or beside it.
const VARIANTS = {
  adam: { short: "Adam", switches: [true, true, true] },
  adam_uncorrected: { short: "Adam, uncorrected", switches: [true, true, false] },
  rmsprop_corrected: { short: "RMSprop, corrected", switches: [false, true, true] },
  rmsprop: { short: "RMSprop", switches: [false, true, false] },
  momentum_corrected: { short: "momentum, corrected", switches: [true, false, true] },
  momentum: { short: "momentum", switches: [true, false, false] },
  gradient_descent: { short: "gradient descent", switches: [false, false, false] },
};
let slots = {}; // key of a variant or an optimizer → its slot

export function tellSlots(told) {
  slots = told;
}

// The key of what is shown; an optimizer that is no variant goes by its own name.
export function shownKey(wire) {
  if (!wire.switchable) return wire.optimizer;
  const off = !wire.memory && !wire.scaling; // then nothing is to correct
  const wanted = [wire.memory, wire.scaling, wire.bias_correction && !off].join();
  return Object.keys(VARIANTS).find((key) => VARIANTS[key].switches.join() === wanted);
}

export const slotOf = (key) => slots[key];
export const shortOf = (key, title) => VARIANTS[key]?.short ?? title;
