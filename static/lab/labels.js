// Short words in the picture, on a pill of the background, that step aside for one another.
const HEIGHT = 18;
const PAD = 5;
const widths = new Map(); // font and text → px: measuring waits for the page's styles, too long while something moves
const MOST = 500;

function widthOf(g, text) {
  const key = g.font + text;
  if (widths.size > MOST) widths.clear();
  if (!widths.has(key)) widths.set(key, g.measureText(text).width);
  return widths.get(key);
}

export function makeLabels(g, frame, theme) {
  const placed = [];

  const meets = (box) => placed.some((p) => box.x < p.x + p.w && p.x < box.x + box.w && Math.abs(box.y - p.y) < HEIGHT);

  // A free place for the label: beside (x, y), inside the frame, moved down and then up where it would hide another.
  function place(text, x, y) {
    const w = widthOf(g, text) + 2 * PAD;
    const box = { x: within(x, frame.left, frame.right - w), y: within(y - HEIGHT / 2, frame.top, frame.bottom - HEIGHT), w };
    const wanted = box.y;
    for (let k = 1; meets(box) && k < 12; k++) box.y = wanted + Math.ceil(k / 2) * (k % 2 ? HEIGHT : -HEIGHT);
    placed.push(box);
    return box;
  }

  return (text, x, y, color = theme.text) => {
    g.textBaseline = "middle";
    const box = place(text, x, y);
    g.globalAlpha = 0.86;
    g.fillStyle = theme.background;
    g.beginPath();
    g.roundRect(box.x, box.y, box.w, HEIGHT, 5);
    g.fill();
    g.globalAlpha = 1;
    g.fillStyle = color;
    g.fillText(text, box.x + PAD, box.y + HEIGHT / 2 + 0.5);
  };
}

const within = (value, low, high) => Math.max(low, Math.min(high, value));
