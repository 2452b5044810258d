// A mouse on the map: with Ctrl or ⌘ the wheel zooms where it points, as a pinch on a touchpad does; dragging moves the
// ground along. The wheel alone scrolls the page.
import { makeHint } from "../widgets/hint.js";

const SURE_PX = 4; // under it the press is a click
const PER_NOTCH = 1.2;
const NOTCH = 100;

export function listenForPan(plot, onZoom, signal) {
  let grip = null;
  const hint = makeHint(plot.host, signal);
  const key = /Mac/.test(navigator.platform) ? "⌘" : "Ctrl";

  function take(event) {
    if (event.button || event.pointerType !== "mouse" || !plot.frame()) return;
    grip = { x: event.clientX, y: event.clientY, range: plot.frame().range, sure: false };
  }

  function drag(event) {
    const frame = plot.frame();
    if (!grip || !frame) return;
    const [dx, dy] = [event.clientX - grip.x, event.clientY - grip.y];
    if (!grip.sure && Math.hypot(dx, dy) < SURE_PX) return;
    if (!grip.sure) plot.host.setPointerCapture(event.pointerId);
    grip.sure = true;
    const [x0, x1, y0, y1] = grip.range;
    const [by, up] = [(dx * (x1 - x0)) / frame.wide, (dy * (y1 - y0)) / frame.high];
    onZoom([x0 - by, x1 - by, y0 + up, y1 + up]);
  }

  function wheel(event) {
    const frame = plot.frame();
    const box = plot.box.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    if (!frame?.has(px, py)) return;
    if (!event.ctrlKey && !event.metaKey) return hint(`${key} + scroll to zoom`);
    event.preventDefault();
    const factor = PER_NOTCH ** (Math.max(-3 * NOTCH, Math.min(3 * NOTCH, event.deltaY)) / NOTCH);
    const [x0, x1, y0, y1] = frame.range;
    const scaled = (low, high, at) => [at - (at - low) * factor, at + (high - at) * factor];
    onZoom([...scaled(x0, x1, frame.x(px)), ...scaled(y0, y1, frame.y(py))]);
  }

  const listen = (type, handler, options) => plot.host.addEventListener(type, handler, { signal, ...options });
  listen("pointerdown", take);
  listen("pointermove", drag);
  for (const type of ["pointerup", "pointercancel"]) listen(type, () => (grip = null));
  listen("wheel", wheel, { passive: false });
}
