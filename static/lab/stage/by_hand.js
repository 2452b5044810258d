// Changes by hand: from a step on, a number of a racer has another value. They travel as [at, name, value], sorted.
export const CONSTANT = "constant"; // the schedule that is none

// What a number of a racer is at a step: as it was at first, or as the last change up to there made it.
export function inForce({ values, steering }, name, step) {
  const change = steering?.changes.findLast(([at, changed]) => changed === name && at <= step);
  return change ? change[2] : values[name];
}

// The step from which a change would hold now, or undefined where the whole run would change. At the end the last step changes.
export const handAt = ({ view, wire }) => (view.byHand && Math.min(view.step, wire.steps - 1)) || undefined;

// What a slider of a card shows: by hand, the value in force at the step that is shown.
export const shownValue = (item, name, { view }) => (view.byHand ? inForce(item, name, view.step) : item.values[name]);

// Every change of a racer with its number among those of its name, and the value before it, where that is known.
export function changesOf({ values, steering }) {
  const before = new Map();
  const known = (name) => (steering.schedule === CONSTANT ? values[name] : null); // a schedule has moved it meanwhile
  return steering.changes.map(([at, name, value]) => {
    const { k, value: last } = before.get(name) ?? { k: -1, value: known(name) };
    before.set(name, { k: k + 1, value });
    return { at, name, value, k: k + 1, last };
  });
}
