// The map's view while it follows the opened step: it stands still as long as the step is well inside, then glides to the next place.
import { calm } from "./clock.js";

const GLIDE_MS = 320;
const SHARE = 0.22; // of the view that a step fills when the camera has arrived
const FITS = [0.07, 0.5]; // and as long as it stays
const INNER = 0.34; // of the view, from its middle: as far as the ends of a step may go
const LEAST = 1 / 400; // of the surface's own view

export class Camera {
  constructor(zoom, viewOf) {
    Object.assign(this, { zoom, viewOf, request: 0, goal: null, asked: false });
  }

  // The next step is gone to wherever it lies.
  ask() {
    this.asked = true;
  }

  // `ends`: [x, y] of the step's two ends, in data units.
  aim(ends, frame) {
    if (!ends || (!this.asked && this.sees(this.goal ?? frame.range, ends))) return;
    this.asked = false;
    this.glide(frame.range, this.around(ends));
  }

  sees([x0, x1, y0, y1], [[ax, ay], [bx, by]]) {
    const part = Math.max(Math.abs(bx - ax) / (x1 - x0), Math.abs(by - ay) / (y1 - y0));
    const inner = (value, low, high) => Math.abs(value - (low + high) / 2) <= INNER * (high - low);
    const small = x1 - x0 <= 1.01 * LEAST * this.width();
    const sized = part < FITS[1] && (part > FITS[0] || small);
    return sized && [ax, bx].every((x) => inner(x, x0, x1)) && [ay, by].every((y) => inner(y, y0, y1));
  }

  width() {
    const [x0, x1] = this.viewOf();
    return x1 - x0;
  }

  around([[ax, ay], [bx, by]]) {
    const [x0, x1, y0, y1] = this.viewOf();
    const shape = (y1 - y0) / (x1 - x0);
    const size = Math.max(Math.abs(bx - ax), Math.abs(by - ay) / shape) / SHARE;
    const wide = Math.max(LEAST, Math.min(1, size / (x1 - x0))) * (x1 - x0);
    const side = (middle, length) => [middle - length / 2, middle + length / 2];
    return [...side((ax + bx) / 2, wide), ...side((ay + by) / 2, wide * shape)];
  }

  glide(from, goal) {
    this.stop();
    this.goal = goal;
    if (calm()) return this.arrive(goal);
    const begun = performance.now();
    const frame = (now) => {
      const part = Math.min(1, Math.max(0, (now - begun) / GLIDE_MS));
      if (part === 1) return this.arrive(goal);
      this.request = requestAnimationFrame(frame);
      const eased = part * part * (3 - 2 * part);
      this.zoom.to(from.map((edge, k) => edge + eased * (goal[k] - edge)));
    };
    this.request = requestAnimationFrame(frame);
  }

  arrive(goal) {
    this.request = 0;
    this.goal = null;
    this.zoom.to(goal);
  }

  stop() {
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.goal = null;
  }
}
