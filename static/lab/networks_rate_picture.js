// Where the losses of many nets stand over their learning rates, and what is written around them.
import { drawBetween } from "./networks_ticks.js";

const LEAST = 1e-12; // a loss of 0 sits on the foot of a log axis
const POWERS = { "-4": "10⁻⁴", "-3": "10⁻³", "-2": "10⁻²", "-1": "10⁻¹", 0: "1", 1: "10" };

export function bestOf(losses) {
  let best = -1;
  losses.forEach((loss, k) => {
    if (Number.isFinite(loss) && !(loss >= losses[best])) best = k;
  });
  return best;
}

export const divergedIn = (losses) => `${losses.filter((loss) => loss === Infinity).length} diverged`;

// What is higher than the axis stands on its upper edge.
export function heightOf(loss, frame) {
  const y = frame.py(frame.log ? Math.log10(Math.max(LEAST, loss)) : loss);
  return Math.max(frame.top, Math.min(frame.bottom, y));
}

// A line through neighbours, broken where one is missing.
export function drawThrough(g, places, { color, width, alpha }) {
  Object.assign(g, { strokeStyle: color, lineWidth: width, globalAlpha: alpha, lineJoin: "round" });
  g.beginPath();
  places.forEach((place, k) => place && (places[k - 1] ? g.lineTo(...place) : g.moveTo(...place)));
  g.stroke();
  g.globalAlpha = 1;
}

export function ticks(x0, x1, wide) {
  const every = wide < 170 ? 2 : 1;
  const powers = Object.keys(POWERS).map(Number);
  const shown = powers.filter((power) => power >= x0 && power <= x1 && power % every === 0);
  return shown.toSorted((a, b) => a - b).map((power) => ({ value: power, text: POWERS[power] }));
}

export function drawTitles(g, frame, theme, tight) {
  drawBetween(g, frame, theme);
  Object.assign(g, { fillStyle: theme.muted, font: `11px ${theme.font}`, textBaseline: "top" });
  g.textAlign = "left";
  g.fillText("train loss", frame.left + 5, frame.top + 3);
  if (tight) return;
  g.textAlign = "right";
  g.fillText("learning rate α", frame.right, frame.bottom + 21);
}
