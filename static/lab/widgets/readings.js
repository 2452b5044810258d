// What stands at the cursor, as text: as many decimals for every value of a series, so that nothing trembles.
import { short } from "./format.js";

const DIGITS = 4; // of the widest value
const MOST = 6; // decimals; beyond them powers of ten are shorter

// How the values of a series are written, by the range of its axis.
export function writerOf([low, high]) {
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const decimals = DIGITS - 1 - Math.floor(Math.log10(0.999 * size)); // up to 100: 61.25
  if (decimals > MOST || decimals < -2) return { text: (value) => short(value, DIGITS), width: 8 };
  const fine = decimals < 2 ? 10 ** (1 - decimals) : 0; // below it, fixed decimals leave less than two digits
  const text = (value) => (value && Math.abs(value) < fine ? short(value) : fixed(value, Math.max(0, decimals)));
  return { text, width: Math.max(text(0.99 * low).length, text(0.99 * high).length) };
}

const fixed = (value, decimals) => value.toFixed(decimals).replace("-", "−");

// 1 − β as people write it: .1, not .09999999999999998.
export const restOf = (beta) => short(Number((1 - beta).toPrecision(6)), 6);

// What the weights of all days so far sum to, 1 − βᵗ.
export function weightOf(beta, day) {
  const sum = day && -Math.expm1(day * Math.log(beta)); // exact where β is close to 1
  return sum > 0 && sum < 1e-3 ? short(sum) : sum.toFixed(4);
}

export const digitsOf = (beta) => short(beta, 6);
