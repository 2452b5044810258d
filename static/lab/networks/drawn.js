// The net drawn: a column of dots a layer, and a line a weight, the thicker the larger; its colour says the sign.
const DOT = 4.5; // radius at most
const LEVELS = 6; // line widths
const THICKEST = 4;
const LEAST = 0.08; // of the largest weight of a layer: finer lines are left out
const SIDE = 16;

export function drawNet(canvas, { width, height }, layers, weights, theme, [negative, positive]) {
  const ratio = globalThis.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const g = canvas.getContext("2d");
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  const sizes = [layers[0].in, ...layers.map((layer) => layer.out)];
  const column = (k) => SIDE + ((width - 2 * SIDE) * k) / (sizes.length - 1);
  const place = (k, unit) => [column(k), (height * (unit + 0.5)) / sizes[k]];
  let at = 0;
  layers.forEach((layer, k) => {
    drawWeights(g, layer, weights.subarray(at, at + layer.in * layer.out), k, place, [negative, positive]);
    at += layer.out * (layer.in + 1);
  });
  sizes.forEach((size, k) => drawUnits(g, size, k, place, height, theme));
}

// One path for each width and sign: a stroke a weight would be slow.
function drawWeights(g, layer, weights, k, place, colors) {
  const most = weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0) || 1;
  const paths = [0, 1].map(() => Array.from({ length: LEVELS + 1 }, () => new Path2D()));
  weights.forEach((weight, i) => {
    const share = Math.abs(weight) / most;
    if (!(share > LEAST)) return;
    const path = paths[Number(weight > 0)][Math.ceil(share * LEVELS)];
    path.moveTo(...place(k, i % layer.in));
    path.lineTo(...place(k + 1, Math.floor(i / layer.in)));
  });
  const crowd = Math.min(1, 12 / Math.sqrt(weights.length));
  paths.forEach((levels, sign) =>
    levels.forEach((path, level) => {
      g.strokeStyle = colors[sign];
      g.globalAlpha = crowd < 1 ? 0.35 + (0.5 * level) / LEVELS : 1; // opaque where it can be, for else it is another colour
      g.lineWidth = Math.max(0.3, (crowd * THICKEST * level) / LEVELS);
      g.stroke(path);
    }),
  );
  g.globalAlpha = 1;
}

function drawUnits(g, size, k, place, height, theme) {
  const radius = Math.max(1, Math.min(DOT, height / size / 2.6));
  Object.assign(g, { fillStyle: theme.background, strokeStyle: theme.text, lineWidth: 1.2 });
  for (let unit = 0; unit < size; unit++) {
    g.beginPath();
    g.arc(...place(k, unit), radius, 0, 7);
    g.fill();
    g.stroke();
  }
}
