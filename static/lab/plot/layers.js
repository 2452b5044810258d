// Lines are drawn once, not once a frame: on sheets that grow with the step, and start afresh only when data, axes or theme change
// or the step goes back. Bottom to top: the rest of the run, the casings of all racers, their lines with footprints on them.
import { drawMark } from "../widgets/marks.js";

const SKIP = 1; // px²: points nearer than a pixel to the last one kept are not drawn
const PIECE = 64; // points a stroke: short paths are cheaper to fill than one long one that crosses itself
const REST = { width: 1.2, alpha: 0.35 };
const CASING = { width: 5.5, alpha: 0.85 };
const PRINT = 3; // radius, px
const RING = 5; // of a change by hand
const DASH = [5, 5];
const ALPHA = { rest: REST.alpha, casing: CASING.alpha }; // of a whole sheet, so that a line does not darken where it crosses itself

// While a slider is dragged, the racer that moves has sheets of its own over those of the others, which stay as they are.
export function makeLayers(look) {
  const [others, moving] = [makeSheets(look), makeSheets(look)];
  const both = [others, moving];

  // `apart`: the slot that moves, or null.
  function load(tracks, frame, background, step, apart) {
    const moves = ({ racer }) => racer.slot === apart;
    others.load(
      tracks.filter((track) => !moves(track)),
      frame,
      background,
      step,
    );
    moving.load(tracks.filter(moves), frame, background, step);
  }
  const advance = (step) => both.forEach((sheets) => sheets.advance(step));
  const paint = (g) => both.forEach((sheets) => sheets.paint(g));
  const close = () => both.forEach((sheets) => sheets.close());
  return { load, advance, paint, close };
}

function makeSheets({ width, cased }) {
  const names = cased ? ["rest", "casing", "lines"] : ["rest", "lines"];
  const sheets = Object.fromEntries(names.map((name) => [name, document.createElement("canvas").getContext("2d")]));
  let tracks = []; // {pixels, last, color, marker, prints, dashed}
  let background = "";
  let loaded = []; // what the sheets show
  let drawn = 0;
  let rest = false; // whether there is any: a sheet costs time even when it is empty

  const wipe = (g) => {
    g.save();
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, g.canvas.width, g.canvas.height);
    g.restore();
  };

  function resize(frame) {
    const [w, h] = [Math.round(frame.width * frame.ratio), Math.round(frame.height * frame.ratio)];
    for (const g of Object.values(sheets)) {
      if (g.canvas.width !== w || g.canvas.height !== h) Object.assign(g.canvas, { width: w, height: h });
      else wipe(g);
      g.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
      g.lineJoin = g.lineCap = "round";
    }
  }

  // The rest is drawn from the step that is shown: what lies before it would be covered.
  function load(nextTracks, frame, nextBackground, step) {
    const wanted = [frame.key, nextBackground, ...nextTracks];
    const same = wanted.length === loaded.length && wanted.every((part, k) => part === loaded[k]);
    if (same) return;
    loaded = wanted;
    [tracks, background, drawn] = [nextTracks, nextBackground, 0];
    if (!tracks.length) return;
    resize(frame);
    drawRest(step);
  }

  function drawRest(step) {
    rest = tracks.some(({ last }) => step < last);
    sheets.rest.lineWidth = REST.width;
    sheets.rest.lineJoin = "bevel"; // cheaper, and too thin to be told from round
    for (const track of tracks) stroke(sheets.rest, track, track.color, Math.min(step, track.last), track.last);
  }

  function startAgain(step) {
    for (const g of Object.values(sheets)) wipe(g);
    drawn = 0;
    drawRest(step);
  }

  function advance(step) {
    if (step < drawn) startAgain(step);
    if (step === drawn || !tracks.length) return;
    if (cased) sheets.casing.lineJoin = "bevel"; // as cheap as the rest, and seen only as a rim
    if (cased) grow(sheets.casing, CASING.width, step, () => background);
    grow(sheets.lines, width, step, (track) => track.color);
    if (cased) for (const track of tracks) leavePrints(sheets.lines, track, drawn, step, background);
    for (const track of tracks) leaveRings(sheets.lines, track, step, background);
    drawn = step;
  }

  function grow(g, lineWidth, step, colorOf) {
    g.lineWidth = lineWidth;
    for (const track of tracks)
      stroke(g, track, colorOf(track), Math.min(drawn, track.last), Math.min(step, track.last));
  }

  function paint(g) {
    if (!tracks.length) return;
    g.save();
    g.setTransform(1, 0, 0, 1, 0, 0);
    for (const name of names) {
      if (!sheets[name].canvas.width || (name === "rest" && !rest)) continue;
      g.globalAlpha = ALPHA[name] ?? 1;
      g.drawImage(sheets[name].canvas, 0, 0);
    }
    g.restore();
  }

  const close = () => Object.values(sheets).forEach((g) => Object.assign(g.canvas, { width: 0, height: 0 }));
  return { load, advance, paint, close };
}

function stroke(g, { pixels, dashed }, color, from, to) {
  if (to <= from) return;
  g.strokeStyle = color;
  g.setLineDash(dashed ? DASH : []);
  let x = pixels[2 * from];
  let y = pixels[2 * from + 1];
  let kept = 0;
  g.beginPath();
  g.moveTo(x, y); // the canvas skips NaN
  for (let k = from + 1; k <= to; k++) {
    const dx = pixels[2 * k] - x;
    const dy = pixels[2 * k + 1] - y;
    if (dx * dx + dy * dy < SKIP && k < to) continue;
    x = pixels[2 * k];
    y = pixels[2 * k + 1];
    g.lineTo(x, y);
    if (++kept % PIECE || dashed) continue;
    g.stroke();
    g.beginPath();
    g.moveTo(x, y);
  }
  g.stroke();
}

function leavePrints(g, track, after, upTo, background) {
  for (const k of track.prints) {
    if (k <= after || k > upTo) continue;
    drawMark(g, track.marker, track.pixels[2 * k], track.pixels[2 * k + 1], {
      radius: PRINT,
      color: track.color,
      casing: background,
      width: 1,
    });
  }
}

// Where a number was changed by hand; over the newest piece of the line, too.
function leaveRings(g, { racer, pixels, last, color, dashed }, upTo, background) {
  if (dashed) return;
  for (const [at] of racer.steering?.changes ?? []) {
    if (at > upTo || at > last) continue;
    g.beginPath();
    g.arc(pixels[2 * at], pixels[2 * at + 1], RING, 0, 7);
    g.fillStyle = background;
    g.fill();
    g.lineWidth = 2;
    g.strokeStyle = color;
    g.stroke();
  }
}
