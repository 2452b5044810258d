// A curve against the step: the loss, or what was chosen for the third picture.
import { makeLayers } from "./layers.js";
import { drawMark } from "../widgets/marks.js";
import { clipTo, makePlot } from "./plot.js";
import { curvePixels, makeKeeper, movingSlot, pointAt } from "./tracks.js";

const LINE = 2.2;
const HEAD = 5; // radius
const ROOMY = 2.5; // times the range that would do
const MARGIN = { l: 42, r: 6, t: 10, b: 22 };

export function makeCurve(box, name, onMove) {
  const plot = makePlot(box, { onMove });
  const layers = makeLayers({ width: LINE, cased: false });
  const keep = makeKeeper();
  let scene = null;
  let tracks = [];
  let key = ""; // of the frame that the tracks are made for
  let stale = true; // whether there are newer ones
  let shown = {};

  // Draws the axes where they change, nothing where only tracks move.
  function load(next) {
    scene = next;
    stale = true;
    const axis = axisOf(scene.wire.axes[name], scene.log);
    const x = [0, Math.max(1, scene.wire.steps)];
    const look = [axis.log, ...Object.values(scene.theme)].join();
    const wanted = [look, ...x, ...axis.range].join();
    if (wanted === shown.wanted) return;
    if (look === shown.look && scene.wire.held && holds(plot.frame(), axis.range, x)) return;
    shown = { wanted, look };
    plot.show({ x, y: axis.range, log: axis.log, margin: MARGIN, theme: scene.theme, grid: true });
  }

  function prepare(frame, step) {
    [key, stale] = [frame.key, false];
    const racers = scene.wire.racers.filter((racer) => !racer.hidden && racer.third);
    tracks = keep(
      key,
      racers.flatMap((racer) => columnsOf(racer).map((values, c) => wantedOf(racer, values, c, frame))),
    );
    layers.load(tracks, frame, scene.theme.background, step, movingSlot(scene.wire));
  }

  const columnsOf = (racer) => (name === "loss" ? [racer.loss] : racer.third);

  function wantedOf(racer, values, c, frame) {
    const last = Math.min(racer.last, scene.wire.steps);
    const make = () => ({ values, pixels: curvePixels(values, frame), last, dashed: c === 1, prints: [] });
    return { id: `${racer.slot} ${c}`, racer, ink: scene.inks.get(racer.slot), make };
  }

  function draw(position) {
    const frame = scene && plot.frame();
    if (!frame) return;
    if (stale || key !== frame.key) prepare(frame, Math.floor(position));
    layers.advance(Math.floor(position));
    const g = plot.pen();
    g.save();
    clipTo(g, frame);
    layers.paint(g);
    for (const track of tracks) drawGlide(g, track, position);
    g.restore();
    drawCursor(g, frame, frame.px(position), scene.theme.muted);
    for (const { marker, color, pixels, last } of tracks) {
      const [, y] = pointAt(pixels, position, last);
      const x = frame.px(Math.min(position, last));
      if (frame.has(x, y, 1))
        drawMark(g, marker, x, y, { radius: HEAD, color, casing: scene.theme.background, width: 1.5 });
    }
  }

  const close = () => {
    layers.close();
    plot.close();
  };
  return { name, plot, load, draw, close, tracks: () => tracks };
}

// While a drag is under way, axes that still show everything stay where they are: nothing jumps under the finger.
export function holds(frame, [low, high], [x0, x1]) {
  if (!frame) return false;
  const [left, right, y0, y1] = frame.range;
  return left === x0 && right === x1 && y0 <= low && high <= y1 && y1 - y0 <= ROOMY * (high - low);
}

const axisOf = ({ log, range, logRange }, wanted) =>
  wanted && log && logRange ? { log: true, range: logRange } : { log: false, range };

function drawCursor(g, { top, bottom }, x, color) {
  g.lineWidth = 1.2;
  g.strokeStyle = color;
  g.beginPath();
  g.moveTo(x, top);
  g.lineTo(x, bottom);
  g.stroke();
}

function drawGlide(g, { pixels, last, color, dashed }, position) {
  const step = Math.floor(position);
  if (step >= last || step === position || dashed) return;
  g.lineWidth = LINE;
  g.strokeStyle = color;
  g.beginPath();
  g.moveTo(...pointAt(pixels, step, last));
  g.lineTo(...pointAt(pixels, position, last));
  g.stroke();
}
