// Tabs: one is open, arrow keys, Home and End go from one to the next.
import { el } from "./dom.js";

const MOVES = { ArrowRight: (k) => k + 1, ArrowLeft: (k) => k - 1, Home: () => 0, End: () => -1 };

export class Tabs {
  // `titles`: key → words; `choose(key)` opens one; `panel` is what they change.
  constructor(label, titles, choose, panel) {
    Object.assign(this, { choose, buttons: new Map(), panel });
    const button = ([key, text]) => el("button", { type: "button", role: "tab", id: `lab-tab-${key}` }, text);
    for (const title of Object.entries(titles)) this.buttons.set(title[0], button(title));
    const list = { class: "lab-segments lab-tabs", role: "tablist", "aria-label": label };
    this.root = el("div", { ...list, onkeydown: (event) => this.key(event) }, [...this.buttons.values()]);
    for (const [key, tab] of this.buttons) tab.addEventListener("click", () => this.choose(key));
    panel.setAttribute("role", "tabpanel");
  }

  show(open) {
    for (const [key, tab] of this.buttons) {
      tab.setAttribute("aria-selected", String(key === open));
      tab.tabIndex = key === open ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `lab-tab-${open}`);
  }

  key(event) {
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const tabs = [...this.buttons.keys()];
    const next = tabs.at(move(tabs.indexOf(this.open())) % tabs.length);
    this.buttons.get(next).focus();
    this.choose(next);
  }

  open() {
    return [...this.buttons].find(([, tab]) => tab.tabIndex === 0)?.[0];
  }
}
