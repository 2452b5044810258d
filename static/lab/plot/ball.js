// What a racer is on the curve of a cost of one parameter: a ball, the dots that it leaves, and a hair down to the axis.
import { heightAt } from "./graph.js";
import { drawMark } from "../widgets/marks.js";

const APART = 6; // px between two dots
const ROWS = 2 ** 20; // more than the highest dot has steps of that
const DOT = 3; // radius
const AHEAD = { radius: 2.2, alpha: 0.35 };
const HAIR = { width: 1.2, dash: [3, 4], alpha: 0.8 };

// On the way between two steps a ball keeps to the curve; where that is not known, to the straight line.
export function onCurve([px, py], graph, frame) {
  const height = heightAt(graph, frame.x(px));
  return [px, Number.isNaN(height) ? py : frame.py(height)];
}

// Balls that run on one curve keep to lanes of their own above it, so many pixels apart.
export const laneWidth = (count) => (count > 5 ? 6 : count > 3 ? 8 : 11);

// A point of the curve moved so far away from it, upwards, and square to it.
export function beside([px, py], by, graph, frame) {
  if (!by) return [px, py];
  const at = (x) => frame.py(heightAt(graph, frame.x(x)));
  const slope = (at(px + 1) - at(px - 1)) / 2;
  if (Number.isNaN(slope)) return [px, py - by];
  const length = Math.hypot(1, slope);
  return [px + (by * slope) / length, py - by / length];
}

// All points of a path in its lane.
export function inLane(pixels, by, graph, frame) {
  if (!by) return pixels;
  const moved = new Float32Array(pixels.length);
  for (let k = 0; k < pixels.length; k += 2) moved.set(beside([pixels[k], pixels[k + 1]], by, graph, frame), k);
  return moved;
}

// The steps that leave a dot: where none lies yet. However long a run circles, there are no more than the curve is long.
export function trailOf({ pixels, last }) {
  const taken = new Set();
  const steps = [];
  for (let k = 0; k <= last; k++) {
    const [across, down] = [0, 1].map((axis) => Math.round(pixels[2 * k + axis] / APART));
    const place = across * ROWS + down;
    if (taken.has(place)) continue;
    taken.add(place);
    steps.push(k);
  }
  return steps;
}

// Strong up to the step that is shown, faint beyond it.
export function drawTrail(g, { trail, pixels, marker, color }, position, background) {
  for (const k of trail) {
    const passed = k <= position;
    g.globalAlpha = passed ? 1 : AHEAD.alpha;
    const look = { radius: passed ? DOT : AHEAD.radius, color, casing: background, width: passed ? 1 : 0.5 };
    drawMark(g, marker, pixels[2 * k], pixels[2 * k + 1], look);
  }
  g.globalAlpha = 1;
}

// The edge that is nearest to a ball beyond it, and the way there: it changes sides with the ball.
export function edgeOf([x, y], { left, right, top, bottom }) {
  const [ex, ey] = [Math.max(left, Math.min(right, x)), Math.max(top, Math.min(bottom, y))];
  const away = Math.hypot(x - ex, y - ey);
  return { x: ex, y: ey, dx: (x - ex) / away, dy: (y - ey) / away };
}

export function drawHair(g, { bottom }, x, y, color) {
  g.save();
  Object.assign(g, { strokeStyle: color, lineWidth: HAIR.width, globalAlpha: HAIR.alpha });
  g.setLineDash(HAIR.dash);
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(x, bottom);
  g.stroke();
  g.restore();
}
