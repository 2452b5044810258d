// One card of the deck: its marker and name, its sliders and switches, and what can be done with it.
import { shownValue } from "../stage/by_hand.js";
import { More } from "./card_more.js";
import { el } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";
import { markIcon } from "../widgets/marks.js";
import { Slider } from "../widgets/slider.js";

const SHOWN = 4; // further numbers, and those nobody moves in a lecture, are under "more"; so are switches after the first
const TELL_AFTER_MS = 200;
const RARELY_MOVED = new Set([
  ...[
    "epsilon",
    "epsilon_inside",
    "epsilon_added",
    "epsilon_in_average",
    "dampening",
    "fade",
    "initial_s",
    "initial_v",
  ],
  ...["rate_inside", "fold_correction", "of_corrected", "centered", "wide"],
]);

export class Card {
  constructor(deck, item) {
    Object.assign(this, { deck, slot: item.slot, kind: item.kind, title: "", spoken: "", hidden: null });
    const told = deck.story.kindOf(item);
    const { hypers, switches = [] } = told;
    this.listeners = new AbortController();
    deck.signal.addEventListener("abort", () => this.listeners.abort(), { signal: this.listeners.signal });
    this.sliders = new Map(hypers.map((spec) => [spec.name, this.slider(spec)]));
    this.switches = new Map(switches.map((spec) => [spec.name, this.switch(spec)]));
    this.build(
      deck.data.slots.find(({ slot }) => slot === item.slot),
      told,
    );
  }

  slider(spec) {
    const from = () => (spec.scale === "integer" ? undefined : this.deck.fromStep());
    const send = (value, settled) => this.move(spec.name, value, settled, from());
    return new Slider({ spec, send, answered: this.deck.store.answered, signal: this.listeners.signal });
  }

  switch(spec) {
    const { name, label, help } = spec;
    const box = el("input", { type: "checkbox", onchange: () => (entry.ticket = this.move(name, box.checked, true)) });
    const entry = { spec, box, ticket: 0, row: el("label", { class: "lab-switch", title: help }, box, label) };
    return entry;
  }

  // Python takes a card whose slider moves for touched: to tell it so before would only hold up the slider's first message.
  touch() {
    if (this.deck.store.touched === this.slot) return;
    this.deck.store.publish("touched", this.slot);
    this.telling = setTimeout(() => this.tell("touch"), TELL_AFTER_MS);
  }

  // `at`: the step from which the value holds, where not all steps have it.
  move(name, value, settled, at) {
    return this.send(this.deck.story.moved(this.slot, name, value, at), settled);
  }

  send(event, settled) {
    clearTimeout(this.telling);
    return this.deck.store.send({ ...event, slot: this.slot }, { settled });
  }

  get store() {
    return this.deck.store;
  }

  tell(kind) {
    this.deck.store.send({ kind, slot: this.slot });
  }

  build(slot, told) {
    const [first, further] = split([...this.sliders.values()]);
    const switches = [...this.switches.values()];
    const shown = switches.find(often);
    const under = [...further, ...switches.filter((entry) => entry !== shown)];
    this.more = new More(this, rowsOf(under), specsOf(under), told);
    const foot = [shown?.row, this.more.any && this.more.button].filter(Boolean);
    const feet = foot.length > 0 && el("div", { class: "lab-card-foot" }, foot);
    const touch = () => this.touch();
    this.whyNot = el("p", { class: "lab-why-not", hidden: true });
    const parts = [this.header(slot), this.whyNot, rowsOf(first), feet, this.more.summary, this.more.root];
    this.root = el("section", { class: "lab-card", onpointerdown: touch, onfocusin: touch }, parts.flat());
    this.root.style.setProperty("--light", slot.light);
    this.root.style.setProperty("--dark", slot.dark);
  }

  header(slot) {
    const { opens } = this.deck.story;
    const open = opens && { type: "button", title: opens.title, onclick: () => this.tell(opens.kind) };
    this.name = el(open ? "button" : "span", { class: "lab-card-name", ...open });
    this.eye = el("button", {
      type: "button",
      class: "lab-named-icon",
      onclick: () => this.tell(this.hidden ? "show" : "hide"),
    });
    this.first = open ? this.name : this.eye; // where the focus goes
    this.dots = el("button", { type: "button", class: "lab-named-icon" }, "More", icon("arrow_drop_down"));
    this.deck.menu.attach(this.dots, () => this.groups(), this.listeners.signal);
    return el("header", {}, markIcon(slot.marker), this.name, this.eye, this.dots);
  }

  // What can be done to any card, then what a page adds.
  groups() {
    const { deck, slot } = this;
    const run = (event) => (event.kind === "overlay" ? deck.grow(event) : deck.store.send(event));
    const runnable = (entries) =>
      entries.map(({ event, ...entry }) => ({ ...entry, run: () => run({ ...event, slot }) }));
    const further = deck.story.actions?.(this.more.item, deck) ?? [];
    const basic = [{ entries: this.actions() }, { title: "Colour", row: true, entries: this.colors() }];
    return [...basic, ...further.map((entries) => ({ entries: runnable(entries) }))];
  }

  actions() {
    return [
      {
        text: "Duplicate",
        run: () => this.deck.grow({ kind: "duplicate", slot: this.slot }),
        disabled: this.deck.full(),
      },
      { text: "Reset", run: () => this.tell("reset") },
      { text: "Remove", run: () => this.tell("remove") },
    ];
  }

  // Another colour and marker; a card that has them gets this one's in exchange.
  colors() {
    return this.deck.data.slots.map((slot) => {
      const other = this.deck.cards.get(slot.slot);
      const swap = other && other !== this ? `, exchange with ${other.title}` : "";
      const text = `${slot.name} ${slot.marker.replace("-", " ")}${swap}`;
      return { text, slot, current: other === this, run: () => this.recolor(slot.slot) };
    });
  }

  recolor(value) {
    if (value === this.slot) return;
    this.deck.store.send({ kind: "color", slot: this.slot, value });
    this.deck.store.touched = value; // the answer shows it
  }

  // From Python, at each message: touches only what is new.
  update(item, presets, touched) {
    if (item.title !== this.title) this.name.textContent = this.title = item.title;
    if ((item.spoken ?? item.title) !== this.spoken) this.speakOf(item.spoken ?? item.title);
    if (item.hidden !== this.hidden) this.hide(item.hidden);
    if (touched !== this.touched) this.root.classList.toggle("lab-touched", (this.touched = touched));
    this.more.update(item);
    this.excuse(item.whyNot);
    for (const [name, slider] of this.sliders) {
      const { preset = slider.spec.default, limit } = presets[name] ?? {};
      slider.accept(shownValue(item, name, this.store), preset, limit);
    }
    for (const [name, { box, ticket }] of this.switches) {
      if (box.checked !== item.values[name] && this.deck.store.answered(ticket)) box.checked = item.values[name];
    }
  }

  // Why this optimizer does nothing here.
  excuse(words = null) {
    if (words === this.excused) return;
    this.excused = words;
    this.whyNot.textContent = words ?? "";
    this.whyNot.hidden = !words;
  }

  // Another step is shown: what was changed by hand has another value there, perhaps.
  follow() {
    const { item } = this.more;
    if (!item?.steering?.changes.length) return;
    for (const [name, slider] of this.sliders)
      slider.accept(shownValue(item, name, this.store), slider.preset, slider.limit);
  }

  // The name for those who do not see the colour: it stays while a title follows its slider.
  speakOf(name) {
    this.spoken = name;
    this.root.setAttribute("aria-label", name);
    this.nameEye();
    this.dots.setAttribute("aria-label", `More for ${name}`);
    for (const slider of this.sliders.values()) slider.describe(name);
    this.more.steering?.describe(name);
  }

  nameEye() {
    this.eye.setAttribute("aria-label", `${this.hidden ? "Show" : "Hide"} ${this.spoken}`);
  }

  hide(hidden) {
    this.hidden = hidden;
    this.root.classList.toggle("lab-card-hidden", hidden);
    this.eye.replaceChildren(hidden ? "Show" : "Hide");
    this.nameEye();
  }

  remove() {
    clearTimeout(this.telling);
    if (this.deck.menu.popup.anchor === this.dots) this.deck.menu.popup.close();
    this.listeners.abort();
    this.root.remove();
  }
}

const rowsOf = (entries) => entries.map(({ row }) => row);
const specsOf = (entries) => entries.map(({ spec }) => spec);

const often = ({ spec }) => !RARELY_MOVED.has(spec.name);

function split(sliders) {
  const first = sliders.filter(often).slice(0, SHOWN);
  return [first, sliders.filter((slider) => !first.includes(slider))];
}
