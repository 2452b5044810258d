// Beside one opened step: the shown optimizer's sliders, and Adam's other variants.
import { el } from "../widgets/dom.js";
import { format } from "../widgets/scale.js";
import { markIcon } from "../widgets/marks.js";
import { Segments } from "../widgets/segments.js";
import { Slider } from "../widgets/slider.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { shownKey, slotOf } from "../plot/variants.js";

const RATES = { own: "each with its own α", same: "all with the same α" };
const RARELY_MOVED = new Set(["epsilon"]);
const NEEDS = { beta1: "memory", beta2: "scaling", epsilon: "scaling" }; // a slider without its part moves nothing

export class ShownDeck {
  constructor(root, { name, slots, optimizers }) {
    Object.assign(this, { root, slots, optimizers, store: storeOf(name), kind: null, sliders: new Map() });
    this.listeners = new AbortController();
    this.inner = new AbortController(); // of one optimizer's sliders
    const { signal } = this.listeners;
    this.build();
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, () => this.update(), signal);
  }

  build() {
    this.title = el("span", { class: "lab-card-name" });
    this.mark = el("span", { class: "lab-card-mark" });
    const reset = () => this.store.send({ kind: "reset", slot: 0 });
    const back = el(
      "button",
      { type: "button", class: "lab-more", title: "Back to its preset", onclick: reset },
      "Reset",
    );
    this.rows = el("div");
    this.card = el("section", { class: "lab-card" }, el("header", {}, this.mark, this.title, back), this.rows);
    this.buildGhosts();
    this.root.append(this.card, this.ghosts);
  }

  buildGhosts() {
    const send = () => (this.ghostTicket = this.store.send({ kind: "ghosts", value: this.box.checked }));
    this.box = el("input", { type: "checkbox", onchange: send });
    const same = (key) => this.store.send({ kind: "same", value: key === "same" });
    this.rates = new Segments("Learning rates of the others", RATES, same);
    this.others = el("ul", { class: "lab-others" });
    const label = el("label", { class: "lab-switch" }, this.box, "Adam’s other variants");
    this.ghosts = el(
      "section",
      { class: "lab-ghosts", "aria-label": "Other variants" },
      label,
      this.rates.root,
      this.others,
    );
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire?.path) return;
    if (wire.optimizer !== this.kind) this.rebuild(wire);
    this.title.textContent = wire.title;
    const marker = this.slots.find(({ slot }) => slot === slotOf(shownKey(wire)))?.marker;
    this.mark.replaceChildren(markIcon(marker));
    for (const [name, slider] of this.sliders) {
      const rate = name === "learning_rate";
      slider.accept(
        wire.hypers[name],
        rate ? ground?.rates[wire.optimizer] : slider.spec.default,
        rate ? wire.limit : null,
      );
      slider.row.classList.toggle("lab-idle", wire.switchable && wire[NEEDS[name]] === false);
    }
    for (const [name, { box, ticket }] of this.switches)
      if (box.checked !== wire.hypers[name] && this.store.answered(ticket)) box.checked = wire.hypers[name];
    this.tell(wire);
    this.repaint();
  }

  rebuild(wire) {
    this.inner.abort();
    this.inner = new AbortController();
    this.kind = wire.optimizer;
    const { hypers, switches } = this.optimizers[this.kind];
    const asked = ({ name }) => name in wire.hypers;
    this.sliders = new Map(hypers.filter(asked).map((spec) => [spec.name, this.slider(spec)]));
    this.switches = new Map(switches.filter(asked).map((spec) => [spec.name, this.switch(spec)]));
    const [rare, often] = [true, false].map((wanted) =>
      [...this.sliders.values()].filter(({ spec }) => RARELY_MOVED.has(spec.name) === wanted).map(({ row }) => row),
    );
    const more = rare.length > 0 && el("details", { class: "lab-card-more" }, el("summary", {}, "more"), rare);
    this.rows.replaceChildren(...often, ...[...this.switches.values()].map(({ row }) => row), ...(more ? [more] : []));
    this.card.setAttribute("aria-label", this.optimizers[this.kind].title);
  }

  slider(spec) {
    const send = (value, settled) => this.send(spec.name, value, settled);
    const slider = new Slider({ spec, send, answered: this.store.answered, signal: this.inner.signal });
    slider.describe("");
    return slider;
  }

  switch({ name, label, help }) {
    const box = el("input", { type: "checkbox", onchange: () => (entry.ticket = this.send(name, box.checked, true)) });
    const entry = { box, ticket: 0, row: el("label", { class: "lab-switch", title: help }, box, label) };
    return entry;
  }

  send(name, value, settled) {
    return this.store.send({ kind: "hyper", slot: 0, name, value }, { settled });
  }

  // A legend that can be pressed: then the shown one becomes that variant.
  tell(wire) {
    this.ghosts.hidden = !wire.switchable;
    if (this.store.answered(this.ghostTicket)) this.box.checked = wire.ghosts;
    this.rates.show(wire.same ? "same" : "own");
    this.rates.root.hidden = this.others.hidden = !wire.ghosts;
    const words = JSON.stringify(wire.ghostPaths.map(({ key, title, rate }) => [key, title, rate]));
    if (words === this.told) return;
    this.told = words;
    this.others.replaceChildren(...wire.ghostPaths.map((ghost) => el("li", {}, this.other(ghost))));
  }

  other({ key, title, rate }) {
    const become = () => this.store.send({ kind: "variant", value: key });
    const slot = this.slots.find((known) => known.slot === slotOf(key));
    const attributes = { type: "button", title: `Make Adam ${title}`, onclick: become, "data-slot": slot.slot };
    return el(
      "button",
      attributes,
      markIcon(slot.marker, 13),
      el("span", {}, title),
      el("small", {}, `α ${format(rate)}`),
    );
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    const { wire } = this.store;
    if (wire?.path) this.card.style.setProperty("--c", inks.get(slotOf(shownKey(wire))).color);
    for (const button of this.others.querySelectorAll("button"))
      button.style.setProperty("--c", inks.get(Number(button.dataset.slot)).color);
  }

  unmount() {
    this.inner.abort();
    this.listeners.abort();
    this.root.replaceChildren();
  }
}
