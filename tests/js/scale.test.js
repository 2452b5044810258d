import assert from "node:assert/strict";
import { test } from "node:test";
import { format, memory, parse, position, ticks, valueAt } from "../../static/lab/widgets/scale.js";

const RATE = { low: 1e-5, high: 10, scale: "log" };
const BETA = { low: 0, high: 0.9999, scale: "one_minus" };
const STEPS = { low: 1, high: 64, scale: "integer" };
const EVERY = [RATE, BETA, STEPS, { low: -2, high: 3, scale: "linear" }];

test("both ends are exact, and what lies beyond stands at the nearer one", () => {
  for (const spec of EVERY) {
    assert.equal(valueAt(0, spec), spec.low);
    assert.equal(valueAt(1, spec), spec.high);
    assert.equal(position(spec.low - 1, spec), 0);
    assert.equal(position(spec.high + 1, spec), 1);
    assert.equal(position(NaN, spec), 0);
  }
});

test("a notch is where its value stands, to the digits that are shown", () => {
  for (const spec of EVERY)
    for (let notch = 1; notch < 1000; notch++) {
      const value = valueAt(notch / 1000, spec);
      const back = valueAt(position(value, spec), spec);
      assert.ok(Math.abs(back - value) <= 1e-12 * Math.max(1, Math.abs(value)), `${spec.scale} ${value} → ${back}`);
    }
});

test("half way on a logarithmic slider is the geometric mean", () => {
  assert.equal(valueAt(0.5, RATE), 0.01);
  assert.equal(valueAt(0.5, { low: 0, high: 0.99, scale: "one_minus" }), 0.9);
  assert.equal(ticks(STEPS), 63);
});

test("values grow with the notch", () => {
  for (const spec of EVERY) {
    const values = Array.from({ length: 1001 }, (_, notch) => valueAt(notch / 1000, spec));
    assert.ok(values.every((value, k) => k === 0 || value >= values[k - 1]));
  }
});

test("numbers are read as people type them", () => {
  const typed = { ".05": 0.05, "5e-2": 0.05, "1,5": 1.5, "−1": -1, " 3 ": 3, "+2.": 2 };
  for (const [text, value] of Object.entries(typed)) assert.equal(parse(text), value, text);
  for (const text of ["", "a", "1e999", "1.2.3", "0x10", "1 2", "--1", "Infinity"])
    assert.ok(Number.isNaN(parse(text)), text);
});

test("what is written is read back as the number that is meant", () => {
  for (const value of [0.1, 1e-8, 0.999999, 12345.678, 1e-5, 0.0123]) {
    const error = Math.abs(parse(format(value, value > 0.9 ? "one_minus" : "linear")) - value);
    assert.ok(error <= 5e-3 * value, `${value}`);
  }
  assert.equal(format(0.99999, "one_minus"), "0.99999");
});

test("an average remembers 1 / (1 − β) steps", () => {
  assert.equal(memory(0.9), "≈ 10 steps");
  assert.equal(memory(0, "day"), "≈ 1 day");
  assert.equal(memory(1), "");
});
