// Noise in all gradients, under the cards: a line that says it, and its numbers behind it.
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { format } from "../widgets/scale.js";
import { Slider } from "../widgets/slider.js";

const OFF =
  "With σ above 0 every gradient gets random noise, as from mini-batches of size b. A card's “more” has its own b.";

export class Noise {
  // `specs` declare the numbers, σ first.
  constructor(store, specs, signal) {
    Object.assign(this, { store, words: "" });
    this.sliders = specs.map((spec) => this.slider(spec, signal));
    this.said = el("span");
    this.sum = el("small", { class: "lab-idea" });
    this.panel = el(
      "div",
      { hidden: true },
      this.sliders.map(({ row }) => row),
      this.sum,
    );
    this.button = el(
      "button",
      { type: "button", class: "lab-more", "aria-expanded": "false" },
      icon("chevron_right"),
      this.said,
    );
    this.button.addEventListener("click", () => this.turn(), { signal });
    this.root = el("section", { class: "lab-noise", "aria-label": "Noise" }, this.button, this.panel);
    store.on("wire", ({ noise }) => this.update(noise), signal);
  }

  slider(spec, signal) {
    const send = (value, settled) => {
      this.say(this.shown());
      return this.store.send({ kind: "noise", name: spec.name, value }, { settled });
    };
    const slider = new Slider({ spec, send, answered: this.store.answered, signal });
    slider.describe("Noise");
    return slider;
  }

  turn() {
    this.panel.hidden = !this.panel.hidden;
    this.button.setAttribute("aria-expanded", String(!this.panel.hidden));
    if (!this.panel.hidden) this.root.scrollIntoView({ block: "nearest" });
  }

  update(noise) {
    for (const slider of this.sliders) slider.accept(noise[slider.spec.name]);
    this.say(this.shown());
  }

  // Also while a slider is dragged.
  shown() {
    return Object.fromEntries(this.sliders.map(({ spec, value }) => [spec.name, value]));
  }

  say({ noise, batch, seed }) {
    const words = noise > 0 ? `Noise: σ ${format(noise)} · b ${batch} · seed ${seed}` : "Noise: off";
    if (words === this.words) return;
    this.said.textContent = this.words = words;
    this.sum.textContent =
      noise > 0
        ? `Noise of each gradient: σ/√b = ${format(noise / Math.sqrt(batch))} in each coordinate. A card's “more” has its own b.`
        : OFF;
  }
}
