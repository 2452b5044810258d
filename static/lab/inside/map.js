// The map of one step: the path strong up to the cursor, Adam's other variants thin, and at the cursor what the step is made of.
import { drawContour } from "../plot/contour.js";
import { makeLabels } from "../plot/labels.js";
import { makeLayers } from "../plot/layers.js";
import { drawMinima, drawStart, startPixel } from "../plot/map.js";
import { drawMark } from "../widgets/marks.js";
import { drawParts, nearestPart, partsOf, scaleOf } from "./opened.js";
import { clipTo, makePlot } from "../plot/plot.js";
import { footprints, makeKeeper, pathPixels, pointAt } from "../plot/tracks.js";
import { shortOf, shownKey, slotOf } from "../plot/variants.js";
import { drawCross, drawWedge, wayOut } from "../plot/offscreen.js";

const MARGIN = { l: 30, r: 4, t: 8, b: 28 };
const LINE = 2.6;
const THIN = { width: 1.3, alpha: 0.8, head: 4 };
const HEAD = 6; // radius
const APART = { x: 96, y: 20 }; // px between two heads that are both named
const MARK = 16; // px, a mark with its surroundings
const BUTTON = { wide: 150, high: 36 }; // "Zoom on this step"
const ROOMY = 420; // px: a narrower picture has no room for names

export function makeStepMap(box, onMove) {
  const plot = makePlot(box, { onMove });
  const layers = [makeLayers({ width: THIN.width, cased: false }), makeLayers({ width: LINE, cased: true })];
  const keepers = [makeKeeper(), makeKeeper()];
  let scene = null; // {wire, ground, theme, inks}
  let tracks = [[], []]; // the ghosts', the shown one's
  let key = ""; // of the frame that the tracks are made for
  let stale = true; // whether there are newer ones
  let shown = "";
  let scale = 1; // of the arrows, in all steps of the run
  let parts = []; // what is drawn at the cursor

  function load(next, zoom) {
    scene = next;
    stale = true;
    const { ground, theme } = scene;
    const wanted = [ground.id, ...Object.values(theme)].join();
    if (wanted === shown) return;
    shown = wanted;
    const [x0, x1, y0, y1] = zoom ?? ground.view;
    const paint = (g, frame) => drawContour(g, frame, ground.picture, ground.colors[theme.mode]);
    plot.show({ x: [x0, x1], y: [y0, y1], equal: true, margin: MARGIN, theme, paint });
  }

  function prepare(frame, step) {
    [key, stale, scale] = [frame.key, false, scaleOf(scene, frame)];
    const { wire, theme } = scene;
    const ghosts = wire.ghostPaths.map((path) => wantedOf(path, path.key, path.title, frame));
    const own = wantedOf(wire.path, shownKey(wire), wire.title, frame);
    tracks = [ghosts, [own]].map((wanted, k) => keepers[k](key, wanted));
    for (const track of tracks[1]) track.prints ??= footprints(track.pixels, track.last, []);
    layers.forEach((layer, k) => layer.load(tracks[k], frame, theme.background, step, null));
  }

  function wantedOf(path, name, title, frame) {
    const slot = slotOf(name);
    const last = Math.min(path.last, scene.wire.steps);
    const racer = { ...path, slot, title, name };
    return {
      id: name,
      racer,
      ink: scene.inks.get(slot),
      make: () => ({ pixels: pathPixels(path.x, path.y, frame), last }),
    };
  }

  // `lit`: the part that the pointer is on, here or in the arithmetic.
  function draw(position, { start, hint, lit }) {
    const frame = scene && plot.frame();
    if (!frame) return;
    const { wire, theme } = scene;
    if (stale || key !== frame.key) prepare(frame, Math.floor(position));
    for (const layer of layers) layer.advance(Math.floor(position));
    const g = plot.pen();
    g.save();
    clipTo(g, frame);
    g.globalAlpha = THIN.alpha;
    layers[0].paint(g);
    g.globalAlpha = 1;
    layers[1].paint(g);
    drawMinima(g, frame, scene);
    for (const track of tracks[0]) drawHead(g, frame, track, position, THIN.head);
    g.restore();
    drawStart(g, startPixel(frame, start), theme);
    const { label, avoid, write } = makeLabels(theme, frame);
    const [own] = tracks[1];
    const row = rowAt(wire, position);
    g.save();
    clipTo(g, frame);
    parts = row === null ? [] : partsOf(scene, frame, row, own.color, scale);
    drawParts(g, parts, { theme, lit, label, avoid });
    g.restore();
    if (parts.scaled) label(parts.scaled, frame.left + 6, frame.bottom - 14, theme.muted);
    drawHead(g, frame, own, position, HEAD);
    tellEnd(g, frame, label, own, position);
    keepFree(frame, avoid, Math.floor(position), start);
    if (frame.wide > ROOMY) nameGhosts(frame, label, position, own);
    const [sx, sy] = [frame.px(start[0]), frame.py(start[1])];
    if (hint && frame.has(sx, sy)) label("start: drag me", sx + 16, sy - 10, theme.muted);
    write(g);
  }

  // What words had better not hide: the marks as they stand at this step, and the button in the corner.
  function keepFree(frame, avoid, step, start) {
    for (const { pixels, last } of tracks.flat()) avoid(...pointAt(pixels, step, last), MARK);
    for (const [x, y] of [...(scene.ground.minima ?? []), start]) avoid(frame.px(x), frame.py(y), MARK + 6);
    avoid(frame.right - BUTTON.wide / 2, frame.top + BUTTON.high / 2, BUTTON.wide, BUTTON.high);
  }

  function drawHead(g, frame, { pixels, last, marker, color }, position, radius) {
    const [x, y] = pointAt(pixels, position, last);
    const look = { radius, color, casing: scene.theme.background, width: radius > 5 ? 2 : 1.2 };
    if (frame.has(x, y)) drawMark(g, marker, x, y, look);
  }

  // Where the path left the picture, and that it diverged.
  function tellEnd(g, frame, label, { racer, pixels, last, color }, position) {
    const { text, background } = scene.theme;
    const { stopped } = racer.status;
    const diverged = stopped != null && position >= last;
    const [x, y] = pointAt(pixels, position, last);
    const words = diverged && `${racer.title} · diverged at step ${stopped}`;
    if (frame.has(x, y)) {
      if (diverged) drawCross(g, x, y, text, background);
      return diverged && label(words, x + 12, y);
    }
    const out = wayOut(pixels, Math.min(Math.floor(position), last), frame);
    if (!out) return;
    drawWedge(g, out, color, background);
    label(words || `${racer.title} · left the view at step ${out.step}`, out.x + 10, out.y);
  }

  // A name where there is room for it: heads that lie together would only hide the picture; all names stand beside it as well.
  function nameGhosts(frame, label, position, own) {
    const taken = [pointAt(own.pixels, position, own.last)];
    for (const { pixels, last, racer } of tracks[0]) {
      const [x, y] = pointAt(pixels, position, last);
      const near = ([a, b]) => Math.abs(x - a) < APART.x && Math.abs(y - b) < APART.y;
      if (!frame.has(x, y) || taken.some(near)) continue;
      taken.push([x, y]);
      label(shortOf(racer.name, racer.title), x + 8, y, scene.theme.muted);
    }
  }

  // The ends of a step in data units.
  function ends(row) {
    if (row === null) return null;
    const { x, y } = scene.wire.path;
    return [row, row + 1].map((k) => [x[k], y[k]]);
  }

  const close = () => {
    for (const layer of layers) layer.close();
    plot.close();
  };
  const arrowAt = (px, py) => nearestPart(parts, px, py);
  return { plot, load, draw, ends, arrowAt, close, tracks: () => tracks.flat() };
}

// The row of the step that is opened at a position: the one that follows, at the end the last one again. Null where none was made.
export function rowAt({ path, steps }, position) {
  const row = Math.min(Math.floor(position), Math.min(path.last, steps) - 1);
  return row < 0 ? null : row;
}
