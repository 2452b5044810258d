// The lines of an opened step: what stands in them, and how they are folded.
import { written } from "../widgets/digits.js";
import { el, svg } from "../widgets/dom.js";
import { icon } from "../widgets/icons.js";

// One line: {name, formula, grey, arrow, parts, result}. Parts are texts, and {of, before} for a number of the step.
export class Line {
  constructor({ name, formula, grey, arrow }, light) {
    Object.assign(this, { name, arrow, arrows: [arrow].filter(Boolean), letter: formula.split(" ← ")[0] });
    [this.numbers, this.result] = [el("div", { class: "lab-numbers" }), el("b", { class: "lab-result" })];
    const off = grey.length === 1 && grey[0][0] === 0;
    const letters = el("span", { class: "lab-math" }, greyed(formula, grey));
    const listens = arrow && { tabindex: 0, onpointerenter: () => light(arrow), onpointerleave: () => light(null) };
    const focus = arrow && { onfocus: () => light(arrow), onblur: () => light(null) };
    const words = { class: `lab-opened-line${off ? " lab-off" : ""}`, role: "listitem", "data-line": name };
    this.row = el("div", { ...words, ...listens, ...focus }, glyph(arrow), letters, this.result, this.numbers);
    this.isOff = off;
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

// Lines that belong together. Folded, they show what they lead to.
export class Group {
  constructor({ title, head, lines, open }, named, { light, turned }) {
    Object.assign(this, { title, head: named.get(head) });
    const own = lines.map((name) => named.get(name));
    this.arrows = own.flatMap(({ arrows }) => arrows);
    this.result = el("b", { class: "lab-result" });
    const { arrow, letter, isOff } = this.head;
    const listens = arrow && { onpointerenter: () => light(arrow), onpointerleave: () => light(null) };
    const focus = arrow && { onfocus: () => light(arrow), onblur: () => light(null) };
    const parts = [el("span", {}, title), el("span", { class: "lab-math" }, letter), this.result];
    const fold = { class: isOff && "lab-off", onclick: () => turned(!this.details.open) };
    this.row = el("summary", { ...fold, ...listens, ...focus }, icon("chevron_right"), parts);
    const list = el(
      "div",
      { role: "list" },
      own.map(({ row }) => row),
    );
    const attributes = { class: "lab-group", open, "data-group": title };
    this.details = el("details", attributes, this.row, list);
  }

  follow() {
    say(this.result, this.head.result.textContent);
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
