import assert from "node:assert/strict";
import { test } from "node:test";
import { linearTicks, logTicks } from "../../static/lab/plot/ticks.js";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

// What a tick says, as a number: 0.05, −20, 5·10⁻⁴, 10⁴.
function numberOf(text) {
  const [mantissa, raised = ""] = /10[⁻⁰¹²³⁴-⁹]+$/.test(text) ? text.split(/·?10(?=[⁻⁰¹²³⁴-⁹])/) : [text];
  const power = Number([...raised].map((sign) => (sign === "⁻" ? "-" : RAISED.indexOf(sign))).join(""));
  const factor = { "": 1, "−": -1 }[mantissa] ?? Number(mantissa.replace("−", "-"));
  return factor * 10 ** power;
}

test("a tick says where it stands", () => {
  for (let k = 0; k < 400; k++) {
    const low = (k % 2 ? -1 : 0.3) * 10 ** ((k % 23) - 11);
    const high = low + Math.abs(low) * 10 ** ((k % 11) - 5);
    const ticks = linearTicks(low, high, 2 + (k % 7));
    const apart = ticks.length > 1 ? ticks[1].value - ticks[0].value : 0;
    for (const { value, text } of ticks) {
      assert.ok(
        value >= low - 1e-6 * apart - 1e-12 * Math.abs(low) && value <= high + 1e-6 * apart + 1e-12 * Math.abs(high),
      );
      assert.ok(Math.abs(numberOf(text) - value) <= 0.01 * apart + 1e-9 * Math.abs(value), `${text} at ${value}`);
    }
    assert.equal(new Set(ticks.map(({ text }) => text)).size, ticks.length, "no two say the same");
  }
});

test("a logarithmic axis says whole numbers, never a mantissa alone", () => {
  for (let k = 0; k < 300; k++) {
    const low = (k % 31) - 20 + (k % 7) / 7;
    const high = low + 0.1 + (k % 13);
    for (const { value, text } of logTicks(low, high, 60 + (k % 11) * 40))
      assert.ok(Math.abs(Math.log10(numberOf(text)) - value) < 1e-6, `${text} at 10^${value}`);
  }
});

test("by hand", () => {
  const texts = (ticks) => ticks.map(({ text }) => text);
  assert.deepEqual(texts(linearTicks(-1, 1, 4)), ["−1.0", "−0.5", "0", "0.5", "1.0"]);
  assert.deepEqual(texts(logTicks(-2, 0, 400)), ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"]);
  assert.deepEqual(texts(logTicks(-6, 4, 200)).slice(0, 2), ["10⁻⁶", "10⁻⁴"]);
});
