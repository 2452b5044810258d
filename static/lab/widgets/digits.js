// Four digits with a typographic minus, as the arithmetic in Python writes them: −1.2, 0.0001234, 1.234e−5; (x, y) for two.
export const written = (numbers) => (numbers.length === 1 ? digits(numbers[0]) : `(${numbers.map(digits).join(", ")})`);

export function digits(number) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "no number" : number > 0 ? "∞" : "−∞";
  const [mantissa, power] = rounded(number).split("e");
  const plain = power >= -4 && power < 6;
  const text = plain ? String(Number(`${mantissa}e${power}`)) : `${Number(mantissa)}e${Number(power)}`;
  return text.replaceAll("-", "−");
}

// "1.234e-5". Halfway between two texts Python takes the even last digit, where toExponential takes the larger one: 12345 is
// 1.234e4. A float that is not halfway differs from it within 40 digits.
function rounded(number) {
  // oxlint-disable-next-line oxc/number-arg-out-of-range -- up to 100 digits since ES2018
  const halfway = /^(-?\d\.\d\d[02468])50*(e.+)$/.exec(number.toExponential(40));
  return halfway ? halfway[1] + halfway[2] : number.toExponential(3);
}
