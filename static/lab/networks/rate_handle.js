// The line of a racer's own rate: dragged, clicked or moved by keys from one of the 64 to another.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { nearest } from "./tried.js";

const QUIET_MS = 500; // held arrow keys are one change, not thirty
const SURE_PX = 4; // a finger that goes further across drags the line, and does not scroll the page
const MOVES = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -8, PageUp: 8 };
const ENDS = { Home: -Infinity, End: Infinity };

export class RateHandle {
  constructor(plot, store, redraw) {
    Object.assign(this, { plot, store, redraw, held: null, grip: null, timer: 0, ticket: 0 });
    const role = { role: "slider", tabindex: 0, "aria-orientation": "horizontal", "aria-valuemin": 0 };
    this.root = el("div", { class: "lab-rate-own", ...role, onkeydown: (event) => this.key(event) });
    this.listeners = new AbortController();
    plot.box.append(this.root);
    const listen = (type, handler) => plot.box.addEventListener(type, handler, { signal: this.listeners.signal });
    listen("pointerdown", (event) => this.take(event));
    listen("pointermove", (event) => this.drag(event));
    listen("pointerup", (event) => this.release(event));
    listen("pointercancel", () => this.giveBack());
  }

  load({ slot, title, values }, rates) {
    Object.assign(this, { slot, rates, own: values.learning_rate });
    this.root.setAttribute("aria-label", `${title}: one of ${rates.length} learning rates`);
    this.root.setAttribute("aria-valuemax", rates.length - 1);
  }

  // While it is held, and until Python has answered, the browser is right.
  rate() {
    if (this.held !== null && !this.grip && !this.timer && this.store.answered(this.ticket)) this.held = null;
    return this.held === null ? this.own : this.rates[this.held];
  }

  place() {
    return nearest(this.rates, this.rate());
  }

  describe(words) {
    const [frame, at] = [this.plot.frame(), this.place()];
    const x = Math.max(frame.left, Math.min(frame.right, frame.px(Math.log10(this.rate()))));
    Object.assign(this.root.style, { left: `${x}px`, top: `${frame.top}px`, height: `${frame.high}px` });
    this.root.setAttribute("aria-valuenow", at);
    this.root.setAttribute("aria-valuetext", [`α ${short(this.rate())}`, ...words].join(", "));
  }

  // The stage does not hear of it: a finger that goes across turns no panel here.
  take(event) {
    event.stopPropagation();
    if (event.button || !event.isPrimary || !this.plot.frame()) return;
    this.plot.box.setPointerCapture(event.pointerId);
    this.root.focus({ preventScroll: true, focusVisible: false });
    this.grip = { x: event.clientX, sure: event.pointerType !== "touch" };
    if (this.grip.sure) this.follow(event);
  }

  drag(event) {
    if (!this.grip) return;
    if (Math.abs(event.clientX - this.grip.x) > SURE_PX) this.grip.sure = true;
    if (this.grip.sure) this.follow(event);
  }

  follow({ clientX }) {
    const frame = this.plot.frame();
    const asked = frame.x(clientX - this.plot.box.getBoundingClientRect().left);
    this.move(nearest(this.rates, 10 ** asked), false);
  }

  release(event) {
    if (!this.grip) return;
    this.follow(event); // a tap, too
    this.grip = null;
    this.move(this.held, true);
  }

  // The finger turned out to scroll the page.
  giveBack() {
    this.grip = null;
    if (this.held !== null) this.move(this.held, true);
  }

  key(event) {
    const by = MOVES[event.key] ?? ENDS[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(this.rates.length - 1, this.place() + by));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), QUIET_MS);
    this.move(next, false);
  }

  settle() {
    this.timer = 0;
    this.move(this.held, true);
  }

  move(at, settled) {
    if (at === this.held && !settled) return;
    this.held = at;
    const event = { kind: "hyper", slot: this.slot, name: "learning_rate", value: this.rates[at] };
    this.ticket = this.store.send(event, { settled });
    this.redraw();
  }

  close() {
    clearTimeout(this.timer);
    this.listeners.abort();
  }
}
