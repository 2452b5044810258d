// One mark on the time line: a step at which a number of a racer was changed by hand.
import { el } from "../widgets/dom.js";
import { markIcon } from "../widgets/marks.js";

const SIZE = 12; // px
const SURE_PX = 4; // less is a click
const KEYS_SETTLE_AFTER_MS = 500;
const FAST = 10; // steps with Shift
const MOVES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const ENDS = { Home: "low", End: "high" };

// `told`: {slot, name, k, at, low, high, steps, words(step)}; it moves between its neighbours of the same name, low … high.
export class TimeMark {
  constructor(marks, { light, dark, marker }) {
    Object.assign(this, { marks, told: null, at: NaN, grip: null, ticket: 0, timer: 0 });
    this.listeners = new AbortController();
    this.signal = this.listeners.signal;
    marks.signal.addEventListener("abort", () => this.remove(), { signal: this.signal });
    this.root = el("div", { class: "lab-moment", role: "slider", tabindex: 0 }, markIcon(marker, SIZE));
    this.root.style.setProperty("--light", light);
    this.root.style.setProperty("--dark", dark);
    this.listen();
  }

  listen() {
    const on = (type, handler) => this.root.addEventListener(type, handler, { signal: this.signal });
    on("pointerdown", (event) => this.take(event));
    on("pointermove", (event) => this.grip && this.drag(event));
    for (const type of ["pointerup", "pointercancel"]) on(type, () => this.release());
    on("click", (event) => this.dragged && event.stopImmediatePropagation());
    on("keydown", (event) => this.key(event));
    on("blur", () => this.settle());
  }

  words() {
    return this.told.words(this.at);
  }

  // While it is held, and until Python has answered, the browser is right.
  update(told) {
    this.told = told;
    const busy = this.grip || this.timer || !this.marks.store.answered(this.ticket);
    this.show(busy ? this.at : told.at);
  }

  show(at) {
    const { low, high, steps, words } = this.told;
    const said = [at, steps, words(at)].join();
    if (said === this.said) return;
    Object.assign(this, { at, said });
    this.root.style.setProperty("--at", at / steps);
    this.root.title = words(at);
    for (const [name, value] of Object.entries({ label: words(at), valuemin: low, valuemax: high, valuenow: at }))
      this.root.setAttribute(`aria-${name}`, value);
    this.root.setAttribute("aria-valuetext", `step ${at}`);
  }

  moveTo(step, settled) {
    const { low, high } = this.told;
    const at = Math.max(low, Math.min(high, step));
    if (at === this.at && !settled) return;
    this.show(at);
    this.marks.fan();
    this.ticket = this.marks.move(this, at, settled);
  }

  take(event) {
    this.dragged = false;
    if (event.button) return;
    this.root.setPointerCapture(event.pointerId);
    this.grip = { x: event.clientX, from: this.at, width: this.root.parentElement.clientWidth };
  }

  drag({ clientX }) {
    const { x, from, width } = this.grip;
    if (Math.abs(clientX - x) > SURE_PX) this.dragged = true;
    if (this.dragged) this.moveTo(from + Math.round(((clientX - x) / width) * this.told.steps), false);
  }

  release() {
    if (!this.grip) return;
    this.grip = null;
    if (this.dragged) this.moveTo(this.at, true);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, shiftKey } = event;
    const by = MOVES[key] * (shiftKey ? FAST : 1);
    if (by || ENDS[key]) this.step(by ? this.at + by : this.told[ENDS[key]]);
    else if (key === "Delete" || key === "Backspace") this.giveUp();
    else if (key === "Enter" || key === " ") this.marks.open(this);
    else return;
    event.preventDefault();
  }

  // Held arrow keys are one change, not thirty.
  step(to) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), KEYS_SETTLE_AFTER_MS);
    this.moveTo(to, false);
  }

  settle() {
    if (!this.timer) return;
    this.cancelSettling();
    this.moveTo(this.at, true);
  }

  cancelSettling() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  // What waits to settle would meet the next mark of its name.
  giveUp() {
    this.cancelSettling();
    this.marks.remove(this);
  }

  remove() {
    this.cancelSettling();
    this.listeners.abort();
    this.root.remove();
  }
}
