// What is done to a racer beside its own numbers: the convention of its rule, a schedule, weight decay and clipping. Under "more".
import { el } from "../widgets/dom.js";
import { Slider } from "../widgets/slider.js";

const TURNED_ON = { weight_decay: 0.01, clip: 1 };
const OWN = { key: "", title: "custom" }; // shown where no convention fits, never chosen

export class Steering {
  // `card` has send(event, settled), which returns a ticket, the store and a signal.
  constructor(card, { conventions = [] }, { schedules, options, batches }) {
    Object.assign(this, { card, schedules, chosen: "", timing: new Map() });
    if (conventions.length > 1) this.form = this.choiceOf("Convention", "convention", [...conventions, OWN]);
    const titles = Object.entries(schedules).map(([key, { title }]) => ({ key, title }));
    this.schedule = this.choiceOf("schedule", "schedule", titles);
    this.idea = el("small", { class: "lab-idea", hidden: true });
    this.rows = el("div");
    this.batch = this.choiceOf("batch size", "option", batches, (text) => ({
      name: "batch",
      value: text === "" ? null : Number(text),
    }));
    this.options = options.map((spec) => new Option(this, spec));
    const rows = [this.rows, this.idea, this.batch.row, ...this.options.map(({ root }) => root)];
    this.root = el("div", { class: "lab-steering" }, [this.form?.row, this.schedule.row, ...rows]);
  }

  choiceOf(words, kind, entries, event = (value) => ({ value })) {
    const options = entries.map(({ key, title }) =>
      el("option", { value: key, hidden: key === OWN.key && title === OWN.title }, title),
    );
    const change = () => (choice.ticket = this.card.send({ kind, ...event(select.value) }, true));
    const select = el("select", { class: "lab-select", onchange: change }, options);
    const choice = { select, words, ticket: 0, row: el("label", { class: "lab-chosen" }, words, select) };
    return choice;
  }

  slider(spec, kind) {
    const { store, listeners } = this.card;
    const send = (value, settled) => this.card.send({ kind, name: spec.name, value }, settled);
    const slider = new Slider({ spec, send, answered: store.answered, signal: listeners.signal });
    slider.describe(this.owner);
    return slider;
  }

  // Only while it is seen.
  update({ steering }) {
    const { schedule, timing, options, convention, batch } = steering;
    const { noise } = this.card.store.wire; // on a surface a batch is a size of noise
    this.batch.row.hidden = Boolean(noise) && noise.noise === 0 && batch === null;
    this.show(this.batch, batch === null ? "" : String(batch));
    if (this.form) this.show(this.form, convention ?? OWN.key);
    this.show(this.schedule, schedule);
    if (schedule !== this.chosen) this.rebuild(schedule);
    for (const [name, slider] of this.timing) slider.accept(timing[name] ?? 0); // no preset is marked: it fits the run. A warm-up of 0 is not sent.
    for (const option of this.options) option.update(options[option.spec.name]);
  }

  show({ select, ticket }, value) {
    if (![...select.options].some((option) => option.value === value)) select.append(el("option", { value }, value));
    if (select.value !== value && this.card.store.answered(ticket)) select.value = value;
  }

  rebuild(schedule) {
    const { hypers, idea } = this.schedules[schedule];
    this.chosen = schedule;
    this.timing = new Map(hypers.map((spec) => [spec.name, this.slider(spec, "timing")]));
    this.rows.replaceChildren(...[...this.timing.values()].map(({ row }) => row));
    this.idea.textContent = idea;
    this.idea.hidden = hypers.length === 0;
  }

  describe(owner) {
    this.owner = owner;
    for (const { select, words } of [this.form, this.schedule, this.batch].filter(Boolean))
      select.setAttribute("aria-label", `${owner}: ${words}`);
    const sliders = [...this.timing.values(), ...this.options.map(({ slider }) => slider)];
    for (const slider of sliders) slider.describe(owner);
    for (const { box, spec } of this.options) box.setAttribute("aria-label", `${owner}: use ${spec.label}`);
  }
}

// A row that is off until its box turns it on.
class Option {
  constructor(steering, spec) {
    Object.assign(this, { spec, card: steering.card, ticket: 0 });
    const turn = () => (this.ticket = this.send(this.box.checked ? TURNED_ON[spec.name] : null));
    this.box = el("input", { type: "checkbox", onchange: turn });
    this.slider = steering.slider(spec, "option");
    const label = el("label", { class: "lab-switch", title: spec.help }, this.box, spec.label);
    this.root = el("div", { class: "lab-option" }, label, this.slider.row);
    this.slider.row.hidden = true;
  }

  send(value) {
    return this.card.send({ kind: "option", name: this.spec.name, value }, true);
  }

  // A slider that is dragged to where it changes nothing stays until it is let go of.
  update(value) {
    const { slider, box } = this;
    const on = value !== null;
    if (on) slider.accept(value);
    if (slider.busy() || !this.card.store.answered(this.ticket)) return;
    box.checked = on;
    slider.row.hidden = !on;
  }
}
