// A small box that shows a number and takes an exact one. Enter or leaving it commits, Escape brings the old one back.
import { el } from "./dom.js";
import { format, parse } from "./scale.js";

export class NumberBox {
  constructor({ scale, commit, nudge, signal }) {
    Object.assign(this, { scale, commit, nudge, value: NaN, editing: false });
    this.input = el("input", { type: "text", inputmode: "decimal", autocomplete: "off", class: "lab-number" });
    this.words = el("small", { class: "lab-words", role: "status", hidden: true });
    const listen = (type, handler) => this.input.addEventListener(type, handler, { signal });
    listen("input", () => (this.editing = true));
    listen("focus", () => this.editing || (this.input.value = this.value));
    listen("blur", () => this.take());
    listen("keydown", (event) => this.key(event));
    listen("pointerup", () => this.fresh && this.input.select());
    listen("pointerdown", () => (this.fresh = document.activeElement !== this.input));
  }

  show(value) {
    this.value = value;
    if (!this.editing || document.activeElement !== this.input) this.restore();
  }

  key(event) {
    const notches = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter") this.enter();
    else if (event.key === "Escape" && this.editing) this.restore();
    else if (notches) this.nudge(notches);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  enter() {
    this.take();
    this.input.select();
  }

  take() {
    const text = this.input.value.trim();
    if (!this.editing || text === "") return this.restore();
    const typed = parse(text);
    if (Number.isNaN(typed)) return this.refuse(`‘${text}’: please a number, such as 0.05 or 5e-2.`);
    this.restore();
    if (typed !== this.value) this.commit(typed);
    if (text.includes(",")) this.say(`‘${text}’ is read as ${typed}`);
  }

  // The text stays, to be mended.
  refuse(words) {
    this.input.setAttribute("aria-invalid", "true");
    this.say(words);
  }

  restore() {
    this.editing = false;
    this.input.value = format(this.value, this.scale);
    this.input.removeAttribute("aria-invalid");
    this.say("");
  }

  say(words) {
    if (words === this.words.textContent) return;
    this.words.textContent = this.input.title = words;
    this.words.hidden = !words;
  }
}
