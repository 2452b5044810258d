// The points of a picture: those of the train part full, those of the dev part hollow; drawn once for all tiles of a size.
import { shapeOf, strongOf } from "./classes.js";
import { drawMark } from "../widgets/marks.js";
import { clipTo } from "../plot/plot.js";

const sheets = new Map();
const MOST_SHEETS = 8;

export function drawPoints(g, frame, { ground, theme }) {
  const key = [ground.id, theme.mode, theme.background, frame.key].join();
  if (sheets.size > MOST_SHEETS) sheets.clear();
  if (!sheets.has(key)) sheets.set(key, pointsOf(frame, ground, theme));
  g.drawImage(sheets.get(key), 0, 0, frame.width, frame.height);
}

function pointsOf(frame, ground, theme) {
  const { width, height, ratio } = frame;
  const g = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio)).getContext("2d");
  g.scale(ratio, ratio);
  clipTo(g, frame);
  const radius = Math.max(1.3, Math.min(3.4, Math.sqrt((0.02 * frame.wide * frame.high) / ground.x.length)));
  const order = [...ground.x.keys()].toSorted((a, b) => ground.dev[a] - ground.dev[b]);
  for (const k of order) drawPoint(g, frame, ground, theme, k, radius);
  return g.canvas;
}

function drawPoint(g, frame, ground, theme, k, radius) {
  const [x, y] = [frame.px(ground.x[k]), frame.py(ground.y[k])];
  const isClass = ground.task === "classes";
  const color = isClass ? strongOf(theme.mode, ground.label[k]) : theme.muted;
  const shape = isClass ? shapeOf(ground.label[k]) : "circle";
  if (ground.dev[k])
    drawMark(g, shape, x, y, { radius: radius * 0.72, color: theme.background, casing: color, width: 1.1 });
  else drawMark(g, shape, x, y, { radius, color, casing: theme.background, width: 0.7 });
}
