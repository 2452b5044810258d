// A surface's own numbers (the bowl's condition and rotation): a button that says them, and live sliders beneath it.
import { icon } from "./icons.js";
import { el } from "./dom.js";
import { Popup } from "./popup.js";
import { format } from "./scale.js";
import { Slider } from "./slider.js";

export class Shape {
  constructor(store, signal) {
    Object.assign(this, { store, sliders: new Map(), names: "", listeners: new AbortController() });
    this.caption = el("span");
    this.button = el(
      "button",
      { type: "button", class: "lab-shape", hidden: true },
      this.caption,
      icon("keyboard_arrow_down"),
    );
    this.panel = el("div", {
      class: "lab-menu lab-shape-panel",
      role: "group",
      "aria-label": "The surface's own numbers",
    });
    this.popup = new Popup(this.panel, signal);
    this.popup.attach(this.button);
    for (const topic of ["ground", "wire"]) store.on(topic, () => this.update(), signal);
    signal.addEventListener("abort", () => this.listeners.abort());
  }

  update() {
    const parameters = this.store.ground?.parameters ?? [];
    const names = parameters.map(({ name }) => name).join();
    if (names !== this.names) this.rebuild(parameters);
    this.names = names;
    for (const { name, value, preset } of parameters) this.sliders.get(name).accept(value, preset);
    this.say();
  }

  rebuild(parameters) {
    this.listeners.abort();
    this.listeners = new AbortController();
    this.popup.close();
    this.sliders = new Map(parameters.map((spec) => [spec.name, this.slider(spec)]));
    this.panel.replaceChildren(...parameters.map((spec) => this.section(spec)));
    this.button.hidden = parameters.length === 0;
  }

  section({ name, label, help }) {
    return el("div", {}, el("strong", {}, label), this.sliders.get(name).row, el("small", {}, help));
  }

  slider(spec) {
    const send = (value, settled) => {
      this.say();
      return this.store.send({ kind: "parameter", name: spec.name, value }, { settled });
    };
    const slider = new Slider({ spec, send, answered: this.store.answered, signal: this.listeners.signal });
    slider.describe("");
    return slider;
  }

  // "κ 50 · 0°", also while a slider is dragged.
  say() {
    const words = [...this.sliders.values()].map(({ spec, value }) => inShort(spec, value)).join(" · ");
    if (this.caption.textContent !== words) this.caption.textContent = words;
  }
}

const inShort = ({ name, symbol, scale }, value) =>
  (name === "rotation" ? `${format(value, scale)}°` : `${symbol} ${format(value, scale)}`).replace("-", "−");
