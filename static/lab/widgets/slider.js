// A range input that sends while it is dragged, with an editable number beside it.
// While the user holds it, and until Python has answered, the browser is right; otherwise the value Python sends is.
import { el } from "./dom.js";
import { NumberBox } from "./number.js";
import { format, memory, position, ticks, valueAt } from "./scale.js";

const KEYS_SETTLE_AFTER_MS = 500; // held arrow keys are one change, not thirty
const SURE_PX = 4; // a finger that goes further along the track drags it, and does not scroll the page
const NOTCHES = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};
const percent = (u) => `${(100 * u).toFixed(2)}%`;

export class Slider {
  // `spec`: symbol, label, help, low, high, scale, unit of the memory. `send(value, settled)` returns a ticket, `answered(ticket)` tells of it.
  constructor({ spec, send, answered, signal }) {
    Object.assign(this, { spec, send, answered, value: NaN, preset: null, limit: null });
    Object.assign(this, { held: null, ticket: 0, settling: 0 });
    this.build(signal);
    this.listen(signal);
  }

  build(signal) {
    const { symbol, label, help } = this.spec;
    const words = `${label[0].toUpperCase()}${label.slice(1)}. ${help ?? ""}`;
    const nudge = (notches) => this.step(notches);
    this.box = new NumberBox({ scale: this.spec.scale, commit: (value) => this.set(value, true), nudge, signal });
    this.range = el("input", { type: "range", min: 0, max: ticks(this.spec), step: 1, title: words });
    this.rail = el("div", { class: "lab-rail" });
    this.memory = el("output", { class: "lab-memory" });
    const tip = el("small", { class: "lab-words", hidden: true }, words); // a title does not open under a finger
    const name = el("span", { class: "lab-symbol", title: words, onclick: () => (tip.hidden = !tip.hidden) }, symbol);
    const track = el("div", { class: "lab-track" }, this.rail, this.range, this.memory);
    this.row = el("div", { class: "lab-slider" }, name, track, this.box.input, this.box.words, tip);
  }

  listen(signal) {
    const on = (type, handler) => this.range.addEventListener(type, handler, { signal });
    on("pointerdown", (event) => event.button === 0 && this.hold(event));
    on("pointermove", (event) => this.held && this.goOn(event));
    on("input", () => this.set(valueAt(this.range.valueAsNumber / ticks(this.spec), this.spec), false, true));
    on("change", () => this.release());
    on("pointercancel", () => this.giveBack());
    on("keydown", (event) => this.key(event));
    on("blur", () => this.settle());
    on("dblclick", () => this.preset !== null && this.set(this.preset, true));
    // A drag may end outside the slider, or where it began (then there is no change); change comes after pointerup.
    window.addEventListener("pointerup", () => this.held && setTimeout(() => this.release()), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.settling));
  }

  describe(owner) {
    const name = [owner, this.spec.label].filter(Boolean).join(": ");
    this.range.setAttribute("aria-label", name);
    this.box.input.setAttribute("aria-label", `${name}, exact value`);
  }

  // From Python, at each message: does nothing unless something is new.
  accept(value, preset = null, limit = null) {
    if (preset !== this.preset) this.mark("preset", (this.preset = preset));
    if (limit !== this.limit) this.mark("limit", (this.limit = limit));
    if (value === this.value || this.busy()) return;
    this.show(value);
  }

  busy() {
    return Boolean(this.held || this.settling || !this.answered(this.ticket));
  }

  mark(name, value) {
    const inside = value !== null && value >= this.spec.low && value <= this.spec.high;
    this.rail.classList.toggle(`lab-has-${name}`, inside);
    this.row.style.setProperty(`--${name}`, value === null ? "100%" : percent(position(value, this.spec)));
  }

  show(value, thumb = true) {
    const u = position(value, this.spec);
    this.value = value;
    if (thumb) this.range.value = Math.round(u * ticks(this.spec));
    this.row.style.setProperty("--p", percent(u));
    this.box.show(value);
    const steps = this.spec.scale === "one_minus" ? memory(value, this.spec.unit) : "";
    if (this.memory.value !== steps) this.memory.value = steps;
    this.range.setAttribute("aria-valuetext", [format(value, this.spec.scale), steps].filter(Boolean).join(", "));
  }

  set(value, settled, thumbIsThere = false) {
    this.cancelSettling();
    if (value === this.value && !settled) return;
    this.show(value, !thumbIsThere);
    if (this.held) this.held.moved = true;
    if (settled || !this.held || this.held.sure) this.ticket = this.send(value, settled);
  }

  hold({ clientX: x, pointerType }) {
    this.settle();
    this.held = { from: this.value, moved: false, x, sure: pointerType !== "touch" };
  }

  goOn({ clientX }) {
    if (Math.abs(clientX - this.held.x) > SURE_PX) this.held.sure = true;
  }

  release() {
    const { held } = this;
    this.held = null;
    if (held?.moved) this.set(this.value, true);
  }

  // The finger turned out to scroll the page.
  giveBack() {
    const { held } = this;
    this.held = null;
    if (!held?.moved) return;
    if (held.sure) this.set(held.from, true);
    else this.show(held.from);
  }

  key(event) {
    const notches = NOTCHES[event.key];
    if (!notches || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.step(notches);
  }

  step(notches) {
    const last = ticks(this.spec);
    const tick = Math.min(last, Math.max(0, this.range.valueAsNumber + notches));
    this.range.value = tick;
    this.set(valueAt(tick / last, this.spec), false, true);
    this.settling = setTimeout(() => this.settle(), KEYS_SETTLE_AFTER_MS);
  }

  settle() {
    if (this.settling) this.set(this.value, true, true);
  }

  cancelSettling() {
    clearTimeout(this.settling);
    this.settling = 0;
  }
}
