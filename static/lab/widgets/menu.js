// A menu in groups. Arrow keys, Home and End move, letters jump to the next entry that begins so, Enter chooses, Escape and Tab
// close. Where there are many entries they stand in two columns, on a narrow screen on a sheet at its foot.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { markIcon } from "./marks.js";
import { Popup } from "./popup.js";

// What a button is called: what is meant for screen readers, or else its own words without icons.
const nameOf = (button) =>
  button.ariaLabel ||
  [...button.childNodes]
    .filter(({ ariaHidden }) => ariaHidden !== "true")
    .map(({ textContent }) => textContent)
    .join(" ")
    .trim();

const MANY = 10; // entries: more than that
const TYPING_MS = 700; // letters that follow sooner belong together
const MOVES = {
  ArrowDown: (i) => i + 1,
  ArrowUp: (i) => i - 1,
  ArrowRight: (i) => i + 1,
  ArrowLeft: (i) => i - 1,
  Home: () => 0,
  End: () => -1,
};

export class Menu {
  constructor(parent, signal) {
    this.typed = { text: "", at: 0 };
    this.box = el("div", { class: "lab-menu lab-at-end", role: "menu" });
    this.box.addEventListener("keydown", (event) => this.key(event), { signal });
    parent.append(this.box);
    this.popup = new Popup(this.box, signal);
  }

  // `groups()` gives [{ title, row, entries: [{ text, idea, disabled, current, run }] }], or a sentence instead of them. The entries of a
  // `row` stand beside one another, each as the mark of its `slot`.
  attach(button, groups, signal = this.popup.signal) {
    button.setAttribute("aria-haspopup", "menu");
    this.popup.attach(button, () => this.fill(groups(), button), signal);
    button.addEventListener("click", () => this.popup.anchor === button && this.items()[0]?.focus(), {
      signal,
    });
  }

  fill(groups, button) {
    this.box.setAttribute("aria-label", nameOf(button));
    const told = typeof groups === "string";
    const many = !told && groups.reduce((count, { row, entries }) => count + (row ? 1 : entries.length), 0) > MANY;
    this.box.classList.toggle("lab-many", many);
    if (told) return this.box.replaceChildren(el("p", { role: "status" }, groups));
    const folded = groups.filter((group) => group.folded);
    const parts = groups.filter((group) => !group.folded).map((group) => this.group(group));
    if (folded.length > 0) parts.push(this.fold(folded));
    this.box.replaceChildren(...(many ? [el("div", { class: "lab-columns", role: "presentation" }, parts)] : parts));
    this.items()[0]?.setAttribute("tabindex", "0"); // where a menu scrolls, the keyboard must have a way in
  }

  group({ title, row, entries }) {
    const heading = title && el("div", { class: "lab-menu-title", "aria-hidden": "true" }, title);
    const items = entries.map((entry) => (row ? this.mark(entry) : this.item(entry)));
    return el(
      "div",
      { role: "group", "aria-label": title },
      heading,
      row ? el("div", { class: "lab-menu-row" }, items) : items,
    );
  }

  // Groups that are seldom wanted, behind an entry that opens them.
  fold(groups) {
    const under = el("div", { role: "presentation", hidden: true }, ...groups.map((group) => this.group(group)));
    const turn = () => {
      under.hidden = !under.hidden;
      more.setAttribute("aria-expanded", String(!under.hidden));
      this.popup.place();
      if (!under.hidden) under.querySelector("button")?.focus();
    };
    const attributes = { type: "button", role: "menuitem", tabindex: -1, "aria-expanded": "false", onclick: turn };
    const more = el("button", attributes, el("span", {}, "More", icon("keyboard_arrow_down")));
    return el("div", { role: "group", "aria-label": "More" }, more, under);
  }

  chosen(run) {
    return () => {
      this.popup.close();
      run();
    };
  }

  mark({ text, slot, current, run }) {
    const style = `--light: ${slot.light}; --dark: ${slot.dark}`;
    const told = { "aria-label": text, title: text, "aria-checked": String(current) };
    const attributes = {
      type: "button",
      role: "menuitemradio",
      tabindex: -1,
      style,
      onclick: this.chosen(run),
      ...told,
    };
    return el("button", attributes, markIcon(slot.marker, 18));
  }

  item({ text, idea, disabled, current, run }) {
    const choose = this.chosen(run);
    return el(
      "button",
      { type: "button", role: "menuitem", tabindex: -1, disabled, "aria-current": current && "true", onclick: choose },
      el("span", {}, text),
      idea && el("small", {}, idea),
    );
  }

  items() {
    return [...this.box.querySelectorAll("button:enabled")].filter((button) => !button.closest("[hidden]"));
  }

  key(event) {
    if (event.key === "Tab") return this.popup.close();
    const items = this.items();
    const now = items.indexOf(document.activeElement);
    const move = MOVES[event.key];
    if (move) this.typed.text = "";
    const next = move ? items.at(move(now) % items.length) : this.jump(event, items, now);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // The same letter again goes on to the next entry; more letters stay where they still fit.
  jump({ key, ctrlKey, metaKey, altKey, timeStamp }, items, now) {
    if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) return null;
    const { text, at } = this.typed;
    const typed =
      timeStamp - at < TYPING_MS && text !== key.toLowerCase() ? text + key.toLowerCase() : key.toLowerCase();
    this.typed = { text: typed, at: timeStamp };
    const from = Math.max(0, typed.length > 1 ? now : now + 1);
    const order = [...items.slice(from), ...items.slice(0, from)];
    return order.find((item) => item.textContent.trim().toLowerCase().startsWith(typed));
  }
}
