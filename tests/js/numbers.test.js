import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, percent, short } from "../../static/lab/widgets/format.js";
import { digits, written } from "../../static/lab/widgets/digits.js";
import { restOf, weightOf, writerOf } from "../../static/lab/widgets/readings.js";

test("three digits, a true minus, and words for what is no number", () => {
  const said = { 0: "0", 1: "1", 0.00272: "0.00272", 1e-6: "1e−6", 123456: "1.2e5", 99.95: "100" };
  for (const [value, text] of Object.entries(said)) assert.equal(short(Number(value)), text);
  assert.equal(short(-0.5), "−0.5");
  assert.equal(short(NaN), "no number");
  assert.equal(short(-Infinity), "−∞");
  assert.equal(percent(0.001), "0.1 %");
  assert.equal(counted(12345), "12,345");
});

test("four digits as Python's %.4g, halves to the even digit", () => {
  const said = {
    12345: "12340",
    12355: "12360",
    1.00005: "1",
    123456789: "1.235e8",
    "4e-69": "4e−69",
    "-0.000123456": "−0.0001235",
  };
  for (const [value, text] of Object.entries(said)) assert.equal(digits(Number(value)), text, value);
  assert.equal(written([1, -0.25]), "(1, −0.25)");
});

test("all values of a series have as many decimals", () => {
  const { text, width } = writerOf([-5, 95]);
  assert.deepEqual([61.25, 3, -5].map(text), ["61.25", "3.00", "−5.00"]);
  assert.equal(width, 5);
});

test("1 − β without the digits of the subtraction, and the sum of the weights 1 − βᵗ", () => {
  assert.equal(restOf(0.9), "0.1");
  assert.equal(weightOf(0.9, 10), "0.6513");
  assert.equal(weightOf(0.5, 1), "0.5000");
  assert.equal(weightOf(0.999999, 1), "1e−6");
});
