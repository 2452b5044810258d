// What a step is made of, drawn at the point where it begins: −∇f, v, √s as an ellipse, the look-ahead point, and the step itself.
import { strokeArrow } from "../plot/arrows.js";
import { digits } from "../widgets/digits.js";
import { short } from "../widgets/format.js";

const SHORTEST = { step: 26, gradient: 20, velocity: 20, ellipse: 14 }; // px: what is shorter would hide under the head
const LONGEST = 0.6; // of the picture's shorter side, for the longest of what shares a scale in all steps
const MIDDLE = 0.42; // and for the longest of half of the steps
const NICE = [1, 2, 5];
const DASHED = { width: 2, dash: [5, 4] };
const THIN = { width: 2, dash: [] };
const THICK = { width: 3.5, dash: [] };
const FADED = 0.22;
const NEAR = 8; // px
const RING = 7;
const HALO = 12; // px around a line that words keep free

// Gradient, v and the ellipse share one scale, so that v can be read off on the ellipse's half-axes. The gradient stands where it
// was taken: at the look-ahead point, where there is one.
export function partsOf({ wire, theme }, frame, row, color, scale) {
  const { arrows, path } = wire;
  const point = (x, y) => [frame.px(x), frame.py(y)];
  const [from, to] = [row, row + 1].map((k) => point(path.x[k], path.y[k]));
  if (!frame.has(...from)) return [];
  const { g, v, axes, ahead } = vectorsAt(wire, row);
  const px = (value) => value * scale * unitOf(frame);
  const against = (origin, [x, y], name, text) =>
    grown(origin, [origin[0] - px(x), origin[1] + px(y)], SHORTEST[name], text);
  const ring = ahead && point(...ahead);
  const [velocity, root] = [v && `−${signOf(arrows.velocity)}`, axes && `√${signOf(arrows.ellipse)}`];
  const parts = [
    axes && { name: "ellipse", from, ...widened(axes.map(px), root), color },
    ring && { name: "look_ahead", from, ring, color, text: "θ′" },
    g && { name: "gradient", ...against(ring ?? from, g, "gradient", "−∇f"), ...DASHED, color: theme.text },
    v && { name: "velocity", ...against(from, v, "velocity", velocity), ...THIN, color },
    { name: "step", ...grown(from, to, SHORTEST.step, "step"), ...THICK, color },
  ].filter((part) => part && finite(part));
  return Object.assign(parts, { scaled: saying([g && "−∇f", velocity, root], scale) });
}

function vectorsAt({ arrows, values }, row) {
  const at = (name) => name && values.chart[name].map((column) => column[row]);
  const [g, v, ahead] = ["gradient", "velocity", "look_ahead"].map((name) => at(arrows[name]));
  return { g, v, ahead, axes: at(arrows.ellipse)?.map(Math.sqrt) };
}

const unitOf = (frame) => frame.wide / (frame.range[1] - frame.range[0]);

// "−∇f, −v̂ and √ŝ ×0.02": how long they are drawn, in the units of the picture.
function saying(names, scale) {
  const [last, ...others] = names.filter(Boolean).toReversed();
  const all = others.length ? `${others.toReversed().join(", ")} and ${last}` : last;
  return last ? `${all} ×${digits(scale)}` : "";
}

const signOf = (name) => ({ v_hat: "v̂", s_hat: "ŝ" })[name] ?? name;
const finite = ({ to, radii, ring }) => [...(to ?? []), ...(radii ?? []), ...(ring ?? [])].every(Number.isFinite);

// One for all steps of a run that begin in the picture, so that arrows can be compared from step to step: 1, 2 or 5 times a power of
// ten. The longest of all stay inside, those of a step in the middle are seen well.
export function scaleOf({ wire }, frame) {
  const { x, y, last } = wire.path;
  const rows = Array.from({ length: Math.min(last, wire.steps) }, (_, k) => k);
  const sizes = rows
    .filter((k) => frame.has(frame.px(x[k]), frame.py(y[k])))
    .map((k) => longestOf(vectorsAt(wire, k)))
    .filter((size) => size > 0 && size < Infinity)
    .toSorted((a, b) => a - b);
  if (!sizes.length) return 1;
  const room = Math.min(frame.wide, frame.high) / unitOf(frame);
  const most = room * Math.min(LONGEST / sizes.at(-1), MIDDLE / sizes[sizes.length >> 1]);
  const power = 10 ** Math.floor(Math.log10(most));
  return NICE.findLast((k) => k * power <= most * (1 + 1e-9)) * power;
}

const longestOf = ({ g, v, axes }) => Math.max(...[g, v, axes].filter(Boolean).map(([x, y]) => Math.hypot(x, y)));

// What is too short to be seen is drawn longer, and its words say how many times.
const longer = (text, by) => (by > 1.04 ? `${text} ×${short(by, 2)}` : text);

function grown(from, to, least, text) {
  const [[x, y], [tx, ty]] = [from, to];
  const length = Math.hypot(tx - x, ty - y);
  if (!(length > 0)) return { from, to, text: "" };
  const by = Math.max(1, least / length);
  return { from, to: [x + by * (tx - x), y + by * (ty - y)], text: longer(text, by) };
}

function widened(radii, text) {
  const by = Math.max(1, SHORTEST.ellipse / Math.max(...radii));
  return { radii: radii.map((radius) => by * radius), text: longer(text, by) };
}

export function drawParts(g, parts, { theme, lit, label, avoid }) {
  const about = parts.some(({ name }) => name === lit) ? lit : null;
  for (const part of parts) {
    g.save();
    g.globalAlpha = about && part.name !== about ? FADED : 1;
    drawPart(g, part, theme, part.name === about);
    g.restore();
    part.words =
      part.text && (!about || part.name === about) ? label(part.text, ...labelPlace(part), part.color) : null;
    for (const place of placesOf(part)) avoid(...place, HALO);
  }
}

// Along its line, so that no words hide it.
function placesOf({ from, to, ring }) {
  if (!to) return ring ? [ring] : [];
  const count = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / HALO));
  return Array.from({ length: count }, (_, k) => [0, 1].map((i) => from[i] + ((k + 1) / count) * (to[i] - from[i])));
}

function drawPart(g, part, theme, lit) {
  if (part.radii) return drawEllipse(g, part, theme, lit);
  if (part.ring) return drawRing(g, part, theme);
  const { from, to, color, width, dash } = part;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (!(length > 0)) return;
  const along = [dx / length, dy / length];
  strokeArrow(g, from, to, along, theme.background, width + 3, []);
  strokeArrow(g, from, to, along, color, lit ? width + 1 : width, dash);
}

// With its half-axes: the rulers by which each coordinate is measured.
function drawEllipse(g, { from: [x, y], radii: [a, b], color }, theme, lit) {
  const outline = outlineOf(x, y, a, b);
  const alpha = g.globalAlpha;
  g.fillStyle = color;
  g.globalAlpha = alpha * (lit ? 0.2 : 0.1);
  g.fill(outline);
  g.globalAlpha = alpha;
  for (const [width, style] of [
    [lit ? 5 : 4, theme.background],
    [lit ? 2.2 : 1.4, color],
  ]) {
    g.lineWidth = width;
    g.strokeStyle = style;
    g.stroke(outline);
  }
  g.lineWidth = 1;
  g.setLineDash([2, 3]);
  g.beginPath();
  g.moveTo(x - a, y);
  g.lineTo(x + a, y);
  g.moveTo(x, y - b);
  g.lineTo(x, y + b);
  g.stroke();
}

function outlineOf(x, y, a, b) {
  const outline = new Path2D();
  outline.ellipse(x, y, Math.max(0.5, a), Math.max(0.5, b), 0, 0, 2 * Math.PI);
  return outline;
}

function drawRing(g, { from, ring: [x, y], color }, { background }) {
  g.setLineDash([2, 3]);
  g.lineWidth = 1.4;
  g.strokeStyle = color;
  g.beginPath();
  g.moveTo(...from);
  g.lineTo(x, y);
  g.stroke();
  g.setLineDash([]);
  for (const [width, style] of [
    [5, background],
    [2, color],
  ]) {
    g.lineWidth = width;
    g.strokeStyle = style;
    g.beginPath();
    g.arc(x, y, RING, 0, 7);
    g.stroke();
  }
}

// Beyond the tip; beside the ring; at the end of the ellipse's longer axis.
function labelPlace({ from, to, ring, radii, text }) {
  if (ring) return [ring[0] + 12, ring[1]];
  if (radii) return radii[0] > radii[1] ? [from[0] + radii[0] + 6, from[1]] : [from[0] + 8, from[1] - radii[1] - 10];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  return [to[0] + (dx < -0.3 * length ? -10 - 7 * text.length : 8), to[1] + (14 * dy) / length];
}

// The part under the pointer, by its line or its words; the nearer one where two cross.
export function nearestPart(parts, px, py) {
  const gap = (part) => (onWords(part, px, py) ? 0 : distanceTo(part, px, py));
  const away = parts.map((part) => ({ name: part.name, by: gap(part) }));
  return away.filter(({ by }) => by < NEAR).toSorted((a, b) => a.by - b.by)[0]?.name ?? null;
}

function onWords({ words }, px, py) {
  if (!words?.box) return false;
  const { x, y, width, height } = words.box;
  return px > x && px < x + width && py > y && py < y + height;
}

function distanceTo({ from: [x, y], to, ring, radii }, px, py) {
  if (ring) return Math.abs(Math.hypot(px - ring[0], py - ring[1]) - RING / 2);
  if (radii) return aroundEllipse((px - x) / Math.max(1, radii[0]), (py - y) / Math.max(1, radii[1]), radii);
  const [dx, dy] = [to[0] - x, to[1] - y];
  const part = Math.max(0.15, Math.min(1, ((px - x) * dx + (py - y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - x - part * dx, py - y - part * dy);
}

const aroundEllipse = (u, w, [a, b]) => Math.abs(Math.hypot(u, w) - 1) * Math.min(a, b) + NEAR / 4;
