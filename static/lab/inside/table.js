// Adam's variants side by side: how long their first step is, how fast they are on an even slope, and where they are now.
import { el } from "../widgets/dom.js";
import { short } from "../widgets/format.js";
import { markIcon } from "../widgets/marks.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { shownKey, slotOf } from "../plot/variants.js";

const TERMINAL = "What a step tends to, in x and y, if the gradient stays what it is at the start.";

export class InsideTable {
  constructor(root, { name, slots, glossary = {} }) {
    Object.assign(this, { root, slots, glossary, store: storeOf(name), rows: [], listeners: new AbortController() });
    const { signal } = this.listeners;
    this.build();
    const soon = afterPicture(() => this.update(), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, soon, signal);
    this.store.on("step", () => this.follow(), signal);
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
  }

  build() {
    const head = (words, name) => el("th", { scope: "col", class: name }, words);
    const terminal = el("span", { class: "lab-term", title: TERMINAL }, "terminal speed");
    [this.where, this.loss] = [el("th", { scope: "col", class: "lab-wide" }), el("th", { scope: "col" })];
    const heads = [
      head("Variant"),
      head("α"),
      head("first step, in α"),
      head(terminal, "lab-wide"),
      this.where,
      this.loss,
    ];
    const words = "The shown optimizer and the other variants, up to the step that is shown";
    const caption = el("caption", { class: "lab-visually-hidden" }, words);
    this.body = el("tbody");
    this.root.append(el("table", {}, caption, el("thead", {}, el("tr", {}, heads)), this.body));
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire?.variants || ground?.id !== wire.picture) return;
    this.rows = wire.variants.map((variant) => this.row(variant, wire));
    this.body.replaceChildren(...this.rows.map(({ row }) => row));
    this.repaint();
    this.follow();
  }

  row({ title, rate, first, terminal, here }, wire) {
    const slot = slotOf(here || shownKey(wire));
    const path = here ? wire.ghostPaths.find(({ key }) => key === here) : wire.path;
    const marker = this.slots.find((known) => known.slot === slot)?.marker;
    const [where, loss] = [el("td", { class: "lab-wide" }), el("td")];
    const name = el("th", { scope: "row" }, markIcon(marker), title);
    const speed = el("td", { class: "lab-wide" }, terminal ? pair(terminal) : "–");
    const cells = [el("td", {}, short(rate)), el("td", {}, first ? pair(first) : "–"), speed, where, loss];
    return { slot, path, where, loss, row: el("tr", { class: !here && "lab-shown" }, name, cells) };
  }

  follow() {
    const { wire, view } = this.store;
    if (!wire?.variants) return;
    const step = Math.min(view.step, wire.steps);
    this.where.textContent = `at step ${step}`;
    this.loss.textContent = `loss at step ${step}`;
    for (const { path, where, loss } of this.rows) {
      if (!path) continue;
      const k = Math.min(step, path.last);
      where.textContent = pair([path.x[k], path.y[k]]);
      loss.textContent = short(path.loss[k]);
    }
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    for (const { row, slot } of this.rows) row.style.setProperty("--c", inks.get(slot)?.color);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const pair = (numbers) => `(${numbers.map((number) => (number === null ? "∞" : short(number))).join(", ")})`;
