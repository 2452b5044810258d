// Between the powers of ten of a log axis: 2 and 5, where there is room for them.
const ROOM = 52; // px a decade
const TICK = 4;

export function drawBetween(g, frame, theme) {
  const [, , low, high] = frame.range;
  if (!frame.log || frame.high / (high - low) < ROOM) return;
  Object.assign(g, { fillStyle: theme.muted, strokeStyle: theme.border, lineWidth: 1, font: `10px ${theme.font}` });
  Object.assign(g, { textAlign: "right", textBaseline: "middle" });
  for (let power = Math.floor(low); power <= high; power++)
    for (const digit of [2, 5]) {
      const at = power + Math.log10(digit);
      if (at < low - 1e-6 || at > high + 1e-6) continue;
      const y = Math.round(frame.py(at) - 0.5) + 0.5;
      g.fillText(digit, frame.left - TICK - 3, y);
      g.beginPath();
      g.moveTo(frame.left - TICK, y);
      g.lineTo(frame.left, y);
      g.stroke();
    }
}
