// Short words in the picture, on a pill of the background, that step aside for one another. They are kept as small pictures:
// writing on the page's own canvas would wait for the styles of the whole page, milliseconds while something moves.
const HEIGHT = 18;
const PAD = 5;
const ACROSS = 32; // px, from one side of a mark to the other
const MOST = 300;
const pictures = new Map();

function pictureOf(text, color, { font, background }, ratio) {
  const key = [text, color, font, background, ratio].join("|");
  if (pictures.size > MOST) pictures.clear();
  if (!pictures.has(key)) pictures.set(key, written(text, color, `500 12px ${font}`, background, ratio));
  return pictures.get(key);
}

function written(text, color, font, background, ratio) {
  const g = new OffscreenCanvas(1, 1).getContext("2d");
  g.font = font;
  const width = Math.ceil(g.measureText(text).width) + 2 * PAD;
  Object.assign(g.canvas, { width: Math.ceil(width * ratio), height: Math.ceil(HEIGHT * ratio) });
  g.scale(ratio, ratio);
  g.globalAlpha = 0.86;
  g.fillStyle = background;
  g.beginPath();
  g.roundRect(0, 0, width, HEIGHT, PAD);
  g.fill();
  g.globalAlpha = 1;
  g.font = font;
  g.textBaseline = "middle";
  g.fillStyle = color;
  g.fillText(text, PAD, HEIGHT / 2 + 0.5);
  return { image: g.canvas, width };
}

// `label(text, x, y)` asks for words beside a point; `write` puts them over all else.
export function makeLabels(theme, frame) {
  const asked = [];
  const label = (text, x, y, color = theme.text) => asked.push({ ...pictureOf(text, color, theme, frame.ratio), x, y });
  const sharp = (value) => Math.round(value * frame.ratio) / frame.ratio;

  function write(g) {
    const placed = [];
    for (const { image, width, x, y } of asked) {
      const box = freePlace(x, y, width, frame, placed);
      placed.push(box);
      g.drawImage(image, sharp(box.x), sharp(box.y), image.width / frame.ratio, image.height / frame.ratio);
    }
  }
  return { label, write };
}

// Inside the frame: on the other side of its point near the right edge, moved down or up where it would hide another.
function freePlace(x, y, width, frame, placed) {
  const left = within(x > frame.right - width ? x - width - ACROSS : x, frame.left, frame.right - width);
  const top = within(y - HEIGHT / 2, frame.top, frame.bottom - HEIGHT);
  const hides = (at) => placed.some((p) => left < p.x + p.width && p.x < left + width && Math.abs(at - p.y) < HEIGHT);
  const fits = (at) => at >= frame.top && at <= frame.bottom - HEIGHT && !hides(at);
  const rows = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7].map((row) => top + row * HEIGHT);
  return { x: left, y: rows.find(fits) ?? top, width };
}

const within = (value, low, high) => Math.max(low, Math.min(high, value));
