// A racer's steering in words: for the closed card, and for the marks on the time line.
import { CONSTANT } from "./by_hand.js";
import { format } from "../widgets/scale.js";

const SHORT = { clip: "clip" };
const first = (text) => text[0].toLowerCase() + text.slice(1);
const lean = (value, scale) => format(value, scale).replace("-", "−");

// "cosine · clip 1 · by hand at 30, 60"; nothing where nothing is set that the card does not show.
export function summaryOf({ steering, values }, { conventions = [], under }, { schedules, options = [] }) {
  const { schedule, timing, changes, convention } = steering;
  const form =
    under.some((spec) => values[spec.name] !== spec.default) && conventions.find(({ key }) => key === convention);
  const on = options.filter(({ name }) => steering.options[name] !== null);
  const steps = [...new Set(changes.map(([at]) => at))];
  return [
    form && `convention: ${form.title}`,
    timing.warm_up > 0 && `warm-up ${timing.warm_up}`,
    schedule !== CONSTANT && first(schedules[schedule].title),
    ...on.map(({ name, label, scale }) => `${SHORT[name] ?? label} ${lean(steering.options[name], scale)}`),
    steering.batch === 0 ? "all data" : steering.batch !== null && `batch ${steering.batch}`,
    steps.length > 0 && `changed at ${steps.join(", ")}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

// "Adam: α 0.1 → 0.01 from step 30"
export function changeWords(title, { symbol, scale }, { at, value, last }) {
  const from = last === null ? "" : `${lean(last, scale)} `;
  return `${title}: ${symbol} ${from}→ ${lean(value, scale)} from step ${at}`;
}
