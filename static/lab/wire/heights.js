// A ground with the heights that its picture shows: on its own grid, or on a finer one where neighbours lie bands apart.
import { heightOf } from "./height.js";

const FINER = 3; // nodes for one, along either side
const ROUGH = 0.5; // of a band between two neighbours: a narrow valley would become a row of blots

export function withHeights(ground) {
  if (!ground.f) return ground;
  const height = heightOf(ground.scale);
  const u = ground.f.map(height);
  const { grid, colors } = ground;
  const lines = (ground.rings ?? []).map(height);
  if (!isRough(u, grid, ROUGH / colors.light.bands.length)) return { ...ground, u, picture: { grid, u, lines } };
  const fine = { ...grid, nx: FINER * (grid.nx - 1) + 1, ny: FINER * (grid.ny - 1) + 1 };
  return { ...ground, u, picture: { grid: fine, u: finer(ground.f, grid).map(height), lines } };
}

// False where f has no value somewhere: nothing can be said between such nodes.
function isRough(u, { nx }, most) {
  let rough = false;
  for (let k = 0; k < u.length; k++) {
    if (Number.isNaN(u[k])) return false;
    const [before, below] = [k % nx ? u[k - 1] : u[k], u[k - nx] ?? u[k]];
    rough ||= Math.abs(u[k] - before) > most || Math.abs(u[k] - below) > most;
  }
  return rough;
}

// f between its nodes by cubics, along rows and then along columns: exact for polynomials of degree 2.
function finer(f, { nx, ny }) {
  const wide = FINER * (nx - 1) + 1;
  const rows = new Float64Array(wide * ny);
  for (let j = 0; j < ny; j++) spread(f, j * nx, 1, nx, rows, j * wide, 1);
  const all = new Float64Array(wide * (FINER * (ny - 1) + 1));
  for (let i = 0; i < wide; i++) spread(rows, i, wide, ny, all, i, wide);
  return all;
}

// `n` values from `start`, `step` apart, and FINER − 1 more between each two of them, into `to`. (Catmull and Rom, 1974)
function spread(from, start, step, n, to, at, by) {
  const value = (k) => from[start + step * k];
  for (let k = 0; k < n - 1; k++) {
    const [b, c] = [value(k), value(k + 1)];
    const a = k > 0 ? value(k - 1) : 3 * b - 3 * c + value(Math.min(n - 1, k + 2));
    const d = k < n - 2 ? value(k + 2) : 3 * c - 3 * b + a;
    for (let part = 0; part < FINER; part++) {
      const t = part / FINER;
      to[at + by * (FINER * k + part)] =
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
  }
  to[at + by * FINER * (n - 1)] = value(n - 1);
}
