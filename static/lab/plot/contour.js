// Bands and level lines of heights u in 0 … 1 on a regular grid: flat colours below, thin smooth lines on top.
import { clipTo } from "./plot.js";

const [LINE, RING] = [0.8, 1.2]; // widths
const KEY = { wide: 72, high: 8, inset: 10, words: ["low f", "high f"] };

// `picture`: grid {nx, ny, x: [low, high], y: [low, high]}, heights u on it, and those of further lines round a minimum. `colors`: bands
// from the lowest to the highest, and the line between them.
export function drawContour(g, frame, { grid, u, lines }, colors) {
  g.drawImage(bandsOf(frame, grid, u, colors.bands), frame.left, frame.top, frame.wide, frame.high);
  g.save();
  clipTo(g, frame); // beyond the picture lies the rest of a zoomed ground
  Object.assign(g, { strokeStyle: colors.line, lineWidth: LINE, lineJoin: "round" });
  const count = colors.bands.length;
  const levels = Array.from({ length: count - 1 }, (_, k) => (k + 1) / count);
  g.stroke(levelLines(frame, grid, u, levels));
  if (lines.length > 0) {
    Object.assign(g, { strokeStyle: colors.ring, lineWidth: RING });
    g.stroke(levelLines(frame, grid, u, lines));
  }
  g.restore();
}

// Which end of the colours is low, in the corner where least happens: beneath the paths.
export function drawKey(g, frame, colors, theme) {
  const { wide, high, inset, words } = KEY;
  Object.assign(g, { font: `11px ${theme.font}`, textBaseline: "middle", textAlign: "left" });
  const [low, top] = words.map((word) => g.measureText(word).width);
  const whole = low + wide + top + 24;
  if (whole > frame.wide / 2) return;
  const [x, y] = [frame.right - whole - inset + 6, frame.bottom - inset - high];
  g.fillStyle = theme.background;
  g.globalAlpha = 0.8;
  g.beginPath();
  g.roundRect(x - 6, y - 6, whole, high + 12, 5);
  g.fill();
  g.globalAlpha = 1;
  g.fillStyle = theme.muted;
  g.fillText(words[0], x, y + high / 2);
  g.fillText(words[1], x + low + wide + 12, y + high / 2);
  const step = wide / colors.bands.length;
  colors.bands.forEach((band, k) => {
    g.fillStyle = band;
    g.fillRect(x + low + 6 + k * step, y, step + 0.5, high);
  });
  Object.assign(g, { strokeStyle: colors.line, lineWidth: 1 });
  g.strokeRect(x + low + 5.5, y - 0.5, wide + 1, high + 1);
}

// A pixel takes the colour of its band; where f has no value it stays clear.
function bandsOf(frame, grid, u, bands) {
  const [width, height] = [Math.max(1, Math.round(frame.wide)), Math.max(1, Math.round(frame.high))];
  const g = new OffscreenCanvas(width, height).getContext("2d");
  const image = g.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const inks = bands.map(ink);
  const columns = cellsOf(width, (px) => frame.x(frame.left + px), grid.x, grid.nx);
  const rows = cellsOf(height, (py) => frame.y(frame.top + py), grid.y, grid.ny);
  for (let row = 0, at = 0; row < height; row++) {
    const [j, b] = [rows.index[row], rows.part[row]];
    for (let column = 0; column < width; column++, at++) {
      const [i, a] = [columns.index[column], columns.part[column]];
      if (i < 0 || j < 0) continue;
      const k = j * grid.nx + i;
      const low = u[k] + a * (u[k + 1] - u[k]);
      const high = u[k + grid.nx] + a * (u[k + grid.nx + 1] - u[k + grid.nx]);
      const value = low + b * (high - low);
      if (value >= 0) pixels[at] = inks[Math.min(inks.length - 1, Math.floor(value * inks.length))];
    }
  }
  g.putImageData(image, 0, 0);
  return g.canvas;
}

// For each pixel its grid cell and how far along it is; −1 beyond the grid.
function cellsOf(size, valueAt, [low, high], n) {
  const index = new Int32Array(size);
  const part = new Float32Array(size);
  for (let k = 0; k < size; k++) {
    const place = ((valueAt(k + 0.5) - low) / (high - low)) * (n - 1);
    index[k] = place < -0.5 || place > n - 0.5 ? -1 : Math.max(0, Math.min(n - 2, Math.floor(place)));
    part[k] = place - index[k];
  }
  return { index, part };
}

// Marching squares: a straight piece for each grid cell that a level crosses, two where it crosses twice.
export function levelLines(frame, { nx, ny, x: [x0, x1], y: [y0, y1] }, u, levels) {
  const line = new Path2D();
  const px = (i) => frame.px(x0 + ((x1 - x0) * i) / (nx - 1));
  const py = (j) => frame.py(y0 + ((y1 - y0) * j) / (ny - 1));
  for (let j = 0; j < ny - 1; j++) {
    for (let i = 0; i < nx - 1; i++) {
      const k = j * nx + i;
      const [a, b, c, d] = [u[k], u[k + 1], u[k + nx + 1], u[k + nx]];
      const [low, high] = [Math.min(a, b, c, d), Math.max(a, b, c, d)];
      for (const level of levels) if (high >= level && low < level) crossCell(level, i, j, a, b, c, d);
    }
  }
  return line;

  function crossCell(level, i, j, a, b, c, d) {
    const across = (from, to) => (level - from) / (to - from);
    const ends = [];
    if (a >= level !== b >= level) ends.push(px(i + across(a, b)), py(j));
    if (b >= level !== c >= level) ends.push(px(i + 1), py(j + across(b, c)));
    if (c >= level !== d >= level) ends.push(px(i + across(d, c)), py(j + 1));
    if (d >= level !== a >= level) ends.push(px(i), py(j + across(a, d)));
    for (let e = 0; e + 3 < ends.length; e += 4) {
      line.moveTo(ends[e], ends[e + 1]);
      line.lineTo(ends[e + 2], ends[e + 3]);
    }
  }
}

// "#rrggbb" as a pixel, opaque, in the byte order of image data.
const ink = (color) => {
  const [r, g, b] = [1, 3, 5].map((k) => Number.parseInt(color.slice(k, k + 2), 16));
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
};
