// Lines over time: a strong picture of each up to the cursor, a faint one beyond it. Both are drawn once on sheets of their own and
// laid together at the cursor, so that playing costs two copies a frame, however long the lines are.
const NEAR = 0.5; // px²: points nearer to the last one kept are not drawn
const PIECE = 64; // points a stroke: short paths are cheaper to draw than one long one
const TALL = 3; // px: a line that reaches further within a pixel's width is drawn as the band that it fills
const LEAST = 0.8; // px, half the width of a band

// What a line is drawn with: {paths} to stroke, or one {band} to fill. `low` and `high`: what it reached since the stop before.
export function lineOf(xs, values, py, low, high) {
  if (!low) return { paths: pathsOf(xs, values, py) };
  const columns = columnsOf(xs, values, py, low, high);
  const tall = columns.reduce((sum, { top, bottom }) => sum + bottom - top, 0) / columns.length;
  if (tall > TALL) return { paths: [], band: bandOf(columns) };
  const middle = columns.map(({ top, bottom }) => (top + bottom) / 2);
  return {
    paths: pathsOf(
      columns.map(({ x }) => x),
      middle,
      (y) => y,
    ),
  };
}

// The highest and the lowest point over each pixel.
function columnsOf(xs, values, py, low, high) {
  const columns = [];
  let last = null;
  for (let k = 0; k < values.length; k++) {
    const [a, b] = [py(high[k]), py(low[k])];
    if (Number.isNaN(a + b)) continue;
    const x = Math.round(xs[k]);
    if (last?.x !== x) columns.push((last = { x, top: a, bottom: b }));
    else Object.assign(last, { top: Math.min(last.top, a), bottom: Math.max(last.bottom, b) });
  }
  return columns;
}

function bandOf(columns) {
  const band = new Path2D();
  for (const { x, top } of columns) band.lineTo(x, top - LEAST);
  for (const { x, bottom } of columns.toReversed()) band.lineTo(x, bottom + LEAST);
  band.closePath();
  return band;
}

function pathsOf(xs, values, py) {
  const paths = [];
  let [path, kept, x, y] = [null, 0, NaN, NaN];
  for (let k = 0; k < values.length; k++) {
    const [nx, ny] = [xs[k], py(values[k])];
    if (Number.isNaN(ny) || ((nx - x) ** 2 + (ny - y) ** 2 < NEAR && k < values.length - 1)) continue;
    if (path) path.lineTo(nx, ny);
    else (path = new Path2D()).moveTo(nx, ny);
    [x, y] = [nx, ny];
    if (++kept % PIECE) continue;
    paths.push(path);
    (path = new Path2D()).moveTo(nx, ny);
  }
  if (path) paths.push(path);
  return paths;
}

// The area between two lines, where both are.
export function areaOf(xs, over, under, py) {
  const area = new Path2D();
  const both = [...over.keys()].filter((k) => Number.isFinite(over[k] + under[k]));
  for (const k of both) area.lineTo(xs[k], py(over[k]));
  for (const k of both.toReversed()) area.lineTo(xs[k], py(under[k]));
  area.closePath();
  return area;
}

export function drawLine(g, { paths = [], band }, { color, width, dash = [], alpha = 1 }) {
  Object.assign(g, { strokeStyle: color, fillStyle: color, lineWidth: width, globalAlpha: alpha });
  g.setLineDash(dash);
  for (const path of paths) g.stroke(path);
  if (band) g.fill(band);
  g.globalAlpha = 1;
}

// `show(frame, paint)`: paint(g, strong) draws on either sheet. `lay(g, frame, x)` puts them on the picture, parted at x.
export function makeSheets() {
  const sheets = [true, false].map((strong) => ({ strong, g: document.createElement("canvas").getContext("2d") }));
  let empty = true;

  // Without `paint` there is nothing on them.
  function show(frame, paint) {
    empty = !paint;
    if (empty) return;
    const [width, height] = [frame.width, frame.height].map((side) => Math.round(side * frame.ratio));
    for (const { g, strong } of sheets) {
      if (g.canvas.width !== width || g.canvas.height !== height) Object.assign(g.canvas, { width, height });
      g.setTransform(1, 0, 0, 1, 0, 0);
      g.clearRect(0, 0, width, height);
      g.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
      g.lineJoin = strong ? "round" : "bevel"; // bevel is cheaper, and a faint line too thin to be told from round
      g.save();
      paint(g, strong);
      g.restore();
    }
  }

  function lay(g, { ratio }, x) {
    if (empty) return;
    const [done, rest] = sheets.map((sheet) => sheet.g.canvas);
    const { width, height } = done;
    const cut = Math.max(0, Math.min(width, Math.round(x * ratio)));
    g.save();
    g.setTransform(1, 0, 0, 1, 0, 0);
    if (cut) g.drawImage(done, 0, 0, cut, height, 0, 0, cut, height);
    if (cut < width) g.drawImage(rest, cut, 0, width - cut, height, cut, 0, width - cut, height);
    g.restore();
  }

  const close = () => sheets.forEach(({ g }) => Object.assign(g.canvas, { width: 0, height: 0 }));
  return { show, lay, close };
}
