// A menu in groups. Arrow keys, Home and End move, Enter chooses, Escape and Tab close.
import { el } from "./dom.js";
import { Popup } from "./popup.js";

const MOVES = { ArrowDown: (i) => i + 1, ArrowUp: (i) => i - 1, Home: () => 0, End: () => -1 };

export class Menu {
  constructor(parent, signal) {
    this.box = el("div", { class: "lab-menu lab-at-end", role: "menu" });
    this.box.addEventListener("keydown", (event) => this.key(event), { signal });
    parent.append(this.box);
    this.popup = new Popup(this.box, signal);
  }

  // `groups()` gives [{ title, entries: [{ text, idea, disabled, run }] }], or a sentence instead of them.
  attach(button, groups, signal = this.popup.signal) {
    button.setAttribute("aria-haspopup", "menu");
    this.popup.attach(button, () => this.fill(groups(), button), signal);
    button.addEventListener("click", () => this.popup.anchor === button && this.items()[0]?.focus(), {
      signal,
    });
  }

  fill(groups, button) {
    this.box.setAttribute("aria-label", button.getAttribute("aria-label"));
    if (typeof groups === "string") return this.box.replaceChildren(el("p", { role: "status" }, groups));
    this.box.replaceChildren(...groups.map((group) => this.group(group)));
  }

  group({ title, entries }) {
    const heading = title && el("div", { class: "lab-menu-title", "aria-hidden": "true" }, title);
    return el("div", { role: "group", "aria-label": title }, heading, ...entries.map((entry) => this.item(entry)));
  }

  item({ text, idea, disabled, run }) {
    const choose = () => {
      this.popup.close();
      run();
    };
    return el(
      "button",
      { type: "button", role: "menuitem", tabindex: -1, disabled, onclick: choose },
      el("span", {}, text),
      idea && el("small", {}, idea),
    );
  }

  items() {
    return [...this.box.querySelectorAll("button:enabled")];
  }

  key(event) {
    if (event.key === "Tab") return this.popup.close();
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const items = this.items();
    items.at(move(items.indexOf(document.activeElement)) % items.length)?.focus();
  }
}
