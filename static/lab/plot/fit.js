// F: the view that holds all paths. A run that diverged counts only as far as it stays near.
const FAR = 3; // widths of the preset view
const MARGIN = 0.06;

export function whole({ wire, ground }) {
  const [x0, x1, y0, y1] = ground.view;
  const near = (value, low, high) => Math.abs(value - (low + high) / 2) <= FAR * (high - low);
  const box = { x: [wire.start[0], wire.start[0]], y: [wire.start[1], wire.start[1]] };
  for (const racer of wire.racers) {
    const diverged = racer.status?.stopped != null;
    for (let k = 0; racer.x && k <= Math.min(racer.last, wire.steps); k++) {
      const [x, y] = [racer.x[k], racer.y[k]];
      if (!Number.isFinite(x + y) || (diverged && !(near(x, x0, x1) && near(y, y0, y1)))) continue;
      box.x = [Math.min(box.x[0], x), Math.max(box.x[1], x)];
      box.y = [Math.min(box.y[0], y), Math.max(box.y[1], y)];
    }
  }
  for (const [x, y] of ground.graph ? ground.minima : []) {
    if (box.x[0] <= x && x <= box.x[1]) box.y[0] = Math.min(box.y[0], y); // the curve reaches down to there
  }
  if (ground.graph) return [...roomy(box.x, (x1 - x0) / 100), ...roomy(box.y, (y1 - y0) / 100)];
  return shaped(box, (y1 - y0) / (x1 - x0), (x1 - x0) / 100);
}

// A curve's axes have units of their own.
function roomy([low, high], least) {
  const by = (Math.max(least, high - low) * (1 + 2 * MARGIN) - (high - low)) / 2;
  return [low - by, high + by];
}

// With a margin, and in the shape of the view, so that the axes stay equal.
function shaped({ x, y }, shape, least) {
  const across = Math.max(least, x[1] - x[0], (y[1] - y[0]) / shape) * (1 + 2 * MARGIN);
  const around = ([low, high], size) => [(low + high - size) / 2, (low + high + size) / 2];
  return [...around(x, across), ...around(y, across * shape)];
}
