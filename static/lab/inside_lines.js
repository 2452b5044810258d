// The arithmetic of the opened step: each line of the source in letters, beneath it with this step's numbers, beside it the result.
import { el, svg } from "./dom.js";
import { written } from "./digits.js";
import { rowAt } from "./inside_map.js";
import { markIcon } from "./marks.js";
import { afterPicture } from "./soon.js";
import { storeOf } from "./store.js";
import { inksOf, watchTheme } from "./theme.js";
import { shownKey, slotOf } from "./variants.js";

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
    this.list = el("div", { class: "lab-lines", role: "list" });
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
    const key = JSON.stringify(wire.lines.map(({ name, formula, grey, arrow }) => [name, formula, grey, arrow]));
    if (key !== this.key) this.rebuild(wire.lines);
    this.key = key;
    this.entitle(wire);
    this.lines.forEach((line, k) => line.fill(wire.lines[k]));
    this.repaint();
    this.light(this.store.lit ?? null);
    this.follow();
  }

  entitle(wire) {
    const marker = this.slots.find(({ slot }) => slot === slotOf(shownKey(wire)))?.marker;
    this.opened = el("small", {});
    this.title.replaceChildren(markIcon(marker, 16), wire.title, this.opened);
  }

  rebuild(lines) {
    this.lines = lines.map((line) => new Line(line, (arrow) => this.store.publish("lit", arrow)));
    this.list.replaceChildren(...this.lines.map(({ row }) => row));
  }

  follow() {
    const { wire, view } = this.store;
    if (!wire?.lines || !this.opened) return;
    const row = rowAt(wire, Math.min(view.step, wire.steps));
    this.opened.textContent = row === null ? "no step was made" : `from step ${row} to ${row + 1}`;
    if (row !== null) for (const line of this.lines) line.put(wire.values.rule, row);
  }

  light(lit) {
    const about = this.lines.some(({ arrow }) => arrow === lit) ? lit : null;
    for (const { row, arrow } of this.lines) {
      row.classList.toggle("lab-lit", Boolean(about) && arrow === about);
      row.classList.toggle("lab-unlit", Boolean(about) && arrow !== about);
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

// One line: {name, formula, grey, arrow, parts, result}. Parts are texts, and {of, before} for a number of the step.
class Line {
  constructor({ name, formula, grey, arrow }, light) {
    this.arrow = arrow;
    [this.numbers, this.result] = [el("div", { class: "lab-numbers" }), el("b", { class: "lab-result" })];
    const off = grey.length === 1 && grey[0][0] === 0;
    const letters = el("span", { class: "lab-math" }, greyed(formula, grey));
    const listens = arrow && { tabindex: 0, onpointerenter: () => light(arrow), onpointerleave: () => light(null) };
    const focus = arrow && { onfocus: () => light(arrow), onblur: () => light(null) };
    const words = { class: `lab-opened-line${off ? " lab-off" : ""}`, role: "listitem", "data-line": name };
    this.row = el("div", { ...words, ...listens, ...focus }, glyph(arrow), letters, this.result, this.numbers);
  }

  fill({ parts, result }) {
    this.asked = result;
    this.slots = parts.map((part) => (typeof part === "string" ? part : { ...part, text: new Text("") }));
    this.numbers.replaceChildren(...this.slots.map((part) => part.text ?? part));
  }

  put(values, row) {
    for (const part of this.slots) if (part.text) say(part.text, written(valuesAt(values, part, row)));
    say(this.result, written(valuesAt(values, this.asked, row)));
  }
}

// What a quantity was at a step, or before it; before the first step everything is 0.
function valuesAt(values, { of, before }, row) {
  const k = before ? row - 1 : row;
  return values[of].map((column) => (k < 0 ? 0 : column[k]));
}

function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function greyed(formula, grey) {
  const pieces = [];
  let at = 0;
  for (const [from, to] of grey) {
    pieces.push(formula.slice(at, from), el("span", { class: "lab-grey" }, formula.slice(from, to)));
    at = to;
  }
  return [...pieces, formula.slice(at)];
}

const SHAPES = {
  gradient: [
    ["line", { x1: 1, y1: 8, x2: 15, y2: 8, "stroke-dasharray": "3 2.5" }],
    ["path", { d: "M15 8l5 0m-5-3.5l6 3.5-6 3.5z" }],
  ],
  velocity: [
    ["line", { x1: 1, y1: 8, x2: 15, y2: 8 }],
    ["path", { d: "M15 4.5l6 3.5-6 3.5z" }],
  ],
  step: [
    ["line", { x1: 1, y1: 8, x2: 14, y2: 8, "stroke-width": 3.5 }],
    ["path", { d: "M13 3l8.5 5-8.5 5z" }],
  ],
  ellipse: [["ellipse", { cx: 11, cy: 8, rx: 9.5, ry: 5.5, "fill-opacity": 0.15 }]],
  look_ahead: [["circle", { cx: 11, cy: 8, r: 5, "fill-opacity": 0 }]],
};

// The line's own arrow, small.
function glyph(arrow) {
  const shapes = (SHAPES[arrow] ?? []).map(([tag, attributes]) => svg(tag, attributes));
  const size = { viewBox: "0 0 22 16", width: 22, height: 16, "aria-hidden": "true" };
  return svg("svg", { ...size, class: `lab-glyph lab-glyph-${arrow}` }, ...shapes);
}
