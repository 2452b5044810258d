// One Plotly figure for the axes and the ground, and over it a canvas for everything that moves.
import { el } from "./dom.js";
import { loadPlotly } from "./page.js";

const CONFIG = { displayModeBar: false, doubleClick: false, showTips: false, responsive: false };

export function makePlot(box, { config = {}, onMove = () => {} } = {}) {
  const host = el("div", { class: "lab-axes" });
  const canvas = el("canvas", { class: "lab-ink", "aria-hidden": "true" });
  const g = canvas.getContext("2d");
  const size = { width: box.clientWidth, height: box.clientHeight };
  let Plotly = null;
  let figure = null; // the newest asked for, drawn or not
  let closed = false;
  box.append(host, canvas);

  async function show(data, layout) {
    figure = { data, layout };
    Plotly ??= await loadPlotly();
    if (closed || figure.data !== data || !size.width) return;
    const first = !host._fullLayout;
    await Plotly.react(host, data, { ...layout, ...size }, { ...CONFIG, ...config });
    if (closed || !first) return;
    box.dataset.ready = "";
    for (const event of ["plotly_relayouting", "plotly_relayout", "plotly_afterplot"])
      host.on(event, () => onMove(event));
    onMove("plotly_afterplot");
  }

  function relayout(changes) {
    return host._fullLayout && Plotly.relayout(host, changes);
  }

  function resized() {
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (width === size.width && height === size.height) return;
    Object.assign(size, { width, height });
    if (!width || !figure) return;
    if (host._fullLayout) Plotly.relayout(host, { width, height });
    else show(figure.data, figure.layout);
  }

  // Clears the canvas and returns its pen, in CSS pixels.
  function pen() {
    const ratio = globalThis.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, width, height);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    return g;
  }

  function close() {
    closed = true;
    if (host._fullLayout) Plotly.purge(host);
    Object.assign(canvas, { width: 0, height: 0 }); // frees its memory at once
    box.replaceChildren();
  }

  const frame = () => (size.width && host._fullLayout?.xaxis ? frameOf(host._fullLayout, size) : null);
  return { box, host, size, show, relayout, resized, pen, frame, close };
}

// Where data units land. Reads what Plotly keeps half private (_offset, _length); the browser tests hold it.
function frameOf({ xaxis, yaxis }, { width, height }) {
  const [[x0, x1], [y0, y1]] = [xaxis.range, yaxis.range];
  const [left, top, wide, high] = [xaxis._offset, yaxis._offset, xaxis._length, yaxis._length];
  const [kx, ky] = [wide / (x1 - x0), high / (y1 - y0)];
  const log = yaxis.type === "log";
  const ratio = globalThis.devicePixelRatio || 1;
  return {
    ...{ left, top, wide, high, right: left + wide, bottom: top + high, log, ratio, width, height },
    range: [x0, x1, y0, y1],
    key: [x0, x1, y0, y1, left, top, wide, high, log, ratio].join(),
    px: (x) => left + (x - x0) * kx,
    py: (y) => top + high - (y - y0) * ky,
    x: (px) => x0 + (px - left) / kx,
    y: (py) => y0 + (top + high - py) / ky,
    has: (px, py, by = 0) => px >= left - by && px <= left + wide + by && py >= top - by && py <= top + high + by,
  };
}

export function clipTo(g, { left, top, wide, high }) {
  g.beginPath();
  g.rect(left, top, wide, high);
  g.clip();
}
