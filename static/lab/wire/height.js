// The one rule for what a contour or a 3-D surface shows in place of f (figures/heights.py chooses its numbers).
export function heightOf({ side, lo, R, c }) {
  const squeezed = (above) => Math.log1p(Math.max(0, above) / c) / Math.log1p(R / c);
  const clipped = (u) => Math.min(1, Math.max(0, u)); // keeps NaN
  if (side === "below") return (f) => clipped(squeezed(f - lo));
  if (side === "above") return (f) => clipped(1 - squeezed(lo + R - f));
  return (f) => clipped(R > 0 ? (f - lo) / R : 0.5);
}
