// What a net makes of the plane, in colour: a class a hue, the surer the fuller; a line where one class passes into another.
import { softOf } from "./classes.js";
import { levelLines } from "../plot/contour.js";
import { forward, scaled } from "./forward.js";
import { clipTo } from "../plot/plot.js";

const FULL = 0.92; // how much of its colour a sure class has

// `size`: {nx, ny}. Returns outputs × points of a grid whose outermost nodes lie on the sides of the view, from the lowest row up.
export function field({ layers, weights, ground }, { nx, ny }) {
  const [x0, x1, y0, y1] = ground.view;
  const count = nx * ny;
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  for (let j = 0, k = 0; j < ny; j++)
    for (let i = 0; i < nx; i++, k++) {
      x[k] = x0 + ((x1 - x0) * i) / (nx - 1);
      y[k] = y0 + ((y1 - y0) * j) / (ny - 1);
    }
  return shares(forward(layers, weights, scaled(ground.scale, [x, y], count), count), count);
}

// One output is the probability of the second class; there is then one of the first, too.
function shares(outputs, count) {
  if (outputs.length > count) return outputs;
  const both = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    both[k] = 1 - outputs[k];
    both[count + k] = outputs[k];
  }
  return both;
}

// A sheet serves again as soon as it was copied.
const sheets = new Map();
const MOST_SHEETS = 6;

function sheetOf(nx, ny) {
  const key = [nx, ny].join();
  if (!sheets.has(key)) {
    if (sheets.size >= MOST_SHEETS) sheets.clear();
    const g = new OffscreenCanvas(nx, ny).getContext("2d");
    sheets.set(key, { g, image: g.createImageData(nx, ny) });
  }
  return sheets.get(key);
}

// A small picture with a pixel a node, to be copied at once; the canvas makes it large and smooth.
export function pictureOf(values, { nx, ny }, theme) {
  const count = nx * ny;
  const classes = values.length / count;
  const ground = rgb(theme.background);
  const inks = Array.from({ length: classes }, (_, c) => rgb(softOf(theme.mode, c)).map((v, k) => v - ground[k]));
  const { g, image } = sheetOf(nx, ny);
  const even = 1 / classes;
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      const at = 4 * ((ny - 1 - j) * nx + i);
      let [red, green, blue] = ground;
      for (let c = 0; c < classes; c++) {
        const sure = (values[c * count + j * nx + i] - even) / (1 - even);
        if (!(sure > 0)) continue;
        const much = FULL * Math.sqrt(sure);
        red += much * inks[c][0];
        green += much * inks[c][1];
        blue += much * inks[c][2];
      }
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = 255;
    }
  g.putImageData(image, 0, 0);
  return g.canvas;
}

// The outermost nodes lie on the sides: half a pixel of the small picture stands over them.
export function drawField(g, frame, { values, picture, size, ground, theme }) {
  const [x0, x1, y0, y1] = ground.view;
  const [wide, high] = [(x1 - x0) / (size.nx - 1), (y1 - y0) / (size.ny - 1)];
  const [left, top] = [frame.px(x0 - wide / 2), frame.py(y1 + high / 2)];
  g.save();
  clipTo(g, frame);
  g.imageSmoothingQuality = "high";
  g.drawImage(picture, left, top, frame.px(x1 + wide / 2) - left, frame.py(y0 - high / 2) - top);
  Object.assign(g, { strokeStyle: theme.text, lineWidth: 1.4, lineJoin: "round" });
  const grid = { ...size, x: [x0, x1], y: [y0, y1] };
  for (const border of bordersOf(values, size)) g.stroke(levelLines(frame, grid, border, [0]));
  g.restore();
}

// Where a class is above all others by so much; with two classes one line says it.
function bordersOf(values, { nx, ny }) {
  const count = nx * ny;
  const classes = values.length / count;
  const above = (c) => {
    const lead = new Float32Array(count);
    for (let k = 0; k < count; k++) {
      let others = -Infinity;
      for (let d = 0; d < classes; d++) if (d !== c) others = Math.max(others, values[d * count + k]);
      lead[k] = values[c * count + k] - others;
    }
    return lead;
  };
  return classes === 2 ? [above(1)] : Array.from({ length: classes }, (_, c) => above(c));
}

const rgb = (color) => [1, 3, 5].map((k) => Number.parseInt(color.slice(k, k + 2), 16));

// A fitted curve: outputs at so many places along the view.
export function curveOf({ layers, weights, ground }, count) {
  const [x0, x1] = ground.view;
  const x = Float32Array.from({ length: count }, (_, k) => x0 + ((x1 - x0) * k) / (count - 1));
  return { x, y: forward(layers, weights, scaled(ground.scale, [x], count), count) };
}
