// The bar of the Averages page: which series, in which unit, with or without correction, your own; and the link.
import { CopyLink } from "../stage/copy.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { Menu } from "../widgets/menu.js";
import { Own } from "../widgets/own.js";
import { Segments } from "../widgets/segments.js";
import { storeOf } from "../wire/store.js";

const AXES = ["x", "y"];

export class AveragesBar {
  constructor(root, { name, series, corrections, wordsForOwn }) {
    Object.assign(this, { root, titles: series, store: storeOf(name), options: "", listeners: new AbortController() });
    const { signal } = this.listeners;
    this.link = new CopyLink(this.store, signal);
    this.own = new Own(this.store, wordsForOwn, signal);
    this.correction = new Segments("Bias correction", corrections, (value) => this.send("correction", value));
    this.unit = new Segments("Unit", {}, (value) => this.send("unit", value));
    this.build(signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, () => this.update(), signal);
  }

  build(signal) {
    this.series = el("select", { class: "lab-select", "aria-label": "Series", onchange: () => this.choose() });
    this.chip = el("span", { class: "lab-chip", hidden: true }, "your data: not in the link");
    const named = el("div", { class: "lab-named" }, el("span", { "aria-hidden": "true" }, "bias correction"));
    named.append(this.correction.root);
    const dots = el("button", { type: "button", class: "lab-icon lab-bar-dots", "aria-label": "Link" });
    dots.append(icon("more_horiz"));
    const { button, said, panel } = this.link;
    const left = [this.series, this.unit.root, named, this.own.button, this.own.panel, this.chip];
    this.root.append(...left, el("span", { class: "lab-gap" }), button, dots, said, panel);
    const copy = { text: "Copy link", run: () => this.link.copy(dots) };
    new Menu(this.root, signal).attach(dots, () => [{ entries: [copy] }]);
  }

  send(kind, value) {
    return this.store.send({ kind, value });
  }

  choose() {
    const [kind, slot, coordinate] = this.series.value.split(":");
    const run = { kind: "run", slot: Number(slot), coordinate };
    this.ticket = kind === "run" ? this.store.send(run) : this.send("series", this.series.value);
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire || !ground) return;
    this.offer(wire);
    const now = wire.series === "race" && wire.run ? `run:${wire.run.slot}:${wire.run.coordinate}` : wire.series;
    if (this.series.value !== now && this.store.answered(this.ticket)) this.series.value = now;
    this.correction.show(wire.correction);
    this.unit.offer(Object.fromEntries(ground.units.map((unit) => [unit, unit])));
    this.unit.show(ground.unit);
    this.chip.hidden = wire.series !== "own";
  }

  // The series of the house, this visitor's own where there are any, and the gradients of this visitor's race.
  offer({ own, runs, run }) {
    const wanted = JSON.stringify([own, runs, run]);
    if (wanted === this.options) return;
    this.options = wanted;
    const known = run && !runs.some(({ slot }) => slot === run.slot) ? [...runs, run] : runs;
    const gradients = known.flatMap(({ slot, title, axes = AXES }) =>
      axes.map((axis) => option(`run:${slot}:${axis}`, `${title}: gradient along ${axis}`)),
    );
    const titles = Object.entries(this.titles).filter(([key]) => key !== "race" && (own || key !== "own"));
    const race = gradients.length > 0 && el("optgroup", { label: "From your race" }, gradients);
    this.series.replaceChildren(...titles.map(([key, title]) => option(key, title)), ...(race ? [race] : []));
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

const option = (value, text) => el("option", { value }, text);
