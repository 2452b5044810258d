// Where a value stands on its slider, and back. A spec has `low`, `high` and `scale`: linear, log, one_minus or integer.
const DIGITS = 3; // what a slider's value is rounded to
const FITS = 8; // characters in a number box
const FINEST = 1000;

const linear = {
  to: (v, { low, high }) => (v - low) / (high - low),
  from: (u, { low, high }) => low + u * (high - low),
};
const log = {
  to: (v, { low, high }) => Math.log(v / low) / Math.log(high / low),
  from: (u, { low, high }) => low * (high / low) ** u,
};
const mirror = ({ low, high }) => ({ low: 1 - high, high: 1 - low });
const one_minus = {
  to: (v, spec) => 1 - log.to(1 - v, mirror(spec)),
  from: (u, spec) => 1 - log.from(1 - u, mirror(spec)),
};
const SCALES = { linear, log, one_minus, integer: linear };

// How many notches the slider has.
export const ticks = ({ low, high, scale }) => (scale === "integer" ? Math.min(FINEST, high - low) : FINEST);

// 0 … 1; a value outside the range stands at the nearer end.
export function position(value, spec) {
  if (!(value > spec.low)) return 0;
  return value < spec.high ? SCALES[spec.scale].to(value, spec) : 1;
}

// Exact at both ends, short in between.
export function valueAt(u, spec) {
  if (u <= 0) return spec.low;
  return u < 1 ? rounded(SCALES[spec.scale].from(u, spec), spec.scale) : spec.high;
}

function rounded(value, scale) {
  if (scale === "integer") return Math.round(value);
  return scale === "one_minus" ? oneMinus(short(1 - value)) : short(value);
}

const short = (value) => Number(value.toPrecision(DIGITS));
// .9, not .9000000000000001: as many decimals as the rounded distance from 1 has.
const oneMinus = (rest) => Number((1 - rest).toFixed(Math.max(0, DIGITS - 1 - Math.floor(Math.log10(rest)))));

// Three to six digits, as many as fit; close to 1 those that tell it from 1.
export function format(value, scale = "linear") {
  const least = scale === "one_minus" ? digitsBelowOne(value) : DIGITS;
  const texts = [6, 5, 4].map((digits) => String(Number(value.toPrecision(Math.max(digits, least)))));
  const last = String(Number(value.toPrecision(least)));
  return (
    texts.find((text) => text.length <= FITS) ?? (last.length <= FITS || scale === "one_minus" ? last : compact(value))
  );
}

function compact(value) {
  const [mantissa, exponent] = value.toExponential(DIGITS - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

function digitsBelowOne(value) {
  const rest = Math.abs(1 - value);
  return rest > 0 && rest < 1 ? Math.min(15, DIGITS - 1 - Math.floor(Math.log10(rest))) : DIGITS;
}

// "≈ 10 steps", or days: how long an average with this β remembers.
export function memory(beta, unit = "step") {
  if (!(beta >= 0 && beta < 1)) return "";
  const steps = Number((1 / (1 - beta)).toPrecision(2));
  return `≈ ${steps} ${unit}${steps === 1 ? "" : "s"}`;
}

// A number as people type it: ".05", "5e-2", "1,5", "−1". NaN for anything else.
export function parse(text) {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) && isFinite(plain) ? Number(plain) : NaN;
}
