// A few choices side by side, of which one holds.
import { el } from "./dom.js";

export class Segments {
  constructor(label, choices, choose) {
    Object.assign(this, { choose, buttons: new Map(), offered: "" });
    this.root = el("div", { class: "lab-segments", role: "group", "aria-label": label });
    this.offer(choices);
  }

  offer(choices) {
    if (JSON.stringify(choices) === this.offered) return;
    this.offered = JSON.stringify(choices);
    const button = ([key, text]) => el("button", { type: "button", onclick: () => this.choose(key) }, text);
    this.buttons = new Map(Object.entries(choices).map((choice) => [choice[0], button(choice)]));
    this.root.replaceChildren(...this.buttons.values());
    this.root.hidden = this.buttons.size === 0;
  }

  show(value) {
    for (const [key, button] of this.buttons) button.setAttribute("aria-pressed", String(key === value));
  }
}
