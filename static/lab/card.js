// One card of the deck: its marker and name, its sliders and switches, and what can be done with it.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { markIcon } from "./marks.js";
import { Slider } from "./slider.js";

const SHOWN = 3; // further numbers, and those nobody moves in a lecture, are under "more"
const TELL_AFTER_MS = 200;
const RARELY_MOVED = new Set(["epsilon"]);

export class Card {
  constructor(deck, item) {
    Object.assign(this, { deck, slot: item.slot, kind: item.kind, title: "", spoken: "", hidden: null });
    const { hypers, switches = [] } = deck.story.kindOf(item);
    this.listeners = new AbortController();
    deck.signal.addEventListener("abort", () => this.listeners.abort(), { signal: this.listeners.signal });
    this.sliders = new Map(hypers.map((spec) => [spec.name, this.slider(spec)]));
    this.switches = new Map(switches.map((spec) => [spec.name, this.switch(spec)]));
    this.build(deck.data.slots.find(({ slot }) => slot === item.slot));
  }

  slider(spec) {
    const send = (value, settled) => this.send(spec.name, value, settled);
    return new Slider({ spec, send, answered: this.deck.store.answered, signal: this.listeners.signal });
  }

  switch({ name, label, help }) {
    const box = el("input", { type: "checkbox", onchange: () => (entry.ticket = this.send(name, box.checked, true)) });
    const entry = { box, ticket: 0, row: el("label", { class: "lab-switch", title: help }, box, label) };
    return entry;
  }

  // Python takes a card whose slider moves for touched: to tell it so before would only hold up the slider's first message.
  touch() {
    if (this.deck.store.touched === this.slot) return;
    this.deck.store.publish("touched", this.slot);
    this.telling = setTimeout(() => this.tell("touch"), TELL_AFTER_MS);
  }

  send(name, value, settled) {
    clearTimeout(this.telling);
    return this.deck.store.send(this.deck.story.moved(this.slot, name, value), { settled });
  }

  tell(kind) {
    this.deck.store.send({ kind, slot: this.slot });
  }

  build(slot) {
    const [first, further] = split([...this.sliders.values()]);
    this.further = el(
      "div",
      { class: "lab-further", hidden: true },
      further.map(({ row }) => row),
    );
    const more = further.length > 0 && this.moreButton();
    const foot = [...this.switches.values()].map(({ row }) => row).concat(more || []);
    const feet = foot.length > 0 && el("div", { class: "lab-card-foot" }, foot);
    const touch = () => this.touch();
    const rows = first.map(({ row }) => row);
    this.root = el(
      "section",
      { class: "lab-card", onpointerdown: touch, onfocusin: touch },
      this.header(slot),
      rows,
      feet,
      this.further,
    );
    this.root.style.setProperty("--light", slot.light);
    this.root.style.setProperty("--dark", slot.dark);
  }

  header(slot) {
    const { opens } = this.deck.story;
    const open = opens && { type: "button", title: opens.title, onclick: () => this.tell(opens.kind) };
    this.name = el(open ? "button" : "span", { class: "lab-card-name", ...open });
    this.eye = el("button", {
      type: "button",
      class: "lab-icon",
      onclick: () => this.tell(this.hidden ? "show" : "hide"),
    });
    this.first = open ? this.name : this.eye; // where the focus goes
    this.dots = el("button", { type: "button", class: "lab-icon" }, icon("more_vert"));
    this.deck.menu.attach(this.dots, () => [{ entries: this.actions() }], this.listeners.signal);
    return el("header", {}, markIcon(slot.marker), this.name, this.eye, this.dots);
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

  moreButton() {
    const turn = () => {
      this.further.hidden = !this.further.hidden;
      button.setAttribute("aria-expanded", String(!this.further.hidden));
    };
    const button = el(
      "button",
      { type: "button", class: "lab-more", "aria-expanded": "false", onclick: turn },
      icon("chevron_right"),
      "more",
    );
    return button;
  }

  // From Python, at each message: touches only what is new.
  update(item, presets, touched) {
    if (item.title !== this.title) this.name.textContent = this.title = item.title;
    if ((item.spoken ?? item.title) !== this.spoken) this.speakOf(item.spoken ?? item.title);
    if (item.hidden !== this.hidden) this.hide(item.hidden);
    if (touched !== this.touched) this.root.classList.toggle("lab-touched", (this.touched = touched));
    for (const [name, slider] of this.sliders) {
      const { preset = slider.spec.default, limit } = presets[name] ?? {};
      slider.accept(item.values[name], preset, limit);
    }
    for (const [name, { box, ticket }] of this.switches) {
      if (box.checked !== item.values[name] && this.deck.store.answered(ticket)) box.checked = item.values[name];
    }
  }

  // The name for those who do not see the colour: it stays while a title follows its slider.
  speakOf(name) {
    this.spoken = name;
    this.root.setAttribute("aria-label", name);
    this.eye.setAttribute("aria-label", `Hide ${name}`);
    this.dots.setAttribute("aria-label", `More for ${name}`);
    for (const slider of this.sliders.values()) slider.describe(name);
  }

  hide(hidden) {
    this.hidden = hidden;
    this.root.classList.toggle("lab-card-hidden", hidden);
    this.eye.setAttribute("aria-pressed", String(hidden));
    this.eye.title = hidden ? "Show" : "Hide";
    this.eye.replaceChildren(icon(hidden ? "visibility_off" : "visibility"));
  }

  remove() {
    clearTimeout(this.telling);
    if (this.deck.menu.popup.anchor === this.dots) this.deck.menu.popup.close();
    this.listeners.abort();
    this.root.remove();
  }
}

function split(sliders) {
  const often = sliders.filter(({ spec }) => !RARELY_MOVED.has(spec.name)).slice(0, SHOWN);
  return [often, sliders.filter((slider) => !often.includes(slider))];
}
