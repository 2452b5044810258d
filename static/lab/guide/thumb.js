// A small contour without axes, or a curve.
import { drawContour } from "../plot/contour.js";
import { el } from "../widgets/dom.js";
import { frameOf } from "../plot/axes.js";
import { drawGraph } from "../plot/graph.js";
import { withHeights } from "../wire/heights.js";
import { drawMark } from "../widgets/marks.js";
import { readPacket } from "../wire/packets.js";
import { watchTheme } from "../plot/theme.js";

const [WIDTH, HEIGHT, STAR] = [240, 180, 6];

export function mountThumb({ data, parentElement }) {
  const { header } = readPacket(data);
  const root = parentElement.querySelector(".lab-thumb");
  const canvas = el("canvas", { role: "img", "aria-label": header.label });
  Object.assign(canvas.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` });
  root.replaceChildren(canvas);
  const ground = withHeights(header);
  const listeners = new AbortController();
  watchTheme(root, (_, theme) => paint(canvas, ground, theme), listeners.signal);
  return () => listeners.abort();
}

function paint(canvas, ground, theme) {
  const { grid, picture, colors, minima, graph, view } = ground;
  const [across, up] = graph ? view : [grid.x, grid.y];
  const frame = frameOf({ x: across, y: up, margin: { l: 0, r: 0, t: 0, b: 0 } }, { width: WIDTH, height: HEIGHT });
  Object.assign(canvas, { width: WIDTH * frame.ratio, height: HEIGHT * frame.ratio });
  const g = canvas.getContext("2d");
  g.scale(frame.ratio, frame.ratio);
  if (graph) drawGraph(g, frame, ground, theme);
  else drawContour(g, frame, picture, colors[theme.mode]);
  const look = { radius: STAR, color: theme.text, casing: theme.background, width: 1.5 };
  for (const [x, y] of minima) drawMark(g, "star", frame.px(x), frame.py(y), look);
}
