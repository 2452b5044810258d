// The series panel: its days as grey dots, or as a band where they are too many, and the averages over them.
import { between, ticksFrom } from "./days.js";
import { makeLabels } from "./labels.js";
import { areaOf, drawLine, lineOf, makeSheets } from "./lines.js";
import { drawMark } from "../widgets/marks.js";
import { clipTo, makePlot } from "./plot.js";

export const SIDES = { l: 40, r: 8 };
const MARGIN = { ...SIDES, t: 10, b: 24 };
const STRONG = { width: 2.6, casing: 5 };
const DENSE = { width: 1.6, casing: 0 }; // where days are nearer than a pixel, lines are all peaks
const HEAD = 6; // radius
const EDGE = 4; // px: a line along the edge is seen whole
const DOT = { most: 1.9, least: 0.7, alpha: 0.5 };
const DOTTED = [2, 3];
const DASHED = [7, 4];
const FAINT = { line: 0.42, plain: 0.3, moving: 0.25, area: 0.05 };
const AREA = 0.15;
const SEEN = 16; // px: a gap that is smaller needs no name

export function makeSeries(box, onMove) {
  const plot = makePlot(box, { onMove });
  const [others, moving] = [makeSheets(), makeSheets()]; // while a slider is dragged, only its own average is drawn anew
  const drawn = new Map(); // sheets → what they show
  const made = new Map(); // slot → what its lines are made of
  let scene = null; // {wire, ground, theme, inks, curves, named, dragged}
  let shown = "";
  let stops = { key: "", xs: null }; // px
  let note = null; // where the gap has its name

  // Draws axes and days where they change, nothing where only the averages move.
  function load(next) {
    scene = next;
    const { ground, wire, theme } = scene;
    const wanted = [ground.id, ...wire.axis, ...Object.values(theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    const ticks = ticksFrom(ground.first_day);
    const over = (g, frame) => drawDays(g, frame, ground, theme);
    plot.show({ x: [0, ground.n], y: wire.axis, margin: MARGIN, theme, grid: true, apart: 44, ticks, over });
  }

  function prepare(frame) {
    const { curves, dragged, ground } = scene;
    const key = [frame.key, ground.id].join();
    if (stops.key !== key) stops = { key, xs: ground.days.map(frame.px) };
    const moves = ({ slot }) => slot === dragged;
    fill(
      others,
      frame,
      curves.filter((curve) => !moves(curve)),
    );
    fill(moving, frame, curves.filter(moves));
  }

  function fill(sheets, frame, curves) {
    const { wire, named, theme, ground } = scene;
    const inside = curves.includes(named) && named;
    const tracks = curves.map(({ track }) => track);
    const wanted = [stops.key, theme.background, wire.correction, inside?.slot, ...tracks];
    const before = drawn.get(sheets);
    if (wanted.length === before?.length && wanted.every((part, k) => part === before[k])) return;
    drawn.set(sheets, wanted);
    if (!curves.length) return sheets.show(frame, null);
    const lines = curves.map((curve) => partsOf(curve, frame));
    const area = inside && gapOf(inside.track, frame);
    if (inside) note = noteOf(frame, stops.xs, inside.track);
    const look = frame.wide < ground.n ? DENSE : STRONG;
    sheets.show(frame, (g, strong) => {
      clipTo(g, { ...frame, top: frame.top - EDGE, high: frame.high + 2 * EDGE });
      if (area) drawArea(g, area, inside, strong);
      for (const parts of lines) drawParts(g, parts, theme, strong && look);
    });
  }

  // Made anew only for a curve that moved.
  function partsOf({ slot, track }, frame) {
    const { color, marker } = scene.inks.get(slot);
    const key = [stops.key, scene.wire.correction].join();
    const old = made.get(slot);
    const parts = old?.track === track && old.key === key ? old : { ...linesIn(track, frame), track, key };
    made.set(slot, parts);
    return Object.assign(parts, { color, marker });
  }

  function linesIn({ v, v_hat, v_low, v_high, hat_low, hat_high, moving: window, moving_low, moving_high }, { py }) {
    const { correction } = scene.wire;
    const { xs } = stops;
    if (correction === "off") return { solid: lineOf(xs, v, py, v_low, v_high), ...windowIn() };
    const apart = correction === "both" ? parting(v, v_hat, py) : 0;
    const part = (values) => values?.subarray(0, apart);
    const dotted = apart ? lineOf(xs, part(v), py, part(v_low), part(v_high)) : {};
    return { solid: lineOf(xs, v_hat, py, hat_low, hat_high), dotted, ...windowIn() };

    function windowIn() {
      return { dashed: window ? lineOf(xs, window, py, moving_low, moving_high) : {} };
    }
  }

  function gapOf({ v, v_hat }, { py }) {
    const apart = parting(v, v_hat, py);
    return areaOf(stops.xs, v_hat.subarray(0, apart), v.subarray(0, apart), py);
  }

  function drawArea(g, area, { slot }, strong) {
    g.fillStyle = scene.inks.get(slot).color;
    g.globalAlpha = strong ? AREA : FAINT.area;
    g.fill(area);
    g.globalAlpha = 1;
  }

  function draw(position) {
    const frame = scene && plot.frame();
    if (!frame) return;
    prepare(frame);
    const { ground, theme, named } = scene;
    const x = frame.px(between(ground.days, position));
    const g = plot.pen();
    for (const sheets of [others, moving]) sheets.lay(g, frame, x);
    drawCursor(g, frame, x, theme.text);
    drawHeads(g, frame, x, position);
    if (named && note && x > note.x) drawNote(g, frame);
  }

  function drawHeads(g, frame, x, position) {
    for (const curve of scene.curves) {
      const y = frame.py(shownAt(curve, scene.wire.correction, position));
      const { marker, color } = scene.inks.get(curve.slot);
      if (frame.has(x, y, EDGE))
        drawMark(g, marker, x, y, { radius: HEAD, color, casing: scene.theme.background, width: 1.5 });
    }
  }

  function drawNote(g, frame) {
    const { label, write } = makeLabels(scene.theme, frame);
    g.strokeStyle = scene.theme.muted;
    g.lineWidth = 1;
    g.beginPath();
    g.moveTo(note.x, note.y);
    g.lineTo(note.at.x, note.at.y);
    g.stroke();
    label("what bias correction adds", note.at.x, note.at.y, scene.theme.muted);
    write(g);
  }

  const close = () => {
    for (const sheets of [others, moving]) sheets.close();
    plot.close();
  };
  return { plot, load, draw, close };
}

// What stands for an average at a position: corrected where that is shown; before the first day, nothing.
export function shownAt({ track }, correction, position) {
  return between(correction === "off" ? track.v : track.v_hat, position);
}

// How many stops it takes until the plain average and the corrected one lie on one another for good: at 0 they do so in passing.
function parting(v, v_hat, py) {
  const apart = (value, k) => !(Math.abs(py(value) - py(v_hat[k])) < 0.5);
  return v.findLastIndex(apart) + 2;
}

function drawParts(g, { solid, dotted = {}, dashed, color }, { background }, strong) {
  if (!strong) {
    drawLine(g, dotted, { color, width: 1, alpha: FAINT.plain });
    drawLine(g, solid, { color, width: 1.2, alpha: FAINT.line });
    return drawLine(g, dashed, { color, width: 1, dash: DASHED, alpha: FAINT.moving });
  }
  drawLine(g, dotted, { color, width: 1.5, dash: DOTTED });
  drawLine(g, dashed, { color, width: 1.4, dash: DASHED, alpha: 0.85 });
  if (strong.casing) drawLine(g, solid, { color: background, width: strong.casing });
  drawLine(g, solid, { color, width: strong.width });
}

function drawDays(g, frame, ground, { muted }) {
  Object.assign(g, { fillStyle: muted, globalAlpha: DOT.alpha });
  if (ground.stride > 1) g.fill(areaOf(ground.days.map(frame.px), ground.high, ground.low, frame.py));
  else drawDots(g, frame, ground);
  g.globalAlpha = 1;
}

function drawDots(g, { px, py, wide }, { days, theta, n }) {
  const radius = Math.max(DOT.least, Math.min(DOT.most, (0.75 * wide) / n));
  for (let k = 1; k < days.length; k++) {
    g.beginPath();
    g.arc(px(days[k]), py(theta[k]), radius, 0, 7);
    g.fill();
  }
}

export function drawCursor(g, { top, bottom }, x, color) {
  Object.assign(g, { lineWidth: 1.2, strokeStyle: color });
  g.beginPath();
  g.moveTo(x, top);
  g.lineTo(x, bottom);
  g.stroke();
}

// The middle of the gap where it is still wide, and a place for its name beyond the plain average.
function noteOf(frame, xs, { v, v_hat }) {
  const gap = (k) => Math.abs(frame.py(v_hat[k]) - frame.py(v[k]));
  const first = xs.findIndex((x, k) => x > frame.left + 30 && k > 0);
  if (first < 0 || !(gap(first) > SEEN)) return null;
  const below = v[first] < v_hat[first] ? 1 : -1;
  const y = (frame.py(v_hat[first]) + frame.py(v[first])) / 2;
  const beside = xs.findLastIndex((x) => x <= xs[first] + 74);
  if (!(gap(beside) > SEEN / 2)) return null;
  const far = frame.py(v[beside]) + below * 20;
  const at = { x: xs[beside], y: Math.max(frame.top + 9, Math.min(frame.bottom - 9, far)) };
  return { x: xs[first], y, at };
}
