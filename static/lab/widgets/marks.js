// The markers of the slots and the star of a minimum, in a box of −1.25…1.25, for the canvas and for the page.
import { svg } from "./dom.js";

const SHAPES = {
  circle: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  square: "M-.88-.88H.88V.88H-.88Z",
  diamond: "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
  "triangle-up": "M0-1.15L1.12.85H-1.12Z",
  "triangle-down": "M0 1.15L1.12-.85H-1.12Z",
  plus: "M-.33-1.15H.33V-.33H1.15V.33H.33V1.15H-.33V.33H-1.15V-.33H-.33Z",
  cross: "M.58-1.05L1.05-.58L.47 0L1.05.58L.58 1.05L0 .47L-.58 1.05L-1.05.58L-.47 0L-1.05-.58L-.58-1.05L0-.47Z",
  ring: "M1.05 0A1.05 1.05 0 1 1-1.05 0A1.05 1.05 0 1 1 1.05 0ZM.5 0A.5.5 0 1 0-.5 0A.5.5 0 1 0 .5 0Z",
  star: "M0-1.15L.28-.39L1.09-.36L.45.15L.68.93L0 .48L-.68.93L-.45.15L-1.09-.36L-.28-.39Z",
};
const paths = Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [name, new Path2D(shape)]));
const known = (marker) => (marker in SHAPES ? marker : "circle");

// On a casing of `width`, in the canvas's own pixels.
export function drawMark(g, marker, x, y, { radius, color, casing, width }) {
  const path = paths[known(marker)];
  g.save();
  g.translate(x, y);
  g.scale(radius, radius);
  g.lineJoin = "round";
  g.lineWidth = (2 * width) / radius;
  g.strokeStyle = casing;
  g.stroke(path);
  g.fillStyle = color;
  g.fill(path);
  g.restore();
}

// In the text colour of where it stands.
export function markIcon(marker, size = 16) {
  const shape = svg("path", { d: SHAPES[known(marker)], fill: "currentColor" });
  const box = { class: "lab-mark", viewBox: "-1.25 -1.25 2.5 2.5", width: size, height: size, "aria-hidden": "true" };
  return svg("svg", box, shape);
}
