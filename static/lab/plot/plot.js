// Two canvases in a box: one for axes and ground, drawn when they change, and over it one for everything that moves.
import { drawAxes, frameOf } from "./axes.js";
import { el } from "../widgets/dom.js";

export function makePlot(box, { onMove = () => {} } = {}) {
  const [under, ink] = ["lab-under", "lab-ink"].map((name) => el("canvas", { class: name, "aria-hidden": "true" }));
  const host = el("div", { class: "lab-axes" }, under, ink);
  const size = { width: box.clientWidth, height: box.clientHeight };
  let asked = null; // {x, y, log, equal, margin, theme, grid, ticks, apart, paint, over}
  let frame = null;
  box.append(host);

  // Draws axes and ground anew; `paint(g, frame)` puts the ground beneath the axes, `over` above.
  function show(next) {
    asked = next;
    if (!size.width) return;
    frame = frameOf(asked, size);
    paintUnder();
    box.dataset.ready = "";
    onMove();
  }

  const range = (changes) => asked && show({ ...asked, ...changes });

  // Off the page first: writing on a canvas of the page waits for the styles of the whole page.
  function paintUnder() {
    const sheet = new OffscreenCanvas(...pixels());
    const g = sheet.getContext("2d");
    g.scale(frame.ratio, frame.ratio);
    asked.paint?.(g, frame);
    drawAxes(g, frame, asked.theme, asked);
    asked.over?.(g, frame);
    fitted(under).drawImage(sheet, 0, 0);
  }

  const pixels = () => [size.width, size.height].map((side) => Math.round(side * (globalThis.devicePixelRatio || 1)));

  function fitted(canvas) {
    const [width, height] = pixels();
    const g = canvas.getContext("2d");
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, width, height);
    return g;
  }

  function resized() {
    const [width, height] = [box.clientWidth, box.clientHeight];
    if (width === size.width && height === size.height) return;
    Object.assign(size, { width, height });
    if (width && asked) show(asked);
  }

  // Clears the upper canvas and returns its pen, in CSS pixels.
  function pen() {
    const g = fitted(ink);
    const ratio = globalThis.devicePixelRatio || 1;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    return g;
  }

  function close() {
    for (const canvas of [under, ink]) Object.assign(canvas, { width: 0, height: 0 }); // frees their memory at once
    box.replaceChildren();
  }
  return { box, host, size, show, range, resized, pen, close, frame: () => (size.width ? frame : null) };
}

export function clipTo(g, { left, top, wide, high }) {
  g.beginPath();
  g.rect(left, top, wide, high);
  g.clip();
}
