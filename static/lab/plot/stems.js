// A series as stems: a line from zero to each of its numbers, strong up to the cursor.
import { clipTo, makePlot } from "./plot.js";
import { drawCursor } from "./series.js";

const MARGIN = { l: 42, r: 6, t: 10, b: 22 };
const FAINT = 0.35;
const DOT = 2.6;

export function makeStems(box, onMove) {
  const plot = makePlot(box, { onMove });
  let scene = null;
  let shown = "";

  function load(next, range) {
    scene = next;
    const { theme, wire } = scene;
    const wanted = [wire.series.n, ...range, ...Object.values(theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    plot.show({ x: [0, wire.series.n], y: range, margin: MARGIN, theme, grid: true });
  }

  function draw(position) {
    const frame = scene && plot.frame();
    if (!frame) return;
    const { g: values } = scene.wire.series;
    const { theme } = scene;
    const g = plot.pen();
    g.save();
    clipTo(g, frame);
    const done = Math.floor(position);
    g.globalAlpha = FAINT;
    drawStems(g, frame, values, done, values.length, theme.text);
    g.globalAlpha = 1;
    drawStems(g, frame, values, 0, Math.min(done, values.length), theme.text);
    g.restore();
    drawCursor(g, frame, frame.px(position), theme.muted);
  }

  return { plot, load, draw, close: plot.close };
}

// The k-th number is the gradient of step k + 1.
function drawStems(g, frame, values, from, to, color) {
  const radius = Math.max(0.8, Math.min(DOT, frame.wide / values.length / 2.5));
  Object.assign(g, { strokeStyle: color, fillStyle: color, lineWidth: Math.min(1.4, radius) });
  const zero = frame.py(0);
  for (let k = from; k < to; k++) {
    const [x, y] = [frame.px(k + 1), frame.py(values[k])];
    g.beginPath();
    g.moveTo(x, zero);
    g.lineTo(x, y);
    g.stroke();
    g.beginPath();
    g.arc(x, y, radius, 0, 7);
    g.fill();
  }
}
