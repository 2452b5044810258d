// The arithmetic of the opened step: each line of the source in letters, beneath it with this step's numbers, beside it the result.
import { el } from "../widgets/dom.js";
import { Group, Line } from "./line.js";
import { rowAt } from "./map.js";
import { markIcon } from "../widgets/marks.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { shownKey, slotOf } from "../plot/variants.js";

const LAST = "Step"; // the group that is open at first
const ROOMY = "(min-height: 900px) and (min-width: 700px)";

export class Opened {
  constructor(root, { name, slots, parts }) {
    Object.assign(this, { root, slots, store: storeOf(name), lines: [], key: "", listeners: new AbortController() });
    const { signal } = this.listeners;
    this.build(parts);
    const soon = afterPicture(() => this.update(), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, soon, signal);
    this.store.on("step", () => this.follow(), signal);
    this.store.on("lit", (lit) => this.light(lit), signal);
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
  }

  build(parts) {
    this.title = el("h2", {});
    this.pills = new Map(parts.map((part) => [part.name, this.pill(part)]));
    const words = { class: "lab-pills lab-parts", role: "group", "aria-label": "Parts of Adam" };
    this.parts = el(
      "div",
      words,
      [...this.pills.values()].map(({ button }) => button),
    );
    this.list = el("div", { class: "lab-lines" });
    this.root.append(el("header", {}, this.title, this.parts), this.list);
  }

  pill({ name, label, help }) {
    const turn = () => (entry.ticket = this.store.send({ kind: "switch", name, value: !this.store.wire[name] }));
    const attributes = { type: "button", class: "lab-pill", "aria-pressed": "true", title: help, onclick: turn };
    const entry = { ticket: 0, button: el("button", attributes, label) };
    return entry;
  }

  update() {
    const { wire } = this.store;
    if (!wire?.lines) return;
    this.parts.hidden = !wire.switchable;
    for (const [name, { button }] of this.pills) button.setAttribute("aria-pressed", String(wire[name]));
    const letters = wire.lines.map(({ name, formula, grey, arrow }) => [name, formula, grey, arrow]);
    const key = JSON.stringify([wire.groups, letters]);
    const isNew = key !== this.key;
    if (isNew) this.rebuild(wire);
    this.key = key;
    this.entitle(wire);
    this.lines.forEach((line, k) => line.fill(wire.lines[k]));
    this.repaint();
    this.light(this.store.lit ?? null);
    this.follow();
    if (isNew) this.fillRoom(); // the lines have their height once they have their numbers
  }

  entitle(wire) {
    const marker = this.slots.find(({ slot }) => slot === slotOf(shownKey(wire)))?.marker;
    this.opened = el("small", {});
    this.title.replaceChildren(markIcon(marker, 16), wire.title, this.opened);
  }

  rebuild({ lines, groups }) {
    const light = (arrow) => this.store.publish("lit", arrow);
    this.lines = lines.map((line) => new Line(line, light));
    const named = new Map(this.lines.map((line) => [line.name, line]));
    const foldable = ({ title, ...group }) => {
      const turned = (open) => (this.store.opened[title] = open);
      return new Group({ ...group, title, open: this.isOpen(title) }, named, { light, turned });
    };
    this.groups = groups.map(foldable);
    this.list.replaceChildren(...this.groups.map(({ details }) => details));
  }

  // At first the lines of the step itself are there. What somebody opens stays open.
  isOpen(title) {
    return (this.store.opened ??= {})[title] ?? title === LAST;
  }

  // On a high screen the groups before the last are open, too, as far as there is room for all of them.
  fillRoom() {
    if (!matchMedia(ROOMY).matches) return;
    for (const { details, title } of this.groups.toReversed()) {
      if (details.open || title in this.store.opened) continue;
      details.open = true;
      if (this.list.scrollHeight <= this.list.clientHeight) continue;
      details.open = false;
      return;
    }
  }

  follow() {
    const { wire, view } = this.store;
    if (!wire?.lines || !this.opened) return;
    const row = rowAt(wire, Math.min(view.step, wire.steps));
    this.opened.textContent = row === null ? "no step was made" : `from step ${row} to ${row + 1}`;
    if (row === null) return;
    for (const line of this.lines) line.put(wire.values.rule, row);
    for (const group of this.groups) group.follow();
  }

  light(lit) {
    const about = this.lines.some(({ arrow }) => arrow === lit) ? lit : null;
    for (const { row, arrows } of [...this.lines, ...(this.groups ?? [])]) {
      row.classList.toggle("lab-lit", Boolean(about) && arrows.includes(about));
      row.classList.toggle("lab-unlit", Boolean(about) && !arrows.includes(about));
    }
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    const { wire } = this.store;
    if (wire?.lines) this.root.style.setProperty("--c", inks.get(slotOf(shownKey(wire)))?.color);
  }

  unmount() {
    this.listeners.abort();
    if (this.store.lit) this.store.publish("lit", null);
    this.root.replaceChildren();
  }
}
