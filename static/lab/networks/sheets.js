// Popovers of live controls: what they show follows Python, what is moved is sent at once.
import { el } from "../widgets/dom.js";
import { counted } from "../widgets/format.js";
import { icon } from "../widgets/icons.js";
import { Popup } from "../widgets/popup.js";
import { format } from "../widgets/scale.js";
import { Slider } from "../widgets/slider.js";

export class Sheet {
  // `label` names the popover; its button says in short what is set.
  constructor(label, store, data, signal) {
    Object.assign(this, { store, data, signal, controls: [] });
    this.caption = el("span");
    const named = { type: "button", class: "lab-shape", title: label };
    this.button = el("button", named, this.caption, icon("keyboard_arrow_down"));
    this.panel = el("div", { class: "lab-menu lab-sheet lab-settings", role: "group", "aria-label": label });
    this.popup = new Popup(this.panel, signal);
    this.popup.attach(this.button);
  }

  // A slider for a number of the state.
  number(name) {
    const spec = this.data.numbers[name];
    const send = (value, settled) => this.store.send({ kind: "number", name, value }, { settled });
    const slider = new Slider({ spec: { ...spec }, send, answered: this.store.answered, signal: this.signal });
    slider.describe("");
    this.controls.push({ update: (wire) => slider.accept(wire[name], spec.default) });
    const row = el("div", { class: "lab-setting" }, el("span", { class: "lab-setting-name" }, spec.label), slider.row);
    return Object.assign(row, { slider });
  }

  // A menu for a choice of the state; `open(wire)` tells which of its entries hold.
  choice(name, label, open = () => null) {
    let ticket = 0;
    const entries = Object.entries(this.data.choices[name]).map(([value, text]) => el("option", { value }, text));
    const choose = () => (ticket = this.store.send({ kind: "choice", name, value: select.value }));
    const select = el("select", { class: "lab-select", "aria-label": label, onchange: choose }, entries);
    const update = (wire) => {
      const offered = open(wire);
      for (const entry of entries) entry.hidden = entry.disabled = Boolean(offered && !offered.includes(entry.value));
      if (select.value !== wire[name] && this.store.answered(ticket)) select.value = wire[name];
    };
    this.controls.push({ update });
    return el("label", { class: "lab-setting" }, el("span", { class: "lab-setting-name" }, label), select);
  }

  flag(name, label, help) {
    let ticket = 0;
    const turn = () => (ticket = this.store.send({ kind: "flag", name, value: box.checked }));
    const box = el("input", { type: "checkbox", onchange: turn });
    const update = (wire) => {
      if (box.checked !== wire[name] && this.store.answered(ticket)) box.checked = wire[name];
    };
    this.controls.push({ update });
    return el("label", { class: "lab-switch", title: help }, box, label);
  }

  say(words) {
    if (this.caption.textContent !== words) this.caption.textContent = words;
  }

  update(wire, ground) {
    for (const control of this.controls) control.update(wire, ground);
  }
}

// The points: how many, how noisy, how they are split and scaled.
export class PointsSheet extends Sheet {
  constructor(store, data, signal) {
    super("The points", store, data, signal);
    this.made = ["points", "noise", "data_seed"].map((name) => this.number(name));
    this.condition = el("small", {});
    const inputs = this.choice("inputs", "inputs");
    this.panel.append(...this.made, this.number("dev"), inputs, this.condition);
  }

  update(wire, ground) {
    super.update(wire, ground);
    for (const row of this.made) row.hidden = wire.fixed;
    this.say(`${counted(ground.x.length)} points`);
    const { before, after } = ground.condition ?? {};
    this.condition.hidden = before == null;
    if (before == null) return;
    const now = wire.inputs === "raw" ? "" : `, now ${format(Number(after.toPrecision(3)))}`;
    this.condition.textContent = `Condition number of the inputs: ${format(Number(before.toPrecision(3)))}${now}.`;
  }
}

// How many points a step looks at, and how often training goes through all.
export class StepsSheet extends Sheet {
  constructor(store, data, signal) {
    super("Batches and epochs", store, data, signal);
    this.batch = this.number("batch_size");
    this.regime = el("small", {});
    const each = this.flag("each_step", "losses of all points at each step", "Otherwise they are taken once an epoch.");
    this.panel.append(this.batch, this.regime, this.number("epochs"), each);
  }

  // The slider goes from one point to all of them.
  update(wire, ground) {
    this.reach(wire.batches.most);
    super.update(wire, ground);
    const { batches, epochs } = wire;
    this.regime.textContent = `${batches.regime}: ${counted(wire.perEpoch)} step${wire.perEpoch === 1 ? "" : "s"} an epoch`;
    this.say(`batch ${batches.size} · ${epochs} epoch${epochs === 1 ? "" : "s"}`);
    this.button.title = `Batches and epochs: ${batches.regime}`;
  }

  reach(points) {
    const { slider } = this.batch;
    if (slider.spec.high === points) return;
    slider.spec.high = points;
    slider.range.max = points - 1;
    if (Number.isFinite(slider.value) && !slider.busy()) slider.show(slider.value);
  }
}
