// Where a line leaves the view, and where a run diverged.

// The pixel at which the line last crossed the edge before `step`, and the step it went to; null while its end is inside.
export function wayOut(pixels, step, frame) {
  const inside = (k) => frame.has(pixels[2 * k], pixels[2 * k + 1]);
  if (inside(step)) return null;
  let k = step - 1;
  while (k >= 0 && !inside(k)) k--;
  if (k < 0) return null; // it has never been in the view
  const [x, y, nx, ny] = pixels.subarray(2 * k, 2 * k + 4);
  const [dx, dy] = [nx - x, ny - y];
  if (!Number.isFinite(dx + dy)) return { x, y, dx: 0, dy: 0, step: k + 1 };
  const upTo = (gap, d) => (d ? Math.max(0, gap / d) : Infinity);
  const part = Math.min(
    1,
    upTo((dx > 0 ? frame.right : frame.left) - x, dx),
    upTo((dy > 0 ? frame.bottom : frame.top) - y, dy),
  );
  const length = Math.hypot(dx, dy);
  return { x: x + part * dx, y: y + part * dy, dx: dx / length, dy: dy / length, step: k + 1 };
}

// A wedge on the edge that points out of the picture.
export function drawWedge(g, { x, y, dx, dy }, color, background) {
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(x - 12 * dx - 7 * dy, y - 12 * dy + 7 * dx);
  g.lineTo(x - 12 * dx + 7 * dy, y - 12 * dy - 7 * dx);
  g.closePath();
  g.lineJoin = "round";
  g.lineWidth = 3;
  g.strokeStyle = background;
  g.stroke();
  g.fillStyle = color;
  g.fill();
}

export function drawCross(g, x, y, color, background) {
  for (const [width, style] of [
    [6.5, background],
    [3, color],
  ]) {
    g.lineWidth = width;
    g.strokeStyle = style;
    g.lineCap = "round";
    g.beginPath();
    for (const s of [1, -1]) {
      g.moveTo(x - 6, y - 6 * s);
      g.lineTo(x + 6, y + 6 * s);
    }
    g.stroke();
  }
}
