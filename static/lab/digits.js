// Four digits with a typographic minus, as the arithmetic in Python writes them: −1.2, 0.0001234, 1.234e−5; (x, y) for two.
const DIGITS = 4;

export const written = (numbers) => (numbers.length === 1 ? digits(numbers[0]) : `(${numbers.map(digits).join(", ")})`);

export function digits(number) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "no number" : number > 0 ? "∞" : "−∞";
  const short = Number(number.toPrecision(DIGITS));
  const size = Math.abs(short);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6);
  const text = plain ? String(short) : short.toExponential().replace("e+", "e");
  return text.replaceAll("-", "−");
}
