// The weights panel: how much each day still counts at the cursor, (1 − β) βᵏ for the day k days ago. All closed forms.
import { between, ticksFrom } from "./days.js";
import { makeLabels } from "./labels.js";
import { clipTo, makePlot } from "./plot.js";
import { SIDES, drawCursor } from "./series.js";

const MARGIN = { ...SIDES, t: 10, b: 24 };
const LINE = 2;
const FILL = 0.2;
const FORGETS = 0.6; // below it an average forgets so fast that its weights would flatten all others
const ROOM = 1.12; // above the tallest, for the bracket of a window
const LADDER = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const TICK = 4;

export function makeWeights(box, onMove) {
  const plot = makePlot(box, { onMove });
  let scene = null; // {ground, theme, inks, curves, touched}
  let shown = "";
  const shapes = new Map(); // slot → {key, line, area}, with the cursor at x = 0

  function load(next) {
    scene = { ...next, curves: heard(next) };
    const top = roundUp(Math.max(0, ...scene.curves.map(({ beta }) => 1 - beta)) * ROOM || 1);
    const { ground, theme } = scene;
    const wanted = [ground.id, top, ...Object.values(theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    const ticks = ticksFrom(ground.first_day);
    plot.show({ x: [0, ground.n], y: [0, top], margin: MARGIN, theme, grid: true, apart: 24, ticks });
  }

  function draw(position) {
    const frame = scene && plot.frame();
    if (!frame) return;
    const { ground, theme, inks } = scene;
    const day = between(ground.days, position);
    const x = frame.px(day);
    const g = plot.pen();
    g.save();
    clipTo(g, frame);
    g.translate(x, 0);
    if (day > 0) for (const curve of scene.curves) drawWeights(g, shapeOf(curve, frame), inks.get(curve.slot).color);
    g.restore();
    drawCursor(g, frame, x, theme.text);
    if (day > 0) drawWindow(g, frame, day);
  }

  function shapeOf({ slot, beta }, frame) {
    const key = [beta, frame.key].join();
    if (shapes.get(slot)?.key !== key) shapes.set(slot, { key, ...shape(beta, frame) });
    return shapes.get(slot);
  }

  // The bracket over the days that a window of 1/(1 − β) would hold, ending at the cursor.
  function drawWindow(g, frame, day) {
    const curve = scene.curves.find(({ slot }) => slot === scene.touched) ?? scene.curves.at(0);
    if (!curve) return;
    const [from, to] = [frame.px(Math.max(0, day - curve.window)), frame.px(day)];
    const y = frame.py(1 - curve.beta) - 4;
    g.strokeStyle = scene.inks.get(curve.slot).color;
    g.lineWidth = 1.6;
    g.beginPath();
    g.moveTo(from, y + TICK);
    g.lineTo(from, y);
    g.lineTo(to, y);
    g.stroke();
    const { label, write } = makeLabels(scene.theme, frame);
    const words = windowOf(curve, scene.ground);
    const wide = 6.2 * words.length + 16;
    label(words, from - wide > frame.left ? from - wide : to + 8, y + 6, scene.theme.text);
    write(g);
  }

  return { plot, load, draw, close: plot.close };
}

export function windowOf({ title }) {
  return title.replace(/^about /, "");
}

// Of these the weights are drawn: the touched one always, of the others those that do not flatten the rest.
function heard({ curves, touched }) {
  const slow = curves.filter(({ beta, slot }) => beta >= FORGETS || slot === touched);
  return slow.length ? slow : curves;
}

function shape(beta, frame) {
  const { wide, bottom, range, py } = frame;
  const perDay = wide / (range[1] - range[0]);
  const fade = Math.log(beta) / perDay; // of a weight, a pixel further back
  const reach = Math.min(wide, -12 / fade); // 0 where β is 0: only today counts
  const [line, area] = [new Path2D(), new Path2D()];
  area.moveTo(0, bottom);
  for (let back = 0; back <= reach; back += 1.5) {
    const y = py((1 - beta) * (back ? Math.exp(fade * back) : 1));
    line[back ? "lineTo" : "moveTo"](-back, y);
    area.lineTo(-back, y);
  }
  if (reach < wide) {
    line.lineTo(-reach, bottom);
    line.lineTo(-wide, bottom);
  }
  area.lineTo(-reach, bottom);
  area.closePath();
  return { line, area };
}

function drawWeights(g, { line, area }, color) {
  Object.assign(g, { fillStyle: color, strokeStyle: color, globalAlpha: FILL, lineWidth: LINE });
  g.fill(area);
  g.globalAlpha = 1;
  g.stroke(line);
}

// The next round number: an axis that follows a drag in steps, not with every pixel.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * LADDER.find((step) => step * power >= value * (1 - 1e-9));
}
