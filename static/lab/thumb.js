// A small contour without axes: every pixel takes the colour of its band, band borders the colour of the line.
import { drawMark } from "./marks.js";
import { el } from "./dom.js";
import { heightOf } from "./height.js";
import { readPacket } from "./packets.js";
import { themeOf, watchTheme } from "./theme.js";

const WIDTH = 240;
const STAR = 6;

export function mountThumb({ data, parentElement }) {
  const { header, body } = readPacket(data);
  const root = parentElement.querySelector(".lab-thumb");
  const ratio = globalThis.devicePixelRatio || 1;
  const [width, height] = [Math.round(WIDTH * ratio), Math.round((WIDTH * ratio * header.ny) / header.nx)];
  const canvas = el("canvas", { width, height, role: "img", "aria-label": header.label });
  canvas.style.width = `${WIDTH}px`;
  root.replaceChildren(canvas);
  const u = body.map(heightOf(header.scale));
  const listeners = new AbortController();
  const draw = () => paint(canvas, header, u, themeOf(root), ratio);
  watchTheme(root, draw, listeners.signal);
  draw();
  return () => listeners.abort();
}

function paint(canvas, header, u, theme, ratio) {
  const { width, height } = canvas;
  const g = canvas.getContext("2d");
  const ground = header.themes[theme.mode];
  const bandAt = bandsOf(header, u, width, height, ground.bands.length);
  const colors = [...ground.bands, ground.line, theme.background].map(rgb);
  const image = g.createImageData(width, height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const band = bandAt(column, row);
      const border = band !== bandAt(column + 1, row) || band !== bandAt(column, row + 1);
      image.data.set(
        colors[band < 0 ? ground.bands.length + 1 : border ? ground.bands.length : band],
        4 * (row * width + column),
      );
    }
  }
  g.putImageData(image, 0, 0);
  for (const [x, y] of header.minima)
    drawMark(g, "star", x * width, (1 - y) * height, STAR * ratio, theme.text, theme.background, ratio);
}

// The band of a pixel, by bilinear interpolation of u; −1 where f has no value.
function bandsOf({ nx, ny }, u, width, height, count) {
  const at = (column, row) => {
    const x = Math.min((column / (width - 1)) * (nx - 1), nx - 1.001);
    const y = Math.max(0, Math.min((1 - row / (height - 1)) * (ny - 1), ny - 1.001));
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const [a, b] = [x - i, y - j];
    const k = j * nx + i;
    return (1 - b) * ((1 - a) * u[k] + a * u[k + 1]) + b * ((1 - a) * u[k + nx] + a * u[k + nx + 1]);
  };
  return (column, row) => {
    const here = at(column, row);
    return Number.isNaN(here) ? -1 : Math.min(count - 1, Math.floor(here * count));
  };
}

function rgb(color) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = color;
  return [1, 3, 5].map((k) => Number.parseInt(pen.fillStyle.slice(k, k + 2), 16)).concat(255);
}
