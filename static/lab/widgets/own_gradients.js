// Gradients of one's own: typed or pasted, taken on Enter or by the button. What Python makes of them it says in the notice.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { Popup } from "./popup.js";

export class Given {
  constructor(store, signal) {
    this.store = store;
    this.button = el("button", { type: "button", class: "lab-shape" }, "Your own", icon("keyboard_arrow_down"));
    this.panel = el("div", { class: "lab-menu lab-own", role: "group", "aria-label": "Your own gradients" });
    this.build();
    this.popup = new Popup(this.panel, signal);
    this.popup.attach(this.button, () => this.fill());
  }

  build() {
    const words = { rows: 4, spellcheck: "false", placeholder: "0.1, 0.1, −0.9 …" };
    const key = (event) => event.key === "Enter" && !event.shiftKey && this.take(event);
    this.text = el("textarea", {
      class: "lab-pasted",
      "aria-label": "Gradients, one a step",
      ...words,
      onkeydown: key,
    });
    const use = el("button", { type: "button", class: "lab-pill lab-main", onclick: (event) => this.take(event) });
    use.append("Use them");
    const label = el("strong", {}, "Type or paste gradients, one a step");
    const hint = el("small", {}, "Separated by commas, spaces or lines; 200 at most.");
    this.panel.append(label, this.text, hint, el("div", { class: "lab-decision" }, use));
  }

  // Those in use, to be changed.
  fill() {
    const { series } = this.store.wire;
    if (!this.text.value && series?.key === "own")
      this.text.value = [...series.g].map((g) => String(shortest(g))).join(", ");
  }

  take(event) {
    event.preventDefault();
    this.popup.close();
    this.store.send({ kind: "given", text: this.text.value });
  }
}

const shortest = (number) => Number(number.toPrecision(7)); // what a float of 32 bits knows
