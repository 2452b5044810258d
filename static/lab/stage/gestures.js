// What fingers and mice do to the map: a click sets the start, a double click takes the whole view back, two fingers zoom.
const CLICK_PX = 4;
const DOUBLE_MS = 250;
const SWIPE_PX = 40;

// A press may end outside the map, so the release is heard on the document.
export function listenForClicks(plot, { onClick, onDouble, zoomed }, signal) {
  let pressed = null;
  let timer = 0;
  const down = (event) => (pressed = event.button === 0 && event.isPrimary ? event : null);
  function up(event) {
    const start = pressed;
    pressed = null;
    const frame = plot.frame();
    if (!start || !frame || Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) >= CLICK_PX)
      return;
    const box = plot.box.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    if (!frame.has(px, py)) return;
    if (timer) {
      timer = clearTimeout(timer);
      return onDouble();
    }
    const act = () => onClick(frame.x(px), frame.y(py));
    if (!zoomed()) return act(); // nothing to take back: no need to wait for a second click
    timer = setTimeout(() => act((timer = 0)), DOUBLE_MS);
  }
  plot.host.addEventListener("pointerdown", down, { signal, capture: true });
  document.addEventListener("pointerup", up, { signal, capture: true });
  document.addEventListener("pointercancel", () => (pressed = null), { signal, capture: true });
  signal.addEventListener("abort", () => clearTimeout(timer));
}

const middle = ([a, b]) => [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2];
const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);

// The picture follows the fingers as it is and is drawn anew when they leave.
export function listenForPinch(plot, onZoom, signal) {
  let pinch = null;
  const style = plot.box.style;
  const listen = (type, handler) => plot.box.addEventListener(type, handler, { signal, passive: false });
  listen("touchstart", (event) => {
    if (event.touches.length !== 2 || !plot.frame()) return;
    event.preventDefault();
    const [x, y] = middle(event.touches);
    pinch = {
      x,
      y,
      apart: apart(event.touches),
      box: plot.box.getBoundingClientRect(),
      frame: plot.frame(),
      last: null,
    };
    style.transformOrigin = `${x - pinch.box.left}px ${y - pinch.box.top}px`;
  });
  listen("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const [x, y] = middle(event.touches);
    pinch.last = { dx: x - pinch.x, dy: y - pinch.y, by: apart(event.touches) / pinch.apart };
    style.transform = `translate(${pinch.last.dx}px, ${pinch.last.dy}px) scale(${pinch.last.by})`;
  });
  const end = () => {
    if (!pinch) return;
    style.transform = "";
    if (pinch.last) onZoom(pinched(pinch));
    pinch = null;
  };
  for (const type of ["touchend", "touchcancel"]) listen(type, end);
}

// The view after the fingers moved by (dx, dy) and spread by a factor.
function pinched({ x, y, box, frame, last }) {
  const back = (edge, from, moved) => from + (edge - from - moved) / last.by;
  const [ox, oy] = [x - box.left, y - box.top];
  const across = [frame.left, frame.right].map((edge) => frame.x(back(edge, ox, last.dx)));
  const up = [frame.bottom, frame.top].map((edge) => frame.y(back(edge, oy, last.dy)));
  return [...across, ...up];
}

// One finger to the side: the next or the previous panel, where only one is shown.
export function listenForSwipes(box, onSwipe, signal) {
  let from = null;
  const down = (event) =>
    (from =
      event.isPrimary && event.pointerType === "touch" && !event.target.closest(".lab-start, .lab-curve .lab-plot")
        ? event
        : null);
  const up = (event) => {
    if (!from || !event.isPrimary) return;
    const [dx, dy] = [event.clientX - from.clientX, event.clientY - from.clientY];
    from = null;
    if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) onSwipe(dx < 0 ? 1 : -1);
  };
  box.addEventListener("pointerdown", down, { signal });
  box.addEventListener("pointerup", up, { signal });
}

// Dragging on a curve moves the cursor.
export function listenForScrub(plot, onMove, signal) {
  const scrub = (event) => {
    const frame = plot.frame();
    if (!frame || !plot.box.hasPointerCapture(event.pointerId)) return;
    onMove(frame.x(event.clientX - plot.box.getBoundingClientRect().left));
  };
  const take = (event) => {
    if (event.button) return;
    plot.box.setPointerCapture(event.pointerId);
    scrub(event);
  };
  plot.box.addEventListener("pointerdown", take, { signal });
  plot.box.addEventListener("pointermove", scrub, { signal });
}
