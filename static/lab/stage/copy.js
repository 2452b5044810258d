// Copy link: the absolute address of everything that is seen. Where the clipboard is closed to us, the text to copy by hand.
import { icon } from "../widgets/icons.js";
import { el } from "../widgets/dom.js";
import { Popup } from "../widgets/popup.js";
import { currentLink } from "./view.js";

const SAID_FOR_MS = 2000;

export class CopyLink {
  constructor(store, signal) {
    Object.assign(this, { store, timer: 0 });
    this.button = el(
      "button",
      { type: "button", class: "lab-copy", onclick: () => this.copy(this.button) },
      icon("link"),
      "Copy link",
    );
    this.said = el("div", { class: "lab-said", role: "status" });
    this.field = el("input", {
      type: "text",
      readonly: true,
      class: "lab-number",
      "aria-label": "Link to exactly this",
    });
    this.panel = el(
      "div",
      { class: "lab-menu lab-at-end lab-link" },
      el("small", {}, "Copy it from here."),
      this.field,
    );
    this.popup = new Popup(this.panel, signal);
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  async copy(anchor) {
    const link = new URL(currentLink(this.store), location.href).href;
    try {
      await navigator.clipboard.writeText(link); // not there without https, and may be refused
      const { series, data } = this.store.wire ?? {};
      const file = series === "own" || data === "own"; // stays with its owner
      this.say(file ? "Copied. It opens this without your data." : "Copied. It opens exactly this.");
    } catch {
      this.popup.open(anchor, () => (this.field.value = link));
      this.field.select();
    }
  }

  say(words) {
    clearTimeout(this.timer);
    this.said.textContent = words;
    if (words) this.timer = setTimeout(() => this.say(""), SAID_FOR_MS);
  }
}
