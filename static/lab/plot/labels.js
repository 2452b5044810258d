// Short words in the picture, on a pill of the background, that step aside for one another and for what is to be seen. They are kept as small pictures:
// writing on the page's own canvas would wait for the styles of the whole page, milliseconds while something moves.
const HEIGHT = 18;
const PAD = 5;
const ACROSS = 32; // px, from one side of a mark to the other
const MOST = 300;
const MOST_ROWS = 7;
const HIDDEN = 15; // px that words go out of the way of one thing
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

// `label(text, x, y)` asks for words beside a point, `avoid(x, y, …)` for a place that words had better not hide; `write` puts the
// words over all else, and tells of each in which `box` they stand.
export function makeLabels(theme, frame) {
  const [asked, busy] = [[], []];
  const label = (text, x, y, color = theme.text) => {
    asked.push({ ...pictureOf(text, color, theme, frame.ratio), x, y });
    return asked.at(-1);
  };
  const avoid = (x, y, wide, high = wide) => busy.push({ x: x - wide / 2, y: y - high / 2, width: wide, height: high });
  const sharp = (value) => Math.round(value * frame.ratio) / frame.ratio;

  function write(g) {
    const placed = [];
    for (const words of asked) {
      const { image } = words;
      const box = (words.box = freePlace(words, frame, placed, busy));
      placed.push(box);
      g.drawImage(image, sharp(box.x), sharp(box.y), image.width / frame.ratio, image.height / frame.ratio);
    }
  }
  return { label, avoid, write };
}

const SIDES = [
  { cost: 0, left: ({ x }) => x },
  { cost: 5, left: ({ x, width }) => x - width - ACROSS },
  { cost: 9, left: ({ x, width }) => x - (width + ACROSS) / 2, apart: true }, // over or under its point
];
const ROWS = Array.from({ length: 2 * MOST_ROWS + 1 }, (_, k) => k - MOST_ROWS);

// Inside the frame, on no other words, and where it hides least: on either side of its point, over or under it, or a few rows away.
function freePlace(words, frame, placed, busy) {
  const { x, y, width } = words;
  const top = within(y - HEIGHT / 2, frame.top, frame.bottom - HEIGHT);
  let best = { x: within(x, frame.left, frame.right - width), y: top, width, height: HEIGHT, cost: Infinity };
  for (const { cost, left, apart } of SIDES)
    for (const row of ROWS) {
      if (apart && row === 0) continue;
      const box = { x: left(words), y: top + row * HEIGHT, width, height: HEIGHT, cost: cost + Math.abs(row) * HEIGHT };
      if (box.cost >= best.cost || !isInside(box, frame) || placed.some((other) => meet(box, other))) continue;
      for (const place of busy) if (meet(box, place)) box.cost += HIDDEN;
      if (box.cost < best.cost) best = box;
    }
  return best;
}

const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const isInside = ({ x, y, width }, { left, right, top, bottom }) =>
  x >= left && x + width <= right && y >= top && y + HEIGHT <= bottom;
const within = (value, low, high) => Math.max(low, Math.min(high, value));
