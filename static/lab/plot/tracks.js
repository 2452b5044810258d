// From a racer's numbers to pixels: one Float32Array of x, y pairs a line.
const FAR = 1e5; // px; keeps the canvas sane when a run diverges

const near = (pixel) => (pixel > FAR ? FAR : pixel < -FAR ? -FAR : pixel); // keeps NaN

export function pathPixels(xs, ys, frame) {
  const pixels = new Float32Array(2 * xs.length);
  const { px, py } = frame;
  for (let k = 0; k < xs.length; k++) {
    pixels[2 * k] = near(px(xs[k]));
    pixels[2 * k + 1] = near(py(ys[k]));
  }
  return pixels;
}

// A track is made anew only where its numbers, its frame or its colour are new: what is drawn of the others can stay.
// `wanted`: of each its id, racer and ink, and `make()`, which gives its pixels and what belongs to them.
export function makeKeeper() {
  let before = new Map();
  return (key, wanted) => {
    const tracks = wanted.map(({ id, racer, ink, make }) => {
      const old = before.get(id);
      const same = old?.key === key && old.racer.block === racer.block && old.color === ink.color;
      return Object.assign(same ? old : { ...ink, ...make(), key }, { racer });
    });
    before = new Map(wanted.map(({ id }, k) => [id, tracks[k]]));
    return tracks;
  };
}

// The slot of the racer whose slider is being dragged, or null.
export const movingSlot = ({ held, touched }) => (held ? touched : null);

// On a log axis, what is at or below its foot sits on the foot.
export function curvePixels(values, frame) {
  const pixels = new Float32Array(2 * values.length);
  const { px, py, log, bottom } = frame;
  for (let k = 0; k < values.length; k++) {
    const value = log ? Math.log10(Math.max(0, values[k])) : values[k];
    pixels[2 * k] = px(k);
    pixels[2 * k + 1] = log ? Math.min(bottom, near(py(value))) : near(py(value));
  }
  return pixels;
}

// The point at a position between two steps; nothing moves after `last`.
export function pointAt(pixels, position, last) {
  const here = Math.min(Math.floor(position), last);
  const next = Math.min(here + 1, last);
  const part = position >= last ? 0 : position - here;
  const at = (axis) => pixels[2 * here + axis] + part * (pixels[2 * next + axis] - pixels[2 * here + axis]);
  return [at(0), at(1)];
}

// Steps that leave a small marker on the line: every fifth, never nearer than 12 px; where an earlier line has one too, two steps later.
const EVERY = 5;
const APART = 12;
const SHIFT = 2;

export function footprints(pixels, last, earlier) {
  const steps = [];
  let [x, y] = pixels;
  for (let k = EVERY; k <= last; k += EVERY) {
    const step = Math.min(last, k + SHIFT * earlier.filter((other) => together(other, pixels, k)).length);
    if (Math.hypot(pixels[2 * step] - x, pixels[2 * step + 1] - y) < APART) continue;
    [x, y] = [pixels[2 * step], pixels[2 * step + 1]];
    steps.push(step);
  }
  return steps;
}

const together = (a, b, k) => Math.abs(a[2 * k] - b[2 * k]) < 1 && Math.abs(a[2 * k + 1] - b[2 * k + 1]) < 1;
