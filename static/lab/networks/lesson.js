// What to notice in the preset that was chosen, as long as it stands; some have a slider for the units of the hidden layer.
import { el } from "../widgets/dom.js";
import { Slider } from "../widgets/slider.js";

const UNITS = { symbol: "units", label: "units of the hidden layer", low: 1, high: 32, scale: "integer" };

export class Lesson {
  constructor(root, presets, store) {
    Object.assign(this, { root, presets, store, listeners: new AbortController() });
    const { signal } = this.listeners;
    const send = (value, settled) => store.send({ kind: "hidden", value: [value] }, { settled });
    this.units = new Slider({ spec: UNITS, send, answered: store.answered, signal });
    this.units.describe("");
    this.text = el("span", {});
    const restore = () => store.send({ kind: "preset", value: this.told });
    const again = el("button", {
      type: "button",
      class: "lab-pill",
      title: "Load this preset again",
      onclick: restore,
    });
    again.append("Restore");
    this.changed = el("span", { class: "lab-changed" }, "You have changed this picture.", again);
    root.append(this.text, this.units.row);
    store.on("wire", (wire) => this.tell(wire), signal);
  }

  tell({ preset, hidden, changed }) {
    const { title, idea, units } = this.presets[preset] ?? {};
    this.units.row.hidden = !units || hidden.length !== 1;
    if (!this.units.row.hidden) this.units.accept(hidden[0]);
    if (changed) this.root.append(this.changed);
    else this.changed.remove();
    if (this.told === preset) return;
    this.told = preset;
    this.text.replaceChildren(...(title ? [el("b", {}, title), ". ", idea] : []));
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}
