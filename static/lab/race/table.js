// What happened, a row a racer: the words are about the whole run, the numbers follow the step that is shown.
import { el } from "../widgets/dom.js";
import { counted, percent, short } from "../widgets/format.js";
import { markIcon } from "../widgets/marks.js";
import { NumberBox } from "../widgets/number.js";
import { Popup } from "../widgets/popup.js";
import { icon } from "../widgets/icons.js";
import { afterPicture } from "../widgets/after_frame.js";
import { storeOf } from "../wire/store.js";
import { inksOf, watchTheme } from "../plot/theme.js";
import { pill } from "../stage/transport.js";

const TOLERANCES = [0.1, 0.01, 0.001, 0.0001];
const GRADIENTS = "How many gradients were asked for up to this step: one a step, unless a rule searches along a line.";
const EVALUATIONS = "In the whole run: how often the loss f, its gradient ∇ and its Hessian H were asked for.";
const tables = new WeakMap(); // parentElement → table; Streamlit calls again when data changes

export function mountTable({ data, parentElement }) {
  if (!tables.has(parentElement)) tables.set(parentElement, new Table(parentElement.querySelector(".lab-table"), data));
  return () => {
    tables.get(parentElement)?.unmount();
    tables.delete(parentElement);
  };
}

class Table {
  constructor(root, { name, slots, glossary = {} }) {
    Object.assign(this, {
      root,
      slots,
      glossary,
      store: storeOf(name),
      rows: [],
      listeners: new AbortController(),
    });
    const { signal } = this.listeners;
    this.build(signal);
    watchTheme(root, (_, theme) => this.repaint(inksOf(slots, theme)), signal);
    const soon = afterPicture(() => this.update(), signal);
    for (const topic of ["wire", "ground"]) this.store.on(topic, soon, signal);
    this.store.on("step", () => this.follow(), signal);
  }

  build(signal) {
    this.head = {
      happened: el("th", { scope: "col" }),
      loss: el("th", { scope: "col" }),
      best: el("th", { scope: "col", class: "lab-wide" }, "Best so far"),
      there: el("th", { scope: "col" }),
      gradients: el(
        "th",
        { scope: "col", class: "lab-wide lab-gradients" },
        this.explained("Gradient evaluations", "", GRADIENTS),
      ),
      evaluations: el("th", { scope: "col", class: "lab-wide" }, this.explained("Evaluations", "", EVALUATIONS)),
    };
    this.tolerance = el("button", { type: "button", class: "lab-choice" });
    this.head.there.append(this.tolerance);
    this.body = el("tbody");
    const caption = el(
      "caption",
      { class: "lab-visually-hidden" },
      "What each optimizer did, up to the step that is shown",
    );
    const heads = [el("th", { scope: "col" }, this.explained("Optimizer", "optimizer")), ...Object.values(this.head)];
    this.root.append(el("table", {}, caption, el("thead", {}, el("tr", {}, heads)), this.body), this.makePopup(signal));
  }

  explained(text, term, line = this.glossary[term]) {
    return line ? el("span", { class: "lab-term", title: line }, text) : text;
  }

  makePopup(signal) {
    const send = (value) => this.popup.close() ?? this.store.send({ kind: "tolerance", value });
    const number = new NumberBox({ scale: "linear", commit: (value) => send(value / 100), nudge: () => {}, signal });
    number.input.setAttribute("aria-label", "Tolerance in percent");
    const pills = el("div", { class: "lab-pills", role: "group", "aria-label": "Tolerance" });
    const words = "‘There’ means the loss above the minimum has shrunk to this part of what it was.";
    const box = el("div", { class: "lab-menu lab-at-end lab-sheet", role: "group", "aria-label": "Tolerance" });
    box.append(el("small", {}, words), pills, el("label", { class: "lab-percent" }, number.input, " %"), number.words);
    this.popup = new Popup(box, signal);
    this.popup.attach(this.tolerance, () => {
      const now = this.store.wire?.tolerance;
      pills.replaceChildren(...TOLERANCES.map((value) => pill(percent(value), value === now, () => send(value))));
      number.show(100 * now);
    });
    return box;
  }

  update() {
    const { wire, ground } = this.store;
    if (!wire || ground?.id !== wire.picture) return;
    this.known = wire.racers.some((racer) => racer.stepsTo !== undefined);
    this.counted = wire.racers.some((racer) => racer.evaluations);
    this.rows = wire.racers.map((racer) => ({ racer, ...this.row(racer, wire), best: bestOf(racer) }));
    this.body.replaceChildren(...this.rows.map(({ tr }) => tr));
    this.head.happened.textContent = `What happened in ${wire.steps} steps`;
    this.tolerance.replaceChildren(`Steps to ${percent(wire.tolerance)} of the start`, icon("arrow_drop_down"));
    this.head.there.hidden = !this.known;
    this.head.evaluations.hidden = !this.counted;
    this.lowest = wire.axes.loss.base;
    this.repaint();
    this.follow();
  }

  row(racer, wire) {
    const wide = (attributes) => el("td", { class: "lab-wide", ...attributes });
    const [loss, best, gradients, evaluations] = [
      el("td"),
      wide(),
      wide({ class: "lab-wide lab-gradients" }),
      wide({ hidden: !this.counted }),
    ];
    evaluations.append(racer.hidden ? "" : evaluationsOf(racer, racer.made ?? wire.steps));
    const name = el(
      "th",
      { scope: "row" },
      markIcon(this.slots.find(({ slot }) => slot === racer.slot)?.marker),
      racer.title,
    );
    const there = el(
      "td",
      { hidden: !this.known },
      racer.hidden ? "" : String(racer.stepsTo ?? (racer.made ? "–" : `not in ${wire.steps}`)),
    );
    const cells = [name, happened(racer), loss, best, there, gradients, evaluations];
    const tr = el("tr", { class: racer.hidden && "lab-off" }, cells);
    return { tr, cells: { loss, best, gradients } };
  }

  follow() {
    const step = Math.min(this.store.view.step, this.store.wire?.steps ?? 0);
    this.head.loss.textContent = `Loss at step ${step}`;
    for (const { racer, cells, best } of this.rows) {
      if (!racer.loss) continue;
      const [at, there] = [step <= (racer.made ?? step), Math.min(step, racer.made ?? step)];
      cells.loss.textContent = at ? short(racer.loss[step] + this.lowest) : "–"; // not computed yet
      cells.best.textContent = short(best[step] + this.lowest);
      cells.gradients.textContent = racer.evaluations ? "–" : Math.min(there, racer.status.stopped ?? there);
    }
  }

  repaint(inks = this.inks) {
    this.inks = inks;
    for (const { racer, tr } of this.rows) tr.style.setProperty("--c", this.inks.get(racer.slot)?.color);
  }

  unmount() {
    this.listeners.abort();
    this.root.replaceChildren();
  }
}

function happened({ hidden, status }) {
  if (hidden || !status) return el("td", {}, el("span", { class: "lab-tag lab-mute" }, "hidden"));
  const tag = el("span", { class: `lab-tag lab-${status.tone}`, title: status.hover }, status.label);
  return el("td", {}, tag, " ", el("span", { class: "lab-detail", title: status.detail }, status.detail));
}

// "f 34 · ∇ 20 · H 10"; most rules ask for one gradient a step.
function evaluationsOf({ evaluations, status }, steps) {
  const { values: f, gradients: g, hessians: h } = evaluations ?? { gradients: status?.stopped ?? steps };
  const counts = [
    ["f", f],
    ["∇", g],
    ["H", h],
  ].filter(([, count]) => count);
  return counts.map(([of, count]) => `${of} ${counted(count)}`).join(" · ");
}

// The lowest loss up to each step.
function bestOf({ loss }) {
  let least = Infinity;
  return loss?.map((value) => (least = value < least ? value : least));
}
