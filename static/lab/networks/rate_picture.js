// Where the losses of many nets stand over their learning rates, and what is written around them.
import { logTicks } from "../plot/ticks.js";

const LEAST = 1e-12; // a loss of 0 sits on the foot of a log axis

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

export const ticks = (x0, x1, wide) => logTicks(x0, x1, wide, { apart: 34, between: false });

export function drawTitles(g, frame, theme, tight) {
  Object.assign(g, { fillStyle: theme.muted, font: `11px ${theme.font}`, textBaseline: "top" });
  g.textAlign = "left";
  g.fillText("train loss", frame.left + 5, frame.top + 3);
  if (tight) return;
  g.textAlign = "right";
  g.fillText("learning rate α", frame.right, frame.bottom + 21);
}
