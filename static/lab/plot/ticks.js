// Round numbers along an axis, and how they are written: 0.05, 20, 5·10⁻⁴. Every axis takes its ticks from here.
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SMALL = 1e-3; // what is smaller is written with a power of ten
const LARGE = { log: 1e4, linear: 1e6 }; // what is as large is, too
const ROOM = 52; // px a decade, where 2 and 5 stand between the powers of ten
const MOST = 50;

// Multiples of 1, 2, 2.5 or 5 times a power of ten, about as many as wanted: [{value, text}].
export function linearTicks(low, high, wanted) {
  const raw = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((size) => size >= raw * (1 - 1e-9)) ?? raw;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  const values = Array.from({ length: Math.max(0, Math.min(count, MOST)) }, (_, k) => (first + k) * step);
  const largest = Math.max(...values.map(Math.abs));
  const write = isPlain(largest, LARGE.linear) ? plainText : powerText;
  return values.map((value) => ({ value, text: write(value, step) }));
}

// Of an axis in decades, `size` pixels long: 0.1, 1, 10, with 2 and 5 between where there is room, and fewer powers where there is little;
// within one decade the ticks of a linear axis. A tick's `value` is in decades, too.
export function logTicks(low, high, size, { apart = 34, between = true } = {}) {
  const every = Math.max(1, Math.ceil(((high - low) * apart) / size));
  const digits = between && size / (high - low) >= ROOM ? [1, 2, 5] : [1];
  const ticks = [];
  for (let power = Math.ceil(low / every - 1) * every; power <= high; power += every)
    for (const digit of digits) ticks.push({ value: power + Math.log10(digit), text: decimalText(digit, power) });
  const shown = ticks.filter(({ value }) => value >= low - 1e-9 && value <= high + 1e-9);
  return shown.length > 1 ? shown : within(low, high, size / apart);
}

function within(low, high, wanted) {
  const ticks = linearTicks(10 ** low, 10 ** high, wanted).filter(({ value }) => value > 0);
  return ticks.map(({ value, text }) => ({ value: Math.log10(value), text }));
}

function decimalText(digit, power) {
  const value = Number(`${digit}e${power}`);
  return isPlain(value, LARGE.log) ? plainText(value, 10 ** power) : powerText(value, 10 ** power);
}

const isPlain = (size, large) => size === 0 || (size >= SMALL * (1 - 1e-9) && size < large);

const plainText = (value, step) => trimmed(value.toFixed(decimalsOf(step)));

// 5·10⁻⁴; 10⁴ where the factor is 1.
function powerText(value, step) {
  if (Math.abs(value) < step / 2) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const factor = trimmed(String(Number((value / 10 ** power).toFixed(decimalsOf(step / 10 ** power)))));
  const raised = [...String(Math.abs(power))].map((digit) => RAISED[digit]).join("");
  return `${factor}·10${power < 0 ? "⁻" : ""}${raised}`.replace(/^(−?)1·/, "$1");
}

// With a true minus sign, and none before 0.
const trimmed = (text) => text.replace(/^-?0(\.0*)?$/, "0").replace("-", "−");

// How many decimals tell multiples of a step apart.
function decimalsOf(step) {
  const whole = (decimals) => {
    const scaled = step * 10 ** decimals;
    return Math.round(scaled) > 0 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled;
  };
  return Array.from({ length: 20 }, (_, decimals) => decimals).find(whole) ?? 20;
}
