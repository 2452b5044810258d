// The eight markers as paths around (0, 0) in a box of −10 … 10, for SVG and for Path2D. `stroke` 0 means filled.
import { svg } from "./dom.js";

const round = (r) => `M ${-r} 0 a ${r} ${r} 0 1 0 ${2 * r} 0 a ${r} ${r} 0 1 0 ${-2 * r} 0 z`;

export const MARKERS = {
  circle: { path: round(8), stroke: 0 },
  square: { path: "M -7.5 -7.5 h 15 v 15 h -15 z", stroke: 0 },
  diamond: { path: "M 0 -9.5 L 9.5 0 L 0 9.5 L -9.5 0 z", stroke: 0 },
  "triangle-up": { path: "M 0 -9 L 9 7.5 L -9 7.5 z", stroke: 0 },
  "triangle-down": { path: "M 0 9 L 9 -7.5 L -9 -7.5 z", stroke: 0 },
  plus: { path: "M 0 -9 V 9 M -9 0 H 9", stroke: 4 },
  cross: { path: "M -7 -7 L 7 7 M -7 7 L 7 -7", stroke: 4 },
  ring: { path: round(7), stroke: 4 },
};

// Drawn in the CSS variable --c of where it stands.
export function marker(name, size = 16) {
  const { path, stroke } = MARKERS[name];
  const paint = stroke ? { fill: "none", stroke: "var(--c)", "stroke-width": stroke } : { fill: "var(--c)" };
  const box = { class: "lab-marker", viewBox: "-10 -10 20 20", width: size, height: size, "aria-hidden": "true" };
  return svg("svg", box, svg("path", { d: path, ...paint }));
}
