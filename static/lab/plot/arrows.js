// The touched racer's next step taken apart: −∇f (dashed), v, and the step itself, at the length they have in the picture.
import { short } from "../widgets/format.js";

const SHORTEST = 26; // px: what is shorter would hide under the head; it is drawn at this length, and its label says how much longer
const HEAD = 9;

// `from` and `to` are the pixels of this step and the next; gradient and velocity come in data units.
export function drawArrows(g, frame, label, { arrows, step, from, to, color, theme }) {
  const scaled = ([dx, dy]) => [frame.px(dx[step]) - frame.px(0), frame.py(dy[step]) - frame.py(0)];
  const parts = [["−∇f", scaled(arrows.gradient), theme.text, 2, [5, 4]]];
  if (arrows.velocity) parts.push(["v", scaled(arrows.velocity), color, 2, []]);
  parts.push(["step", [to[0] - from[0], to[1] - from[1]], color, 3.5, []]);
  const drawn = parts.map((part) => drawArrow(g, from, part, theme)).filter(Boolean);
  for (const { text, x, y } of drawn) label(text, x, y);
}

function drawArrow(g, [x, y], [name, [dx, dy], color, width, dash], theme) {
  const length = Math.hypot(dx, dy);
  if (!(length > 0) || !Number.isFinite(length)) return null;
  const grown = Math.max(1, SHORTEST / length);
  const [ux, uy] = [dx / length, dy / length];
  const reach = length * grown;
  const tip = [x + ux * reach, y + uy * reach];
  strokeArrow(g, [x, y], tip, [ux, uy], theme.background, width + 3, []);
  strokeArrow(g, [x, y], tip, [ux, uy], color, width, dash);
  const text = grown > 1 ? `${name} ×${short(grown, 2)}` : name;
  return { text, x: tip[0] + (ux < 0 ? -46 : 8), y: tip[1] + 12 * uy };
}

export function strokeArrow(g, [x, y], [tx, ty], [ux, uy], color, width, dash) {
  const size = Math.min(HEAD + width, 0.55 * Math.hypot(tx - x, ty - y));
  g.strokeStyle = g.fillStyle = color;
  g.lineWidth = width;
  g.setLineDash(dash);
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(tx - ux * size * 0.7, ty - uy * size * 0.7);
  g.stroke();
  g.setLineDash([]);
  g.beginPath();
  g.moveTo(tx, ty);
  g.lineTo(tx - ux * size - uy * size * 0.45, ty - uy * size + ux * size * 0.45);
  g.lineTo(tx - ux * size + uy * size * 0.45, ty - uy * size - ux * size * 0.45);
  g.fill();
}
