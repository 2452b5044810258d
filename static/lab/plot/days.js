// The days of a series: what stands between two stops, and the ticks along the axis.
import { counted } from "../widgets/format.js";

const DAY_MS = 86_400_000;
const APART = 52; // px between two labels
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const STRIDES = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]; // months

// A value at a position between two stops; where there is none yet, the next one counts.
export function between(values, position) {
  const k = Math.min(Math.floor(position), values.length - 1);
  const next = values[Math.min(k + 1, values.length - 1)];
  const part = position - k;
  if (Number.isNaN(values[k])) return part > 0 ? next : NaN;
  return part > 0 ? values[k] + part * (next - values[k]) : values[k];
}

// Ticks at the first of a month, named, a January in a row of years by its year; where days are only counted, their numbers.
export function ticksFrom(firstDay) {
  if (!firstDay) return dayTicks;
  const first = Date.parse(`${firstDay}T00:00Z`);
  const year = new Date(first).getUTCFullYear();
  const dayOf = (month) => (Date.UTC(year, month) - first) / DAY_MS + 1;

  return (x0, x1, wide) => {
    const wideMonth = (wide * 30.4) / (x1 - x0);
    const stride = STRIDES.find((months) => months * wideMonth >= APART) ?? STRIDES.at(-1);
    const ticks = [];
    for (let month = 0; dayOf(month) <= x1; month += stride)
      if (dayOf(month) >= x0) ticks.push({ value: dayOf(month), text: nameOf(month, year, x1 - x0 > 366) });
    return ticks;
  };
}

function dayTicks(x0, x1, wide) {
  const least = Math.max(1, ((x1 - x0) * APART) / wide);
  const power = 10 ** Math.floor(Math.log10(least));
  const stride = power * [1, 2, 5, 10].find((days) => days * power >= least);
  const count = Math.floor((x1 - x0) / stride) + 1;
  return Array.from({ length: count }, (_, k) => ({ value: x0 + k * stride, text: counted(x0 + k * stride) }));
}

function nameOf(month, year, years) {
  const january = month % 12 === 0;
  return january && years ? String(year + month / 12) : MONTHS[month % 12];
}
