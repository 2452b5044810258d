// Numbers as people read them: three significant digits, a true minus sign.
const minus = (text) => text.replaceAll("-", "−");

export function short(value, digits = 3) {
  if (Number.isNaN(value)) return "no number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size && (size < 1e-3 || size >= 1e5)) return scientific(value);
  return minus(String(Number(value.toPrecision(digits))));
}

// 1.2e−5
function scientific(value) {
  const [digits, exponent] = value.toExponential(1).split("e");
  return minus(`${Number(digits)}e${Number(exponent)}`);
}

export const percent = (share) => `${short(100 * share)} %`;

// Whole numbers, in groups of three where there are more than four digits.
export const counted = (value) => (value < 10_000 ? String(value) : value.toLocaleString("en-US"));
