import assert from "node:assert/strict";
import { test } from "node:test";
import { whole } from "../../static/lab/plot/fit.js";
import { nearest, Tried } from "../../static/lab/networks/tried.js";

const GROUND = { view: [-4, 4, -3, 3], minima: [] };
const racer = (x, y, stopped = null) => ({ x, y, last: x.length - 1, status: { stopped } });

test("all points are in the picture, which keeps the shape of the view", () => {
  const wire = { start: [0, 0], steps: 3, racers: [racer([0, 9, -2, 1], [0, 1, -7, 0])] };
  const [x0, x1, y0, y1] = whole({ wire, ground: GROUND });
  assert.ok(x0 < -2 && x1 > 9 && y0 < -7 && y1 > 1);
  assert.ok(Math.abs((y1 - y0) / (x1 - x0) - 6 / 8) < 1e-12);
});

test("a run that diverged counts as far as it stays near, and a hidden one not at all", () => {
  const wire = { start: [0, 0], steps: 3, racers: [racer([0, 1, 1e300, NaN], [0, 1, 1, 1], 3), { status: {} }] };
  const [x0, x1] = whole({ wire, ground: GROUND });
  assert.ok(x1 < 5 && x0 > -5);
});

test("what is known of a net between two epochs lies on the straight way from the one to the other", () => {
  const tried = new Tried();
  const pieces = [{ losses: Float32Array.of(4, 8) }, { losses: Float32Array.of(2, Infinity) }]; // epochs 0 and 1 of two nets
  const rates = { racers: [{ slot: 3, pieces }], values: [0.1, 1], group: 2 };
  tried.take({ rates, perEpoch: 10, steps: 20 }, 3);
  assert.deepEqual(tried.at(0), [4, 8]);
  assert.deepEqual(tried.at(5), [3, 8]);
  assert.deepEqual(tried.at(15), [2, Infinity]); // the last epoch that is known
  assert.equal(nearest([0.001, 0.01, 0.1], 0.03), 1); // 0.03 lies nearer to 0.01 in its logarithm: √(0.001) = 0.0316
});
