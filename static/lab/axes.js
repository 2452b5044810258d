// Where data units land in a box, and the ticks around it.
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
  const up = frame.log ? decadesOf(y0, y1, frame.high / 34) : ticksOf(y0, y1, frame.high / apart);
  g.font = `${LETTER}px ${theme.font}`;
  g.lineWidth = 1;
  g.strokeStyle = theme.border;
  g.fillStyle = theme.muted;
  for (const { value, text } of across) markBelow(g, frame, frame.px(value), text);
  for (const tick of up) markLeft(g, frame, frame.py(tick.value), tick, grid);
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

function markLeft(g, { left, right }, y, { text, power }, grid) {
  line(g, grid ? left : left - TICK, y, grid ? right : left, y);
  g.textAlign = "right";
  g.textBaseline = "middle";
  const room = left - TICK - 3;
  const { font } = g;
  const raised = power === undefined ? 0 : raise(g, power, room, y);
  const { width } = g.measureText(text);
  const fits = Math.min(1, (room - raised) / width); // a long number in a narrow margin is written smaller
  if (fits < 1) g.font = font.replace(`${LETTER}px`, `${LETTER * fits}px`);
  g.fillText(text, room - raised, y);
  g.font = font;
}

// The exponent of a power of ten, smaller and higher; returns its width.
function raise(g, power, x, y) {
  const { font } = g;
  g.font = font.replace(`${LETTER}px`, `${LETTER - 3}px`);
  g.fillText(power, x, y - 5);
  const { width } = g.measureText(power);
  g.font = font;
  return width;
}

function line(g, x0, y0, x1, y1) {
  const crisp = (value) => Math.round(value - 0.5) + 0.5;
  g.beginPath();
  g.moveTo(x0 === x1 ? crisp(x0) : x0, y0 === y1 ? crisp(y0) : y0);
  g.lineTo(x0 === x1 ? crisp(x1) : x1, y0 === y1 ? crisp(y1) : y1);
  g.stroke();
}

const plainTicks = (x0, x1, wide) => ticksOf(x0, x1, wide / 60);

// Multiples of 1, 2, 2.5 or 5 times a power of ten, about as many as wanted.
function ticksOf(low, high, wanted) {
  const raw = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((size) => size >= raw) ?? raw;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, Math.min(count, 50)) }, (_, k) => tickAt((first + k) * step, step));
}

function tickAt(value, step) {
  const size = Math.abs(value);
  const scaled = (decimals) => step * 10 ** decimals;
  const whole = (decimals) => Math.abs(scaled(decimals) - Math.round(scaled(decimals))) < 1e-9 * scaled(decimals);
  const decimals = [0, 1, 2, 3, 4, 5, 6].find(whole) ?? 7;
  const plain =
    size !== 0 && (size >= 1e6 || step < 1e-5)
      ? value.toExponential(2).replace(/\.?0+e/, "e")
      : value.toFixed(decimals);
  return { value, text: plain.replace(/^-?0(\.0*)?$/, "0").replace("-", "−") };
}

// Whole decades: 1, 10, 10² …
function decadesOf(low, high, wanted) {
  const step = Math.max(1, Math.ceil((high - low) / Math.max(1, wanted)));
  const first = Math.ceil(low / step - 1e-9) * step;
  const count = Math.floor((high - first) / step + 1e-9) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, k) => first + k * step).map((value) =>
    value === 0 || value === 1
      ? { value, text: value ? "10" : "1" }
      : { value, text: "10", power: String(value).replace("-", "−") },
  );
}
