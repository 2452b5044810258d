// What was measured while nets trained, against the step: train solid, dev dashed, over the loss of each batch.
import { makeLabels } from "../plot/labels.js";
import { drawLine, lineOf, makeSheets } from "../plot/lines.js";
import { drawMark } from "../widgets/marks.js";
import { clipTo, makePlot } from "../plot/plot.js";
import { lastUpTo } from "./runs.js";
import { drawCursor } from "../plot/series.js";

const MARGIN = { l: 42, r: 8, t: 8, b: 36 };
const DASH = [6, 4];
const DOTS = [2, 3];
const WIDTH = { train: 2.2, dev: 1.7, smoothed: 1.1, raw: 0.7 };
const ALPHA = { train: 1, dev: 1, smoothed: 0.75, raw: 0.2 };
const BAND = 0.1; // where raw losses are so many that they fill an area
const FAINT = 0.35;
const HEAD = 5; // radius
const DENSE = 2; // numbers a pixel, from which a line is drawn as the band that it fills
const EPOCHS = [1, 2, 5, 10, 20, 25, 50, 100];
const APART = 64; // px, between two epochs with their numbers
const LEAST = 1e-12; // a loss of 0 sits on the foot of a log axis
const SEEN = 0.005; // of the least dev loss: what has to be lost afterwards to make its place worth a mark

// What is drawn, by the names of columns: `train` and `dev` were taken at the steps `at`, `raw` and `smoothed` at every step.
export function makeHistory(box, { train, dev = null, at = "at", raw = null, smoothed = null }, onMove) {
  const plot = makePlot(box, { onMove });
  const [others, moving] = [makeSheets(), makeSheets()]; // while a slider is dragged, only its own racer is drawn anew
  const drawn = new Map(); // sheets → what they show
  const made = new Map(); // slot → its lines
  const parts = dev ? [train, dev] : [train];
  let scene = null; // {wire, ground, theme, inks, runs, axis: {log, range}, dragged}
  let shown = "";

  function load(next) {
    scene = next;
    const { wire, axis, theme } = scene;
    const x = [0, Math.max(1, wire.steps)];
    const wanted = [...x, ...axis.range, axis.log, wire.perEpoch, ...Object.values(theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    const over = (g, frame) => drawEpochs(g, frame, wire, theme);
    plot.show({ x, y: axis.range, log: axis.log, margin: MARGIN, theme, grid: true, apart: 34, over });
  }

  function prepare(frame) {
    const moves = ({ racer }) => racer.slot === scene.dragged;
    fill(
      others,
      frame,
      scene.runs.filter((run) => !moves(run)),
    );
    fill(moving, frame, scene.runs.filter(moves));
  }

  function fill(sheets, frame, runs) {
    const wanted = [frame.key, scene.theme.mode, ...runs.flatMap((run) => [run, run.version])];
    const before = drawn.get(sheets);
    if (wanted.length === before?.length && wanted.every((part, k) => part === before[k])) return;
    drawn.set(sheets, wanted);
    if (!runs.length) return sheets.show(frame, null);
    const lines = runs.map((run) => ({ ...linesOf(run, frame), color: scene.inks.get(run.racer.slot).color }));
    sheets.show(frame, (g, strong) => {
      clipTo(g, frame);
      g.lineJoin = "round";
      for (const name of ["raw", "smoothed", "dev", "train"])
        for (const line of lines) drawOne(g, line[name], name, line.color, strong);
    });
  }

  function drawOne(g, line, name, color, strong) {
    if (!line) return;
    const dash = name === "dev" ? DASH : [];
    const width = strong ? WIDTH[name] : Math.min(1, WIDTH[name]);
    const alpha = line.band && name === "raw" ? BAND : ALPHA[name];
    drawLine(g, line, { color, width, dash, alpha: alpha * (strong ? 1 : FAINT) });
  }

  function linesOf(run, frame) {
    const key = [frame.key, run.version].join();
    const old = made.get(run.racer.slot);
    if (old?.run === run && old.key === key) return old;
    const xs = run[at].map(frame.px);
    const lines = { run, key, train: lineIn(xs, run[train], frame), dev: dev && lineIn(xs, run[dev], frame) };
    if (raw) lines.raw = eachStep(run, raw, frame);
    if (smoothed) lines.smoothed = eachStep(run, smoothed, frame);
    made.set(run.racer.slot, lines);
    return lines;
  }

  // J of a batch is that before its step.
  const eachStep = (run, name, frame) =>
    lineIn(
      Float32Array.from(run[name], (_, k) => frame.px(run.onTimeLine(k))),
      run[name],
      frame,
    );

  function lineIn(xs, values, frame) {
    if (!values.length) return null;
    const py = heightIn(frame);
    const dense = values.length > DENSE * frame.wide;
    return lineOf(xs, values, py, dense && values, dense && values);
  }

  function draw(position) {
    const frame = scene && plot.frame();
    if (!frame) return;
    prepare(frame);
    const g = plot.pen();
    const x = frame.px(position);
    for (const sheets of [others, moving]) sheets.lay(g, frame, x);
    if (raw) for (const run of scene.runs) drawBest(g, frame, run, position);
    drawCursor(g, frame, x, scene.theme.muted);
    for (const run of scene.runs) drawHead(g, frame, run, position);
  }

  function drawHead(g, frame, run, position) {
    const { color, marker } = scene.inks.get(run.racer.slot);
    const step = Math.min(position, run.steps);
    const [x, y] = [frame.px(step), heightIn(frame)(between(run[at], run[train], step))];
    if (frame.has(x, y, 2))
      drawMark(g, marker, x, y, { radius: HEAD, color, casing: scene.theme.background, width: 1.5 });
  }

  // Where early stopping would have ended: a ring on the dev curve, and a dotted line down to its step.
  function drawBest(g, frame, run, position) {
    if (!worthAMark(run)) return;
    const { color } = scene.inks.get(run.racer.slot);
    const [x, y] = [frame.px(run.best.step), heightIn(frame)(run.best.loss)];
    const ahead = run.best.step > position;
    Object.assign(g, { strokeStyle: color, lineWidth: 1.2, fillStyle: scene.theme.background });
    g.globalAlpha = ahead ? FAINT : 1;
    g.setLineDash(DOTS);
    g.beginPath();
    g.moveTo(x, y);
    g.lineTo(x, frame.bottom);
    g.stroke();
    g.setLineDash([]);
    g.lineWidth = 2;
    g.beginPath();
    g.arc(x, y, HEAD, 0, 7);
    g.fill();
    g.stroke();
    g.globalAlpha = 1;
    if (!ahead && run.racer.slot === scene.touched) nameBest(g, frame, run, x, y);
  }

  function nameBest(g, frame, run, x, y) {
    const { label, write } = makeLabels(scene.theme, frame);
    label(`early stopping: epoch ${Math.round(run.best.step / scene.wire.perEpoch)}`, x + 10, y + 16);
    write(g);
  }

  // The racer whose line is nearest at the pointer's step.
  function linesAt(px, py, frame) {
    const found = scene.runs
      .flatMap((run) => parts.map((name) => ({ run, name, k: lastUpTo(run[at], frame.x(px) + 0.5) })))
      .map((place) => ({ ...place, step: place.run[at][place.k], value: place.run[place.name][place.k] }))
      .map((place) => ({ ...place, away: Math.abs(heightIn(frame)(place.value) - py) }))
      .filter(({ away }) => away < 18)
      .toSorted((a, b) => a.away - b.away)[0];
    return found && { ...found, part: found.name === dev ? "dev" : dev ? "train" : "" };
  }

  const close = () => {
    for (const sheets of [others, moving]) sheets.close();
    plot.close();
  };
  return { plot, load, draw, linesAt, close };
}

export function worthAMark({ best, at, dev }) {
  const last = dev.at(-1);
  return best.step < at.at(-1) && last > best.loss * (1 + SEEN);
}

const heightIn = (frame) =>
  frame.log
    ? (value) => Math.min(frame.bottom, frame.py(Math.log10(Math.max(LEAST, value))))
    : (value) => frame.py(value);

// Between two measurements; nothing is known before the first.
function between(at, values, step) {
  if (!values.length) return NaN;
  const k = lastUpTo(at, step);
  if (k + 1 >= values.length) return values[k];
  return values[k] + ((step - at[k]) / (at[k + 1] - at[k])) * (values[k + 1] - values[k]);
}

// Under the steps, the epochs.
function drawEpochs(g, frame, { perEpoch, steps }, theme) {
  const wide = frame.wide / (steps / perEpoch || 1);
  const every = EPOCHS.find((epochs) => epochs * wide >= APART) ?? EPOCHS.at(-1);
  Object.assign(g, { fillStyle: theme.muted, font: `11px ${theme.font}`, textAlign: "center", textBaseline: "top" });
  const y = frame.bottom + 21;
  for (let epoch = every; epoch * perEpoch <= steps; epoch += every) {
    const x = frame.px(epoch * perEpoch);
    const words = `epoch ${epoch}`;
    g.fillText(words, Math.min(x, frame.width - g.measureText(words).width / 2), y);
  }
}
