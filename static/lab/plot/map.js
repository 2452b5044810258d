// The map: the ground's contours under the paths, with start, minima, heads, arrows and what left the view. With one parameter the
// ground is a curve, and the racers are balls on it.
import { drawArrows } from "./arrows.js";
import { beside, drawHair, drawTrail, edgeOf, inLane, laneWidth, onCurve, trailOf } from "./ball.js";
import { drawContour, drawKey } from "./contour.js";
import { drawGraph } from "./graph.js";
import { makeLabels } from "./labels.js";
import { makeLayers } from "./layers.js";
import { drawMark } from "../widgets/marks.js";
import { clipTo, makePlot } from "./plot.js";
import { footprints, makeKeeper, movingSlot, pathPixels, pointAt } from "./tracks.js";
import { drawCross, drawWedge, wayOut } from "./offscreen.js";

const MARGIN = { l: 30, r: 4, t: 8, b: 28 };
const LINE = 2.6;
const HEAD = 7; // radius
const STAR = 9;
const CALM = 20; // steps a second: played faster, arrows would only flicker

export function makeMap(box, onMove) {
  const plot = makePlot(box, { onMove });
  const layers = makeLayers({ width: LINE, cased: true });
  const keep = makeKeeper();
  let scene = null; // {wire, ground, theme, inks}
  let tracks = [];
  let key = ""; // of the frame that the tracks are made for
  let stale = true; // whether there are newer ones
  let shown = "";

  // Draws the ground where it is another one, nothing where only tracks move.
  function load(next, zoom) {
    scene = next;
    stale = true;
    const { ground, theme } = scene;
    const wanted = [ground.id, ...Object.values(theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    const [x0, x1, y0, y1] = zoom ?? ground.view;
    const curve = Boolean(ground.graph);
    const paint = curve
      ? (g, frame) => drawGraph(g, frame, ground, theme)
      : (g, frame) => drawContour(g, frame, ground.picture, ground.colors[theme.mode]);
    const over = curve ? undefined : (g, frame) => drawKey(g, frame, ground.colors[theme.mode], theme);
    plot.show({ x: [x0, x1], y: [y0, y1], equal: !curve, margin: MARGIN, theme, paint, over });
  }

  function prepare(frame, step) {
    [key, stale] = [frame.key, false];
    const { graph } = scene.ground;
    const racers = scene.wire.racers.filter((racer) => !racer.hidden && racer.x);
    const lane = (k) => (graph ? k * laneWidth(racers.length) : 0);
    const wanted = racers.map((racer, k) => ({
      id: `${racer.slot} ${lane(k)}`,
      racer,
      ink: scene.inks.get(racer.slot),
      make: made(racer, lane(k)),
    }));
    tracks = keep(key, wanted);
    if (graph) return layTrails(frame, step);
    leavePrints();
    layers.load(tracks, frame, scene.theme.background, step, movingSlot(scene.wire));

    // `path` lies on the curve, `pixels` are where it is drawn.
    function made(racer, by) {
      const last = Math.min(racer.last, scene.wire.steps);
      return () => {
        const path = pathPixels(racer.x, racer.y, frame);
        return { path, by, pixels: graph ? inLane(path, by, graph, frame) : path, last };
      };
    }
  }

  // A ball leaves dots on the curve and no line.
  function layTrails(frame, step) {
    layers.load([], frame, scene.theme.background, step, null);
    for (const track of tracks) track.trail ??= trailOf(track);
  }

  // Where a racer is at a position between two steps: on the line between them, or on the curve.
  function placeOf({ path, by, last }, position, frame) {
    const place = pointAt(path, position, last);
    const { graph } = scene.ground;
    return graph ? beside(onCurve(place, graph, frame), by, graph, frame) : place;
  }

  // While one racer moves, the prints of the others stay.
  function leavePrints() {
    tracks.forEach((track, r) => {
      if (track.prints && scene.wire.held) return;
      const earlier = tracks.slice(0, r).map((other) => other.pixels);
      track.prints = footprints(track.pixels, track.last, earlier);
    });
  }

  // `start` is in data units, which may be ahead of the newest message; `hint` stands beside it until it is first dragged.
  function draw(position, { start, hint, playing, speed, touched }) {
    const frame = scene && plot.frame();
    if (!frame) return;
    if (stale || key !== frame.key) prepare(frame, Math.floor(position));
    layers.advance(Math.floor(position));
    const g = plot.pen();
    g.save();
    clipTo(g, frame);
    layers.paint(g);
    for (const track of tracks) {
      if (scene.ground.graph) drawTrail(g, track, position, scene.theme.background);
      else drawGlide(g, track, position, scene.theme.background);
    }
    drawMinima(g, frame, scene);
    g.restore();
    drawStart(g, startPixel(frame, start), scene.theme);
    const { label, write } = makeLabels(scene.theme, frame);
    if (scene.ground.graph) drawTouchedHair(g, frame, touched, position);
    const arrows = playing && speed > CALM ? null : scene.wire.arrows;
    if (arrows && arrows.slot === touched) drawTouched(g, frame, label, arrows, position);
    for (const track of tracks) drawHead(g, frame, label, track, position);
    if (hint)
      label("start: drag me", startPixel(frame, start)[0] + 16, startPixel(frame, start)[1] - 10, scene.theme.muted);
    write(g);
  }

  function drawTouchedHair(g, frame, touched, position) {
    const track = tracks.find(({ racer }) => racer.slot === touched);
    const [x, y] = track ? placeOf(track, position, frame) : [];
    if (track && frame.has(x, y)) drawHair(g, frame, x, y, track.color);
  }

  function drawTouched(g, frame, label, arrows, position) {
    const track = tracks.find(({ racer }) => racer.slot === arrows.slot);
    const step = Math.floor(position);
    if (!track || step >= track.last) return;
    const [from, there] = [step, step + 1].map((k) => pointAt(track.pixels, k, track.last));
    const to = scene.ground.graph ? [there[0], from[1]] : there; // on a curve the step is sideways, and the ball drops onto it
    if (!frame.has(...from)) return;
    g.save();
    clipTo(g, frame);
    drawArrows(g, frame, label, { arrows, step, from, to, color: track.color, theme: scene.theme });
    g.restore();
  }

  function drawHead(g, frame, label, track, position) {
    const { racer, path, last, marker, color } = track;
    const { background } = scene.theme;
    const [x, y] = placeOf(track, position, frame);
    const diverged = racer.status.stopped != null && position >= last;
    const name = (rest) => `${racer.title} · ${rest}`;
    if (frame.has(x, y)) {
      drawMark(g, marker, x, y, { radius: HEAD, color, casing: background, width: 2 });
      if (diverged) drawCross(g, x, y, scene.theme.text, background);
      return diverged && label(name(`diverged at step ${racer.status.stopped}`), x + 12, y);
    }
    const left = wayOut(path, Math.min(Math.floor(position), last), frame);
    if (!left) return;
    const out = scene.ground.graph ? { ...left, ...edgeOf([x, y], frame) } : left;
    drawWedge(g, out, color, background);
    label(
      name(diverged ? `diverged at step ${racer.status.stopped}` : `left the view at step ${out.step}`),
      out.x + 10,
      out.y,
    );
  }

  const close = () => {
    layers.close();
    plot.close();
  };
  return { plot, load, draw, close, tracks: () => tracks };
}

// A start beyond the view waits at its edge, where it can still be taken.
export function startPixel(frame, [x, y]) {
  const within = (value, low, high) => Math.max(low, Math.min(high, value));
  return [within(frame.px(x), frame.left, frame.right), within(frame.py(y), frame.top, frame.bottom)];
}

// Between two steps the line's end runs along with the head.
function drawGlide(g, { pixels, last, color }, position, background) {
  const step = Math.floor(position);
  if (step >= last || step === position) return;
  const ends = [pointAt(pixels, step, last), pointAt(pixels, position, last)];
  g.lineCap = "round";
  for (const [width, style, alpha] of [
    [5.5, background, 0.85],
    [LINE, color, 1],
  ]) {
    g.lineWidth = width;
    g.strokeStyle = style;
    g.globalAlpha = alpha;
    g.beginPath();
    g.moveTo(...ends[0]);
    g.lineTo(...ends[1]);
    g.stroke();
  }
}

export function drawMinima(g, frame, { ground, theme }) {
  const look = { radius: STAR, color: theme.text, casing: theme.background, width: 1.5 };
  for (const [x, y] of ground.minima ?? []) drawMark(g, "star", frame.px(x), frame.py(y), look);
}

export function drawStart(g, [x, y], { text, background }) {
  for (const [width, style] of [
    [6, background],
    [2.5, text],
  ]) {
    g.lineWidth = width;
    g.strokeStyle = style;
    g.beginPath();
    g.arc(x, y, 9.5, 0, 7);
    g.stroke();
  }
  g.fillStyle = text;
  g.beginPath();
  g.arc(x, y, 3.5, 0, 7);
  g.fill();
}
