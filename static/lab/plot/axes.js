// Where data units land in a box, and the ticks around it.
import { linearTicks, logTicks } from "./ticks.js";

const LETTER = 12; // px
const TICK = 4;

// `asked`: x: [low, high], y: [low, high] (decades where log), log, equal, margin: {l, r, t, b}. Equal axes show all that was asked,
// and more of the longer side.
export function frameOf({ x, y, log = false, equal = false, margin }, { width, height }) {
  const [left, top] = [margin.l, margin.t];
  const [wide, high] = [Math.max(1, width - margin.l - margin.r), Math.max(1, height - margin.t - margin.b)];
  const unit = equal ? Math.max((x[1] - x[0]) / wide, (y[1] - y[0]) / high) : 0;
  const [x0, x1] = equal ? around(x, unit * wide) : x;
  const [y0, y1] = equal ? around(y, unit * high) : y;
  const [kx, ky] = [wide / (x1 - x0), high / (y1 - y0)];
  const ratio = globalThis.devicePixelRatio || 1;
  return {
    ...{ left, top, wide, high, right: left + wide, bottom: top + high, log, ratio, width, height },
    range: [x0, x1, y0, y1],
    key: [x0, x1, y0, y1, left, top, wide, high, log, ratio].join(),
    px: (value) => left + (value - x0) * kx,
    py: (value) => top + high - (value - y0) * ky,
    x: (px) => x0 + (px - left) / kx,
    y: (py) => y0 + (top + high - py) / ky,
    has: (px, py, by = 0) => px >= left - by && px <= left + wide + by && py >= top - by && py <= top + high + by,
  };
}

const around = ([low, high], size) => [(low + high - size) / 2, (low + high + size) / 2];

// Labels at round numbers on both axes, or at what `ticks(x0, x1, wide)` gives; `grid` draws a line across at each label of
// the vertical one, and `apart` is the least distance between those in pixels.
export function drawAxes(g, frame, theme, { grid = false, ticks = plainTicks, apart = 30 } = {}) {
  const [x0, x1, y0, y1] = frame.range;
  const across = ticks(x0, x1, frame.wide);
  const up = frame.log ? logTicks(y0, y1, frame.high) : linearTicks(y0, y1, frame.high / apart);
  g.font = `${LETTER}px ${theme.font}`;
  g.lineWidth = 1;
  g.strokeStyle = theme.border;
  g.fillStyle = theme.muted;
  for (const { value, text } of across) markBelow(g, frame, frame.px(value), text);
  for (const { value, text } of up) markLeft(g, frame, frame.py(value), text, grid);
  g.strokeRect(frame.left + 0.5, frame.bottom - 0.5, frame.wide, 0);
  if (grid) g.strokeRect(frame.left + 0.5, frame.top, 0, frame.high);
}

function markBelow(g, { bottom, width }, x, text) {
  line(g, x, bottom, x, bottom + TICK);
  g.textAlign = "center";
  g.textBaseline = "top";
  const half = g.measureText(text).width / 2;
  g.fillText(text, Math.min(x, width - half), bottom + TICK + 4);
}

function markLeft(g, { left, right }, y, text, grid) {
  line(g, grid ? left : left - TICK, y, grid ? right : left, y);
  g.textAlign = "right";
  g.textBaseline = "middle";
  const room = left - TICK - 3;
  const { font } = g;
  const fits = Math.min(1, room / g.measureText(text).width); // a long number in a narrow margin is written smaller
  if (fits < 1) g.font = font.replace(`${LETTER}px`, `${LETTER * fits}px`);
  g.fillText(text, room, y);
  g.font = font;
}

function line(g, x0, y0, x1, y1) {
  const crisp = (value) => Math.round(value - 0.5) + 0.5;
  g.beginPath();
  g.moveTo(x0 === x1 ? crisp(x0) : x0, y0 === y1 ? crisp(y0) : y0);
  g.lineTo(x0 === x1 ? crisp(x1) : x1, y0 === y1 ? crisp(y1) : y1);
  g.stroke();
}

const plainTicks = (x0, x1, wide) => linearTicks(x0, x1, wide / 60);
