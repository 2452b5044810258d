// The start's handle: an invisible slider in two directions over the double ring of the map; with one parameter along the curve.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { heightAt } from "../plot/graph.js";
import { startPixel } from "../plot/map.js";

const DRAGGED = "lab-start-dragged"; // in local storage: the hint has been understood
const SHARE = 0.01; // of the view, for an arrow key
const FAST = 10; // with Shift
const QUIET_MS = 500;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Start {
  constructor(box, { store, frame, redraw, signal }) {
    Object.assign(this, { store, frame, redraw, held: null, ticket: 0, timer: 0, grip: null });
    this.hint = !remembered();
    const role = { role: "slider", tabindex: 0, "aria-label": "Start", "aria-roledescription": "point on the map" };
    this.handle = el("div", { class: "lab-start", title: "Drag it, or click anywhere on the map.", ...role });
    box.append(this.handle);
    const listen = (type, handler) => this.handle.addEventListener(type, handler, { signal });
    listen("pointerdown", (event) => this.take(event));
    listen("pointermove", (event) => this.drag(event));
    for (const type of ["pointerup", "pointercancel"]) listen(type, () => this.release());
    listen("keydown", (event) => this.key(event));
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  // While it is held, and until Python has answered, the browser is right.
  point() {
    if (this.held && !this.grip && !this.timer && this.store.answered(this.ticket)) this.held = null;
    return this.held ?? this.store.wire.start;
  }

  // Of a cost of one parameter.
  get curve() {
    return this.store.ground?.graph;
  }

  take(event) {
    if (event.button || !this.frame()) return;
    event.preventDefault();
    this.handle.focus({ preventScroll: true });
    this.handle.setPointerCapture(event.pointerId);
    const [x, y] = startPixel(this.frame(), this.point());
    this.grip = { dx: event.clientX - x, dy: event.clientY - y, moved: false };
  }

  drag(event) {
    const frame = this.frame();
    if (!this.grip || !frame) return;
    this.grip.moved = true;
    this.move(frame.x(event.clientX - this.grip.dx), frame.y(event.clientY - this.grip.dy), false);
  }

  release() {
    const moved = this.grip?.moved;
    this.grip = null;
    if (moved) this.move(...this.held, true);
  }

  key(event) {
    const move = MOVES[event.key];
    if (!move || (this.curve && move[1]) || event.ctrlKey || event.metaKey || event.altKey || !this.frame()) return;
    event.preventDefault();
    const [x0, x1] = this.frame().range;
    const by = (x1 - x0) * SHARE * (event.shiftKey ? FAST : 1);
    const [x, y] = this.point();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), QUIET_MS);
    this.move(x + by * move[0], y + by * move[1], false);
  }

  settle() {
    this.timer = 0;
    this.move(...this.held, true);
  }

  // Six digits are finer than any screen, and short in a link.
  move(x, y, settled) {
    const point = [x, this.curve ? 0 : y].map((value) => Number(value.toPrecision(6)));
    this.held = this.curve ? [point[0], this.heightOf(point[0])] : point;
    this.ticket = this.store.send({ kind: "start", x: point[0], y: point[1] }, { settled });
    if (this.hint && settled) this.understood();
    this.redraw();
  }

  // Where the curve is not known, the handle stays at the height where it was.
  heightOf(x) {
    const height = heightAt(this.curve, x);
    return Number.isNaN(height) ? this.point()[1] : height;
  }

  understood() {
    this.hint = false;
    try {
      localStorage.setItem(DRAGGED, "1");
    } catch {
      return; // storage may be closed to us: then the hint comes again next time
    }
  }

  // The handle follows the ring.
  place(frame) {
    const [x, y] = startPixel(frame, this.point());
    const transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    if (this.handle.style.transform === transform) return;
    this.handle.style.transform = transform;
    const [a, b] = this.point();
    this.handle.setAttribute("aria-valuenow", a);
    const words = this.curve ? `${this.store.ground.letters[0]} ${short(a)}` : `x ${short(a)}, y ${short(b)}`;
    this.handle.setAttribute("aria-valuetext", `${words}. Arrow keys move it.`);
  }
}

function remembered() {
  try {
    return localStorage.getItem(DRAGGED) !== null;
  } catch {
    return false;
  }
}
