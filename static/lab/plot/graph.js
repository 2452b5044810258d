// The curve of a cost of one parameter: f and its slope at even steps of x, and between two of them the cubic that keeps both.
import { clipTo } from "./plot.js";

const LINE = 2;
const FONT = `italic 15px "KaTeX_Main", Georgia, serif`;
const [HEIGHT, PAD] = [20, 4]; // px, around a name

// f at x; NaN beyond the ends of what is known.
export function heightAt({ x: [low, high], f, slope }, x) {
  const step = (high - low) / (f.length - 1);
  const place = (x - low) / step;
  if (!(place >= 0 && place <= f.length - 1)) return NaN;
  const k = Math.min(f.length - 2, Math.floor(place));
  const t = place - k;
  const s = 1 - t;
  return (
    s * s * ((1 + 2 * t) * f[k] + t * step * slope[k]) + t * t * ((1 + 2 * s) * f[k + 1] - s * step * slope[k + 1])
  );
}

export function drawGraph(g, frame, { graph, letters, head }, theme) {
  g.save();
  clipTo(g, frame);
  g.fillStyle = theme.background;
  g.fillRect(frame.left, frame.top, frame.wide, frame.high);
  g.lineWidth = LINE;
  g.lineJoin = "round";
  g.strokeStyle = theme.muted;
  g.stroke(lineOf(graph, frame));
  g.restore();
  nameAxes(g, frame, theme, letters[0], head);
}

// The same cubics as the canvas draws them: a third of a step along each slope.
function lineOf({ x: [low, high], f, slope }, { px, py }) {
  const line = new Path2D();
  const step = (high - low) / (f.length - 1);
  const at = (k, third) => [px(low + (k + third / 3) * step), py(f[k] + (third / 3) * step * slope[k])];
  line.moveTo(...at(0, 0));
  for (let k = 1; k < f.length; k++) line.bezierCurveTo(...at(k - 1, 1), ...at(k, -1), ...at(k, 0));
  return line;
}

// What is drawn over what, at the ends of the axes.
function nameAxes(g, { left, right, top, bottom }, theme, letter, head) {
  g.font = FONT;
  g.textBaseline = "middle";
  word(g, head, left + 4, top + HEIGHT / 2, theme);
  word(g, letter, right - g.measureText(letter).width - 2 * PAD, bottom - 1 - HEIGHT / 2, theme);
}

// On the background, where the curve may pass.
function word(g, text, x, y, { background, muted }) {
  g.fillStyle = background;
  g.fillRect(x, y - HEIGHT / 2, g.measureText(text).width + 2 * PAD, HEIGHT);
  g.fillStyle = muted;
  g.fillText(text, x + PAD, y);
}
